"""Files and keys go both ways between `amparo seal` and the `age` command: 1.3 with post-quantum keys, and Debian's."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

CHUNK = 64 * 1024
SIZES = [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 5 * CHUNK + 3]
AMPARO = (sys.executable, "-m", "amparo.cli.main", "seal")
Find = Callable[[str], str]


def run(*command: str | Path, data: bytes = b"") -> bytes:
    done = subprocess.run([str(word) for word in command], input=data, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


@pytest.fixture(scope="module")
def age(find_tool: Find) -> str:
    """An age that knows post-quantum keys; `scripts/test-tools` builds it."""
    return find_tool("age")


@pytest.fixture(scope="module")
def debian_age(find_tool: Find) -> str:
    """The system's age, which may be older than post-quantum keys."""
    return shutil.which("age", path="/usr/bin:/usr/local/bin") or find_tool("age")


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory, find_tool: Find) -> Path:
    """Identity files by both programs, and the recipients beside them as .pub."""
    folder = tmp_path_factory.mktemp("keys")
    for name, options in (("pq", []), ("x25519", ["--x25519"])):
        (folder / f"ours-{name}.pub").write_bytes(run(*AMPARO, "keygen", *options, "-o", folder / f"ours-{name}"))
    keygen = find_tool("age-keygen")
    for name, options in (("pq", ["-pq"]), ("x25519", [])):
        run(keygen, *options, "-o", folder / f"theirs-{name}")
        (folder / f"theirs-{name}.pub").write_bytes(run(keygen, "-y", folder / f"theirs-{name}"))
    return folder


def test_they_read_our_identity_files_and_we_read_theirs(keys: Path, find_tool: Find) -> None:
    for kind in ("pq", "x25519"):
        ours, theirs = keys / f"ours-{kind}", keys / f"theirs-{kind}"
        assert run(find_tool("age-keygen"), "-y", ours) == Path(f"{ours}.pub").read_bytes()
        assert run(*AMPARO, "recipient", theirs) == Path(f"{theirs}.pub").read_bytes()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("kind", ["pq", "x25519"])
@pytest.mark.parametrize("armor", [[], ["-a"]])
def test_age_opens_what_we_seal(age: str, keys: Path, size: int, kind: str, armor: list[str]) -> None:
    plain = random.Random(size).randbytes(size)
    to = [word for who in ("ours", "theirs") for word in ("-R", keys / f"{who}-{kind}.pub")]
    file = run(*AMPARO, "encrypt", *to, *armor, data=plain)
    assert run(age, "-d", "-i", keys / f"theirs-{kind}", data=file) == plain


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("kind", ["pq", "x25519"])
@pytest.mark.parametrize("armor", [[], ["-a"]])
def test_we_open_what_age_seals(age: str, keys: Path, size: int, kind: str, armor: list[str]) -> None:
    plain = random.Random(size).randbytes(size)
    to = [word for who in ("theirs", "ours") for word in ("-R", keys / f"{who}-{kind}.pub")]
    file = run(age, *to, *armor, data=plain)
    assert run(*AMPARO, "decrypt", "-i", keys / f"ours-{kind}", data=file) == plain


@pytest.mark.parametrize("armor", [[], ["-a"]])
def test_files_go_both_ways_with_debians_age(debian_age: str, keys: Path, armor: list[str]) -> None:
    plain = random.Random(7).randbytes(2 * CHUNK)
    sealed = run(*AMPARO, "encrypt", "-R", keys / "theirs-x25519.pub", *armor, data=plain)
    assert run(debian_age, "-d", "-i", keys / "theirs-x25519", data=sealed) == plain
    theirs = run(debian_age, "-R", keys / "ours-x25519.pub", *armor, data=plain)
    assert run(*AMPARO, "decrypt", "-i", keys / "ours-x25519", data=theirs) == plain
