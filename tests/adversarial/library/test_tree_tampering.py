"""Somebody changes the static tree: one byte anywhere is found, and so is a file too many or too few."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from amparo.errors import AmparoError, RollbackError
from amparo.ledger.checkpoint import Checkpoint
from amparo.ledger.policy import Policy
from amparo.library import sums, verify_pages
from amparo.library.addresses import parse_document_id
from amparo.library.archive import open_archive
from amparo.library.files import hash_of
from amparo.library.publish import withdraw
from amparo.library.verify import POLICY_FILE
from amparo.library.verify_pages import verify_archive
from amparo.library.verify_reports import Trust
from amparo.library.verify_sources import FolderTree, WebTree
from amparo.seal.note import Algorithm, Signer, parse_note, sign
from library_bundles import a_library, clock, quiet, some, write_bundle
from library_bundles import published as publish_bundle


@pytest.fixture(scope="module")
def honest(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tree of two collections, one withdrawal, and partial tiles of earlier sizes."""
    folder = tmp_path_factory.mktemp("honest")
    places = a_library(folder / "home")
    publish_bundle(places, write_bundle(folder / "one", some(4)))
    publish_bundle(places, write_bundle(folder / "two", some(6), collection="best", title="The best"))
    with open_archive(places, clock) as archive:
        withdraw(archive, parse_document_id(some(1)[0].document_id), "A mistake", "The editor", quiet)
    assert verify_archive(places.public).ok
    return places.public


@pytest.fixture
def tree(honest: Path, tmp_path: Path) -> Path:
    """A copy to spoil."""
    return Path(shutil.copytree(honest, tmp_path / "tree"))


def is_found(tree: Path, policy: Policy | None = None) -> bool:
    """Whether verification says that something is wrong."""
    try:
        return not verify_archive(tree, policy).ok
    except AmparoError:
        return True


def test_one_byte_flipped_in_any_file(tree: Path) -> None:
    policy = Policy.parse((tree / "log.policy").read_bytes())
    chance = random.Random(4)
    for path in sorted(tree.rglob("*")):
        if not path.is_file() or not path.stat().st_size:
            continue
        data = path.read_bytes()
        place = chance.randrange(len(data))
        path.write_bytes(data[:place] + bytes([data[place] ^ 1 << chance.randrange(8)]) + data[place + 1 :])
        assert is_found(tree, policy), path
        path.write_bytes(data)
    assert not is_found(tree, policy)


def test_any_file_removed(tree: Path) -> None:
    policy = Policy.parse((tree / "log.policy").read_bytes())
    for path in sorted(tree.rglob("*")):
        if path.is_file():
            data = path.read_bytes()
            path.unlink()
            assert is_found(tree, policy), path
            path.write_bytes(data)


@pytest.mark.parametrize("place", ["evil.html", "harbour/evil/index.html", "search/x.js", "evil/index.html"])
def test_file_added(tree: Path, place: str) -> None:
    (tree / place).parent.mkdir(parents=True, exist_ok=True)
    (tree / place).write_text("<script>")
    report = verify_archive(tree)
    assert [problem.path for problem in report.problems] == [place]


def test_link_to_a_folder_added(tree: Path) -> None:
    (tree / "more").symlink_to("/etc")
    assert is_found(tree)


def test_page_changed_and_both_lists_made_to_agree(tree: Path) -> None:
    page = tree / "harbour" / some(2)[1].document_id / "index.html"
    page.write_text(page.read_text("utf-8").replace("granted", "refused"), "utf-8")
    for folder in (tree / "harbour", tree):
        listed = sums.parse((folder / sums.FILE).read_bytes())
        text = "".join(f"{line}\n" for line in sums.lines({path: hash_of(folder / path) for path in listed}))
        (folder / sums.FILE).write_text(text)
    assert is_found(tree)
    stranger = Signer.generate("archive.example/log", Algorithm.ED25519)
    text = sums.note_text("archive.example/log", 13, hash_of(tree / sums.FILE))
    (tree / sums.NOTE).write_bytes(sign(text, [stranger]))
    assert is_found(tree)


def forged_list(tree: Path, folder: str) -> tuple[Path, bytes]:
    """Change a page; the list that names it, and what that would have to say."""
    page = tree / folder / "index.html"
    page.write_text(page.read_text("utf-8").replace("<h1", "<p>Forged.</p><h1"), "utf-8")
    place = tree / folder / sums.FILE
    listed = sums.parse(place.read_bytes()) | {"index.html": hash_of(page)}
    return place, "".join(f"{line}\n" for line in sums.lines(listed)).encode()


