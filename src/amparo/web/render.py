"""Turns a frozen context dataclass and a template into a page.

A view gives `page()` one dataclass; its fields are the template's variables and `StrictUndefined` refuses every
other, so a template cannot show what its view did not mean to give. `size` brings a page to one length, so that its
length tells nothing about what is on it.
"""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import jinja2
from starlette.responses import HTMLResponse

from amparo.web.i18n import direction, translations
from amparo.web.style import stylesheet


def environment(package: str, room: str, language: str = "en", base: str = "") -> jinja2.Environment:
    """Templates of `package`, then the shared ones of `amparo.web`.

    Every template also sees `room`, `language`, `direction`, `base` (what its links begin with: the language's part of
    the address, or nothing), `stylesheet` (the CSS to inline) and the filters `size` (bytes for people) and `count`
    (thousands apart).
    """
    env = jinja2.Environment(
        loader=jinja2.ChoiceLoader([jinja2.PackageLoader(package), jinja2.PackageLoader("amparo.web")]),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    catalogue = translations(package, language)
    env.install_gettext_translations(catalogue, newstyle=True)  # type: ignore[attr-defined]
    env.globals.update(
        room=room, language=language, direction=direction(language), base=base, stylesheet=stylesheet(room)
    )
    # `_()` in a template trusts its message as markup, so it takes literals only (a test holds all templates to it);
    # `translate()` is for sentences that come in variables: its answer is escaped like any other text.
    env.globals["translate"] = catalogue.gettext
    env.filters["size"] = human_size
    env.filters["count"] = human_count
    return env


def human_size(size: int) -> str:
    """A size in bytes for people, powers of ten: `482 bytes`, `1.2 MB`."""
    if size < 1000:
        return f"{size} bytes"
    value, units = float(size), iter(("kB", "MB", "GB", "TB", "PB"))
    while True:
        value, unit = value / 1000, next(units)
        if value < 999.5 or unit == "PB":
            return f"{value:.0f} {unit}" if value >= 99.5 else f"{value:.1f} {unit}"


def human_count(number: int) -> str:
    """A whole number with a thin space between thousands, as ISO 80000-1 has it."""
    return f"{number:,}".replace(",", "\u202f")


def render_text(env: jinja2.Environment, template: str, context: Any) -> str:
    """The template as text; `context` is a dataclass instance whose fields become the variables."""
    return env.get_template(template).render(**{field.name: getattr(context, field.name) for field in fields(context)})


def padded(html: str, size: int | None) -> bytes:
    """The page in UTF-8, brought to `size` bytes by a comment at its end; a longer page to the next multiple of it."""
    body = html.encode()
    if size is None:
        return body
    frame = len("\n<!--") + len("-->")
    missing = -(len(body) + frame) % size
    return body + b"\n<!--" + b" " * missing + b"-->"


def page(
    env: jinja2.Environment, template: str, context: Any, *, status: int = 200, size: int | None = None
) -> HTMLResponse:
    """A page as a response; see `padded` for `size`."""
    return HTMLResponse(padded(render_text(env, template, context), size), status_code=status)
