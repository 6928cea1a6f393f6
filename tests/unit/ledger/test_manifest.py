"""Release manifests and log entries: one spelling, strictly read."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amparo.errors import InputError, TooLargeError, TrustError
from amparo.ledger.canonical import decode, encode
from amparo.ledger.entries import (
    Artifact,
    Entry,
    LoggedDocument,
    LoggedRelease,
    Withdrawal,
    artifact_entry_bytes,
    document_entry_bytes,
    parse_entry,
    present_documents,
    release_entry_bytes,
    withdrawal_entry_bytes,
)
from amparo.ledger.manifest import (
    DocumentEntry,
    DocumentId,
    FileEntry,
    ReleaseId,
    ReleaseManifest,
    check_note_text,
    note_text,
    release_id,
)

DAY = date(2026, 11, 24)
SHA = "ab" * 32
ID = DocumentId("a2" * 12)
FILE = FileEntry("original.txt", SHA, 12, "text/plain; charset=utf-8")
DOCUMENT = DocumentEntry(ID, "cable", "Señor «Ж»  \u2028 \U0001f4dc", "1973-04-?", (FILE,), "")
MANIFEST = ReleaseManifest("harbour-cables", "Harbour cables", "cables", DAY, (DOCUMENT,))
RELEASE = ReleaseId(SHA)


def test_a_manifest_is_read_back_and_is_canonical() -> None:
    data = MANIFEST.to_bytes()
    assert ReleaseManifest.parse(data) == MANIFEST
    assert data == json.dumps(json.loads(data), sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    assert "\u2028".encode() in data and b"\\u" not in data


def test_the_note_stands_for_the_very_bytes() -> None:
    data = MANIFEST.to_bytes()
    text = note_text("harbour-cables", release_id(data))
    assert text == f"amparo/release/v1\nharbour-cables\n{release_id(data)}\n"
    assert check_note_text(text, data) == MANIFEST
    other = replace(MANIFEST, title="Other").to_bytes()
    for wrong, release_json in [(text, other), (text[:-1], data), (text.replace("harbour", "airport"), data)]:
        with pytest.raises(TrustError):
            check_note_text(wrong, release_json)


ENTRIES: list[tuple[bytes, Entry]] = [
    (document_entry_bytes(RELEASE, DOCUMENT, "harbour-cables"), LoggedDocument("harbour-cables", RELEASE, DOCUMENT)),
    (release_entry_bytes(RELEASE, "harbour-cables", 1, DAY), LoggedRelease("harbour-cables", RELEASE, 1, DAY)),
    (
        withdrawal_entry_bytes(ID, "Names\na minor.", "the editor", DAY),
        Withdrawal(ID, "Names\na minor.", "the editor", DAY),
    ),
    (artifact_entry_bytes("roster", SHA, DAY), Artifact("roster", SHA, DAY)),
]


@pytest.mark.parametrize(("data", "entry"), ENTRIES)
def test_entries_are_read_back(data: bytes, entry: Entry) -> None:
    assert parse_entry(data) == entry


@pytest.mark.parametrize("data", [data for data, _ in ENTRIES])
def test_any_other_spelling_is_refused(data: bytes) -> None:
    value: dict[str, Any] = json.loads(data)
    spellings = [
        data + b"\n",
        b" " + data,
        b"\xef\xbb\xbf" + data,
        json.dumps(value).encode(),
        json.dumps(dict(reversed(value.items())), separators=(",", ":"), ensure_ascii=False).encode(),
        data[:-1] + b',"type":' + json.dumps(value["type"]).encode() + b"}",
        data.decode().encode("utf-16"),
        encode(value | {"more": 1}),
        encode(value | {"type": "amparo/other/v1"}),
        encode({key: item for key, item in value.items() if key != "type"}),
        b"[" + data + b"]",
        b"null",
        b"",
    ]
    for name, item in value.items():
        spellings += [
            encode(value | {name: other}) for other in (None, [item], 1.5, True, -1, 2**53, "\x00", {}) if other != item
        ]
    refused = 0
    for spelling in spellings:
        try:
            parse_entry(spelling)
        except InputError:
            refused += 1
    assert refused >= len(spellings) - 2, "only a missing date may be null"


@pytest.mark.parametrize(
    "path",
    [
        "", "/etc/passwd", "../x", "a/../b", "a//b", "./a", "a/.", ".hidden", "a\\b", "C:x", "-rf", "a b", "é", "a\n",
        "a/b/c/d/e/f/g/h/i", "x" * 200,
    ],
)  # fmt: skip
def test_paths_that_lead_elsewhere_are_refused(path: str) -> None:
    with pytest.raises(InputError):
        document_entry_bytes(RELEASE, replace(DOCUMENT, files=(replace(FILE, path=path),)), "c")


@pytest.mark.parametrize(
    "document",
    [
        replace(DOCUMENT, files=()),
        replace(DOCUMENT, files=(FILE, FILE)),
        replace(DOCUMENT, id=DocumentId("A2" * 12)),
        replace(DOCUMENT, id=DocumentId("../" * 8)),
        replace(DOCUMENT, kind="Cable"),
        replace(DOCUMENT, title="a\x00b"),
        replace(DOCUMENT, title="\ud800"),
        replace(DOCUMENT, date="yesterday"),
        replace(DOCUMENT, files=(replace(FILE, sha256="AB" * 32),)),
        replace(DOCUMENT, files=(replace(FILE, size=-1),)),
        replace(DOCUMENT, files=(replace(FILE, media_type="text"),)),
        replace(DOCUMENT, files=(replace(FILE, media_type="text/html\r\nX: y"),)),
    ],
)
def test_documents_that_could_not_be_read_back_are_not_written(document: DocumentEntry) -> None:
    with pytest.raises(InputError):
        document_entry_bytes(RELEASE, document, "harbour-cables")
    with pytest.raises(InputError):
        replace(MANIFEST, documents=(document,)).to_bytes()


def test_a_document_twice_in_one_release_is_refused() -> None:
    with pytest.raises(InputError):
        replace(MANIFEST, documents=(DOCUMENT, DOCUMENT)).to_bytes()


def test_an_entry_longer_than_the_log_holds() -> None:
    with pytest.raises(TooLargeError):
        document_entry_bytes(RELEASE, replace(DOCUMENT, title="x" * 65_536), "harbour-cables")


def test_numbers_that_are_not_integers_are_refused() -> None:
    for text in (b"1.0", b"1e3", b"NaN", b"Infinity", b"-0", b"01", b"9" * 5000, b'"\\ud800"', b"[" * 100_000):
        with pytest.raises(InputError):
            decode(text, "It")


def test_what_is_in_view() -> None:
    other = replace(DOCUMENT, id=DocumentId("b3" * 12))
    newer = replace(DOCUMENT, title="Corrected")
    entries: list[Entry] = [
        LoggedDocument("a", RELEASE, DOCUMENT),
        LoggedDocument("b", RELEASE, DOCUMENT),
        LoggedDocument("a", RELEASE, other),
        LoggedRelease("a", RELEASE, 2, DAY),
        LoggedDocument("a", RELEASE, newer),
    ]
    view = present_documents(entries)
    assert view["a", ID] == (4, entries[4]) and view["b", ID] == (1, entries[1]) and len(view) == 3
    withdrawn = [*entries, Withdrawal(ID, "why", "who", DAY)]
    assert set(present_documents(withdrawn)) == {("a", other.id)}
    assert set(present_documents([*withdrawn, entries[0]])) == {("a", other.id), ("a", ID)}


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=12,
)


@given(VALUES)
def test_canonical_json_is_read_back(value: Any) -> None:
    try:
        data = encode(value)
    except InputError:  # half a surrogate pair in a key
        return
    assert decode(data, "It") == value
