"""Steps written into charges, proceedings and offers that a case file has already. Spec: specs/article.md, "Accepting".

YAML is edited as text, as in `case_text`. Where a step's place cannot be found in the text, nothing is guessed.
"""

from __future__ import annotations

import json
import re
from typing import Any

from amparo.docket.article.case_text import item_lines
from amparo.docket.article.draft import Fact, Steps
from amparo.docket.reading import read_yaml
from amparo.errors import InputError


def with_steps(text: str, steps: Steps) -> str:
    """The text of a case file with more steps at the end of those that its charges, proceedings and offers have."""
    if text.lstrip().startswith("{"):
        values = json.loads(text)
        for (section, name), found in steps.items():
            _of(values, section, name)["steps"] += found
        return json.dumps(values, ensure_ascii=False, indent=1) + "\n"
    for (section, name), found in steps.items():
        text = _in_yaml(text, section, name, found)
    return text


def _of(values: Any, section: str, name: str) -> Fact:
    found: Fact = next(one for one in values[section] if one["id"] == name)
    return found


def _in_yaml(text: str, section: str, name: str, found: list[Fact]) -> str:
    """Behind the last line of the steps; the whole is read again, and must say what it said and the new steps."""
    located = read_yaml(text)
    index = next(number for number, one in enumerate(located.value[section]) if one["id"] == name)
    first = located.place((section, index, "steps", 0))
    lines = text.splitlines(keepends=True)
    if not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    dash = re.match(r"( *)- ", lines[first.line - 1])
    if dash is not None:
        end = _end_of_steps(lines, first.line, dash[1])
        after = "".join([*lines[:end], *(line for fact in found for line in item_lines(fact, dash[1])), *lines[end:]])
        _of(located.value, section, name)["steps"] += found
        if read_yaml(after).value == located.value:
            return after
    raise InputError(
        f"The steps of “{name}” are not written as a list of lines.", "Put each on a line of its own, after a hyphen."
    )


def _end_of_steps(lines: list[str], start: int, indent: str) -> int:
    """The first line behind `start` that is no step and in none, less the blank and comment lines above it."""
    inside = re.compile(rf"{indent}(?:- | )|\s*(?:#.*)?$")
    end = next((n for n in range(start, len(lines)) if not inside.match(lines[n])), len(lines))
    while end > start and re.match(r"\s*(?:#.*)?$", lines[end - 1]):
        end -= 1
    return end
