"""Files that open only with a password, made here."""

from __future__ import annotations

import base64
import hashlib
import io
import lzma
import struct
import zipfile
import zlib

import libarchive  # type: ignore[import-untyped] # it has no types
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC
from fpdf import FPDF
from msoffcrypto.format.ooxml import OOXMLFile  # type: ignore[import-untyped] # it has no types

PASSWORD = "tide table 7 é"
TEXT = "The ferry left at nine with the ledger aboard."
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def pdf(password: str = PASSWORD) -> bytes:
    document = FPDF()
    document.set_encryption(owner_password="owner", user_password=password)
    document.add_page()
    document.set_font("helvetica", size=12)
    document.multi_cell(0, 8, TEXT)
    return bytes(document.output())


def zipped(encryption: str, password: str = PASSWORD, text: str = TEXT) -> bytes:
    """A ZIP of two members, by `zipcrypt`, `aes128` or `aes256`."""
    file = io.BytesIO()
    options = f"zip:encryption={encryption}"
    with libarchive.custom_writer(file.write, "zip", options=options, passphrase=password) as archive:
        archive.add_file_from_memory("note.txt", len(text), text.encode())
        archive.add_file_from_memory("long.txt", 9 * 20_000, b"all quiet" * 20_000)
    return file.getvalue()


def docx() -> bytes:
    """A document of Word, open."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(
            "[Content_Types].xml",
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/word/'
            'document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main'
            '+xml"/></Types>',
        )
        body = f"<w:body><w:p><w:r><w:t>{TEXT}</w:t></w:r></w:p></w:body>"
        # msoffcrypto-tool writes no short streams that its own reader finds.
        archive.writestr("word/padding.bin", bytes(8_192))
        archive.writestr("word/document.xml", f'<w:document xmlns:w="{WORD}">{body}</w:document>')
    return file.getvalue()


def office(password: str = PASSWORD) -> bytes:
    """The same, locked as Office does (agile encryption, AES-256)."""
    file = io.BytesIO()
    OOXMLFile(io.BytesIO(docx())).encrypt(password, file)
    return file.getvalue()


def _cbc(key: bytes, iv: bytes, data: bytes) -> bytes:
    encryptor = Cipher(AES(key), CBC(iv)).encryptor()
    return encryptor.update(data) + encryptor.finalize()


def odt(password: str = PASSWORD) -> bytes:
    """A text of OpenDocument, its content locked (ODF 1.3 part 2, 4.8)."""
    content = (
        '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis'
        f':names:tc:opendocument:xmlns:text:1.0"><office:body><office:text><text:p>{TEXT}</text:p></office:text>'
        "</office:body></office:document-content>"
    ).encode()
    deflater = zlib.compressobj(wbits=-15)
    data = deflater.compress(content) + deflater.flush()
    salt, iv = bytes(range(16)), bytes(range(16, 32))
    key = hashlib.pbkdf2_hmac("sha1", hashlib.sha256(password.encode()).digest(), salt, 1_000, 32)
    missing = 16 - len(data) % 16
    sealed = _cbc(key, iv, data + bytes(missing - 1) + bytes([missing]))
    said = {name: base64.b64encode(value).decode() for name, value in
            (("salt", salt), ("iv", iv), ("checksum", hashlib.sha256(data[:1024]).digest()))}  # fmt: skip
    name = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    manifest = (
        f'<m:manifest xmlns:m="{name}"><m:file-entry m:full-path="content.xml" m:size="{len(content)}">'
        f'<m:encryption-data m:checksum-type="{name}#sha256-1k" m:checksum="{said["checksum"]}">'
        f'<m:algorithm m:algorithm-name="http://www.w3.org/2001/04/xmlenc#aes256-cbc"'
        f' m:initialisation-vector="{said["iv"]}"/><m:start-key-generation'
        ' m:start-key-generation-name="http://www.w3.org/2000/09/xmldsig#sha256" m:key-size="32"/><m:key-derivation'
        f' m:key-derivation-name="PBKDF2" m:key-size="32" m:iteration-count="1000" m:salt="{said["salt"]}"/>'
        "</m:encryption-data></m:file-entry></m:manifest>"
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", sealed)
        archive.writestr("META-INF/manifest.xml", manifest)
    return file.getvalue()


def seven_zip(password: str = PASSWORD) -> bytes:
    """A 7z of one file: LZMA2 and AES-256, its header open (7zFormat.txt)."""
    text = TEXT.encode()
    inner = lzma.compress(text, lzma.FORMAT_RAW, filters=[{"id": lzma.FILTER_LZMA2, "dict_size": 1 << 16}])
    salt, iv, cycles = b"salt", bytes(range(16)), 5
    rounds = (salt + password.encode("utf-16-le") + number.to_bytes(8, "little") for number in range(1 << cycles))
    sealed = _cbc(hashlib.sha256(b"".join(rounds)).digest(), iv, inner + bytes(-len(inner) % 16))
    aes = bytes((0xC0 | cycles, (len(salt) - 1) << 4 | 15)) + salt + iv
    # Coder 0 unpacks what coder 1 has decrypted: its input 0 takes output 1.
    folder = b"\x02" + b"\x21\x21\x01\x08" + b"\x24\x06\xf1\x07\x01" + bytes([len(aes)]) + aes + b"\x00\x01"
    sizes = bytes((len(text), len(inner)))
    name = "note.txt\0".encode("utf-16-le")
    header = (
        b"\x01\x04\x06\x00\x01\x09" + bytes([len(sealed)]) + b"\x00"
        b"\x07\x0b\x01\x00" + folder + b"\x0c" + sizes + b"\x0a\x01" + zlib.crc32(text).to_bytes(4, "little") + b"\x00"
        b"\x08\x00\x00\x05\x01\x11" + bytes([len(name) + 1]) + b"\x00" + name + b"\x00\x00"
    )  # fmt: skip
    start = struct.pack("<QQI", len(sealed), len(header), zlib.crc32(header))
    return b"7z\xbc\xaf\x27\x1c\x00\x04" + struct.pack("<I", zlib.crc32(start)) + start + sealed + header
