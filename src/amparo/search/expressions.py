"""Regular expressions over the text and for single words, as RE2 runs them: in time linear in the text.

Spec: specs/query-language.md, "Regular expressions". An expression without anything that lies between words matches
a single word and is the index's own business.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

import re2  # type: ignore[import-untyped] # it has no types

from amparo.search.analysis import (
    UNSPACED,
    composed_and_settled,
    foreign_signs,
    is_plain,
    is_unspaced,
    same_length_fold,
)
from amparo.search.faults import QueryError
from amparo.search.literals import TOKEN, literal_parts
from amparo.search.placed import placed

_MEMORY = 8 * 1024 * 1024
_SPACE = r"[\s\pZ]"
_CLASSES = {"d": r"\p{Nd}", "D": r"\P{Nd}", "s": _SPACE, "S": r"[^\s\pZ]", "w": r"[\pL\pN_]", "W": r"[^\pL\pN_]"}
_IN_CLASS = {"d": r"\p{Nd}", "s": r"\s\pZ", "w": r"\pL\pN_"}


class Expression:
    """A compiled expression. Raises QueryError for one that is not understood; `position` is where it stands."""

    def __init__(self, pattern: str, position: int) -> None:
        try:
            alone = _whole(_translated(pattern))
            before, after = _edges(pattern)
            self._compiled = re2.compile(rf"{before}((?:{alone})){after}", _options())
        except re2.error:
            hint = "Look-around and back references do not exist here; put a backslash before ( ) [ ] . * + ? | meant."
            raise QueryError("This regular expression cannot be used.", hint, position) from None

    def occurs(self, text: str) -> bool:
        """Whether it matches anywhere in a text."""
        return self._compiled.search(same_length_fold(placed(text).text)) is not None

    def occurs_in(self, text: bytes) -> bool:
        """Whether it matches anywhere in a text in UTF-8: most texts need not be decoded, nor folded."""
        if text.isascii() or all(map(is_plain, foreign_signs(text))):
            return self._compiled.search(text) is not None
        return self.occurs(text.decode())

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """(start, end) of all matches in a settled text, in order."""
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
            self._compiled = re2.compile(f"(?m)^(?:{_whole(pattern)})$", options)
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
    return WordPattern(_translated(pattern), _longest(literal_parts(pattern)))


@lru_cache(maxsize=64)
def glob_pattern(glob: str) -> WordPattern:
    """The words that a pattern of `*` and `?` means."""
    pattern = "".join({"*": ".*", "?": "."}.get(sign) or re2.escape(sign) for sign in glob)
    return WordPattern(pattern, _longest(re.split(r"[*?]", glob)))


def _longest(literals: Iterable[str]) -> tuple[str, ...]:
    found = same_length_fold(max(literals, key=len, default=""))
    # Folded words hold nothing but ASCII where they can: another letter might stand there as two.
    return (found,) if found.isascii() and found.isalnum() else ()


def _edges(pattern: str) -> tuple[str, str]:
    """What stands around a match, which goes from the beginning of a word to the end of one. In a script without spaces
    each character is a word, whatever is beside it.
    """
    settled = composed_and_settled(pattern)
    is_one = "|" not in settled
    between = rf"[^\pL\pN]|[{UNSPACED}]"
    before = "" if is_one and is_unspaced(settled[:1]) else f"(?:^|{between})"
    return before, "" if is_one and is_unspaced(settled[-1:]) else f"(?:$|{between})"


def _whole(pattern: str) -> str:
    """The pattern, which must be one by itself: brackets left open must not end in what is written around it."""
    re2.compile(pattern, _options())
    return pattern


def _options() -> re2.Options:
    options = re2.Options()
    options.case_sensitive = False
    options.log_errors = False
    options.max_mem = _MEMORY
    return options


def _translated(pattern: str) -> str:
    """As RE2 takes it: words are folded, a space is any white space, classes know all scripts."""
    return "".join(map(_translate, TOKEN.finditer(composed_and_settled(pattern))))


def _translate(match: re.Match[str]) -> str:
    token = match[0]
    if match.lastgroup == "escape":
        return _CLASSES.get(token[1:], token)
    if match.lastgroup == "set":
        return re.sub(r"\\.|[^\\]", _in_class, token, flags=re.DOTALL)
    if match.lastgroup == "literal":
        if match[0] == "[":
            raise re2.error("a set that nothing closes")
        return _SPACE + "+" if token.isspace() else re2.escape(same_length_fold(token))
    return token


def _in_class(match: re.Match[str]) -> str:
    sign = match[0]
    return _IN_CLASS.get(sign[1:], sign) if len(sign) == 2 else same_length_fold(sign)
