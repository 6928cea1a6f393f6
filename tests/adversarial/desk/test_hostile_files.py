"""Files made to hurt whoever opens them, added all at once: bounded time, a reason for each, and the rest of the
batch goes on.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from amparo.desk import ledger_said
from amparo.desk.documents_store import Outcome, find_collection
from amparo.desk.holdings import Holdings, open_holdings
from amparo.desk.ingest import add
from amparo.sandbox.walls import Bubblewrap, Process, Wall, best_wall

SENTINEL = "a sentinel among bombs"


@pytest.fixture(params=[Bubblewrap(), Process()], ids=lambda wall: wall.name)
def wall(request: pytest.FixtureRequest) -> Wall:
    if isinstance(request.param, Bubblewrap) and not isinstance(best_wall(), Bubblewrap):
        if os.environ.get("CI"):
            pytest.fail("bubblewrap does not work here, and in CI nothing skips")
        pytest.skip("bubblewrap does not work on this machine")
    return request.param


@pytest.fixture
def added(wall: Wall, corpora: Path, tmp_path: Path) -> Iterator[tuple[Holdings, dict[str, str], float]]:
    """The hostile corpus between two harmless files; (holdings, reason by path, seconds)."""
    for name in ("000-first.txt", "zzz-last.txt"):
        (tmp_path / name).write_text(f"{SENTINEL} {name}")
    paths = [tmp_path / "000-first.txt", corpora / "hostile", tmp_path / "zzz-last.txt"]
    with open_holdings(tmp_path / "home") as holdings:
        started = time.monotonic()
        summary = add(
            holdings,
            [str(path) for path in paths],
            "hostile",
            wall=wall,
            clock=lambda: datetime(2026, 11, 24, tzinfo=UTC),
        )
        seconds = time.monotonic() - started
        collection = find_collection(holdings.database, "hostile")
        assert collection is not None
        assert summary["found"] == sum(summary[key] for key in ("added", "duplicates", "excluded", "failed"))
        failures = ledger_said.items(holdings.database, collection, [Outcome.FAILED])
        yield holdings, {item.path.partition("/hostile/")[2]: item.reason for item in failures}, seconds


def test_the_whole_hostile_corpus(added: tuple[Holdings, dict[str, str], float], corpora: Path) -> None:
    holdings, reasons, seconds = added
    assert seconds < 120
    # The rest of the batch goes on.
    assert holdings.engine.search(f'"{SENTINEL}"').total == 2
    # Each has its reason.
    for path, reason in (
        ("generated/bomb_flat_1GiB.zip", "too_large"),
        ("generated/bomb_nested_1TiB.zip", "too_large"),
        ("generated/nested_400.eml", "too_deep"),
        ("generated/billion_laughs.svg", "unsupported"),
        ("generated/xxe_file.svg", "unsupported"),
        ("generated/pixelbomb_60000.png", "too_large"),
        ("generated/pagetree_cycle.pdf", "corrupt"),
        ("generated/tar_escape.tar/lnk", "unsupported"),
        ("generated/names_and_links.zip/link", "unsupported"),
        ("xml-defusedxml/external_file.xml", "unsupported"),
        ("zip-yauzl/failure/unexpected EOF.zip/empty.txt", "corrupt"),
        ("zip-yauzl/success/traditional-encryption.zip/a.txt", "password_protected"),
    ):
        assert reasons.get(path) == reason, path
    assert not set(reasons.values()) & {"crashed", "timed_out"}
    # Nothing of this machine came in through an entity or a link.
    assert holdings.engine.search('"root:x:0:0"').total == 0
    # Nothing was written where an archive wanted it.
    for name in ("evil.txt", "escape", "pwned", "escaped.txt"):
        assert not (corpora / "hostile" / name).exists()
        assert not Path("/tmp", name).exists()
    assert not list(holdings.spools.iterdir())
