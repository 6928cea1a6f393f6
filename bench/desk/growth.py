"""What filing a document costs while a home grows: made records through the clerk that writes, without readers,
originals and search index. One JSON line a step: processor time and bytes written to the disk, a document.

    python bench/desk/growth.py --documents 300000 --step 20000
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

from amparo.desk import ledger_store
from amparo.desk.documents_store import make_collection
from amparo.desk.filing_batch import FilingClerk
from amparo.desk.holdings import Holdings
from amparo.desk.originals import Originals
from amparo.desk.reading_events import Closed, Event, ItemRead, Opened
from amparo.desk.sqlite import expect_many_writes
from amparo.desk.store import NAME, open_database
from amparo.desk.taking_apart import FoundItem
from amparo.desk.tally import Tally
from amparo.records.minhash import SIZE, Sketch
from amparo.records.model import Kind, Record
from amparo.records.trace import Trace
from amparo.search.engine import Indexed
from amparo.search.tantivy_engine import TantivyEngine

PACKET = 60
NOW = datetime(2026, 11, 30, tzinfo=UTC)


class NoIndex:
    """Takes documents as the search index does, and forgets them."""

    def add(self, documents: Iterable[Indexed]) -> None:
        for _ in documents:
            pass

    def delete(self, ids: Iterable[str]) -> None:
        """Nothing is there."""

    def commit(self) -> None:
        """Nothing is there."""


class NoOriginals:
    """Keeps no bytes."""

    def put(self, sha256: str, data: bytes) -> None:
        """Keep nothing."""

    def remove(self, sha256: str) -> None:
        """Nothing is there."""

    def sync(self) -> None:
        """Nothing is there."""


@dataclass(slots=True)
class Made:
    """Texts of 150 words, each document with its own first word, hash and sketch."""

    chance: random.Random
    text: str
    seconds: float = 0.0

    def packet(self, first: int, documents: int) -> list[Event]:
        """The events of so many files; the time that making them takes is counted apart."""
        started = time.process_time()
        events = [event for number in range(first, first + documents) for event in self._file(number)]
        self.seconds += time.process_time() - started
        return events

    def _file(self, number: int) -> Iterator[Event]:
        name, sha256 = f"{number:07}.txt", hashlib.sha256(b"%d" % number).hexdigest()
        trace = Trace(Sketch(self.chance.randbytes(SIZE)))
        record = Record(
            Kind.PLAIN, name, (f"{number} {self.text}",), b"", "text/plain", name, language="en", trace=trace
        )
        path = f"/made/{number // 1000:05}/{name}"
        yield Opened(path, sha256)
        yield ItemRead(path, FoundItem(path, record.known(sha256), "text"))
        yield Closed(path, frozenset({"text"}))


def written() -> int:
    """Bytes that this process has had written to the disk."""
    told = dict(line.split(": ") for line in Path("/proc/self/io").read_text().splitlines())
    return int(told["write_bytes"])


def measure(home: Path, documents: int, step: int) -> Iterator[dict[str, float]]:
    """File so many documents; what each step cost."""
    chance = random.Random(20261130)
    made = Made(chance, " ".join(f"word{chance.randrange(5_000)}" for _ in range(150)))
    with closing(open_database(home / NAME)) as database:
        expect_many_writes(database)
        collection = make_collection(database, "all", NOW)
        run, _ = ledger_store.begin_run(database, collection, ["/made"], NOW)
        originals, index = cast("Originals", NoOriginals()), cast("TantivyEngine", NoIndex())
        clerk = FilingClerk(Holdings(home, database, originals, index), collection, run, Tally())
        for first in range(0, documents, step):
            made.seconds, started, before = 0.0, time.process_time(), written()
            for number in range(first, first + step, PACKET):
                clerk.add(made.packet(number, min(PACKET, first + step - number)))
            clerk.finish()
            yield {
                "documents": first + step,
                "cpu_ms_a_document": round((time.process_time() - started - made.seconds) / step * 1000, 3),
                "kb_written_a_document": round((written() - before) / step / 1000, 1),
                "database_mib": round((home / NAME).stat().st_size / 1024**2),
            }


def main() -> None:
    """Measure, one JSON line a step."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=120_000)
    parser.add_argument("--step", type=int, default=20_000)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for told in measure(Path(folder), asked.documents, asked.step):
            print(json.dumps(told), flush=True)


if __name__ == "__main__":
    main()
