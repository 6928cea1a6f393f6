"""A histogram: counts over steps of equal length as bars that may lead somewhere (Tufte, The Visual Display of
Quantitative Information, 1983: no ink that carries no data).

Across, everything is in per cent of the width and down in pixels, so it fills its column and its words keep their size.
The numbers themselves belong in a table beside it: a bar of one among thousands is seen, not read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from amparo.charts import svg

_GAP = 0.15  # of a bar's share of the width
_FOOT = 18.0  # pixels: the names of steps
_HEAD = 16.0  # the largest count
_MOST_NAMES = 6


@dataclass(frozen=True, slots=True)
class Bar:
    """One step: its name, how many, and where a click on it leads (empty: nowhere)."""

    name: str
    count: int
    address: str = ""


def histogram(bars: Sequence[Bar], *, label: str, height: int = 110) -> str:
    """An `<svg>` of the bars in their order, gaps included; `label` says in words what is counted. No bars: empty
    text.
    """
    top = max((bar.count for bar in bars), default=0)
    if top <= 0:
        return ""
    ground = height - _FOOT
    drawn = [_bar(place, bar, len(bars), top, ground) for place, bar in enumerate(bars)]
    line = svg.element("rect", x="0", y=ground, width="100%", height=1.0, fill="currentColor", opacity="0.35")
    scale = svg.element("text", svg.text(f"{top:,}"), x="0", y=_HEAD - 4)
    return svg.element(
        "svg",
        svg.element("title", svg.text(label)),
        scale,
        *drawn,
        line,
        *_names(bars, height - 4.0),
        xmlns="http://www.w3.org/2000/svg",
        class_="fluid histogram",
        role="group",
        aria_label=label,
        width="100%",
        height=float(height),
    )


def _bar(place: int, bar: Bar, number: int, top: int, ground: float) -> str:
    if bar.count <= 0:
        return ""
    share = 100 / number
    tall = max(bar.count / top * (ground - _HEAD), 2.0)
    said = f"{bar.name}: {bar.count:,}"
    left, wide = place * share + share * _GAP / 2, share * (1 - _GAP)
    # The whole column is the target: a short bar is hard to hit.
    column = svg.element("rect", x=_percent(left), y=0, width=_percent(wide), height=ground, fill="transparent")
    drawn = svg.element(
        "rect", x=_percent(left), y=ground - tall, width=_percent(wide), height=tall, fill="currentColor"
    )
    title = svg.element("title", svg.text(said))
    if not bar.address:
        return svg.element("g", title, drawn)
    return svg.element("a", title, column, drawn, href=bar.address, aria_label=said)


def _names(bars: Sequence[Bar], y: float) -> list[str]:
    """As many names as have room: the first, and then at equal steps."""
    step = -(-len(bars) // _MOST_NAMES)
    share = 100 / len(bars)
    return [
        svg.element("text", svg.text(bar.name), x=_percent((place + 0.5) * share), y=y, text_anchor="middle")
        for place, bar in enumerate(bars)
        if place % step == step // 2
    ]


def _percent(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".") + "%"
