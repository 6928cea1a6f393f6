"""Who is no desk gets nothing: not by leaving signatures out, stealing, moving, ageing or repeating them."""

from __future__ import annotations

import base64
import contextlib
import re
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from amparo.seal.httpsig import content_digest, sign
from amparo.seal.note import Signer
from amparo.seal.note import sign as sign_note
from amparo.seal.reply import REPLY_SIZE
from amparo.seal.roster import Desk, Roster
from drop_process import Drop, Newsroom, running_drop, wait_for

LIST = "/desk/v1/envelopes"
REPLY = "/desk/v1/replies/" + "ab" * 32
BODY = bytes(REPLY_SIZE)


@pytest.fixture(scope="module")
def drop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Drop]:
    with running_drop(tmp_path_factory.mktemp("forged")) as running:
        running.send(running.passphrase(), "hello", [("f", bytes(100_000))])
        # Its row is written a moment after the thanks.
        wait_for(lambda: rows(running) == 1)
        yield running


def rows(drop: Drop) -> int:
    with contextlib.closing(sqlite3.connect(drop.folder / "drop.sqlite")) as database:
        count: int = database.execute("SELECT count(*) FROM envelopes").fetchone()[0]
    return count


@pytest.fixture
def target(drop: Drop) -> str:
    return f"{LIST}/{drop.envelopes()[0]['id']}"


@pytest.fixture(autouse=True)
def nothing_happened(drop: Drop) -> Iterator[None]:
    """Whatever was tried, the envelope is still there and no reply was stored."""
    yield
    assert rows(drop) == 1 and (drop.folder / "replies.records").read_bytes() == b""


def ask(drop: Drop, method: str, path: str, headers: dict[str, str], body: bytes | None = None) -> httpx.Response:
    return drop.http.request(method, drop.url + path, headers=headers, content=body)


def signed(
    drop: Drop, method: str, path: str, body: bytes | None = None, age: float = 0, keyid: str = "news"
) -> dict[str, str]:
    key = Ed25519PrivateKey.from_private_bytes(drop.newsroom.api.seed)
    when = datetime.now(UTC) - timedelta(seconds=age)
    return sign(method, path, None if body is None else content_digest(body), key, keyid, when)


def refused(answer: httpx.Response, status: int = 403) -> None:
    assert answer.status_code == status
    assert set(answer.json()) == {"error", "hint"} and answer.headers["content-type"] == "application/json"


def test_unsigned(drop: Drop, target: str) -> None:
    for method, path, body in (
        ("GET", LIST, None),
        ("GET", target, None),
        ("DELETE", target, None),
        ("PUT", REPLY, BODY),
    ):
        refused(ask(drop, method, path, {}, body), 400)


def test_half_signed_and_garbled(drop: Drop) -> None:
    whole = signed(drop, "GET", LIST)
    for name in whole:
        refused(ask(drop, "GET", LIST, {key: value for key, value in whole.items() if key != name}), 400)
        for broken in ("", "sig", "x" * 5000, whole[name] + ",b=:AA==:", whole[name].replace("sig", "other")):
            assert ask(drop, "GET", LIST, {**whole, name: broken}).status_code in (400, 403)


def test_a_key_that_is_not_on_the_roster(drop: Drop, target: str) -> None:
    stranger = Newsroom()
    for method, path, body in (("GET", LIST, None), ("DELETE", target, None), ("PUT", REPLY, BODY)):
        refused(ask(drop, method, path, stranger.headers(method, path, body), body))
    refused(ask(drop, "GET", LIST, signed(drop, "GET", LIST, keyid="other")))


def test_replayed(drop: Drop, target: str) -> None:
    headers = signed(drop, "GET", target)
    assert ask(drop, "GET", target, headers).status_code == 200
    refused(ask(drop, "GET", target, headers))
    refused(ask(drop, "GET", target, headers))


def test_a_replay_with_the_nonce_changed(drop: Drop) -> None:
    headers = signed(drop, "GET", LIST)
    headers["Signature-Input"] = re.sub(
        r'nonce="[^"]*"', 'nonce="AAAAAAAAAAAAAAAAAAAAAAAA"', headers["Signature-Input"]
    )
    refused(ask(drop, "GET", LIST, headers))


@pytest.mark.parametrize("age", [301, 86_400, -301, -86_400 * 365])
def test_signed_long_ago_or_far_ahead(drop: Drop, age: float) -> None:
    refused(ask(drop, "GET", LIST, signed(drop, "GET", LIST, age=age)))


def test_freshened_by_hand(drop: Drop) -> None:
    headers = signed(drop, "GET", LIST, age=4000)
    now = int(datetime.now(UTC).timestamp())
    headers["Signature-Input"] = re.sub(r"created=\d+", f"created={now}", headers["Signature-Input"])
    refused(ask(drop, "GET", LIST, headers))


