"""What the library's pages say and link: threads with attachments, people, casualties, descriptions, plain labels."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from amparo.library import settings as settings_file
from amparo.library.addresses import parse_document_id
from amparo.library.archive import open_archive
from amparo.library.model import Facts
from amparo.library.pages.casualties import casualties
from amparo.library.pages.people import people
from amparo.library.pages.site import style
from amparo.library.publish import publish, withdraw
from amparo.library.settings import Places
from amparo.records.model import Kind, Record
from library_bundles import a_library, a_record, clock, published, quiet, some, write_bundle

HASH = "ab" * 32


def a_mail(number: int, day: int, subject: str, answers: str = "", *carried: Record) -> Record:
    """A mail with attachments, the last of which is not published."""
    fields = {"message_id": (f"<{number}@vel.example>",)}
    if answers:
        fields["in_reply_to"] = (answers,)
    if carried:
        fields["attachments"] = (*(one.name for one in carried), "secret.xls")
        fields["attachment_sha256"] = (*(one.sha256 for one in carried), HASH)
    return a_record(
        number,
        kind=Kind.MAIL,
        title=subject,
        media_type="message/rfc822",
        date=f"2000-04-{day:02}T12:40:00Z",
        sender=("Ines Vara <ines@vel.example>",),
        recipients=("<lost@vel.example>", "Joss Brack <joss@vel.example>"),
        fields=fields,
    )


def a_sheet(number: int) -> Record:
    """A file without a date."""
    return a_record(
        number, kind=Kind.PLAIN, title=f"sheet-{number}.csv", name=f"sheet-{number}.csv", date=None, fields={}
    )


@pytest.fixture
def mails(tmp_path: Path) -> tuple[Places, dict[str, Record]]:
    """Two conversations, a sheet that two mails carried, and a file that belongs to none."""
    sheet, stray = a_sheet(20), a_sheet(21)
    records = {
        "stray": stray,
        "sheet": sheet,
        "other": a_mail(3, 3, "Barges"),
        "answer": a_mail(2, 5, "Re: Tansy", "<1@vel.example>", sheet),
        "first": a_mail(1, 1, "Tansy", "", sheet),
    }
    places = a_library(tmp_path)
    published(places, write_bundle(tmp_path / "bundle", records.values(), collection="mail", kind="email"))
    return places, records


def read(places: Places, record: Record, slug: str = "mail") -> str:
    """The page of a document."""
    return (places.public / slug / record.document_id / "index.html").read_text()


def test_mails_are_threaded_though_something_else_is_among_them(mails: tuple[Places, dict[str, Record]]) -> None:
    places, records = mails
    lines = [json.loads(line) for line in (places.public / "mail/documents.jsonl").read_text().splitlines()]
    names = {record.document_id: name for name, record in records.items()}
    assert [names[line["id"]] for line in lines] == ["first", "sheet", "answer", "other", "stray"]
    listed = (places.public / "mail/index.html").read_text()
    assert listed.count(">attachment</span>") == 1
    assert [int(depth) for depth in re.findall(r'class="depth-(\d)"', listed)] == [1, 1]


def test_a_mail_links_its_attachments_and_they_link_the_mails(mails: tuple[Places, dict[str, Record]]) -> None:
    places, records = mails
    page = read(places, records["first"])
    assert f'<a href="../{records["sheet"].document_id}/index.html">sheet-20.csv</a>' in page
    assert "secret.xls" in page
    assert HASH in page
    sheet = read(places, records["sheet"])
    assert "Attached to" in sheet
    for mail in ("first", "answer"):
        assert f'<a href="../{records[mail].document_id}/index.html">{records[mail].title}</a>' in sheet
    assert "Attached to" not in read(places, records["stray"])


def test_an_attachment_published_later_is_linked_then(tmp_path: Path) -> None:
    sheet = a_sheet(20)
    mail, places = a_mail(1, 1, "Tansy", "", sheet), a_library(tmp_path)
    published(places, write_bundle(tmp_path / "one", [mail], collection="mail", kind="email"))
    assert f"../{sheet.document_id}/" not in read(places, mail)
    published(places, write_bundle(tmp_path / "two", [mail, sheet], collection="mail", kind="email"))
    assert f"../{sheet.document_id}/" in read(places, mail)


def test_a_corrected_mail_changes_its_thread(mails: tuple[Places, dict[str, Record]], tmp_path: Path) -> None:
    places, records = mails
    assert "5 April 2000" not in read(places, records["sheet"])
    assert "5\xa0April\xa02000" in read(places, records["first"])
    corrected = replace(records["answer"], date="2000-04-09T12:40:00Z", title="Re: Tansy, corrected")
    published(places, write_bundle(tmp_path / "again", [corrected], collection="mail", kind="email"))
    assert "9\xa0April\xa02000" in read(places, records["first"])
    assert "Re: Tansy, corrected" in read(places, records["sheet"])


def test_a_withdrawn_attachment_leaves_its_hash_at_the_mail(mails: tuple[Places, dict[str, Record]]) -> None:
    places, records = mails
    with open_archive(places, clock) as archive:
        withdraw(archive, parse_document_id(records["sheet"].document_id), "A mistake", "The editor", quiet)
    page = read(places, records["first"])
    assert f"../{records['sheet'].document_id}/" not in page.partition("neighbours")[0]
    assert records["sheet"].sha256 in page


def test_lists_name_people_and_pages_give_addresses(mails: tuple[Places, dict[str, Record]]) -> None:
    places, records = mails
    listed = (places.public / "mail/index.html").read_text()
    assert ">Ines Vara</td>" in listed
    assert ">lost@vel.example; Joss Brack</td>" in listed
    assert "ines@vel.example" not in listed
    assert "ines@<wbr>vel.example" in read(places, records["first"])


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ('"Vara, Ines" <ines@vel.example>', "Vara, Ines"),
        ("ines@vel.example", "ines@vel.example"),
        ("<ines@vel.example>", "ines@vel.example"),
        ("Embassy Vel", "Embassy Vel"),
        ("", ""),
    ],
)
def test_people_by_name(written: str, shown: str) -> None:
    assert people([written]) == shown


def test_an_incident_s_counts_are_one_table_and_its_labels_plain_words(tmp_path: Path) -> None:
    fields = {"civilian_killed": ("2",), "enemy_killed": ("0",), "enemy_detained": ("4",), "killed": ("2",)}
    fields |= {"attack_on": ("ENEMY",), "dcolor": ("RED",), "odd_new_key": ("kept",)}
    incident, places = a_record(1, kind=Kind.INCIDENT, fields=fields), a_library(tmp_path)
    published(places, write_bundle(tmp_path / "bundle", [incident], collection="watch", kind="incidents"))
    page = read(places, incident, "watch")
    assert page.count("<table") == 1
    assert re.search(r'Civilians</th><td class="number">2</td><td class="number">–</td>', page)
    assert re.search(r'Enemy</th><td class="number">0</td><td class="number">4</td>', page)
    for raw in ("Dcolor", "RED", "Attack on", "Civilian killed"):
        assert raw not in page
    assert "<dt>Side that acted</dt>" in page
    assert "<dt>Odd new key</dt>" in page


def test_no_count_no_table() -> None:
    assert casualties(Facts(fields={"category": ("Boarding",)})) is None
    totals = casualties(Facts(fields={"killed": ("3",)}))
    assert totals is not None
    assert [side.name for side in totals.sides] == ["All"]


def test_a_dossier_says_who_called_it_so_and_when_its_file_was_made(tmp_path: Path) -> None:
    fields = {"declared_kind": ("dossier",), "created": ("1999-06-04T09:00:00Z",)}
    dossier, places = a_record(1, kind=Kind.DOSSIER, fields=fields), a_library(tmp_path)
    published(places, write_bundle(tmp_path / "bundle", [dossier], collection="files", kind="dossiers"))
    page = read(places, dossier, "files")
    assert "declared a dossier by the newsroom" in page
    assert '<dt>File made</dt><dd dir="auto">4 June 1999, 09:00 UTC</dd>' in page


def test_what_is_said_of_a_collection_stands_on_front_list_and_json_and_rewrites_no_document(tmp_path: Path) -> None:
    places = a_library(tmp_path)
    bundle = write_bundle(tmp_path / "bundle", some(3))
    published(places, bundle)
    document = places.public / "harbour" / some(1)[0].document_id / "index.html"
    before = document.stat().st_mtime_ns
    with open_archive(places, clock) as archive:
        done = publish(archive, bundle, quiet, about='Permits of the  "harbour",\nwhole.')
    assert done.release is None
    said = settings_file.load(places).collections
    assert said == {"harbour": 'Permits of the "harbour", whole.'}
    for page in ("index.html", "harbour/index.html"):
        assert "Permits of the &#34;harbour&#34;, whole." in (places.public / page).read_text()
    assert json.loads((places.public / "collections.json").read_text())["collections"][0]["about"] == said["harbour"]
    assert document.stat().st_mtime_ns == before
    published(places, bundle)
    assert settings_file.load(places).collections == said
    with open_archive(places, clock) as archive:
        publish(archive, bundle, quiet, about="")
    assert settings_file.load(places).collections == {}


def test_dates_in_lists_break_only_between_day_and_time(mails: tuple[Places, dict[str, Record]]) -> None:
    places, _ = mails
    assert "<time>1\xa0April\xa02000,\n12:40\xa0UTC</time>" in (places.public / "mail/index.html").read_text()


def test_weights(mails: tuple[Places, dict[str, Record]]) -> None:
    places, _ = mails
    assert len(style()) <= 12_000
    assert all(page.stat().st_size <= 50_000 for page in places.public.rglob("*.html"))
