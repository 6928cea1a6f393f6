"""Ways in which one name is spelled in Latin letters: umlauts written out, and romanisations of other scripts.

Strict on purpose, for joins that nobody looks at before they are made: a romanised name is one with another only when
the given name is the same by a list of spellings and the surname by rules that leave every syllable in its place.
`letters.sound` is the loose counterpart, for proposals.
"""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files

from amparo.records.entities.letters import fold

_UMLAUTS = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ø": "oe", "Ø": "Oe", "å": "aa", "Å": "Aa"}
)
_ARABIC = (
    ("dh", "d"), ("gh", "g"), ("ck", "k"), ("q", "k"), ("ee", "i"), ("oo", "u"), ("ou", "u"),
    ("ei", "ai"), ("ey", "ai"), ("ay", "ai"), ("y", "i"), ("e", "a"), ("o", "u"),
)  # fmt: skip
_SLAVIC = (
    ("tsch", "ch"), ("tch", "ch"), ("sch", "sh"), ("ff", "v"), ("w", "v"), ("x", "ks"), ("tz", "ts"), ("j", "i"),
    ("y", "i"), ("ie", "e"), ("chov", "chev"), ("shov", "shev"),
)  # fmt: skip
_TWICE = re.compile(r"(.)\1+")


def umlauts_out(name: str) -> str:
    """`juergen mueller` for `Jürgen Müller`; empty for a name without such letters."""
    spelled = name.translate(_UMLAUTS)
    return fold(spelled) if spelled != name else ""


def romanised(given: str, surname: str) -> tuple[str, str] | None:
    """What every spelling of one name has in common, of a folded given name and a folded surname; None for a given
    name that no list of spellings has.
    """
    found = _given_spellings().get(given)
    if found is None or len(surname) < 4:
        return None
    one, is_arabic = found
    text = surname
    for written, sound in _ARABIC if is_arabic else _SLAVIC:
        text = text.replace(written, sound)
    if is_arabic and text[0] in "gk":
        text = f"k{text[1:]}"  # qaf: Gaddafi, Qadhafi, Kadafi
    return one, _TWICE.sub(r"\1", text)


@lru_cache(maxsize=1)
def _given_spellings() -> dict[str, tuple[str, bool]]:
    """For each spelling the first of its line, and whether it is Arabic."""
    found: dict[str, tuple[str, bool]] = {}
    text = files(__package__).joinpath("lists", "given_spellings.txt").read_text("utf-8")
    for line in text.splitlines():
        words = [] if line.startswith("#") else line.split()
        is_arabic = words[-1:] == ["ar"]
        for word in words[:-1] if is_arabic else words:
            found[fold(word)] = (words[0], is_arabic)
    return found
