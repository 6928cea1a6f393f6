"""What failed is tried again when a person asks; what an older reader read is read anew, and nothing else is."""

from __future__ import annotations

import threading
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from tests import locked_files
from tests.unit.records.test_pictures_left_unread import WORDS, document, picture

from amparo.desk import jobs_store, ledger_said, ledger_store
from amparo.desk.documents_store import document_json, find_collection, put_record
from amparo.desk.holdings import Holdings, open_holdings
from amparo.desk.ingest import Means, add, carry_out
from amparo.desk.job import CancelledError
from amparo.desk.jobs_store import Order, State
from amparo.desk.progress import Progress
from amparo.errors import InputError, StateError
from amparo.records.passwords import Passwords
from amparo.records.reader_versions import is_outdated, version_of, written
from amparo.sandbox.walls import best_wall

OLD = "what an older reader made of it"


@pytest.fixture
def holdings(tmp_path: Path) -> Iterator[Holdings]:
    with open_holdings(tmp_path / "home") as opened:
        yield opened


def means(**more: Any) -> Means:
    return Means(best_wall(), lambda: datetime.now(UTC), **more)


def put(holdings: Holdings, *paths: Path, **more: Any) -> dict[str, Any]:
    asked = [str(path) for path in paths]
    return add(holdings, asked, "one", wall=best_wall(), clock=lambda: datetime.now(UTC), **more)


def documents(holdings: Holdings) -> dict[str, str]:
    """The text of each document by the name of its file."""
    rows = holdings.database.execute("SELECT id, name FROM documents").fetchall()
    return {row["name"]: (document_json(holdings.database, row["id"]) or {})["pages"][0].strip() for row in rows}


def readers(holdings: Holdings) -> dict[str, str]:
    rows = holdings.database.execute("SELECT path, readers FROM found_files").fetchall()
    return {Path(row["path"]).name: row["readers"] for row in rows}


@pytest.fixture
def read_before(holdings: Holdings, tmp_path: Path) -> Path:
    """A page, a text and an archive with a page, added; then all texts are made to look like an older reader's work."""
    root = tmp_path / "material"
    root.mkdir()
    (root / "page.html").write_text("<html><body>apples</body></html>")
    (root / "text.txt").write_text("pears")
    with zipfile.ZipFile(root / "pages.zip", "w") as archive:
        archive.writestr("inner.html", "<html><body>plums</body></html>")
    assert put(holdings, root)["added"] == 3
    for row in holdings.database.execute("SELECT id FROM documents").fetchall():
        data = document_json(holdings.database, row["id"])
        assert data is not None
        put_record(holdings.database, row["id"], {**data, "pages": [OLD]})
    return root


def raise_version(holdings: Holdings, family: str) -> None:
    """As if all that this family read had been read by the version before."""
    now, before = f"{family}:{version_of(family)}", f"{family}:{version_of(family) - 1}"
    holdings.database.execute("UPDATE found_files SET readers = replace(readers, ?, ?)", (now, before))
    holdings.database.execute("UPDATE ledger SET version = version - 1 WHERE reader = ?", (family,))


def test_the_ledger_says_what_read_each_file(holdings: Holdings, read_before: Path) -> None:
    assert readers(holdings) == {
        "page.html": written(["html"]),
        "text.txt": written(["text"]),
        "pages.zip": written(["archives", "html"]),
    }
    rows = holdings.database.execute("SELECT reader, version FROM items ORDER BY path").fetchall()
    assert [tuple(row) for row in rows] == [("html", version_of("html"))] * 2 + [("text", version_of("text"))]


def test_a_reader_that_learnt_more_reads_again_only_what_it_read(holdings: Holdings, read_before: Path) -> None:
    assert put(holdings, read_before)["updated"] == 0
    assert set(documents(holdings).values()) == {OLD}
    identities = {row["id"] for row in holdings.database.execute("SELECT id FROM documents")}
    raise_version(holdings, "html")
    summary = put(holdings, read_before)
    assert (summary["found"], summary["added"], summary["duplicates"], summary["updated"]) == (3, 0, 3, 2)
    assert documents(holdings) == {"page.html": "apples", "inner.html": "plums", "text.txt": OLD}
    assert {row["id"] for row in holdings.database.execute("SELECT id FROM documents")} == identities
    assert holdings.engine.search("apples").total == holdings.engine.search("plums").total == 1
    assert holdings.engine.search("pears").total == 0
    assert holdings.engine.count() == 3
    assert put(holdings, read_before)["updated"] == 0


