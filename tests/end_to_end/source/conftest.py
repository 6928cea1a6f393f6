"""A drop and a desk in processes of their own, for a source at the command line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from source_system import System, paired_system


@pytest.fixture(scope="session")
def paired(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    """Set up once; tests must leave other tests' submissions alone."""
    with paired_system(tmp_path_factory.mktemp("system"), tmp_path_factory.mktemp("source")) as system:
        yield system


@pytest.fixture
def system(paired: System, tmp_path: Path) -> System:
    """The paired system, with a home for this test's source alone."""
    return System(paired.drop, tmp_path / "source", paired.fingerprint, paired.vkey)
