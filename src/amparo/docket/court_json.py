"""A court's docket as JSON in the shape of CourtListener and its parsers.

Spec: specs/case.md, "Import and export". A citation is a member with its name, as it stands: `"date_filed":
"2017-03-30"`. `court_facts` makes the facts.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from functools import cached_property
from typing import Any

from amparo.docket.court_facts import facts_of
from amparo.docket.importing import Imported, Span, Wanted
from amparo.docket.json_reading import read_json
from amparo.docket.parties import REGISTRATION
from amparo.docket.positions import Pointer, Unreadable
from amparo.errors import InputError

MOST_BYTES = 64 << 20
_MOST_VALUES = 2_000_000
_MARK = "\ufeff"
"""A mark of the encoding, which some writers put first. It counts in the text of the source."""


def import_docket(data: bytes, wanted: Wanted) -> Imported:
    """The facts of one docket. InputError when it is none, or nobody says who the case is about."""
    return facts_of(_File(data), wanted)


class _File:
    """The text of a docket, its values, and where each member stands."""

    def __init__(self, data: bytes) -> None:
        if len(data) > MOST_BYTES:
            raise InputError("This docket is too large.", f"At most {MOST_BYTES:,} bytes are read.")
        try:
            self.text = data.decode("utf-8")
            located = read_json(self.text.removeprefix(_MARK), 16, _MOST_VALUES)
        except (UnicodeDecodeError, RecursionError) as error:
            raise InputError("This is not JSON in UTF-8.") from error
        except Unreadable as error:
            raise InputError(f"Line {error.place.line}: {error.what}", error.hint) from error
        if not isinstance(located.value, dict):
            raise InputError("This is no court docket.", "Give the JSON of one docket.")
        self.values: dict[str, Any] = located.value
        self._places = located.places
        self._numbered = frozenset(self._unnumbered())
        self._starts = [
            len(_MARK) if self.text.startswith(_MARK) else 0,
            *(match.end() for match in re.finditer("\n", self.text)),
        ]

    def span(self, at: Pointer) -> Span:
        """A member with its name, or an item of a list."""
        place = self._places[at]
        start = self._starts[place.line - 1] + place.column - 1
        decoder, value = json.JSONDecoder(), start
        if isinstance(at[-1], str):
            _, value = decoder.raw_decode(self.text, start)
            gap = re.compile(r"\s*:\s*").match(self.text, value)
            value = gap.end() if gap else value
        end = decoder.raw_decode(self.text, value)[1]
        number = REGISTRATION.search(self.text, value, end) if at in self._numbered else None
        return start, number.start() if number else end

    def _unnumbered(self) -> Iterable[Pointer]:
        """Takes the number of a prisoner from behind the names of parties; where it stood."""
        parties = self.values.get("parties")
        for index, party in enumerate(parties if isinstance(parties, list) else ()):
            name = party.get("name") if isinstance(party, dict) else None
            if isinstance(name, str) and (kept := REGISTRATION.split(name)[0]) not in ("", name):
                party["name"] = kept
                yield ("parties", index, "name")

    @cached_property
    def leaves(self) -> tuple[Pointer, ...]:
        """Every value that says something, by its place."""
        return tuple(_leaves(self.values, ()))


def _leaves(value: Any, at: Pointer) -> Iterable[Pointer]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _leaves(inner, (*at, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _leaves(inner, (*at, index))
    elif value not in (None, ""):
        yield at
