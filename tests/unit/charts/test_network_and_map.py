"""Networks and maps as SVG: whole, the same each time, inside their frame, and nothing a name says is markup."""

from __future__ import annotations

import pytest
from lxml import etree

from amparo.charts.network import Edge, Node, network
from amparo.charts.world import Point, world

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = '<script>alert(1)</script>" onload="x'


def parsed(picture: str) -> etree._Element:
    return etree.fromstring(picture)


def ring(number: int) -> str:
    nodes = [Node(f"Node {i}", i + 1, f"/entities/{i}") for i in range(number)]
    edges = [Edge(i, (i + 1) % number, i + 1, directed=True) for i in range(number)]
    return network(nodes, edges, label="A ring")


def test_a_network_draws_every_node_and_tie() -> None:
    root = parsed(ring(12))
    assert len(root.findall(f"{SVG}circle")) == 12
    assert len(root.findall(f".//{SVG}line")) == 12 and len(root.findall(f".//{SVG}polygon")) == 12
    assert {a.get("href") for a in root.findall(f"{SVG}a")} == {f"/entities/{i}" for i in range(12)}


def test_the_same_data_give_the_same_picture() -> None:
    assert ring(9) == ring(9)


@pytest.mark.parametrize("number", [1, 2, 5, 45])
def test_nodes_stay_in_the_frame_and_apart(number: int) -> None:
    circles = parsed(ring(number)).findall(f"{SVG}circle")
    places = [(float(c.get("cx", "")), float(c.get("cy", ""))) for c in circles]
    assert all(0 <= x <= 960 and 0 <= y <= 680 for x, y in places)
    assert len(set(places)) == number


def test_unconnected_parts_are_side_by_side() -> None:
    nodes = [Node(str(i), 1) for i in range(20)]
    edges = [Edge(i, i + 1, 1) for i in range(9)] + [Edge(i, i + 1, 1) for i in range(10, 19)]
    circles = parsed(network(nodes, edges, label="x")).findall(f"{SVG}circle")
    across = [float(c.get("cx", "")) for c in circles]
    assert max(across[:10]) < min(across[10:]) or max(across[10:]) < min(across[:10])


def test_names_are_text() -> None:
    for picture in (
        network([Node(HOSTILE, 1, f"/{HOSTILE}")], [], label=HOSTILE),
        world([Point(1, 2, 3, HOSTILE, f"/{HOSTILE}")], label=HOSTILE),
    ):
        root = parsed(picture)
        assert root.find(f".//{SVG}script") is None
        assert all(not name.startswith("on") for element in root.iter() for name in element.attrib)


def test_nothing_is_drawn_of_nothing() -> None:
    assert network([], [], label="x") == ""
    assert parsed(world([], label="x")).findall(f"{SVG}circle") == []


def test_north_is_up_and_east_is_right() -> None:
    points = [Point(60, 10, 5, "north-west"), Point(50, 30, 5, "south-east")]
    circles = parsed(world(points, label="x")).findall(f"{SVG}circle")
    (x, y), (u, v) = ((float(c.get("cx", "")), float(c.get("cy", ""))) for c in circles)
    assert x < u and y < v


@pytest.mark.parametrize("points", [[(0, 0)], [(-90, -180), (90, 180)], [(85, 179), (84.9, 178)], [(10, 10), (10, 10)]])
def test_points_lie_in_the_map(points: list[tuple[float, float]]) -> None:
    root = parsed(world([Point(a, b, 1, "p") for a, b in points], points, label="x"))
    wide, high = (float(root.get(name, "")) for name in ("width", "height"))
    for circle in root.findall(f"{SVG}circle"):
        assert -1 <= float(circle.get("cx", "")) <= wide + 1 and -1 <= float(circle.get("cy", "")) <= high + 1
