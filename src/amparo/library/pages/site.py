"""What every page of the library has: its place in the tree, the site's name, the words for kinds; and its making."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import sha256
from importlib.resources import files
from pathlib import PurePosixPath
from typing import Any

from amparo.library.addresses import root_of
from amparo.library.settings import Settings
from amparo.web.i18n import translations
from amparo.web.render import environment, render_text
from amparo.web.style import stylesheet

CONTENT_POLICY = "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'"
"""No script at all. Every page carries this in itself, for hosts that send no headers of ours."""

SHARED = ("shell.html", "parts.html", "published/nav.html")
"""The templates of `amparo.web` that pages of the library are made with."""

ONE = {"cable": "Cable", "incident": "Incident", "dossier": "Dossier", "mail": "E-mail", "plain": "Document"}
MANY = {
    "cable": "cables",
    "incident": "incident reports",
    "dossier": "dossiers",
    "mail": "e-mail",
    "plain": "documents of several kinds",
}


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a page stands: `root` leads to the top of the tree; `canonical` and `address` may be empty."""

    root: str
    site: str
    current: str
    canonical: str
    address: str

    def below(self, root: str) -> Frame:
        """The same with another way to the top: `/` for a page that answers under several addresses."""
        return replace(self, root=root)


class Site:
    """Makes pages for one library; compiled templates are kept. `has_docket`: case pages lie in the same tree."""

    def __init__(self, settings: Settings, language: str = "en", *, has_docket: bool = False) -> None:
        self.settings = settings
        self.language = language
        self.has_docket = has_docket
        self.env = environment("amparo.library", "library", language)
        speak = translations("amparo.library", language).gettext
        self.env.globals.update(
            content_policy=CONTENT_POLICY,
            has_docket=has_docket,
            kind_name=lambda kind: speak(MANY.get(kind, MANY["plain"])),
            kind_name_one=lambda kind: speak(ONE.get(kind, ONE["plain"])),
        )

    def frame(self, file: PurePosixPath, current: str) -> Frame:
        """The frame of a page that will be the file `file` of the tree."""
        address = self.settings.address
        place = file.as_posix().removesuffix("index.html")
        return Frame(root_of(file), self.settings.title, current, f"{address}/{place}" if address else "", address)

    def render(self, template: str, context: Any) -> bytes:
        """A page as bytes."""
        return render_text(self.env, template, context).encode("utf-8", "replace")

    @cached_property
    def version(self) -> str:
        """Changes when any page may look different although its document is the same: templates, settings."""
        # What is said of collections stands on lists alone, which are always made anew.
        shown = replace(self.settings, collections={})
        return sha256("\0".join([*self._sources(), repr(shown), str(self.has_docket)]).encode()).hexdigest()

    def _sources(self) -> list[str]:
        folder = files("amparo.library")
        modules = [part.read_text("utf-8") for part in (folder / "pages").iterdir() if part.name.endswith(".py")]
        shared = (files("amparo.web") / "templates" / name for name in SHARED)
        templates = [part.read_text("utf-8") for part in (*(folder / "templates").iterdir(), *shared)]
        return sorted([*modules, *templates])


def style() -> bytes:
    """The style sheet of the static tree: one file, so that a reader of many documents fetches it once."""
    return stylesheet("library").encode() + (files("amparo.library") / "static" / "pages.css").read_bytes()