def test_outdated_files_are_read_again_without_naming_them(holdings: Holdings, read_before: Path) -> None:
    raise_version(holdings, "text")
    holdings.database.execute("UPDATE found_files SET readers = '' WHERE path LIKE '%page.html'")
    holdings.database.execute("UPDATE ledger SET reader = '', version = 0 WHERE path LIKE '%page.html'")
    summary = carry_out(holdings, Order("one", retry=True, outdated=True), means())
    assert (summary["found"], summary["updated"]) == (2, 2)
    assert documents(holdings) == {"page.html": "apples", "inner.html": OLD, "text.txt": "pears"}


def test_versions_are_compared_family_by_family() -> None:
    assert not is_outdated(written(["html", "pdf"]))
    assert not is_outdated("")
    assert is_outdated(f"html:{version_of('html') - 1} pdf:{version_of('pdf')}")
    assert not is_outdated(f"html:{version_of('html') + 1}")


def failures(holdings: Holdings) -> dict[str, str]:
    collection = find_collection(holdings.database, "one")
    assert collection is not None
    return {
        Path(item.path).name: item.reason for item in ledger_said.items(holdings.database, collection) if item.reason
    }


def test_a_retry_takes_the_reason_and_the_path_and_leaves_what_is_gone(holdings: Holdings, tmp_path: Path) -> None:
    root = tmp_path / "material"
    (root / "deep").mkdir(parents=True)
    for name, data in {
        "a.pdf": b"%PDF-1.7 x",
        "deep/b.pdf": b"%PDF-1.7 y",
        "gone.pdf": b"%PDF-1.7 z",
        "empty": b"",
    }.items():
        (root / name).write_bytes(data)
    put(holdings, root)
    expected = {"a.pdf": "corrupt", "b.pdf": "corrupt", "gone.pdf": "corrupt", "empty": "empty"}
    assert failures(holdings) == expected
    for name in ("a.pdf", "deep/b.pdf", "empty"):
        (root / name).write_text("mended")
    (root / "gone.pdf").unlink()
    summary = carry_out(holdings, Order("one", (str(root / "deep"),), retry=True, reasons=("corrupt",)), means())
    assert (summary["found"], summary["added"], summary["gone"]) == (1, 1, 0)
    summary = carry_out(holdings, Order("one", ("/",), retry=True, reasons=("corrupt",)), means())
    # The same words as in deep/b.pdf: a duplicate.
    assert (summary["found"], summary["duplicates"], summary["gone"]) == (1, 1, 1)
    assert failures(holdings) == {"gone.pdf": "corrupt", "empty": "empty"}


@pytest.mark.parametrize("order", [Order("one", retry=True), Order("one", ("/x",), excludes=("",))])
def test_an_order_that_makes_no_sense_starts_no_job(holdings: Holdings, order: Order) -> None:
    with pytest.raises((InputError, StateError)):
        carry_out(holdings, order, means())
    assert jobs_store.latest(holdings.database) == ()


def test_what_is_left_out_now_keeps_what_was_read_of_it(holdings: Holdings, tmp_path: Path) -> None:
    root = tmp_path / "material"
    root.mkdir()
    (root / "a.txt").write_text("apples")
    (root / "b.tmp").write_text("pears")
    put(holdings, root)
    (root / "c.tmp").write_text("plums")
    summary = put(holdings, root, excludes=["*.tmp"])
    assert (summary["found"], summary["duplicates"], summary["excluded"]) == (3, 2, 1)
    assert failures(holdings) == {"c.tmp": "pattern"}


