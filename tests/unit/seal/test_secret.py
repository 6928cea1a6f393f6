"""Secrets in pages of their own: wiped when they end, and a page serves another only when nobody looks at it."""

from __future__ import annotations

from amparo.seal.secret import SecretBytes


def test_what_looks_at_a_secret_that_ended_sees_zeros_and_never_the_next() -> None:
    first = SecretBytes(b"a" * 33)
    view = first.view
    del first
    assert bytes(view) == bytes(33)
    others = [SecretBytes(bytes([number]) * 33) for number in range(1, 20)]
    assert bytes(view) == bytes(33)
    assert [bytes(each.view) for each in others] == [bytes([number]) * 33 for number in range(1, 20)]


def test_a_page_that_served_before_is_empty() -> None:
    with SecretBytes(b"a" * 34) as first:
        assert bytes(first.view) == b"a" * 34
    del first
    assert [bytes(SecretBytes.zeros(34).view) for _ in range(3)] == [bytes(34)] * 3


def test_two_secrets_at_a_time_never_share_a_page() -> None:
    for _ in range(3):
        pair = SecretBytes(b"a" * 35), SecretBytes(b"b" * 35)
        assert [bytes(each.view) for each in pair] == [b"a" * 35, b"b" * 35]
        del pair
