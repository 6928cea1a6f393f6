"""A refusal: what is wrong with a case file, where, and what to do about it."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from amparo.docket.positions import Pointer


@dataclass(frozen=True, slots=True)
class Refusal:
    """`at` leads to the value; `what` says what is wrong with it, `hint` what to do."""

    at: Pointer
    what: str
    hint: str


LATER = "Name what was known by then, or give this its own known: with a later day."
"""The hint where a fact names another that the docket came to know after it."""


def shown(untrusted: object) -> str:
    """A word of the file, fit for a terminal: cut short, and nothing in it that could steer one."""
    text = str(untrusted)[:60]
    return "".join(
        letter if unicodedata.category(letter)[0] not in "CZ" or letter == " " else "\ufffd" for letter in text
    )
