"""Passwords that a person gives: what they open, what they are held in, and that nothing shows them."""

from __future__ import annotations

import hashlib
import io
import zipfile

import pytest
from tests import locked_files
from tests.locked_files import PASSWORD, TEXT

from amparo.errors import InputError
from amparo.records.model import Record
from amparo.records.passwords import LARGEST, Keyring, Passwords
from amparo.records.read import read
from amparo.records.reading import Bounds, Found, Input, Part, Reason, Unreadable

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


def found(data: bytes, *passwords: str, **more: Bounds) -> tuple[list[Found], bool]:
    keyring = Keyring(passwords)
    return list(read(Input(*opened(data), "locked", keyring=keyring, **more))), keyring.has_opened


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


def test_a_wrong_password_that_passes_the_check_of_one_byte_opens_nothing() -> None:
    data = locked_files.zipped("zipcrypt,zip:compression=store", text=TEXT * 2_000)
    findings, has_opened = found(data, passing(data, "note.txt"), PASSWORD)
    assert has_opened
    assert [len(each.data) for each in findings if isinstance(each, Part)] == [len(TEXT) * 2_000, 180_000]


def passing(data: bytes, member: str) -> str:
    """A wrong password that the old cipher of ZIP takes at first."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for number in range(20_000):
            try:
                archive.open(member, pwd=f"wrong {number}".encode()).close()
            except RuntimeError:
                continue
            return f"wrong {number}"
    raise AssertionError("one in 256 should pass")


def test_what_lies_open_beside_a_locked_member_was_not_opened_by_a_password() -> None:
    file = io.BytesIO(locked("aes256"))
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("open.txt", "never locked")
    keyring = Keyring((PASSWORD,))
    given = Input(*opened(file.getvalue()), "mixed.zip", keyring=keyring)
    told = {each.untrusted_name: keyring.has_opened for each in read(given) if isinstance(each, Part)}
    assert told == {"note.txt": True, "long.txt": True, "open.txt": False}


def test_many_wrong_passwords_are_no_bomb() -> None:
    findings, has_opened = found(locked("odt"), *map(str, range(30)), PASSWORD, bounds=Bounds(free=0, ratio=5))
    assert has_opened
    assert isinstance(findings[0], Record)


def test_a_locked_archive_that_is_too_large_says_so() -> None:
    findings, has_opened = found(locked("7z"), PASSWORD, bounds=Bounds(part=len(TEXT) - 1))
    assert not has_opened
    assert [each.reason for each in findings if isinstance(each, Unreadable)][-1] is Reason.TOO_LARGE
    assert not any(isinstance(each, Part) for each in findings)


def test_passwords_are_lines_as_they_are() -> None:
    assert Passwords.of_lines("\ufeff one \r\ntwo\n\n one \n").for_worker() == [" one ", "two"]
    for text in ("", "\n\r\n", "é" * LARGEST):
        with pytest.raises(InputError):
            Passwords.of_lines(text)


def test_nothing_that_holds_passwords_shows_them() -> None:
    given, keyring = Passwords.of_lines(PASSWORD), Keyring((PASSWORD,))
    shown = "".join(f"{each!r} {each!s} {each}" for each in (given, keyring, Input(*opened(b""), "", keyring=keyring)))
    assert PASSWORD not in shown
