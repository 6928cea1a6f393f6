"""Who wrote to whom, and who is named together: ties between the entities of a collection, heaviest first.

Letters are counted from the headers of mails and from the header lines that a printed mail carries. A person and the
address beside the name are one node, named after the person, where the text itself ties them.
"""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from amparo.charts.network import Edge, Node, network
from amparo.desk import entities
from amparo.desk.documents_store import CollectionId
from amparo.desk.entities_store import written_of
from amparo.records.entities.model import EntityKind, Mention

MOST_NODES = 45
_COMPANY = 60
"""Entities of one document that count as named together; a list of hundreds ties nobody."""
_FROM = ("from", "printed-from")
_TO = ("to", "cc", "bcc", "printed-to", "printed-cc", "printed-bcc")


class Relation(StrEnum):
    """What a tie says."""

    WROTE = "wrote"
    TOGETHER = "together"


@dataclass(frozen=True, slots=True)
class Link:
    """`start` wrote to `end` in so many documents, or both are named in so many."""

    start: int
    end: int
    documents: int


@dataclass(frozen=True, slots=True)
class Network:
    """`nodes` by number; `left_out` counts the links among nodes that are not shown."""

    relation: Relation
    nodes: Mapping[int, entities.Entity]
    links: tuple[Link, ...]
    left_out: int


def of_collection(
    database: sqlite3.Connection, collection: CollectionId, relation: Relation, most: int = MOST_NODES
) -> Network:
    """The network of the `most` entities with the heaviest ties."""
    counts = _letters(database, collection) if relation is Relation.WROTE else _company(database, collection)
    chosen = _heaviest(counts, most)
    links = tuple(
        Link(one, other, number) for (one, other), number in counts.most_common() if one in chosen and other in chosen
    )
    nodes = {each: found for each in chosen if (found := entities.find(database, each, collection)) is not None}
    return Network(relation, nodes, links, len(counts) - len(links))


def as_json(found: Network) -> dict[str, object]:
    """Stable keys: nodes and edges."""
    return {
        "relation": found.relation.value,
        "nodes": [
            {"entity": each.id, "kind": each.kind.value, "name": each.name, "documents": each.documents}
            for each in found.nodes.values()
        ],
        "edges": [{"from": link.start, "to": link.end, "documents": link.documents} for link in found.links],
        "edges_left_out": found.left_out,
    }


def as_svg(found: Network, label: str, address: str = "") -> str:
    """The picture; a click on a name leads to `address` with the entity's number in place of {}."""
    places = {each: place for place, each in enumerate(found.nodes)}
    weights: Counter[int] = Counter()
    for link in found.links:
        weights[link.start] += link.documents
        weights[link.end] += link.documents
    nodes = [
        Node(each.name, weights[each.id] or 1, address.format(each.id) if address else "", each.kind != "person")
        for each in found.nodes.values()
    ]
    directed = found.relation is Relation.WROTE
    drawn = found.links[: 3 * len(nodes)]  # the heaviest; more would be a web that nobody reads
    edges = [Edge(places[link.start], places[link.end], link.documents, directed) for link in drawn]
    return network(nodes, edges, label=label)


def _heaviest(counts: Counter[tuple[int, int]], most: int) -> list[int]:
    """The ends of the heaviest ties, as many as there is room for: nobody is shown without a tie."""
    chosen: dict[int, None] = {}
    for pair, _ in counts.most_common():
        if len(chosen.keys() | pair) <= most:
            chosen.update(dict.fromkeys(pair))
    return [*chosen]


# -- letters --


def _letters(database: sqlite3.Connection, collection: CollectionId) -> Counter[tuple[int, int]]:
    numbers = _Numbers(database)
    counts: Counter[tuple[int, int]] = Counter()
    for mentions in written_of(database, collection):
        pairs = {
            (numbers.of(one), numbers.of(other)) for sender, to in letters(mentions) for one in sender for other in to
        }
        counts.update(pair for pair in pairs if pair[0] != pair[1])
    return counts


def letters(mentions: Sequence[Mention]) -> Iterator[tuple[list[Mention], list[Mention]]]:
    """Each letter in a document: who wrote it, and to whom. The headers are one; so is every run of printed lines from
    one sender to the next.
    """
    sender: list[Mention] = []
    to: list[Mention] = []
    for mention in sorted(mentions, key=_place):
        role = _role(mention)
        if role in _FROM:
            if to:
                yield sender, to
                sender, to = [], []
            sender.append(mention)
        elif role in _TO and sender:
            to.append(mention)
    if to:
        yield sender, to


def _place(mention: Mention) -> tuple[bool, int, int, int]:
    """Headers first and the sender among them first, then the text from its beginning."""
    in_text = mention.part == "text"
    return (in_text, mention.page if in_text else int(mention.part != "from"), mention.start, mention.end)


def _role(mention: Mention) -> str:
    if mention.kind not in (EntityKind.PERSON, EntityKind.EMAIL):
        return ""
    return mention.rule if mention.part == "text" else mention.part


class _Numbers:
    """The number of the entity that a mention means; an address is its person's where a header says whose it is."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._forms = {
            (row["kind"], row["name"]): row["entity"]
            for row in database.execute(
                "SELECT kind, name, COALESCE(entity, entity_forms.id) AS entity FROM entity_forms"
                " LEFT JOIN entity_groups ON form = entity_forms.id WHERE kind IN ('person', 'email')"
            )
        }
        self._owners: dict[int, int] = {}
        owners = database.execute(
            "SELECT entity_ties.other, COALESCE(entity, entity_ties.form) AS owner, count(*) AS times FROM entity_ties"
            " LEFT JOIN entity_groups ON entity_groups.form = entity_ties.form"
            " WHERE entity_ties.rule = 'same-header' GROUP BY 1, 2 ORDER BY times"
        )
        for row in owners:
            self._owners[row["other"]] = row["owner"]  # the most frequent comes last

    def of(self, mention: Mention) -> int:
        """Its number."""
        number: int = self._forms[mention.kind.value, mention.name]
        return self._owners.get(number, number)


# -- company --


def _company(database: sqlite3.Connection, collection: CollectionId) -> Counter[tuple[int, int]]:
    counts: Counter[tuple[int, int]] = Counter()
    for named in _named_together(database, collection):
        if len(named) <= _COMPANY:
            counts.update(combinations(sorted(named), 2))
    return counts


def _named_together(database: sqlite3.Connection, collection: CollectionId) -> Iterable[set[int]]:
    rows = database.execute(
        "SELECT reading, COALESCE(entity, entity_forms.id) AS entity FROM entity_mentions"
        " JOIN entity_forms ON entity_forms.id = entity_mentions.form"
        " LEFT JOIN entity_groups ON entity_groups.form = entity_forms.id"
        " JOIN entity_readings ON entity_readings.id = reading WHERE kind IN ('person', 'organisation')"
        " AND document IN (SELECT document FROM memberships WHERE collection = ?)",
        (collection,),
    )
    together: dict[int, set[int]] = defaultdict(set)
    for row in rows:
        together[row["reading"]].add(row["entity"])
    return together.values()
