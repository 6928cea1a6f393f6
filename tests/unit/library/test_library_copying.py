"""The copy of the tree for another web server; and that the library's command needs no desk."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from amparo.errors import InputError
from amparo.library.addresses import parse_document_id
from amparo.library.archive import open_archive
from amparo.library.copying import copy_tree
from amparo.library.publish import withdraw
from amparo.library.verify_pages import verify_archive
from library_bundles import a_library, clock, published, quiet, some, write_bundle


def test_a_copy_follows_the_tree_and_forgets_what_was_withdrawn(tmp_path: Path) -> None:
    places = a_library(tmp_path / "home")
    published(places, write_bundle(tmp_path / "one", some(3)))
    assert copy_tree(places.public, tmp_path / "www", quiet) > 15
    assert copy_tree(places.public, tmp_path / "www", quiet) == 0
    gone = parse_document_id(some(1)[0].document_id)
    with open_archive(places, clock) as archive:
        withdraw(archive, gone, "A mistake", "The editor", quiet)
    copy_tree(places.public, tmp_path / "www", quiet)
    assert not (tmp_path / "www" / "harbour" / gone / "original.txt").exists()
    assert verify_archive(tmp_path / "www").ok


def test_a_copy_never_overwrites_a_folder_that_is_none(tmp_path: Path) -> None:
    places = a_library(tmp_path / "home")
    published(places, write_bundle(tmp_path / "one", some(1)))
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "chapter.txt").write_text("years of work")
    for place in (tmp_path / "thesis", places.public, places.public / "inside", places.root):
        with pytest.raises(InputError):
            copy_tree(places.public, place, quiet)
    # Programs that train models write a file of this name.
    (tmp_path / "thesis" / "checkpoint").write_text('model_checkpoint_path: "model-100"\n')
    with pytest.raises(InputError):
        copy_tree(places.public, tmp_path / "thesis", quiet)
    assert (tmp_path / "thesis" / "chapter.txt").exists()


def test_a_first_copy_that_was_cut_off_goes_on(tmp_path: Path) -> None:
    places = a_library(tmp_path / "home")
    published(places, write_bundle(tmp_path / "one", some(3)))

    class Killed(Exception): ...

    def killed(step: str, done: int, whole: int) -> None:
        if done == 5:
            raise Killed

    with pytest.raises(Killed):
        copy_tree(places.public, tmp_path / "www", killed)
    (tmp_path / "www" / "index.html.amparo-new").write_bytes(b"half")
    copy_tree(places.public, tmp_path / "www", quiet)
    assert verify_archive(tmp_path / "www").ok


def test_the_command_loads_nothing_of_a_desk() -> None:
    probe = "import sys, amparo.cli.library; print([name for name in sys.modules if name.startswith('amparo.desk')])"
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
