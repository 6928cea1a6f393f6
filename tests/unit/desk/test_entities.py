"""Entities of a desk: read once, resumed after a cut, grouped with reasons, decided by people. Invented people."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from amparo.desk import crossing, entities, entities_map, entities_network, entities_store, entities_timeline
from amparo.desk.documents_store import CollectionId, join, make_collection, put_document
from amparo.desk.entities import Entity
from amparo.desk.entities_network import Relation
from amparo.desk.entities_reading import catch_up, regroup
from amparo.desk.entities_store import Action
from amparo.desk.sqlite import transaction
from amparo.desk.store import open_database
from amparo.errors import InputError
from amparo.records.entities.model import EntityKind
from amparo.records.entities.read import RULES
from amparo.records.model import Kind, Record, record_to_json

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
ADA, ODA, DESK = (
    "Margarita Quillfeather <mq@harbour.example>",
    "Obadiah Thornbury <othornbury@port.example>",
    "d@x.example",
)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    with closing(open_database(tmp_path / "desk.sqlite")) as opened:
        yield opened


def put(database: sqlite3.Connection, text: str, name: str = "one", **more: object) -> CollectionId:
    collection = make_collection(database, name, NOW)
    data = {"kind": Kind.PLAIN, "title": text[:20], "media_type": "text/plain", "name": "n.txt", **more}
    record = Record(pages=(text,), original=f"{text}{more}".encode(), **data)
    with transaction(database):
        put_document(database, record, record_to_json(record))
        join(database, collection, record.document_id, record.sha256)
    return collection


def mail(database: sqlite3.Connection, sender: str, *to: str, text: str = "x") -> CollectionId:
    return put(database, text, kind=Kind.MAIL, sender=(sender,), recipients=to)


def people(database: sqlite3.Connection, collection: CollectionId) -> dict[str, Entity]:
    return {each.name: each for each in entities.entities(database, collection, EntityKind.PERSON)}


def test_documents_are_read_once_and_again_by_newer_rules(database: sqlite3.Connection) -> None:
    put(database, "Margarita Quillfeather wrote.")
    assert catch_up(database) == 1
    assert catch_up(database) == 0
    put(database, "Margarita Quillfeather wrote again.")
    assert entities_store.count_pending(database, RULES) == 1
    assert catch_up(database) == 1
    assert entities_store.count_pending(database, RULES + 1) == 2


def test_a_pass_that_is_cut_off_goes_on_and_ends_the_same(
    database: sqlite3.Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("amparo.desk.entities_reading.STEP", 2)
    for number in range(7):
        collection = put(database, f"Margarita Quillfeather paid EUR {number + 1} to Dr. Thornbury.")

    class CutError(Exception):
        pass

    def cut(done: int, whole: int) -> None:
        if done == 4:
            raise CutError

    with pytest.raises(CutError):
        catch_up(database, cut)
    assert entities_store.count_pending(database, RULES) == 3
    assert catch_up(database) == 3
    with closing(open_database(tmp_path / "whole.sqlite")) as whole:
        for number in range(7):
            other = put(whole, f"Margarita Quillfeather paid EUR {number + 1} to Dr. Thornbury.")
        catch_up(whole)
        assert [(e.name, e.documents, e.mentions) for e in entities.entities(whole, other)] == [
            (e.name, e.documents, e.mentions) for e in entities.entities(database, collection)
        ]


def test_names_are_one_entity_with_the_reason_shown(database: sqlite3.Connection) -> None:
    collection = put(database, "Margarita Quillfeather; Margarita J. Quillfeather; MARGARITA QUILLFEATHER.")
    catch_up(database)
    (entity,) = people(database, collection).values()
    assert entity.mentions == 3 and entity.documents == 1
    rules = {each.name: each.rule for each in entities.variants(database, entity)}
    assert rules == {"Margarita J. Quillfeather": "", "Margarita Quillfeather": "middle-name-left-out"} or rules == {
        "Margarita Quillfeather": "",
        "Margarita J. Quillfeather": "middle-name-left-out",
    }


def test_people_split_join_and_take_back(database: sqlite3.Connection) -> None:
    collection = put(database, "Margarita Quillfeather met Margarita J. Quillfeather and Dr. Thornbury.")
    catch_up(database)
    day = date(2026, 11, 24)
    bare, middle = "Margarita Quillfeather", "Margarita J. Quillfeather"
    entities_store.decide(database, Action.SPLIT, EntityKind.PERSON, bare, middle, day)
    regroup(database)
    assert set(people(database, collection)) == {bare, middle, "Thornbury"}
    entities_store.decide(database, Action.JOIN, EntityKind.PERSON, bare, "Thornbury", day)
    regroup(database)
    joined = next(each for each in people(database, collection).values() if bare in each.variants)
    assert set(joined.variants) == {bare, "Thornbury"}
    for decision in entities_store.decisions(database):
        entities_store.undo(database, decision.id)
    regroup(database)
    assert len(people(database, collection)) == 2


def test_a_decision_outlives_a_new_reading(database: sqlite3.Connection) -> None:
    collection = put(database, "Margarita Quillfeather met Margarita J. Quillfeather.")
    catch_up(database)
    names = ("Margarita Quillfeather", "Margarita J. Quillfeather")
    entities_store.decide(database, Action.SPLIT, EntityKind.PERSON, *names, date(2026, 11, 24))
    database.execute("UPDATE entity_readings SET rules = 0")
    catch_up(database)
    assert set(people(database, collection)) == set(names)


def test_any_of_its_names_leads_to_an_entity(database: sqlite3.Connection) -> None:
    put(database, "Margarita Quillfeather met Margarita J. Quillfeather.")
    catch_up(database)
    numbers = [row[0] for row in database.execute("SELECT id FROM entity_forms WHERE kind = 'person'")]
    assert len(numbers) == 2
    assert len({found.id for number in numbers if (found := entities.find(database, number))}) == 1
    assert entities.find(database, 10**9) is None


def test_mentions_stand_in_their_sentences(database: sqlite3.Connection) -> None:
    collection = put(database, "It was known that Margarita Quillfeather paid.")
    catch_up(database)
    (entity,) = people(database, collection).values()
    (seen,) = entities.appearances(database, entity, collection, limit=9)
    (shown,) = entities.in_context(database, entity, seen.document, 9)
    assert (shown.before, shown.text, shown.after) == ("It was known that ", "Margarita Quillfeather", " paid.")


def test_counts_are_of_one_collection(database: sqlite3.Connection) -> None:
    one = put(database, "Margarita Quillfeather paid.")
    two = put(database, "Margarita Quillfeather was paid.", "two")
    catch_up(database)
    assert [people(database, each)["Margarita Quillfeather"].documents for each in (one, two)] == [1, 1]
    assert entities.entities(database, None, EntityKind.PERSON)[0].documents == 2


def test_who_wrote_to_whom(database: sqlite3.Connection) -> None:
    mail(database, ADA, ODA, DESK, text="a")
    mail(database, ADA, "othornbury@port.example", text="b")
    collection = put(database, "From: Thornbury, Obadiah <othornbury@port.example>\nTo: mq@harbour.example\n\nYes.\n")
    catch_up(database)
    found = entities_network.of_collection(database, collection, Relation.WROTE)
    ties = {(found.nodes[each.start].name, found.nodes[each.end].name): each.documents for each in found.links}
    assert ties == {
        ("Margarita Quillfeather", "Obadiah Thornbury"): 2,
        ("Margarita Quillfeather", "d@x.example"): 1,
        ("Obadiah Thornbury", "Margarita Quillfeather"): 1,
    }
    assert entities_network.as_svg(found, "label").startswith("<svg")


def test_who_is_named_together(database: sqlite3.Connection) -> None:
    put(database, "Margarita Quillfeather and Harbour Trading Ltd.")
    collection = put(database, "Harbour Trading Ltd paid Margarita Quillfeather on time.")
    catch_up(database)
    (link,) = entities_network.of_collection(database, collection, Relation.TOGETHER).links
    assert link.documents == 2


def test_documents_in_time(database: sqlite3.Connection) -> None:
    for number, when in enumerate(["1961-03-09", "1961-03-11T10:00:00Z", "1961-03", "1961-05-01", "196X", None]):
        collection = put(database, f"text {number}", date=when)
    found = entities_timeline.of_collection(database, collection)
    assert found.step == "day" and (found.inexact, found.undated) == (2, 1)
    assert sum(each.documents for each in found.steps) == 3
    assert len(found.steps) == 54  # 9 March to 1 May, days without documents too


def test_a_date_far_from_all_others_does_not_flatten_the_rest(database: sqlite3.Connection) -> None:
    for number in range(250):
        collection = put(database, f"text {number}", date="2001-03-09")
    put(database, "a wrong clock", date="3602-01-01")
    found = entities_timeline.of_collection(database, collection)
    assert (found.step, len(found.steps), found.far) == ("day", 1, 1)


def test_documents_in_space(database: sqlite3.Connection) -> None:
    put(database, "a report", fields={"latitude": ("38.72",), "longitude": ("-9.14",)})
    put(database, "no place", fields={"latitude": ("0",), "longitude": ("0",)})
    put(database, "nonsense", fields={"latitude": ("nan",), "longitude": ("900",)})
    collection = put(database, "They met in Lisbon.")
    catch_up(database)
    spots = entities_map.of_collection(database, collection)
    assert [(spot.source, spot.documents) for spot in sorted(spots, key=lambda each: each.source)] == [
        ("fields", 1),
        ("gazetteer", 1),
    ]
    assert all(abs(spot.latitude - 38.7) < 0.1 and abs(spot.longitude + 9.1) < 0.1 for spot in spots)


@pytest.mark.parametrize(
    ("data", "rows"),
    [
        (b"Ada\nOda\n", [(1, "Ada"), (2, "Oda")]),
        (b"id;Name\n1;Ada\n2;Oda\n", [(2, "Ada"), (3, "Oda")]),
        ('\ufeffname\n"Quill, Ada"\n'.encode(), [(2, "Quill, Ada")]),
        (b"name\nQuill, Ada\nOda\n", [(2, "Quill, Ada"), (3, "Oda")]),
        ("Müller\n".encode("latin-1"), [(1, "Müller")]),
        (b"Quill, Ada\nOda\nThornbury, Ed\n", [(1, "Quill, Ada"), (2, "Oda"), (3, "Thornbury, Ed")]),
        (b"Ada,1\nOda,2\n", [(1, "Ada"), (2, "Oda")]),
    ],
)
def test_lists_as_people_write_them(data: bytes, rows: list[tuple[int, str]]) -> None:
    assert [(row.line, row.query) for row in crossing.rows(data)] == rows


def test_a_list_without_names_is_refused() -> None:
    for data in (b"", b"name\n", b"\n\n"):
        with pytest.raises(InputError):
            list(crossing.rows(data))


def test_bad_rows_say_so_and_the_rest_is_read() -> None:
    rows = list(crossing.rows(b"name,x\nAda,1\n,2\n???,3\n" + b"y" * 300 + b",4\nOda,5\n"))
    assert [row.query for row in rows if not row.error] == ["Ada", "Oda"]
    assert [row.line for row in rows if row.error] == [3, 4, 5]
