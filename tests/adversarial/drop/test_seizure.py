"""Somebody takes the server away: fifty submissions, and nothing of them to be read, anywhere, running or stopped.

Every text a source or the newsroom made carries one prefix found nowhere else; it is looked for in the forms in which
it could lie about. What the database holds is looked at value by value: nothing in it ties two submissions together.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import os
import re
import secrets
import sqlite3
import struct
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from urllib.parse import quote

import pytest

from amparo.seal.age import open_bytes
from amparo.seal.padding import padme
from drop_process import BOUNDARY, Drop, form, hidden
from drop_raw import connected, send_head
from forms import HARBOUR

REPOSITORY = Path(__file__).resolve().parents[3]
SOURCES = 20
SUBMISSIONS = 50
PREFIX = "zq" + secrets.token_hex(12)
ELSEWHERE = (Path("/tmp"), Path("/var/tmp"), Path("/dev/shm"))
LARGEST_LOOKED_AT = 64 << 20


def forms_of(text: str) -> list[bytes]:
    """The ways in which a text could be written down."""
    plain = text.encode()
    wide = [text.encode("utf-16-le"), text.encode("utf-16-be"), text.encode("utf-32-le")]
    # Base64 of any stretch that holds the text: three alignments, without the letters its neighbours share.
    sixty_four = [base64.b64encode(bytes(shift) + plain)[4 if shift else 0 : -4] for shift in range(3)]
    hexes = [plain.hex().encode(), plain.hex().upper().encode()]
    percent = ["".join(f"%{byte:02x}" for byte in plain).encode(), "".join(f"%{byte:02X}" for byte in plain).encode()]
    return [plain, plain.upper(), plain[::-1], *wide, *sixty_four, *hexes, *percent, quote(text).encode()]


NEEDLES = forms_of(PREFIX)


def words_in(data: bytes) -> set[str]:
    """The longer lower-case words that stand anywhere, also in two bytes a letter; ciphertext has next to none."""
    found = re.findall(rb"[a-z]{6,}", data.lower()) + re.findall(rb"[a-z]{6,}", data.replace(b"\0", b"").lower())
    return {word.decode() for word in found}


def marked(what: str) -> str:
    return f"{PREFIX}-{what}-{secrets.token_hex(4)}"


@dataclass
class Evidence:
    """What the test did, to compare with what is found."""

    drop: Drop
    temporary: Path
    before: set[str]
    started: float
    phrases: list[str] = field(default_factory=list)
    arrivals: list[str] = field(default_factory=list)
    by_source: dict[str, list[str]] = field(default_factory=dict)

    @property
    def places(self) -> list[Path]:
        """Everything of the drop's."""
        return [path for path in self.drop.home.rglob("*") if path.is_file()]


