"""Files as programs of the nineties wrote them, and text in the escapes of programs."""

from __future__ import annotations

import binascii
import io
import json
import sqlite3
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.older_formats import (
    MAIL,
    SAMPLES,
    SENTENCE,
    deflated_64,
    imploded,
    outlook_express,
    quattro,
    shortcut,
    shrunk,
    zip_of,
)

from amparo.records.model import Kind, Record
from amparo.records.read import read
from amparo.records.readers.escaped_text import as_read, without_files
from amparo.records.readers.harvest import harvest
from amparo.records.reading import Found, Input, Part, Reason, Unreadable


def found(data: bytes, depth: int = 2) -> list[Found]:
    out: list[Found] = []
    for each in read(Input.of(data, "file.bin")):
        out += found(each.data, depth - 1) if isinstance(each, Part) and depth else [each]
    return out


def only(data: bytes) -> Record:
    (record,) = found(data)
    assert isinstance(record, Record), record
    return record


@pytest.mark.parametrize("name", SAMPLES)
def test_each_format_gives_its_sentence_and_nothing_fails(name: str) -> None:
    record = only(SAMPLES[name])
    assert SENTENCE in record.text
    assert not record.field("text_source")


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from([b"quay ", b"closed ", b"\0", b"\xff", b"aaaaaaaa"]), max_size=60).map(b"".join))
def test_what_older_methods_packed_comes_out_again(plain: bytes) -> None:
    members = [(6, 0x4, imploded(plain, True)), (6, 0, imploded(plain, False)), (1, 0, shrunk(plain))]
    for method, flags, packed in members:
        (part,) = read(Input.of(zip_of(method, flags, packed, plain), "a.zip"))
        assert isinstance(part, Part)
        assert part.data == plain


def test_a_match_longer_than_deflate_has() -> None:
    packed, plain = deflated_64(60_000)
    (part,) = read(Input.of(zip_of(9, 0, packed, plain), "a.zip"))
    assert isinstance(part, Part)
    assert part.data == plain


@settings(max_examples=60, deadline=None)
@given(st.sampled_from([1, 6, 9]), st.binary(max_size=200), st.integers(0, 7))
def test_random_bytes_are_a_damaged_member(method: int, packed: bytes, flags: int) -> None:
    for each in read(Input.of(zip_of(method, flags & 6, packed, b"x" * 500), "a.zip")):
        assert isinstance(each, Unreadable)
        assert each.reason is Reason.CORRUPT


def test_the_mails_of_an_outlook_express_folder_in_their_order() -> None:
    mails = [MAIL % name for name in (b"one", b"two", b"three")]
    parts = [each for each in read(Input.of(outlook_express(mails), "Inbox.dbx")) if isinstance(each, Part)]
    assert [each.data for each in parts] == mails
    assert [each.kind for each in found(outlook_express(mails)) if isinstance(each, Record)] == [Kind.MAIL] * 3


def test_mails_that_a_folder_counts_and_does_not_have_are_told() -> None:
    *_, last = found(outlook_express([MAIL % b"one"], told=3))
    assert isinstance(last, Unreadable)
    assert (last.reason, "3 mails, and 2" in last.explanation) == (Reason.CORRUPT, True)


def test_a_mail_cut_off_is_kept_as_far_as_it_goes() -> None:
    folder = outlook_express([MAIL % b"one"])
    # The second piece of the mail names another place than its own.
    broken = bytearray(folder)
    broken[0x24BC + 528] ^= 0xFF
    mail, rest = found(bytes(broken))
    assert isinstance(mail, Record)
    assert isinstance(rest, Unreadable)
    assert rest.reason is Reason.CORRUPT


def test_pointers_that_turn_back_end() -> None:
    folder = bytearray(outlook_express([MAIL % b"one", MAIL % b"two"]))
    folder[0x24BC + 12 : 0x24BC + 16] = (0x24BC).to_bytes(4, "little")
    root = int.from_bytes(folder[0xE4:0xE8], "little")
    folder[root + 28 : root + 32] = root.to_bytes(4, "little")
    assert found(bytes(folder))


def test_a_shortcut_tells_where_it_points_on_which_volume_and_machine() -> None:
    record = only(shortcut("C:\\Prüfung\\Договор.doc", "desk-7", "/print"))
    assert record.field("target") == ("C:\\Prüfung\\Договор.doc",)
    assert record.field("volume") == ("DISK ABCD-1234",)
    assert record.field("machine") == ("desk-7",)
    assert record.field("arguments") == ("/print",)
    assert record.field("target_modified") == ("2020-01-01T00:00:00Z",)


def test_a_shortcut_cut_off_is_damaged() -> None:
    whole = shortcut("C:\\a.doc", "desk-7", "/print")
    for size in range(20, len(whole)):
        assert found(whole[:size])


def test_notebooks_of_quattro_pro_are_tables() -> None:
    assert only(quattro("Ten quays")).text == "Ten quays\t1234.5"


