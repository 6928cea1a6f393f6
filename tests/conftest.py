"""What every test may ask for: where the public material lies, and which tools of the system are at hand."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

REPOSITORY = Path(__file__).resolve().parent.parent
CORPORA = Path(os.environ.get("AMPARO_CORPORA", REPOSITORY.parent / "shared" / "corpora"))
TOOLS = REPOSITORY / "build" / "tools"
CHROMIUM_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def _absent(what: str) -> None:
    """Name what is missing. In CI nothing may be skipped, so there it is a failure."""
    if os.environ.get("CI"):
        pytest.fail(f"{what} is missing, and in CI nothing skips")
    pytest.skip(f"{what} is missing on this machine")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """With several processes (docs/adr/0235): a file's tests stay in one, so do those that start a Tor network.

    Two private Tor networks at once want the same ports.
    """
    for item in items:
        where = item.path.relative_to(REPOSITORY)
        group = where.parent if where.parent.name == "tor" else where
        item.add_marker(pytest.mark.xdist_group(str(group)))


@pytest.fixture(scope="session")
def corpora() -> Path:
    """The folder of public test material; AMPARO_CORPORA names another place."""
    if not CORPORA.is_dir():
        _absent("the folder of test material (AMPARO_CORPORA)")
    return CORPORA


def tool(name: str) -> str:
    """The path of a command, built ones before the system's."""
    found = shutil.which(name, path=f"{TOOLS}{os.pathsep}{os.environ['PATH']}")
    if found is None:
        _absent(f"the command {name}")
    assert found is not None
    return found


@pytest.fixture(scope="session")
def find_tool() -> object:
    """A function that finds a command by name, or names it as missing."""
    return tool


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium. It ends with its module, because Playwright holds an event loop in this thread meanwhile."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=tool("chromium"), args=CHROMIUM_FLAGS)
        yield browser
        browser.close()
