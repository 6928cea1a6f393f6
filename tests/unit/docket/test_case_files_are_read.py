"""Reading YAML and JSON: the same values, each with its line, and no more of YAML than is safe."""

from __future__ import annotations

import json

import pytest

from amparo.docket.positions import Place, Unreadable, written
from amparo.docket.reading import read

YAML = b"""# a comment
title: "Quoted: 12"
country: no
since: 2022-04-20
counts: 17
big: 0x1F
yes: true
nothing:
list:
  - a
  - {b: 1, c: [2, 3]}
text: >-
  two
  lines
"""


def test_plain_words_stay_words() -> None:
    value = read(YAML).value
    assert value == {
        "title": "Quoted: 12",
        "country": "no",
        "since": "2022-04-20",
        "counts": 17,
        "big": "0x1F",
        "yes": True,
        "nothing": None,
        "list": ["a", {"b": 1, "c": [2, 3]}],
        "text": "two lines",
    }


def test_every_value_has_its_line() -> None:
    located = read(YAML)
    assert located.place(("counts",)) == Place(5, 1)
    assert located.place(("list", 1, "c", 0)) == Place(11, 16)
    assert located.place(("list", 1, "missing")) == Place(11, 5)
    assert located.place(()) == Place(2, 1)


def test_json_is_read_alike() -> None:
    value = {"a": [1, {"b": "ü\n\t\\ \U0001f600"}], "c": True, "d": None, "e": {}, "f": []}
    text = json.dumps(value, indent="\t")
    located = read(text.encode())
    assert located.value == value
    assert located.place(("a", 1, "b")).line == 5
    assert read(json.dumps(value).encode()).value == value


@pytest.mark.parametrize(
    "text",
    [
        '{"a": 1',
        '{"a" 1}',
        '{"a": 1,}',
        '{"a": 1} x',
        '{"a": 1.5}',
        '{"a": NaN}',
        '{"a": 1, "a": 2}',
        '{"a": "\\ud800"}',
        '{"a": "\n"}',
        '{"a": 01}',
        "{",
        '{"a": [1 2]}',
    ],
)
def test_what_is_not_json_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        read(text.encode())


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (b"a: 1\nb: [", 2),
        (b"a: 1\na: 2\n", 2),
        (b"a: 1\n[b]: 2\n", 2),
        (b"a: 1\n\xff", 2),
        (b"", 1),
        (b"a: 1\nb: \x00", 2),
        (b"a: 1\n---\nb: 2\n", 2),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_line(text: bytes, line: int) -> None:
    with pytest.raises(Unreadable) as caught:
        read(text)
    assert caught.value.place.line == line


def test_pointers_are_written_as_rfc_6901_has_them() -> None:
    assert written(("a/b", 0, "c~d")) == "/a~1b/0/c~0d"
    assert written(()) == "/"
