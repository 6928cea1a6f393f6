"""Case files broken in every way we know: each is refused with a line and what to do, and nothing else happens."""

from __future__ import annotations

import copy
import json
import unicodedata
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from amparo.docket.checking import Checked, check
from amparo.docket.view import view
from docket_cases import TODAY, values

LACKS = "The field "
BROKEN: list[tuple[str, str, int, str]] = [
    ("an anchor", "a: &x 1\nb: *x", 1, "Anchors and aliases"),
    ("an alias", "a: 1\nb: *x", 2, "Anchors and aliases"),
    ("a key twice", "format: a\nformat: b", 2, "This key is here twice"),
    ("a tab behind a colon", "format:\tx\n\tid: y", 1, "A tab stands here"),
    ("a tab as indentation", "sources:\n\t- id: a", 2, "A tab stands here"),
    ("a number of 400 digits", "a: " + "9" * 400, 1, LACKS),
    ("infinity", "a: 1e999\nb: .inf", 1, LACKS),
    ("a NUL", "id: a\0b", 1, "This holds a character"),
    ("a bell", "id: a\nb: \a", 2, "This holds a character"),
    ("5,000 open brackets", "[" * 5000, 1, "This is nested too deeply"),
    ("5,000 open braces in JSON", '{"a":' * 5000, 1, "This is nested too deeply"),
    ("5,000 dashes", "- " * 5000 + "x", 1, "This is nested too deeply"),
    ("an object of Python", "a: !!python/object:os.system ls", 1, "Tags are not read"),
    ("a set", "!!set {a}", 1, "Tags are not read"),
    ("a merge", "<<: {a: 1}", 1, LACKS),
    ("two documents", "a: 1\n---\nb: 2", 2, "A second document begins"),
    ("a directive", "%YAML 9.9\n---\na: 1", 1, "This is not YAML"),
    ("nothing", "", 1, "The case file is empty"),
    ("a comment alone", "# a case", 1, "The case file is empty"),
    ("a word", "hello", 1, "This must be a group of fields"),
    ("a list", "- a", 1, "This must be a group of fields"),
    ("null", "~", 1, "This must be a group of fields"),
    ("a list for a key", "[a]: b", 1, "This key is not a word"),
    ("a group for a key", "? {a: b}\n: c", 1, "This key is not a word"),
    ("no key", ": x", 1, "This is not YAML"),
    ("an open quotation mark", 'a: 1\ntitle: "x\nb: 2', 2, "A quotation mark is opened here"),
    ("an open single one", "title: 'x\nb: 2", 1, "A quotation mark is opened here"),
    ("an open one above others", 'a: "x\nb: 1\nc: "y"\nd: 1', 1, "A quotation mark is opened here"),
    ("an open single one above others", "a: 1\nb: 'x\nc: 1\nd: 'y'", 2, "A quotation mark is opened here"),
    ("words over two lines, then too much", 'a: "x\n  y"\nb: "z" w', 3, "This is not YAML"),
    ("no colon", "a: 1\nb 2\nc: 3", 2, "This line has no colon"),
    ("no blank behind a colon", "a: 1\nb:2\nc: 3", 2, "This line has no colon"),
    ("no colon in an item", "a:\n  - id x\n    kind: y", 2, "This line has no colon"),
    ("no blank behind an item's colon", "a:\n  - id:x\n    kind: y", 2, "This line has no colon"),
    ("a colon in an item's long words", "a:\n  - one two three\n    four: five", 3, "A colon stands within"),
    ("an open bracket", "a: 1\nb: [1, 2\n", 2, "A bracket is opened here"),
    ("an open brace", "a: {b: 1\n", 1, "A brace is opened here"),
    ("a colon in a title", "id: a\ntitle: Oldeval: the ledgers", 2, "A colon stands within this value"),
    ("a backslash", 'a: "C:\\q"', 1, "This backslash means nothing"),
    ("a commercial at", "a: @b", 1, "This value begins with a sign of YAML"),
    ("a back quote", "a: `b`", 1, "This value begins with a sign of YAML"),
    ("deeper by accident", "a: 1\n  b: 2", 2, "A colon stands within this value"),
    ("less deep by accident", "a:\n   - b\n  c: d", 3, "This is not YAML"),
    ("JSON with a comma too many", '{"a": 1,}', 1, "This is not JSON"),
    ("JSON with a key twice", '{"a": 1,\n"a": 2}', 2, "This key is here twice"),
    ("JSON that is no number", '{"a": NaN}', 1, "This is not JSON"),
    ("JSON of 6,000 digits", '{"a": ' + "9" * 6000 + "}", 1, "This is not JSON"),
    ("JSON with half a character", '{"a": "\\ud800"}', 1, "This is not JSON"),
    ("JSON with more behind it", '{"a": 1} b', 1, "This is not JSON"),
    ("JSON cut off", '{"a": [1', 1, "This is not JSON"),
    ("600,000 characters", "a: " + "x" * 600_000, 1, "The case file is larger"),
]


