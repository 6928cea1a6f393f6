"""What a query asks that no index answers by itself, turned into what it does: expressions over the text into the
documents they match, relations (`like`, `near-duplicates`, `thread`) into documents or weighted words.

Spec: specs/query-language.md, "Regular expressions", "Relations". Time is bounded by the number of texts that one
query may look through.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

import tantivy
from tantivy import Occur, Query

from amparo.errors import StateError
from amparo.search import fields
from amparo.search.analysis import words
from amparo.search.entry import count_of, shown_values, stored_bytes, stored_text
from amparo.search.expressions import compiled
from amparo.search.faults import QueryError
from amparo.search.literals import Needs, needs
from amparo.search.nearby import are_near, must_be_read, pairs, sequence_of
from amparo.search.schema import ABOUT
from amparo.search.stemming import forms
from amparo.search.translate import Translator
from amparo.search.tree import (
    Among,
    And,
    Everything,
    Exact,
    Near,
    Node,
    Not,
    Numbered,
    Or,
    Phrase,
    Ranked,
    Related,
    TextRegex,
    Weighted,
    Wildcard,
    Words,
)

MOST_TEXTS = 50_000
"""Texts that the expressions of one query may be tried on, unless a room says otherwise."""
_MANY = 2_000
"""Texts from which on it is worth asking for words near each other, which takes longer to find."""
_MOST_READ, _MOST_BYTES = 5_000, 32 * 1024 * 1024
"""Texts that are read to see whether words stand near each other, and how much of them: two seconds' worth."""
LIKE_WORDS = 25
_SHORTEST, _LONGEST = 3, 40
_MOST_NAMES = 40
_MOST_ALIKE = 5_000
"""Words of the index with one beginning that are tried for being forms of another."""

Relations = Callable[[str, str], tuple[str, ...] | None]
"""The documents that stand in a relation (`near-duplicates`, `thread`) to the one whose identity begins so, itself
included; None when there is no such document. What a room knows of its documents.
"""

Meanings = Callable[[str, Sequence[int] | None], tuple[Near, ...]]
"""The documents nearest to a question in meaning, among those with these keys (`entry.key`); None is all. Raises
StateError, with what to do, where that cannot be said.
"""


