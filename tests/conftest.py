"""What every test may ask for: where the public material lies, and which tools of the system are at hand."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from playwright.sync_api import Browser, sync_playwright
from xdist.remote import Producer
from xdist.scheduler import LoadFileScheduling

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


# How long one example takes says more of what else the machine does than of the code.
hypothesis.settings.register_profile("suite", deadline=None)
hypothesis.settings.load_profile("suite")


class _ByFile(LoadFileScheduling):
    """A file's tests stay in one process, and so do those that start a Tor network: two at once want the same ports."""

    def _split_scope(self, nodeid: str) -> str:
        file = Path(nodeid.partition("::")[0])
        return str(file.parent if file.parent.name == "tor" else file)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> _ByFile | None:
    """How `make test` deals the tests out to its processes, docs/adr/0235."""
    return _ByFile(config, log) if config.getvalue("dist") == "loadfile" else None


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
