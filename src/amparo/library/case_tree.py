"""The docket's folder of the static tree: its pages as given, what the log vouches for beside them, the list of all.

specs/library-tree.md, "The docket". The pages come from the docket as bytes; their hashes are kept outside the tree
when they are placed, so that a page altered on the disk is never signed by the next build. Records of states in view
and the proofs of all entries are made here, from the log.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path, PurePosixPath

from amparo.library import sums
from amparo.library.addresses import DOCKET, case_file
from amparo.library.archive import Archive
from amparo.library.cases import in_view, logged, record_of
from amparo.library.files import explained, put
from amparo.library.settings import Places

PROOF, RECORD = ".tlog-proof", ".json"


def has_docket(places: Places) -> bool:
    """Whether case pages lie in the tree, to be linked to."""
    return (places.public / DOCKET / "index.html").exists()


def place_pages(archive: Archive, pages: Mapping[PurePosixPath, bytes]) -> int:
    """Put the docket's pages in place, by path within its folder; how many changed. They are listed from now on."""
    written = sum(put(archive.places.public / DOCKET / path, data) for path, data in pages.items())
    listed = {path.as_posix(): sha256(data).hexdigest() for path, data in pages.items()}
    put(archive.places.docket_pages, _lines(listed))
    return written


def forget_pages(archive: Archive) -> None:
    """List no page: from now on a build takes all of them away, until they are made again."""
    put(archive.places.docket_pages, b"")
    with explained():
        (archive.places.public / DOCKET / "index.html").unlink(missing_ok=True)


def bring_docket_up(archive: Archive) -> dict[str, str]:
    """Make records, proofs and list as the log says, and clear away what no list names and records out of view.

    The list's path below the top of the tree, and its hash; nothing when this library has no docket.
    """
    if not archive.places.docket_pages.exists() and not logged(archive):
        return {}
    listed = {**_pages(archive), **_logged_files(archive)}
    folder = archive.places.public / DOCKET
    data = _lines(listed)
    put(folder / sums.FILE, data)
    _clear(folder, frozenset((*listed, sums.FILE)))
    _clear(archive.places.cases, frozenset(f"{one.sha256}.json" for one in in_view(logged(archive)).values()))
    return {f"{DOCKET}/{sums.FILE}": sha256(data).hexdigest()}


def _lines(listed: Mapping[str, str]) -> bytes:
    return "".join(f"{line}\n" for line in sums.lines(listed)).encode()


def _pages(archive: Archive) -> dict[str, str]:
    with suppress(FileNotFoundError):
        return sums.parse(archive.places.docket_pages.read_bytes())
    return {}


def _logged_files(archive: Archive) -> dict[str, str]:
    """Records and proofs, by path within the docket, with their hashes."""
    entries, found = logged(archive), dict[str, str]()
    shown = in_view(entries)
    for index, entry in entries:
        found[_below(entry.case, index, PROOF)] = _proof(archive, entry.case, index)
        if index in shown:
            put(archive.places.public / case_file(entry.case, index, RECORD), record_of(archive, shown[index]))
            found[_below(entry.case, index, RECORD)] = shown[index].sha256
    return found


def _below(case: str, index: int, ending: str) -> str:
    return case_file(case, index, ending).relative_to(DOCKET).as_posix()


def _proof(archive: Archive, case: str, index: int) -> str:
    """The hash of an entry's proof, which is written once and holds for ever."""
    path = archive.places.public / case_file(case, index, PROOF)
    known = archive.catalogue.database.execute(
        "SELECT proof_sha256 FROM case_entries WHERE log_index = ?", (index,)
    ).fetchone()["proof_sha256"]
    if known and path.exists():
        return str(known)
    data = archive.log.proof_for(index).to_bytes()
    put(path, data)
    digest = sha256(data).hexdigest()
    archive.catalogue.mark_case_proofs([(digest, index)])
    return digest


def _clear(folder: Path, keep: frozenset[str]) -> None:
    """Remove every file that is not to be kept, links as links, and folders that are empty then."""
    with explained():
        for path in sorted(folder.rglob("*"), reverse=True):
            if path.is_dir() and not path.is_symlink():
                with suppress(OSError):
                    path.rmdir()
            elif path.relative_to(folder).as_posix() not in keep:
                path.unlink()
