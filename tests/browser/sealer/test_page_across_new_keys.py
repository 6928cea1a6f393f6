"""The offline page and a newsroom's file from before the newsroom changed its keys, against a real drop and desk."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from drop_process import AMPARO
from sealer_page import built
from source_system import System, paired_system

from .conftest import opened, sealed


@pytest.fixture
def system(tmp_path: Path) -> Iterator[System]:
    with paired_system(tmp_path / "newsroom", tmp_path / "source") as made:
        yield made


def newsroom_file(system: System, to: Path) -> Path:
    """newsroom.txt as the drop hands it out now."""
    to.write_bytes(httpx.get(f"{system.url}/offline/newsroom.txt", trust_env=False).content)
    return to


def seal(page: Page, keys: Path, known: str, message: str, to: Path) -> bytes:
    """Seal with this file, by somebody who has the fingerprint `known` from print and wants no reply."""
    page.reload()
    page.get_by_label("The newsroom’s file", exact=True).set_input_files(keys)
    expect(page.locator("#known")).to_be_visible()
    page.get_by_label("Not at all: I do not want replies").check()
    page.get_by_label("Fingerprint from print").fill(known)
    page.get_by_label("Message", exact=True).fill(message)
    return sealed(page, to).read_bytes()


def hand_over(system: System, envelope: bytes) -> httpx.Response:
    return httpx.post(f"{system.url}/offline", files={"sealed": ("sealed.age", envelope)}, trust_env=False)


def test_kept_from_before(chromium: Browser, system: System, tmp_path: Path) -> None:
    old, first = newsroom_file(system, tmp_path / "old.txt"), system.fingerprint
    system.desk("rotate-root", "--yes")
    after = newsroom_file(system, tmp_path / "after.txt")
    for page in opened(chromium, built()):
        # A new root alone: the file from before still seals to the desk, and the fingerprint from before leads on.
        for keys, message in ((old, "with the file of before"), (after, "with the file of now")):
            assert hand_over(system, seal(page, keys, first, message, tmp_path / "sealed.age")).status_code == 200
        # The first root revoked: with the file of now, whoever knows only that root is stopped.
        (said,) = system.desk("revoke", "root", "--yes", "--json")
        page.reload()
        page.get_by_label("The newsroom’s file", exact=True).set_input_files(newsroom_file(system, after))
        expect(page.locator("#known")).to_be_visible()
        page.get_by_label("Fingerprint from print").fill(first)
        page.get_by_role("button", name="Seal", exact=True).click()
        expect(page.locator("#error-text")).not_to_be_empty()
        assert "stop" in page.locator("#error-text").inner_text()
        assert not page.get_by_role("link", name="Save the sealed file").is_visible()
        new_way = seal(page, after, said["fingerprint"], "after the theft", tmp_path / "sealed.age")
        assert hand_over(system, new_way).status_code == 200
        # Day keys taken back as well: what the file of before seals still opens. Nothing is lost by an old file.
        system.desk("revoke", "epochs", "--yes")
        kept = seal(page, old, first, "with an old file, to old days", tmp_path / "sealed.age")
        assert hand_over(system, kept).status_code == 200
        # Another desk joins: what was sealed without it is refused, and the page says what to do.
        two = tmp_path / "two"
        root = str(system.drop.home / "desk" / "keys" / "root.key")
        vkey = system.desk("status", "--json")[0]["root"]
        _desk(system, two, "init", "--newsroom", "The Lamp", "--desk", "two", "--root", vkey)
        _desk(system, two, "pair", system.url, "--root-key", root)
        refused = hand_over(system, seal(page, old, first, "to one of two desks", tmp_path / "sealed.age"))
        assert refused.status_code == 400 and "its keys have changed" in refused.text
    system.desk("accept", "--yes")
    system.desk("fetch")
    assert {each["message"] for each in system.desk("inbox", "--json")} == {
        "with the file of before",
        "with the file of now",
        "after the theft",
        "with an old file, to old days",
    }


def _desk(system: System, home: Path, *words: str) -> None:
    done = subprocess.run([*AMPARO, "desk", *words, "--home", home], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
