"""The pages of jobs and failures: figures from the row, reasons and what they mean, trying again, ending, going on."""

from __future__ import annotations

import asyncio
import json
import subprocess
import threading
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests import locked_files

from amparo.desk import jobs_store
from amparo.desk.adding import add_ordered, add_paths
from amparo.desk.app import create_app
from amparo.desk.documents_store import document_json
from amparo.desk.jobs_store import Job, Order, State
from amparo.desk.progress import Pace, Progress, progress_json, time_left
from amparo.desk.reasons import MEANING
from amparo.desk.room import Desk
from amparo.records.reading import Reason

HOST = "http://127.0.0.1:8402"
Ask = Callable[[httpx.AsyncClient], Awaitable[httpx.Response]]


def ask(desk: Desk, *questions: Ask) -> list[httpx.Response]:
    """Answers to these questions, from one application."""

    async def all_of_them() -> list[httpx.Response]:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(create_app(desk)), base_url=HOST) as client:
            return [await question(client) for question in questions]

    return asyncio.run(all_of_them())


def get(address: str) -> Ask:
    return lambda client: client.get(address)


def post(address: str, site: str = "same-origin", **fields: str) -> Ask:
    return lambda client: client.post(address, data=fields, headers={"Sec-Fetch-Site": site})


@pytest.fixture
def failed(desk: Desk, tmp_path: Path) -> Path:
    """A folder with two damaged PDFs and an empty file, added to "papers"."""
    root = tmp_path / "material"
    root.mkdir()
    for name in ("a.pdf", "b.pdf"):
        (root / name).write_text(f"%PDF-1.7 {name}")
    (root / "empty").touch()
    add_ordered(desk, Order("papers", (str(root),), languages="deu+eng"))
    return root


def jobs(desk: Desk) -> tuple[Job, ...]:
    with desk.database() as database:
        return jobs_store.latest(database)


def ended(desk: Desk, number: int) -> Job:
    """The last job, once there are so many and it has ended."""
    for _ in range(600):
        known = jobs(desk)
        if len(known) >= number and known[0].state is not State.RUNNING:
            return known[0]
        time.sleep(0.1)
    raise AssertionError("the job did not end")


def test_failures_are_grouped_by_reason_with_what_it_means(desk: Desk, failed: Path) -> None:
    page, chosen, listed = ask(
        desk,
        get("/failures/papers"),
        get("/failures/papers?reason=corrupt"),
        get("/failures/papers?reason=empty&format=json"),
    )
    assert MEANING[Reason.CORRUPT] in page.text
    assert MEANING[Reason.EMPTY] in page.text
    assert page.text.count(">Retry these</button>") == 2
    assert ">Retry all 3</button>" in page.text
    assert "a.pdf" in chosen.text and "/empty" not in chosen.text
    assert [Path(each["path"]).name for each in listed.json()] == ["empty"]


def test_retry_these_reads_that_reason_again(desk: Desk, failed: Path) -> None:
    for path in failed.iterdir():
        path.write_text(f"mended {path.name}")
    (answer,) = ask(desk, post("/failures/papers", reason="corrupt"))
    assert (answer.status_code, answer.headers["location"]) == (303, "/jobs")
    job = ended(desk, 2)
    assert (job.order.retry, job.order.reasons, job.progress.added) == (True, ("corrupt",), 2)
    assert job.order.languages == "deu+eng"  # as when it was added
    page, left = ask(desk, get("/jobs"), get("/failures/papers?format=json"))
    assert "Try again" in page.text and "2 added" in page.text
    assert [each["reason"] for each in left.json()] == ["empty"]


