"""The same real drop and desk as in the end-to-end tests, and a Chromium that runs no script."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from ...end_to_end.desk.conftest import Source, System, free_port, paired_home, source, system

__all__ = ["Source", "System", "paired_home", "source", "system"]


@pytest.fixture
def desk_page(chromium: Browser, system: System) -> Iterator[Page]:
    """A page without JavaScript on the first page of a running desk."""
    port = free_port()
    system.start("desk", port)
    context = chromium.new_context(java_script_enabled=False, base_url=f"http://127.0.0.1:{port}")
    page = context.new_page()
    page.goto("/")
    yield page
    context.close()