def submit(evidence: Evidence, number: int) -> None:
    """One submission: the first of a source, or one more."""
    drop, known = evidence.drop, number % SOURCES < len(evidence.phrases)
    if known:
        phrase = evidence.phrases[number % SOURCES]
        # As typed: other case, other separators.
        page = drop.come_back([phrase.upper(), phrase.replace(" ", "-"), f"  {phrase} "][number % 3])
        assert hidden(page.text, "passphrase") == phrase
    else:
        phrase = drop.passphrase()
        evidence.phrases.append(phrase)
    size = (0, 900, 20_000, 300_000)[number % 4]
    content = f"{marked('content')}\n".encode() * (1 + size // 60)
    files = [(marked("name") + ".pdf", content), (marked("second") + ".txt", b"")][: 1 + number % 2]
    typed = [phrase, f"{PREFIX} mistyped", ""][number % 3]
    fields = {"channel": "harbour", "typed": typed, "answer-where": marked("answer")}
    answer = drop.send(phrase, marked("message"), files, **fields)
    assert answer.status_code == 200 and PREFIX in answer.text
    (new,) = {each["id"] for each in drop.envelopes()} - set(evidence.arrivals)
    evidence.arrivals.append(new)
    evidence.by_source.setdefault(phrase, []).append(new)


def fail_in_many_ways(drop: Drop) -> None:
    """What goes wrong must leave as little behind as what goes right."""
    words = drop.passphrase()
    whole = b"".join(form({"passphrase": words, "message": marked("cut")}, [(marked("cut"), PREFIX.encode() * 9000)]))
    assert drop.post(whole[:-30]).status_code == 400
    assert drop.send(marked("wrong words"), marked("message")).status_code == 400
    assert drop.http.post(f"{drop.url}/words", data={"passphrase": words, "typed": PREFIX}).status_code == 200
    assert 'role="alert"' in drop.come_back(f"{PREFIX} these are not seven words").text
    assert drop.http.get(f"{drop.url}/{PREFIX}?{PREFIX}={PREFIX}").status_code == 404
    broken = whole.replace(b"Content-Type:", b"\xff" + PREFIX.encode() + b":", 1)
    assert drop.post(broken).status_code == 400
    with connected(drop.url) as peer:
        peer.sendall(send_head(len(whole)) + whole[: len(whole) // 2])
    with connected(drop.url) as peer:
        peer.sendall(f"POST /send?{PREFIX} HTTP/1.1\r\nBad {PREFIX}\r\n\r\n".encode())


@pytest.fixture(scope="module")
def evidence(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Evidence]:
    """Fifty submissions of twenty sources, replies read, and some attempts that failed."""
    temporary = tmp_path_factory.mktemp("watched")
    drop = Drop(tmp_path_factory.mktemp("seized"))
    drop.init()
    started = time.time() - 1
    drop.start(environment={"TMPDIR": str(temporary), "PYTHONDONTWRITEBYTECODE": "1"})
    drop.pair()
    assert drop.put_form(drop.newsroom.form(HARBOUR)).status_code == 201
    found = Evidence(drop, temporary, set(), started)
    found.before = set().union(*(words_in(path.read_bytes()) for path in found.places))
    for number in range(SUBMISSIONS):
        submit(found, number)
    # One reply a source: each goes under its first token.
    distinct = {each.mailbox_secret: each for each, _ in drop.submissions() if each.mailbox_secret}
    for submission in list(distinct.values())[:5]:
        drop.reply(submission, f"{marked('reply')} thank you")
    read = [drop.come_back(phrase).text for phrase in found.phrases]
    assert sum("thank you" in page for page in read) >= 3, "somebody has read a reply"
    fail_in_many_ways(drop)
    yield found
    drop.stop()
    drop.http.close()


def stopped(evidence: Evidence) -> str:
    """Stop the server; what it had said on its output."""
    process = evidence.drop.process
    assert process is not None and process.stdout is not None
    process.terminate()
    said = process.stdout.read()
    process.stdout.close()
    assert process.wait(timeout=30) == 0
    evidence.drop.process = None
    return said


def recent(folders: Iterable[Path], since: float, but: Iterable[Path]) -> Iterator[Path]:
    """Regular files under these folders that changed since then, `but` what lies in those."""
    left_out = {str(each) for each in but}
    for folder in folders:
        for top, below, names in os.walk(folder):
            below[:] = [each for each in below if str(Path(top, each)) not in left_out]
            for name in names:
                path = Path(top, name)
                with contextlib.suppress(OSError):
                    state = path.lstat()
                    if path.is_file() and not path.is_symlink() and state.st_ctime >= since:
                        yield path


def found_in(data: bytes) -> list[bytes]:
    return [needle for needle in NEEDLES if needle in data]


def look(evidence: Evidence) -> None:
    """No marker, and no word of any passphrase, in anything of the drop's; no marker in anything new elsewhere."""
    spoken = {word for phrase in evidence.phrases for word in re.split(r"[ -]", phrase) if len(word) >= 6}
    assert len(evidence.places) > SUBMISSIONS
    for path in evidence.places:
        data = path.read_bytes()
        assert not found_in(data), path.name
        assert not (words_in(data) - evidence.before) & spoken, path.name
        assert PREFIX not in str(path)
    assert list(evidence.temporary.rglob("*")) == []
    # Other tests write at the same time, in folders that no drop is told of; and its own were looked at above.
    above = evidence.temporary.parents
    tests = next((each for each in above if each.name.startswith("pytest-of-")), evidence.temporary)
    for path in recent(ELSEWHERE, evidence.started, but=[tests, REPOSITORY]):
        with contextlib.suppress(OSError):
            assert path.stat().st_size > LARGEST_LOOKED_AT or not found_in(path.read_bytes()), path


def test_the_search_finds_what_lies_about() -> None:
    text = f"before {PREFIX}-message after"
    for written in (
        text.encode(),
        text.encode("utf-16"),
        text.encode().hex().encode(),
        *(base64.b64encode(b"x" * shift + text.encode()) for shift in range(3)),
        text.upper().encode(),
        "".join(f"%{byte:02X}" for byte in text.encode()).encode(),
    ):
        assert found_in(b"\0\xff" + written + b"\xff"), written
    assert "abacus" in words_in(b"\xff\0a\0b\0a\0c\0u\0s\0") and "abacus" in words_in(b"++ABACUS++")


def test_everything_did_arrive(evidence: Evidence) -> None:
    opened = evidence.drop.submissions()
    assert len(opened) == SUBMISSIONS
    for submission, files in opened:
        assert submission.message.startswith(f"{PREFIX}-message")
        assert all(name.startswith(PREFIX) for name in files)
    assert len({submission.mailbox_secret for submission, _ in opened}) == SOURCES, "the newsroom can tell"


def test_nothing_is_found_while_it_runs(evidence: Evidence) -> None:
    look(evidence)


def test_no_open_file_outside_the_home_while_something_arrives(evidence: Evidence) -> None:
    """A temporary file without a name would show here only."""
    drop = evidence.drop
    assert drop.process is not None
    body = b"".join(form({"message": marked("message")}, [("x", PREFIX.encode() * 100_000)]))
    with connected(drop.url) as peer:
        peer.sendall(send_head(len(body)) + body[:-100])
        held: list[str] = []
        for _ in range(100):
            held = [
                str(each.readlink()) for each in Path(f"/proc/{drop.process.pid}/fd").iterdir() if each.is_symlink()
            ]
            if any("/tmp-" in name for name in held):
                break
            time.sleep(0.05)
    assert any("/tmp-" in name for name in held), "the upload was seen"
    allowed = (str(drop.home), "/dev/null", "/dev/urandom", "socket:", "pipe:", "anon_inode:")
    assert [name for name in held if not name.startswith(allowed)] == []


def test_no_two_rows_can_be_tied_together(evidence: Evidence) -> None:
    with contextlib.closing(sqlite3.connect(evidence.drop.folder / "drop.sqlite")) as database:
        names = {row[0] for row in database.execute("SELECT name FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%'")}
        envelopes = database.execute("SELECT * FROM envelopes").fetchall()
    assert names == {"envelopes"}
    today = datetime.now(UTC).date()
    assert {(len(row), len(row[0]), row[2]) for row in envelopes} == {(3, 16, today.isoformat())}
    records = (evidence.drop.folder / "replies.records").read_bytes()
    bodies = (evidence.drop.folder / "replies.bodies").read_bytes()
    assert len(records) == 5 * 64 and len(bodies) % 8192 == 0
    for slot in range(5):
        _, day, digest = struct.unpack_from("<32sI24s", records, 64 * slot)
        assert today + timedelta(days=90) <= date.fromordinal(day) <= today + timedelta(days=104)
        assert hashlib.sha256(bodies[8192 * slot : 8192 * (slot + 1)]).digest().startswith(digest)
    by_size: dict[int, int] = {}
    for id_, size, _ in envelopes:
        stored = (evidence.drop.folder / "blobs" / id_.hex()).read_bytes()
        plain = len(open_bytes(stored, [evidence.drop.newsroom.identity]))
        assert size == len(stored) and plain == padme(plain) >= 16 * 1024
        assert by_size.setdefault(plain, size) == size, "the size says its bucket and nothing else"
    assert len(by_size) <= 4


def test_ids_do_not_tell_the_order(evidence: Evidence) -> None:
    ranks = {id_: rank for rank, id_ in enumerate(sorted(evidence.arrivals))}
    count = len(evidence.arrivals)
    squares = sum((ranks[id_] - place) ** 2 for place, id_ in enumerate(evidence.arrivals))
    spearman = 1 - 6 * squares / (count * (count**2 - 1))
    assert abs(spearman) < 0.65, "one in three hundred thousand by chance"


def test_times_tell_the_day_only(evidence: Evidence) -> None:
    today = datetime.now(UTC).date()
    midnight = datetime(today.year, today.month, today.day, tzinfo=UTC).timestamp()
    folder = evidence.drop.folder
    for path in [*folder.glob("blobs/*"), folder / "blobs", *folder.glob("drop.sqlite*"), *folder.glob("replies.*")]:
        assert path.stat().st_mtime == midnight, path.name


def test_two_envelopes_of_one_source_share_no_more_than_two_of_different_ones(evidence: Evidence) -> None:
    one, other = (ids for ids in list(evidence.by_source.values())[:2])

    def windows(id_: str) -> set[bytes]:
        data = (evidence.drop.folder / "blobs" / id_).read_bytes()
        return {data[place : place + 16] for place in range(len(data) - 16)}

    same, different = windows(one[0]) & windows(one[1]), windows(one[0]) & windows(other[0])
    assert same == different, "the fixed words of an age header"
    assert BOUNDARY.encode() not in b"".join(same)


def test_nothing_is_found_after_it_stopped(evidence: Evidence) -> None:
    said = stopped(evidence)
    assert said == ""
    assert (evidence.drop.home / "drop-stderr.log").read_bytes() == b""
    assert not (evidence.drop.folder / "drop.sqlite-wal").exists()
    look(evidence)
