"""Writing SVG: elements, attributes, numbers. The only place in `charts` where text becomes markup (SVG 2, XML 1.0).

What this file does not know: what any picture means.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape

# Characters XML 1.0 cannot carry even escaped; a title from an archive may hold them.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def text(words: str) -> str:
    """Words as XML character data: escaped, and without the characters that XML cannot carry."""
    return escape(_FORBIDDEN.sub("\ufffd", words), quote=True)


def number(value: float) -> str:
    """A coordinate with at most one decimal: a tenth of a pixel is finer than any screen shows."""
    return f"{round(value, 1) + 0.0:.1f}".removesuffix(".0")  # adding zero turns -0.0 into 0.0


def element(name: str, *children: str, **attributes: str | float | None) -> str:
    """One element; attribute `stroke_width` is written `stroke-width`, `class_` is written `class`, None is left out.

    Children are markup already: made by this function or by `text`.
    """
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{text(value) if isinstance(value, str) else number(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    inner = "".join(children)
    return f"<{name}{written}>{inner}</{name}>" if inner else f"<{name}{written}/>"


def picture(
    width: float,
    height: float,
    title: str,
    *children: str,
    description: str = "",
    class_: str = "",
    has_links: bool = False,
) -> str:
    """The outermost `<svg>`: scales with its column, is announced by its title; without a title it is decoration. One
    that `has_links` is a group: what is inside an image cannot be reached.
    """
    named = {"role": "group" if has_links else "img", "aria_label": title} if title else {"aria_hidden": "true"}
    words = [element("title", text(title))] if title else []
    if description:
        words.append(element("desc", text(description)))
    return element(
        "svg",
        *words,
        *children,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {number(width)} {number(height)}",
        width=width,
        height=height,
        class_=class_ or None,
        **named,
    )


HALO: Mapping[str, str | float | None] = {"stroke": "Canvas", "stroke_width": 3.0, "paint_order": "stroke"}
"""Attributes of words that lie on lines: the page's own colour around each letter."""