def test_a_signature_for_another_path_or_method(drop: Drop, target: str) -> None:
    refused(ask(drop, "GET", target, signed(drop, "GET", LIST)))
    refused(ask(drop, "DELETE", target, signed(drop, "GET", target)))
    assert ask(drop, "HEAD", LIST, signed(drop, "GET", LIST)).status_code == 403
    other = REPLY.replace("ab", "cd")
    refused(ask(drop, "PUT", REPLY, signed(drop, "PUT", other, BODY), BODY))
    # The same place, spelt otherwise on the wire, is another path to sign.
    refused(ask(drop, "DELETE", target.replace("envelopes", "%65nvelopes"), signed(drop, "DELETE", target)))


def test_another_body_than_was_signed(drop: Drop) -> None:
    other = b"\1" + BODY[1:]
    headers = signed(drop, "PUT", REPLY, BODY)
    refused(ask(drop, "PUT", REPLY, headers, other))
    refused(ask(drop, "PUT", REPLY, {**headers, "Content-Digest": content_digest(other)}, other))


def test_a_body_nobody_signed(drop: Drop) -> None:
    refused(ask(drop, "PUT", REPLY, signed(drop, "PUT", REPLY), BODY))
    refused(ask(drop, "GET", LIST, signed(drop, "GET", LIST, BODY)))


def test_another_algorithm_or_other_parts_covered(drop: Drop) -> None:
    for old, new in (
        ('alg="ed25519"', 'alg="none"'),
        ('alg="ed25519"', 'alg="hmac-sha256"'),
        (';alg="ed25519"', ""),
        ('"@method" "@path"', '"@method"'),
        ('"@method" "@path"', ""),
        ('"@method" "@path"', '"@path" "@method"'),
        ('"@method" "@path"', '"@method" "@path" "host"'),
    ):
        headers = signed(drop, "GET", LIST)
        headers["Signature-Input"] = headers["Signature-Input"].replace(old, new)
        refused(ask(drop, "GET", LIST, headers), 400)


def test_signatures_that_are_no_signatures(drop: Drop) -> None:
    for value in (b"", bytes(64), bytes(63), bytes(4000), b"\xff" * 64):
        headers = signed(drop, "GET", LIST)
        headers["Signature"] = f"sig=:{base64.b64encode(value).decode()}:"
        assert ask(drop, "GET", LIST, headers).status_code in (400, 403)


@pytest.mark.parametrize("size", [0, 1, REPLY_SIZE - 1, REPLY_SIZE + 1, 2 * REPLY_SIZE, 5_000_000])
def test_a_reply_of_another_size(drop: Drop, size: int) -> None:
    body = bytes(size)
    answer = ask(drop, "PUT", REPLY, signed(drop, "PUT", REPLY, body), body)
    assert answer.status_code == (413 if size > REPLY_SIZE else 400)


@pytest.mark.parametrize("tag", ["", "ab", "AB" * 32, "ab" * 33, "zz" * 32, "..%2f..%2fdrop.toml", "%00" * 32])
def test_a_reply_under_no_tag(drop: Drop, tag: str) -> None:
    path = f"/desk/v1/replies/{tag}"
    assert ask(drop, "PUT", path, signed(drop, "PUT", path, BODY), BODY).status_code in (400, 404)


@pytest.mark.parametrize(
    "id_", ["..", "..%2f..%2fdrop.sqlite", "%2e%2e", "0" * 32, "A" * 32, "x", "%00", "tmp-" + "0" * 28]
)
def test_envelopes_that_are_none(drop: Drop, id_: str) -> None:
    path = f"{LIST}/{id_}"
    for method in ("GET", "DELETE"):
        raw = httpx.URL(drop.url).copy_with(raw_path=path.encode())
        answer = drop.http.request(method, raw, headers=signed(drop, method, path))
        assert answer.status_code in (400, 404) or (method, id_, answer.status_code) == ("DELETE", "0" * 32, 204)


def test_parts_of_an_envelope(drop: Drop, target: str) -> None:
    whole = drop.desk("GET", target).content
    size = len(whole)
    for asked, status, content in (
        ("bytes=0-0", 206, whole[:1]),
        ("bytes=100-", 206, whole[100:]),
        ("bytes=-7", 206, whole[-7:]),
        (f"bytes={size - 1}-{size + 500}", 206, whole[-1:]),
        (f"bytes={size}-", 416, None),
        ("bytes=9-3", 400, None),
        ("pages=1-2", 400, None),
    ):
        answer = drop.desk("GET", target, Range=asked)
        assert answer.status_code == status, asked
        assert content is None or answer.content == content
    assert drop.desk("GET", target, Range="bytes=" + "0-0," * 3000 + "1-1").status_code in (200, 206, 400, 416)


