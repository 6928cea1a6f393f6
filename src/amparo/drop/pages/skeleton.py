"""A page that differs from the next one of its kind by one number only: made once, filled in from then on.

Making a page costs more than sealing a text. What is kept here is what every source sees: no words of a source, no
names of files, and not the number either, only which of a language's plural forms it takes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from starlette.responses import Response

from amparo.drop.pages.show import PAGE, Showing
from amparo.web.i18n import speech
from amparo.web.render import FixedPage, padded_bytes, render_text

MARK: Final = "\ue000"
"""Stands for the number: a character that no text of ours has."""
MOST: Final = 64
"""Pages kept; when there are more, all are made anew."""


class _Blank(int):
    """Counts as its number, and shows as the mark."""

    def __str__(self) -> str:
        return MARK


class Skeletons:
    """The pages made so far from `template`; `number` names the one field that is filled in.

    `plural` gives the sentence that the language spoken now has for a number: what else hangs on the number must not
    differ between two numbers of one sentence.
    """

    def __init__(self, template: str, number: str, plural: Callable[[Showing, int], str]) -> None:
        self._template, self._number, self._plural = template, number, plural
        self._made: dict[object, list[bytes]] = {}

    def show(self, room: Showing, context: Any) -> Response:
        """The page as a response, as `pages.show` would give it. The context must be hashable."""
        number: int = getattr(context, self._number)
        key = (
            id(room.pages),
            speech.get(),
            self._plural(room, number),
            number == 0,
            replace(context, **{self._number: 0}),
        )
        around = self._made.get(key)
        if around is None:
            text = render_text(room.pages, self._template, replace(context, **{self._number: _Blank(number)}))
            if len(self._made) >= MOST:
                self._made.clear()
            around = self._made[key] = text.encode().split(MARK.encode())
        return FixedPage(padded_bytes(str(number).encode().join(around), PAGE))
