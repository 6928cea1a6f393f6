"""Publishing is cut off wherever a file gets its name; the next run completes it, and nothing leaks before."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from amparo.ledger.entries import LoggedDocument, parse_entry
from amparo.library.addresses import parse_document_id
from amparo.library.archive import open_archive
from amparo.library.publish import withdraw
from amparo.library.settings import Places
from amparo.library.verify_pages import verify_archive
from library_bundles import a_library, a_record, clock, quiet, some, write_bundle
from library_bundles import published as publish_bundle


class CutOffError(BaseException):
    """Stands for `kill -9`: nothing of ours catches it."""


@contextlib.contextmanager
def cut_off_after(count: int, patch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """Let `count` files get their names, then stop; the list holds how many did."""
    real, done = Path.replace, [0]

    def replace(self: Path, target: Any) -> Path:
        if done[0] >= count:
            raise CutOffError
        done[0] += 1
        return real(self, target)

    with patch.context() as inner:
        inner.setattr(Path, "replace", replace)
        yield done


def shown(places: Places) -> set[str]:
    """The documents of which the public tree has any file."""
    return {path.parent.name for path in places.public.glob("harbour/*/*")}


def logged(places: Places) -> list[str]:
    """The documents of the log's entries, in order."""
    with open_archive(places, clock) as archive:
        entries = [parse_entry(entry) for entry in archive.log.entries()]
    return [entry.document.id for entry in entries if isinstance(entry, LoggedDocument)]


def test_cut_off_anywhere_and_run_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = write_bundle(tmp_path / "one", some(2))
    two = write_bundle(tmp_path / "two", [a_record(0, title="Corrected"), *some(3)[1:]])
    with cut_off_after(10**6, monkeypatch) as whole:
        publish_bundle(a_library(tmp_path / "whole"), one)
    steps = whole[0]
    assert steps > 20
    for count in range(0, steps, 2):
        places = a_library(tmp_path / f"home-{count}")
        with cut_off_after(count, monkeypatch), contextlib.suppress(CutOffError):
            publish_bundle(places, one)
        assert shown(places) <= set(logged(places))
        with cut_off_after(count, monkeypatch), contextlib.suppress(CutOffError):
            publish_bundle(places, two)
        publish_bundle(places, two)
        publish_bundle(places, one if count % 4 else two)
        assert verify_archive(places.public).ok, count
        assert not list(places.public.rglob("*.amparo-new"))
        assert not any(places.incoming.iterdir())


def test_no_entry_twice_however_often_it_is_cut_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bundle = write_bundle(tmp_path / "one", some(3))
    places = a_library(tmp_path / "home")
    for count in range(1, 60, 5):
        with cut_off_after(count, monkeypatch), contextlib.suppress(CutOffError):
            publish_bundle(places, bundle)
    publish_bundle(places, bundle)
    assert sorted(logged(places)) == sorted(record.document_id for record in some(3))
    assert verify_archive(places.public).ok


def test_a_withdrawal_cut_off_anywhere_is_completed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bundle = write_bundle(tmp_path / "one", some(2))
    gone = parse_document_id(some(1)[0].document_id)
    for count in range(0, 24, 3):
        places = a_library(tmp_path / f"home-{count}")
        publish_bundle(places, bundle)
        with (
            cut_off_after(count, monkeypatch),
            contextlib.suppress(CutOffError),
            open_archive(places, clock) as archive,
        ):
            withdraw(archive, gone, "A mistake", "The editor", quiet)
        done = publish_bundle(places, bundle)
        if done.withdrawn:
            assert not (places.public / "harbour" / gone / "original.txt").exists()
        assert verify_archive(places.public).ok
