"""Pages of a list: every item once, in order, and the way back is always there."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from amparo.desk.pages.paging import paged


@given(st.integers(0, 500), st.integers(1, 60))
def test_walking_the_pages_shows_every_item_once(total: int, per_page: int) -> None:
    items, seen, number = list(range(total)), [], 1
    while True:
        shown, paging = paged(items, number, per_page, "?page=")
        seen += shown
        assert paging.total == total
        assert (paging.first, paging.last) == ((shown[0] + 1, shown[-1] + 1) if shown else (0, 0))
        assert paging.before == (f"?page={number - 1}" if number > 1 else "")
        if not paging.after:
            break
        number += 1
        assert paging.after == f"?page={number}"
    assert seen == items
