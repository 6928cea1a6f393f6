"""Archives that libarchive opens, signed and encrypted messages, sound, and what broken archives still give."""

from __future__ import annotations

import io
import lzma
import os
import struct
import zipfile
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs7
from tests.split_archives import rar_with_an_empty_file

from amparo.records.model import Record
from amparo.records.read import read
from amparo.records.reading import Found, Input, Part, Reason, Unreadable

os.environ.setdefault("LIBARCHIVE", "libarchive.so.13")
import libarchive


def found(data: bytes, name: str = "file.bin") -> list[Found]:
    return list(read(Input.of(data, name)))


def parts(data: bytes) -> dict[str, bytes]:
    items = found(data)
    assert all(isinstance(each, Part) for each in items), items
    return {each.untrusted_name: each.data for each in items if isinstance(each, Part)}


def reason(data: bytes) -> Reason:
    (only,) = found(data)
    assert isinstance(only, Unreadable), only
    return only.reason


def archived(form: str, squeezed: str | None = None, options: str = "") -> bytes:
    """An archive with two files, in the format of that name."""
    out: list[bytes] = []

    def take(data: bytes) -> int:
        out.append(bytes(data))
        return len(data)

    with libarchive.custom_writer(take, form, squeezed, options=options) as archive:
        archive.add_file_from_memory("one.txt", 5, b"first")
        archive.add_file_from_memory("in/two.txt", 6, b"second")
    return b"".join(out)


@pytest.mark.parametrize("form", ["7zip", "cpio_newc", "iso9660", "ar_svr4", "pax", "ustar"])
def test_archives_give_their_files(form: str) -> None:
    if form == "ar_svr4":
        data = b"!<arch>\n" + b"one.txt/".ljust(16) + b"0".ljust(12) + b"0".ljust(6) * 2 + b"100644  " + b"5".ljust(10)
        assert parts(data + b"`\nfirst\n") == {"one.txt": b"first"}
        return
    assert parts(archived(form)) == {"one.txt": b"first", "in/two.txt": b"second"}


@pytest.mark.parametrize("squeezed", ["zstd", "lz4", "compress", "lzip"])
def test_compressed_archives(squeezed: str) -> None:
    items = found(archived("ustar", squeezed))
    while len(items) == 1 and isinstance(items[0], Part):
        items = found(items[0].data)
    assert [each.data for each in items if isinstance(each, Part)] == [b"first", b"second"]


def test_rar_and_password_archives_of_the_public_material(corpora: Path) -> None:
    folder = corpora / "mixed" / "hoover-testdata" / "disk-files" / "archives"
    assert len(parts((folder / "rar-with-pdf-doc-docx.rar").read_bytes())) >= 3
    items = found((folder / "zip-with-password.zip").read_bytes())
    assert {each.reason for each in items if isinstance(each, Unreadable)} == {Reason.PASSWORD_PROTECTED}


def test_a_damaged_archive_says_so() -> None:
    assert reason(b"7z\xbc\xaf\x27\x1c" + bytes(100)) in (Reason.CORRUPT, Reason.EMPTY)
    assert reason(b"Rar!\x1a\x07\x01\x00" + bytes(100)) in (Reason.CORRUPT, Reason.UNSUPPORTED, Reason.EMPTY)


def test_a_member_whose_checksum_does_not_fit_is_damaged() -> None:
    stored = archived("7zip", options="compression=store")
    assert parts(stored) == {"one.txt": b"first", "in/two.txt": b"second"}
    items = found(stored.replace(b"first", b"firsT"))
    assert not [each.data for each in items if isinstance(each, Part) and each.data != b"second"]
    assert {each.reason for each in items if isinstance(each, Unreadable)} == {Reason.CORRUPT}


def test_an_empty_file_in_a_rar_hides_nothing_behind_it() -> None:
    assert parts(rar_with_an_empty_file("later.txt", b"later")) == {"empty": b"", "later.txt": b"later"}


def test_a_zip_without_its_directory_gives_what_it_still_holds() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("one.txt", "first " * 50)
        archive.writestr("two.txt", "second " * 50)
    items = found(file.getvalue()[: file.getvalue().rindex(b"PK\x01\x02") - 80])
    assert [each.untrusted_name for each in items if isinstance(each, Part)][:1] == ["one.txt"]
    assert isinstance(items[-1], Unreadable)
    assert items[-1].reason is Reason.CORRUPT


def test_names_in_old_zips_are_read_in_the_code_page_of_their_writer() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("AAAAAAAAAAAA.txt", "x")
    data = file.getvalue().replace(b"AAAAAAAAAAAA", "докладная123".encode("cp1251"))
    assert list(parts(data)) == ["докладная123.txt"]


def test_names_in_an_old_zip_are_told_together() -> None:
    names = {b"AAAA": "文章".encode("cp932"), b"BBBBBBBB": "報告書の".encode("cp932"), b"CCCCC": "naïve".encode()[:5]}
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in names:
            archive.writestr(f"{name.decode()}.txt", "x")
    data = file.getvalue()
    for name, meant in names.items():
        data = data.replace(name, meant)
    assert list(parts(data)) == ["文章.txt", "報告書の.txt", "naïv.txt"]


def test_bare_zlib_streams() -> None:
    assert list(parts(zlib.compress(b"squeezed words")).values()) == [b"squeezed words"]


