"""Answers to words with a reply waiting, without one, unknown and mistyped are of one size, plain and compressed.

Times are compared in bench/shape, and not asserted on but for the least an answer takes.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from urllib.parse import quote_plus, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amparo.drop.pacing import MAILBOX, WORDS, to_next_step
from amparo.drop.pages.mail import read_as_any
from amparo.drop.pages.show import REPLIES_PAGE
from amparo.seal import wordrepair
from amparo.seal.mailbox import window
from amparo.seal.passphrase import derive, generate, parse
from drop_process import Drop, running_drop
from drop_raw import connected, until_closed


@pytest.fixture(scope="module")
def drop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Drop]:
    with running_drop(tmp_path_factory.mktemp("shape")) as running:
        yield running


@pytest.fixture(scope="module")
def answered(drop: Drop) -> str:
    """The words of a source that has a reply, of several parts."""
    words = drop.passphrase()
    assert drop.send(words, "hello").status_code == 200
    ((submission, _),) = drop.submissions()
    drop.reply(submission, "Thank you. " * 2000)
    return words


def typed(answered: str) -> dict[str, str]:
    """What may be typed; of each kind a few."""
    words = answered.split()
    kinds = {"answered": answered, "answered, typed oddly": answered.upper().replace(" ", " - ")}
    for number in range(5):
        unknown = str(generate())
        kinds[f"unknown {number}"] = unknown
        kinds[f"mistyped {number}"] = unknown[:number] + "q" + unknown[number + 1 :]
        kinds[f"too few {number}"] = " ".join(unknown.split()[:number])
    kinds["exchanged"] = " ".join((words[1], words[0], *words[2:]))
    return {**kinds, "long": "x" * 900, "markup": "<>&'\"" * 30, "other letters": "é漢🙂" * 60}


def ask(drop: Drop, body: bytes, path: str = "/replies", **headers: str) -> tuple[bytes, int]:
    """The status line, and the bytes of the whole answer."""
    given = {"Host": urlsplit(drop.url).netloc, "Content-Length": str(len(body)), "Connection": "close", **headers}
    head = f"POST {path} HTTP/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in given.items())
    with connected(drop.url) as peer:
        peer.sendall(head.encode() + b"\r\n" + body)
        answer = until_closed(peer)
    return answer.partition(b"\r\n")[0], len(answer)


@pytest.mark.parametrize("compressed", [False, True])
def test_replies(drop: Drop, answered: str, compressed: bool) -> None:
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    headers |= {"Accept-Encoding": "gzip, deflate, br"} if compressed else {}
    sizes = {}
    for kind, words in typed(answered).items():
        status, size = ask(drop, f"passphrase={quote_plus(words)}".encode(), **headers)
        assert status == b"HTTP/1.1 200 OK", kind
        sizes[kind] = size
    assert len(set(sizes.values())) == 1, sizes
    assert compressed or min(sizes.values()) > REPLIES_PAGE


def test_words_that_are_none_of_ours_are_still_told_so(drop: Drop, answered: str) -> None:
    for kind, words in typed(answered).items():
        assert ('role="alert"' in drop.come_back(words).text) != kind.startswith(("answered", "unknown")), kind


def test_answers_leave_at_whole_steps(drop: Drop, answered: str) -> None:
    """None leaves before the first; how long each took beyond that is for `bench/shape` to compare."""
    for kind in ("answered", "unknown 0", "mistyped 0", "too few 3", "exchanged"):
        began = time.monotonic()
        drop.come_back(typed(answered)[kind])
        assert time.monotonic() - began >= WORDS, kind


@given(st.floats(0, 60), st.sampled_from([WORDS, MAILBOX]))
def test_a_step_is_never_skipped_nor_cut_short(passed: float, step: float) -> None:
    left = to_next_step(passed, step)
    assert 0 <= left <= step + 1e-9 and abs((passed + left) / step - round((passed + left) / step)) < 1e-6


@pytest.mark.parametrize("kind", ["ours", "mistyped", "exchanged", "too few", "nothing"])
def test_the_longest_search_is_made_once_whatever_was_typed(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second, *rest = str(generate()).split()
    mistyped = ["q" + first[1:], second, *rest]
    kinds = {"ours": [first, second, *rest], "mistyped": mistyped, "exchanged": [second, first, *rest]}
    searched: list[tuple[str, ...]] = []
    real = wordrepair._wrong_word
    monkeypatch.setattr(wordrepair, "_wrong_word", lambda words: searched.append(tuple(words)) or real(words))
    read_as_any(" ".join({**kinds, "too few": rest, "nothing": []}[kind]), generate())
    assert len(searched) == 1


def test_mailbox(drop: Drop, answered: str) -> None:
    keys = derive(parse(answered), str(drop.newsroom.root.verifier))
    unknown = derive(generate(), str(drop.newsroom.root.verifier))
    bodies = [b"".join(window(each.mailbox_secret, "news")) for each in (keys, unknown)]
    answers = set()
    for body in (*bodies, bytes(256), b"\xff" * 256):
        began = time.monotonic()
        answers.add(ask(drop, body, "/mailbox"))
        assert time.monotonic() - began >= MAILBOX
    assert len(answers) == 1 and next(iter(answers))[0] == b"HTTP/1.1 200 OK"