@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize("folder", ["", "harbour"])
def test_a_list_that_is_another_one_when_it_is_read_again(tree: Path, folder: str, first: bool) -> None:
    place, forged = forged_list(tree, folder)
    honest = place.read_bytes()
    policy = Policy.parse((tree / "log.policy").read_bytes())

    class Fickle(WebTree):
        """A web server, which names no files; it has two answers for one list."""

        def __init__(self) -> None:
            super().__init__("http://127.0.0.1:9")
            self.folder, self.asked = FolderTree(tree), 0

        def stream(self, path: str, limit: int) -> Iterator[bytes]:
            if tree / path != place:
                yield from self.folder.stream(path, limit)
                return
            self.asked += 1
            yield forged if first == (self.asked % 2 == 1) else honest

    with Fickle() as source:
        assert not verify_pages._verify(source, policy, None, None).ok


def test_a_policy_that_is_gone_when_it_is_read_again(tree: Path) -> None:
    class Fickle(FolderTree):
        """Shows its policy once."""

        asked = 0

        def read(self, path: str) -> bytes:
            self.asked += path == POLICY_FILE
            if path == POLICY_FILE and self.asked > 1:
                raise KeyError(path)
            return super().read(path)

    report = verify_pages._verify(Fickle(tree), None, None, None)
    assert (report.ok, report.trust) == (True, Trust.OWN_KEY.value)


def test_a_list_that_another_log_of_the_policy_signed(tree: Path) -> None:
    place, forged = forged_list(tree, "")
    place.write_bytes(forged)
    other = Signer.generate("other.example/log", Algorithm.ED25519)
    size = Checkpoint.parse(parse_note((tree / "checkpoint").read_bytes()).untrusted_text).size
    (tree / sums.NOTE).write_bytes(sign(sums.note_text("archive.example/log", size, hash_of(place)), [other]))
    both = Policy.parse((tree / "log.policy").read_bytes() + f"log {other.verifier}\n".encode())
    assert is_found(tree, both)


def test_old_pages_beside_a_new_log(tmp_path: Path) -> None:
    places = a_library(tmp_path / "home")
    publish_bundle(places, write_bundle(tmp_path / "one", some(2)))
    shutil.copytree(places.public, tmp_path / "old")
    with open_archive(places, clock) as archive:
        withdraw(archive, parse_document_id(some(1)[0].document_id), "A mistake", "The editor", quiet)
    for path in (tmp_path / "old").rglob("*"):
        old = path.relative_to(tmp_path / "old")
        if path.is_file() and not str(old).startswith(("tile", "checkpoint")) and (places.public / old).exists():
            (places.public / old).write_bytes(path.read_bytes())
    assert is_found(places.public)


def test_withdrawn_bytes_put_back(tree: Path) -> None:
    gone = tree / "harbour" / some(1)[0].document_id
    (gone / "original.txt").write_bytes(some(1)[0].original)
    assert [problem.reason for problem in verify_archive(tree).problems] == ["withdrawn", "unlisted"]


def test_rollback_of_the_log_behind_what_readers_saw(tmp_path: Path) -> None:
    places = a_library(tmp_path / "home")
    publish_bundle(places, write_bundle(tmp_path / "one", some(2)))
    shutil.copytree(places.log, tmp_path / "log")
    publish_bundle(places, write_bundle(tmp_path / "two", some(3)))
    shutil.rmtree(places.log)
    shutil.copytree(tmp_path / "log", places.log)
    with pytest.raises(RollbackError, match="older than what this library has published"):
        publish_bundle(places, tmp_path / "two")
    for path in places.root.glob("library.sqlite*"):
        path.unlink()  # what readers were shown is evidence enough
    with pytest.raises(RollbackError, match="older"):
        publish_bundle(places, tmp_path / "two")


def test_another_log_of_the_same_size_by_the_same_keys(tmp_path: Path) -> None:
    places = a_library(tmp_path / "home")
    shutil.copytree(places.root, tmp_path / "before")
    publish_bundle(places, write_bundle(tmp_path / "one", some(2)))
    other = a_library(tmp_path / "elsewhere")
    shutil.rmtree(other.root)
    shutil.copytree(tmp_path / "before", other.root)
    publish_bundle(other, write_bundle(tmp_path / "two", some(3)[1:]))
    shutil.rmtree(places.log)
    shutil.copytree(other.log, places.log)
    with pytest.raises(RollbackError, match="not the one"):
        publish_bundle(places, tmp_path / "one")


def test_published_record_altered_on_our_own_disk_is_not_rendered(tmp_path: Path) -> None:
    places = a_library(tmp_path / "home")
    publish_bundle(places, write_bundle(tmp_path / "one", some(2)))
    record = places.public / "harbour" / some(1)[0].document_id / "record.json"
    record.write_bytes(record.read_bytes().replace(b"granted", b"refused"))
    (record.parent / "index.html").unlink()
    with pytest.raises(AmparoError, match="altered on this disk"):
        publish_bundle(places, tmp_path / "one")
