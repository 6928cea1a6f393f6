"""The tree of a query as Tantivy query objects. Never its query strings: those reject regular expressions and
answer 0 for `term~1`.

Tantivy panics, rather than raises, on some arguments (a phrase of one word); every such case is decided here before
the call.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable

import tantivy
from tantivy import FieldType, Occur, Query

from amparo.search import fields
from amparo.search.analysis import LONGEST_WORD, composed_and_settled, globs, is_glob, same_length_fold, words
from amparo.search.faults import QueryError
from amparo.search.schema import ABOUT, NUMBERS
from amparo.search.tree import (
    Among,
    And,
    Dated,
    Everything,
    Exact,
    Fuzzy,
    HasDate,
    Node,
    Not,
    Numbered,
    Or,
    Phrase,
    Ranked,
    Regex,
    Weighted,
    Wildcard,
    Words,
)

TITLE_BOOST = 2.0
NEARNESS = 100.0
"""The weight of a perfect nearness in meaning: beside words it decides the order, and words decide among equals."""
_ALIKE = 0.3
"""Share of the words of `like` that a document must have."""


class Translator:
    """Translates for one index. Relations and expressions over the text are resolved before (`resolving.py`)."""

    def __init__(self, index: tantivy.Index) -> None:
        self._index = index
        self._schema = index.schema

    def query(self, node: Node) -> Query:
        """The query object; a tree of nothing but signs matches nothing."""
        return self._node(node) or Query.empty_query()

    def exact(self, field: str, value: str) -> Query:
        """Documents with exactly this value in a field compared as a whole."""
        return Query.term_query(self._schema, field, value)

    def beginning(self, field: str, value: str) -> Query:
        """Documents whose value in a field compared as a whole begins so."""
        return Query.regex_query(self._schema, field, f"{value}.*") if value.isalnum() else Query.empty_query()

    def _node(self, node: Node) -> Query | None:
        """None stands for what has no words at all and changes nothing."""
        match node:
            case And(parts=parts):
                return self._and(parts)
            case Or(parts=parts):
                return _combined([(Occur.Should, query) for part in parts if (query := self._node(part))])
            case Not():
                return self._and((node,))
            case _:
                return self._leaf(node)

    def _and(self, parts: tuple[Node, ...]) -> Query | None:
        clauses: list[tuple[Occur, Query]] = []
        for part in parts:
            negative = isinstance(part, Not)
            query = self._node(part.part if isinstance(part, Not) else part)
            if query is not None:
                clauses.append((Occur.MustNot if negative else Occur.Must, query))
        if clauses and all(occur == Occur.MustNot for occur, _ in clauses):
            # Tantivy finds nothing where nothing is asked for positively.
            clauses.append((Occur.Must, Query.all_query()))
        return _combined(clauses)

    def _leaf(self, node: Node) -> Query | None:
        match node:
            case Words(text=text, field=field):
                return self._everywhere(field, lambda name: self._sequence(name, words(text), 0))
            case Phrase(text=text, slop=slop, field=field, position=at):
                sequence = globs(text) if is_glob(text) else words(text)
                return self._everywhere(field, lambda name: self._wild(name, sequence, slop, at))
            case Wildcard(pattern=pattern, field=field, position=at):
                return self._everywhere(field, lambda name: self._wild(name, globs(pattern), 0, at))
            case Fuzzy(text=text, distance=distance, field=field):
                return self._everywhere(field, lambda name: self._fuzzy(name, words(text), distance))
            case Regex(pattern=pattern, field=field, position=at):
                return self._everywhere(field, lambda name: self._regex(name, _lowered(pattern), at))
            case Dated() | HasDate():
                return self._dated(node)
            case Everything():
                return Query.all_query()
            case _:
                return self._whole(node)

    def _whole(self, node: Node) -> Query:
        """What is compared as a whole or counted, not read word by word."""
        match node:
            case Exact(value=value, field=field):
                return self._exact(field, value)
            case Numbered():
                return self._numbered(node)
            case Among(ids=ids):
                return Query.const_score_query(Query.term_set_query(self._schema, "id", list(ids)), 1.0)
            case Ranked(documents=near):
                each = ((one.closeness, self.exact("id", one.document)) for one in near)
                some = [(Occur.Should, Query.const_score_query(query, NEARNESS * close)) for close, query in each]
                return Query.boolean_query(some) if some else Query.empty_query()
            case Weighted():
                return self._weighted(node)
            case _:
                raise AssertionError(f"{type(node).__name__} is resolved before it is translated")

    def _everywhere(self, field: str | None, build: Callable[[str], Query | None]) -> Query | None:
        """The query in the field named, or in the whole document, where a match in the title weighs more."""
        if field is not None:
            return build(field)
        built = [query for name in ("text", ABOUT) if (query := build(name)) is not None]
        title = build("title")
        if title is None:
            return None
        return Query.boolean_query([(Occur.Should, query) for query in (*built, Query.boost_query(title, TITLE_BOOST))])

    def _sequence(self, field: str, sequence: tuple[str, ...], slop: int) -> Query | None:
        if len(sequence) > 1:
            return Query.phrase_query(self._schema, field, list(sequence), slop)
        return Query.term_query(self._schema, field, sequence[0]) if sequence else None

    def _wild(self, field: str, sequence: tuple[str, ...], slop: int, position: int) -> Query | None:
        if not any(map(is_glob, sequence)):
            return self._sequence(field, sequence, slop)
        patterns = [_glob_pattern(glob) for glob in sequence]
        if len(patterns) == 1:
            return self._regex(field, patterns[0], position)
        try:
            return Query.regex_phrase_query(self._schema, field, list(patterns), slop)
        except ValueError:
            raise _too_wide(position) from None

    def _fuzzy(self, field: str, sequence: tuple[str, ...], distance: int) -> Query | None:
        if len(sequence) != 1 or len(sequence[0]) > LONGEST_WORD or not distance:
            return self._sequence(field, sequence, 0)
        return Query.fuzzy_term_query(self._schema, field, sequence[0], distance)

    def _regex(self, field: str, pattern: str, position: int) -> Query:
        try:
            return Query.regex_query(self._schema, field, pattern)
        except ValueError:
            hint = "It must match a whole word; ^, $, look-around and back references do not exist here."
            raise QueryError("This regular expression cannot be used.", hint, position) from None

    def _exact(self, field: str, value: str) -> Query:
        if value == "*":
            return Query.regex_query(self._schema, field, ".+")
        lowered = value if field == "collection" else value.lower()
        return Query.term_query(self._schema, field, lowered)

    def _numbered(self, node: Numbered) -> Query:
        low, high = node.low, node.high
        if node.field in fields.NUMBERS:
            first = None if low is None else math.floor(low) + 1 if node.above else math.ceil(low)
            last = None if high is None else math.ceil(high) - 1 if node.below else math.floor(high)
            if first is None and last is None:
                return Query.all_query()
            if first is not None and last is not None and first > last:
                return Query.empty_query()
            return Query.range_query(self._schema, node.field, FieldType.Integer, first, last)
        # Tantivy takes ranges inside JSON as text only, here made of a checked name and a number; and it panics when a
        # range has a whole number at one end and a fraction at the other: so each end is a range of its own.
        name = f"{NUMBERS}.{node.field}:"
        ends = [] if low is None else [f"{name}{'{' if node.above else '['}{_written(low)} TO *]"]
        ends += [] if high is None else [f"{name}[* TO {_written(high)}{'}' if node.below else ']'}"]
        if not ends:
            return self.exact("numeric", node.field)
        return Query.boolean_query([(Occur.Must, self._index.parse_query(end)) for end in ends])

    def _weighted(self, node: Weighted) -> Query:
        some = [
            (Occur.Should, Query.boost_query(Query.term_query(self._schema, "text", word), weight))
            for word, weight in node.words
        ]
        if not some:
            return Query.empty_query()
        alike = Query.boolean_query(some, math.ceil(len(some) * _ALIKE))
        return Query.boolean_query([(Occur.Must, alike), (Occur.MustNot, self.exact("id", node.without))])

    def _dated(self, node: Dated | HasDate) -> Query:
        schema, number = self._schema, FieldType.Integer
        if isinstance(node, HasDate):
            return Query.range_query(schema, "first_day", number, 1, None)
        begins = Query.range_query(schema, "first_day", number, None, node.last.toordinal())
        ends = Query.range_query(schema, "last_day", number, node.first.toordinal(), None)
        return Query.boolean_query([(Occur.Must, begins), (Occur.Must, ends)])


def _combined(clauses: list[tuple[Occur, Query]]) -> Query | None:
    if not clauses:
        return None
    if len(clauses) == 1 and clauses[0][0] != Occur.MustNot:
        return clauses[0][1]
    return Query.boolean_query(clauses)


def _written(bound: float) -> str:
    return f"{bound:.15f}".rstrip("0").rstrip(".")


def _glob_pattern(glob: str) -> str:
    # What is left of a folded word is letters and digits: nothing to escape.
    return re.sub(r"\*+", ".*", glob.replace("?", ".")) if is_glob(glob) else glob


def _lowered(pattern: str) -> str:
    """Folded, because words are; but not what a backslash gives a meaning."""
    pattern = composed_and_settled(pattern)
    return re.sub(r"\\.|[^\\]+", lambda match: match[0] if match[0][0] == "\\" else same_length_fold(match[0]), pattern)


def _too_wide(position: int) -> QueryError:
    return QueryError("This pattern cannot be used.", "Put more letters before the *.", position)
