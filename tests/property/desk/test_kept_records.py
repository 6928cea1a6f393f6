"""A record is given back as it was kept, whatever its pages hold, also when an older release kept it."""

from __future__ import annotations

import json
import zlib

from hypothesis import given
from hypothesis import strategies as st

from amparo.desk import documents_store

pages = st.lists(st.text(st.one_of(st.sampled_from("\0\f\n🙂é"), st.characters())), min_size=1, max_size=6)


@given(pages, st.text())
def test_a_record_comes_back_as_it_was_kept(pages: list[str], title: str) -> None:
    data = {"title": title, "pages": pages, "fields": {"tags": ["a", "b"]}, "date": None}
    assert documents_store._unpacked(documents_store._packed(data)) == data


@given(pages)
def test_a_record_of_an_older_home_is_read(pages: list[str]) -> None:
    data = {"title": "t", "pages": pages}
    old = zlib.compress(json.dumps(data, ensure_ascii=False).encode("utf-8", "surrogatepass"), 1)
    assert documents_store._unpacked(old) == data
