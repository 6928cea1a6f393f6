"""One suite for every wall: what a worker can do behind it, and what it cannot."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from amparo.sandbox.limits import Limits
from amparo.sandbox.walls import Bubblewrap, Process, Wall, best_wall
from amparo.sandbox.worker import ConverterError, Outcome, Worker

HERE = Path(__file__).parent
LIMITS = Limits(silence=2.0, job=5.0, output=64 * 1024 * 1024, memory=1024**3, jobs=100)
ATTEMPTS = ["socket", "udp", "write", "append", "create", "remove", "program", "fork", "kill", "raise limits"]
ATTEMPTS += ["remove folder", "times", "attribute", "mode", "signal", "signal by a socket", "shared memory", "queue"]
ATTEMPTS += ["flags of a file", "limits at an address", "mount anew", "priority"]


@pytest.fixture(params=[Bubblewrap(), Process()], ids=lambda wall: wall.name)
def wall(request: pytest.FixtureRequest) -> Wall:
    if isinstance(request.param, Bubblewrap) and not isinstance(best_wall(), Bubblewrap):
        if os.environ.get("CI"):
            pytest.fail("bubblewrap does not work here, and in CI nothing skips")
        pytest.skip("bubblewrap does not work on this machine")
    return request.param


@pytest.fixture
def ask(wall: Wall) -> Iterator[Callable[[str], bytes]]:
    """Send one request with a small file; the bytes that come back, joined."""
    worker = Worker(wall, "wall_converters:behave", LIMITS, modules=[HERE])
    with tempfile.TemporaryFile() as file:
        file.write(b"content ")
        file.flush()

        def send(request: str) -> bytes:
            return b"".join(payload for _, payload in worker.run(file.fileno(), request.encode()))

        yield send
    worker.close()


def outcome_of(ask: Callable[[str], bytes], request: str) -> Outcome:
    with pytest.raises(ConverterError) as caught:
        ask(request)
    return caught.value.outcome


def test_reads_the_file_it_is_given_and_answers(ask: Callable[[str], bytes]) -> None:
    assert ask("echo one") == b"content one"


def test_work_that_takes_long_and_says_so_is_not_given_up(ask: Callable[[str], bytes]) -> None:
    assert ask("beat") == b"alive"


def test_a_worker_that_was_waited_for_long_is_replaced_between_jobs(wall: Wall) -> None:
    worker = Worker(wall, "wall_converters:behave", replace(LIMITS, life=0.1), modules=[HERE])
    with tempfile.TemporaryFile() as file:
        list(worker.run(file.fileno(), b"beat"))
        assert worker._process is None
        assert b"".join(payload for _, payload in worker.run(file.fileno(), b"echo again")) == b"again"
    worker.close()


def test_one_worker_answers_many_jobs_in_turn(ask: Callable[[str], bytes]) -> None:
    # More than the limit of jobs: the worker is replaced on the way and nobody notices.
    assert [ask(f"echo {number}") for number in range(150)] == [b"content %d" % number for number in range(150)]


def test_an_answer_larger_than_a_frame_arrives_whole(ask: Callable[[str], bytes]) -> None:
    assert len(ask(f"large {9 * 1024 * 1024 + 1}")) == 9 * 1024 * 1024 + 1


def test_threads_still_work(ask: Callable[[str], bytes]) -> None:
    assert ask("thread") == b"ran"


@pytest.mark.parametrize(
    ("request_text", "outcome"),
    [
        ("hang", Outcome.TIMED_OUT),
        ("spin", Outcome.TIMED_OUT),
        ("die", Outcome.CRASHED),
        ("segfault", Outcome.CRASHED),
        ("raise secret words", Outcome.CRASHED),
        ("meaningless", Outcome.CRASHED),
        ("flood", Outcome.TOO_MUCH),
        (f"memory {4 * 1024**3}", Outcome.CRASHED),
    ],
)
def test_a_bad_job_fails_alone_and_the_next_one_works(
    ask: Callable[[str], bytes], request_text: str, outcome: Outcome
) -> None:
    assert ask("echo before") == b"content before"
    started = time.monotonic()
    assert outcome_of(ask, request_text) is outcome
    assert time.monotonic() - started < 15
    assert ask("echo after") == b"content after"


def test_what_a_converter_raised_with_is_not_repeated(ask: Callable[[str], bytes]) -> None:
    with pytest.raises(ConverterError) as caught:
        ask("raise secret words")
    assert "secret" not in caught.value.explain()


def test_an_answer_to_a_job_not_yet_given_is_thrown_away(ask: Callable[[str], bytes]) -> None:
    ask("forge")
    time.sleep(0.3)
    assert ask("echo true") == b"content true"


@pytest.fixture
def ask_ahead(wall: Wall) -> Iterator[Callable[..., bytes]]:
    """Send a request, the one after it as soon as it was answered, and then ask for the answer to a third."""
    worker = Worker(wall, "wall_converters:behave", LIMITS, modules=[HERE])
    with tempfile.TemporaryFile() as file:
        file.write(b"content ")
        file.flush()

        def send(before: str, begun: str, asked: str) -> bytes:
            list(worker.run(file.fileno(), before.encode()))
            worker.begin(file.fileno(), begun.encode())
            return b"".join(payload for _, payload in worker.run(file.fileno(), asked.encode()))

        yield send
    worker.close()


def test_a_job_begun_ahead_is_answered_when_it_is_asked_for(ask_ahead: Callable[..., bytes]) -> None:
    for number in range(60):  # past the limit of jobs
        assert ask_ahead("echo", f"echo {number}", f"echo {number}") == b"content %d" % number


def test_a_job_begun_ahead_is_never_answered_to_another(ask_ahead: Callable[..., bytes]) -> None:
    assert ask_ahead("echo", "echo begun", "echo asked") == b"content asked"


def test_a_job_begun_ahead_does_not_pay_for_the_one_before(ask_ahead: Callable[..., bytes]) -> None:
    # The worker falls over it, because it has seen another file; one that has not reads it.
    assert ask_ahead("echo", "first", "first") == b"first"
    assert ask_ahead("forge", "echo true", "echo true") == b"content true"


def test_a_job_begun_ahead_that_fails_by_itself_fails(ask_ahead: Callable[..., bytes]) -> None:
    for request in ("die", "raise"):
        with pytest.raises(ConverterError) as caught:
            ask_ahead("echo", request, request)
        assert caught.value.outcome is Outcome.CRASHED
    assert ask_ahead("echo", "echo after", "echo after") == b"content after"


def test_leaving_an_answer_early_leaves_nothing_for_the_next_job(wall: Wall) -> None:
    worker = Worker(wall, "wall_converters:behave", LIMITS, modules=[HERE])
    with tempfile.TemporaryFile() as file:
        frames = worker.run(file.fileno(), b"flood")
        next(frames)
        frames.close()
        assert b"".join(payload for _, payload in worker.run(file.fileno(), b"echo clean")) == b"clean"
    worker.close()


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_cannot(ask: Callable[[str], bytes], attempt: str, tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    mine.write_text("mine")
    (tmp_path / "empty").mkdir()
    assert ask(f"try {attempt}|{mine}").startswith(b"refused")
    assert mine.read_text() == "mine"


def test_sees_no_environment_of_ours(ask: Callable[[str], bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AMPARO_TEST_SECRET", "1")
    assert b"AMPARO_TEST_SECRET" not in ask("environment")


def test_inherits_no_descriptor_but_its_channel(ask: Callable[[str], bytes], tmp_path: Path) -> None:
    (tmp_path / "open").touch()
    with (tmp_path / "open").open() as other:
        os.set_inheritable(other.fileno(), True)
        numbers = ask("descriptors").split()
    # 0, 1, 2, the channel, and the file of the job.
    assert len(numbers) == 5


def test_bubblewrap_shows_no_file_of_ours(tmp_path: Path) -> None:
    if not isinstance(best_wall(), Bubblewrap):
        pytest.skip("bubblewrap does not work on this machine")
    secret = tmp_path / "secret"
    secret.write_text("secret")
    worker = Worker(Bubblewrap(), "wall_converters:behave", LIMITS, modules=[HERE])
    with tempfile.TemporaryFile() as file:
        for path in (secret, "/etc/passwd", "/proc/self/environ", "/root", "/home"):
            answer = b"".join(payload for _, payload in worker.run(file.fileno(), f"try read|{path}".encode()))
            assert answer.startswith(b"refused"), path
    worker.close()


def test_workers_die_with_us(wall: Wall, tmp_path: Path) -> None:
    """A killed `desk add` leaves no process behind."""
    program = (
        "import os, sys, tempfile\n"
        "from pathlib import Path\n"
        "from amparo.sandbox.walls import Bubblewrap, Process\n"
        "from amparo.sandbox.worker import Worker\n"
        f"worker = Worker({wall!r}, 'wall_converters:behave', modules=[Path({str(HERE)!r})])\n"
        "file = tempfile.TemporaryFile()\n"
        "list(worker.run(file.fileno(), b'echo started'))\n"
        "print(worker._process.pid, flush=True)\n"
        "list(worker.run(file.fileno(), b'spin'))\n"
    )
    parent = subprocess.Popen(
        [os.path.realpath(os.sys.executable), "-c", program],  # type: ignore[attr-defined]
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(p for p in os.sys.path if p)},  # type: ignore[attr-defined]
    )
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    parent.kill()
    parent.wait()
    parent.stdout.close()
    deadline = time.monotonic() + 10
    while _alive(child) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not _alive(child)


def _alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().split(") ")[1][0] != "Z"
    except OSError:
        return False
