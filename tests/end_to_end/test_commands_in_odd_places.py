"""Commands where nothing is as expected: odd words, homes, locales, outputs. An error and a code, never a trace."""

from __future__ import annotations

import argparse
import json
import os
import pty
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from amparo.cli.main import ROOMS, VERBLESS, room_parser, with_home_last

AMPARO = [sys.executable, "-m", "amparo.cli.main"]


def run(*words: str | bytes, env: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*AMPARO, *words], capture_output=True, text=True, timeout=120, env={**os.environ, **(env or {})}, check=False
    )


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk that holds a mail whose subject, and a file whose name, would repaint a terminal."""
    top = tmp_path_factory.mktemp("odd")
    mail = top / "mail.eml"
    mail.write_bytes(
        b"From: a@example.org\r\nSubject: zebra \x1b[31mred\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
        b"The na\xc3\xafve zebra \x1b[2J\r\n"
    )
    (top / "\x1b[31mempty.txt").touch()
    done = run(
        "desk", "add", str(mail), str(top / "\x1b[31mempty.txt"), "--collection", "c", "--home", str(top / "home")
    )
    assert done.returncode == 0, done.stderr
    return top / "home"


@pytest.mark.parametrize(
    "words",
    [
        ("desk", "search", "zebra"),
        ("desk", "init"),
        ("desk", "status"),
        ("library", "init"),
        ("library", "status"),
        ("drop", "init"),
        ("drop", "status"),
    ],
)
@pytest.mark.parametrize("kind", ["a file", "not to be made"])
def test_a_home_that_cannot_be(tmp_path: Path, words: tuple[str, ...], kind: str) -> None:
    (tmp_path / "file").touch()
    home = str(tmp_path / "file") if kind == "a file" else "/proc/nowhere"
    done = run(*words, "--home", home)
    assert done.returncode == 1
    assert done.stderr.startswith("error: ")
    assert "Traceback" not in done.stderr


def test_a_database_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "desk").mkdir()
    (tmp_path / "desk" / "desk.sqlite").write_bytes(b"not a database, " * 100)
    done = run("desk", "search", "zebra", "--home", str(tmp_path))
    assert (done.returncode, done.stderr.splitlines()[0][:6]) == (1, "error:")


@pytest.mark.parametrize(
    "words",
    [
        ("desk", "show", b"a\xffb"),
        ("desk", "search", b"a\xffb"),
        ("desk", "add", "/dev/null", "--collection", b"a\xffb"),
        ("desk", "failures", "--collection", b"a\xffb"),
    ],
)
def test_words_that_are_not_text(home: Path, words: tuple[str | bytes, ...]) -> None:
    done = run(*words, "--json", "--home", str(home))
    assert done.returncode in (0, 1)
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("room", ["desk", "library"])
@pytest.mark.parametrize("limit", ["-1", "99999999999999999999", "x", "1.5", "٣"])
def test_limits_that_are_none(home: Path, room: str, limit: str) -> None:
    assert run(room, "search", "zebra", f"--limit={limit}", "--home", str(home)).returncode == 2


def test_any_locale_prints_utf_8(home: Path) -> None:
    env = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": "ascii"}
    done = subprocess.run(
        [*AMPARO, "desk", "search", "zebra", "--json", "--home", str(home)], capture_output=True, env=os.environ | env
    )
    assert json.loads(done.stdout.decode())["total"] == 1, done.stderr
    assert "naïve" in done.stdout.decode()


@pytest.mark.parametrize("words", [("desk", "search", "zebra", "--json"), ("desk", "collections")])
def test_an_output_that_is_full(home: Path, words: tuple[str, ...]) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [*AMPARO, *words],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            env=os.environ | {"AMPARO_HOME": str(home)},
        )
    assert "Traceback" not in done.stderr
    assert done.returncode != 0


def test_a_reader_that_goes_away(home: Path) -> None:
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(
        [*AMPARO, "desk", "collections", "--home", str(home)], stdout=write, stderr=subprocess.PIPE, text=True
    )
    os.close(write)
    assert (done.returncode, done.stderr) == (1, "")


@pytest.mark.parametrize("words", [("--help",), ("seal", "keygen"), ("desk", "search", "zebra")])
def test_an_output_that_was_closed_is_an_error_and_no_trace(home: Path, words: tuple[str, ...]) -> None:
    done = _with_closed(1, *words, home=home)
    assert done.returncode == 1
    assert "error: " in done.stderr
    assert "Traceback" not in done.stderr


def test_an_input_that_was_closed_is_not_taken_for_an_empty_one(home: Path) -> None:
    recipient = json.loads(run("seal", "keygen", "--json").stdout)["recipient"]
    done = _with_closed(0, "seal", "encrypt", "-a", "-r", recipient, home=home)
    assert (done.returncode, done.stderr.splitlines()[0][:6]) == (1, "error:"), done.stderr


def _with_closed(stream: int, *words: str, home: Path) -> subprocess.CompletedProcess[str]:
    """Run with one of the standard streams closed, as a shell does for `<&-` and `>&-`."""
    shell = ["sh", "-c", f'exec "$@" {"<>"[stream]}&-', "sh", *AMPARO, *words]
    return subprocess.run(
        shell, capture_output=True, text=True, env=os.environ | {"AMPARO_HOME": str(home)}, check=False
    )


def test_a_user_without_a_home_is_told_to_name_one() -> None:
    unset = {name: value for name, value in os.environ.items() if name not in ("HOME", "AMPARO_HOME", "XDG_DATA_HOME")}
    nobody = "import os, pwd, sys; pwd.getpwuid = {}.__getitem__; from amparo.cli.main import main; main()"
    done = subprocess.run([sys.executable, "-c", nobody, "desk", "status"], capture_output=True, text=True, env=unset)
    assert (done.returncode, done.stderr.splitlines()[0][:6]) == (1, "error:"), done.stderr
    assert "--home" in done.stderr


@pytest.mark.parametrize("number", ["-1", "65533", "x"])
def test_a_base_for_ports_that_is_none(number: str) -> None:
    assert run("up", f"--port-base={number}").returncode == 2


@pytest.mark.parametrize("seconds", ["inf", "nan", "-1", "1e300", "x"])
def test_a_pause_that_no_clock_can_wait(home: Path, seconds: str) -> None:
    assert run("desk", "fetch", "--watch", f"--every={seconds}", "--home", str(home)).returncode == 2


@pytest.mark.parametrize("words", [("rotate-root",), ("revoke", "root"), ("delete", "--all-unopened")])
def test_what_cannot_be_undone_is_refused_without_a_second_word(tmp_path: Path, words: tuple[str, ...]) -> None:
    assert run("desk", "init", "--home", str(tmp_path)).returncode == 0
    done = run("desk", *words, "--home", str(tmp_path))
    assert done.returncode == 1
    assert [line[:6] for line in done.stderr.splitlines()] == ["error:", "hint: "]
    assert "--yes" in done.stderr


@pytest.mark.parametrize(
    "words", [("desk", "search", "zebra"), ("desk", "show", "DOCUMENT"), ("desk", "show", "DOCUMENT", "--text")]
)
def test_a_terminal_obeys_no_document(home: Path, words: tuple[str, ...]) -> None:
    hit = json.loads(run("desk", "search", "zebra", "--json", "--home", str(home)).stdout)["hits"][0]
    shown = on_a_terminal(*(hit["document"] if word == "DOCUMENT" else word for word in words), "--home", str(home))
    assert b"zebra" in shown.replace(b"\x1b[1m", b"")
    assert b"\x1b" not in shown.replace(b"\x1b[1m", b"").replace(b"\x1b[0m", b"")


def test_a_terminal_obeys_no_file_name(home: Path) -> None:
    shown = on_a_terminal("desk", "failures", "--collection", "c", "--home", str(home))
    assert b"[31mempty.txt" in shown
    assert b"\x1b" not in shown


def on_a_terminal(*words: str) -> bytes:
    """What a command writes to a terminal."""
    ours, theirs = pty.openpty()
    with subprocess.Popen([*AMPARO, *words], stdout=theirs, stderr=subprocess.DEVNULL) as process:
        os.close(theirs)
        shown = b""
        try:
            while piece := os.read(ours, 65536):
                shown += piece
        except OSError:  # how Linux says that the other side has closed
            pass
        os.close(ours)
    assert process.returncode == 0
    return shown


@pytest.mark.parametrize("place", [0, 1, 2])
@pytest.mark.parametrize("form", ["two words", "one word"])
def test_the_home_may_stand_anywhere(home: Path, place: int, form: str) -> None:
    words = ["desk", "collections", "--json"]
    words[place:place] = ["--home", str(home)] if form == "two words" else [f"--home={home}"]
    done = run(*words, env={"AMPARO_HOME": "/proc/nowhere"})
    assert json.loads(done.stdout)["documents"] == 1


@pytest.mark.parametrize("words", [("--home",), ("--home", "x"), ("desk", "--home"), ("desk", "--home", "x"), ()])
def test_a_home_alone_is_no_command(words: tuple[str, ...]) -> None:
    assert run(*words).returncode == 2


@pytest.mark.parametrize(
    ("words", "moved"),
    [
        ("--home H up", "up --home H"),
        ("give --home H -- -x", "give --home H -- -x"),
        ("--home H give -- -x", "give --home H -- -x"),
        ("--home=H desk add -- -x", "desk add --home=H -- -x"),
        ("desk add x --home H", "desk add x --home H"),
        ("seal encrypt -- --home", "seal encrypt -- --home"),
    ],
)
def test_where_the_home_goes(words: str, moved: str) -> None:
    assert " ".join(with_home_last(words.split())) == moved


def test_commands_without_verbs_are_known() -> None:
    for name, _, _ in ROOMS:
        has_verbs = any(isinstance(one, argparse._SubParsersAction) for one in room_parser(name)._actions)
        assert has_verbs == (name not in VERBLESS), name


def test_version() -> None:
    assert run("--version").stdout.startswith("amparo 0.")


def test_a_link_that_is_named_is_added(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "note.txt").write_text("A note on zebras.")
    (tmp_path / "other.txt").write_text("Another note on zebras.")
    (tmp_path / "link").symlink_to("folder")
    (tmp_path / "file-link").symlink_to("other.txt")
    paths = (str(tmp_path / "link"), str(tmp_path / "file-link"))
    done = run("desk", "add", *paths, "--collection", "c", "--json", "--home", str(tmp_path / "home"))
    assert json.loads(done.stdout)["added"] == 2, done.stderr


@pytest.mark.parametrize(
    "words",
    [
        ("library", "verify", "/nowhere"),
        ("library", "proof", "a" * 24, "-o", "/nowhere/proof"),
        ("desk", "show", "nothing"),
        ("desk", "add", "/nowhere", "--collection", "c"),
        ("seal", "decrypt", "/nowhere"),
        ("drop", "status"),
    ],
)
def test_every_refusal_has_a_hint(tmp_path: Path, words: tuple[str, ...]) -> None:
    done = run(*words, "--home", str(tmp_path / "home"))
    error, hint = done.stderr.splitlines()
    assert (done.returncode, error[:7], hint[:6]) == (1, "error: ", "hint: ")
