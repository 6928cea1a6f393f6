"""Facts written into the text of a case file, YAML or JSON, without touching what stands there. Spec: specs/article.md.

YAML is edited as text, so that comments and the editor's own spelling stay: each fact goes to the end of its section, a
missing section to the end of the file. Scalars are written as JSON strings, which YAML reads alike.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from amparo.docket.article.draft import Fact, Facts

ORDER = ("sources", "statutes", "actors", "disclosures", "charges", "proceedings", "offers", "statements", "figures")
_FLOWS = frozenset(("cites", "text"))


def new_case(name: str, title: str, language: str) -> str:
    """The head of a case file that does not exist yet."""
    head = {"format": "amparo/case/v1", "id": name, "title": title, "language": language}
    return "".join(f"{key}: {_scalar(value)}\n" for key, value in head.items())


def with_facts(text: str, made: Facts) -> str:
    """The text of a case file with more facts in it."""
    if text.lstrip().startswith("{"):
        return _in_json(text, made)
    for section in ORDER:
        if made.get(section):
            text = _in_section(text, section, made[section])
    return text


def _in_json(text: str, made: Facts) -> str:
    values: dict[str, Any] = json.loads(text)
    for section, found in made.items():
        values[section] = [*values.get(section, []), *found]
    return json.dumps(values, ensure_ascii=False, indent=1) + "\n"


def _in_section(text: str, section: str, found: list[Fact]) -> str:
    lines = text.splitlines(keepends=True)
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    start = next((n for n, line in enumerate(lines) if re.match(rf"{section}:", line)), None)
    if start is None:
        return "".join([*lines, f"\n{section}:\n", *_items(found, "  ")])
    lines[start] = re.sub(r":\s*\[\s*\]", ":", lines[start])
    end = _end_of(lines, start + 1)
    items = [line for line in lines[start + 1 : end] if re.match(r"\s*- ", line)]
    indent = items[0][: -len(items[0].lstrip())] if items else "  "
    return "".join([*lines[:end], *_items(found, indent), *lines[end:]])


def _end_of(lines: list[str], start: int) -> int:
    """Behind the last line of a section: before the next key, and before the blank and comment lines above that."""
    end = next((n for n in range(start, len(lines)) if re.match(r"[^\s#-]|- *$", lines[n])), len(lines))
    while end > start and re.match(r"\s*(?:#.*)?$", lines[end - 1]):
        end -= 1
    return end


def _items(found: list[Fact], indent: str) -> list[str]:
    return [line for fact in found for line in item_lines(fact, indent)]


def item_lines(fact: Mapping[str, Any], indent: str) -> list[str]:
    """One fact as an item of a list: its fields on lines, its citations as flow mappings."""
    lines = list[str]()
    for key, value in fact.items():
        prefix = f"{indent}  " if lines else f"{indent}- "
        if isinstance(value, list) and value and isinstance(value[0], dict):
            lines.append(f"{prefix}{key}:\n")
            deeper = f"{indent}    "
            lines += [f"{deeper}- {_flow(one)}\n" for one in value] if key in _FLOWS else _items(value, deeper)
        else:
            lines.append(f"{prefix}{key}: {_flow(value)}\n")
    return lines


def _flow(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_flow(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_flow(one) for one in value) + "]"
    return _scalar(value)


def _scalar(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    return value if _is_word(value) else json.dumps(value, ensure_ascii=False)


def _is_word(value: str) -> bool:
    """Whether a text needs no quotation marks in YAML."""
    return re.fullmatch(r"[a-z][a-z0-9-]*", value) is not None and value not in ("true", "false", "null", "yes", "no")
