"""A case file may come from anyone: nothing in it may grow, run, or be read twice."""

from __future__ import annotations

import time

import pytest

from amparo.docket import privacy
from amparo.docket.checking import check
from amparo.docket.reading import MOST_BYTES
from docket_cases import SAMPLE, TODAY

LAUGHS = b"a: &a [x, x, x, x, x, x, x, x, x]\n" + b"".join(
    b"%c: &%c [*%c, *%c, *%c, *%c, *%c, *%c, *%c, *%c, *%c]\n" % (now, now, *[now - 1] * 9) for now in range(98, 106)
)

BOMBS = {
    "billion laughs": LAUGHS,
    "an anchor that holds itself": b"a: &a\n  - *a\n",
    "python object": b"a: !!python/object/apply:os.system ['touch /tmp/amparo-was-here']\n",
    "custom tag": b"a: !mine 1\n",
    "binary tag": b"a: !!binary aGk=\n",
    "tag by directive": b"%TAG ! tag:yaml.org,2002:python/\n---\na: !object/apply:os.system [id]\n",
    "merge key by alias": b"a: &a {b: 1}\nc:\n  <<: *a\n",
    "deep flow": b"a: " + b"[" * 5000 + b"]" * 5000,
    "deep mapping": b"".join(b" " * depth + b"a:\n" for depth in range(400)),
    "deep json": b'{"a":' * 5000 + b"1" + b"}" * 5000,
    "many values": b"- a\n" * 60_000,
    "many json values": b'{"a": [' + b"1," * 60_000 + b"1]}",
    "too large": b"a: " + b"x" * (MOST_BYTES + 1),
    "a key twice": b"id: one\nid: two\n",
    "two documents": b"a: 1\n---\nb: 2\n",
    "a key that is a list": b"? [a, b]\n: 1\n",
    "not utf-8": b"a: \xff\xfe",
    "nul": b"a: \x00",
    "utf-16": "a: 1".encode("utf-16"),
}


@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS.keys())
def test_a_bomb_is_refused_quickly(bomb: bytes) -> None:
    begun = time.process_time()
    checked = check(bomb, TODAY)
    assert checked.case is None
    assert len(checked.refused) == 1
    assert time.process_time() - begun < 10


@pytest.mark.parametrize("name", ["many values", "many json values", "deep flow", "deep json", "too large"])
def test_a_limit_is_named_when_it_is_passed(name: str) -> None:
    (one,) = check(BOMBS[name], TODAY).refused
    assert any(word in one.refusal.what for word in ("too many values", "nested too deeply", "larger than"))


def test_the_largest_file_that_is_read_is_read_in_bounded_time() -> None:
    begun = time.process_time()
    check((b"x: [" + b"ab," * 20_000 + b"]\n")[:MOST_BYTES], TODAY)
    check((b'{"x": "' + b"a" * (MOST_BYTES - 20) + b'"}'), TODAY)
    assert time.process_time() - begun < 20


def test_endless_accents_are_not_put_in_order() -> None:
    # That takes the square of their number: minutes.
    assert len(privacy._plain("a" + "\u0301" * 200_000 + "\u0323" * 200_000)) < 200


@pytest.mark.parametrize("cut", range(0, 4000, 37))
def test_a_file_cut_anywhere_is_refused_or_read_but_never_a_surprise(cut: int) -> None:
    check(SAMPLE.read_bytes()[:cut], TODAY)


@pytest.mark.parametrize("swap", [b"[]", b"{}", b"null", b"0", b"''", b"- - -", b"'\x7f'", b"true"])
def test_any_value_in_any_place_is_refused_or_read_but_never_a_surprise(swap: bytes) -> None:
    lines = SAMPLE.read_bytes().splitlines(keepends=True)
    for number, line in enumerate(lines):
        key, colon, _ = line.partition(b": ")
        if colon and number % 3 == 0:
            check(b"".join([*lines[:number], key, b": ", swap, b"\n", *lines[number + 1 :]]), TODAY)
