"""Kills `amparo desk add` at random moments and compares what is left in the end with an undisturbed run.

The command is the real one (tests/forked_commands.py).
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import random
import sqlite3
import subprocess
import tarfile
import time
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from amparo.desk.holdings import open_holdings
from forked_commands import Commands

QUERIES = ("*", "apples", "pears", "kind:mail", "plums OR cherries", '"number 17"', "attached")
NUMBERED = " ".join(f"word{number}" for number in range(40))

# Small batches, so that a kill falls between any two steps; the readers in a process of their own, as for many files.
PREPARE = """
from amparo.desk import filing_batch, reading_apart
import amparo.cli.desk_adding
reading_apart.MANY = 20
filing_batch._EVENTS, filing_batch._SECONDS, filing_batch._INDEX_EVERY = 60, 0.1, 150
"""

# -- what is added --


def material(root: Path, mails: int = 60) -> None:
    """Mails with attachments, copies of mails with other headers, copies of files, archives in archives, PDFs, a
    damaged and a locked file, an empty one, a link and what a file manager leaves.
    """
    (root / "maildir").mkdir(parents=True)
    for number in range(mails):
        (root / "maildir" / f"{number:04}.eml").write_bytes(_mail(number))
    separator = b"From a@example.org Mon Jan  1 10:00:00 2001\n"
    # The same mails as another server delivered them: other bytes, the same content.
    copies = [b"Received: by other.example\n" + _mail(number) for number in range(0, mails, 3)]
    (root / "box.mbox").write_bytes(
        b"".join(separator + each.replace(b"\nFrom ", b"\n>From ") + b"\n" for each in copies)
    )
    (root / "nested.zip").write_bytes(_zip({"inner.zip": _zip(_texts("pears")), "deep.tar.gz": _tar(_texts("plums"))}))
    (root / "copies").mkdir()
    for name, data in _texts("plums").items():
        (root / "copies" / name).write_bytes(data)
    for number in range(12):
        (root / f"paper{number}.pdf").write_bytes(_pdf(f"cherries and apples, paper number {number}"))
    (root / "damaged.pdf").write_bytes(b"%PDF-1.7 nothing more")
    (root / "damaged.zip").write_bytes(_zip(_texts("quinces"))[:-400])
    (root / "locked.zip").write_bytes(_locked())
    (root / "empty").write_bytes(b"")
    (root / "link").symlink_to("empty")
    (root / ".DS_Store").write_bytes(b"\0")


def _mail(number: int) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"] = f"a{number % 7}@example.org", "b@example.org"
    mail["Date"] = f"Mon, {1 + number % 28} Jan 2001 10:00:00 +0000"
    mail["Subject"] = f"number {number}"
    mail.set_content(f"Body {number} of apples\n\n{NUMBERED}\n")
    if number % 4 == 0:
        mail.add_attachment(f"attached {number % 20}".encode(), "text", "plain", filename="note.txt")
    if number % 20 == 1:
        mail.add_attachment(_zip(_texts("pears")), "application", "zip", filename="pears.zip")
    mail.set_boundary(f"boundary{number}") if mail.is_multipart() else None
    return mail.as_bytes()


def _texts(word: str) -> dict[str, bytes]:
    return {f"{word}{number}.txt": f"text {number} of {word}\n{NUMBERED}".encode() for number in range(25)}


def _zip(members: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name), data)
    return file.getvalue()


def _tar(members: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w:gz") as archive:
        for name, data in members.items():
            told = tarfile.TarInfo(name)
            told.size = len(data)
            archive.addfile(told, io.BytesIO(data))
    return file.getvalue()


def _locked() -> bytes:
    """A ZIP whose one member says that it is encrypted (APPNOTE.TXT 4.4.4, bit 0), in both its headers."""
    data = bytearray(_zip({"secret.txt": b"words that nobody here can read"}))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + at] |= 1
    return bytes(data)


def _pdf(text: str) -> bytes:
    """A PDF of one page of text, written out with its table of places (ISO 32000-1, 7.5)."""
    stream = f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET".encode()
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R"
        b" /Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
    )
    data, places = bytearray(b"%PDF-1.4\n"), []
    for number, each in enumerate(objects, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = len(data)
    data += b"xref\n0 5\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    return bytes(data + b"trailer\n<< /Size 5 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % table)


# -- what is left --


def state(home: Path) -> dict[str, Any]:
    """All that must be equal: the ledger row by row, documents, memberships, originals, and what the index finds."""
    desk = home / "desk"
    with contextlib.closing(sqlite3.connect(desk / "desk.sqlite")) as database:
        rows = {
            name: sorted(map(repr, database.execute(query)))
            for name, query in {
                "files": "SELECT path, sha256, complete, readers FROM found_files",
                "items": "SELECT found_files.path, items.path, outcome, document, reason, explanation, reader, version"
                " FROM items JOIN found_files ON found_files.id = file",
                "members": "SELECT name, content_key, document FROM memberships"
                " JOIN collections ON collections.id = collection",
                "documents": "SELECT id, sha256, kind, title, date, media_type, name, size, pages, record, indexed"
                " FROM documents",
                "unfinished": "SELECT id FROM runs WHERE finished IS NULL",
            }.items()
        }
    return {**rows, "originals": sorted(_originals(desk / "files")), "hits": dict(_hits(home))}


def _originals(files: Path) -> Iterator[tuple[str, bool]]:
    """Names of the originals, and whether each has the bytes that its name says."""
    for path in files.rglob("*"):
        if path.is_file():
            yield path.name, hashlib.sha256(path.read_bytes()).hexdigest() == path.name


def _hits(home: Path) -> Iterator[tuple[str, tuple[int, list[tuple[str, str]]]]]:
    with open_holdings(home) as holdings:
        for query in QUERIES:
            total, hits = holdings.engine.walk(query)
            yield query, (total, sorted((hit.document, hit.path) for hit in hits))


def add(home: Path, root: Path) -> tuple[str, ...]:
    """The words that add the material."""
    return ("desk", "add", str(root), "--collection", "all", "--json", "--home", str(home))


@dataclass(slots=True)
class Trial:
    """Kills, how many of them met the command at work, and what came out differently, if anything."""

    kills: int = 0
    met: int = 0
    differences: list[str] = field(default_factory=list)


def trial(folder: Path, kills: int, chance: random.Random, in_a_row: int = 8) -> Iterator[Trial]:
    """Kill `kills` times, up to `in_a_row` times before the command may come to its end; yields after each such end."""
    root, so_far = folder / "material", Trial()
    material(root)
    with Commands(folder, PREPARE) as commands:
        undisturbed = folder / "undisturbed"
        started = time.monotonic()
        whole = commands.run(*add(undisturbed, root))
        seconds = time.monotonic() - started
        expected = state(undisturbed)
        assert whole["found"] == sum(whole[name] for name in ("added", "duplicates", "excluded", "failed"))
        number = 0
        while so_far.kills < kills:
            home = folder / f"home{number}"
            number += 1
            for _ in range(min(chance.randint(1, in_a_row), kills - so_far.kills)):
                so_far.met += commands.killed(chance.uniform(0.02, 0.7 * seconds), *add(home, root))
                so_far.kills += 1
            summary = commands.run(*add(home, root))
            so_far.differences += _differences(expected, state(home), whole, summary)
            yield so_far
            subprocess.run(["rm", "-rf", str(home)], check=True)


def _unlike(expected: Any, found: Any) -> str:
    """The first rows that only one of the two has."""
    if isinstance(expected, dict):
        expected, found = (list(map(repr, each.items())) for each in (expected, found))
    return str([[row for row in one if row not in other][:2] for one, other in ((expected, found), (found, expected))])


def _differences(expected: dict[str, Any], found: dict[str, Any], whole: Any, summary: Any) -> list[str]:
    told = [f"{name}: {_unlike(expected[name], found[name])}" for name in expected if expected[name] != found[name]]
    same = {key: value for key, value in summary.items() if key != "seconds"} == {
        key: value for key, value in whole.items() if key != "seconds"
    }
    # A command that got through just before it was killed adds nothing when it is run again.
    if not same and not (summary["added"] == 0 and summary["found"] == whole["found"]):
        told.append(f"summary {summary}")
    return told
