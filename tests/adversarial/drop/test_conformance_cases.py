"""The 58 cases of multipart-form-data-conformance against the reader and a real drop, and encodings within encodings.

The suite names what a general parser may take; the drop takes what browsers send and says of the rest that it does not.
Where it differs on purpose is listed below, with the reason.
"""

from __future__ import annotations

import base64
import gzip
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import multipart_form_data_conformance as conformance
import pytest

from amparo.drop.form import Event, Field, FileClosed, FileData, FileOpened, FormLimits, FormReader, boundary_of
from amparo.errors import InputError
from drop_process import BOUNDARY, Drop, form, running_drop

LIMITS = FormLimits(parts=100, text=1 << 20)
REFUSED = {
    "044-boundary-special-chars": "RFC 2045 wants such a boundary in quotation marks",
    "107-preamble-content": "no browser writes before the first boundary",
    "061-lf-only-lenient": "bare line feeds",
    "062-mixed-endings": "bare line feeds",
    "210-control-chars-in-name": "a NUL in a header",
}
EMPTY_CONTROLS = ("303-chrome-empty-file", "304-firefox-empty-file", "028-empty-filename")
"""A file control left empty is no file."""
AS_SENT = {"026-filename-with-backslash": "folder\\\\file.txt"}
"""Browsers do not escape a backslash, so two of them are two."""
NAMELESS = "204-invalid-content-disposition"
"""Read as a field without a name, which the page did not make."""


@dataclass(frozen=True)
class Case:
    id: str
    content_type: str
    body: bytes
    expected: dict[str, Any]

    @property
    def parts(self) -> list[tuple[str | None, bytes | None]]:
        """File name (None for text) and content (None where the suite gives no content) of each part."""
        return [] if self.id in EMPTY_CONTROLS else [self._part(part) for part in self.expected["parts"]]

    def _part(self, part: dict[str, Any]) -> tuple[str | None, bytes | None]:
        content = part.get("body_text")
        raw = base64.b64decode(part["body_base64"]) if "body_base64" in part else None
        name = AS_SENT.get(self.id, part["filename"])
        return name, raw if content is None else content.encode()


def cases() -> list[Case]:
    found = []
    for path in sorted(conformance.get_tests_dir().glob("*/*/test.json")):
        told = json.loads(path.read_text())
        headers = json.loads((path.parent / "headers.json").read_text())
        body = (path.parent / "input.raw").read_bytes()
        found.append(Case(told["id"], headers["content-type"], body, told["expected"]))
    return found


CASES = cases()


def read(case: Case, step: int) -> list[tuple[str | None, bytes]]:
    reader, events = FormReader(boundary_of(case.content_type), LIMITS), []
    for at in range(0, len(case.body), step):
        events += reader.push(case.body[at : at + step])
    reader.finish()
    return list(parts_of(events))


def parts_of(events: list[Event]) -> Iterator[tuple[str | None, bytes]]:
    name, content = "", b""
    for event in events:
        match event:
            case Field(_, value):
                yield None, value.encode()
            case FileOpened(untrusted_name):
                name, content = untrusted_name, b""
            case FileData(data):
                content += data
            case FileClosed():
                yield name, content


def test_there_are_58() -> None:
    assert len(CASES) == 58
    assert {case.id for case in CASES} >= {*REFUSED, *EMPTY_CONTROLS, *AS_SENT, NAMELESS}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
@pytest.mark.parametrize("step", [1, 7, 1 << 20])
def test_the_reader(case: Case, step: int) -> None:
    if case.id == NAMELESS:
        assert read(case, step) == [(None, b"value")]
    elif case.id in REFUSED or not case.expected["valid"]:
        with pytest.raises(InputError):
            read(case, step)
    else:
        got = read(case, step)
        assert [name for name, _ in got] == [name for name, _ in case.parts]
        assert all(want in (None, have) for (_, have), (_, want) in zip(got, case.parts, strict=True))


@pytest.fixture(scope="module")
def drop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Drop]:
    with running_drop(tmp_path_factory.mktemp("conformance")) as running:
        yield running


