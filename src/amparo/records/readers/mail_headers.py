"""Header values of mail as people read them: encoded words decoded, folding undone, whatever the sender did wrong."""

from __future__ import annotations

from email.errors import HeaderParseError
from email.header import Header, decode_header
from email.message import Message

from amparo.records.charset import clean, decode


def headers(message: Message, name: str) -> tuple[str, ...]:
    """All values of a header, decoded, empty ones left out."""
    try:
        values = message.get_all(name, [])
    except (ValueError, IndexError, LookupError, TypeError):
        values = []
    return tuple(text for value in values if (text := header(value)))


def header(value: str | Header) -> str:
    """One header value as one line of text. Raw bytes in it are read in the encoding they look like."""
    try:
        pieces = decode_header(value)
    except (HeaderParseError, ValueError, LookupError, AssertionError):
        pieces = [(str(value), None)]
    return " ".join(clean("".join(_piece(text, charset) for text, charset in pieces)).split())


def _piece(text: str | bytes, charset: str | None) -> str:
    if isinstance(text, bytes):
        # What Python calls bytes beyond ASCII that no encoded word explains: mostly UTF-8 (RFC 6532).
        return decode(text, None if charset == "unknown-8bit" else charset)
    if any("\udc80" <= character <= "\udcff" for character in text):
        return decode(text.encode("utf-8", "surrogateescape"))
    return text
