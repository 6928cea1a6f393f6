"""Regular expressions over the text: when an expression is one, the words it cannot do without, and the search
itself, in time linear in the text (RE2).

Spec: specs/query-language.md, "Regular expressions". An expression without anything that lies between words matches
a single word and is the index's own business.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

import re2  # type: ignore[import-untyped] # it has no types

from amparo.search.analysis import LONGEST_WORD, same_length_fold, words
from amparo.search.faults import QueryError

_MEMORY = 8 * 1024 * 1024
_SPACE = r"[\s\pZ]"
_CLASSES = {"d": r"\p{Nd}", "D": r"\P{Nd}", "s": _SPACE, "S": r"[^\s\pZ]", "w": r"[\pL\pN_]", "W": r"[^\pL\pN_]"}
_IN_CLASS = {"d": r"\p{Nd}", "s": r"\s\pZ", "w": r"\pL\pN_"}
_TOKEN = re.compile(
    r"(?P<escape>\\(?:[pPx]\{[^}]*\}|[pP].|x[0-9A-Fa-f]{2}|.))"
    r"|(?P<set>\[\^?\]?(?:\\.|\[:\^?[a-z]+:\]|[^\]\\])*\])"
    r"|(?P<open>\((?:\?(?:P?<\w+>|[a-zA-Z-]*[:)]))?)|(?P<close>\))|(?P<or>\|)"
    r"|(?P<times>[*+?]\??|\{\d*,?\d*\}\??)|(?P<any>\.)|(?P<edge>[\^$])|(?P<literal>.)",
    re.DOTALL,
)
_CUT = "\x00"
"""In a skeleton: anything may stand here, so a word that touches it is not known whole."""

_BEGINNING = re.compile(r"^[^\W_]+")
_END = re.compile(r"[^\W_]+$")

Sequence = tuple[str, ...]


def spans_words(pattern: str) -> bool:
    """Whether an expression asks for something that is no letter or digit: a space, a hyphen, `\\s`, `\\.`."""
    return any(_is_between(match) for match in _TOKEN.finditer(pattern))


def _is_between(match: re.Match[str]) -> bool:
    if match.lastgroup == "escape":
        sign = match[0][1:]
        return sign in ("s", "S", "W", "b", "B") or (len(sign) == 1 and not sign.isalnum() and sign != "_")
    if match.lastgroup == "set":
        return " " in match[0] or r"\s" in match[0]
    return match.lastgroup == "literal" and not match[0].isalnum()


def required(pattern: str) -> tuple[Sequence, ...]:
    """Phrases of whole words that every match contains. Empty when none can be named: with `|` outside of brackets,
    or nothing but parts of words.
    """
    skeleton = _skeleton(pattern)
    if skeleton is None:
        return ()
    parts = skeleton.split(_CUT)
    found = (words(_whole_words(part, number == 0, number == len(parts) - 1)) for number, part in enumerate(parts))
    return tuple(each for each in found if each and all(len(word) < LONGEST_WORD for word in each))


def _whole_words(part: str, is_first: bool, is_last: bool) -> str:
    """A part of a skeleton without what touches a cut, which may be the middle of a word."""
    part = part if is_first else _BEGINNING.sub("", part)
    return part if is_last else _END.sub("", part)


def _skeleton(pattern: str) -> str | None:
    """The literal characters outside of brackets, everything else a cut; None when there are alternatives."""
    pieces: list[str] = []
    depth = 0
    for match in _TOKEN.finditer(pattern):
        group = match.lastgroup
        depth += (group == "open" and not match[0].endswith(")")) - (group == "close")
        if group == "or" and depth == 0:
            return None
        if group == "times" and pieces and depth == 0:
            pieces[-1] = _repeated(pieces[-1], match[0])
        else:
            pieces.append(_literal(match) if depth == 0 else _CUT)
    return "".join(pieces)


def _literal(match: re.Match[str]) -> str:
    if match.lastgroup == "literal":
        return match[0]
    if match.lastgroup == "edge":
        return ""
    if match.lastgroup == "escape":
        sign = match[0][1:]
        if sign == "s":
            return " "
        if len(sign) == 1 and not sign.isalnum():
            return sign
    return _CUT


def _repeated(piece: str, times: str) -> str:
    """What is left of a piece that may come several times: a gap between words stays one, when it comes at all."""
    at_least_once = times[0] == "+" or re.match(r"\{0*[1-9]", times) is not None
    return piece if at_least_once and piece != _CUT and not piece.isalnum() else _CUT


class Expression:
    """A compiled expression. Raises QueryError for one that is not understood; `position` is where it stands."""

    def __init__(self, pattern: str, position: int) -> None:
        try:
            # From the beginning of a word to the end of one.
            self._compiled = re2.compile(rf"(?:^|[^\pL\pN])((?:{_translated(pattern)}))(?:$|[^\pL\pN])", _options())
        except re2.error:
            hint = "Look-around and back references do not exist here; put a backslash before ( ) [ ] . * + ? | meant."
            raise QueryError("This regular expression cannot be used.", hint, position) from None

    def occurs(self, text: str) -> bool:
        """Whether it matches anywhere in a text."""
        if not text.isascii():
            text = unicodedata.normalize("NFC", text)
        return self._compiled.search(same_length_fold(text)) is not None

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """(start, end) of all matches, in order."""
        for match in self._compiled.finditer(same_length_fold(text)):
            start, end = match.span(1)
            if start < end:
                yield start, end


@lru_cache(maxsize=64)
def compiled(pattern: str, position: int) -> Expression:
    """The expression, remembered: the same one is asked for with every page of hits."""
    return Expression(pattern, position)


class WordPattern:
    """An expression for one word, tried on many words at once: one line each, which is what RE2 is fast at.

    Words that match have one of `parts` in them, where there are any.
    """

    def __init__(self, pattern: str, parts: tuple[str, ...] = ()) -> None:
        self.parts = parts
        options = _options()
        options.never_nl = True
        try:
            self._compiled = re2.compile(f"(?m)^(?:{pattern})$", options)
        except re2.error:
            self._compiled = None

    def among(self, folded_words: Iterable[str]) -> Iterator[str]:
        """Those of the words that match as a whole; none when RE2 does not understand the expression."""
        if self._compiled is not None:
            found = (match[0] for match in self._compiled.finditer("\n".join(folded_words)))
            yield from filter(None, found)


@lru_cache(maxsize=64)
def word_pattern(pattern: str) -> WordPattern:
    """The words that an expression for one word means."""
    return WordPattern(_translated(pattern), _longest((_skeleton(pattern) or "").split(_CUT)))


@lru_cache(maxsize=64)
def glob_pattern(glob: str) -> WordPattern:
    """The words that a pattern of `*` and `?` means."""
    pattern = "".join({"*": ".*", "?": "."}.get(sign) or re2.escape(sign) for sign in glob)
    return WordPattern(pattern, _longest(re.split(r"[*?]", glob)))


def _longest(literals: Iterable[str]) -> tuple[str, ...]:
    found = same_length_fold(max(literals, key=len))
    # Folded words hold nothing but ASCII where they can: another letter might stand there as two.
    return (found,) if found.isascii() and found.isalnum() else ()


def _options() -> re2.Options:
    options = re2.Options()
    options.case_sensitive = False
    options.log_errors = False
    options.max_mem = _MEMORY
    return options


def _translated(pattern: str) -> str:
    """As RE2 takes it: words are folded, a space is any white space, classes know all scripts."""
    return "".join(map(_translate, _TOKEN.finditer(pattern)))


def _translate(match: re.Match[str]) -> str:
    token = match[0]
    if match.lastgroup == "escape":
        return _CLASSES.get(token[1:], token)
    if match.lastgroup == "set":
        return re.sub(r"\\.|[^\\]", _in_class, token, flags=re.DOTALL)
    if match.lastgroup == "literal":
        return _SPACE + "+" if token.isspace() else re2.escape(same_length_fold(token))
    return token


def _in_class(match: re.Match[str]) -> str:
    sign = match[0]
    return _IN_CLASS.get(sign[1:], sign) if len(sign) == 2 else same_length_fold(sign)
