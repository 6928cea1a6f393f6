"""The newsroom's form as a person writes it: TOML in, channels out, each mistake with its line. Spec: specs/form.md.

The rules themselves are those of `amparo.seal.form`; this module knows where in the text each value stands.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any, Final, TypeVar

from amparo.errors import InputError
from amparo.seal.form import Channel, Condition, Form, Kind, Question

T = TypeVar("T")
Place = tuple[int, int, str]
"""Channel from 0, question from 0 or -1 for the channel itself, key or empty for the table."""

_CHANNEL: Final = re.compile(r"\s*\[\[\s*channel\s*\]\]")
_QUESTION: Final = re.compile(r"\s*\[\[\s*channel\s*\.\s*question\s*\]\]")
_KEY: Final = re.compile(r"""\s*["']?([A-Za-z0-9_-]+)["']?\s*[=.]""")
_CHANNEL_KEYS: Final = {"name": str, "title": str, "hint": str, "language": str, "desks": list, "question": list}
_QUESTION_KEYS: Final = {"key": str, "ask": str, "kind": str, "hint": str, "options": list, "only_if": dict}
_NAMED: Final = re.compile(r"A form's (\w+)")
_ANY_DAY: Final = date.min
_KINDS: Final[Mapping[type, str]] = {
    str: "a text in quotes",
    list: "a list",
    dict: 'a table: {key = "…", option = "…"}',
}


def read_form(text: str) -> tuple[Channel, ...]:
    """The channels that a form's TOML describes. InputError with the line and the key of the first mistake."""
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"This is not TOML: {error}.", "amparo desk form --help has an example.") from None
    return _Reader(_places(text)).channels(content)


class _Reader:
    """Turns tables into channels; `places` is the line of each key and each table."""

    def __init__(self, places: Mapping[Place, int]) -> None:
        self._places = places

    def channels(self, content: dict[str, Any]) -> tuple[Channel, ...]:
        for key in content:
            if key != "channel":
                raise InputError(f"{key} is not a part of a form.", "A form is a list of [[channel]] tables.")
        tables = content.get("channel", [])
        if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
            raise InputError("channel is not a list of tables.", "Write [[channel]], with two brackets.")
        channels: tuple[Channel, ...] = ()
        for number, table in enumerate(tables):
            channels = (*channels, self._channel(table, number))
            # Held to the form's own rules as it grows, so that a mistake has its line.
            self._built((number, -1, "name"), partial(Form, _ANY_DAY, channels))
        return channels

    def _channel(self, table: dict[str, Any], number: int) -> Channel:
        self._check_keys(table, _CHANNEL_KEYS, ("name", "title"), (number, -1))
        desks = tuple(sorted(self._texts(table, "desks", (number, -1))))
        values = {key: table.get(key, "") for key in ("name", "title", "hint", "language")}
        channel = self._built((number, -1, ""), partial(Channel, **values, desks=desks))
        questions: tuple[Question, ...] = ()
        for place, each in enumerate(table.get("question", [])):
            if not isinstance(each, dict):
                raise self._wrong((number, -1, "question"), "write [[channel.question]], with two brackets")
            questions = (*questions, self._question(each, (number, place)))
            channel = self._built(
                (number, place, "only_if" if "only_if" in each else "key"),
                partial(Channel, **values, desks=desks, questions=questions),
            )
        return channel

    def _question(self, table: dict[str, Any], where: tuple[int, int]) -> Question:
        self._check_keys(table, _QUESTION_KEYS, ("key", "ask", "kind"), where)
        if table["kind"] not in set(Kind):
            raise self._wrong((*where, "kind"), f"is one of {', '.join(Kind)}")
        return self._built(
            (*where, ""),
            lambda: Question(
                key=table["key"],
                ask=table["ask"],
                kind=Kind(table["kind"]),
                hint=table.get("hint", ""),
                options=self._texts(table, "options", where),
                only_if=self._condition(table, where),
            ),
        )

    def _condition(self, table: dict[str, Any], where: tuple[int, int]) -> Condition | None:
        given = table.get("only_if")
        if given is None:
            return None
        if set(given) != {"key", "option"} or not all(isinstance(value, str) for value in given.values()):
            raise self._wrong((*where, "only_if"), f"is {_KINDS[dict]}")
        return Condition(given["key"], given["option"])

    def _texts(self, table: dict[str, Any], key: str, where: tuple[int, int]) -> tuple[str, ...]:
        values = table.get(key, [])
        if not all(isinstance(value, str) for value in values):
            raise self._wrong((*where, key), "is a list of texts in quotes")
        return tuple(values)

    def _check_keys(
        self, table: dict[str, Any], known: Mapping[str, type], needed: tuple[str, ...], where: tuple[int, int]
    ) -> None:
        for key, value in table.items():
            if key not in known:
                raise self._wrong((*where, key), f"is not known here; there are {', '.join(known)}")
            if not isinstance(value, known[key]):
                raise self._wrong((*where, key), f"is {_KINDS[known[key]]}")
        for key in needed:
            if key not in table:
                raise self._wrong((*where, ""), f"{key} is missing")

    def _built(self, place: Place, build: Callable[[], T]) -> T:
        """What `build` makes; its error gets the line."""
        try:
            return build()
        except InputError as error:
            if error.what.startswith("Line "):
                raise
            # Which value it is about, when the sentence says so: "A form's hint is …".
            named = _NAMED.match(error.what)
            key = {"option": "options"}.get(named[1], named[1]) if named else place[2]
            raise InputError(f"{self._line((*place[:2], key))}: {error.what}", error.hint) from None

    def _wrong(self, place: Place, what: str) -> InputError:
        key = f"{place[2]} " if place[2] else ""
        return InputError(f"{self._line(place)}: {key}{what}.")

    def _line(self, place: Place) -> str:
        line = self._places.get(place) or self._places.get((*place[:2], "")) or 1
        return f"Line {line}"


def _places(text: str) -> dict[Place, int]:
    """Where tables and keys stand, by a look at how lines begin; good enough to point at one."""
    places: dict[Place, int] = {}
    channel, question = -1, -1
    for number, line in enumerate(text.split("\n"), start=1):
        if _CHANNEL.match(line):
            channel, question = channel + 1, -1
            places[(channel, question, "")] = number
        elif _QUESTION.match(line):
            question += 1
            places[(channel, question, "")] = number
        elif key := _KEY.match(line):
            places.setdefault((channel, question, key[1]), number)
    return places
