"""What the docket gives to machines: Atom feeds, linked data, tables."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
from lxml import etree

from amparo.docket.build import tree_of
from amparo.docket.files import own_name
from amparo.docket.model import Case
from amparo.docket.tables import written
from docket_cases import case_of, fact, sample, values

TODAY = date(2026, 11, 29)
ATOM = "{http://www.w3.org/2005/Atom}"
DAY_OF_READING = date(2004, 3, 4)


def built(*cases: Case, today: date = TODAY) -> Mapping[str, bytes]:
    return {path.as_posix(): data for path, data in tree_of(list(cases), today).items()}


def grown() -> dict[str, Any]:
    """The small case with more of every day after the first."""
    more = values()
    more["statements"].append(fact("late", "face", by="premier", direct=True, known="2006-06-06"))
    more["charges"][0]["steps"].append(
        fact("dropped", "told", kind="dropped", date="2004-02-01", known="2005-01-01", what="Dropped.")
    )
    return more


def entries(feed: bytes) -> dict[str, bytes]:
    found = etree.fromstring(feed).findall(f"{ATOM}entry")
    return {entry.findtext(f"{ATOM}id") or "": etree.tostring(entry) for entry in found}


@pytest.mark.parametrize("name", ["feed.atom", "orrel/feed.atom", "assange/feed.atom", "oldeval/feed.atom"])
def test_a_feed_has_all_that_rfc_4287_asks_of_it(name: str) -> None:
    tree = built(sample("orrel"), sample(), case_of(values()))
    feed = etree.fromstring(tree[name])
    assert feed.tag == f"{ATOM}feed"
    found = feed.findall(f"{ATOM}entry")
    assert found
    ids = [feed.findtext(f"{ATOM}id"), *(entry.findtext(f"{ATOM}id") for entry in found)]
    assert len(set(ids)) == len(ids)
    assert all(one and one.startswith("urn:uuid:") for one in ids)
    for one in (feed, *found):
        assert one.findtext(f"{ATOM}title")
        moment = one.findtext(f"{ATOM}updated") or ""
        assert moment.endswith("T00:00:00Z")
        assert date.fromisoformat(moment[:10]) <= TODAY
        for link in one.findall(f"{ATOM}link[@rel='alternate']"):
            assert (PurePosixPath(name).parent / link.get("href", "")).as_posix() in tree
    # An author in each entry stands for one of the feed (section 4.1.1).
    assert all(entry.findtext(f"{ATOM}author/{ATOM}name") for entry in found)
    days = [entry.findtext(f"{ATOM}updated") for entry in found]
    assert days == sorted(days, key=str, reverse=True)
    assert feed.findtext(f"{ATOM}updated") == days[0]


def test_the_feed_tells_what_became_known_on_each_day() -> None:
    told = etree.fromstring(built(sample("orrel"))["orrel/feed.atom"])
    newest = "".join(told.find(f"{ATOM}entry").itertext())
    assert "2026-11-22" in newest
    assert "Correction (declined): 1 × Aiding a foreign power" in newest
    assert "Source read" not in newest


def test_later_facts_change_no_entry_and_have_entries_of_their_own() -> None:
    before = entries(built(case_of(values()))["oldeval/feed.atom"])
    after = entries(built(case_of(grown()))["oldeval/feed.atom"])
    assert len(after) == len(before) + 2
    assert before.items() <= after.items()
    assert entries(built(case_of(grown()), today=DAY_OF_READING)["oldeval/feed.atom"]) == before


def test_the_feed_of_all_cases_keeps_its_name_and_the_entries_of_each_case() -> None:
    one, two = built(case_of(values()))["feed.atom"], built(case_of(values()), sample("orrel"))["feed.atom"]
    assert etree.fromstring(one).findtext(f"{ATOM}id") == etree.fromstring(two).findtext(f"{ATOM}id")
    assert entries(built(sample("orrel"))["orrel/feed.atom"]).keys() <= entries(two).keys()


def test_words_that_look_like_markup_stay_words() -> None:
    hostile = values()
    hostile["disclosures"][0]["what"] = "<script>alert(1)</script> & ]]> more"
    tree = built(case_of(hostile))
    feed = etree.fromstring(tree["oldeval/feed.atom"])
    assert "<script>alert(1)</script> & ]]> more" in "".join(feed.itertext())
    assert not feed.xpath("//*[local-name() = 'script']")


# What schema.org lets stand with each type used here: its own properties and those of the types above it, as
# far as they are used. Checked against data/schema.ttl of schemaorg/schemaorg at cc71c8e0 (2026-08-20).
THING = {"name", "description", "url", "identifier", "subjectOf"}
WORK = THING | {
    "about",
    "abstract",
    "author",
    "dateCreated",
    "dateModified",
    "datePublished",
    "archivedAt",
    "encodingFormat",
}
WORK |= {"archivedAt", "headline", "inLanguage", "isBasedOn", "publisher", "text"}
TERMS = {
    "Claim": WORK,
    "Country": THING,
    "DataDownload": WORK | {"contentUrl"},
    "Dataset": WORK | {"distribution"},
    "DigitalDocument": WORK,
    "Event": THING | {"about", "organizer", "startDate"},
    "GovernmentOrganization": THING,
    "Legislation": WORK | {"legislationIdentifier", "legislationJurisdiction"},
    "NewsArticle": WORK,
    "Organization": THING,
    "Person": THING | {"jobTitle"},
    "PropertyValue": THING | {"propertyID", "value"},
    "Quotation": WORK,
}


def nodes(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from nodes(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from nodes(inner)


@pytest.mark.parametrize("case", ["orrel", "assange"])
def test_linked_data_uses_terms_of_schema_org_where_they_belong(case: str) -> None:
    whole = json.loads(built(sample(case))[f"{case}/case.jsonld"])
    assert whole["@context"] == "https://schema.org"
    seen = set()
    for node in nodes(whole["@graph"]):
        types = node.get("@type", ())
        types = [types] if isinstance(types, str) else types
        seen |= set(types)
        allowed = set().union(*(TERMS[one] for one in types))
        assert {key for key in node if not key.startswith("@")} <= allowed, node
    assert {"Person", "Legislation", "Event", "Claim", "Quotation", "NewsArticle", "Country"} <= seen


@pytest.mark.parametrize("case", ["orrel", "assange"])
def test_every_reference_of_linked_data_leads_to_a_node(case: str) -> None:
    graph = json.loads(built(sample(case))[f"{case}/case.jsonld"])["@graph"]
    named = [node["@id"] for node in graph]
    assert len(set(named)) == len(named)
    assert {node["@id"] for node in nodes(graph) if "@id" in node} <= set(named)
    facts = [node for node in graph if node["@id"].startswith("#")]
    assert facts
    assert all(node["subjectOf"] for node in facts)


def test_linked_data_makes_no_doubtful_date_certain() -> None:
    doubtful = values()
    doubtful["statements"][0]["date"] = {"edtf": "2004?-03-03", "written": "3 March", "inferred": "No year is given."}
    doubtful["proceedings"][0]["steps"][0]["date"] = "2004-02"
    graph = json.loads(built(case_of(doubtful))["oldeval/case.jsonld"])["@graph"]
    by_id = {node["@id"]: node for node in graph}
    assert "dateCreated" not in by_id["#truth"]
    assert "EDTF 2004?-03-03" in by_id["#truth"]["description"]
    assert "startDate" not in by_id["#asked"]
    assert by_id["#ordered"]["startDate"] == "2004-02-20"


def rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode(), newline="")))


def test_tables_hold_every_charge_step_statement_and_source() -> None:
    case = sample("orrel")
    tree = built(case)
    shown = json.loads(tree["orrel/case.json"])
    charges = rows(tree["orrel/charges.csv"])
    assert [(one["id"], one["counts"], one["status"]) for one in charges] == [
        (one["id"], str(one["counts"]), one["status"]) for one in shown["exposure"]["charges"]
    ]
    steps = [step["id"] for one in (*shown["proceedings"], *shown["offers"]) for step in one["steps"]]
    assert [one["step"] for one in rows(tree["orrel/proceedings.csv"])] == steps
    assert [one["words"] for one in rows(tree["orrel/statements.csv"])] == [one["words"] for one in shown["statements"]]
    assert [one["sha256"] for one in rows(tree["orrel/coverage.csv"])] == [one["sha256"] for one in shown["sources"]]


def test_every_row_of_a_table_names_the_span_it_rests_on() -> None:
    case = sample("orrel")
    tree = built(case)
    spans = {
        f"{note['source']}:{note['start']}-{note['end']}" for note in json.loads(tree["orrel/case.json"])["footnotes"]
    }
    for name in ("charges", "proceedings", "statements"):
        found = rows(tree[f"orrel/{name}.csv"])
        assert found
        for row in found:
            assert row["cites"]
            assert set(row["cites"].split("; ")) <= spans


def test_no_cell_of_a_table_is_a_formula() -> None:
    hostile = values()
    hostile["disclosures"][0]["what"] = "x"
    hostile["charges"][0]["offence"] = '=HYPERLINK("https://bad.example","click")'
    cell = rows(built(case_of(hostile))["oldeval/charges.csv"])[0]["offence"]
    assert cell == '\'=HYPERLINK("https://bad.example","click")'
    assert written(("a",), [("@x",), ("-1",), ("plain",), (True,)]) == b"a\r\n'@x\r\n'-1\r\nplain\r\nyes\r\n"


def test_pages_link_their_feed_their_tables_and_their_data() -> None:
    tree = built(sample())
    page = tree["assange/index.html"].decode()
    for name in ("feed.atom", "case.jsonld", "charges.csv", "proceedings.csv", "statements.csv", "coverage.csv"):
        assert f'href="{name}"' in page
        assert f"assange/{name}" in tree
        assert name not in tree["assange/as-known-on/2026-11-24/index.html"].decode()
    assert 'href="feed.atom"' in tree["index.html"].decode()


def test_no_feed_hangs_on_what_cases_or_sources_there_are() -> None:
    def name(feed: bytes) -> str | None:
        return etree.fromstring(feed).findtext(f"{ATOM}id")

    more = values()
    more["sources"].append(more["sources"][0] | {"id": "a-first", "retrieved": "2004-03-01", "published": "2004-02-01"})
    one, all_of_them = built(case_of(values())), built(sample("orrel"), sample(), case_of(more))
    assert name(one["feed.atom"]) == name(built()["feed.atom"]) == name(all_of_them["feed.atom"])
    assert name(one["oldeval/feed.atom"]) == name(all_of_them["oldeval/feed.atom"])
    assert entries(one["oldeval/feed.atom"]).keys() <= entries(all_of_them["oldeval/feed.atom"]).keys()


def test_two_dockets_share_no_identity_and_each_keeps_its_own(tmp_path: Path) -> None:
    names = [own_name(tmp_path / home) for home in ("one", "two", "one")]
    assert names[0] == names[2] != names[1]
    feeds = [tree_of([case_of(values())], TODAY, name=name) for name in names]
    for path in (PurePosixPath("feed.atom"), PurePosixPath("oldeval/feed.atom")):
        assert feeds[0][path] == feeds[2][path]
        assert not entries(feeds[0][path]).keys() & entries(feeds[1][path]).keys()


def test_no_case_makes_a_feed_without_entries() -> None:
    assert entries(built()["feed.atom"]) == {}
