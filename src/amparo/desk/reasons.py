"""What the reasons for which a file gave no document mean, in a sentence for the person who reads the list."""

from __future__ import annotations

from amparo.records.reading import Reason

MEANING = {
    Reason.PASSWORD_PROTECTED: "It opens only with a password. Ask for it, and try again with it.",
    Reason.CORRUPT: "It is damaged, or is not what it begins as. Another copy of it may be whole.",
    Reason.EMPTY: "There is nothing in it that could be read.",
    Reason.EMPTY_AFTER_OCR: "It is a picture, and OCR found no text in it.",
    Reason.MISSING_TOOL: "What reads it is not installed on this machine. Install it, then try again.",
    Reason.UNREADABLE: "The disk, or the rights on it, did not let it be read.",
    Reason.TOO_LARGE: "It is, or unpacks to, more than is read in one piece.",
    Reason.TOO_DEEP: "It lies in too many containers, or is nested too deeply.",
    Reason.TIMED_OUT: "Reading it took too long.",
    Reason.UNSUPPORTED: "No reader knows this format yet. A later version may.",
    Reason.CRASHED: "The reader broke down on it. The others were not touched by that.",
}


def meaning(reason: str) -> str:
    """The sentence for a reason as the ledger has it; "" for one of another version."""
    return MEANING[Reason(reason)] if reason in set(Reason) else ""