@pytest.fixture(autouse=True)
def nothing_is_left(request: pytest.FixtureRequest) -> Iterator[None]:
    """After each test that asked a drop: it lives, had no surprise, and what it accepted is taken away."""
    yield
    if "drop" in request.fixturenames:
        drop: Drop = request.getfixturevalue("drop")
        for each in drop.envelopes():
            drop.desk("DELETE", f"/desk/v1/envelopes/{each['id']}")
        assert drop.process is not None and drop.process.poll() is None
        assert (drop.home / "drop-stderr.log").read_bytes() == b""
        assert list((drop.folder / "blobs").iterdir()) == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_the_drop(drop: Drop, case: Case) -> None:
    """As it stands it has no word on replies, and most of its fields are none of ours. With that word before it, what
    holds only files, or a message too, is taken whole or not at all."""
    headers = {"Content-Type": case.content_type.strip()}
    answer = drop.post(case.body, **headers)
    assert answer.status_code == 400 and "<h1>" in answer.text and drop.envelopes() == []
    try:
        boundary = boundary_of(case.content_type)
    except InputError:
        return
    ours = f'--{boundary}\r\nContent-Disposition: form-data; name="no_replies"\r\n\r\nyes\r\n'.encode()
    answer = drop.post(ours + case.body, **headers)
    takable = case.expected["valid"] and case.id not in REFUSED
    strange = takable and {part["name"] for part in case.expected["parts"] if part["filename"] is None} - {"message"}
    if not takable or strange or not case.parts:
        assert answer.status_code == 400 and drop.envelopes() == []
        return
    assert answer.status_code == 200
    ((submission, files),) = drop.submissions()
    texts = [content for name, content in case.parts if name is None and content is not None]
    assert submission.message == b"".join(texts).decode().replace("\r\n", "\n").strip()
    contents = [content for name, content in case.parts if name is not None]
    assert all(want in (None, have) for have, want in zip(files.values(), contents, strict=True))


def part(name: str, content: bytes, *headers: bytes) -> bytes:
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\n'.encode()
    return head + b"".join(each + b"\r\n" for each in headers) + b"\r\n" + content + b"\r\n"


def taken(drop: Drop, *parts: bytes) -> dict[str, bytes]:
    """The files that arrive when these parts are sent."""
    answer = drop.post(b"".join([*form({"no_replies": "yes", "message": "m"})]).replace(
        f"--{BOUNDARY}--\r\n".encode(), b"".join(parts) + f"--{BOUNDARY}--\r\n".encode()
    ))  # fmt: skip
    assert answer.status_code == 200, answer.text
    ((_, files),) = drop.submissions()
    return files


@pytest.mark.parametrize(
    "header",
    [
        b"Content-Transfer-Encoding: base64",
        b"Content-Transfer-Encoding: quoted-printable",
        b"Content-Encoding: gzip",
        b"Content-Type: text/plain; charset=utf-7",
        b"Content-Type: message/rfc822",
    ],
)
def test_an_encoding_of_a_part_is_not_undone(drop: Drop, header: bytes) -> None:
    """What is stored is what was sent: nothing is decoded on the server, so nothing can swell."""
    content = base64.b64encode(gzip.compress(bytes(1 << 20)))
    assert taken(drop, part("bomb", content, header)) == {"bomb": content}


def test_a_form_in_a_form_in_a_form_stays_one_file(drop: Drop) -> None:
    inner = b"innermost"
    for depth in range(50):
        mark = f"inner{depth}".encode()
        head = b"--" + mark + b'\r\nContent-Disposition: file; filename="n"\r\nContent-Type: multipart/mixed\r\n\r\n'
        inner = head + inner + b"\r\n--" + mark + b"--"
    content_type = b"Content-Type: multipart/mixed; boundary=inner49"
    assert taken(drop, part("nested", inner, content_type)) == {"nested": inner}


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "gzip, gzip", "identity", "x" * 200])
def test_an_encoding_of_the_whole_request(drop: Drop, encoding: str) -> None:
    """RFC 9110 allows it; no browser does it. A bomb of 64 MiB is 64 KiB of nonsense to the drop."""
    body = b"".join(form({"no_replies": "yes", "message": "m"}, [("f", bytes(1 << 20))]))
    packed = gzip.compress(body) if "gzip" in encoding else zlib.compress(body)
    answer = drop.post(packed, **{"Content-Encoding": encoding})
    assert answer.status_code == 400 and drop.envelopes() == []


@pytest.mark.parametrize("charset", ["utf-16", "utf-7", "latin-1", "does-not-exist"])
def test_text_is_utf_8_whatever_is_said_of_it(drop: Drop, charset: str) -> None:
    head = 'Content-Disposition: form-data; name="message"\r\nContent-Type: text/plain; charset=' + charset
    body = f"--{BOUNDARY}\r\n{head}\r\n\r\nsmörgås\r\n".encode() + b"".join(form({"no_replies": "yes"}))
    assert drop.post(body).status_code == 200
    ((submission, _),) = drop.submissions()
    assert submission.message == "smörgås"


def test_words_encoded_twice_are_other_words(drop: Drop) -> None:
    words = drop.passphrase()
    once = "".join(f"%{byte:02x}" for byte in words.encode())
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    right = drop.http.post(f"{drop.url}/replies", content=f"passphrase={once}".encode(), headers=headers)
    wrong = drop.http.post(
        f"{drop.url}/replies", content=f"passphrase={once.replace('%', '%25')}".encode(), headers=headers
    )
    assert right.status_code == wrong.status_code == 200
    assert ['role="alert"' in answer.text for answer in (right, wrong)] == [False, True]
