"""What an expression over the text cannot do without: whole words, beginnings of words, and how far apart they may be.
So an index names the few documents that are worth trying. Pure; knows how expressions are written, not how they run.

Spec: specs/query-language.md, "Regular expressions".
"""

from __future__ import annotations

import math
import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass

from amparo.search.analysis import LONGEST_WORD, UNSPACED, composed_and_settled, words

TOKEN = re.compile(
    r"(?P<escape>\\(?:[pPx]\{[^}]*\}|[pP].|x[0-9A-Fa-f]{2}|.))"
    r"|(?P<set>\[\^?\]?(?:\\.|\[:\^?[a-z]+:\]|[^\]\\])*\])"
    r"|(?P<open>\((?:\?(?:P?<\w+>|[a-zA-Z-]*[:)]))?)|(?P<close>\))|(?P<or>\|)"
    r"|(?P<times>[*+?]\??|\{\d*,?\d*\}\??)|(?P<any>\.)|(?P<edge>[\^$])|(?P<literal>.)",
    re.DOTALL,
)
LONGEST_RUN = 20
"""Words of the index that letters and digits without a space between them (`\\w+`) may be: one in most scripts."""
_SHORTEST_BEGINNING = 3
_BEGINNING = re.compile(rf"^(?:(?![{UNSPACED}])[^\W_])+")
_END = re.compile(rf"(?:(?![{UNSPACED}])[^\W_])+$")
_CHARACTER = re.compile(f"[{UNSPACED}]")
_RUNS = frozenset("dw")
_RUN_SET = re.compile(r"\[(?:\\[dw]|[a-z]-[a-z]|[A-Z]-[A-Z]|\d-\d|\w)+\]", re.ASCII)
_CODED = re.compile(r"x(?:\{([0-9A-Fa-f]{1,6})\}|([0-9A-Fa-f]{2}))")
_SIGNS = frozenset("sSWbBtnrfv")
_GAPS = frozenset("stnrfv")
_SIGN_CLASSES = frozenset(("[:space:]", "[:blank:]", "[:punct:]", "[:cntrl:]"))
_NAMED = re.compile(r"\[:\^?[a-z]+:\]|\\(?:[pPx]\{[^}]*\}|[pP].|x[0-9A-Fa-f]{2}|.)", re.DOTALL)
_RANGE = re.compile(r"[^\W_]-[^\W_]")
_TIMES = re.compile(r"\{(\d*)(,?)(\d*)\}")

Sequence = tuple[str, ...]
"""Words that follow each other."""


@dataclass(frozen=True, slots=True)
class Needs:
    """What every match has in it: sequences of whole words, words that begin so, and pairs of words with at most so
    many words between them.
    """

    sequences: tuple[Sequence, ...]
    beginnings: tuple[str, ...]
    pairs: tuple[tuple[str, str, int], ...]


@dataclass(slots=True)
class _Piece:
    """A part of an expression: literal text, or None for anything; and at how many words it ends at most. `is_run`:
    however often it comes, there is no space in it.
    """

    text: str | None
    reach: float
    is_run: bool = False


def needs(pattern: str) -> tuple[Needs, ...]:
    """For each alternative outside of brackets, what its matches have in them."""
    if r"\Q" in pattern:
        # What follows is meant as it stands, brackets and bars too.
        return (Needs((), (), ()),)
    found = tuple(map(_needs, _alternatives(pattern)))
    # Signs of other scripts may be parts of words to the index that are none to an expression.
    return found if pattern.isascii() else tuple(Needs(each.sequences, each.beginnings, ()) for each in found)


def literal_parts(pattern: str) -> tuple[str, ...]:
    """Stretches of characters that every match contains."""
    found = [] if r"\Q" in pattern else _alternatives(pattern)
    return tuple(part for part in _merged(found[0]) if isinstance(part, str)) if len(found) == 1 else ()


def spans_words(pattern: str) -> bool:
    """Whether an expression asks for something that is no letter or digit: a space, a hyphen, `\\s`, `\\.`, `[.-]`; or
    for more than one character of a script without spaces, each of which is a word.
    """
    tokens = tuple(TOKEN.finditer(composed_and_settled(pattern)))
    return any(map(_is_between, tokens)) or (len(tokens) > 1 and any(_CHARACTER.search(token[0]) for token in tokens))


def _is_between(match: re.Match[str]) -> bool:
    if match.lastgroup == "escape":
        return _is_sign(match[0])
    if match.lastgroup == "set":
        return _has_sign(match[0])
    return match.lastgroup == "literal" and not match[0].isalnum()


def _is_sign(escape: str) -> bool:
    """Whether what a backslash begins can only lie between words: `\\.`, `\\s`, `\\t`, `\\x2d`, `\\p{P}`."""
    name = escape[1:]
    if coded := _CODED.fullmatch(name):
        code = int(coded[1] or coded[2], 16)
        return code < sys.maxunicode and not chr(code).isalnum()
    if name[0] in "pP" and len(name) > 1:
        return name[0] == "p" and name[1:].lstrip("{")[:1] in ("P", "S", "Z")
    return name in _SIGNS or not name.isalnum()


