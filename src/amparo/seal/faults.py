"""What can be wrong with an age file, as a table: one sentence each, and the stage of the format it belongs to.

An error's `what` is a member of `Fault`, so a caller may ask `Fault(error.what).stage`. The stages are the outcomes
that the C2SP test kit tells apart (header, no match, HMAC, payload, armor).
"""

from __future__ import annotations

from enum import StrEnum

from amparo.errors import AmparoError, InputError, NoMatchError, TooLargeError, TruncatedError, TrustError


class Stage(StrEnum):
    """The part of the format in which a fault was found, in the test kit's words."""

    ARMOR = "armor failure"
    HEADER = "header failure"
    MATCH = "no match"
    MAC = "HMAC failure"
    PAYLOAD = "payload failure"


class Fault(StrEnum):
    """Everything an opener can find; the value is the sentence for a person."""

    EMPTY = "there is nothing to open: the input is empty"
    NOT_AGE = "this is not an age file"
    VERSION = "this age file has a version that this program does not know"
    HEADER = "the header of this age file is malformed"
    HEADER_CUT = "this age file ends inside its header"
    HEADER_LARGE = "the header of this age file is larger than this program accepts"
    STANZA = "a recipient stanza of this age file is malformed"
    SCRYPT_MIXED = "this age file mixes a passphrase with other recipients, which the format forbids"
    WORK_FACTOR = "the scrypt work factor of this age file is higher than this program accepts"
    NO_MATCH = "none of the identities opens this file"
    MAC = "the header of this age file was altered"
    PAYLOAD_CUT = "this age file is cut short"
    TAIL = "the end of this age file is cut off, damaged, or followed by other data"
    DAMAGED = "this age file is damaged"
    MISPLACED = "a piece of this age file stands in the wrong place: pieces were reordered, repeated or left out"
    TRAILING = "data follow the end of this age file"
    EMPTY_LAST = "the last piece of this age file is empty"
    ARMOR = "the ASCII armor of this age file is malformed"
    ARMOR_CUT = "the ASCII armor of this age file is cut short"

    @property
    def stage(self) -> Stage:
        """Where in the format this fault lies."""
        return _TABLE[self][0]

    def error(self) -> AmparoError:
        """The error to raise for this fault."""
        _, kind, hint = _TABLE[self]
        return kind(self, hint)


_AGAIN = "get a fresh copy of the file from whoever sent it"
_WHOLE = "copy or download the whole file again"

_TABLE: dict[Fault, tuple[Stage, type[AmparoError], str]] = {
    Fault.EMPTY: (Stage.HEADER, TruncatedError, _WHOLE),
    Fault.NOT_AGE: (Stage.HEADER, InputError, "an age file begins with age-encryption.org/v1, or with its armor"),
    Fault.VERSION: (Stage.HEADER, InputError, "ask the sender for an age v1 file"),
    Fault.HEADER: (Stage.HEADER, InputError, _AGAIN),
    Fault.HEADER_CUT: (Stage.HEADER, TruncatedError, _WHOLE),
    Fault.HEADER_LARGE: (Stage.HEADER, TooLargeError, "ask the sender to seal it to fewer recipients"),
    Fault.STANZA: (Stage.HEADER, InputError, _AGAIN),
    Fault.SCRYPT_MIXED: (Stage.HEADER, InputError, _AGAIN),
    Fault.WORK_FACTOR: (Stage.HEADER, TooLargeError, "ask the sender to seal it with a lower work factor"),
    Fault.NO_MATCH: (Stage.MATCH, NoMatchError, "name the identity whose recipient the file was sealed to"),
    Fault.MAC: (Stage.MAC, TrustError, _AGAIN),
    Fault.PAYLOAD_CUT: (Stage.PAYLOAD, TruncatedError, _WHOLE),
    Fault.TAIL: (Stage.PAYLOAD, TruncatedError, _WHOLE),
    Fault.DAMAGED: (Stage.PAYLOAD, TrustError, _AGAIN),
    Fault.MISPLACED: (Stage.PAYLOAD, TrustError, _AGAIN),
    Fault.TRAILING: (Stage.PAYLOAD, InputError, _AGAIN),
    Fault.EMPTY_LAST: (Stage.PAYLOAD, InputError, _AGAIN),
    Fault.ARMOR: (Stage.ARMOR, InputError, _AGAIN),
    Fault.ARMOR_CUT: (Stage.ARMOR, TruncatedError, _WHOLE),
}
