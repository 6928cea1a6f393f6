"""E-mail: one message (.eml, a file of a maildir, .emlx). Attachments and attached messages are parts, to be read
in turn.

The parser is Python's with the policy `compat32`: the newer policy raises IndexError on malformed headers. Both
overflow the stack on multiparts thousands deep, which is caught here. Spec: specs/records.md, "E-mail".
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime

from lxml import etree

from amparo.records import edtf
from amparo.records.charset import clean, decode
from amparo.records.model import Kind, Record
from amparo.records.names import shown_name
from amparo.records.readers.document import marked
from amparo.records.readers.escaped_text import without_files
from amparo.records.readers.html import html_text, parse_html, pointed_to
from amparo.records.readers.mail_headers import header, headers
from amparo.records.readers.outward_links import kept
from amparo.records.reading import TOO_LARGE_WHOLE, Found, Input, Part, Reason, Unreadable
from amparo.records.xml import squeeze

DEEPEST = 100
_HEADER = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:From [^\n]{1,400}\n)?(?:[A-Za-z][A-Za-z0-9-]{0,60}[ \t]*:[^\n]*\n(?:[ \t][^\n]*\n)*){1,}"
)
_MAY_BEGIN = re.compile(rb"(?:\xef\xbb\xbf)?(?:From |[A-Za-z][A-Za-z0-9-]{0,60}[ \t]*:)")
"""How all begins that `_HEADER` fits: asked first, because most files do not."""
_KNOWN = re.compile(
    rb"^(?:From|To|Subject|Date|Message-ID|Received|Return-Path|MIME-Version|Content-Type|Delivered-To|Sender|Cc"
    rb"|Reply-To|In-Reply-To|References|X-[A-Za-z-]+|DKIM-Signature|Content-Transfer-Encoding)[ \t]*:",
    re.IGNORECASE | re.MULTILINE,
)
_EMLX = re.compile(rb"[ \t]*(\d{1,12})[ \t]*\r?\n")
_WORD = re.compile(r"\w+")
_ONE_SENTENCE = 40
_FIELDS = (
    ("Message-ID", "message_id"),
    ("In-Reply-To", "in_reply_to"),
    ("Reply-To", "reply_to"),
    ("X-Mailer", "mailer"),
    ("User-Agent", "mailer"),
    ("X-Folder", "folder"),
    ("List-Id", "list"),
)


def looks_like_mail(head: bytes) -> bool:
    """Whether a file begins with at least two header lines that mail has."""
    if not _MAY_BEGIN.match(head):
        return False
    text = head.replace(b"\r\r\n", b"\n").replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    match = _HEADER.match(text)
    return match is not None and len({name.lower() for name in _KNOWN.findall(match[0])}) >= 2


def looks_like_emlx(head: bytes) -> bool:
    """Whether a file begins with a length and then a mail."""
    match = _EMLX.match(head)
    return match is not None and looks_like_mail(head[match.end() :])


def read_emlx(given: Input) -> Iterator[Found]:
    """Apple's wrapping of a mail: its length, the mail, a property list."""
    data = given.whole()
    if data is None:
        yield TOO_LARGE_WHOLE
        return
    match = _EMLX.match(data)
    length = int(match[1]) if match else 0
    start = match.end() if match else 0
    yield Part(f"{shown_name(given.untrusted_name)}.eml", data[start : _end_in_emlx(data, start, length)])


def _end_in_emlx(data: bytes, start: int, length: int) -> int:
    """Where the mail ends: by its length, unless something else than the property list follows, as where lines were
    ended anew since.
    """
    behind = data[start + length :].lstrip()
    if not behind or behind.startswith(b"<?xml"):
        return start + length
    at = data.rfind(b"<?xml", start)
    return at if at >= 0 and b"<plist" in data[at:] else len(data)


def read_mail(given: Input) -> Iterator[Found]:
    """The message, then its attachments."""
    data = given.whole()
    if data is None:
        yield TOO_LARGE_WHOLE
        return
    try:
        message = message_from_bytes(_lines_ended_once(data.removeprefix(b"\xef\xbb\xbf")))
        contents = _contents(message)
    except RecursionError:
        yield Unreadable(Reason.TOO_DEEP, f"This mail is nested more than {DEEPEST} levels deep.")
        return
    yield _record(message, contents, data, given)
    yield from contents.parts
    yield from contents.refused


def _lines_ended_once(data: bytes) -> bytes:
    """Some programs end every line twice: the header would end at its first."""
    first, _, _ = data.partition(b"\n")
    return data.replace(b"\r\r\n", b"\r\n") if first.endswith(b"\r\r") else data


@dataclass(slots=True)
class _Contents:
    plain: list[str] = field(default_factory=list)
    html: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    refused: list[Unreadable] = field(default_factory=list)


def _contents(message: Message) -> _Contents:
    """What a message holds, in order. Its own stack, so that depth costs none of Python's."""
    contents = _Contents()
    waiting = [(message, 0)]
    while waiting:
        part, depth = waiting.pop()
        payload = part.get_payload()
        if depth > DEEPEST:
            contents.refused.append(Unreadable(Reason.TOO_DEEP, "This part is nested too deeply.", "deep part"))
        elif part.get_content_maintype() == "multipart" and isinstance(payload, list):
            contents.outside += _outside(part)
            waiting += [(child, depth + 1) for child in reversed(payload) if isinstance(child, Message)]
        elif isinstance(payload, list):
            _attached_messages(part, payload, contents)
        else:
            _leaf(part, contents)
    return contents