def test_a_database_of_libreoffice_gives_its_queries_and_its_rows() -> None:
    box = io.BytesIO()
    with zipfile.ZipFile(box, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.base")
        query = '<q:query q:name="Large" q:command="SELECT * FROM Payments"/>'
        archive.writestr("content.xml", f'<o:document xmlns:o="o" xmlns:q="q">{query}</o:document>')
        archive.writestr("database/script", "INSERT INTO Payments VALUES(1,'The quay was closed')\n")
    asked, rows = found(box.getvalue())
    assert isinstance(asked, Record)
    assert isinstance(rows, Record)
    assert asked.text == "Large: SELECT * FROM Payments"
    assert "The quay was closed" in rows.text


def _with_journal(folder: Path) -> tuple[bytes, bytes]:
    """A database, and the journal beside it, which alone has the last row and the new text of the first."""
    with sqlite3.connect(folder / "a.db") as database:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("CREATE TABLE chat (said TEXT)")
        database.execute("INSERT INTO chat VALUES ('first')")
        database.commit()
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        database.execute("UPDATE chat SET said = 'changed'")
        database.execute("INSERT INTO chat VALUES ('a last row of words')")
        database.commit()
        kept = (folder / "a.db").read_bytes(), (folder / "a.db-wal").read_bytes()
    database.close()
    return kept


def test_a_database_is_read_with_the_journal_behind_it(tmp_path: Path) -> None:
    database, journal = _with_journal(tmp_path)
    assert only(database).pages == ("chat\nsaid\nfirst",)
    whole = only(database + journal)
    assert whole.pages == ("chat\nsaid\nchanged\na last row of words",)
    assert whole.field("from_its_journal")
    # A transaction that was cut off never was.
    assert only(database + journal[:-200]).pages == ("chat\nsaid\nfirst",)


def test_a_journal_alone_gives_the_words_in_it(tmp_path: Path) -> None:
    _, journal = _with_journal(tmp_path)
    alone = only(journal)
    assert "a last row" in alone.text
    assert alone.field("text_source") == ("harvested",)


@given(
    st.text(st.characters(min_codepoint=0x20, exclude_characters='"\\', exclude_categories=("Cc", "Cs")), max_size=60)
)
def test_escapes_of_json_are_undone(text: str) -> None:
    # Between letters of other scripts no bytes of UTF-8 can be meant.
    text = "\u0416".join(text)
    assert as_read(json.dumps({"said": text})) == json.dumps({"said": text}, ensure_ascii=False)


def test_strings_of_json_read_as_people_wrote_them() -> None:
    told = '{"a": "Jos\\u00c3\\u00a9 said:\\nno \\u2013 \\u0022never\\u0022", "b": "C:\\\\ud83d", "c": "\\ud83d"}'
    assert as_read(told) == '{"a": "José said:\nno – \\u0022never\\u0022", "b": "C:\\\\ud83d", "c": "\ufffd"}'
    assert as_read("A note on \\u00e9") == "A note on \\u00e9"


def test_cards_and_calendars_are_unfolded() -> None:
    card = (
        "BEGIN:VCARD\r\nVERSION:2.1\r\nFN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:J=C3=B6rg =\r\nMeier\r\nEND:VCARD\r\n"
    )
    assert "QUOTED-PRINTABLE:Jörg Meier" in as_read(card)
    event = "BEGIN:VCALENDAR\r\nSUMMARY:The min\r\n ister\\, and others\\nat ten\r\nEND:VCALENDAR\r\n"
    assert "SUMMARY:The minister, and others\nat ten" in as_read(event)


def _uuencoded(data: bytes) -> str:
    lines = [binascii.b2a_uu(data[at : at + 45]).decode() for at in range(0, len(data), 45)]
    return "begin 644 plan.txt\n" + "".join(lines) + "`\nend\n"


def test_a_card_of_one_endless_line_comes_to_its_end() -> None:
    """Its words again and again, and no colon: looked for from each of them, it took the square of their number."""
    card = "BEGIN:VCARD\n" + "NOTE;ENCODING=QUOTED-PRINTABLE" * 100_000
    assert as_read(card) == card


@given(st.binary(min_size=1, max_size=300))
def test_uuencoded_files_come_out_as_they_were(data: bytes) -> None:
    text, files = without_files(f"before\n{_uuencoded(data)}after\n")
    assert (text, files) == ("before\n[attached: plan.txt]\nafter\n", [("plan.txt", data)])


def test_a_file_within_a_mail_is_a_part_and_other_beginnings_are_words() -> None:
    mail = MAIL % b"plan" + b"begin 5 things\r\n" + _uuencoded(b"The plan of the quay.").encode()
    letter, plan = found(mail)
    assert isinstance(letter, Record)
    assert isinstance(plan, Record)
    assert "begin 5 things\n[attached: plan.txt]" in letter.text.replace("\r", "")
    assert letter.field("attachments") == ("plan.txt",)
    assert plan.text == "The plan of the quay."


def test_mails_whose_lines_end_twice() -> None:
    mail = only((MAIL % b"twice").replace(b"\r\n", b"\r\r\n"))
    assert (mail.kind, mail.title, mail.recipients) == (Kind.MAIL, "twice", ("ben@example.org",))


def test_boxes_of_mozilla_whose_separators_have_no_date() -> None:
    box = b"From -\nFrom: a@example.org\nSubject: one\n\nfirst\n\nFrom -\nFrom: b@example.org\nSubject: two\n\nlast\n"
    assert [each.title for each in found(box) if isinstance(each, Record)] == ["one", "two"]


def test_letters_of_single_bytes_are_no_ideographs() -> None:
    words = harvest(b"\0".join([b"\x01currency", b"encoding", b"rctbiti.", b"ncurobni"] * 9))
    assert words.isascii()
