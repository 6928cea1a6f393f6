"""One suite for every search engine behind `Engine`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from amparo.errors import StoreError
from amparo.search.engine import Engine, Indexed, Sort
from amparo.search.query import QueryError
from amparo.search.tantivy_engine import TantivyEngine


def document(
    name: str,
    text: str,
    *,
    title: str = "A title",
    kind: str = "plain",
    collections: tuple[str, ...] = ("one",),
    days: tuple[date, date] | None = None,
    **more: object,
) -> Indexed:
    return Indexed(
        id=name,
        title=title,
        pages=tuple(text.split("|")),
        kind=kind,
        collections=collections,
        name=f"{name}.txt",
        date=days[0].isoformat() if days else None,
        first_day=days[0] if days else None,
        last_day=days[1] if days else None,
        **more,  # type: ignore[arg-type]
    )


DOCUMENTS = (
    document("d1", "The quick brown fox jumps over the lazy dog.", title="Animals", days=(date(2020, 1, 5),) * 2),
    document("d2", "A fox and a dog met at the river|The river was quick.", days=(date(2020, 2, 1), date(2020, 2, 29))),
    document("d3", "Café Ćirić in Straße 5, naïve façade", kind="mail", sender=("Ana Čapek <ana@example.org>",)),
    document("d4", "Kruschev and Khrushchev wrote letters", kind="cable", collections=("one", "two"), language="en"),
    document("d5", "北京的狐狸很快", collections=("two",), days=(date(1961, 5, 16),) * 2),
    document(
        "d6",
        "Footnotes[12] break no phrases; ref U.S. 14:30",
        fields={"classification": ("Secret; Nodis",), "contains": ("comments", "hidden sheets"), "killed": ("3", "x")},
        media_type="application/vnd.ms-excel",
        size=2_500_000,
    ),
    document(
        "d7",
        "nothing else",
        title="A fox in the title",
        days=(date(2020, 3, 1),) * 2,
        fields={"attachments": ("a.pdf",), "latitude": ("12.5",), "longitude": ("-44",), "killed": ("10",)},
        media_type="application/pdf",
    ),
)


@pytest.fixture(scope="module", params=[TantivyEngine.open], ids=["tantivy"])
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """For tests that only read."""
    yield from filled(request.param(tmp_path_factory.mktemp("index")))


@pytest.fixture(params=[TantivyEngine.open], ids=["tantivy"])
def changing(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """For tests that write."""
    yield from filled(request.param(tmp_path / "index"))


def filled(opened: Engine) -> Iterator[Engine]:
    opened.add(DOCUMENTS)
    opened.commit()
    yield opened
    opened.close()


def found(engine: Engine, query: str, **more: object) -> set[str]:
    return {hit.document for hit in engine.search(query, **more).hits}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("fox", "d1 d2 d7"),
        ("FOX", "d1 d2 d7"),
        ("fox dog", "d1 d2"),
        ("fox AND dog", "d1 d2"),
        ("fox && quick", "d1 d2"),
        ("kruschev OR café", "d3 d4"),
        ("fox -lazy", "d2 d7"),
        ("fox NOT (lazy OR river)", "d7"),
        ("NOT fox", "d3 d4 d5 d6"),
        ('"brown fox"', "d1"),
        ('"fox brown"', ""),
        ('"quick fox"~1', "d1"),
        ('"quick dog"~1', ""),
        ('"river the"', "d2"),
        ("title:fox", "d7"),
        ("subject:fox", "d7"),
        ("title:(fox OR animals)", "d1 d7"),
        ("text:fox", "d1 d2"),
        ("cafe ciric", "d3"),
        ("CAFÉ", "d3"),
        ("strasse", "d3"),
        ("naive facade", "d3"),
        ("from:capek", "d3"),
        ('from:"ana@example.org"', "d3"),
        ("kind:mail", "d3"),
        ("type:cable", "d4"),
        ("collection:two", "d4 d5"),
        ("lang:en", "d4"),
        ("lang:EN-gb", "d4"),
        ("lang:*", "d4"),
        ("id:d6", "d6"),
        ("type:pdf", "d7"),
        ("type:xls", "d6"),
        ("type:spreadsheet", "d6"),
        ("type:email", "d3"),
        ("type:application/pdf", "d7"),
        ("has:attachments", "d7"),
        ("has:comment", "d6"),
        ("has:hidden", "d6"),
        ("has:location", "d7"),
        ("has:from", "d3"),
        ("has:date fox", "d1 d2 d7"),
        ("-has:date", "d3 d4 d6"),
        ("has:ocr", ""),
        ("pages:2", "d2"),
        ("pages:>1", "d2"),
        ("pages:[2 TO *]", "d2"),
        ("size:>=2.5MB", "d6"),
        ("size:{0 TO 3MB}", "d6"),
        ("killed:>=3", "d6 d7"),
        ("killed:>3", "d7"),
        ("killed:[3 TO 9]", "d6"),
        ("killed:{3 TO 10}", ""),
        ("killed:3..10 fox", "d7"),
        ("killed:>2.5", "d6 d7"),
        ("killed:<9.5", "d6"),
        ("killed:[* TO *]", "d6 d7"),
        ("latitude:[12 TO 12.5]", "d7"),
        ("longitude:<0", "d7"),
        (r"/brown \w+ jumps/", "d1"),
        (r"/\d\d:\d\d/", "d6"),
        (r"/U\.S\. \d+/", "d6"),
        (r"/fox jump/", ""),
        (r"/.* river the/", "d2"),
        (r"/cafe ciric/", "d3"),
        (r"/CAFÉ \w+ in/", "d3"),
        (r"fox -/lazy dog/", "d2 d7"),
        (r"/lazy dog/ OR /river was/", "d1 d2"),
        ("khrush*", "d4"),
        ("khr?shchev", "d4"),
        ("*schev", "d4"),
        ('"brown fo*"', "d1"),
        ("kruschev~1", "d4"),
        ("kruschow~2", "d4"),
        ("krushchev~2", "d4"),
        ("xylophone~2", ""),
        ("/khru.+v/", "d4"),
        ("/KHRU.+V/", "d4"),
        ("/hru/", ""),
        ("狐狸", "d5"),
        ("北京", "d5"),
        ("京北", ""),
        ('"footnotes break"', "d6"),
        ('"U.S."', "d6"),
        ("14:30", "d6"),
        ("classification:nodis", "d6"),
        ("classification:(secret nodis)", "d6"),
        ("date:2020", "d1 d2 d7"),
        ("date:2020-01", "d1"),
        ("date:2020-02-10", "d2"),
        ("date:2020-01-05..2020-02-01", "d1 d2"),
        ("date:2020-03..", "d7"),
        ("date:..1999", "d5"),
        ("date:[2020-01 TO 2020-02]", "d1 d2"),
        ("date:{2020-01 TO 2020-03-01}", "d2"),
        ("date:[* TO 1999]", "d5"),
        ("date:<2020", "d5"),
        ("date:>=2020-02-29", "d2 d7"),
        ("date:*", "d1 d2 d5 d7"),
        ("-date:*", "d3 d4 d6"),
        ("", "d1 d2 d3 d4 d5 d6 d7"),
        ("*", "d1 d2 d3 d4 d5 d6 d7"),
        ("...", ""),
        ("fox ... dog", "d1 d2"),
    ],
)
def test_finds(engine: Engine, query: str, expected: str) -> None:
    assert found(engine, query) == set(expected.split())


def test_a_match_in_the_title_ranks_first(engine: Engine) -> None:
    assert engine.search("fox").hits[0].document == "d7"


def test_counts_all_and_lists_a_stretch(engine: Engine) -> None:
    first = engine.search("fox", limit=2)
    rest = engine.search("fox", limit=2, offset=2)
    assert (first.total, len(first.hits), rest.total, len(rest.hits)) == (3, 2, 3, 1)
    assert engine.search("fox", limit=0).total == 3
    assert engine.search("fox", limit=0).hits == ()


def test_one_collection_alone(engine: Engine) -> None:
    assert found(engine, "*", collection="two") == {"d4", "d5"}
    assert found(engine, "*", collection="no such") == set()


def test_order_of_time_puts_the_undated_last(engine: Engine) -> None:
    oldest = [hit.document for hit in engine.search("*", sort=Sort.OLDEST).hits]
    newest = [hit.document for hit in engine.search("*", sort=Sort.NEWEST).hits]
    assert oldest[:4] == ["d5", "d1", "d2", "d7"]
    assert newest[:4] == ["d7", "d2", "d1", "d5"]


def test_a_snippet_marks_the_match_and_knows_its_page(engine: Engine) -> None:
    hit = next(hit for hit in engine.search("quick").hits if hit.document == "d2")
    assert hit.page == 2
    assert [piece.text for piece in hit.snippet if piece.is_match] == ["quick"]
    assert hit.snippet_text == "The river was quick."


@pytest.mark.parametrize(
    ("query", "document_id", "marked"),
    [
        ('"brown fox"', "d1", ["brown fox"]),
        ("strasse", "d3", ["Straße"]),
        ("ciric", "d3", ["Ćirić"]),
        ("khru*", "d4", ["Khrushchev"]),
        ("krushev~1", "d4", ["Kruschev"]),
        ("狐狸", "d5", ["狐狸"]),
        ("classification:nodis", "d6", []),
        ('"footnotes break"', "d6", ["Footnotes[12] break"]),
        ("quick -cat", "d1", ["quick"]),
        ("/KHRU.+v/", "d4", ["Khrushchev"]),
        (r"/brown \w+/", "d1", ["brown fox"]),
        ("stra*", "d3", ["Straße"]),
    ],
)
def test_marks(engine: Engine, query: str, document_id: str, marked: list[str]) -> None:
    hit = next(hit for hit in engine.search(query).hits if hit.document == document_id)
    assert [piece.text for piece in hit.snippet if piece.is_match] == marked


def test_facets_count_each_value_and_each_month(engine: Engine) -> None:
    facets = engine.search("*", limit=0, facets=True).facets
    assert dict(facets["kind"]) == {"plain": 5, "mail": 1, "cable": 1}
    assert dict(facets["collection"]) == {"one": 6, "two": 2}
    assert facets["month"] == (("1961-05", 1), ("2020-01", 1), ("2020-02", 1), ("2020-03", 1))
    assert dict(facets["lang"]) == {"en": 1}
    assert dict(facets["type"]) == {"other": 4, "mail": 1, "pdf": 1, "spreadsheet": 1}
    assert dict(facets["has"])["attachment"] == 1


def test_adding_again_replaces(changing: Engine) -> None:
    changing.add([document("d1", "entirely new words")])
    changing.commit()
    assert changing.count() == len(DOCUMENTS)
    assert found(changing, "lazy") == set()
    assert found(changing, "entirely") == {"d1"}


def test_deleted_documents_are_gone(changing: Engine) -> None:
    changing.delete(["d1", "never there"])
    changing.commit()
    assert found(changing, "fox") == {"d2", "d7"}


def test_only_what_is_committed_is_found(changing: Engine) -> None:
    changing.add([document("d8", "a new fox")])
    assert "d8" not in found(changing, "fox")
    changing.commit()
    assert "d8" in found(changing, "fox")


def test_walks_past_every_page(changing: Engine) -> None:
    changing.add(document(f"many{number}", "thousands of geese") for number in range(12_345))
    changing.commit()
    total, hits = changing.walk("geese")
    assert total == 12_345
    assert len({hit.document for hit in hits}) == 12_345


def test_a_document_with_no_text_and_odd_characters_is_taken(changing: Engine) -> None:
    changing.add([document("odd", "\ud800 lone", title="\x00"), document("none", "", title="")])
    changing.commit()
    assert {"odd", "none"} <= {hit.document for hit in changing.search("*", limit=50).hits}


REFUSED = [
    "type:exel",
    "has:wings",
    "lang:english",
    "pages:many",
    "pages:[1 TO",
    "pages:[2 TO 1]",
    "wounded:>3",
    r"/a (?=b)/",
    r"title:/a b/",
    "like:d1",
    "like:nowhere",
    "near-duplicates:d1xx",
    "size:>2XB",
]


@pytest.mark.parametrize(
    "query",
    [
        "/(/",
        "/[/",
        "/[a b/",
        "/fox)|(the/",
        "/brown fox)|(?:the fox/",
        "/a{9999}{9999}/",
        "/^a/",
        "no_such_field:x",
        "date:tomorrow",
        "a AND",
        "(a",
        *REFUSED,
    ],
)
def test_refuses_what_it_cannot_understand(engine: Engine, query: str) -> None:
    with pytest.raises(QueryError) as caught:
        engine.search(query)
    assert 0 <= caught.value.position <= len(query)
    assert caught.value.hint


def test_an_expression_is_tried_on_a_bounded_number_of_texts(tmp_path: Path) -> None:
    opened = TantivyEngine.open(tmp_path / "index", most_texts=4)
    opened.add(DOCUMENTS)
    opened.commit()
    assert found(opened, r"/brown \w+/") == {"d1"}
    assert found(opened, r"/\w+ and \w+/ kind:cable") == {"d4"}
    assert found(opened, r"/\w{3} \w+/", collection="two") == {"d4"}
    for query in (r"/\w+ \w+/", r"/\w+ \w+/ -kind:mail", r"/fox \w+/ OR /the \w+/ OR /quick \w+/"):
        with pytest.raises(QueryError, match="texts"):
            opened.search(query)
    opened.close()


def test_a_disk_that_fails_is_told_and_the_end_adds_nothing_to_it(tmp_path: Path) -> None:
    told, untold = (TantivyEngine.open(tmp_path / name) for name in ("told", "untold"))
    for engine, name in ((told, "told"), (untold, "untold")):
        engine.add(DOCUMENTS)
        (tmp_path / name).rename(tmp_path / f"{name} is gone")
    with pytest.raises(StoreError):
        told.commit()
    told.close()
    untold.close()
