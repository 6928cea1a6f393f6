"""Messages as Outlook keeps them: properties by number ([MS-OXPROPS]), whether they lie in a .msg file, in TNEF or in a
mail store. Each is written as an ordinary mail (RFC 5322), which the reader of mail then reads.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from email.base64mime import body_encode
from email.header import Header
from email.message import Message as Mail
from email.parser import HeaderParser
from email.utils import format_datetime, formataddr

from amparo.records.charset import clean, decode
from amparo.records.code_pages import of_language, of_windows
from amparo.records.names import shown_name
from amparo.records.readers.compressed_rtf import unpacked_rtf
from amparo.records.readers.rtf import Rtf

SUBJECT, CLASS, BODY, HTML, RTF = 0x0037, 0x001A, 0x1000, 0x1013, 0x1009
SENT, DELIVERED, CREATED = 0x0039, 0x0E06, 0x3007
SENDER_NAME, SENDER_ADDRESS, SENDER_SMTP = 0x0C1A, 0x0C1F, 0x5D01
FROM_NAME, FROM_ADDRESS, FROM_SMTP = 0x0042, 0x0065, 0x5D02
TO, CC, BCC, HEADERS = 0x0E04, 0x0E03, 0x0E02, 0x007D
MESSAGE_ID, IN_REPLY_TO, REFERENCES = 0x1035, 0x1042, 0x1039
NAME, ADDRESS, SMTP, KIND = 0x3001, 0x3003, 0x39FE, 0x0C15
FILE_NAME, LONG_FILE_NAME, DATA = 0x3704, 0x3707, 0x3701
CODE_PAGE, INTERNET_CODE_PAGE, LOCALE = 0x3FFD, 0x3FDE, 0x3FF1

_UTF_8 = 65001

Value = str | bytes | int | datetime
_LISTS = {1: "To", 2: "Cc", 3: "Bcc"}
_KEPT_HEADERS = ("Message-ID", "In-Reply-To", "References", "Reply-To", "X-Mailer", "List-Id", "Date")
# What contacts, appointments and tasks say beside their body.
_TOLD = {
    0x3A16: "Company", 0x3A17: "Title", 0x3A18: "Department", 0x3A08: "Business telephone", 0x3A09: "Home telephone",
    0x3A1C: "Mobile telephone", 0x3A24: "Fax", 0x3A15: "Postal address", 0x3A19: "Office", 0x3A4F: "Nickname",
    0x3A51: "Web page", 0x3A45: "Prefix", 0x3A4E: "Manager",
}  # fmt: skip


@dataclass(slots=True)
class Attached:
    """A file, or a message, that hangs on a message."""

    name: str
    data: bytes
    is_message: bool = False


@dataclass(slots=True)
class Message:
    """One message: properties by number, the same of each recipient, what hangs on it."""

    properties: dict[int, Value] = field(default_factory=dict)
    recipients: list[dict[int, Value]] = field(default_factory=list)
    attachments: list[Attached] = field(default_factory=list)
    folder: str = ""

    def text(self, number: int) -> str:
        """A property as text."""
        return text_of(self.properties.get(number), self.code_page)

    @property
    def code_page(self) -> str:
        """The encoding of its single-byte texts."""
        page = self.properties.get(CODE_PAGE) or self.properties.get(INTERNET_CODE_PAGE)
        if page in (None, 0, _UTF_8) and isinstance(locale := self.properties.get(LOCALE), int):
            # What went out as UTF-8 may lie here in the code page of who wrote it; UTF-8 is tried first in any case.
            page = of_language(locale) or page
        return _encoding(page or 1252) or "cp1252"


def text_of(value: Value | None, encoding: str | None = None) -> str:
    """A value as text, "" for none."""
    if isinstance(value, bytes):
        return clean(decode(value.rstrip(b"\0"), encoding))
    return clean(value.rstrip("\0")) if isinstance(value, str) else ""


def _encoding(page: Value | None) -> str | None:
    return (of_windows(page) or None) if isinstance(page, int) else None


def mail_of(message: Message) -> bytes:
    """The message as a mail; the same message always gives the same bytes."""
    bodies = list(_bodies(message))
    if not message.attachments and len(bodies) == 1:
        mail = bodies[0]
        _headers(message, mail)
        return _written(mail)
    mail = Mail()
    _headers(message, mail)
    mail["MIME-Version"] = "1.0"
    boundary = "=_" + hashlib.sha256(_told(message)).hexdigest()[:40]
    if not message.attachments:
        _fill(mail, "alternative", bodies, boundary)
        return _written(mail)
    body = bodies[0]
    if len(bodies) > 1:
        body = Mail()
        _fill(body, "alternative", bodies, f"{boundary}_")
    _fill(mail, "mixed", [body, *map(_attachment, message.attachments)], boundary)
    return _written(mail)


def _fill(mail: Mail, kind: str, parts: list[Mail], boundary: str) -> None:
    mail["Content-Type"] = f"multipart/{kind}"
    for part in parts:
        mail.attach(part)
    mail.set_boundary(boundary)


def _told(message: Message) -> bytes:
    return repr(sorted(message.properties.items(), key=str)).encode("utf-8", "replace")


def _written(mail: Mail) -> bytes:
    return mail.as_bytes(unixfrom=False)


def _headers(message: Message, mail: Mail) -> None:
    told = HeaderParser().parsestr(message.text(HEADERS).lstrip("\n")) if message.text(HEADERS) else Mail()
    people: dict[str, list[str]] = {name: [] for name in _LISTS.values()}
    for recipient in message.recipients:
        kind = recipient.get(KIND)
        people[_LISTS.get(kind & 0xF if isinstance(kind, int) else 1, "To")].append(_person(recipient, message))
    for name, number in (("To", TO), ("Cc", CC), ("Bcc", BCC)):
        _put(mail, name, ", ".join(people[name]) or str(told.get(name, "")) or message.text(number))
    _put(mail, "From", _sender(message) or str(told.get("From", "")))
    _put(mail, "Subject", message.text(SUBJECT))
    for name, number in (("Message-ID", MESSAGE_ID), ("In-Reply-To", IN_REPLY_TO), ("References", REFERENCES)):
        _put(mail, name, message.text(number) or str(told.get(name, "")))
    for name in _KEPT_HEADERS[3:]:
        _put(mail, name, str(told.get(name, "")))
    times = (message.properties.get(number) for number in (SENT, DELIVERED, CREATED))
    date = next((each for each in times if isinstance(each, datetime)), None)
    if "Date" not in mail and date is not None:
        mail["Date"] = format_datetime(date)
    _put(mail, "X-Folder", message.folder)
    _put(mail, "X-Message-Class", message.text(CLASS))


def _put(mail: Mail, name: str, value: str) -> None:
    value = " ".join(value.split())
    if value and name not in mail:
        written = Header(value, "us-ascii" if value.isascii() else "utf-8", header_name=name, maxlinelen=900)
        mail[name] = written.encode()


def _person(told: dict[int, Value], message: Message) -> str:
    name, smtp = text_of(told.get(NAME), message.code_page), text_of(told.get(SMTP), message.code_page)
    return _written_person(name, smtp or text_of(told.get(ADDRESS), message.code_page))


def _sender(message: Message) -> str:
    name = message.text(FROM_NAME) or message.text(SENDER_NAME)
    numbers = (FROM_SMTP, SENDER_SMTP, FROM_ADDRESS, SENDER_ADDRESS)
    address = next((text for number in numbers if "@" in (text := message.text(number))), "")
    return _written_person(name, address)


def _written_person(name: str, address: str) -> str:
    if "@" not in address or re.search(r"[\s<>,]", address):
        return f'"{name}"' if "," in name else name
    if name in ("", address):
        return address
    # Names that are not ASCII are encoded with the whole header.
    return formataddr((name, address)) if name.isascii() and address.isascii() else f'"{name}" <{address}>'


def _bodies(message: Message) -> Iterator[Mail]:
    plain, html = message.text(BODY), _html(message)
    if not plain.strip() and not html:
        packed = message.properties.get(RTF)
        plain = Rtf(unpacked_rtf(packed)).text if isinstance(packed, bytes) else ""
    told = [f"{label}: {text}" for number, label in _TOLD.items() if (text := message.text(number))]
    if told or plain.strip() or not html:
        yield _text_part("\n".join([*told, plain]), "plain")
    if html:
        # Beside the plain text too: it need not say the same.
        yield _text_part(html, "html")


def _html(message: Message) -> str:
    value = message.properties.get(HTML)
    page = message.properties.get(INTERNET_CODE_PAGE)
    return text_of(value, _encoding(page)) if value else ""


def _text_part(text: str, kind: str) -> Mail:
    part = Mail()
    part["Content-Type"] = f'text/{kind}; charset="utf-8"'
    part["Content-Transfer-Encoding"] = "8bit"
    # Bytes that are no ASCII travel through `email` as surrogates.
    part.set_payload(text.encode("utf-8", "replace").decode("ascii", "surrogateescape"))
    return part


def _attachment(each: Attached) -> Mail:
    part = Mail()
    name = shown_name(each.name)
    part["Content-Type"] = "application/octet-stream"
    part["Content-Transfer-Encoding"] = "base64"
    part.add_header("Content-Disposition", "attachment", filename=name if name.isascii() else ("utf-8", "", name))
    part.set_payload(body_encode(each.data))
    return part
