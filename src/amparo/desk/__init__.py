"""desk: the newsroom's own machine: fetches, opens, reads, searches, replies. Plaintext lives only here."""
