"""Ten thousand stored records: did each come through the form, or sealed? Appends to RESULTS.md beside this file.

    doors.py [--records 10000]

A real drop: half of the records through Door A (files by the server, texts by the processes at its door), half through
Door B (resumable upload, and the offline page's form, in turn), in random order, with the same messages and sizes.
Three classifiers are taught on half of the records and judged on the others: the best cut through one mark, a logistic
regression on all of them, and the nearest of a thousand known ones.
"""

from __future__ import annotations

import argparse
import hashlib
import http.client
import math
import os
import random
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import httpx
from judge import DRAWS
from stage import KIND, multipart

from amparo.seal.age import HybridIdentity, parse_recipient
from amparo.seal.envelope import EnvelopeSealer, SubmissionDraft
from amparo.seal.header import HeaderReader
from amparo.seal.note import Signer, sign
from amparo.seal.roster import Desk, Roster

HERE = Path(__file__).resolve().parent
SIZES = (0, 0, 0, 100, 2_000, 9_000, 20_000)
TUS = {"tus-resumable": "1.0.0"}
NEIGHBOURS = 1_000
ROUNDS = 12
Row = list[float]


class Doors:
    """A drop with a roster, and every way in: a real server and the processes beside it."""

    def __init__(self, home: Path) -> None:
        self._folder = home / "drop"
        self.blobs = self._folder / "blobs"
        self._amparo(home, "init").wait()
        self.process = self._amparo(home, "serve", "--bind", "127.0.0.1:0")
        assert self.process.stdout is not None
        self._http = httpx.Client(base_url=self.process.stdout.readline().split()[2], timeout=60, trust_env=False)
        self._recipient = str(HybridIdentity.generate().recipient)
        self._pair()

    def close(self) -> None:
        """End the server."""
        self._http.close()
        self.process.terminate()
        self.process.wait(30)

    def through_a(self, size: int) -> None:
        """The form, as a browser sends it: a file goes to the server, a text on a connection of its own is taken by a
        process at the door.
        """
        fields = {"message": "hello", "no_replies": "yes"}
        if size:
            self._form("/send", multipart(fields, "a.bin", os.urandom(size)))
            return
        peer = http.client.HTTPConnection(self._http.base_url.host, self._http.base_url.port, timeout=60)
        peer.request("POST", "/send", multipart(fields, "", b""), {**KIND, "Connection": "close"})
        assert peer.getresponse().status == 200
        peer.close()

    def through_b(self, size: int, *, resumable: bool) -> None:
        """Sealed by the source's own client, then sent in two parts, or by the offline page's form."""
        sealed = self._sealed(size)
        if not resumable:
            self._form("/offline", multipart({}, "sealed.age", sealed))
            return
        made = self._http.post("/tus", headers={**TUS, "upload-length": str(len(sealed))})
        for start, end in ((0, 7_777), (7_777, len(sealed))):
            part = {**TUS, "content-type": "application/offset+octet-stream", "upload-offset": str(start)}
            answer = self._http.patch(made.headers["location"], content=sealed[start:end], headers=part)
            assert answer.status_code == 204, answer.text

    def rows(self) -> dict[str, tuple[int, int]]:
        """Size and day of every envelope, as the database has them."""
        with closing(sqlite3.connect(f"file:{self._folder / 'drop.sqlite'}?mode=ro", uri=True)) as database:
            found = database.execute("SELECT id, size, day FROM envelopes").fetchall()
        return {id_.hex(): (size, date.fromisoformat(day).toordinal()) for id_, size, day in found}

    def _amparo(self, home: Path, *words: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "amparo.cli.main", "drop", *words, "--home", str(home)]
        return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)

    def _pair(self) -> None:
        root, api, today = Signer.generate("root"), Signer.generate("news"), datetime.now(UTC).date()
        epochs = {today + timedelta(days=each): self._recipient for each in range(-1, 9)}
        note = sign(Roster("The Paper", today, (Desk("news", str(api.verifier), epochs),)).to_text(), [root])
        answer = self._http.put("/desk/v1/roster", content=note, headers={"Amparo-Root": str(root.verifier)})
        assert answer.status_code == 201, answer.text

    def _form(self, path: str, body: bytes) -> None:
        answer = self._http.post(path, content=body, headers=KIND)
        assert answer.status_code == 200, answer.text

    def _sealed(self, size: int) -> bytes:
        sealer = EnvelopeSealer([parse_recipient(self._recipient)])
        pieces = [sealer.open_file("a.bin"), sealer.push(os.urandom(size)), sealer.close_file()] if size else []
        return b"".join([*pieces, *sealer.finish(SubmissionDraft("hello", datetime.now(UTC).date()))])


