"""The timeline picture: well-formed, numbers and words in it, open ends and crowds included."""

from __future__ import annotations

from datetime import date, timedelta

from lxml import etree

from amparo.charts.timeline import Event, timeline

SVG = "{http://www.w3.org/2000/svg}"
LANES = [("a", "First lane"), ("b", "Second lane")]
DAY = date(2022, 5, 27)


def drawn(*events: Event) -> etree._Element:
    return etree.fromstring(timeline(events, LANES, label="What happened"))


def texts(picture: etree._Element) -> list[str]:
    return [element.text or "" for element in picture.iter(f"{SVG}text")]


def test_nothing_to_show_is_nothing() -> None:
    assert timeline([], LANES, label="x") == ""


def test_lanes_numbers_and_words_are_there() -> None:
    picture = drawn(
        Event(1, "a", date(2021, 1, 1), date(2021, 1, 31), "January: asked"),
        Event(2, "a", DAY, DAY, "27 May: ordered"),
    )
    assert {"First lane", "1", "2"} <= set(texts(picture))
    assert "Second lane" not in texts(picture)
    titles = [element.text for element in picture.iter(f"{SVG}title")]
    assert titles[0] == "What happened"
    assert "1. January: asked" in titles
    assert picture.get("aria-label") == "What happened"


def test_events_of_one_day_and_lane_share_a_mark() -> None:
    picture = drawn(*(Event(number, "b", DAY, DAY, "said") for number in (3, 4, 5)))
    assert "3–5" in texts(picture)
    assert "3 +1" in texts(drawn(Event(3, "b", DAY, DAY, "x"), Event(7, "b", DAY, DAY, "y")))


def test_marks_that_would_touch_get_rows_of_their_own() -> None:
    near = [Event(number, "a", DAY + timedelta(number), DAY + timedelta(number), "x") for number in range(3)]
    far = Event(9, "a", date(2032, 1, 1), date(2032, 1, 1), "x")
    rows = {circle.get("cy") for circle in drawn(*near, far).iter(f"{SVG}circle")}
    assert len(rows) == 3


def test_a_crowd_becomes_one_mark_and_keeps_every_number() -> None:
    crowd = [Event(number, "a", DAY + timedelta(number), DAY + timedelta(number), "x") for number in range(1, 30)]
    picture = drawn(Event(99, "b", date(1990, 1, 1), date(1990, 1, 1), "x"), *crowd)
    assert {"1", "2", "3–29", "99"} <= set(texts(picture))
    assert float(picture.get("height") or 0) < 200
    titles = " ".join(element.text or "" for element in picture.iter(f"{SVG}title"))
    assert all(f"{number}. x" in titles for number in range(1, 30))


def test_everything_lies_within_the_picture() -> None:
    picture = drawn(
        Event(1, "a", None, date(2021, 1, 31), "open start"),
        Event(2, "b", date(2021, 2, 1), None, "open end"),
        Event(3, "b", date(1917, 6, 15), date(1917, 6, 15), "long ago"),
    )
    for element in picture.iter():
        for name in ("x", "x1", "x2", "cx"):
            if (element.get(name) or "").endswith("%"):
                assert 0 <= float(element.get(name)[:-1]) <= 100
        for name in ("y", "y1", "y2", "cy"):
            if element.get(name):
                assert 0 <= float(element.get(name)) <= float(picture.get("height"))


def test_the_axis_has_a_few_round_dates() -> None:
    ticks = [
        e.text for e in drawn(Event(1, "a", date(1911, 3, 2), DAY, "x")).iter(f"{SVG}text") if e.get("class") == "tick"
    ]
    assert 2 <= len(ticks) <= 5
    assert all(tick and tick.isdigit() and int(tick) % 10 == 0 for tick in ticks)
    assert "tick" not in [e.get("class") for e in drawn(Event(1, "a", DAY, DAY, "x")).iter(f"{SVG}text")]


def test_uncertain_marks_differ_in_shape_not_in_colour_alone() -> None:
    (sure,) = drawn(Event(1, "a", DAY, DAY, "x")).iter(f"{SVG}circle")
    (unsure,) = drawn(Event(1, "a", DAY, DAY, "x", uncertain=True)).iter(f"{SVG}circle")
    assert sure.get("fill") == "currentColor"
    assert unsure.get("fill") == "none"


def test_words_are_words_and_no_markup() -> None:
    picture = drawn(Event(1, "a", DAY, DAY, "<script>alert(1)</script>\x00"))
    assert [element.tag for element in picture.iter() if "script" in str(element.tag)] == []
    assert "<script>alert(1)</script>\ufffd" in [(e.text or "")[3:] for e in picture.iter(f"{SVG}title")]
