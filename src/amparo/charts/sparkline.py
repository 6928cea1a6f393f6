"""A sparkline: a row of counts as bars, small enough to stand beside a sentence (Tufte, Beautiful Evidence, 2006).

Bars rather than a line, because a count of zero in a year is a fact and a line would draw over it.
"""

from __future__ import annotations

from collections.abc import Sequence

from amparo.charts import svg

_GAP = 0.25  # of a bar's share of the width
_FLOOR = 1.0  # pixels: the ground line, so that an empty year is seen as empty and not as missing


def sparkline(counts: Sequence[int], *, label: str = "", width: int = 240, height: int = 36) -> str:
    """An `<svg>` of one bar a count, scaled to the largest; `label` says in words what is counted, over which span.

    Counts are not negative; an empty or all-zero sequence gives the bare ground line. Without a label the picture is
    decoration for a reader who hears the page: then say the numbers beside it.
    """
    ground = svg.element("rect", x=0, y=height - _FLOOR, width=width, height=_FLOOR, opacity="0.35")
    bars = _bars(counts, width, height - _FLOOR)
    drawing = svg.element("g", ground, bars, fill="currentColor")
    return svg.picture(width, height, label, drawing, class_="sparkline")


def _bars(counts: Sequence[int], width: float, room: float) -> str:
    """All bars as one path: 200 years cost 200 short strokes, not 200 elements."""
    top = max(counts, default=0)
    if top <= 0:
        return ""
    share = width / len(counts)
    strokes = []
    for place, count in enumerate(counts):
        if count > 0:
            tall = max(count / top * room, 1.0)  # one document among thousands is still seen
            left, wide = place * share + share * _GAP / 2, share * (1 - _GAP)
            strokes.append(
                f"M{svg.number(left)} {svg.number(room)}h{svg.number(wide)}v-{svg.number(tall)}h-{svg.number(wide)}z"
            )
    return svg.element("path", d="".join(strokes))