def fill(doors: Doors, records: int, dice: random.Random) -> dict[str, int]:
    """Through which door each record came: 1 for A, -1 for B."""
    order = [1, -1] * (records // 2)
    dice.shuffle(order)
    sizes = {door: [SIZES[number % len(SIZES)] for number in range(records)] for door in (1, -1)}
    known: dict[str, int] = {}
    for number, door in enumerate(order):
        size = sizes[door].pop()
        if door == 1:
            doors.through_a(size)
        else:
            doors.through_b(size, resumable=number % 2 == 0)
        (new,) = (path.name for path in doors.blobs.iterdir() if len(path.name) == 32 and path.name not in known)
        known[new] = door
    # Rows are written a moment after the thanks.
    while doors.rows().keys() != known.keys():
        time.sleep(0.1)
    return known


def marks(path: Path, size: int, day: float) -> Row:
    """Everything about one record that a number can be made of: row, file, header, payload, name."""
    data, state = path.read_bytes(), path.stat()
    parsed = HeaderReader().push(memoryview(data))
    assert parsed is not None
    header, payload = parsed
    bodies = b"".join(stanza.body for stanza in header.stanzas)
    name, digest = bytes.fromhex(path.name), hashlib.sha256(header.authenticated).digest()
    return [
        float(size), day, float(state.st_size), float(state.st_mode), state.st_mtime, float(state.st_nlink),
        float(state.st_blocks), float(len(header.stanzas)), float(len(header.authenticated)), float(len(payload)),
        float(sum(map(int.bit_count, bodies))), float(bodies[0]), float(bodies[-1]), float(digest[0]),
        float(sum(map(int.bit_count, payload[:4096]))), *(float(byte) for byte in payload[:24:3]),
        *(float(byte) for byte in data[-16::3]), float(name[0]), float(name[-1]), float(sum(name)),
    ]  # fmt: skip


def standardised(rows: Sequence[Row]) -> list[Row]:
    """Each mark with mean 0 and deviation 1; those that never differ are 0."""
    columns = []
    for column in zip(*rows, strict=True):
        mean = sum(column) / len(column)
        spread = math.sqrt(sum((value - mean) ** 2 for value in column) / len(column))
        columns.append([(value - mean) / spread if spread > 1e-9 else 0.0 for value in column])
    return [list(row) for row in zip(*columns, strict=True)]


Told = Sequence[tuple[Row, int]]


def best_cut(taught: Told, judged: Told) -> list[bool]:
    """One mark, one threshold, whichever does best on what is taught."""
    best, rule = 0.0, (0, 0.0, 1)
    for mark in range(len(taught[0][0])):
        values = sorted({row[mark] for row, _ in taught})
        for cut in values[:: max(1, len(values) // 40)]:
            right = sum((row[mark] > cut) == (door == 1) for row, door in taught) / len(taught)
            if abs(right - 0.5) > best:
                best, rule = abs(right - 0.5), (mark, cut, 1 if right > 0.5 else -1)
    mark, cut, side = rule
    return [(side if row[mark] > cut else -side) == door for row, door in judged]


def logistic(taught: Told, judged: Told, dice: random.Random) -> list[bool]:
    """All marks, weighed by stochastic gradient descent."""
    weights, order = [0.0] * len(taught[0][0]), list(taught)
    for turn in range(ROUNDS):
        dice.shuffle(order)
        for row, door in order:
            margin = door * sum(map(float.__mul__, weights, row))
            step = 0.05 / (1 + turn) * door / (1 + math.exp(min(30.0, margin)))
            weights = [weight + step * value for weight, value in zip(weights, row, strict=True)]
    return [(sum(map(float.__mul__, weights, row)) > 0) == (door == 1) for row, door in judged]


def nearest(taught: Told, judged: Told) -> list[bool]:
    """The door of the nearest of some known records."""
    known = taught[:NEIGHBOURS]
    return [min(known, key=lambda each: math.dist(each[0], row))[1] == door for row, door in judged]


def share(right: list[bool]) -> str:
    """With its 95 % interval."""
    part = sum(right) / len(right)
    wide = 1.96 * math.sqrt(part * (1 - part) / len(right))
    return f"{part:.1%} ({part - wide:.1%}–{part + wide:.1%})"


def judged(doors: Doors, known: dict[str, int], dice: random.Random) -> list[str]:
    """The table."""
    rows = doors.rows()
    names = sorted(known)
    dice.shuffle(names)
    table = standardised([marks(doors.blobs / name, *rows[name]) for name in names])
    told = [(row, known[name]) for row, name in zip(table, names, strict=True)]
    taught, others = told[: len(told) // 2], told[len(told) // 2 :]
    found = {
        "the best cut through one mark": best_cut(taught, others),
        f"logistic regression on {len(table[0])} marks": logistic(taught, others, dice),
        f"the nearest of {NEIGHBOURS:,} known records": nearest(taught, others),
    }
    lines = ["| classifier | right, of the half it was not taught on (chance: 50 %) |", "|---|---:|"]
    return [*lines, *(f"| {name} | {share(right)} |" for name, right in found.items()), ""]


def main() -> None:
    """See above."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=int, default=10_000)
    parser.add_argument("--to", type=Path, default=HERE / "RESULTS.md")
    options = parser.parse_args()
    dice = random.Random(DRAWS)
    with tempfile.TemporaryDirectory() as name:
        doors = Doors(Path(name))
        try:
            lines = judged(doors, fill(doors, options.records, dice), dice)
        finally:
            doors.close()
    title = "## Door A from Door B"
    text = options.to.read_text().partition(title)[0] if options.to.exists() else ""
    told = f"{options.records:,} records, half through each door, in random order."
    options.to.write_text("\n".join([f"{text.rstrip()}\n", title, "", told, "", *lines]))
    print(options.to.read_text())


if __name__ == "__main__":
    main()
