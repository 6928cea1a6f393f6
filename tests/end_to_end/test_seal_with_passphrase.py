"""Passphrases are asked for at the controlling terminal; files sealed with one go both ways with `age -p`."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

AMPARO = (sys.executable, "-m", "amparo.cli.main", "seal")
PASSPHRASE = "niebla río 7"
Find = Callable[[str], str]


def at_terminal(command: Sequence[str | Path], answers: Sequence[str | bytes]) -> tuple[int, bytes]:
    """Run with a controlling terminal of its own, type one answer per prompt; exit code and what was shown."""
    pid, terminal = pty.fork()
    if pid == 0:
        try:
            os.execvp(str(command[0]), [str(word) for word in command])  # noqa: S606
        finally:
            os._exit(127)
    shown, left, asked = b"", list(answers), 0
    while piece := _read(terminal):
        shown += piece
        if left and shown[asked:].rstrip(b" ").endswith((b":", b"?")):
            # The prompt is out; by then the echo is off.
            answer = left.pop(0)
            os.write(terminal, answer if isinstance(answer, bytes) else answer.encode() + b"\n")
            asked = len(shown)
    os.close(terminal)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), shown


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 4096)
    except OSError:
        return b""


def sealed(tmp_path: Path) -> Path:
    plain, file = tmp_path / "plain", tmp_path / "file.age"
    plain.write_bytes(b"text")
    code, shown = at_terminal([*AMPARO, "encrypt", "-p", "-o", file, plain], [PASSPHRASE, PASSPHRASE])
    assert code == 0, shown
    assert PASSPHRASE.encode() not in shown
    return file


def test_a_passphrase_seals_and_opens(tmp_path: Path) -> None:
    file, out = sealed(tmp_path), tmp_path / "out"
    code, shown = at_terminal([*AMPARO, "decrypt", "-p", "-o", out, file], [PASSPHRASE])
    assert code == 0, shown
    assert out.read_bytes() == b"text"


def test_a_wrong_or_empty_or_unequal_passphrase_is_refused(tmp_path: Path) -> None:
    file, out = sealed(tmp_path), tmp_path / "out"
    code, shown = at_terminal([*AMPARO, "decrypt", "-p", "-o", out, file], ["wrong"])
    assert code == 1 and b"none of the identities" in shown
    code, shown = at_terminal([*AMPARO, "encrypt", "-p", "-o", out, file], ["one", "other"])
    assert code == 1 and b"differ" in shown
    code, shown = at_terminal([*AMPARO, "encrypt", "-p", "-o", out, file], [""])
    assert code == 1 and b"empty" in shown
    for typed in (b"\x04", b"caf\xe9\n"):
        code, shown = at_terminal([*AMPARO, "decrypt", "-p", "-o", out, file], [typed])
        assert code == 1 and b"error: " in shown and b"Traceback" not in shown, (typed, shown)
    assert not out.exists()


def test_a_passphrase_is_never_taken_from_a_pipe(tmp_path: Path) -> None:
    command = [*AMPARO, "encrypt", "-p", "-o", str(tmp_path / "out")]
    done = subprocess.run(command, input=b"secret\nsecret\n", capture_output=True, start_new_session=True, check=False)
    assert done.returncode == 1
    assert b"no terminal" in done.stderr
    assert not (tmp_path / "out").exists()


def test_age_opens_what_we_seal_with_a_passphrase(tmp_path: Path, find_tool: Find) -> None:
    out = tmp_path / "out"
    code, shown = at_terminal([find_tool("age"), "-d", "-o", out, sealed(tmp_path)], [PASSPHRASE])
    assert code == 0, shown
    assert out.read_bytes() == b"text"


def test_we_open_what_age_seals_with_a_passphrase(tmp_path: Path, find_tool: Find) -> None:
    plain, file, out = tmp_path / "plain", tmp_path / "file.age", tmp_path / "out"
    plain.write_bytes(b"text")
    code, shown = at_terminal([find_tool("age"), "-p", "-o", file, plain], [PASSPHRASE, PASSPHRASE])
    assert code == 0, shown
    code, shown = at_terminal([*AMPARO, "decrypt", "-p", "-o", out, file], [PASSPHRASE])
    assert code == 0, shown
    assert out.read_bytes() == b"text"
