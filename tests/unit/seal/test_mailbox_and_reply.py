"""Mailbox tokens, and the replies that lie under their tags."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest

from amparo.errors import InputError, NoMatchError, StateError, TooLargeError
from amparo.seal.age import HybridIdentity, X25519Identity, seal_bytes
from amparo.seal.mailbox import WINDOW, tag, token, window
from amparo.seal.reply import MAX_PARTS, REPLY_SIZE, Reply, join_replies, open_reply, seal_reply

DAY = date(2026, 11, 24)
SOURCE = HybridIdentity.from_seed(b"\1" * 32)
TO = str(SOURCE.recipient)


def test_tokens_and_tags_of_sources_desks_and_numbers_all_differ() -> None:
    secrets, desks = (bytes(32), b"\1" * 32), ("a", "b", "ab")
    tokens = {token(secret, desk, number) for secret, desk, number in product(secrets, desks, range(20))}
    assert len(tokens) == len({tag(t) for t in tokens} - tokens) == 120


def test_a_window_is_eight_tokens_and_windows_follow_on() -> None:
    assert WINDOW == 8
    tokens = window(bytes(32), "home") + window(bytes(32), "home", 1)
    assert tokens == tuple(token(bytes(32), "home", number) for number in range(16))


def test_tokens_out_of_range_are_our_fault() -> None:
    for secret, desk, number in [(b"", "a", 0), (bytes(32), "", 0), (bytes(32), "a", -1), (bytes(32), "a", 2**32)]:
        with pytest.raises(StateError):
            token(secret, desk, number)
    with pytest.raises(StateError):
        tag(b"short")


@pytest.mark.parametrize("text", ["", "Thank you.", "é✓🗝️" * 100, "line\nline\r\n\0tail\0"])
@pytest.mark.parametrize("source", [SOURCE, X25519Identity(b"\1" * 32)], ids=["hybrid", "x25519"])
def test_a_reply_comes_back_at_the_one_length(text: str, source: HybridIdentity | X25519Identity) -> None:
    (sealed,) = seal_reply(text, str(source.recipient), day=DAY)
    assert len(sealed) == REPLY_SIZE
    reply = open_reply(sealed, source)
    assert (reply.text, reply.part, reply.parts, reply.day) == (text, 1, 1, DAY)


def test_a_window_of_replies_fits_in_64_kib() -> None:
    assert WINDOW * REPLY_SIZE <= 64 * 1024


def test_a_long_text_goes_in_parts_that_split_no_character() -> None:
    text = "é🗝✓x" * 3000
    sealed = seal_reply(text, TO, day=DAY)
    assert len(sealed) > 2
    assert {len(part) for part in sealed} == {REPLY_SIZE}
    replies = [open_reply(part, SOURCE) for part in reversed(sealed)]
    (message,) = join_replies(replies + replies[:1])
    assert (message.text, message.day, message.missing) == (text, DAY, 0)


def test_the_longest_text() -> None:
    room = len(open_reply(seal_reply("x" * 20_000, TO, day=DAY)[0], SOURCE).text)
    assert len(seal_reply("x" * room * MAX_PARTS, TO, day=DAY)) == MAX_PARTS
    with pytest.raises(TooLargeError):
        seal_reply("x" * (room * MAX_PARTS + 1), TO, day=DAY)


def test_missing_parts_are_shown() -> None:
    parts = [open_reply(part, SOURCE) for part in seal_reply("x" * 20_000, TO, day=DAY)]
    (message,) = join_replies(parts[1:])
    assert message.missing == 1
    assert message.text.startswith(" … x")


def test_messages_stay_apart_and_in_order_of_days() -> None:
    replies = [
        Reply("late", 1, 1, date(2026, 12, 1), "aa"),
        Reply("early", 1, 1, DAY, "bb"),
        Reply("also early", 1, 1, DAY, "cc"),
    ]
    assert [m.text for m in join_replies(replies)] == ["early", "also early", "late"]


def test_only_the_source_opens_it() -> None:
    (sealed,) = seal_reply("x", TO, day=DAY)
    with pytest.raises(NoMatchError):
        open_reply(sealed, HybridIdentity.generate())


def malformed(plain: bytes) -> bytes:
    room = REPLY_SIZE - len(seal_bytes(b"", [SOURCE.recipient]))
    return seal_bytes(plain.ljust(room, b"\0"), [SOURCE.recipient])


GOOD = b"amparo/reply/v1\nmessage 0011223344556677\npart 1 2\nday 2026-11-24\nlength 0003\n\nabc"


def test_the_handmade_reply_is_good() -> None:
    assert open_reply(malformed(GOOD), SOURCE) == Reply("abc", 1, 2, DAY, "0011223344556677")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"reply/v1", b"reply/v2"),
        (b"part 1 2", b"part 2 1"),
        (b"part 1 2", b"part 0 2"),
        (b"part 1 2", b"part 1 9"),
        (b"0011223344556677", b"001122334455667X"),
        (b"2026-11-24", b"2026-13-24"),
        (b"length 0003", b"length 0002"),
        (b"length 0003", b"length 9999"),
        (b"length 0003", b"length 3"),
        (b"abc", b"\xff\xfec"),
        (b"\n", b"\r\n"),
    ],
)
def test_malformed_replies(old: bytes, new: bytes) -> None:
    with pytest.raises(InputError):
        open_reply(malformed(GOOD.replace(old, new)), SOURCE)


def test_another_length_is_no_reply() -> None:
    (sealed,) = seal_reply("x", TO, day=DAY)
    for data in (sealed[:-1], sealed + b"\0", b""):
        with pytest.raises(InputError):
            open_reply(data, SOURCE)


def test_text_that_is_not_unicode_is_refused() -> None:
    with pytest.raises(InputError):
        seal_reply("\ud800", TO, day=DAY)