def read(data: bytes) -> Checked:
    """A check, whose refusals are all fit to be shown: a line, what is wrong, what to do, no control character."""
    checked = check(data, TODAY)
    assert (checked.case is None) is bool(checked.refused)
    for one in checked.refused:
        assert one.place.line >= 1
        assert one.refusal.what
        assert one.refusal.hint
        shown = one.refusal.what + one.refusal.hint
        assert not [letter for letter in shown if unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Zl", "Zp")]
    return checked


@pytest.mark.parametrize(("name", "text", "line", "what"), BROKEN, ids=[one[0] for one in BROKEN])
def test_a_broken_file_is_refused_at_its_line(name: str, text: str, line: int, what: str) -> None:
    refused = read(text.encode()).refused
    assert refused[0].place.line == line
    assert refused[0].refusal.what.startswith(what)


@pytest.mark.parametrize("data", [b"\xff\xfe", "format: x".encode("utf-16"), b"a: 1\nb: \xe9"])
def test_bytes_that_are_no_utf8_are_refused(data: bytes) -> None:
    (one,) = read(data).refused
    assert one.refusal.what == "This is not UTF-8 text."


ODD = st.one_of(
    st.sampled_from([None, True, -1, 0, 10**14, "", "x" * 700, [], {}, [[]], {"a": None}, 1.5]),
    st.sampled_from(["\u202e", "a\nb", "\x00", "'", "life", "fine", "us-18-793", "oldeval", "orlavia", "pending"]),
    st.sampled_from(["2022-13-45", "XXXX", "../..", "/", "..", "0000", "0001", "9999", "../0001", "9999-12-31/.."]),
    st.sampled_from(["2022-33", "2022-21", "2022?", "2022/2021", "[2022..2021]", "[..2004]", "{2022,2023}", "19XX"]),
    st.text(max_size=20),
)


def places(value: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield (*at, key)
        yield from places(inner, (*at, key))


PLACES = list(places(values()))


@given(st.lists(st.tuples(st.sampled_from(PLACES), st.one_of(ODD, st.just(...))), min_size=1, max_size=3))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_change_to_a_file_does_more_than_be_refused(changes: list[tuple[tuple[Any, ...], Any]]) -> None:
    case = copy.deepcopy(values())
    for at, odd in changes:
        change(case, at, odd)
    good = read(json.dumps(case).encode()).case
    if good is not None:
        for day, on in ((TODAY, None), (date.min, date.max), (date.max, date.min), (TODAY, date(2004, 3, 1))):
            assert view(good, day, on).id == good.id


def change(case: Any, at: tuple[Any, ...], odd: Any) -> None:
    """Put something odd into one place, or take it out; where an earlier change took the place away, nothing."""
    try:
        for key in at[:-1]:
            case = case[key]
        case[at[-1]] = odd
        if odd is ...:
            del case[at[-1]]
    except (LookupError, TypeError):
        return
