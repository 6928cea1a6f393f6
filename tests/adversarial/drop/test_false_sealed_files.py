"""The form on /offline takes envelopes for today's desks and nothing else, and what it took looks like any other."""

from __future__ import annotations

import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from amparo.drop.sealed import outline_of
from amparo.seal.age import HybridIdentity, X25519Identity
from amparo.seal.header import HeaderReader
from door_b import Tus, envelope, envelope_to
from drop_process import BOUNDARY, Drop, running_drop


@pytest.fixture(scope="module")
def drop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Drop]:
    with running_drop(tmp_path_factory.mktemp("drop")) as running:
        yield running


def body(*parts: tuple[str, str | None, bytes], end: bytes = b"--\r\n") -> bytes:
    """A form of (name, file name or None, content)."""
    whole = b""
    for name, file, content in parts:
        named = f'; filename="{file}"' if file is not None else ""
        whole += f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"{named}\r\n\r\n'.encode()
        whole += content + b"\r\n"
    return whole + f"--{BOUNDARY}".encode() + end


def post(drop: Drop, data: bytes, **headers: str) -> httpx.Response:
    given = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}", **headers}
    return drop.http.post(f"{drop.url}/offline", content=data, headers=given)


def hand_over(drop: Drop, sealed: bytes) -> httpx.Response:
    return post(drop, body(("sealed", "sealed.age", sealed)))


def blobs(drop: Drop) -> set[Path]:
    return set((drop.folder / "blobs").iterdir())


FALSE: dict[str, Callable[[bytes, Drop], bytes]] = {
    "a picture": lambda good, drop: b"\xff\xd8" * 50_000,
    "text": lambda good, drop: b"Dear editor" * 9,
    "for nobody here": lambda good, drop: envelope_to([str(X25519Identity.generate().recipient)]),
    "for one too many": lambda good, drop: envelope_to(
        [str(drop.newsroom.identity.recipient), str(HybridIdentity.generate().recipient)]
    ),
    "cut": lambda good, drop: good[:-1],
    "cut in the header": lambda good, drop: good[:500],
    "one byte more": lambda good, drop: good + b"x",
    "two in one": lambda good, drop: good + good,
    "armored": lambda good, drop: b"-----BEGIN AGE ENCRYPTED FILE-----\n" + good,
}


@pytest.mark.parametrize("kind", FALSE)
def test_what_is_no_envelope_is_refused_and_leaves_nothing(drop: Drop, kind: str) -> None:
    before = blobs(drop)
    answer = hand_over(drop, FALSE[kind](envelope(drop.newsroom, size=70_000), drop))
    assert answer.status_code == 400 and "Nothing of it was stored." in answer.text
    assert "not a file that the offline page sealed" in answer.text
    assert blobs(drop) == before


def test_forms_that_no_page_of_ours_made(drop: Drop) -> None:
    before, good = blobs(drop), envelope(drop.newsroom)
    sealed = ("sealed", "sealed.age", good)
    for data in (
        body(),
        body(("sealed", "", b"")),
        body(sealed, sealed),
        body(sealed, ("passphrase", None, b"seven words")),
        body(*[("sealed", "", b"")] * 9),
    ):
        answer = post(drop, data)
        assert answer.status_code in (400, 413) and "Nothing of it was stored." in answer.text
    cut = post(drop, body(sealed, end=b""))
    assert cut.status_code == 400 and "cut off" in cut.text
    assert post(drop, good, **{"Content-Type": "application/octet-stream"}).status_code == 400
    assert post(drop, body(sealed), **{"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert blobs(drop) == before


def test_at_rest_it_is_like_one_of_the_form_and_one_by_tus(drop: Drop) -> None:
    """Modes, times, sizes, header shapes and rows; no trace of its file name."""
    before = blobs(drop)
    words = drop.passphrase()
    assert drop.send(words, "hello", no_replies="yes").status_code == 200
    with Tus(drop.url) as tus:
        tus.send(envelope(drop.newsroom))
    name = "very-telling-name-of-mine"
    assert post(drop, body(("sealed", f"{name}.age", envelope(drop.newsroom)))).status_code == 200
    new = blobs(drop) - before
    assert len(new) == 3
    assert len({(stat.S_IMODE(path.stat().st_mode), path.stat().st_mtime, path.stat().st_size) for path in new}) == 1
    headers = [HeaderReader().push(memoryview(path.read_bytes())) for path in new]
    assert len({outline_of(header[0]) for header in headers if header}) == 1
    everything = b"".join(path.read_bytes() for path in drop.folder.rglob("*") if path.is_file())
    assert name.encode() not in everything


def test_a_closed_door_takes_nothing(tmp_path: Path) -> None:
    with running_drop(tmp_path) as closing:
        good = envelope(closing.newsroom)
        assert closing.put_roster(closing.newsroom.roster(first=-9, days=5)).status_code == 200
        answer = hand_over(closing, good)
        assert answer.status_code == 503 and "was not stored" in answer.text
        assert closing.http.get(f"{closing.url}/offline").status_code == 503
        assert blobs(closing) == set()
