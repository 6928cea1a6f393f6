"""Artifacts: entered once, shown on Changes, found by whoever verifies, kept when the catalogue is made anew."""

from __future__ import annotations

import json
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from amparo.errors import InputError
from amparo.library.archive import open_archive
from amparo.library.artifacts import ROSTER, SEALER, enter, kind_of
from amparo.library.verify import verify_tree
from library_bundles import a_library, clock, published, quiet, some, write_bundle

SHA = sha256(b"a page").hexdigest()


def test_entered_once_and_shown(tmp_path: Path) -> None:
    places = a_library(tmp_path)
    published(places, write_bundle(tmp_path / "bag", some(1)))
    with open_archive(places, clock) as archive:
        first = enter(archive, SEALER, SHA, quiet)
        again = enter(archive, SEALER, SHA, quiet)
        other = enter(archive, ROSTER, SHA, quiet)
    assert (first.log_index, first.new, again.log_index, again.new, other.log_index) == (2, True, 2, False, 3)
    page = (places.public / "changes/index.html").read_text()
    assert SHA in page and "Offline page for sources" in page
    newest = json.loads((places.public / "changes/changes.json").read_text())[0]
    assert (newest["what"], newest["sha256"], newest["log_index"]) == ("artifact", SHA, 3)
    assert SHA in (places.public / "changes/changes.atom").read_text()


def test_whoever_verifies_finds_it(tmp_path: Path) -> None:
    places = a_library(tmp_path)
    with open_archive(places, clock) as archive:
        enter(archive, SEALER, SHA, quiet)
    (found,) = verify_tree(places.public).artifacts
    assert (found.kind, found.sha256, found.day, found.index) == (SEALER, SHA, "2026-11-24", 0)


def test_a_catalogue_made_anew_knows_it(tmp_path: Path) -> None:
    places = a_library(tmp_path)
    with open_archive(places, clock) as archive:
        enter(archive, SEALER, SHA, quiet)
    places.catalogue.unlink()
    with open_archive(places, clock) as archive:
        assert not enter(archive, SEALER, SHA, quiet).new


def test_the_kind_shows(tmp_path: Path) -> None:
    assert kind_of(b"amparo/roster/v1\nnewsroom X\n", "anything") == ROSTER
    assert kind_of(b"<!doctype html>", "amparo-seal.html") == SEALER
    assert kind_of(b"<!doctype html>", "amparo-seal-ar.html") == SEALER
    for start, name in ((b"<!doctype html>", "index.html"), (b"amparo/newsroom/v1\n", "newsroom.txt")):
        with pytest.raises(InputError):
            kind_of(start, name)
    with open_archive(a_library(tmp_path), clock) as archive, pytest.raises(InputError):
        enter(archive, "Not A Kind", SHA, quiet)


def amparo(home: Path, *words: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "amparo.cli.main", "library", *map(str, words), "--home", str(home)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60)


def test_the_command_and_a_swapped_page(tmp_path: Path) -> None:
    places = a_library(tmp_path)
    page, swapped = tmp_path / "amparo-seal.html", tmp_path / "swapped.html"
    page.write_text("<!doctype html> the page")
    swapped.write_text("<!doctype html> the pagE")
    home = places.root.parent
    assert json.loads(amparo(home, "artifact", page, "--json").stdout)["kind"] == SEALER
    assert amparo(home, "verify", places.public, "--artifact", page).returncode == 0
    refused = amparo(home, "verify", places.public, "--artifact", swapped)
    assert refused.returncode == 1 and "The log does not hold this file." in refused.stderr
