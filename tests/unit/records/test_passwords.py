"""Passwords that a person gives: what they open, what they are held in, and that nothing shows them."""

from __future__ import annotations

import hashlib

import pytest
from tests import locked_files
from tests.locked_files import PASSWORD, TEXT

from amparo.errors import InputError
from amparo.records.model import Record
from amparo.records.passwords import LARGEST, Keyring, Passwords
from amparo.records.read import read
from amparo.records.reading import Found, Input, Part, Reason, Unreadable

WRONG = ("harbour", "TIDE TABLE 7 É", "")
KINDS = ("pdf", "office", "odt", "7z", "zipcrypt", "aes128", "aes256")


def locked(kind: str) -> bytes:
    makers = {
        "pdf": locked_files.pdf,
        "office": locked_files.office,
        "odt": locked_files.odt,
        "7z": locked_files.seven_zip,
    }
    return makers[kind]() if kind in makers else locked_files.zipped(kind)


def found(data: bytes, *passwords: str) -> tuple[list[Found], bool]:
    keyring = Keyring(passwords)
    return list(read(Input(*opened(data), "locked", keyring=keyring))), keyring.has_opened


def opened(data: bytes) -> tuple[object, int]:
    return Input.of(data, "").file, len(data)


@pytest.mark.parametrize("kind", KINDS)
def test_the_right_password_among_wrong_ones_opens(kind: str) -> None:
    data = locked(kind)
    findings, has_opened = found(data, *WRONG, PASSWORD)
    assert has_opened
    first = findings[0]
    if isinstance(first, Record):
        assert TEXT in first.text
        assert first.sha256 == hashlib.sha256(data).hexdigest()
    else:
        parts = [each for each in findings if isinstance(each, Part)]
        told = [("note.txt", len(TEXT)), ("long.txt", 180_000)]
        assert [(each.untrusted_name, len(each.data)) for each in parts] == told[: 1 if kind == "7z" else 2]
        assert parts[0].data.decode() == TEXT


@pytest.mark.parametrize("kind", KINDS)
def test_wrong_passwords_open_nothing_and_say_so(kind: str) -> None:
    findings, has_opened = found(locked(kind), *WRONG)
    assert not has_opened
    assert {each.reason for each in findings if isinstance(each, Unreadable)} == {Reason.PASSWORD_PROTECTED}
    assert all(isinstance(each, Unreadable) for each in findings)


@pytest.mark.parametrize("kind", KINDS)
def test_a_locked_file_cut_short_is_a_finding(kind: str) -> None:
    data = locked(kind)
    findings, _ = found(data[: len(data) * 2 // 3], PASSWORD)
    assert findings
    assert not any(isinstance(each, Record) and TEXT in each.text for each in findings)


def test_a_changed_locked_member_is_not_taken_for_the_true_one() -> None:
    data = bytearray(locked("aes256"))
    data[data.index(b"note.txt") + 40] ^= 1
    findings, _ = found(bytes(data), PASSWORD)
    assert not any(isinstance(each, Part) and each.untrusted_name == "note.txt" for each in findings)


def test_passwords_are_lines_as_they_are() -> None:
    assert Passwords.of_lines("\ufeff one \r\ntwo\n\n one \n").for_worker() == [" one ", "two"]
    for text in ("", "\n\r\n", "é" * LARGEST):
        with pytest.raises(InputError):
            Passwords.of_lines(text)


def test_nothing_that_holds_passwords_shows_them() -> None:
    given, keyring = Passwords.of_lines(PASSWORD), Keyring((PASSWORD,))
    shown = "".join(f"{each!r} {each!s} {each}" for each in (given, keyring, Input(*opened(b""), "", keyring=keyring)))
    assert PASSWORD not in shown
