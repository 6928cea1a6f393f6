"""A network: things as circles, ties as lines, laid out once and standing still.

The layout is that of Fruchterman and Reingold (Software: Practice and Experience 21(11), 1991): every two circles push
each other apart, a tie pulls its two together, and all of it cools. It begins on a circle in the order given and uses
no chance, so that the same data give the same picture. A table of the same data belongs beside it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from amparo.charts import svg

_WIDE, _HIGH = 960.0, 680.0
_EDGE = 60.0  # pixels left free around, for the names
_ROUNDS = 160
_SMALL = 4
"""Nodes of a part that shares its column with others."""
_LINE = 15.0  # pixels: a name's height


@dataclass(frozen=True, slots=True)
class Node:
    """One circle: its name, how much it weighs, where a click leads (empty: nowhere), and whether it is drawn open."""

    name: str
    weight: int
    address: str = ""
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class Edge:
    """A tie between two nodes, by their places in the sequence; with `directed` an arrow stands at its far end."""

    start: int
    end: int
    weight: int
    directed: bool = False


def network(nodes: Sequence[Node], edges: Sequence[Edge], *, label: str) -> str:
    """An `<svg>` of the network; up to some sixty nodes it can be read. No nodes: empty text."""
    if not nodes:
        return ""
    places = _spread(_layout(len(nodes), edges), nodes)
    top = max(edge.weight for edge in edges) if edges else 1
    heaviest = max(node.weight for node in nodes)
    radii = [3.0 + 9.0 * math.sqrt(node.weight / heaviest) for node in nodes]
    lines = [_line(edge, places, radii, nodes, top) for edge in edges if edge.start != edge.end]
    circles = [_circle(node, place, radius) for node, place, radius in zip(nodes, places, radii, strict=True)]
    names = [_name(node, place, radius) for node, place, radius in zip(nodes, places, radii, strict=True)]
    links = any(node.address for node in nodes)
    return svg.picture(_WIDE, _HIGH, label, *lines, *circles, *names, class_="network", has_links=links)


def _layout(number: int, edges: Sequence[Edge]) -> list[tuple[float, float]]:
    """A place for each node: every connected part in a column of its own, small parts together in one."""
    places: list[tuple[float, float]] = [(0.0, 0.0)] * number
    columns: list[list[list[int]]] = []
    small: list[list[int]] = []
    for part in _parts(number, edges):
        if len(part) > _SMALL:
            columns.append([part])
        else:
            small.append(part)
    columns += [small[start : start + 6] for start in range(0, len(small), 6)]
    shares = [max(len(part) for part in column) ** 0.7 + 1 for column in columns]
    left = 0.0
    for column, share in zip(columns, shares, strict=True):
        wide = _WIDE * share / sum(shares)
        for row, part in enumerate(column):
            box = (left, row * _HIGH / len(column), wide, _HIGH / len(column))
            for node, place in zip(part, _fitted(_settled(part, edges), box), strict=True):
                places[node] = place
        left += wide
    return places


def _parts(number: int, edges: Sequence[Edge]) -> list[list[int]]:
    """The connected parts, largest first."""
    part = list(range(number))
    for edge in edges:
        one, other = part[edge.start], part[edge.end]
        if one != other:
            part = [one if each == other else each for each in part]
    groups: dict[int, list[int]] = {}
    for node, each in enumerate(part):
        groups.setdefault(each, []).append(node)
    return sorted(groups.values(), key=len, reverse=True)


def _settled(part: Sequence[int], edges: Sequence[Edge]) -> list[complex]:
    number, place_of = len(part), {node: place for place, node in enumerate(part)}
    ties = [(place_of[edge.start], place_of[edge.end]) for edge in edges if edge.start in place_of]
    points = [complex(math.cos(2 * math.pi * i / number), math.sin(2 * math.pi * i / number)) for i in range(number)]
    apart = math.sqrt(4.0 / number)
    for step in range(_ROUNDS):
        moves = [0j] * number
        for i, one in enumerate(points):
            for j in range(i):
                gap = one - points[j] or complex(1e-3 * (i + 1), 1e-3 * (j + 1))
                push = gap * (apart * apart / abs(gap) ** 2)
                moves[i] += push
                moves[j] -= push
        for i, j in ties:
            gap = points[j] - points[i]
            pull = gap * (abs(gap) / apart)
            moves[i] += pull
            moves[j] -= pull
        heat = 0.2 * (1 - step / _ROUNDS) ** 2 + 0.002
        points = [point + move * min(1.0, heat / (abs(move) or 1.0)) for point, move in zip(points, moves, strict=True)]
    return points


def _fitted(points: Sequence[complex], box: tuple[float, float, float, float]) -> list[tuple[float, float]]:
    """Stretched over a box, half by where they lie and half by their order, which thins out crowds."""
    left, top, wide, high = box
    across = _evened([point.real for point in points])
    down = _evened([point.imag for point in points])
    side, above = min(_EDGE, wide / 3), min(_EDGE / 2, high / 4)
    return [
        (left + side + x * (wide - 2 * side), top + above + y * (high - 2.2 * above))
        for x, y in zip(across, down, strict=True)
    ]


def _evened(values: Sequence[float]) -> list[float]:
    if len(values) == 1:
        return [0.5]
    low, span = min(values), (max(values) - min(values)) or 1.0
    rank = {i: place / (len(values) - 1) for place, i in enumerate(sorted(range(len(values)), key=values.__getitem__))}
    return [0.5 * (value - low) / span + 0.5 * rank[i] for i, value in enumerate(values)]


def _spread(places: list[tuple[float, float]], nodes: Sequence[Node]) -> list[tuple[float, float]]:
    """Names that would lie on each other are moved apart, up and down."""
    widths = [len(_short(node.name)) * 6.4 + 8 for node in nodes]
    order = sorted(range(len(places)), key=lambda i: places[i][1])
    moved = list(places)
    for _ in range(30):
        calm = True
        for a, i in enumerate(order):
            for j in order[a + 1 :]:
                (x, y), (u, v) = moved[i], moved[j]
                if abs(x - u) < (widths[i] + widths[j]) / 2 and abs(y - v) < _LINE * 1.8:
                    shift = (_LINE * 1.8 - abs(y - v)) / 2 + 0.5
                    up, down = (i, j) if y <= v else (j, i)
                    moved[up] = (moved[up][0], max(14.0, moved[up][1] - shift))
                    moved[down] = (moved[down][0], min(_HIGH - 24.0, moved[down][1] + shift))
                    calm = False
        if calm:
            break
    return moved


def _line(
    edge: Edge, places: Sequence[tuple[float, float]], radii: Sequence[float], nodes: Sequence[Node], top: int
) -> str:
    (x, y), (u, v) = places[edge.start], places[edge.end]
    length = math.hypot(u - x, v - y) or 1.0
    across, down = (u - x) / length, (v - y) / length
    thick = 0.7 + 4.3 * edge.weight / top
    start = (x + across * radii[edge.start], y + down * radii[edge.start])
    end = (u - across * (radii[edge.end] + 1), v - down * (radii[edge.end] + 1))
    said = f"{nodes[edge.start].name} → {nodes[edge.end].name}" if edge.directed else ""
    said = f"{said or f'{nodes[edge.start].name}, {nodes[edge.end].name}'}: {edge.weight:,}"
    line = svg.element("line", x1=start[0], y1=start[1], x2=end[0], y2=end[1], stroke_width=thick)
    arrow = _arrow(end, across, down, thick) if edge.directed else ""
    return svg.element("g", svg.element("title", svg.text(said)), line, arrow, stroke="currentColor", opacity="0.3")


def _arrow(end: tuple[float, float], across: float, down: float, thick: float) -> str:
    size = 5 + thick
    corners = [end]
    for side in (0.5, -0.5):
        corners.append((end[0] - across * size - down * size * side, end[1] - down * size + across * size * side))
    points = " ".join(f"{svg.number(x)},{svg.number(y)}" for x, y in corners)
    return svg.element("polygon", points=points, fill="currentColor", stroke="none")


def _circle(node: Node, place: tuple[float, float], radius: float) -> str:
    look = {"fill": "Canvas", "stroke": "currentColor"} if node.is_open else {"fill": "currentColor"}
    return svg.element(
        "circle",
        svg.element("title", svg.text(f"{node.name}: {node.weight:,}")),
        cx=place[0],
        cy=place[1],
        r=radius,
        stroke_width=2 if node.is_open else None,
        **look,
    )


def _name(node: Node, place: tuple[float, float], radius: float) -> str:
    half = len(_short(node.name)) * 3.2
    across = min(max(place[0], half + 4), _WIDE - half - 4)
    words = svg.element(
        "text",
        svg.text(_short(node.name)),
        x=across,
        y=min(place[1] + radius + 12, _HIGH - 4),
        text_anchor="middle",
        font_size="12",
        fill="currentColor",
        **svg.HALO,
    )
    return svg.element("a", words, href=node.address) if node.address else words


def _short(name: str) -> str:
    return name if len(name) <= 26 else f"{name[:25]}…"
