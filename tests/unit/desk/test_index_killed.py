"""An index that is filled anew and killed in the middle: opened again it is finished, and equal to one never killed."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from amparo.desk import documents_store
from amparo.desk.holdings import open_holdings
from amparo.desk.indexing import catch_up, is_behind
from amparo.desk.searching import searchable
from amparo.desk.sqlite import transaction
from amparo.records.model import Kind, Record, record_to_json

DOCUMENTS = 60
QUERIES = ("quay", "number NOT odd", '"quay number 7"', "title:Paper", "number~1", "odd OR even")
KILLED = """
import os, signal, sys
from pathlib import Path
from amparo.desk import indexing
from amparo.desk.holdings import open_holdings

indexing._STEP = 20
turn = int(sys.argv[3])

def at(name, real):
    def call(*given):
        global turn
        turn -= 1
        if not turn:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*given)
    if name == sys.argv[2]:
        setattr(indexing, name, call)

at("document_json", indexing.document_json)
at("mark_indexed", indexing.mark_indexed)
with open_holdings(Path(sys.argv[1])) as holdings:
    indexing.catch_up(holdings.database, holdings.engine)
"""


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with documents and an index of them."""
    home = tmp_path_factory.mktemp("whole")
    with open_holdings(home) as holdings:
        found = documents_store.make_collection(holdings.database, "one", datetime(2026, 11, 24, tzinfo=UTC))
        with transaction(holdings.database):
            for number in range(DOCUMENTS):
                text = f"The quay number {number} is {'odd' if number % 2 else 'even'}."
                record = Record(Kind.PLAIN, f"Paper {number}", (text,), text.encode(), "text/plain", f"{number}.txt")
                documents_store.put_document(holdings.database, record, record_to_json(record))
                documents_store.join(holdings.database, found, record.document_id, record.sha256)
        catch_up(holdings.database, holdings.engine)
    return home


def answers(home: Path) -> dict[str, list[str]]:
    with searchable(home, lambda done, all_of_them: None) as (holdings, is_whole):
        assert is_whole
        assert not is_behind(holdings.database, holdings.engine)
        assert holdings.engine.count() == DOCUMENTS
        return {query: sorted(hit.document for hit in holdings.engine.walk(query)[1]) for query in QUERIES}


@pytest.mark.parametrize(("where", "turn"), [("document_json", 33), ("mark_indexed", 2)])
def test_a_refill_killed_in_the_middle_is_finished_and_equal(
    whole: Path, tmp_path: Path, where: str, turn: int
) -> None:
    home = tmp_path / "home"
    shutil.copytree(whole, home)
    shutil.rmtree(home / "desk" / "index")
    ended = subprocess.run([sys.executable, "-c", KILLED, str(home), where, str(turn)], check=False)
    assert ended.returncode == -signal.SIGKILL
    with open_holdings(home) as holdings:
        assert is_behind(holdings.database, holdings.engine)
    assert answers(home) == answers(whole)
