"""A drop that serves other bytes than an envelope's own: nothing is deleted there unless it is safe here."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest

from amparo.desk import submissions_store
from amparo.desk.submissions import Submission, UnopenedEnvelope
from amparo.errors import InputError, StoreError
from amparo.seal.age import HybridIdentity, parse_recipient, seal_bytes

from .conftest import TODAY, Browser, Rig, sealed

MESSAGE = "a message with more than three words"


def filed(rig: Rig) -> tuple[Submission, ...]:
    with rig.desk.database() as database:
        return submissions_store.submissions(database)


def unopened(rig: Rig) -> tuple[UnopenedEnvelope, ...]:
    with rig.desk.database() as database:
        return submissions_store.unopened(database)


def everything_under(rig: Rig) -> list[Path]:
    return [path for path in rig.desk.settings.submissions.rglob("*") if path.is_file()]


def test_one_envelopes_bytes_under_two_names(rig: Rig) -> None:
    rig.send("envelope-a", MESSAGE)
    rig.send("envelope-b", "another one, with enough words")
    rig.drop.serves["envelope-b"] = rig.drop.envelopes["envelope-a"]
    rig.drop.lists_size["envelope-b"] = len(rig.drop.envelopes["envelope-a"])
    summary = rig.fetch()
    assert (summary.tally.filed, summary.tally.unopened) == (1, 1)
    assert rig.drop.deleted == ["envelope-a"]
    assert [each.reason for each in unopened(rig)] == ["copy"]


def test_a_collected_envelope_comes_back_under_a_new_name(rig: Rig) -> None:
    rig.send("envelope-a", MESSAGE)
    replayed = rig.drop.envelopes["envelope-a"]
    rig.fetch()
    rig.drop.envelopes["envelope-z"] = replayed
    rig.fetch()
    assert len(filed(rig)) == 1
    assert "envelope-z" not in rig.drop.deleted


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda data: data[:-1], "truncated"),
        (lambda data: data[:30_000] + bytes([data[30_000] ^ 1]) + data[30_001:], "altered"),
        (lambda data: data + b"x", "truncated"),
        (lambda data: b"junk" * 100, "malformed"),
        (lambda data: b"\0", "malformed"),
        (lambda data: data[:300], "truncated"),
    ],
)
def test_spoiled_envelopes_are_kept_with_their_reason(rig: Rig, spoil: object, reason: str) -> None:
    rig.send("envelope-a", MESSAGE, {"one.txt": b"1" * 100_000})
    rig.drop.envelopes["envelope-a"] = spoiled = spoil(rig.drop.envelopes["envelope-a"])  # type: ignore[operator]
    summary = rig.fetch()
    assert (summary.tally.filed, summary.tally.unopened) == (0, 1)
    (kept,) = unopened(rig)
    assert kept.reason == reason and kept.explanation
    assert (rig.desk.settings.unopened / "envelope-a.age").read_bytes() == spoiled
    assert rig.drop.deleted == [] and everything_under(rig) == []


def test_an_envelope_for_other_keys(rig: Rig) -> None:
    stranger = str(HybridIdentity.from_seed(b"\1" * 32).recipient)
    rig.drop.envelopes["envelope-a"] = sealed(stranger, MESSAGE, {})
    rig.fetch()
    assert [each.reason for each in unopened(rig)] == ["no-key"]
    assert rig.drop.deleted == []


def test_what_could_not_be_opened_is_not_downloaded_again_and_opens_on_retry(rig: Rig) -> None:
    whole = sealed(rig.recipient(), MESSAGE, {"a.txt": b"a"})
    day = next(iter(rig.desk.settings.epochs.iterdir()))
    secret = {path: path.read_bytes() for path in rig.desk.settings.epochs.iterdir()}
    for path in secret:
        path.unlink()
    rig.drop.envelopes["envelope-a"] = whole
    rig.fetch()
    assert [each.reason for each in unopened(rig)] == ["no-key"]
    rig.drop.asked.clear()
    rig.fetch()
    assert ("GET", "/desk/v1/envelopes/envelope-a", "") not in rig.drop.asked
    for path, content in secret.items():
        path.write_bytes(content)
        path.chmod(0o600)
    assert day.exists()
    rig.fetch(retry=True)
    assert unopened(rig) == () and [each.message for each in filed(rig)] == [MESSAGE]
    assert rig.drop.deleted == ["envelope-a"]


def hostile_zips() -> dict[str, bytes]:
    """Archives that an honest drop never writes: climbing, compressed, and one that names more than it holds."""
    found: dict[str, bytes] = {}
    for name, members, method in (
        ("climbs", {"../../evil": b"x", "submission.json": b"{}", "padding": b""}, zipfile.ZIP_STORED),
        ("bomb", {"files/a": b"\0" * 10_000_000, "submission.json": b"{}", "padding": b""}, zipfile.ZIP_DEFLATED),
        ("no-list", {"files/a": b"x"}, zipfile.ZIP_STORED),
    ):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", method) as archive:
            for member, content in members.items():
                archive.writestr(member, content)
        found[name] = buffer.getvalue()
    found["no-zip"] = b"plain text"
    found["empty"] = b""
    return found


@pytest.mark.parametrize("name", sorted(hostile_zips()))
def test_a_hostile_archive_in_an_envelope_leaves_nothing_behind(rig: Rig, name: str) -> None:
    recipient = parse_recipient(rig.recipient())
    rig.drop.envelopes["envelope-a"] = seal_bytes(hostile_zips()[name], [recipient])
    before = set(rig.desk.home.parent.rglob("evil*"))
    summary = rig.fetch()
    assert (summary.tally.filed, summary.tally.unopened) == (0, 1)
    assert everything_under(rig) == []
    assert set(rig.desk.home.parent.rglob("evil*")) == before
    assert rig.drop.deleted == []


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "/abs", "..", "a\x00b.txt", "-rf", "con.txt", "x" * 500, "‮gpj.exe"]
)
def test_hostile_file_names_stay_inside_the_submission(rig: Rig, name: str) -> None:
    rig.send("envelope-a", MESSAGE, {name: b"content"})
    rig.fetch()
    (submission,) = filed(rig)
    (path,) = everything_under(rig)
    assert path.read_bytes() == b"content"
    assert path.parent == rig.desk.settings.submissions / submission.id / "files"
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b'{"envelopes": 3}',
        b'{"envelopes": [3]}',
        b'{"envelopes": [{"id": "../../x", "size": 1, "day": "2026-11-24"}]}',
        b'{"envelopes": [{"id": "envelope-a", "size": -1, "day": "2026-11-24"}]}',
        b'{"envelopes": [{"id": "envelope-a", "size": true, "day": "2026-11-24"}]}',
        b'{"envelopes": [{"id": "envelope-a", "size": 1, "day": "tomorrow"}]}',
        b'{"envelopes": [{"id": "envelope-a", "size": 1, "day": "0001-01-01"}]}',
        b"[" * 100_000,
    ],
)
def test_a_hostile_list_is_refused_as_a_whole(rig: Rig, body: bytes) -> None:
    rig.drop.listing = body
    with pytest.raises(InputError):
        rig.fetch()


def test_a_day_beyond_the_calendar_spoils_no_page(rig: Rig, browser: Browser) -> None:
    rig.send("envelope-a", MESSAGE)
    size = len(rig.drop.envelopes["envelope-a"])
    rig.drop.listing = json.dumps({"envelopes": [{"id": "envelope-a", "size": size, "day": "9999-12-31"}]}).encode()
    rig.fetch()
    (submission,) = filed(rig)
    assert submission.received == TODAY + timedelta(days=1)
    for address in ("/inbox", "/clocks", f"/submissions/{submission.id}"):
        assert browser.get(address).status_code == 200


def test_a_drop_that_sends_more_than_it_listed_does_not_fill_the_disk(rig: Rig) -> None:
    rig.send("envelope-a", MESSAGE, {"a": b"x" * 3_000_000})
    rig.drop.lists_size["envelope-a"] = 1000
    rig.fetch()
    assert [each.reason for each in unopened(rig)] == ["too-large"]
    left = sum(path.stat().st_size for path in rig.desk.settings.home.rglob("*") if path.is_file())
    assert left < 1_000_000


def test_an_envelope_larger_than_the_disk_waits_and_the_others_are_collected(rig: Rig) -> None:
    rig.send("envelope-a", MESSAGE)
    rig.send("envelope-b", "another one, with enough words")
    rig.drop.lists_size["envelope-a"] = 2**50
    summary = rig.fetch()
    assert (summary.tally.filed, len(summary.tally.waiting)) == (1, 1)
    assert summary.shredded == ()
    assert rig.drop.deleted == ["envelope-b"]


def test_a_connection_that_breaks_again_and_again_goes_on_where_it_stopped(rig: Rig) -> None:
    rig.send("envelope-a", MESSAGE, {"a.bin": bytes(range(256)) * 4096})
    rig.drop.break_after = 300_000
    assert rig.fetch().tally.filed == 1
    starts = [asked for method, path, asked in rig.drop.asked if path.endswith("envelope-a")]
    assert len(starts) > 3 and starts[0] == "" and all(each.startswith("bytes=") for each in starts[1:])


def test_a_drop_that_never_sends_the_rest_is_given_up(rig: Rig) -> None:
    rig.send("envelope-a", MESSAGE)
    rig.drop.break_after = 0
    with pytest.raises(StoreError):
        rig.fetch()
    assert rig.drop.deleted == []


@pytest.mark.parametrize("ignores_range", [False, True])
def test_a_damaged_piece_of_a_killed_download_is_replaced_by_a_fresh_copy(rig: Rig, ignores_range: bool) -> None:
    rig.send("envelope-a", MESSAGE, {"a.bin": b"a" * 50_000})
    rig.drop.ignores_range = ignores_range
    rig.desk.settings.incoming.mkdir()
    (rig.desk.settings.incoming / "envelope-a.age").write_bytes(b"\0" * 30_000)
    assert rig.fetch().tally.filed == 1
    assert unopened(rig) == ()


def test_a_collected_envelope_that_is_listed_again_is_only_deleted(rig: Rig) -> None:
    rig.send("envelope-a", MESSAGE)
    again = rig.drop.envelopes["envelope-a"]
    rig.fetch()
    rig.drop.envelopes["envelope-a"] = again
    summary = rig.fetch()
    assert summary.tally.filed == 0 and rig.drop.deleted == ["envelope-a"] * 2
    assert len(filed(rig)) == 1


def test_the_inbox_survives_what_sources_write(rig: Rig) -> None:
    rig.send("envelope-a", "\x1b[31m</textarea><script>\u202e" + json.dumps({"a": 1}), secret=b"\2" * 32)
    rig.fetch()
    (submission,) = filed(rig)
    assert submission.message.startswith("\x1b[31m") and submission.received == TODAY
