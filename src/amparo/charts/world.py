"""A map of points without tiles: longitude across and latitude up in equal steps (equirectangular), a graticule, and
faint ground where the caller says that land is.

Nothing is fetched and no outline is carried: land is drawn as the towns that lie on it. The map shows the part of the
world that its points need, all of it when they need most of it. A table of the same points belongs beside it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from amparo.charts import svg

_WIDE = 960.0
_MARGIN = 0.12  # of the span of the points, on each side
_LEAST = 8.0  # degrees shown at least
_CELLS = 190  # of ground across
_STEPS = (1, 2, 5, 10, 15, 30)


@dataclass(frozen=True, slots=True)
class Point:
    """One place: degrees north and east, how many, its name, and where a click leads (empty: nowhere)."""

    latitude: float
    longitude: float
    weight: int
    name: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class _Frame:
    west: float
    east: float
    south: float
    north: float

    @property
    def scale(self) -> float:
        """Pixels a degree."""
        return _WIDE / (self.east - self.west)

    @property
    def high(self) -> float:
        """Pixels from north to south."""
        return (self.north - self.south) * self.scale

    def at(self, latitude: float, longitude: float) -> tuple[float, float]:
        """Where a place lies in the picture."""
        return (longitude - self.west) * self.scale, (self.north - latitude) * self.scale

    def holds(self, latitude: float, longitude: float) -> bool:
        """Whether a place lies in the picture at all."""
        return self.west <= longitude <= self.east and self.south <= latitude <= self.north


def world(points: Sequence[Point], ground: Iterable[tuple[float, float]] = (), *, label: str, names: int = 12) -> str:
    """An `<svg>` map of the points, the `names` heaviest of them named. `ground` are (latitude, longitude) on land."""
    frame = _frame(points)
    heaviest = max((point.weight for point in points), default=1)
    ordered = sorted(points, key=lambda point: -point.weight)
    drawn = [_dot(point, frame, heaviest) for point in ordered]
    named = _named(ordered[:names], frame, heaviest)
    inside = (_ground(ground, frame), _graticule(frame), *drawn, *named)
    links = any(point.address for point in points)
    return svg.picture(_WIDE, frame.high, label, *inside, class_="map", has_links=links)


def _frame(points: Sequence[Point]) -> _Frame:
    if not points:
        return _Frame(-180, 180, -60, 85)
    west, east = min(p.longitude for p in points), max(p.longitude for p in points)
    south, north = min(p.latitude for p in points), max(p.latitude for p in points)
    if east - west > 200:
        return _Frame(-180, 180, min(-60, south - 2), max(80, north + 2))
    across = max(east - west, _LEAST) * (1 + 2 * _MARGIN)
    up = max(north - south, _LEAST / 2) * (1 + 2 * _MARGIN)
    across, up = max(across, up * 1.5), max(up, across * 0.45)
    middle, centre = (west + east) / 2, (south + north) / 2
    return _Frame(middle - across / 2, middle + across / 2, centre - up / 2, centre + up / 2)


def _ground(ground: Iterable[tuple[float, float]], frame: _Frame) -> str:
    """One faint square for each cell with land in it, all as one path."""
    size = (frame.east - frame.west) / _CELLS
    cells = {
        (math.floor((longitude - frame.west) / size), math.floor((frame.north - latitude) / size))
        for latitude, longitude in ground
        if frame.holds(latitude, longitude)
    }
    side = _WIDE / _CELLS
    squares = "".join(f"M{svg.number((x + 0.5) * side)} {svg.number((y + 0.5) * side)}h0" for x, y in sorted(cells))
    if not squares:
        return ""
    return svg.element(
        "path", d=squares, stroke="currentColor", stroke_width=side * 0.8, stroke_linecap="round", opacity="0.16"
    )


def _graticule(frame: _Frame) -> str:
    step = next((step for step in _STEPS if (frame.east - frame.west) / step <= 12), _STEPS[-1])
    lines = []
    for longitude in range(math.ceil(frame.west / step) * step, math.floor(frame.east) + 1, step):
        x = frame.at(0, longitude)[0]
        lines.append(svg.element("line", x1=x, x2=x, y1=0, y2=frame.high))
        lines.append(_degree(_words(longitude, "E", "W"), min(x + 3, _WIDE - 30), frame.high - 5))
    for latitude in range(math.ceil(frame.south / step) * step, math.floor(frame.north) + 1, step):
        y = frame.at(latitude, 0)[1]
        lines.append(svg.element("line", x1=0, x2=_WIDE, y1=y, y2=y))
        if y < frame.high - 20:  # the corner belongs to the longitude
            lines.append(_degree(_words(latitude, "N", "S"), 3, max(y - 3, 10)))
    return svg.element("g", *lines, stroke="currentColor", stroke_width="0.5", opacity="0.45")


def _degree(words: str, x: float, y: float) -> str:
    return svg.element("text", svg.text(words), x=x, y=y, font_size="10", fill="currentColor", stroke="none")


def _words(degrees: int, more: str, less: str) -> str:
    degrees = (degrees + 180) % 360 - 180
    return f"{abs(degrees)}°{more if degrees > 0 else less if degrees < 0 else ''}"


def _radius(weight: int, heaviest: int) -> float:
    return 3.0 + 13.0 * math.sqrt(weight / heaviest)


def _dot(point: Point, frame: _Frame, heaviest: int) -> str:
    x, y = frame.at(point.latitude, point.longitude)
    said = f"{point.name}: {point.weight:,}"
    circle = svg.element(
        "circle",
        svg.element("title", svg.text(said)),
        cx=x,
        cy=y,
        r=_radius(point.weight, heaviest),
        fill="currentColor",
        fill_opacity="0.45",
        stroke="currentColor",
    )
    return svg.element("a", circle, href=point.address, aria_label=said) if point.address else circle


def _named(points: Sequence[Point], frame: _Frame, heaviest: int) -> list[str]:
    """Names beside the heaviest points; one that would lie on another is left out."""
    taken: list[tuple[float, float, float]] = []
    drawn = []
    for point in points:
        x, y = frame.at(point.latitude, point.longitude)
        wide = len(point.name) * 6.6
        left = x + _radius(point.weight, heaviest) + 3
        if left + wide > _WIDE:
            left = x - _radius(point.weight, heaviest) - 3 - wide
        if any(abs(y - v) < 13 and left < u + w and u < left + wide for u, v, w in taken):
            continue
        taken.append((left, y, wide))
        words = svg.text(point.name)
        drawn.append(svg.element("text", words, x=left, y=y + 4, font_size="12", fill="currentColor", **svg.HALO))
    return drawn
