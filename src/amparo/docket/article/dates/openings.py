"""How the expressions of a date rule can begin, read off its pattern: rules are tried only where one may match.

Knows the part of the syntax of `re` that rules are written in: groups, choices, classes, repetition, looking around.
What it cannot follow it leaves open, so that a rule is rather tried in vain than left out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

LENGTH = 3
"""Characters of a beginning that are told apart."""

Beginning = tuple[str, bool]
"""The first characters, and whether they are all, so that what comes next in the rule goes on from them."""
Beginnings = frozenset[Beginning]

_NOTHING: Beginnings = frozenset([("", True)])
_ANYTHING: Beginnings = frozenset([("", False)])
_GROUP = re.compile(r"\(\?(?::|P<\w+>|i:)|\((?!\?)")
_AROUND = re.compile(r"\(\?<?[=!]")
_TABLE = re.compile(r"\{([a-z]\w*)\}")
_CLASS = re.compile(r"\[(\^?)((?:\\.|[^\]\\])+)\]")
_MEMBER = re.compile(r"(\\?.)(?:-(\\?.))?")
_TIMES = re.compile(r"(\?|\*|\+|\{(\d+)(?:,(\d*))?\})\??")


def shown(text: str) -> str:
    """Characters as beginnings write them: small letters, `#` for a figure, a blank for any space."""
    return "".join("#" if one.isdecimal() else " " if one.isspace() else one for one in text.lower())


def beginnings(pattern: str, tables: Mapping[str, Beginnings]) -> Beginnings:
    """The beginnings of what a pattern matches; `tables` are those of the tables it names."""
    found, end = _choice(pattern, 0, tables)
    if end != len(pattern):
        raise ValueError(f"A bracket too many: {pattern}")
    return found


def _choice(pattern: str, at: int, tables: Mapping[str, Beginnings]) -> tuple[Beginnings, int]:
    """Branches up to the bracket that closes them."""
    found: Beginnings = frozenset()
    while True:
        branch, at = _sequence(pattern, at, tables)
        found |= branch
        if pattern[at : at + 1] != "|":
            return found, at
        at += 1


def _sequence(pattern: str, at: int, tables: Mapping[str, Beginnings]) -> tuple[Beginnings, int]:
    found = _NOTHING
    while at < len(pattern) and pattern[at] not in "|)":
        item, at = _item(pattern, at, tables)
        times = _TIMES.match(pattern, at)
        if times:
            item, at = _repeated(item, times), times.end()
        found = _joined(found, item)
    return found, at


def _joined(found: Beginnings, item: Beginnings) -> Beginnings:
    more = {one for one in found if not one[1]}
    for first, whole in found:
        if whole:
            more |= {((first + then)[:LENGTH], goes_on and len(first + then) < LENGTH) for then, goes_on in item}
    return frozenset(more)


def _repeated(item: Beginnings, times: re.Match[str]) -> Beginnings:
    once = times[1] == "?" or times[1] in ("{1}", "{0,1}")
    found = item if once else frozenset((first, False) for first, _ in item)
    return found | _NOTHING if times[1] in ("?", "*") or times[2] == "0" else found


def _item(pattern: str, at: int, tables: Mapping[str, Beginnings]) -> tuple[Beginnings, int]:
    if around := _AROUND.match(pattern, at):
        return _NOTHING, _choice(pattern, around.end(), {})[1] + 1
    if group := _GROUP.match(pattern, at):
        found, end = _choice(pattern, group.end(), tables)
        return found, end + 1
    if pattern.startswith("(?P=", at):
        return _ANYTHING, pattern.index(")", at) + 1
    if table := _TABLE.match(pattern, at):
        return tables.get(table[1], _ANYTHING), table.end()
    if members := _CLASS.match(pattern, at):
        return (_ANYTHING if members[1] else _class(members[2])), members.end()
    if pattern[at] == "\\":
        return _one(pattern[at : at + 2]), at + 2
    return _one(pattern[at]), at + 1


def _class(members: str) -> Beginnings:
    found: Beginnings = frozenset()
    for first, last in _MEMBER.findall(members):
        if not last:
            found |= _one(first)
            continue
        for code in range(ord(first[-1]), ord(last[-1]) + 1):
            found |= _one(chr(code))
    return found


def _one(letter: str) -> Beginnings:
    """One character of a pattern. Behind a space there may be more of it."""
    if letter in ("\\b", "\\B"):
        return _NOTHING
    if letter == "\\d":
        return frozenset([("#", True)])
    if letter in (" ", "\\s"):
        return frozenset([(" ", False)])
    if letter == "." or (letter[0] == "\\" and letter[1].isalnum()):
        return _ANYTHING
    return frozenset([(shown(letter[-1]), True)])
