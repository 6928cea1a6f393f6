"""Near-duplicates, threads and languages of what was added: found, and not found where there is nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from amparo.desk import documents_store, traces_store
from amparo.desk.documents_store import document_json
from amparo.desk.holdings import Holdings, open_holdings
from amparo.desk.ingest import add
from amparo.desk.near_duplicates import near
from amparo.desk.related import as_json, related
from amparo.desk.sqlite import transaction
from amparo.desk.threads import BY_HEADERS, BY_WORDS, Message, thread
from amparo.desk.tracing import trace_missing
from amparo.records.model import DocumentId
from amparo.sandbox.walls import best_wall

REPORT = (
    "The inspector found the gate of the northern depot open and unattended on three mornings of the same week. "
    "Two crates that the register lists had been moved, and nobody could say by whom or where they went. He asked for "
    "the keys to be counted, was told that there was no list of them, and wrote that down as well. The manager signed "
    "the page without reading it. A copy went to the ministry, where it was filed under correspondence of no weight. "
)
GERMAN = (
    "Die Kisten sind nicht mehr da, und niemand kann sagen, wer sie aus dem Lager geholt hat oder wohin sie kamen. "
)
SIGNATURE = "\n\nAna Holm\nKeeper of registers, Northern Depot\nTelephone 0123 456789, second floor, room 12\n"


@pytest.fixture
def holdings(tmp_path: Path) -> Iterator[Holdings]:
    with open_holdings(tmp_path / "home") as opened:
        yield opened


def put(holdings: Holdings, *paths: Path, collection: str = "one") -> dict[str, Any]:
    return add(holdings, [str(path) for path in paths], collection, wall=best_wall(), clock=lambda: NOW)


NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def write(root: Path, **texts: str) -> Path:
    root.mkdir(exist_ok=True)
    for name, text in texts.items():
        (root / f"{name}.{'eml' if text.startswith('From:') else 'txt'}").write_text(text)
    return root


def mail(hour: int, subject: str, body: str, *headers: str, day: int = 5) -> str:
    date = f"Date: {day} Mar 2018 {hour:02}:00:00 +0000"
    return "\n".join(
        (f"From: p{hour}@example.org", "To: q@example.org", date, f"Subject: {subject}", *headers, "", body)
    )


def by_name(holdings: Holdings) -> dict[str, DocumentId]:
    rows = holdings.database.execute("SELECT id, name FROM documents")
    return {row["name"].partition(".")[0]: DocumentId(row["id"]) for row in rows}


def names(holdings: Holdings, found: tuple[Message, ...]) -> list[tuple[str, str | None, str]]:
    named = {identity: name for name, identity in by_name(holdings).items()}
    return [(named[each.document], named.get(each.answers) if each.answers else None, each.by) for each in found]


# -- languages --


def test_languages_are_kept_searched_and_never_overruled(holdings: Holdings, tmp_path: Path) -> None:
    write(tmp_path / "in", english=REPORT, german=GERMAN, short="ok")
    (tmp_path / "in/page.html").write_text(f'<html lang="fr-CA"><title>x</title><p>{REPORT}</html>')
    put(holdings, tmp_path / "in")
    ids = by_name(holdings)
    told = {name: (document_json(holdings.database, identity) or {})["language"] for name, identity in ids.items()}
    assert told == {"english": "en", "german": "de", "short": None, "page": "fr-CA"}
    kept = holdings.database.execute("SELECT name, language FROM documents ORDER BY name")
    assert [tuple(row) for row in kept] == [
        ("english.txt", "en"),
        ("german.txt", "de"),
        ("page.html", "fr"),
        ("short.txt", None),
    ]
    for query, name in (("lang:de", "german"), ("lang:fr", "page"), ("lang:en", "english")):
        assert [hit.document for hit in holdings.engine.search(query).hits] == [ids[name]]


# -- near-duplicates --


def test_scans_and_edits_are_near_and_other_texts_are_not(holdings: Holdings, tmp_path: Path) -> None:
    write(
        tmp_path / "in",
        first=REPORT,
        shouted=REPORT.upper().replace(". ", ".\n"),
        scanned=REPORT.replace("inspector", "inspect0r"),
        edited=REPORT + "The inspector has since retired.",
        other=" ".join(reversed(REPORT.split())),
        short="Two crates are missing.",
    )
    put(holdings, tmp_path / "in")
    ids = by_name(holdings)
    found = dict(near(holdings.database, ids["first"]))
    assert found.keys() == {ids["shouted"], ids["scanned"], ids["edited"]}
    assert found[ids["shouted"]] == 1.0 and all(0.8 <= each < 1 for key, each in found.items() if key != ids["shouted"])
    assert next(key for key, _ in near(holdings.database, ids["first"])) == ids["shouted"]
    assert ids["first"] in dict(near(holdings.database, ids["scanned"]))
    assert near(holdings.database, ids["other"]) == near(holdings.database, ids["short"]) == ()
    assert near(holdings.database, DocumentId("nothing")) == ()


def test_mails_of_one_writer_are_not_lumped_for_their_signature(holdings: Holdings, tmp_path: Path) -> None:
    sentences = [each.strip() + "." for each in REPORT.split(".") if each.strip()]
    texts = {f"m{number}": mail(number, f"note {number}", each + SIGNATURE) for number, each in enumerate(sentences)}
    quoting = "\n".join(f"> {line}" for line in sentences)
    texts["reply"] = mail(
        11, "Re: report", f"I have read it and shall come on Monday at nine, with Ivo.\n\n{quoting}\n"
    )
    texts["report"] = mail(10, "report", "\n".join(sentences))
    put(holdings, write(tmp_path / "in", **texts))
    assert all(near(holdings.database, identity) == () for identity in by_name(holdings).values())


def test_what_is_found_does_not_hang_on_how_much_came_before(
    holdings: Holdings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(traces_store, "GENERATION", 3)
    others = {
        f"n{number:02}": f"{number} " + " ".join(f"{word}{number}" for word in REPORT.split()) for number in range(9)
    }
    put(holdings, write(tmp_path / "in", a=REPORT, **others, z=REPORT.lower()))
    ids = by_name(holdings)
    generations = holdings.database.execute("SELECT count(DISTINCT generation) FROM trace_keys").fetchone()[0]
    assert generations > 3 and near(holdings.database, ids["a"]) == ((ids["z"], 1.0),)


# -- threads --

QUESTION = "Can you tell me by tomorrow who took the two crates from the northern depot, and on whose word?"
ANSWER = "Ivo did, on Friday morning, and he said that the manager had told him to."


def quoted(text: str) -> str:
    return "\n".join(f"> {line}" for line in text.splitlines())


def test_a_thread_by_headers_whatever_came_first(holdings: Holdings, tmp_path: Path) -> None:
    c = mail(12, "was: crates", "And now?", "Message-ID: <c@x>", "References: <a@x> <b@x>")
    d = mail(
        13, "Re: crates", "It is gone.", "Message-ID: <d@x>", "In-Reply-To: <lost@x>", "References: <a@x> <lost@x>"
    )
    put(holdings, write(tmp_path / "late", c=c, d=d))
    ids = by_name(holdings)
    assert names(holdings, thread(holdings.database, ids["c"])) == [("c", None, ""), ("d", None, "")]
    a = mail(10, "crates", QUESTION, "Message-ID: <a@x>")
    b = mail(11, "Re: crates", ANSWER, "Message-ID: <b@x>", "In-Reply-To: <a@x>")
    put(holdings, write(tmp_path / "early", a=a, b=b, e=mail(9, "crates", "Other crates.", "Message-ID: <e@x>")))
    whole = [("a", None, ""), ("b", "a", BY_HEADERS), ("c", "b", BY_HEADERS), ("d", "a", BY_HEADERS)]
    ids = by_name(holdings)
    assert all(names(holdings, thread(holdings.database, ids[each])) == whole for each in "abcd")
    assert thread(holdings.database, ids["e"]) == ()


def test_a_thread_by_quoted_words_where_headers_are_stripped(holdings: Holdings, tmp_path: Path) -> None:
    head = "-----Original Message-----\nFrom: p10\nSent: Monday\nTo: q\nSubject: crates\n\n"
    put(
        holdings,
        write(
            tmp_path / "in",
            a=mail(10, "crates", QUESTION),
            b=mail(11, "Re: crates", f"{ANSWER}\n\nOn Monday 5 March p10@example.org wrote:\n{quoted(QUESTION)}\n"),
            c=mail(12, "FW: RE: crates", f"fyi\n\n{head.replace('p10', 'p11')}{ANSWER}\n\n{head}{QUESTION}\n"),
            other=mail(13, "Re: lunch", f"What is this?\n\n{quoted(QUESTION)}\n"),
            alone=mail(14, "crates", "Not a word of the others is in this one, though its subject is the same."),
        ),
    )
    ids = by_name(holdings)
    whole = [("a", None, ""), ("b", "a", BY_WORDS), ("c", "b", BY_WORDS)]
    assert all(names(holdings, thread(holdings.database, ids[each])) == whole for each in "abc")
    assert thread(holdings.database, ids["other"]) == thread(holdings.database, ids["alone"]) == ()


def test_a_reply_to_a_weekly_report_answers_the_last_one(holdings: Holdings, tmp_path: Path) -> None:
    weekly = "Here is the report of the northern depot for the week that ended on the {} of March, with all lists."
    texts = {f"w{day}": mail(9, "Weekly report", weekly.format(day), day=day) for day in (1, 8, 15)}
    texts["reply"] = mail(10, "Re: Weekly report", f"Thanks, all of it?\n\n{quoted(weekly.format(8))}\n", day=8)
    put(holdings, write(tmp_path / "in", **texts))
    ids = by_name(holdings)
    expected = [("w8", None, ""), ("reply", "w8", BY_WORDS)]
    assert names(holdings, thread(holdings.database, ids["w8"])) == expected
    assert names(holdings, thread(holdings.database, ids["reply"])) == expected
    assert thread(holdings.database, ids["w1"]) == thread(holdings.database, ids["w15"]) == ()
    last = mail(10, "Re: Weekly report", f"And this one?\n\n{quoted(weekly.format(15))}\n", day=15)
    put(holdings, write(tmp_path / "more", last=last))
    ids = by_name(holdings)
    assert names(holdings, thread(holdings.database, ids["reply"])) == expected
    assert [name for name, _, _ in names(holdings, thread(holdings.database, ids["last"]))] == ["w15", "last"]


def test_answers_to_one_mail_that_is_not_here(holdings: Holdings, tmp_path: Path) -> None:
    one = mail(10, "Re: crates", f"I do not know.\n\n{quoted(QUESTION)}\n")
    other = mail(11, "RE: crates", f"Nor do I, ask Ivo.\n\n{quoted(QUESTION)}\n")
    put(holdings, write(tmp_path / "in", one=one, other=other))
    ids = by_name(holdings)
    assert names(holdings, thread(holdings.database, ids["other"])) == [("one", None, ""), ("other", None, "")]


def test_a_flood_of_replies_is_bounded(holdings: Holdings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("amparo.desk.threads.MOST", 5)
    replies = {f"r{hour}": mail(hour, "Re: x", f"no {hour}", "In-Reply-To: <a@x>") for hour in range(10, 20)}
    put(holdings, write(tmp_path / "in", **replies))
    assert len(thread(holdings.database, by_name(holdings)["r10"])) == 5


def test_real_mails_whose_headers_were_stripped(holdings: Holdings, corpora: Path) -> None:
    put(holdings, corpora / "emails/mini-enron")
    every = [DocumentId(row["id"]) for row in holdings.database.execute("SELECT id FROM documents")]
    found = {identity: thread(holdings.database, identity) for identity in every}
    members = {identity: frozenset(each.document for each in told) for identity, told in found.items() if told}
    # A thread is the same from whichever of its mails it is asked for.
    assert all(members[other] == several for several in members.values() for other in several)
    assert len(set(members.values())) >= 25 and len(members) >= 55
    subjects = [{each.title.lower().split(":")[-1].strip() for each in told} for told in found.values() if told]
    assert all(len(each - {"(no subject)", ""}) <= 1 for each in subjects)


# -- older homes, and documents that change or go --


def test_documents_of_an_older_home_are_traced_at_the_next_adding(holdings: Holdings, tmp_path: Path) -> None:
    database = holdings.database
    put(holdings, write(tmp_path / "in", a=REPORT, b=GERMAN * 3, c=mail(9, "crates", QUESTION, "Message-ID: <a@x>")))
    ids = by_name(holdings)
    with transaction(database):
        database.execute("DELETE FROM traces")
        database.execute("DELETE FROM trace_keys")
        data = document_json(database, ids["b"])
        assert data is not None
        documents_store.put_record(database, ids["b"], {**data, "language": None})
    put(
        holdings,
        write(tmp_path / "more", d=REPORT.lower(), e=mail(10, "Re: crates", ANSWER, "In-Reply-To: <a@x>")),
    )
    assert trace_missing(database) == 0
    ids = by_name(holdings)
    assert near(database, ids["d"]) == ((ids["a"], 1.0),)
    assert names(holdings, thread(database, ids["c"])) == [("c", None, ""), ("e", "c", BY_HEADERS)]
    assert [hit.document for hit in holdings.engine.search("lang:de").hits] == [ids["b"]]


def test_a_trace_is_replaced_and_goes_with_its_document(holdings: Holdings, tmp_path: Path) -> None:
    database = holdings.database
    put(holdings, write(tmp_path / "in", a=REPORT, b=REPORT.lower(), c=GERMAN * 3))
    ids = by_name(holdings)
    trace = traces_store.trace_of(database, ids["c"])
    assert trace is not None
    with transaction(database):
        traces_store.put(database, ids["b"], trace)
    assert near(database, ids["a"]) == () and near(database, ids["b"]) == ((ids["c"], 1.0),)
    with transaction(database):
        database.execute("DELETE FROM members WHERE number = (SELECT number FROM documents WHERE id = ?)", (ids["c"],))
        database.execute("DELETE FROM ledger WHERE number = (SELECT number FROM documents WHERE id = ?)", (ids["c"],))
        database.execute("DELETE FROM documents WHERE id = ?", (ids["c"],))
    assert near(database, ids["b"]) == () and traces_store.trace_of(database, ids["c"]) is None


def test_as_data(holdings: Holdings, tmp_path: Path) -> None:
    put(holdings, write(tmp_path / "in", a=REPORT, b=REPORT.lower()))
    ids = by_name(holdings)
    assert as_json(related(holdings.database, ids["a"])) == {
        "near_duplicates": [{"document": ids["b"], "title": "b.txt", "similarity": 1.0}],
        "thread": [],
    }