def test_figures_in_the_row_are_those_reported_and_they_add_up(holdings: Holdings, tmp_path: Path) -> None:
    root = tmp_path / "material"
    root.mkdir()
    for number in range(30):
        (root / f"{number}.txt").write_text(f"text {number // 2}")
    (root / "bad.pdf").write_bytes(b"%PDF-1.7 x")
    told: list[tuple[Progress, Progress]] = []

    def report(progress: Progress) -> None:
        (job,) = jobs_store.latest(holdings.database)
        assert job.state is State.RUNNING
        told.append((progress, job.progress))

    put(holdings, root, progress=report)
    assert told
    assert all(shown == kept for shown, kept in told)
    (job,) = jobs_store.latest(holdings.database)
    p = job.progress
    assert (job.state, p.files_found, p.files_done, p.files_left, p.all_found) == (State.DONE, 31, 31, 0, True)
    assert (p.added, p.duplicates, p.failed, p.pages, p.unindexed) == (15, 15, 1, 15, 0)


def test_a_cancelled_job_says_so_keeps_what_it_did_and_goes_on(
    holdings: Holdings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Hears of it after each file: at the usual pace, a quick machine is done before it is asked.
    monkeypatch.setattr("amparo.desk.job.EVERY", 0.0)
    root = tmp_path / "material"
    root.mkdir()
    for number in range(60):
        (root / f"{number}.txt").write_text(f"text {number}")

    def cancel(progress: Progress) -> None:
        jobs_store.ask_to_cancel(holdings.database, jobs_store.latest(holdings.database)[0].id)

    with pytest.raises(CancelledError):
        put(holdings, root, progress=cancel)
    (job,) = jobs_store.latest(holdings.database)
    assert job.state is State.CANCELLED
    assert job.can_resume
    done = job.progress
    assert holdings.engine.count() == done.added < 60
    summary = carry_out(holdings, job.order, means())
    assert (summary["found"], summary["added"]) == (60, 60)
    assert holdings.engine.count() == 60


def test_a_job_whose_process_is_gone_was_cut_off(holdings: Holdings) -> None:
    job = jobs_store.begin(holdings.database, Order("one", ("/x",)), datetime.now(UTC))
    assert jobs_store.latest(holdings.database)[0].state is State.RUNNING
    # The same number, born at another moment: another process.
    holdings.database.execute("UPDATE jobs SET process = process || '0' WHERE id = ?", (job,))
    (found,) = jobs_store.latest(holdings.database)
    assert (found.state, found.can_resume) == (State.CUT_OFF, True)
    assert found.order == Order("one", ("/x",))


def test_stopping_before_it_begins_reads_nothing(holdings: Holdings, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("apples")
    stop = threading.Event()
    stop.set()
    with pytest.raises(CancelledError):
        put(holdings, tmp_path / "a.txt", stop=stop)
    assert put(holdings, tmp_path / "a.txt")["added"] == 1


def test_pictures_left_unread_are_listed_and_read_when_tried_again(holdings: Holdings, tmp_path: Path) -> None:
    file = tmp_path / "report.docx"
    file.write_bytes(document(picture()))
    first = put(holdings, file, languages="xyz")
    assert (first["added"], first["failed"]) == (1, 1)
    assert WORDS not in documents(holdings)["report.docx"]
    again = carry_out(holdings, Order("one", retry=True, reasons=("missing_tool",)), means())
    assert (again["updated"], again["failed"]) == (1, 0)
    assert WORDS in documents(holdings)["report.docx"]


def test_other_passwords_are_tried_on_all_that_a_cut_off_retry_left_locked(
    holdings: Holdings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut_off(*_: object) -> None:
        raise StateError("The power went.", "")

    file, order = tmp_path / "report.7z", Order("one", retry=True, reasons=("password_protected",))
    file.write_bytes(locked_files.seven_zip())
    assert put(holdings, file)["failed"] == 1
    with monkeypatch.context() as patch, pytest.raises(StateError):
        patch.setattr(ledger_store, "finish_run", cut_off)
        carry_out(holdings, order, means(passwords=Passwords.of_lines("wrong")))
    right = carry_out(holdings, order, means(passwords=Passwords.of_lines(locked_files.PASSWORD)))
    assert (right["added"], right["failed"]) == (1, 0)
    assert holdings.database.execute("SELECT count(*) FROM items WHERE outcome = 'failed'").fetchone()[0] == 0