def _outside(part: Message) -> Iterator[str]:
    """Words before the first and behind the last of several parts (RFC 2046 §5.1.1), which no program shows. What
    stands before them is mostly one sentence, for readers of the time before such mails.
    """
    before, behind = (
        decode((each or "").encode("utf-8", "surrogateescape")) for each in (part.preamble, part.epilogue)
    )
    if len(before.split()) > _ONE_SENTENCE:
        yield clean(before).strip()
    if behind.strip():
        yield clean(behind).strip()


def _leaf(part: Message, contents: _Contents) -> None:
    data = _bytes(part)
    kind = part.get_content_type()
    name = _file_name(part)
    # Programs show a file of text that hangs on a mail below its words: it is still a file.
    is_more = kind != "text/plain" or bool(contents.plain or contents.html)
    attached = part.get_content_disposition() == "attachment" or (name and is_more)
    if kind in ("text/plain", "text/html") and not attached:
        text, files = without_files(clean(decode(data, _charset(part))))
        contents.parts += [Part(shown_name(called), held) for called, held in files]
        (contents.html if kind == "text/html" else contents.plain).append(text)
    elif data.strip() or name:
        extension = kind.partition("/")[2] if kind.startswith("text/") else "bin"
        contents.parts.append(Part(name or f"part-{len(contents.parts) + 1}.{extension}", data))


def _attached_messages(part: Message, payload: Sequence[object], contents: _Contents) -> None:
    name = _file_name(part) or f"message-{len(contents.parts) + 1}.eml"
    for child in payload:
        try:
            data = child.as_bytes() if isinstance(child, Message) else b""
            if str(part.get("Content-Transfer-Encoding", "")).strip().lower() == "base64":
                # Against RFC 2046 §5.2.1, and done all the same.
                data = base64.b64decode(data)
        except (ValueError, LookupError, TypeError, AttributeError, KeyError):
            contents.refused.append(Unreadable(Reason.CORRUPT, "This attached message is damaged.", name))
            continue
        if data.strip():
            contents.parts.append(Part(name, data))


def _bytes(part: Message) -> bytes:
    """The bytes of a part, as far as its transfer encoding can be undone."""
    try:
        data = part.get_payload(decode=True)
    except (ValueError, LookupError, TypeError, AssertionError):
        data = str(part.get_payload()).encode("utf-8", "surrogateescape")
    return data if isinstance(data, bytes) else b""


def _charset(part: Message) -> str | None:
    try:
        return part.get_content_charset()
    except (ValueError, LookupError, TypeError):
        return None


def _file_name(part: Message) -> str:
    try:
        told = part.get_filename()
    except (ValueError, LookupError, TypeError):
        told = None
    return shown_name(header(told)) if told else ""


def _text(contents: _Contents, roots: Sequence[etree._Element]) -> str:
    """The plain text. Of the HTML, which mostly says the same, the lines with a word that the plain text lacks:
    programs write footers and forwarded mails, and forgers anything, into one form only.
    """
    plain = "\n".join(contents.plain).strip()
    html = "\n".join(html_text(root) for root in roots).strip()
    outside = (marked("outside of the parts", text) for text in contents.outside)
    if not plain:
        return "\n".join([html, *outside])
    words = set(_WORD.findall(plain.casefold()))
    more = [line for line in html.splitlines() if not words.issuperset(_WORD.findall(line.casefold()))]
    return "\n".join([plain, *([marked("only in the HTML", "\n".join(more))] if more else []), *outside])


def _record(message: Message, contents: _Contents, data: bytes, given: Input) -> Record:
    roots = [root for page in contents.html if (root := parse_html(page)) is not None]
    text = _text(contents, roots)
    name = shown_name(given.untrusted_name)
    fields = {field: headers(message, key) for key, field in reversed(_FIELDS)}
    fields["cc"] = _addresses(message, "Cc")
    fields["bcc"] = _addresses(message, "Bcc")
    fields["references"] = tuple(re.findall(r"<[^<>\s]+>", " ".join(headers(message, "References"))))
    fields["links"] = kept(address for root in roots for address in pointed_to(root))
    fields["attachments"] = tuple(part.untrusted_name for part in contents.parts)
    fields["attachment_sha256"] = tuple(hashlib.sha256(part.data).hexdigest() for part in contents.parts)
    return Record(
        kind=Kind.MAIL,
        title=squeeze(" ".join(headers(message, "Subject")[:1])) or "(no subject)",
        pages=(text.replace("\f", "\n"),),
        original=data,
        media_type="message/rfc822",
        name=name,
        date=_date(message),
        language=next(iter(re.findall(r"^[a-z]{2,3}\b", " ".join(headers(message, "Content-Language")).lower())), None),
        sender=_addresses(message, "From") or _addresses(message, "Sender"),
        recipients=_addresses(message, "To"),
        fields={key: values for key, values in fields.items() if any(values)},
    )


def _addresses(message: Message, name: str) -> tuple[str, ...]:
    """People as `Name <address>`; what is no address stays as written."""
    lines = headers(message, name)
    try:
        pairs = getaddresses(list(lines))
    except (ValueError, IndexError, TypeError, AttributeError):
        pairs = []
    people = [
        squeeze(f"{person} <{address}>" if person and address else person or address) for person, address in pairs
    ]
    return tuple(person for person in people if person) or tuple(squeeze(line) for line in lines if line.strip())


def _date(message: Message) -> str | None:
    for line in headers(message, "Date"):
        try:
            text = edtf.from_datetime(parsedate_to_datetime(line))
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
        return text if edtf.is_edtf(text) else None
    return None