@pytest.fixture(scope="module")
def pair() -> Iterator[tuple[rsa.RSAPrivateKey, x509.Certificate]]:
    key = rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Ana")])
    day = datetime(2026, 11, 24, tzinfo=UTC)
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(7).not_valid_before(day).not_valid_after(day + timedelta(days=9))
    yield key, made.sign(key, hashes.SHA256())


def test_what_is_only_signed_is_read(pair: tuple[rsa.RSAPrivateKey, x509.Certificate]) -> None:
    builder = pkcs7.PKCS7SignatureBuilder().set_data(b"Signed words").add_signer(pair[1], pair[0], hashes.SHA256())
    signed = builder.sign(serialization.Encoding.DER, [pkcs7.PKCS7Options.Binary])
    assert list(parts(signed).values()) == [b"Signed words"]
    detached = builder.sign(serialization.Encoding.DER, [pkcs7.PKCS7Options.DetachedSignature])
    assert reason(detached) is Reason.UNSUPPORTED


def test_what_is_encrypted_is_said_to_be(pair: tuple[rsa.RSAPrivateKey, x509.Certificate]) -> None:
    builder = pkcs7.PKCS7EnvelopeBuilder().set_data(b"Secret").add_recipient(pair[1])
    assert reason(builder.encrypt(serialization.Encoding.DER, [])) is Reason.PASSWORD_PROTECTED
    assert reason(b"-----BEGIN PGP MESSAGE-----\n\nabc\n-----END PGP MESSAGE-----\n") is Reason.PASSWORD_PROTECTED
    assert reason(pair[1].public_bytes(serialization.Encoding.DER)) is Reason.UNSUPPORTED


def test_clear_signed_text_is_read() -> None:
    text = b"-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nWords\n- -- dashed\n-----BEGIN PGP SIGNATURE-----\nx\n"
    assert list(parts(text).values()) == [b"Words\n-- dashed"]


def test_sound_says_what_it_says_of_itself() -> None:
    told = b"INFO" + b"INAM" + struct.pack("<I", 6) + b"Tapes\0" + b"IART" + struct.pack("<I", 4) + b"Ana\0"
    form = (
        b"fmt "
        + struct.pack("<IHHIIHH", 16, 1, 1, 8000, 8000, 1, 8)
        + b"data"
        + struct.pack("<I", 16000)
        + bytes(16000)
    )
    body = b"WAVE" + form + b"LIST" + struct.pack("<I", len(told)) + told
    (only,) = found(b"RIFF" + struct.pack("<I", len(body)) + body)
    assert isinstance(only, Record)
    assert (only.title, only.field("artist"), only.field("duration")) == ("Tapes", ("Ana",), ("0:00:02",))
    assert "Ana" in only.text


def test_sound_that_was_cut_off_within_its_tags() -> None:
    frames = b"".join(
        key + struct.pack(">I2x", len(text) + 1) + b"\0" + text
        for key, text in ((b"TIT2", b"Tapes"), (b"TPE1", b"Ana"))
    )
    cut = b"ID3\x03\0\0" + bytes((0, 0, 0x7F, 0x7F)) + frames + b"APIC" + struct.pack(">I2x", 9_000) + bytes(200)
    (only,) = found(cut)
    assert isinstance(only, Record)
    assert (only.title, only.field("artist")) == ("Tapes", ("Ana",))


@pytest.mark.parametrize(
    "data", [b"\x7fELF" + bytes(60), b"MZ\x90\0" + bytes(60), b"OTTO\0" + bytes(50), b"\xca\xfe\xba\xbe" + bytes(20)]
)
def test_programs_and_fonts_are_no_documents(data: bytes) -> None:
    assert reason(data) is Reason.UNSUPPORTED


def test_web_archives_give_what_was_fetched() -> None:
    answer = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n<p>on\r\n5\r\ne</p>\r\n0\r\n\r\n"
    data = b""
    for kind, body in ((b"request", b"GET / HTTP/1.1\r\n\r\n"), (b"response", answer), (b"resource", b"plain words")):
        data += b"WARC/1.0\r\nWARC-Type: " + kind + b"\r\nWARC-Target-URI: http://example.org/" + kind + b"?x=1\r\n"
        data += b"Content-Length: %d\r\n\r\n" % len(body) + body + b"\r\n\r\n"
    assert parts(data) == {"response": b"<p>one</p>", "resource": b"plain words"}
    assert any(isinstance(each, Unreadable) for each in found(b"WARC/1.0\r\nContent-Length: many\r\n\r\n"))


@pytest.mark.parametrize("method", ["zstd", "xz"])
def test_zip_members_in_compressions_that_python_lacks(method: str) -> None:
    text = b"The ship left on Monday, and nobody saw it again.\n" * 400
    if method == "xz":
        packed, number = lzma.compress(text, lzma.FORMAT_XZ), 95
    else:
        # A frame by hand (RFC 8878): one byte of content size, one last block stored as it is.
        packed, number = b"\x28\xb5\x2f\xfd\x60" + (len(text) - 256).to_bytes(2, "little"), 93
        packed += (len(text) << 3 | 1).to_bytes(3, "little") + text
    member = zipfile.ZipInfo("log.txt")
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr(member, packed)
        member.compress_type, member.CRC, member.file_size = number, zlib.crc32(text), len(text)
    assert parts(made.getvalue()) == {"log.txt": text}
    assert reason(made.getvalue().replace(packed[-40:-30], bytes(10))) is Reason.CORRUPT
