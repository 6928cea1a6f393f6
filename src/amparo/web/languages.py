"""Finds the language of a request: the first part of its address, or else what the browser asks for.

A choice is a part of the address (`/ar/message`), so that it needs neither cookie nor script and is kept nowhere. The
part is taken off before routing; links put it back (`base`). Without it the browser's Accept-Language decides, RFC 9110
§12.5.4; Tor Browser sends the language of its own menus.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import quote

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from amparo.web.i18n import ENGLISH, Speech, direction, speech

NAMES = {
    "ar": "العربية",
    "bg": "Български",
    "bn": "বাংলা",
    "cs": "Čeština",
    "da": "Dansk",
    "de": "Deutsch",
    "el": "Ελληνικά",
    "en": "English",
    "es": "Español",
    "et": "Eesti",
    "fa": "فارسی",
    "fi": "Suomi",
    "fr": "Français",
    "he": "עברית",
    "hi": "हिन्दी",
    "hr": "Hrvatski",
    "hu": "Magyar",
    "id": "Bahasa Indonesia",
    "it": "Italiano",
    "ja": "日本語",
    "ko": "한국어",
    "lt": "Lietuvių",
    "lv": "Latviešu",
    "nl": "Nederlands",
    "pl": "Polski",
    "pt": "Português",
    "ro": "Română",
    "ru": "Русский",
    "sk": "Slovenčina",
    "sl": "Slovenščina",
    "sq": "Shqip",
    "sr": "Српски",
    "sv": "Svenska",
    "sw": "Kiswahili",
    "th": "ไทย",
    "tr": "Türkçe",
    "uk": "Українська",
    "ur": "اردو",
    "vi": "Tiếng Việt",
    "zh": "中文",
}
"""What each language calls itself (CLDR). A language without a name here is not offered."""
SHOWN_FIRST = ("en", "es", "fr", "ar", "ru", "zh")
"""Named before the list is unfolded: the official languages of the United Nations."""
MOST_ASKED = 16
"""Entries of an Accept-Language header that are read."""


@dataclass(frozen=True, slots=True)
class Tongue:
    """A language as it is offered."""

    code: str
    name: str
    direction: str


def tongues(offered: Iterable[str]) -> tuple[Tongue, ...]:
    """The languages offered, in the order of their names."""
    known = sorted((NAMES[code], code) for code in set(offered) & NAMES.keys())
    return tuple(Tongue(code, name, direction(code)) for name, code in known)


class LanguageMiddleware:
    """Sets `speech` for each request and takes the language's part off its path."""

    def __init__(self, app: ASGIApp, offered: Iterable[str]) -> None:
        self.app = app
        self.offered = frozenset(offered) & NAMES.keys()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, in a language; scopes that are not HTTP pass as they are."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        chosen, rest = self._chosen(scope["path"])
        if chosen is None:
            spoken = Speech(preferred(Headers(scope=scope).get("accept-language", ""), self.offered))
        else:
            spoken = Speech(chosen, f"/{chosen}")
            scope = {**scope, "path": rest, "raw_path": quote(rest).encode("ascii")}
        token = speech.set(spoken)
        try:
            await self.app(scope, receive, send)
        finally:
            speech.reset(token)

    def _chosen(self, path: str) -> tuple[str | None, str]:
        first, slash, rest = path[1:].partition("/")
        return (first, slash + rest or "/") if first in self.offered else (None, path)


def preferred(accepted: str, offered: frozenset[str]) -> str:
    """The offered language that an Accept-Language header likes best; English when it likes none of them.

    A region or script counts for its language: `pt-BR` finds `pt`.
    """
    if not accepted:
        return ENGLISH
    ranked = sorted(_weighed(accepted), key=lambda pair: -pair[0])
    wanted = (tag if tag in offered else tag.split("-")[0] for weight, tag in ranked if weight > 0)
    return next((tag for tag in wanted if tag in offered), ENGLISH)


def _weighed(accepted: str) -> Iterator[tuple[float, str]]:
    for entry in accepted.split(",")[:MOST_ASKED]:
        tag, _, parameter = entry.partition(";")
        weight = parameter.strip().lower().removeprefix("q=")
        try:
            yield (float(weight) if parameter else 1.0, tag.strip().lower())
        except ValueError:
            continue