def _has_sign(several: str) -> bool:
    """Whether a set names something that lies between words. `[^a-z]` does not, though it may be such a thing."""
    is_negated = several.startswith("[^")
    names = _NAMED.findall(several)
    if is_negated and r"\W" in names:
        return False
    if is_negated and (r"\w" in names or "[:alnum:]" in names or "[:word:]" in names):
        return True
    inside = _RANGE.sub("", _NAMED.sub("", several[2 if is_negated else 1 : -1]))
    return any(not sign.isalnum() for sign in inside) or any(
        name in _SIGN_CLASSES if name.startswith("[:") else _is_sign(name) for name in names
    )


def _alternatives(pattern: str) -> list[list[_Piece]]:
    """The pieces outside of brackets; what is within a pair of them is one piece."""
    found: list[list[_Piece]] = [[]]
    open_groups: list[list[_Piece]] = []
    for match in TOKEN.finditer(pattern):
        pieces = open_groups[-1] if open_groups else found[-1]
        match match.lastgroup:
            case "open" if not match[0].endswith(")"):
                open_groups.append([])
            case "close" if open_groups:
                within = sum(piece.reach for piece in open_groups.pop())
                (open_groups[-1] if open_groups else found[-1]).append(_Piece(None, within))
            case "or" if not open_groups:
                found.append([])
            case "times" if pieces:
                pieces[-1] = _repeated(pieces[-1], match[0])
            case _:
                pieces.append(_piece(match))
    return found


def _piece(match: re.Match[str]) -> _Piece:
    sign = match[0]
    match match.lastgroup:
        case "literal":
            return _Piece(sign, float(sign.isalnum()), is_run=sign.isalnum())
        case "edge":
            return _Piece("", 0)
        case "escape" if sign[1:] in _GAPS:
            return _Piece(" ", 0)
        case "escape" if len(sign) == 2 and not sign[1].isalnum():
            return _Piece(sign[1], 0)
        case "escape":
            return _Piece(None, 1, is_run=sign[1] in _RUNS)
        case "set":
            return _Piece(None, 1, is_run=_RUN_SET.fullmatch(sign) is not None)
        case _:
            return _Piece(None, float(match.lastgroup not in ("open", "or")))


def _repeated(piece: _Piece, times: str) -> _Piece:
    """What is left of a piece that may come several times: a gap between words stays one, when it comes at all."""
    bounds = _TIMES.match(times)
    at_least_once = times[0] == "+" or (bounds is not None and bounds[1].strip("0") != "")
    text = piece.text if at_least_once and piece.text and not piece.text.isalnum() else None
    if times[0] == "?":
        most: float = 1
    elif bounds and (bounds[3] or not bounds[2]):
        most = int(bounds[3] or bounds[1] or 0)
    else:
        most = math.inf
    if not piece.reach:
        return _Piece(text, 0)
    reach = LONGEST_RUN if piece.is_run and most > LONGEST_RUN else piece.reach * most
    return _Piece(text, reach, piece.is_run)


def _merged(pieces: Iterable[_Piece]) -> list[str | float]:
    """Literal texts, and between them how many words may lie there at most."""
    found: list[str | float] = []
    for piece in pieces:
        last = found[-1] if found else None
        if piece.text is None:
            if isinstance(last, float):
                found[-1] = last + piece.reach
            else:
                found.append(float(piece.reach))
        elif isinstance(last, str):
            found[-1] = last + piece.text
        else:
            found.append(piece.text)
    return found


def _needs(pieces: list[_Piece]) -> Needs:
    parts = _merged(pieces)
    sequences: list[Sequence] = []
    beginnings: list[str] = []
    pairs: list[tuple[str, str, int]] = []
    gap: float = 0
    for place, part in enumerate(parts):
        if not isinstance(part, str):
            gap += part
            continue
        is_first, is_last = place == 0, place == len(parts) - 1
        if not is_last and (begun := _begun(part, is_first)):
            beginnings.append(begun)
        sequence = words(_whole_words(part, is_first, is_last))
        broken = len(words(part)) - len(sequence)
        gap += broken
        if sequence and all(len(word) < LONGEST_WORD for word in sequence):
            if sequences and math.isfinite(gap):
                pairs.append((sequences[-1][-1], sequence[0], int(gap)))
            sequences.append(sequence)
            gap = broken
        else:
            gap += len(sequence)
    return Needs(tuple(sequences), tuple(beginnings), tuple(pairs))


def _whole_words(part: str, is_first: bool, is_last: bool) -> str:
    """A literal part without what touches anything else, which may be the middle of a word."""
    part = part if is_first else _BEGINNING.sub("", part)
    return part if is_last else _END.sub("", part)


def _begun(part: str, is_first: bool) -> str:
    """The beginning of a word that a literal part ends with, or nothing."""
    end = _END.search(part)
    if end is None or (end.start() == 0 and not is_first):
        return ""
    folded = words(end[0])
    usable = len(folded) == 1 and folded[0].isascii() and _SHORTEST_BEGINNING <= len(folded[0]) < LONGEST_WORD
    return folded[0] if usable else ""
