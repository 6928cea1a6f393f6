"""What a person names is read, also through a link; what merely lies in a folder is not followed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from amparo.desk.found_files import EXPLAINED, Exclusion, FoundFile, Patterns, find, named, number, on_disk, shown
from amparo.errors import InputError


def found(*paths: Path) -> dict[str, FoundFile]:
    return {Path(one.path).name: one for one in find(map(str, paths))}


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
    assert file.path == str(link / "file.txt")


def test_a_link_to_a_file_that_is_named_is_read(folder: Path) -> None:
    assert found(folder / "same")["same"] == FoundFile(str(folder / "same"), target=str(folder / "file.txt"))


def test_a_file_named_behind_a_link_is_read_though_the_folder_around_is_named_too(folder: Path) -> None:
    (folder.parent / "elsewhere").mkdir(exist_ok=True)
    (folder.parent / "elsewhere" / "named.txt").write_text("words")
    (folder / "way").symlink_to(folder.parent / "elsewhere")
    behind = str(folder / "way" / "named.txt")
    paths = [one.path for one in find([str(folder), behind]) if not one.excluded]
    assert sorted(paths) == sorted([str(folder / "file.txt"), behind])


def test_folders_deeper_than_python_calls_are_walked(tmp_path: Path) -> None:
    inner = os.open(tmp_path, os.O_RDONLY)
    for _ in range(1_100):
        os.mkdir("d", dir_fd=inner)
        outer, inner = inner, os.open("d", os.O_RDONLY, dir_fd=inner)
        os.close(outer)
    os.close(os.open("deep.txt", os.O_WRONLY | os.O_CREAT, dir_fd=inner))
    os.close(inner)
    try:
        (file,) = find([str(tmp_path)])
        assert file.path == f"{tmp_path}/{'d/' * 1_100}deep.txt"
    finally:
        _remove_deep(tmp_path)


def _remove_deep(top: Path) -> None:
    """What removes folders elsewhere calls itself for each level."""
    depth = 1_100
    (top / "/".join(["d"] * depth) / "deep.txt").unlink()
    for level in range(depth, 0, -1):
        (top / "/".join(["d"] * level)).rmdir()


@pytest.mark.parametrize("name", ["nowhere", "endless"])
def test_a_named_link_that_leads_nowhere(folder: Path, name: str) -> None:
    assert found(folder / name)[name].excluded is Exclusion.LOST_LINK


def test_a_named_link_to_no_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to("pipe")
    assert found(tmp_path / "link")["link"].excluded is Exclusion.NOT_A_FILE


def test_a_folder_that_does_not_open_is_not_passed_over(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "closed").mkdir()
    (folder / "closed" / "inside.txt").write_text("never seen")
    real = os.scandir

    def refusing(path: str) -> object:
        if Path(path).name == "closed":
            raise PermissionError(13, "Permission denied", path)
        return real(path)

    monkeypatch.setattr(os, "scandir", refusing)
    assert found(folder)["closed"] == FoundFile(str(folder / "closed"))


def test_every_exclusion_has_a_code_and_a_sentence() -> None:
    assert set(EXPLAINED) == set(Exclusion)


@pytest.mark.parametrize(
    ("globs", "left"),
    [
        (["*.tmp"], {"a.txt", "deep/b.txt", "deep/cache/c.txt"}),
        (["deep"], {"a.txt", "a.tmp"}),
        (["deep/cache"], {"a.txt", "a.tmp", "deep/b.txt", "deep/b.tmp"}),
        (["cache", "*.tmp"], {"a.txt", "deep/b.txt"}),
        (["deep/*.txt"], {"a.txt", "a.tmp", "deep/b.tmp"}),
    ],
)
def test_patterns_leave_out_names_paths_and_what_lies_in_folders(
    tmp_path: Path, globs: list[str], left: set[str]
) -> None:
    (tmp_path / "deep" / "cache").mkdir(parents=True)
    for name in ("a.txt", "a.tmp", "deep/b.txt", "deep/b.tmp", "deep/cache/c.txt"):
        (tmp_path / name).write_text("words")
    files = list(find([str(tmp_path)], Patterns(globs)))
    assert len(files) == 5
    assert {os.path.relpath(one.path, tmp_path) for one in files if one.excluded is None} == left
    assert {one.excluded for one in files} <= {None, Exclusion.PATTERN}


@pytest.mark.parametrize("glob", ["", "/", "x" * 1001])
def test_a_pattern_that_is_none_is_refused(glob: str) -> None:
    with pytest.raises(InputError):
        Patterns([glob])


def test_the_count_ahead_is_the_count_of_what_is_found(folder: Path, tmp_path: Path) -> None:
    for paths in ([folder], [tmp_path, folder], [folder / "same", folder], [folder / "file.txt", folder, tmp_path]):
        asked = [str(path) for path in paths]
        found_now = [one.path for one in find(asked)]
        assert len(set(found_now)) == len(found_now)
        assert list(number(asked)) == list(range(1, len(found_now) + 1))


@pytest.mark.parametrize("name", [b"plain.txt", b"caf\xe9.txt", "\u00e9.txt".encode(), b"\\xe9.txt"])
def test_a_path_is_found_again_from_what_the_ledger_writes(tmp_path: Path, name: bytes) -> None:
    path = str(tmp_path / os.fsdecode(name))
    Path(path).write_text("words")
    told = shown(path)
    assert told.isprintable()
    assert on_disk(told) == path
    assert named(path) == named(told) == told
    Path(path).unlink()
    assert on_disk(told) is None
    assert named(told) == told


def test_no_two_names_are_written_alike(tmp_path: Path) -> None:
    names = (b"\xe9", b"\\xe9", b"\\x5cxe9", b"\\\\xe9", b"\\\xe9", b"\\x5c\xe9")
    for name in names:
        (tmp_path / os.fsdecode(name)).touch()
    told = {shown(one.path): one.path for one in find([str(tmp_path)])}
    assert len(told) == len(names)
    assert all(on_disk(text) == path for text, path in told.items())


def test_what_an_older_ledger_wrote_is_found(tmp_path: Path) -> None:
    (tmp_path / "\\xe9").touch()
    assert on_disk(str(tmp_path / "\\xe9")) == str(tmp_path / "\\xe9")
