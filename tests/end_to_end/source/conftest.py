"""A drop and a desk in processes of their own, for a source at the command line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from drop_process import Drop
from source_system import System


@pytest.fixture(scope="session")
def paired(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    """Set up once; tests must leave other tests' submissions alone."""
    home = tmp_path_factory.mktemp("system")
    drop = Drop(home)
    drop.init()
    drop.start()
    system = System(drop, tmp_path_factory.mktemp("source"), "", "")
    printed = dict(line.split(": ", 1) for line in system.desk("init", "--newsroom", "The Lamp").splitlines())
    system.fingerprint, system.vkey = printed["fingerprint"], printed["root key"]
    system.desk("pair", drop.url)
    yield system
    drop.stop()
    drop.http.close()


@pytest.fixture
def system(paired: System, tmp_path: Path) -> System:
    """The paired system, with a home for this test's source alone."""
    return System(paired.drop, tmp_path / "source", paired.fingerprint, paired.vkey)
