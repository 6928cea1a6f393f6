"""A template's `_()` trusts its message as markup, so a variable inside it would be a way in for script."""

from __future__ import annotations

import re
from pathlib import Path

import amparo

TEMPLATES = sorted(Path(amparo.__file__).parent.glob("*/templates/**/*.*"))


def test_gettext_takes_literals_only() -> None:
    assert TEMPLATES
    loose = [
        (path.name, match.group(0))
        for path in TEMPLATES
        for match in re.finditer(r"\b(?:_|gettext|ngettext)\(\s*[^\"'\s].{0,30}", path.read_text("utf-8"))
    ]
    assert loose == []


def test_no_template_turns_escaping_off_but_for_what_we_made() -> None:
    """`|safe` only on the style sheet and on pictures drawn by amparo.charts (variables named `*_svg`)."""
    allowed = re.compile(r"(stylesheet|\w+_svg(?:\[one\.id\])?)\s*\|\s*safe")
    for path in TEMPLATES:
        text = path.read_text("utf-8")
        assert len(re.findall(r"\|\s*safe", text)) == len(allowed.findall(text)), path.name
        assert "autoescape false" not in text
