"""What every page of the docket has: its place in the tree, the day it was built, and its making."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from importlib.resources import files
from pathlib import PurePosixPath
from typing import Any

from amparo.ledger.canonical import encode
from amparo.web.i18n import translations
from amparo.web.render import environment, render_text
from amparo.web.style import stylesheet

CONTENT_POLICY = "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'"
"""No script and no form. Every page carries this in itself, for hosts that send no headers of ours."""


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a page stands: `root` leads to the top of the docket; `built` is the build's day in words, or empty.

    `library` is the name of the library whose tree the docket lies in, one folder down; empty when it lies in none.
    """

    root: str
    built: str
    library: str = ""


class Site:
    """Makes pages in one language."""

    def __init__(self, language: str = "en") -> None:
        self.env = environment("amparo.docket", "docket", language)
        self.env.globals["content_policy"] = CONTENT_POLICY
        self.speak = translations("amparo.docket", language).gettext

    def render(self, template: str, context: Any) -> bytes:
        """A page as bytes."""
        return render_text(self.env, template, context).encode("utf-8", "replace")


def frame(file: PurePosixPath, built: str, library: str = "") -> Frame:
    """The frame of a page that will be the file `file` of the tree."""
    return Frame("../" * (len(file.parts) - 1), built, library)


def twin(kind: str, value: Any) -> bytes:
    """The JSON twin of a page: the same data, one spelling."""
    return encode({"format": kind} | asdict(value)) + b"\n"


def style() -> bytes:
    """The style sheet of the tree: one file for all its pages."""
    return stylesheet("docket").encode() + (files("amparo.docket") / "static" / "pages.css").read_bytes()
