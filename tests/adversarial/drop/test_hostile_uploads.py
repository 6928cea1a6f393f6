"""Whoever speaks tus to lie: offsets, lengths, checksums, two at once, garbage, strangers' addresses, floods."""

from __future__ import annotations

import base64
import hashlib
import os
import socket
import threading
import time
from collections.abc import Iterator

import httpx
import pytest

from amparo.seal.age import HybridIdentity, parse_recipient, seal_bytes
from amparo.seal.mailbox import tag
from amparo.seal.padding import padme
from door_b import PART, TUS, Tus, envelope, envelope_to
from drop_process import Drop, peak_memory, running_drop, wait_for


@pytest.fixture(scope="module")
def drop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Drop]:
    with running_drop(tmp_path_factory.mktemp("drop"), most_uploads=12) as running:
        yield running


@pytest.fixture
def tus(drop: Drop) -> Iterator[Tus]:
    with Tus(drop.url) as client:
        yield client
    for each in drop.envelopes():
        drop.desk("DELETE", f"/desk/v1/envelopes/{each['id']}")


def unfinished(drop: Drop) -> list[str]:
    return sorted(path.name for path in (drop.folder / "blobs").glob("up-*"))


def offset(tus: Tus, place: str) -> int:
    return int(tus.head(place).headers["upload-offset"])


def test_offsets_that_lie_change_nothing(drop: Drop, tus: Tus) -> None:
    sealed = envelope(drop.newsroom, size=100_000)
    place = tus.begin(len(sealed))
    assert tus.patch(place, 0, sealed[:50_000]).status_code == 204
    for lie in (0, 49_999, 50_001, len(sealed), 10**17):
        assert tus.patch(place, lie, os.urandom(1000)).status_code == 409
    for nonsense in ("-1", "0x10", "1e5", "", "9" * 40):
        answer = tus.http.patch(place, content=b"x", headers={**PART, "Upload-Offset": nonsense})
        assert answer.status_code == 400
    assert offset(tus, place) == 50_000
    assert tus.patch(place, 50_000, sealed[50_000:]).status_code == 204
    assert drop.fetch(drop.envelopes()[0]["id"]) == sealed


def test_lengths_that_no_envelope_has_and_no_disk_holds(drop: Drop, tus: Tus) -> None:
    before = unfinished(drop)
    assert [tus.create(length).status_code for length in (0, 1, 17_001, 20_000)] == [400] * 4
    assert [tus.create(length).status_code for length in (10**17, 2**59)] == [413] * 2
    largest = int(tus.http.options("/tus").headers["tus-max-size"])
    assert largest < 10**15
    assert tus.http.post("/tus", headers={**TUS, "Upload-Length": "9" * 60}).status_code == 400
    assert tus.http.post("/tus", headers={**TUS, "Upload-Defer-Length": "1"}).status_code == 400
    assert unfinished(drop) == before


def test_more_than_was_announced_is_refused_and_undone(drop: Drop, tus: Tus) -> None:
    sealed = envelope(drop.newsroom)
    place = tus.begin(len(sealed))
    assert tus.patch(place, 0, sealed[:10_000]).status_code == 204
    assert tus.patch(place, 10_000, sealed[10_000:] + b"x").status_code == 413

    def endless() -> Iterator[bytes]:
        for _ in range(200):
            yield bytes(10_000)

    headers = {**PART, "Upload-Offset": "10000"}
    assert tus.http.patch(place, content=endless(), headers=headers).status_code == 413
    assert offset(tus, place) == 10_000
    assert tus.patch(place, 10_000, sealed[10_000:]).status_code == 204


@pytest.mark.parametrize("algorithm", ["sha1", "sha256"])
def test_a_part_that_is_not_what_its_checksum_says_is_forgotten(drop: Drop, tus: Tus, algorithm: str) -> None:
    sealed = envelope(drop.newsroom, size=200_000)
    place = tus.begin(len(sealed))
    tus.patch(place, 0, sealed[:10_000])
    digest = base64.b64encode(hashlib.new(algorithm, sealed[10_000:]).digest()).decode()
    headers = {"Upload-Checksum": f"{algorithm} {digest}"}
    altered = sealed[10_000:50_000] + bytes((sealed[50_000] ^ 1,)) + sealed[50_001:]
    assert tus.patch(place, 10_000, altered, **headers).status_code == 460
    assert offset(tus, place) == 10_000 and drop.envelopes() == []
    assert tus.patch(place, 10_000, sealed[10_000:], **{"Upload-Checksum": f"crc32 {digest}"}).status_code == 400
    assert offset(tus, place) == 10_000
    assert tus.patch(place, 10_000, sealed[10_000:], **headers).status_code == 204
    assert drop.fetch(drop.envelopes()[0]["id"]) == sealed


