"""The BagIt conformance suite of the Library of Congress: every bag is judged as its folder says, on any system."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from pathlib import Path

import pytest

from amparo.ledger.bag_check import Problem, Reason, check_bag

INCOMPLETE_HERE = {
    # Valid only on a file system that folds case or normalises names, or before version control dropped a file:
    # here the manifest names a file that is not in the bag, which RFC 8493 section 3 calls incomplete.
    "duplicate-file-with-different-case",
    "same-filename-listed-twice-with-different-normalization",
    "special-system-files",
}


class Folder:
    """A bag in a directory."""

    def __init__(self, top: Path) -> None:
        self.top = top

    def paths(self) -> Collection[str]:
        return [str(path.relative_to(self.top)) for path in self.top.rglob("*") if path.is_file()]

    def size(self, path: str) -> int:
        return (self.top / path).stat().st_size

    def read(self, path: str) -> bytes:
        return (self.top / path).read_bytes()

    def digest(self, path: str, algorithm: str) -> str:
        return hashlib.new(algorithm, self.read(path)).hexdigest()


def bags(corpora: Path, *kinds: str) -> list[Path]:
    suite = corpora / "conformance" / "bagit"
    return sorted(path for kind in kinds for path in suite.glob(f"v*/{kind}/*") if path.is_dir())


def test_valid_bags_are_valid(corpora: Path) -> None:
    found = bags(corpora, "valid", "warning")
    assert len(found) == 33
    for bag in found:
        problems = check_bag(Folder(bag))
        if bag.name in INCOMPLETE_HERE:
            reasons = {problem.reason for problem in problems}
            assert Reason.MISSING in reasons and reasons <= {Reason.MISSING, Reason.OXUM}, bag
        else:
            assert problems == (), bag


def test_invalid_bags_are_refused_on_every_system(corpora: Path) -> None:
    found = bags(corpora, "invalid", "linux-only", "windows-only")
    assert len(found) == 27
    for bag in found:
        assert check_bag(Folder(bag)) != (), bag


@pytest.mark.parametrize(
    ("bag", "problem"),
    [
        ("v0.97/invalid/corrupt-data-file", Problem(Reason.CHANGED, "data/bare-filename")),
        ("v0.97/invalid/extra-file-in-bag", Problem(Reason.UNLISTED, "data/bar")),
        ("v0.97/invalid/missing-baginfo", Problem(Reason.MISSING, "bag-info.txt")),
        ("v0.97/invalid/out-of-scope-file-paths-using-dot-notation", Problem(Reason.OUTSIDE, "../../../README.md")),
        ("v0.97/linux-only/out-of-scope-file-paths-using-absolute-path", Problem(Reason.OUTSIDE, "/tmp/foo")),
        ("v1.0/invalid/bagit-with-invalid-whitespace", Problem(Reason.MALFORMED, "bagit.txt")),
        (
            "v1.0/invalid/same-filename-listed-twice-with-the-same-hash",
            Problem(Reason.MALFORMED, "manifest-sha256.txt"),
        ),
        ("v1.0/invalid/notAllManifestsListAllFiles", Problem(Reason.UNLISTED, "data/missingFromManifest.txt")),
    ],
)
def test_the_reason_is_the_one_the_bag_is_named_for(corpora: Path, bag: str, problem: Problem) -> None:
    assert problem in check_bag(Folder(corpora / "conformance" / "bagit" / bag))