def test_removal_twice_and_of_what_never_was(tmp_path: Path) -> None:
    with running_drop(tmp_path) as drop:
        drop.send(drop.passphrase(), "hello")
        path = f"{LIST}/{drop.envelopes()[0]['id']}"
        assert [drop.desk("DELETE", path).status_code for _ in range(3)] == [204, 204, 204]
        assert drop.desk("GET", path).status_code == 404 and drop.envelopes() == []


def test_a_second_newsroom_cannot_claim(drop: Drop) -> None:
    usurper, held = Newsroom("Us"), drop.http.get(f"{drop.url}/roster").content
    root = {"Amparo-Root": str(usurper.root.verifier)}
    refused(drop.put_roster(usurper.roster(), **root))
    refused(drop.put_roster(usurper.roster(), **{"Amparo-Root": str(drop.newsroom.root.verifier)}))
    both = sign_note(usurper.roster().decode().partition("\n\n")[0] + "\n", [usurper.root])
    refused(drop.put_roster(both, **root))
    for vkey in ("nonsense", "", str(usurper.root.verifier)[:-4]):
        assert drop.put_roster(usurper.roster(), **{"Amparo-Root": vkey}).status_code in (400, 403)
    assert drop.http.get(f"{drop.url}/roster").content == held


def test_an_impostor_of_the_same_name(drop: Drop) -> None:
    """A root key of the same name as ours, but not ours."""
    impostor = Newsroom()
    assert impostor.root.verifier != drop.newsroom.root.verifier
    refused(drop.put_roster(impostor.roster()))


def test_an_older_roster_or_another_of_the_same_edition(drop: Drop) -> None:
    newsroom = drop.newsroom
    old, new = newsroom.roster(), newsroom.roster(days=12)
    newsroom.edition -= 1
    twin = newsroom.roster(days=3)
    assert drop.put_roster(new).status_code == 200
    refused(drop.put_roster(old), 409)
    refused(drop.put_roster(twin), 409)
    assert drop.put_roster(new).status_code == 200, "the very same again is fine"
    assert drop.stop() == 0
    drop.start()
    refused(drop.put_roster(old), 409)
    assert drop.http.get(f"{drop.url}/roster").content == new


def test_a_desk_taken_off_the_roster_has_no_say(tmp_path: Path) -> None:
    with running_drop(tmp_path) as drop:
        newsroom, leaver = drop.newsroom, Signer.generate("leaver")
        assert drop.envelopes() == []
        today, recipient = datetime.now(UTC).date(), str(newsroom.identity.recipient)
        newsroom.edition += 1
        desk = Desk("other", str(leaver.verifier), {today: recipient, today + timedelta(1): recipient})
        note = sign_note(Roster(newsroom.name, today, (desk,), newsroom.edition).to_text(), [newsroom.root])
        assert drop.put_roster(note).status_code == 200
        refused(drop.desk("GET", LIST))
        key = Ed25519PrivateKey.from_private_bytes(leaver.seed)
        assert ask(drop, "GET", LIST, sign("GET", LIST, None, key, "other", datetime.now(UTC))).status_code == 200


def test_a_root_pinned_while_the_drop_serves_is_not_overtaken(tmp_path: Path) -> None:
    drop = Drop(tmp_path)
    drop.init()
    drop.start()
    drop.init("--root", str(drop.newsroom.root.verifier))
    usurper = Newsroom()
    refused(drop.put_roster(usurper.roster(), **{"Amparo-Root": str(usurper.root.verifier)}))
    drop.pair()
    assert drop.stop() == 0
    drop.http.close()


def test_two_first_comers_at_once_one_wins_whole(tmp_path: Path) -> None:
    drop = Drop(tmp_path)
    drop.init()
    drop.start()
    rivals = [Newsroom(f"rival {number}") for number in range(6)]

    def claim(newsroom: Newsroom) -> int:
        headers = {"Amparo-Root": str(newsroom.root.verifier)}
        return httpx.put(
            f"{drop.url}/desk/v1/roster", content=newsroom.roster(), headers=headers, trust_env=False
        ).status_code

    with ThreadPoolExecutor(6) as threads:
        codes = list(threads.map(claim, rivals))
    assert sorted(codes) == [201] + [403] * 5
    winner = rivals[codes.index(201)]
    assert (drop.folder / "root.vkey").read_text().strip() == str(winner.root.verifier)
    assert winner.name in drop.http.get(drop.url).text
    assert drop.stop() == 0
    drop.http.close()