def test_a_checked_part_cut_in_the_middle_is_forgotten_and_an_unchecked_one_kept(drop: Drop, tus: Tus) -> None:
    sealed = envelope(drop.newsroom, size=200_000)
    digest = base64.b64encode(hashlib.sha256(sealed).digest()).decode()
    place = tus.begin(len(sealed))
    checksum = {"Upload-Checksum": f"sha256 {digest}"}
    tus.broken_patch(place, 0, sealed[:90_000], announced=len(sealed), **checksum)
    time.sleep(0.2)
    assert offset(tus, place) == 0
    tus.broken_patch(place, 0, sealed[:90_000], announced=len(sealed))
    wait_for(lambda: offset(tus, place) == 90_000)


def test_other_versions_are_412_and_do_nothing(drop: Drop, tus: Tus) -> None:
    sealed = envelope(drop.newsroom)
    place = tus.begin(len(sealed))
    part = {"Content-Type": PART["Content-Type"], "Upload-Offset": "0"}
    for version in ({"Tus-Resumable": "0.2.2"}, {}):
        answers = [
            tus.http.post("/tus", headers={"Upload-Length": str(len(sealed)), **version}),
            tus.http.patch(place, content=sealed, headers={**part, **version}),
            tus.http.head(place, headers=version),
            tus.http.delete(place, headers=version),
        ]
        assert [answer.status_code for answer in answers] == [412] * 4
        assert all(answer.headers["tus-version"] == "1.0.0" for answer in answers)
    assert offset(tus, place) == 0 and drop.envelopes() == []


def test_two_at_once_on_one_upload_never_mix(drop: Drop, tus: Tus) -> None:
    sealed = envelope(drop.newsroom, size=3_000_000)
    place = tus.begin(len(sealed))
    statuses: list[int] = []

    def send(data: bytes) -> None:
        with Tus(drop.url) as other:
            statuses.append(other.patch(place, 0, data).status_code)

    # One sends what is right, the other what is not: whatever comes of it is one or the other, never both.
    wrong = sealed[:5000] + bytes(len(sealed) - 5000)
    threads = [threading.Thread(target=send, args=(data,)) for data in (sealed, wrong) for _ in range(3)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert statuses.count(204) <= 1 and set(statuses) <= {204, 404, 409}
    if drop.envelopes():
        assert drop.fetch(drop.envelopes()[0]["id"]) in (sealed, wrong)
    else:
        (kept,) = (drop.folder / "blobs").glob(f"up-{place.rpartition('/')[2]}*")
        data = kept.read_bytes()
        assert data == sealed[: len(data)] or data == wrong[: len(data)]


def test_a_stalled_connection_does_not_hold_an_upload(drop: Drop, tus: Tus) -> None:
    sealed = envelope(drop.newsroom, size=100_000)
    place = tus.begin(len(sealed))
    host, _, port = drop.url.removeprefix("http://").partition(":")
    head = "".join(f"{name}: {value}\r\n" for name, value in {**PART, "Upload-Offset": "0"}.items())
    with socket.create_connection((host, int(port))) as stalled:
        request = f"PATCH {place} HTTP/1.1\r\nHost: x\r\nContent-Length: {len(sealed)}\r\n{head}\r\n"
        stalled.sendall(request.encode() + sealed[:40_000])
        wait_for(lambda: any(path.stat().st_size == 40_000 for path in (drop.folder / "blobs").glob("up-*")))
        began = time.monotonic()
        assert offset(tus, place) == 40_000
        assert tus.patch(place, 40_000, sealed[40_000:]).status_code == 204
        assert time.monotonic() - began < 3
        stalled.sendall(sealed[40_000:])
        assert stalled.recv(100).startswith(b"HTTP/1.1 4")
    assert drop.fetch(drop.envelopes()[0]["id"]) == sealed


def padded(start: bytes, length: int) -> bytes:
    return start + os.urandom(length - len(start))


def test_garbage_in_place_of_an_envelope_is_refused_as_soon_as_it_shows(drop: Drop, tus: Tus) -> None:
    right = envelope(drop.newsroom, size=500_000)
    strangers = [str(HybridIdentity.generate().recipient) for _ in range(2)]
    length = len(right)
    garbage = {
        "noise": padded(b"", length),
        "an archive": padded(b"PK\x03\x04", length),
        "a document": padded(b"%PDF-1.7\n", length),
        "two desks": padded(envelope_to(strangers), length),
        "armored": padded(seal_bytes(b"x", [parse_recipient(strangers[0])], armor=True), length),
        "a torn header": padded(right[:1500].replace(b"mlkem768x25519", b"mlkem768x25518"), length),
    }
    for name, data in garbage.items():
        place = tus.begin(length)
        # 100 kB are enough to tell: the rest need not be sent for it.
        assert tus.patch(place, 0, data[:100_000]).status_code == 400, name
        assert tus.head(place).status_code == 404, name
    assert drop.envelopes() == []


def test_an_endless_header_is_not_collected(drop: Drop, tus: Tus) -> None:
    place = tus.begin(len(envelope(drop.newsroom)))
    assert tus.patch(place, 0, b"age-encryption.org/v1\n" + b"-> X " + b"a" * 10_000).status_code == 400


def test_names_in_clear_are_refused(drop: Drop, tus: Tus) -> None:
    length = len(envelope(drop.newsroom))
    assert tus.create(length, **{"Upload-Metadata": "filename cHJvb2YucGRm"}).status_code == 400
    assert all(b"proof" not in path.name.encode() for path in (drop.folder / "blobs").iterdir())


def test_addresses_that_nobody_was_given(drop: Drop, tus: Tus) -> None:
    for place in ("/tus/" + "0" * 32, "/tus/..%2f..%2fdrop.toml", "/tus/" + "A" * 32, "/tus/x", "/tus/" + "a" * 5000):
        answers = [tus.head(place), tus.patch(place, 0, b"x"), tus.delete(place)]
        assert [answer.status_code for answer in answers] == [404] * 3, place
        assert all("upload-offset" not in answer.headers for answer in answers)
    id_ = drop.envelopes()[0]["id"] if drop.envelopes() else "ab" * 16
    assert tus.head(f"/tus/{id_}").status_code == 404


def test_the_listed_id_of_an_envelope_lets_nobody_remove_it(drop: Drop, tus: Tus) -> None:
    place = tus.send(envelope(drop.newsroom))
    (listed,) = drop.envelopes()
    assert tus.delete(f"/tus/{listed['id']}").status_code == 404 and len(drop.envelopes()) == 1
    assert tus.head(place).headers["upload-offset"] == tus.head(place).headers["upload-length"] == str(listed["size"])
    assert tus.patch(place, 0, b"x").status_code == 409
    assert tus.delete(place).status_code == 204 and drop.envelopes() == []
    assert tus.head(place).status_code == 404


def test_another_site_cannot_make_a_browser_upload(drop: Drop, tus: Tus) -> None:
    length = len(envelope(drop.newsroom))
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "http://evil.example"}):
        assert tus.create(length, **headers).status_code == 403
        assert tus.http.post("/mailbox", content=bytes(256), headers=headers).status_code == 403


