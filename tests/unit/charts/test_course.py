"""The course of a procedure as a picture."""

from __future__ import annotations

from lxml import etree

from amparo.charts.course import Stop, course

SVG = "{http://www.w3.org/2000/svg}"
TAKEN = (
    Stop("Requested", "1 March 2004"),
    Stop("Heard", "2 March 2004"),
    Stop("Heard", "4 March 2004"),
    Stop("Heard", "9 March 2004"),
    Stop("Motion", "", beside=True),
    Stop("Ordered", "12 March 2004"),
)


def drawn(*possible: str) -> etree._Element:
    return etree.fromstring(course(TAKEN, possible, label="Course", next_label="Can come next:"))


def test_steps_stand_in_order_and_runs_of_one_name_are_one() -> None:
    words = [text.text for text in drawn().iter(f"{SVG}text")]
    assert words == [
        *("Requested", "1 March 2004", "Heard × 3", "2 March 2004 – 9 March 2004"),
        *("Motion", "Ordered", "12 March 2004"),
    ]


def test_a_step_beside_the_course_is_smaller_and_off_the_line() -> None:
    circles = [(float(one.get("cx", "0")), float(one.get("r", "0"))) for one in drawn().iter(f"{SVG}circle")]
    course_marks, aside = [circles[0], circles[1], circles[3]], circles[2]
    assert len(set(course_marks)) == 1
    assert aside[0] > course_marks[0][0]
    assert aside[1] < course_marks[0][1]


def test_what_can_come_is_open_on_a_broken_line_below_all_else() -> None:
    picture = drawn("Surrendered", "Withdrawn")
    broken = [one for one in picture.iter(f"{SVG}line") if one.get("stroke-dasharray")]
    assert len(broken) == 1
    opened = [one for one in picture.iter(f"{SVG}circle") if one.get("fill") == "Canvas"]
    taken = [one for one in picture.iter(f"{SVG}circle") if one.get("fill") != "Canvas"]
    assert len(opened) == 2
    assert min(float(one.get("cy", "0")) for one in opened) > max(float(one.get("cy", "0")) for one in taken)
    assert all(float(one.get("cy", "0")) < float(picture.get("height", "0")) for one in opened)
    assert not [one for one in drawn().iter(f"{SVG}line") if one.get("stroke-dasharray")]


def test_words_are_escaped_and_nothing_taken_is_no_picture() -> None:
    told = etree.fromstring(course([Stop("<b>&", "")], ["<i>"], label="<u>", next_label="next"))
    assert [text.text for text in told.iter(f"{SVG}text")] == ["<b>&", "next", "<i>"]
    assert course([], ["Anything"], label="Course", next_label="next") == ""
