"""Turns a frozen context dataclass and a template into a page.

A view gives `page()` one dataclass; its fields are the template's variables and `StrictUndefined` refuses every
other, so a template cannot show what its view did not mean to give. `size` brings a page to one length, so that its
length tells nothing about what is on it: the text to a multiple of `size`, and for a browser that takes gzip the
squeezed page to a multiple of SQUEEZED, by an extra field of the gzip header (RFC 1952, section 2.3.1.1).
"""

from __future__ import annotations

import re
import struct
import zlib
from dataclasses import fields
from typing import Any, cast

import jinja2
from starlette.datastructures import Headers
from starlette.responses import HTMLResponse
from starlette.types import Receive, Scope, Send

from amparo.web.i18n import Catalogue, direction
from amparo.web.sizes import human_size
from amparo.web.style import stylesheet

SQUEEZED = 6_144
"""Bytes of a squeezed page of fixed length. A page that does not fit takes the next multiple."""
_GZIP = re.compile(r"(?:x-)?gzip(?:[ \t]*;(?![ \t]*q=0(?:\.0*)?[ \t]*$).*)?")


def environment(package: str, room: str, language: str = "en") -> jinja2.Environment:
    """Templates of `package`, then the shared ones of `amparo.web`.

    Every template also sees `room`, `language`, `direction`, `base` (what internal links begin with: the language's
    part of the address, or nothing), `stylesheet` (the CSS to inline) and the filters `size` (bytes for people) and
    `count` (thousands apart). `language` is spoken where no request says otherwise.
    """
    env = jinja2.Environment(
        loader=jinja2.ChoiceLoader([jinja2.PackageLoader(package), jinja2.PackageLoader("amparo.web")]),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    catalogue = Catalogue(package, language)
    env.install_gettext_translations(catalogue, newstyle=True)  # type: ignore[attr-defined]
    env.globals.update(room=room, stylesheet=stylesheet(room), catalogue=catalogue)
    # `_()` in a template trusts its message as markup, so it takes literals only (a test holds all templates to it);
    # `translate()` is for sentences that come in variables: its answer is escaped like any other text.
    env.globals["translate"] = catalogue.gettext
    env.filters["size"] = human_size
    env.filters["count"] = human_count
    return env


def make_ready(env: jinja2.Environment) -> None:
    """Read all templates now (0.1 s) instead of each when its page is first asked for."""
    for name in env.list_templates():
        env.get_template(name)


def human_count(number: int) -> str:
    """A whole number with a thin space between thousands, as ISO 80000-1 has it."""
    return f"{number:,}".replace(",", "\u202f")


def render_text(env: jinja2.Environment, template: str, context: Any) -> str:
    """The template as text; `context` is a dataclass instance whose fields become the variables."""
    spoken = cast(Catalogue, env.globals["catalogue"]).speech()
    shell = {"language": spoken.language, "direction": direction(spoken.language), "base": spoken.base}
    own = {field.name: getattr(context, field.name) for field in fields(context)}
    return env.get_template(template).render(shell | own)


def padded(html: str, size: int | None) -> bytes:
    """The page in UTF-8, brought to `size` bytes by a comment at its end; a longer page to the next multiple of it."""
    body = html.encode()
    return body if size is None else padded_bytes(body, size)


def padded_bytes(body: bytes, size: int) -> bytes:
    """As `padded`, of a page that is in UTF-8."""
    frame = len("\n<!--") + len("-->")
    missing = -(len(body) + frame) % size
    return body + b"\n<!--" + b" " * missing + b"-->"


def squeezed(body: bytes, size: int = SQUEEZED) -> bytes:
    """The body as one gzip member (RFC 1952) of a length that is a multiple of `size`, at most 64 KiB of it padding."""
    packer = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = packer.compress(body) + packer.flush()
    header = b"\x1f\x8b\x08\x04" + bytes(4) + b"\x00\xff"  # deflate, an extra field, no time, no system
    tail = struct.pack("<II", zlib.crc32(body), len(body) & 0xFFFFFFFF)
    filling = -(len(header) + 2 + 4 + len(packed) + len(tail)) % size
    extra = b"pd" + struct.pack("<H", filling) + bytes(filling)
    return header + struct.pack("<H", len(extra)) + extra + packed + tail


def takes_gzip(accepted: str) -> bool:
    """Whether an Accept-Encoding header names gzip, and not as what is not wanted (RFC 9110, section 12.5.3)."""
    return any(_GZIP.fullmatch(entry.strip(" \t")) for entry in accepted.lower().split(","))


class FixedPage(HTMLResponse):
    """A page squeezed to a fixed length where the browser takes that."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it. The page is padded before it is squeezed too: what counts its text sees one length as well."""
        if takes_gzip(Headers(scope=scope).get("accept-encoding", "")):
            self.body = squeezed(bytes(self.body))
            self.headers["content-length"] = str(len(self.body))
            self.headers["content-encoding"] = "gzip"
        await super().__call__(scope, receive, send)


def page(
    env: jinja2.Environment,
    template: str,
    context: Any,
    *,
    status: int = 200,
    size: int | None = None,
    squeeze: bool = False,
) -> HTMLResponse:
    """A page as a response, of one length if `size` is given: see `padded`; `squeeze`: see `squeezed`.

    Not for a page whose text differs in length by what it tells: `size` covers that, squeezing would not.
    """
    kind = FixedPage if squeeze else HTMLResponse
    return kind(padded(render_text(env, template, context), size), status_code=status)