def test_a_flood_of_beginnings_does_not_stop_whoever_really_sends(drop: Drop, tus: Tus) -> None:
    sealed = envelope(drop.newsroom, size=100_000)
    place = tus.begin(len(sealed))
    assert tus.patch(place, 0, sealed[:40_000]).status_code == 204
    for _ in range(60):
        tus.begin(len(sealed))
    assert len(unfinished(drop)) <= 12
    assert tus.patch(place, 40_000, sealed[40_000:]).status_code == 204
    assert drop.send(drop.passphrase(), "the form still works").status_code == 200


def test_memory_does_not_grow_with_an_upload(drop: Drop, tus: Tus) -> None:
    assert drop.process is not None
    shape = len(envelope(drop.newsroom)) - 16 * 1024 - 16
    plain = padme(150_000_000)
    length = shape + plain + 16 * -(-plain // 65536)
    start = envelope(drop.newsroom)[:10_000]
    place = tus.begin(length)
    before = peak_memory(drop.process.pid)

    def body() -> Iterator[bytes]:
        yield start
        left, piece = length - len(start), os.urandom(1 << 20)
        while left:
            yield piece[: min(left, len(piece))]
            left -= min(left, len(piece))

    assert tus.http.patch(place, content=body(), headers={**PART, "Upload-Offset": "0"}).status_code == 204
    assert peak_memory(drop.process.pid) - before < 24 * 1024 * 1024


def test_a_look_into_a_mailbox_has_one_size_or_is_none(drop: Drop, tus: Tus) -> None:
    answers = [tus.http.post("/mailbox", content=os.urandom(256)) for _ in range(3)]
    assert [(answer.status_code, len(answer.content)) for answer in answers] == [(200, 65_536)] * 3
    assert [tus.http.post("/mailbox", content=bytes(size)).status_code for size in (0, 32, 255)] == [400] * 3
    assert tus.http.post("/mailbox", content=bytes(258)).status_code == 413
    assert tus.http.get("/mailbox").status_code == 405


def test_a_removal_answers_like_a_look_whatever_lay_there(drop: Drop, tus: Tus) -> None:
    tokens = [os.urandom(32) for _ in range(8)]
    bodies = {place: os.urandom(8192) for place in (1, 4)}
    for place, body in bodies.items():
        assert drop.desk("PUT", f"/desk/v1/replies/{tag(tokens[place]).hex()}", body).status_code == 201

    def look(chosen: bytes) -> httpx.Response:
        return tus.http.post("/mailbox", content=b"".join(tokens) + chosen)

    def there(answer: httpx.Response) -> set[int]:
        return {place for place, body in bodies.items() if answer.content[8192 * place : 8192 * (place + 1)] == body}

    answers = [look(chosen) for chosen in (b"", b"\0", b"\x0e", b"\x0e", b"\xff", b"\xff", b"")]
    assert [there(answer) for answer in answers] == [{1, 4}, {1, 4}, {1, 4}, {4}, {4}, set(), set()]
    assert len({(answer.status_code, len(answer.content), str(answer.headers)) for answer in answers}) == 1