class Resolver:
    """Resolves one query against one state of the index."""

    def __init__(
        self,
        searcher: tantivy.Searcher,
        translator: Translator,
        relations: Relations | None,
        most_texts: int = MOST_TEXTS,
        stems: Mapping[str, str] = MappingProxyType({}),
        collection: str | None = None,
        meanings: Meanings | None = None,
    ) -> None:
        """`stems` is the language of each collection that has one, `collection` the only one that is looked in."""
        self._stems = stems if collection is None else {name: stems[name] for name in stems if name == collection}
        self._is_inside = collection is not None
        self._searcher, self._translator, self._relations = searcher, translator, relations
        self._most = self._left = most_texts
        self._meanings = meanings

    def resolve(self, node: Node, within: tuple[tuple[Occur, Query], ...] = ()) -> Node:
        """The tree with nothing of this kind in it. `within` is what else a document must be, so that no text is
        tried in vain. Raises QueryError.
        """
        match node:
            case And(parts=parts):
                return And(self._all(parts, within))
            case Or(parts=parts):
                return Or(tuple(self.resolve(part, within) for part in parts))
            case Not(part=part):
                return Not(self.resolve(part, within))
            case Related(relation="meaning"):
                return self._nearest(node, within)
            case Related():
                return self._related(node)
            case TextRegex():
                return self._expression(node, within)
            case Phrase() if must_be_read(node):
                return self._near(node, within)
            case Numbered():
                return self._numbered(node)
            case Words(field=None | "text") if self._stems:
                return self._stemmed(node)
            case _:
                return node

    def _all(self, parts: tuple[Node, ...], within: tuple[tuple[Occur, Query], ...]) -> tuple[Node, ...]:
        """Parts that look into texts last, narrowed by the others."""
        done = {place: self.resolve(part, within) for place, part in enumerate(parts) if not looks_into_texts(part)}
        plain = tuple(part for part in done.values() if part != Everything())
        if plain and len(done) < len(parts):
            within = (*within, (Occur.Must, self._translator.query(And(plain))))
        return tuple(done[place] if place in done else self.resolve(part, within) for place, part in enumerate(parts))

    def _expression(self, node: TextRegex, within: tuple[tuple[Occur, Query], ...]) -> Among:
        expression = compiled(node.pattern, node.position)
        count, candidates = self._candidates(node, within)
        if count > self._left:
            hint = (
                "Add a whole word to it, or narrow the search by other words, a date or a collection. "
                f"At most {self._most:,} texts are looked through."
            )
            raise QueryError(f"This expression would have to be tried on {count:,} texts.", hint, node.position)
        self._left -= count
        found = map(self._searcher.doc, _as_stored(candidates))
        return Among(tuple(shown_values(each)["id"] for each in found if expression.occurs_in(stored_bytes(each))))

    def _near(self, node: Phrase, within: tuple[tuple[Occur, Query], ...]) -> Node:
        """Documents that have each pair of neighbours near each other; of those with a text, as many as can be read in
        time, the ones that have all of it in one place.
        """
        if node.field is None:
            return Or(tuple(self._near(replace(node, field=field), within) for field in ("text", ABOUT, "title")))
        sequence = sequence_of(node.text)
        apart: Node = And(pairs(node)) if pairs(node) else Words(sequence[0], node.field, node.position)
        if node.field != "text":
            return apart
        asked = Query.boolean_query([(Occur.Must, self._translator.query(apart)), *within])
        result = self._searcher.search(asked, limit=_MOST_READ, count=True, order_by_field="key")
        if count_of(result) > _MOST_READ:
            return apart
        found = self._in_one_place([address for _, address in result.hits], sequence, node.slop)
        return And((apart, Among(tuple(found))))

    def _in_one_place(
        self, candidates: Iterable[tantivy.DocAddress], sequence: Sequence[str], slop: int
    ) -> Iterator[str]:
        left = _MOST_BYTES
        for each in map(self._searcher.doc, _as_stored(candidates)):
            text = stored_text(each) if left > 0 else ""
            left -= len(text)
            if not text or are_near(text, sequence, slop):
                yield shown_values(each)["id"]

    def _candidates(
        self, node: TextRegex, within: tuple[tuple[Occur, Query], ...]
    ) -> tuple[int, list[tantivy.DocAddress]]:
        """How many texts an expression has to be tried on, and which, at most as many as may still be tried."""
        wanted = needs(node.pattern)
        found = self._with(tuple(_without_order(each, node.position) for each in wanted), within)
        if found[0] > _MANY and any(each.pairs for each in wanted):
            found = self._with(tuple(_in_order(each, node.position) for each in wanted), within)
        return found

    def _with(
        self, alternatives: tuple[Node, ...], within: tuple[tuple[Occur, Query], ...]
    ) -> tuple[int, list[tantivy.DocAddress]]:
        asked = Query.boolean_query([(Occur.Must, self._translator.query(Or(alternatives))), *within])
        result = self._searcher.search(asked, limit=max(self._left, 1), count=True, order_by_field="key")
        return count_of(result), [address for _, address in result.hits]

    def _stemmed(self, node: Words) -> Node:
        """The word or, in collections with a language, one of its other forms there."""
        parts: list[Node] = [node]
        sequence = words(node.text)
        for language in sorted(set(self._stems.values())) if len(sequence) == 1 else ():
            others = forms(sequence[0], language, self._beginning_with)
            if others:
                said = Or(tuple(Words(each, node.field, node.position) for each in others))
                spoken = [name for name, other in self._stems.items() if other == language]
                within = Or(tuple(Exact(name, "collection", node.position) for name in sorted(spoken)))
                parts.append(said if self._is_inside else And((said, within)))
        return Or(tuple(parts)) if len(parts) > 1 else node

    def _beginning_with(self, beginning: str) -> list[str]:
        return [
            word
            for field in ("text", ABOUT)
            for word, _ in self._searcher.terms_with_prefix(field, beginning, limit=_MOST_ALIKE)
        ]

    def _numbered(self, node: Numbered) -> Numbered:
        """A name that no document has numbers under is a mistake in writing, not an empty answer."""
        if node.field not in fields.NUMBERS and not self._searcher.doc_freq("numeric", node.field):
            names = [name for name, _ in self._searcher.terms_with_prefix("numeric", "", limit=_MOST_NAMES)]
            hint = f"Numbers here are {', '.join((*fields.NUMBERS, *sorted(names)))}."
            raise QueryError("No document has numbers under this name.", hint, node.position)
        return node

    def _related(self, node: Related) -> Node:
        if node.relation == "like":
            return self._like(node)
        ids = self._relations(node.relation, node.document) if self._relations else None
        if ids is None:
            hint = "Write the beginning of a document's identity, as hits show it, behind the colon."
            raise QueryError("There is no such document here to compare with.", hint, node.position)
        return Among(ids)

    def _nearest(self, node: Related, within: tuple[tuple[Occur, Query], ...]) -> Ranked:
        if self._meanings is None:
            raise QueryError("Only a desk is searched by meaning.", "Use words.", node.position)
        try:
            return Ranked(self._meanings(node.document, self._keys(within) if within else None))
        except StateError as error:
            raise QueryError(error.what, error.hint, node.position) from None

    def _keys(self, within: tuple[tuple[Occur, Query], ...]) -> list[int]:
        asked = Query.boolean_query(list(within))
        total = count_of(self._searcher.search(asked, limit=1, count=True))
        found = self._searcher.search(asked, limit=max(total, 1), count=False, order_by_field="key")
        return [value for value, _ in found.hits]

    def _like(self, node: Related) -> Weighted:
        wanted = self._translator.beginning("id", node.document.lower())
        result = self._searcher.search(wanted, limit=2, count=False)
        if len(result.hits) != 1 or len(node.document) < 4:
            hint = "Write the beginning of a document's identity, as hits show it, behind like:."
            raise QueryError("There is no such document here to compare with.", hint, node.position)
        document = self._searcher.doc(result.hits[0][1])
        identity: str = shown_values(document)["id"]
        return Weighted(self._weights(stored_text(document)), identity)

    def _weights(self, text: str) -> tuple[tuple[str, float], ...]:
        """The words that tell a text from others: often in it, seldom elsewhere (tf-idf; Salton & Buckley, 1988)."""
        whole = self._searcher.num_docs
        weighed = []
        for word, times in Counter(words(text)).most_common(5_000):
            if _SHORTEST <= len(word) <= _LONGEST and not word.isdigit():
                documents = self._searcher.doc_freq("text", word)
                if 1 < documents <= max(whole // 4, 2):
                    weighed.append(((1 + math.log(times)) * math.log(1 + whole / documents), word))
        best = sorted(weighed, reverse=True)[:LIKE_WORDS]
        return tuple((word, weight / best[0][0]) for weight, word in best)


def _as_stored(addresses: Iterable[tantivy.DocAddress]) -> list[tantivy.DocAddress]:
    """In the order in which texts are stored, several of which are unpacked together."""
    return sorted(addresses, key=lambda address: (address.segment_ord, address.doc))


def _without_order(each: Needs, position: int) -> Node:
    """Documents that have all the words that an expression needs."""
    parts: list[Node] = [Phrase(" ".join(sequence), 0, "text", position) for sequence in each.sequences]
    parts += [Wildcard(f"{beginning}*", "text", position) for beginning in each.beginnings]
    return And(tuple(parts)) if parts else Everything()


def _in_order(each: Needs, position: int) -> Node:
    """Documents that have them near each other as well."""
    near = (Phrase(f"{first} {second}", gap, "text", position) for first, second, gap in each.pairs)
    return And((_without_order(each, position), *near))


def looks_into_texts(node: Node) -> bool:
    """Whether a tree has an expression over the text in it, or a question about meaning."""
    match node:
        case And(parts=parts) | Or(parts=parts):
            return any(map(looks_into_texts, parts))
        case Not(part=part):
            return looks_into_texts(part)
        case Related(relation=relation):
            return relation == "meaning"
        case Phrase():
            return must_be_read(node)
        case _:
            return isinstance(node, TextRegex)


def places(node: Node) -> dict[str, tuple[int, int]]:
    """The passages that questions about meaning found, by document, of a tree that is resolved."""
    match node:
        case And(parts=parts) | Or(parts=parts):
            return {document: place for part in parts for document, place in places(part).items()}
        case Ranked(documents=near):
            return {each.document: (each.start, each.end) for each in near}
        case _:
            return {}
