"""One library with a published case for each file of tests, and a copy of it for each test."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from amparo.library.settings import Places
from published_cases import library_with_a_case


@pytest.fixture(scope="module")
def honest(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library with documents and one case in two states: HOME."""
    home = tmp_path_factory.mktemp("honest") / "home"
    library_with_a_case(home)
    return home


@pytest.fixture
def places(honest: Path, tmp_path: Path) -> Iterator[Places]:
    """A copy to spoil."""
    shutil.copytree(honest, tmp_path / "home")
    yield Places(tmp_path / "home" / "library")
