"""The documentation names every setting with its default, and every verb of the desk's conversation with the drop."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from amparo.desk.settings import Settings

PAGE = (Path(__file__).parents[3] / "docs" / "journalist.md").read_text("utf-8")


@pytest.mark.parametrize(
    "field", [field for field in fields(Settings) if field.name not in ("home",)], ids=lambda f: f.name
)
def test_every_setting_is_documented_with_its_default(field: object) -> None:
    name, default = field.name, field.default  # type: ignore[attr-defined]
    row = re.search(rf"^\| `{name}` \| (.*?) \|", PAGE, re.MULTILINE)
    assert row is not None, name
    assert row[1].strip("`") == (str(default) if default != "" else "empty")


@pytest.mark.parametrize("verb", ["init", "pair", "fetch", "inbox", "open", "reply", "status", "serve"])
def test_every_verb_is_documented(verb: str) -> None:
    assert f"amparo desk {verb}" in PAGE


def test_no_setting_is_documented_that_does_not_exist() -> None:
    section = PAGE.partition("## HOME/desk/desk.toml")[2].partition("\n## ")[0]
    assert set(re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE)) == {f.name for f in fields(Settings)} - {"home"}
