"""Reads a case file, YAML or JSON, into plain values with their places. Spec: specs/case.md, "Reading".

A file may come from anyone, so this reads a small safe part of YAML: mappings, sequences, strings, whole numbers, true,
false and null. Anchors, aliases and tags are refused, and size, depth and the number of values are bounded: nothing in
a file can make it grow or run. Dates stay text; `no` and `on` stay words.
"""

from __future__ import annotations

import re
from contextlib import suppress
from typing import Any

import yaml

from amparo.docket.json_reading import read_json
from amparo.docket.positions import Located, Place, Pointer, Unreadable

MOST_BYTES = 512 << 10
MOST_DEPTH = 16
MOST_VALUES = 50_000
_WHOLE = re.compile(r"-?(?:0|[1-9][0-9]{0,14})", re.ASCII)
_PLAIN: dict[str, Any] = {"true": True, "false": False, "null": None, "~": None, "": None}


def read(data: bytes) -> Located:
    """The values of a case file; Unreadable says in which line it is not what is read here, or passes a limit."""
    if len(data) > MOST_BYTES:
        raise Unreadable(1, "The case file is larger than 512 KiB.", "Keep quotations short; split the case.")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise Unreadable(line, "This is not UTF-8 text.", "Save the file as UTF-8.") from error
    if text.lstrip().startswith("{"):
        return read_json(text, MOST_DEPTH, MOST_VALUES)
    return read_yaml(text)


def read_yaml(text: str) -> Located:
    """The values of a YAML text; one document, only the safe part described above."""
    try:
        root = _Loader(text).get_single_node()
    except yaml.MarkedYAMLError as error:
        raise _fault(error, text) from error
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise Unreadable(line, "This holds a character that YAML does not allow.", "Save it as plain text.") from error
    if root is None:
        raise Unreadable(1, "The case file is empty.", "samples/cases/orrel.yaml shows one of every kind.")
    return _located(root)


_FAULTS = {
    "mapping values are not allowed here": (
        "A colon stands within this value.",
        "Put the whole value into quotation marks, or look at the indentation.",
    ),
    "expected a single document": ("A second document begins.", "Keep one case in a file: remove the line of dashes."),
    "but found another document": ("A second document begins.", "Keep one case in a file: remove the line of dashes."),
    "unknown escape character": (
        "This backslash means nothing to YAML.",
        "Write two of them, or single quotation marks.",
    ),
    "cannot start any token": ("This value begins with a sign of YAML.", "Put the value into quotation marks."),
}
"""What the parser says most, and what an editor can do about it."""
_OF_A_FIELD = 2  # words: its name, and a short value
_NAMED = "Write name: value, or put the name into quotation marks."
_OPENED = {"quoted scalar": "A quotation mark", "flow sequence": "A bracket", "flow mapping": "A brace"}


def _fault(error: yaml.MarkedYAMLError, text: str) -> Unreadable:
    """Why a text is no YAML, at the line where a person has to look."""
    opened = next((sign for part, sign in _OPENED.items() if part in (error.context or "")), None)
    if opened and error.context_mark and "escape" not in (error.problem or ""):
        return Unreadable(error.context_mark.line + 1, f"{opened} is opened here and not closed.", "Close it.")
    mark = error.problem_mark or error.context_mark
    number = mark.line if mark else 0
    keyless = error.context_mark.line if error.context == "while scanning a simple key" and error.context_mark else None
    if "mapping values" in (error.problem or "") and _keyless(text.splitlines()[: number + 1]):
        keyless = number - 1
    if keyless is not None:
        return Unreadable(keyless + 1, "This line has no colon with a blank behind it.", _NAMED)
    if mark and (begun := _quoted_into(text, mark)) is not None:
        return Unreadable(begun + 1, "A quotation mark is opened here and not closed.", "Close it.")
    if "\t" in "".join(text.splitlines()[number : number + 1])[: mark.column + 1 if mark else 0]:
        return Unreadable(number + 1, "A tab stands here.", "YAML is indented with spaces.")
    for problem, (what, hint) in _FAULTS.items():
        if problem in (error.problem or ""):
            return Unreadable(number + 1, what, hint)
    return Unreadable(number + 1, "This is not YAML that can be read.", "Check indentation, quotes and colons.")


def _keyless(lines: list[str]) -> bool:
    """Whether a line goes on what looks like the first field of a list's item, with its colon or its blank left out."""
    above, here = lines[-2:] if len(lines) > 1 else ("", "")
    words = above.lstrip(" -")
    first = len(above) - len(words)
    return (
        above.lstrip().startswith("- ")
        and len(here) - len(here.lstrip()) == first
        and len(words.split()) <= _OF_A_FIELD
        and ": " not in words
    )


def _quoted_into(text: str, mark: yaml.Mark) -> int | None:
    """The line in which a quoted value begins that goes on into the line of a mark: what lacks its end is read on into
    the next quotation mark, lines below, and only there nothing fits any more.
    """
    begun = None
    with suppress(yaml.YAMLError):
        for token in yaml.scan(text, yaml.SafeLoader):
            if token.start_mark.index >= mark.index:
                break
            if isinstance(token, yaml.ScalarToken) and not token.plain:
                spread = token.start_mark.line < token.end_mark.line == mark.line
                begun = token.start_mark.line if spread else None
    return begun


class _Loader(yaml.SafeLoader):
    """PyYAML's safe parser, further held back; its values are never constructed, only its nodes are read."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._depth = 0
        self._count = 0

    def compose_node(self, parent: Any, index: Any) -> Any:
        event: Any = self.peek_event()  # type: ignore[no-untyped-call]
        line = event.start_mark.line + 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) is not None:
            raise Unreadable(line, "Anchors and aliases are not read.", "Write the value out where it belongs.")
        if getattr(event, "tag", None) is not None:
            raise Unreadable(line, "Tags are not read.", "Remove the word that begins with an exclamation mark.")
        self._count += 1
        self._depth += 1
        if self._depth > MOST_DEPTH:
            raise Unreadable(line, "This is nested too deeply.", f"At most {MOST_DEPTH} levels are read.")
        if self._count > MOST_VALUES:
            raise Unreadable(line, "The case file holds too many values.", f"At most {MOST_VALUES:,} are read.")
        node = super().compose_node(parent, index)
        self._depth -= 1
        return node


def _located(root: yaml.Node) -> Located:
    places: dict[Pointer, Place] = {}
    return Located(_value(root, (), places), places)


def _value(node: yaml.Node, pointer: Pointer, places: dict[Pointer, Place]) -> Any:
    places[pointer] = Place(node.start_mark.line + 1, node.start_mark.column + 1)
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, pointer, places)
    if isinstance(node, yaml.SequenceNode):
        return [_value(item, (*pointer, index), places) for index, item in enumerate(node.value)]
    return _scalar(node)


def _mapping(node: yaml.MappingNode, pointer: Pointer, places: dict[Pointer, Place]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for key, value in node.value:
        line = key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode):
            raise Unreadable(line, "This key is not a word.", _NAMED)
        if key.value in values:
            raise Unreadable(line, "This key is here twice.", "Keep one of the two.")
        values[key.value] = _value(value, (*pointer, key.value), places)
        # The key's own place: for a long value it is the line a person looks for.
        places[(*pointer, key.value)] = Place(line, key.start_mark.column + 1)
    return values


def _scalar(node: Any) -> Any:
    if node.style is not None:
        return node.value
    if node.value in _PLAIN:
        return _PLAIN[node.value]
    return int(node.value) if _WHOLE.fullmatch(node.value) else node.value