def test_an_order_without_a_row_yet_is_told_and_asked_for_again(
    desk: Desk, failed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begins = threading.Event()
    monkeypatch.setattr("amparo.desk.jobs.add_ordered", lambda *_: begins.wait(60))
    _, page = ask(desk, post("/failures/papers"), get("/jobs"))
    begins.set()
    assert "Your order was taken." in page.text
    assert page.headers["Refresh"]
    assert "Your order was taken." not in ask(desk, get("/jobs"))[0].text


def test_another_site_can_start_cancel_and_resume_nothing(desk: Desk, failed: Path) -> None:
    cut_off(desk)
    answers = ask(
        desk,
        *(post(address, "cross-site") for address in ("/failures/papers", "/jobs/2/cancel", "/jobs/2/resume")),
        post("/failures/nobody-has-this-name"),
        post("/jobs/99/resume"),
        post("/jobs/1/resume"),
    )
    assert [answer.status_code for answer in answers] == [403, 403, 403, 404, 404, 409]
    assert len(jobs(desk)) == 2


def cut_off(desk: Desk, order: Order | None = None) -> None:
    """A job whose process was killed."""
    with desk.database() as database:
        job = jobs_store.begin(database, order or Order("papers"), desk.clock())
        jobs_store.report(database, job, Progress(files_found=2_000, files_done=500, added=400, failed=100, rate=10.0))
        database.execute("UPDATE jobs SET process = '0 0' WHERE id = ?", (job,))


def test_a_job_that_was_cut_off_goes_on_from_the_page(desk: Desk, failed: Path) -> None:
    (failed / "new.txt").write_text("apples")
    cut_off(desk, Order("papers", (str(failed),)))
    page, answer = ask(desk, get("/jobs"), post("/jobs/2/resume"))
    assert "Cut off." in page.text and "400 added" in page.text
    assert answer.headers["location"] == "/jobs"
    assert ended(desk, 3).progress.added == 1


def test_a_job_whose_folder_is_gone_does_not_go_on_and_says_why(desk: Desk) -> None:
    cut_off(desk, Order("papers", ("/no/such/folder",)))

    async def refusal(client: httpx.AsyncClient) -> httpx.Response:
        for _ in range(600):
            page = await client.get("/jobs")
            if "It did not begin" in page.text:
                break
            await asyncio.sleep(0.05)
        return page

    _, page = ask(desk, post("/jobs/1/resume"), refusal)
    assert "One of the paths does not exist." in page.text
    assert [job.state for job in jobs(desk)] == [State.CUT_OFF]


def test_a_job_at_work_shows_its_row_and_hears_of_its_end(desk: Desk) -> None:
    with desk.database() as database:
        job = jobs_store.begin(database, Order("papers"), desk.clock())
        figures = Progress(
            files_found=12_345, all_found=True, files_done=2_345, added=2_000, failed=7, pages=9_000, rate=100.0
        )
        jobs_store.report(database, job, figures)
    page, told, cancelled, again = ask(desk, get("/jobs"), get("/jobs.json"), post(f"/jobs/{job}/cancel"), get("/jobs"))
    assert page.headers["refresh"] == "2"
    for text in ("2,345 of 12,345 files", "10,000", "9,000 pages", "about 2 minutes left", "100.0 files a second"):
        assert text in page.text.replace("\N{THIN SPACE}", ",").replace("\N{NARROW NO-BREAK SPACE}", ","), text
    assert told.json()[0] | {"files_left": 10_000, "seconds_left": 100, "state": "running"} == told.json()[0]
    assert cancelled.status_code == 303
    assert "coming to its end" in again.text
    with desk.database() as database:
        assert jobs_store.report(database, job, figures)


def test_nothing_is_started_beside_a_job_at_work(desk: Desk, failed: Path) -> None:
    with desk.database() as database:
        jobs_store.begin(database, Order("papers"), desk.clock())
    (answer,) = ask(desk, post("/failures/papers"))
    assert answer.status_code == 409
    assert "being added at this moment" in answer.text


def test_every_reason_has_a_meaning() -> None:
    assert set(MEANING) == set(Reason)


def test_time_left_is_said_only_when_it_can_be_known() -> None:
    assert time_left(Progress(files_found=10, files_done=5, rate=1.0)) == "time left not known yet"
    assert time_left(Progress(files_found=10, files_done=5, all_found=True)) == "time left not known yet"
    known = Progress(files_found=10, files_done=5, all_found=True, rate=1.0)
    assert time_left(known) == "about 5 seconds left"
    assert progress_json(known)["seconds_left"] == 5


def test_the_pace_forgets_what_was_long_ago() -> None:
    pace = Pace()
    pace.rate(0.0, 0)
    for second in range(1, 200):
        rate = pace.rate(float(second), 1_000 if second < 100 else 1_000 + 2 * (second - 100))
    assert 1.9 < rate < 2.1


def test_passwords_open_what_is_locked_and_are_kept_nowhere(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[str] = []
    start = subprocess.Popen

    def noted(*arguments: Any, **options: Any) -> subprocess.Popen[bytes]:
        started.append(f"{arguments} {options}")
        return start(*arguments, **options)

    monkeypatch.setattr("amparo.sandbox.worker.subprocess.Popen", noted)
    root = tmp_path / "material"
    root.mkdir()
    (root / "report.pdf").write_bytes(locked_files.pdf())
    (root / "papers.zip").write_bytes(locked_files.zipped("aes256"))
    add_paths(desk, [root], "papers")
    given = f"wrong one\r\n{locked_files.PASSWORD}\r\n"
    page, refused, _ = ask(
        desk,
        get("/failures/papers"),
        post("/failures/papers", reason="password_protected", passwords="\r\n"),
        post("/failures/papers", reason="password_protected", passwords=given),
    )
    assert 'name="passwords"' in page.text
    assert refused.status_code == 400
    assert "no password" in refused.text
    job = ended(desk, 2)
    assert (job.progress.added, job.progress.failed) == (3, 0)
    left, hit = ask(desk, get("/failures/papers"), get("/search?q=ledger&format=json"))
    assert 'name="passwords"' not in left.text
    assert hit.json()["total"] == 2
    with desk.database() as database:
        why = {row["explanation"] for row in database.execute("SELECT explanation FROM items WHERE outcome = 'added'")}
        told = {row["id"] for row in database.execute("SELECT id FROM documents")}
        assert all((document_json(database, each) or {})["fields"]["opened_with"] for each in told)
    assert why == {"Opened with a password that was given."}
    kept = b"".join(path.read_bytes() for path in desk.home.rglob("*") if path.is_file())
    for form in (locked_files.PASSWORD, "wrong one"):
        assert form.encode() not in kept
        assert json.dumps(form).encode() not in kept
        assert not any(form in each for each in started)
    assert started
