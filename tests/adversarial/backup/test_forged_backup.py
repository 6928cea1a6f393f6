"""Backups that somebody else made or changed: whoever knows a recipient can seal to it."""

from __future__ import annotations

import hashlib
import io
import json
import subprocess
import sys
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from amparo.seal.age import HybridIdentity
from amparo.seal.sealer import Sealer

ABOUT = {"day": "2026-11-24", "format": "amparo/backup/v1", "rooms": ["drop"], "version": "1", "without": []}
Change = Callable[[tarfile.TarFile], None]


def add(tar: tarfile.TarFile, name: str, data: bytes = b"", **header: object) -> str:
    info = tarfile.TarInfo(name)
    info.size = len(data)
    for field, value in header.items():
        setattr(info, field, value)
    tar.addfile(info, io.BytesIO(data))
    return f"{hashlib.sha256(data).hexdigest()}  {name}\n"


def forged(*changes: Change, sums: str | None = None, about: object = ABOUT) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.PAX_FORMAT) as tar:
        listed = add(tar, "BACKUP.json", json.dumps(about).encode())
        listed += add(tar, "drop/drop.toml", b"x")
        for change in changes:
            change(tar)
        add(tar, "SHA256SUMS", (listed if sums is None else sums).encode())
    return buffer.getvalue()


class Machine:
    """A new machine with the identity."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.identity = HybridIdentity.generate()
        (folder / "key.txt").write_text(f"{self.identity.secret_text()}\n")
        (folder / "inner").mkdir()

    def restore(self, data: bytes, *words: str) -> subprocess.CompletedProcess[str]:
        (self.folder / "b.age").write_bytes(data)
        command = [sys.executable, "-m", "amparo.cli.main", "restore", "b.age", "-i", "key.txt", *words]
        return subprocess.run([*command, "--home", "inner/home"], cwd=self.folder, capture_output=True, text=True)

    def seal(self, plain: bytes) -> bytes:
        sealer = Sealer([self.identity.recipient])
        return bytes(sealer.push(plain)) + bytes(sealer.finish())

    def refuses(self, data: bytes, *words: str) -> str:
        done = self.restore(data, *words)
        assert done.returncode == 1
        assert done.stderr.startswith("error: ") and "hint: " in done.stderr and "Traceback" not in done.stderr
        assert list((self.folder / "inner").iterdir()) == []
        assert not (self.folder / "evil").exists()
        return done.stderr


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_the_same_unforged_is_taken(machine: Machine) -> None:
    done = machine.restore(machine.seal(forged()))
    assert done.returncode == 0, done.stderr
    assert (machine.folder / "inner/home/drop/drop.toml").read_bytes() == b"x"


@pytest.mark.parametrize(
    "name", ["drop/../../evil", "../evil", "/tmp/evil", "drop/./x", "drop//x", "evil", "drop/..", "./drop/x"]
)
def test_a_name_that_leads_elsewhere(machine: Machine, name: str) -> None:
    machine.refuses(machine.seal(forged(lambda tar: add(tar, name, b"x") and None)))


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE, tarfile.DIRTYPE])
def test_what_is_no_file(machine: Machine, kind: bytes) -> None:
    machine.refuses(machine.seal(forged(lambda tar: add(tar, "drop/x", type=kind, linkname="/etc/passwd") and None)))


@pytest.mark.parametrize("version", [{"GNU.sparse.major": "1", "GNU.sparse.minor": "0"}, {"GNU.sparse.map": "0,0"}])
def test_a_file_with_holes(machine: Machine, version: dict[str, str]) -> None:
    """A few bytes that say they are a hundred gigabytes, which the disk would get."""
    size = {"GNU.sparse.size": "100000000000", "GNU.sparse.realsize": "100000000000"}
    content = b"0\n".ljust(512, b"\0")
    evil = {**version, **size, "GNU.sparse.name": "drop/x"}
    assert "not a backup" in machine.refuses(
        machine.seal(forged(lambda tar: add(tar, "drop/x", content, pax_headers=evil) and None))
    )


def test_a_name_that_comes_twice(machine: Machine) -> None:
    machine.refuses(machine.seal(forged(lambda tar: add(tar, "drop/drop.toml", b"y") and None)))


def test_a_file_that_is_not_listed(machine: Machine) -> None:
    machine.refuses(machine.seal(forged(lambda tar: add(tar, "drop/extra", b"y") and None)))


def test_a_file_that_is_listed_and_not_there(machine: Machine) -> None:
    digest = hashlib.sha256(b"x").hexdigest()
    machine.refuses(machine.seal(forged(sums=f"{digest}  drop/drop.toml\n{digest}  drop/other\n")))


def test_a_file_with_another_content(machine: Machine) -> None:
    machine.refuses(machine.seal(forged(sums=f"{'0' * 64}  drop/drop.toml\n")))


@pytest.mark.parametrize("about", [[], {}, {**ABOUT, "format": "other"}, {**ABOUT, "day": "x"}, {**ABOUT, "rooms": 1}])
def test_another_beginning(machine: Machine, about: object) -> None:
    machine.refuses(machine.seal(forged(about=about)))


def test_no_end_and_no_archive_at_all(machine: Machine) -> None:
    whole = forged()
    machine.refuses(machine.seal(whole[: whole.index(b"SHA256SUMS") - 10]))
    machine.refuses(machine.seal(b""))
    machine.refuses(machine.seal(b"x" * 100_000))
    machine.refuses(b"not sealed at all")


def test_bytes_behind_the_end(machine: Machine) -> None:
    machine.refuses(machine.seal(forged() + bytes(20_000) + b"more"))


def test_cut_flipped_and_lengthened_ciphertext(machine: Machine) -> None:
    sealed = machine.seal(forged())
    machine.refuses(sealed[:-100])
    machine.refuses(sealed[:-20] + bytes([sealed[-20] ^ 1]) + sealed[-19:])
    machine.refuses(sealed + b"x")


def test_another_identity(machine: Machine) -> None:
    sealer = Sealer([HybridIdentity.generate().recipient])
    machine.refuses(bytes(sealer.push(forged())) + bytes(sealer.finish()))


def test_a_whole_backup_put_in_place_of_the_one_whose_hash_was_noted(machine: Machine) -> None:
    noted = hashlib.sha256(machine.seal(forged())).hexdigest()
    machine.refuses(machine.seal(forged()), "--sha256", noted)


def test_a_home_in_use_is_left_as_it_is(machine: Machine) -> None:
    (machine.folder / "inner/home/desk").mkdir(parents=True)
    done = machine.restore(machine.seal(forged()))
    assert done.returncode == 1
    assert [path.name for path in (machine.folder / "inner").rglob("*")] == ["home", "desk"]
