"""The tree of a query as Tantivy query objects. Never its query strings: those reject regular expressions and
answer 0 for `term~1`.

Tantivy panics, rather than raises, on some arguments (a phrase of one word); every such case is decided here before
the call.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import tantivy
from tantivy import FieldType, Occur, Query

from amparo.search.analysis import LONGEST_WORD, globs, is_glob, words
from amparo.search.query import QueryError
from amparo.search.tree import (
    And,
    Dated,
    Exact,
    Fuzzy,
    HasDate,
    Node,
    Not,
    Or,
    Phrase,
    Regex,
    Wildcard,
    Words,
)

BODY = "body"
"""The field that holds a whole document, for query words that name no field."""
TITLE_BOOST = 2.0


class Translator:
    """Translates for one schema."""

    def __init__(self, schema: tantivy.Schema) -> None:
        self._schema = schema

    def query(self, node: Node) -> Query:
        """The query object; a tree of nothing but signs matches nothing."""
        return self._node(node) or Query.empty_query()

    def exact(self, field: str, value: str) -> Query:
        """Documents with exactly this value in a field compared as a whole."""
        return Query.term_query(self._schema, field, value)

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
                return self._regex(field or BODY, _lowered(pattern), at)
            case Exact(value=value, field=field):
                return self._exact(field, value)
            case Dated() | HasDate():
                return self._dated(node)
            case _:
                return Query.all_query()

    def _everywhere(self, field: str | None, build: Callable[[str], Query | None]) -> Query | None:
        """The query in the field named, or in the whole document, where a match in the title weighs more."""
        if field is not None:
            return build(field)
        body, title = build(BODY), build("title")
        if body is None or title is None:
            return None
        boosted = Query.boost_query(title, TITLE_BOOST)
        return Query.boolean_query([(Occur.Must, body), (Occur.Should, boosted)])

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
        lowered = value.lower() if field in ("kind", "lang", "id") else value
        return Query.term_query(self._schema, field, lowered)

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


def _glob_pattern(glob: str) -> str:
    # What is left of a folded word is letters and digits: nothing to escape.
    return re.sub(r"\*+", ".*", glob.replace("?", ".")) if is_glob(glob) else glob


def _lowered(pattern: str) -> str:
    """Lower case, because words are; but not what a backslash gives a meaning."""
    return re.sub(r"\\.|[^\\]", lambda match: match[0] if match[0].startswith("\\") else match[0].lower(), pattern)


def _too_wide(position: int) -> QueryError:
    return QueryError("This pattern cannot be used.", "Put more letters before the *.", position)
