"""The query language: text in, tree out. Spec: specs/query-language.md.

Any text whatever gives a tree or a QueryError, which says where in the text the trouble is and what to write instead.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from amparo.search import fields, literals, other_ways, values
from amparo.search.faults import QueryError
from amparo.search.tree import (
    And,
    Everything,
    Fuzzy,
    Node,
    Not,
    Or,
    Phrase,
    Regex,
    Related,
    TextRegex,
    Wildcard,
    Words,
)

__all__ = ["QueryError", "parse"]

LONGEST = 10_000
DEEPEST = 40
MOST = 1_000
LARGEST_SLOP = 1_000
LONGEST_REGEX = 200

_FIELD = re.compile(r"((?i:near-duplicates)|[A-Za-z][A-Za-z0-9_]*):")
_RUN = re.compile(r"[^\s()\"]+")
_SURROGATE = re.compile("[\ud800-\udfff]")
_SPACE = re.compile(r"\s*")
_SUFFIX = re.compile(r"~(\d*)")
_OPENING = '"\u201c\u201e\u201d\u201f\u00ab\u00bb'
"""Quotation marks that may stand before a phrase: \" and those that keyboards and word processors make of it."""
_CLOSING = re.compile('["\u201c\u201d\u201f\u00ab\u00bb]')
_FUZZY = re.compile(r"(?P<word>.+?)~(?P<distance>\d*)", re.DOTALL)
_OPERATOR = re.compile(r"(?P<or>OR|\|\|)|(?P<and>AND|&&)|(?P<not>NOT)")


def parse(text: str) -> Node:
    """The meaning of a query; empty text means every document. Raises QueryError."""
    if len(text) > LONGEST:
        raise QueryError("The query is too long.", f"At most {LONGEST} characters are read.", LONGEST)
    # Half a character has no meaning; one sign stands in its place, so that positions stay.
    return _Parser(_SURROGATE.sub("\ufffd", text)).query()


