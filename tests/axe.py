"""axe-core in a page: what it finds that bars people (npm's axe-core, by scripts/test-tools)."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page

AXE = Path(__file__).resolve().parent.parent / "build" / "tools" / "node" / "node_modules" / "axe-core" / "axe.min.js"
RUN = """
async () => (await axe.run(document, {resultTypes: ["violations"]})).violations.map(
  v => v.id + ": " + v.nodes.map(n => n.target.join(" ")).slice(0, 3).join(", "))
"""


def axe_source() -> str:
    """The program's text; where it is missing the test skips, or fails in CI."""
    if not AXE.exists():
        if os.environ.get("CI"):
            pytest.fail("axe-core is missing (scripts/test-tools), and in CI nothing skips")
        pytest.skip("axe-core is missing: scripts/test-tools")
    return AXE.read_text("utf-8")


def findings(page: Page, source: str) -> list[str]:
    """One line for each rule that the page breaks; the context needs JavaScript and `bypass_csp`."""
    page.evaluate(source)
    found: list[str] = page.evaluate(RUN)
    return found
