"""The offline page for tests: built anew from the sources, in build/sealer, and its modules for Node to import."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent
WORK = REPOSITORY / "build" / "sealer"
PAGE = WORK / "amparo-seal.html"
NEWSROOM_HEAD = b"amparo/newsroom/v1\nroot "


@cache
def builder() -> ModuleType:
    """scripts/offline_page.py as a module."""
    spec = importlib.util.spec_from_file_location("offline_page", REPOSITORY / "scripts" / "offline_page.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@cache
def built() -> Path:
    """The page as the sources are now. Without Node or packages the test skips; with CI set it fails."""
    try:
        page = builder().build(WORK)
    except (OSError, subprocess.CalledProcessError) as error:
        if os.environ.get("CI"):
            pytest.fail(f"the offline page cannot be built: {error}")
        pytest.skip("the offline page cannot be built here (Node, and npm's packages)")
    PAGE.write_bytes(page)
    return PAGE


def node(script: Path, job: object) -> Any:
    """The JSON that a script of ours prints when it is given `job` on standard input and the page's modules."""
    built()
    done = subprocess.run(
        [*builder().node(), script, WORK / "src"], input=json.dumps(job), capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def newsroom_file(root: object, note: bytes, successions: bytes = b"") -> bytes:
    """A newsroom's file as a drop hands it out (specs/sealer.md)."""
    return NEWSROOM_HEAD + f"{root}\n\n".encode() + successions + note
