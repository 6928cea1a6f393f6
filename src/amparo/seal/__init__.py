"""seal: age files, passphrases, envelopes, padding, signed notes, rosters, mailbox tags.

Pure: bytes in, bytes out, no I/O.
"""
