"""What a person names is read, also through a link; what merely lies in a folder is not followed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from amparo.desk.found_files import FoundFile, find


def found(*paths: Path) -> dict[str, FoundFile]:
    return {one.path.name: one for one in find(map(str, paths))}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a file, and links to it, to itself, to nowhere, and to another folder."""
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "file.txt").write_text("text")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "secret.txt").write_text("secret")
    for name, target in {"same": "file.txt", "loop": ".", "nowhere": "gone", "out": "../elsewhere"}.items():
        (folder / name).symlink_to(target)
    (folder / "endless").symlink_to("endless")
    return folder


def test_links_in_a_folder_are_not_followed(folder: Path) -> None:
    files = found(folder)
    assert {name for name, one in files.items() if not one.excluded} == {"file.txt"}
    assert set(files) == {"file.txt", "same", "loop", "nowhere", "out", "endless"}


def test_a_link_to_a_folder_that_is_named_is_walked(folder: Path, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(folder)
    (file,) = [one for one in find([str(link)]) if not one.excluded]
    assert file.path == link / "file.txt"


def test_a_link_to_a_file_that_is_named_is_read(folder: Path) -> None:
    assert found(folder / "same")["same"] == FoundFile(folder / "same", target=folder / "file.txt")


@pytest.mark.parametrize("name", ["nowhere", "endless"])
def test_a_named_link_that_leads_nowhere(folder: Path, name: str) -> None:
    assert "nowhere" in found(folder / name)[name].excluded


def test_a_named_link_to_no_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to("pipe")
    assert found(tmp_path / "link")["link"].excluded == "It is not a file."


def test_a_folder_that_does_not_open_is_not_passed_over(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "closed").mkdir()
    (folder / "closed" / "inside.txt").write_text("never seen")
    real = os.scandir

    def refusing(path: str) -> object:
        if Path(path).name == "closed":
            raise PermissionError(13, "Permission denied", path)
        return real(path)

    monkeypatch.setattr(os, "scandir", refusing)
    assert found(folder)["closed"] == FoundFile(folder / "closed")
