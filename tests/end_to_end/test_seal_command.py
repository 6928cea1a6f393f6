"""`amparo seal` as a person at a terminal and a script in a pipe meet it."""

from __future__ import annotations

import json
import os
import pty
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

CHUNK = 64 * 1024
AMPARO = (sys.executable, "-m", "amparo.cli.main", "seal")
MIB = 1024 * 1024


def run(*words: str | Path, data: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([*AMPARO, *map(str, words)], input=data, capture_output=True, check=False)


def good(*words: str | Path, data: bytes = b"") -> bytes:
    done = run(*words, data=data)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


def refused(*words: str | Path, data: bytes = b"") -> str:
    """Standard error of a command that must fail with exit code 1, an error and a hint, and no traceback."""
    done = run(*words, data=data)
    message = done.stderr.decode()
    assert done.returncode == 1, message
    assert message.startswith("error: ") and "\nhint: " in message and "Traceback" not in message
    return message


def at_terminal(*words: str | Path, data: bytes = b"") -> tuple[int, bytes]:
    """Exit code and everything shown when standard output and error are a terminal."""
    ours, theirs = pty.openpty()
    with subprocess.Popen([*AMPARO, *map(str, words)], stdin=subprocess.PIPE, stdout=theirs, stderr=theirs) as process:
        os.close(theirs)
        assert process.stdin
        process.stdin.write(data)
        process.stdin.close()
        shown = b""
        try:
            while piece := os.read(ours, 65536):
                shown += piece
        except OSError:
            pass
    os.close(ours)
    return process.returncode, shown


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("key") / "key.txt"
    path.with_suffix(".pub").write_bytes(good("keygen", "-o", path))
    return path


@pytest.fixture
def sealed(key: Path, tmp_path: Path) -> Path:
    """Two chunks and a bit, sealed to `key`."""
    path = tmp_path / "file.age"
    good("encrypt", "-R", key.with_suffix(".pub"), "-o", path, data=b"x" * (2 * CHUNK + 5))
    return path


def test_keygen_makes_a_private_file_and_never_replaces_one(tmp_path: Path) -> None:
    path = tmp_path / "key.txt"
    recipient = good("keygen", "-o", path).decode().strip()
    assert recipient.startswith("age1pq1")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    before = path.read_text()
    assert before.splitlines()[0].startswith("# created: ") and before.splitlines()[1] == f"# public key: {recipient}"
    assert before.splitlines()[2].startswith("AGE-SECRET-KEY-PQ-1")
    assert "exists" in refused("keygen", "-o", path)
    assert path.read_text() == before
    assert [entry.name for entry in tmp_path.iterdir()] == ["key.txt"]


def test_keygen_prints_without_a_file(tmp_path: Path) -> None:
    done = run("keygen", "--x25519")
    assert b"\nAGE-SECRET-KEY-1" in done.stdout
    assert done.stderr.startswith(b"Public key: age1")
    answer = json.loads(good("keygen", "--json", "-o", tmp_path / "k"))
    assert set(answer) == {"recipient", "identity_file"}
    assert set(json.loads(good("keygen", "--json"))) == {"recipient", "identity"}


def test_a_pipe_goes_there_and_back(key: Path) -> None:
    plain = os.urandom(300_000)
    for armor in ([], ["-a"]):
        file = good("encrypt", *armor, "-r", key.with_suffix(".pub").read_text().strip(), data=plain)
        assert good("decrypt", "-i", key, data=file) == plain
        assert good("decrypt", "-i", key, "-", data=file) == plain


def test_the_output_file_appears_only_when_authentic(key: Path, sealed: Path, tmp_path: Path) -> None:
    out, whole = tmp_path / "out", sealed.read_bytes()
    for broken in (whole[:-1], whole[: -CHUNK // 2], whole[:-7] + b"\0" + whole[-6:], whole + b"x", whole[:100]):
        sealed.write_bytes(broken)
        refused("decrypt", "-i", key, "-o", out, sealed)
        assert not out.exists()
        out.write_text("what was there before")
        refused("decrypt", "-i", key, "-o", out, sealed)
        assert out.read_text() == "what was there before"
        out.unlink()
        assert [entry.name for entry in tmp_path.iterdir()] == ["file.age"], "something is left behind"
    sealed.write_bytes(whole)
    good("decrypt", "-i", key, "-o", out, sealed)
    assert out.read_bytes() == b"x" * (2 * CHUNK + 5)
    assert stat.S_IMODE(out.stat().st_mode) == 0o600


def test_standard_output_gets_only_authentic_bytes(key: Path, sealed: Path) -> None:
    broken = bytearray(sealed.read_bytes())
    broken[-10] ^= 1
    done = run("decrypt", "-i", key, data=bytes(broken))
    assert done.returncode == 1
    assert done.stdout == b"x" * (2 * CHUNK)


@pytest.mark.parametrize(
    ("damage", "says"),
    [
        (lambda file: file[:-1], "cut"),
        (lambda file: file[: -(CHUNK + 16 + 5 + 16)], "cut short"),
        (lambda file: b"PK\3\4" + file, "not an age file"),
        (lambda file: file.replace(b"v1\n", b"v2\n", 1), "version"),
        (lambda file: file.replace(b"\n--- ", b"\n---- ", 1), "malformed"),
        (lambda file: b"", "empty"),
    ],
)
def test_what_is_wrong_is_said(key: Path, sealed: Path, damage: object, says: str) -> None:
    assert callable(damage)
    assert says in refused("decrypt", "-i", key, data=damage(sealed.read_bytes()))


def test_the_wrong_key_is_said(sealed: Path, tmp_path: Path) -> None:
    good("keygen", "-o", tmp_path / "other")
    assert "none of the identities" in refused("decrypt", "-i", tmp_path / "other", sealed)


def test_wrong_words_are_explained(key: Path, sealed: Path, tmp_path: Path) -> None:
    assert "no recipient" in refused("encrypt", sealed)
    assert "secret" in refused("encrypt", "-r", key.read_text().split()[-1], sealed)
    assert "not be read" in refused("encrypt", "-R", key.with_suffix(".pub"), tmp_path / "nothing")
    assert "not be read" in refused("encrypt", "-R", key.with_suffix(".pub"), tmp_path)
    assert "cannot be written" in refused("decrypt", "-i", key, "-o", tmp_path / "no" / "where", sealed)
    assert "no identity" in refused("decrypt", sealed)
    assert "not both" in refused("encrypt", "-p", "-R", key.with_suffix(".pub"), sealed)
    assert run("decrypt", "--nonsense").returncode == 2


def test_keys_may_come_from_standard_input_but_not_with_the_file(key: Path, sealed: Path) -> None:
    assert good("decrypt", "-i", "-", sealed, data=key.read_bytes()) == b"x" * (2 * CHUNK + 5)
    assert "twice" in refused("decrypt", "-i", "-", data=key.read_bytes())
    assert "twice" in refused("encrypt", "-R", "-", data=key.with_suffix(".pub").read_bytes())


def test_a_sealed_file_is_no_file_of_keys(sealed: Path) -> None:
    assert "key" in refused("decrypt", "-i", sealed, data=b"")


def test_sealing_over_its_own_input_is_safe(key: Path, tmp_path: Path) -> None:
    path = tmp_path / "note"
    path.write_bytes(b"text")
    good("encrypt", "-R", key.with_suffix(".pub"), "-o", path, path)
    good("decrypt", "-i", key, "-o", path, path)
    assert path.read_bytes() == b"text"


def test_a_link_is_followed_not_replaced(key: Path, sealed: Path, tmp_path: Path) -> None:
    target, link = tmp_path / "target", tmp_path / "link"
    target.write_bytes(b"old")
    link.symlink_to(target)
    good("decrypt", "-i", key, "-o", link, sealed)
    assert link.is_symlink()
    assert target.stat().st_size == 2 * CHUNK + 5


def test_a_full_disk_is_said(key: Path, sealed: Path) -> None:
    assert "disk is full" in refused("decrypt", "-i", key, "-o", "/dev/full", sealed)


def test_devices_are_written_not_replaced(key: Path, sealed: Path) -> None:
    good("decrypt", "-i", key, "-o", "/dev/null", sealed)
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)


def test_sealed_bytes_are_kept_from_a_terminal(key: Path) -> None:
    code, shown = at_terminal("encrypt", "-R", key.with_suffix(".pub"), data=b"text")
    assert code == 1
    assert b"not for a terminal" in shown and b"age-encryption.org" not in shown
    code, shown = at_terminal("encrypt", "-a", "-R", key.with_suffix(".pub"), data=b"text")
    assert code == 0
    assert shown.startswith(b"-----BEGIN AGE ENCRYPTED FILE-----")


def test_a_terminal_is_shown_text_only(key: Path) -> None:
    for plain, code in (
        ("acta número 5\n".encode(), 0),
        (b"\x1b]0;title\x07", 1),
        (b"\x00\xff", 1),
        (b"\xc2\x9b31m", 1),
    ):
        file = good("encrypt", "-R", key.with_suffix(".pub"), data=plain)
        assert at_terminal("decrypt", "-i", key, data=file)[0] == code
    code, shown = at_terminal(
        "decrypt", "-i", key, data=good("encrypt", "-R", key.with_suffix(".pub"), data=b"\x1b[1m")
    )
    assert b"\x1b[1m" not in shown


def test_help_teaches() -> None:
    for verb, needs in (("keygen", b"secret"), ("encrypt", b"examples:"), ("decrypt", b"exit code is 0")):
        assert needs in good(verb, "--help")


@pytest.mark.parametrize("size", [256 * MIB])
def test_memory_does_not_grow_with_the_file(key: Path, size: int, tmp_path: Path) -> None:
    big, file = tmp_path / "big", tmp_path / "big.age"
    with big.open("wb") as sparse:
        sparse.truncate(size)
    assert peak("encrypt", "-R", key.with_suffix(".pub"), "-o", file, big) <= 64 * MIB
    assert peak("decrypt", "-i", key, "-o", "/dev/null", file) <= 64 * MIB


def peak(*words: str | Path) -> int:
    """Largest resident size in bytes of a run that must succeed. (wait4's figure counts the forking parent too.)"""
    largest = 0
    with subprocess.Popen([*AMPARO, *map(str, words)]) as process:
        while process.poll() is None:
            for line in Path(f"/proc/{process.pid}/status").read_text().splitlines():
                if line.startswith("VmHWM:"):
                    largest = max(largest, int(line.split()[1]) * 1024)
            time.sleep(0.005)
    assert process.returncode == 0
    assert largest > 10 * MIB, "nothing was measured"
    return largest


def test_a_killed_decrypt_leaves_no_plaintext(key: Path, sealed: Path, tmp_path: Path) -> None:
    """SIGKILL in the middle: no output file, no half of one under another name."""
    command = [*AMPARO, "decrypt", "-i", str(key), "-o", str(tmp_path / "out")]
    with subprocess.Popen(command, stdin=subprocess.PIPE) as process:
        assert process.stdin
        process.stdin.write(sealed.read_bytes()[:-1])
        process.stdin.flush()
        deadline = time.monotonic() + 10
        while written(process.pid) < 2 * CHUNK and time.monotonic() < deadline:
            time.sleep(0.01)
        assert written(process.pid) >= 2 * CHUNK
        process.kill()
    assert [entry.name for entry in tmp_path.iterdir()] == ["file.age"]


def written(pid: int) -> int:
    """Bytes a process has written so far."""
    text = Path(f"/proc/{pid}/io").read_text()
    return int(next(line for line in text.splitlines() if line.startswith("wchar:")).split()[1])