class _Parser:
    """Recursive descent; `at` is the next character to read."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._depth = 0
        self._count = 0

    def query(self) -> Node:
        self._space()
        if self._at == len(self._text):
            return Everything()
        node = self._or(None)
        if self._at < len(self._text):
            raise QueryError("This closing bracket has no opening one.", "Take it out, or add (.", self._at)
        return node

    # -- operators --

    def _or(self, field: str | None) -> Node:
        parts = [self._and(field)]
        while self._take_operator("or"):
            parts.append(self._and(field))
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def _and(self, field: str | None) -> Node:
        parts = [self._unary(field)]
        while True:
            goes_on = self._take_operator("and")
            if not goes_on and (self._at == len(self._text) or self._peek() == ")" or self._operator() == "or"):
                break
            parts.append(self._unary(field))
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def _unary(self, field: str | None) -> Node:
        if self._take_operator("not") or self._take_sign("-!"):
            self._enter()
            node = Not(self._unary(field))
            self._depth -= 1
            return node
        self._take_sign("+")
        return self._primary(field)

    def _operator(self) -> str | None:
        """The operator at this place: a word of its own, or signs."""
        match = _OPERATOR.match(self._text, self._at)
        if match is None or match.lastgroup is None:
            return None
        after = self._text[match.end() : match.end() + 1]
        stands_alone = not match[0].isalpha() or after == "" or after.isspace() or after in '()"'
        return match.lastgroup if stands_alone else None

    def _take_operator(self, name: str) -> bool:
        if self._operator() != name:
            return False
        match = _OPERATOR.match(self._text, self._at)
        start, self._at = self._at, match.end() if match else self._at
        self._space()
        if self._at == len(self._text) or self._peek() == ")":
            raise QueryError("Nothing follows this operator.", "Write a word after it, or take it out.", start)
        return True

    def _take_sign(self, signs: str) -> bool:
        after = self._text[self._at + 1 : self._at + 2]
        if self._peek() not in signs or not self._peek() or not after or after.isspace() or after in ")-+!":
            return False
        self._at += 1
        return True

    # -- what stands between operators --

    def _primary(self, field: str | None) -> Node:
        self._count += 1
        if self._count > MOST:
            raise QueryError("The query has too many parts.", f"At most {MOST} are read.", self._at)
        if self._at == len(self._text) or self._peek() == ")" or self._operator() in ("or", "and"):
            raise QueryError("A word is missing here.", "Write one, or take the operator out.", self._at)
        if named := self._field():
            self._enter()
            node = self._valued(named)
            self._depth -= 1
            return node
        return self._value(field)

    def _field(self) -> str | None:
        match = _FIELD.match(self._text, self._at)
        if match is None:
            return None
        name = fields.resolve(match[1]) or self._number_field(match)
        if name is None:
            raise QueryError("There is no such field.", other_ways.no_field(match[1]), self._at)
        self._at = match.end()
        return name

    def _number_field(self, match: re.Match[str]) -> str | None:
        """A field of records that has no name here, when what follows can only be a range of numbers."""
        run = _RUN.match(self._text, match.end())
        ranged = values.between(self._text, match.end()) or (run and values.is_range(run[0]))
        return match[1].lower() if ranged else None

    def _valued(self, field: str) -> Node:
        after = self._peek()
        if not after or after.isspace() or after == ")":
            raise QueryError("A value is missing after the colon.", "Write it directly after the colon.", self._at)
        return self._value(field)

    def _value(self, field: str | None) -> Node:
        if field is not None and self._peek() in ("[", "{") and (ranged := self._between(field)):
            return ranged
        first = self._peek()
        readers: dict[str, Callable[[str | None], Node]] = {"(": self._group, "/": self._slash}
        node = (self._phrase if first and first in _OPENING else readers.get(first, self._run))(field)
        self._space()
        return node

    def _between(self, field: str) -> Node | None:
        """`[10 TO 20]` behind a field of numbers or of dates; for a field of words it is one only when it is whole."""
        start = self._at
        match = values.between(self._text, start)
        if match is None:
            if field in fields.NUMBERS or field == fields.DATE:
                raise QueryError("This range is not understood.", "Write it so: [10 TO 20], or [10 TO *].", start)
            return None
        if field in fields.EXACT or field in fields.RELATIONS:
            return None
        self._at = match.end()
        self._space()
        return values.dates(match, start) if field == fields.DATE else values.number_range(field, match, start)

    def _group(self, field: str | None) -> Node:
        start = self._at
        self._enter()
        self._at += 1
        self._space()
        node = self._or(field)
        if self._peek() != ")":
            raise QueryError("This bracket is not closed.", "Add ) at the end.", start)
        self._at += 1
        self._depth -= 1
        return node

    def _phrase(self, field: str | None) -> Node:
        start = self._at
        end = self._phrase_end(start)
        text = self._text[start + 1 : end]
        self._at = end + 1
        other_ways.refuse_open(text, start)
        slop = 0
        if match := _SUFFIX.match(self._text, self._at):
            self._at = match.end()
            if not match[1]:
                raise QueryError("The distance is missing.", f'Write a number, as in "{text[:40]}"~5.', end + 1)
            slop = int(match[1][:9])
        if slop > LARGEST_SLOP:
            raise QueryError("The distance is too large.", f"Write at most ~{LARGEST_SLOP}.", end + 1)
        return self._whole(text, field, start) or Phrase(text, slop, field, start)

    def _phrase_end(self, start: int) -> int:
        """Where a phrase ends: a straight mark is closed by one, a curly one by any, since fingers mix those."""
        if self._text[start] == '"':
            end = self._text.find('"', start + 1)
        else:
            match = _CLOSING.search(self._text, start + 1)
            end = match.start() if match else -1
        if end < 0:
            raise QueryError("This quotation mark is not closed.", 'Add " at the end of the phrase.', start)
        return end

    def _slash(self, field: str | None) -> Node:
        start = self._at
        end = start
        while (end := self._text.find("/", end + 1)) > 0 and self._text[end - 1] == "\\":
            pass
        if end < 0 or (field is not None and field not in fields.WORDS):
            return self._run(field)
        pattern = self._text[start + 1 : end].replace("\\/", "/")
        if not pattern or len(pattern) > LONGEST_REGEX:
            hint = f"Write 1 to {LONGEST_REGEX} characters between the slashes."
            raise QueryError("This regular expression is empty or too long.", hint, start)
        self._at = end + 1
        if not literals.spans_words(pattern):
            return Regex(pattern, field, start)
        if field not in (None, "text"):
            hint = "Leave the field out; to search a field, write an expression for one word, or a phrase."
            raise QueryError("Expressions over several words look in the text only.", hint, start)
        return TextRegex(pattern, start)

    def _run(self, field: str | None) -> Node:
        match = _RUN.match(self._text, self._at)
        if match is None:
            raise QueryError("A word is missing here.", "Write one.", self._at)
        start, self._at = self._at, match.end()
        return self._meaning(match[0], field, start)

    def _whole(self, text: str, field: str | None, start: int) -> Node | None:
        """What is compared as a whole, as a date or as a number; None for words."""
        if field is None:
            return None
        if field == fields.DATE:
            return values.date(text, start)
        if field in fields.EXACT:
            return values.exact(field, text, start)
        if field in fields.RELATIONS:
            return Related(field, text, start)
        if field in fields.NUMBERS or field not in fields.WORDS or values.is_range(text):
            return values.number(field, text, start)
        return None

    def _meaning(self, run: str, field: str | None, start: int) -> Node:
        if run == "*" and field is None:
            return Everything()
        if whole := self._whole(run, field, start):
            return whole
        other_ways.refuse(run, field, start)
        fuzzy = _FUZZY.fullmatch(run)
        if fuzzy:
            distance = int(fuzzy["distance"][:9] or "1")
            if distance > 2:
                raise QueryError("Words differ by at most two letters.", "Write ~1 or ~2.", start + fuzzy.end("word"))
            other_ways.refuse_several(fuzzy["word"], start)
            return Fuzzy(fuzzy["word"], distance, field, start)
        if "*" in run or "?" in run:
            other_ways.refuse_open(run, start)
            return Wildcard(run, field, start)
        return Words(run, field, start)

    # -- places in the text --

    def _peek(self) -> str:
        return self._text[self._at : self._at + 1]

    def _space(self) -> None:
        match = _SPACE.match(self._text, self._at)
        self._at = match.end() if match else self._at

    def _enter(self) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise QueryError("The query is nested too deeply.", f"At most {DEEPEST} levels are read.", self._at)
