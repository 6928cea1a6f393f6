"""Opens a release bundle and believes nothing in it. Spec: specs/release.md; RFC 8493.

In order: no link and no strange file anywhere in the bag; a signature of a publisher this library trusts over the
manifest; a bag that is complete and valid; every file of every document listed, of its hash and size; every record of
the document beside it. Only then does a bundle exist for the rest of the library.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path

from amparo.errors import InputError, TooLargeError, TrustError
from amparo.ledger.bag import PAYLOAD
from amparo.ledger.bag_check import Reason, check_bag
from amparo.ledger.manifest import (
    DocumentEntry,
    FileEntry,
    ReleaseId,
    ReleaseManifest,
    check_note_text,
    release_id,
)
from amparo.library.addresses import parse_slug
from amparo.library.files import open_plain
from amparo.library.reading import kind_of, read_record
from amparo.seal.note import Verifier, open_note

Progress = Callable[[int, int], None]
"""Called with how many things are done, and of how many."""

MANIFEST, NOTE = "release.json", "release.note"
MAX_RECORD = 256 * 1024 * 1024
MAX_NOTE, MAX_MANIFEST = 1024 * 1024, 1024 * 1024 * 1024
"""Bytes of what is read before anybody's signature over it is known."""
_AGAIN = "Make the release again at the desk."


@dataclass(frozen=True, slots=True)
class Bundle:
    """A release whose every byte is what a trusted publisher signed."""

    root: Path
    manifest: ReleaseManifest
    manifest_bytes: bytes
    note: bytes
    publisher: Verifier

    @property
    def release(self) -> ReleaseId:
        """The release's id."""
        return release_id(self.manifest_bytes)

    def path_of(self, document: DocumentEntry, file: FileEntry) -> Path:
        """Where a document's file lies in the bag. The parts were checked when the manifest was parsed."""
        return self.root / PAYLOAD / "documents" / document.id / file.path


class _Directory:
    """A bag on disk, as `bag_check` wants it; hashes each file once and says how far it is."""

    def __init__(self, root: Path, progress: Progress) -> None:
        self._root = root
        self._sizes = dict(_plain_files(root))
        self._digests: dict[tuple[str, str], str] = {}
        self._progress = progress

    def paths(self) -> Collection[str]:
        return self._sizes.keys()

    def size(self, path: str) -> int:
        return self._sizes[path]

    def read(self, path: str) -> bytes:
        with open_plain(self._root / path) as file:
            return file.read()

    def digest(self, path: str, algorithm: str) -> str:
        key = (path, algorithm)
        if key not in self._digests:
            with open_plain(self._root / path) as file:
                self._digests[key] = file_digest(file, algorithm).hexdigest()
            if len(self._digests) % 200 == 0:
                self._progress(min(len(self._digests), len(self._sizes)), len(self._sizes))
        return self._digests[key]


def _plain_files(root: Path) -> Iterator[tuple[str, int]]:
    """Every file below `root` and its size; anything but plain files and directories refuses the bag."""
    if root.is_symlink() or not root.is_dir():
        raise InputError("There is no release bundle at this place.", "Name the folder that holds bagit.txt.")
    waiting = [root]
    while waiting:
        with os.scandir(waiting.pop()) as found:
            for item in found:
                status = item.stat(follow_symlinks=False)
                if stat.S_ISDIR(status.st_mode):
                    waiting.append(Path(item.path))
                elif stat.S_ISREG(status.st_mode):
                    yield Path(item.path).relative_to(root).as_posix(), status.st_size
                else:
                    raise InputError("The bundle holds a link or a special file.", _AGAIN)


def open_bundle(root: Path, publishers: Sequence[Verifier], progress: Progress = lambda done, whole: None) -> Bundle:
    """The bundle at `root`, verified whole.

    Raises TrustError when no trusted publisher stands behind it or a file is not what was signed, InputError when it is
    not a bundle.
    """
    bag = _Directory(root, progress)
    bundle = _signed(root, bag, publishers)
    parse_slug(bundle.manifest.collection)
    _check_bag(bag)
    expected = _expected(bundle.manifest)
    if expected.keys() != {path for path in bag.paths() if path.startswith(PAYLOAD)}:
        raise TrustError("The bundle holds other files than its signed manifest lists.", _AGAIN)
    for path, (document, file) in expected.items():
        if (bag.size(path), bag.digest(path, "sha256")) != (file.size, file.sha256):
            raise TrustError("A file of the bundle is not the one that was signed.", _AGAIN)
        if file.path == "record.json":
            if file.size > MAX_RECORD:
                raise TooLargeError("A document's record is too large.", "Split the document.")
            read_record(bag.read(path), document)
    return bundle


def _signed(root: Path, bag: _Directory, publishers: Sequence[Verifier]) -> Bundle:
    if not {MANIFEST, NOTE} <= set(bag.paths()):
        raise InputError("This is not a release bundle: it has no signed manifest.", _AGAIN)
    if bag.size(NOTE) > MAX_NOTE or bag.size(MANIFEST) > MAX_MANIFEST:
        raise TooLargeError("The bundle's manifest, or its signature, is too large to be one.", _AGAIN)
    try:
        note = open_note(bag.read(NOTE), publishers)
    except TrustError as error:
        raise TrustError(
            "No publisher this library trusts has signed the release.",
            "If its key is the newsroom's, add it: amparo library trust KEY",
        ) from error
    manifest_bytes = bag.read(MANIFEST)
    manifest = check_note_text(note.text, manifest_bytes)
    return Bundle(root, manifest, manifest_bytes, bag.read(NOTE), note.signatures[0].verifier)


def _check_bag(bag: _Directory) -> None:
    problems = check_bag(bag)
    if any(problem.reason is Reason.OUTSIDE for problem in problems):
        raise InputError("The bundle names a file outside itself.", _AGAIN)
    if any(problem.reason is Reason.CHANGED for problem in problems):
        raise TrustError("A file of the bundle changed after the bundle was made.", _AGAIN)
    if problems:
        raise InputError(f"The bundle is not a valid bag ({problems[0].reason}).", _AGAIN)


def _expected(manifest: ReleaseManifest) -> dict[str, tuple[DocumentEntry, FileEntry]]:
    """The payload the manifest speaks of, by path. Raises InputError when a document has other files than it should."""
    expected = {}
    for document in manifest.documents:
        kind_of(document.kind)
        names = sorted(file.path for file in document.files)
        others = [name for name in names if name not in ("record.json", "text.txt")]
        if len(names) != 3 or len(others) != 1 or not others[0].startswith("original") or "/" in others[0]:
            raise InputError("A document of the release has other files than record, text and original.", _AGAIN)
        for file in document.files:
            expected[f"{PAYLOAD}documents/{document.id}/{file.path}"] = (document, file)
    return expected
