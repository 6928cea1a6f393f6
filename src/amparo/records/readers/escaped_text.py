"""Text that programs write for one another in escapes, as people would read and search it: strings of JSON
(RFC 8259 §7), contacts and calendars (RFC 6350 §3.2 and 3.4, RFC 5545 §3.1 and 3.3.11; vCard 2.1), and files written
into text by uuencode (POSIX). The file itself stays as it is.
"""

from __future__ import annotations

import binascii
import quopri
import re

from amparo.records.charset import decode

_JSON = re.compile(r"\ufeff?\s*(?:[\w.$ \[\]\"']{1,100}=\s*)?[\[{]")
"""An array or an object; in archives of some services behind a name and a sign of equality."""
_ESCAPES = re.compile(r"(?:\\u[0-9A-Fa-f]{4})+|\\[\\ntr/]")
_ENDING = re.compile(r'[\x00-\x1f"\\]')
_PLAIN = {"\\n": "\n", "\\t": "\t", "\\r": "", "\\/": "/"}
_CARD = re.compile(r"\ufeff?\s*BEGIN:(?:VCARD|VCALENDAR)\b", re.IGNORECASE)
_FOLD = re.compile(r"\r?\n[ \t]")
_SOFT = re.compile(
    r"^((?>[^:\n]*?ENCODING=QUOTED-PRINTABLE)[^:\n]*+):((?:[^\n]*=\r?\n)*[^\n]*)", re.IGNORECASE | re.MULTILINE
)
_CHARSET = re.compile(r";CHARSET=([\w.:-]{1,40})", re.IGNORECASE)
_CARD_ESCAPE = re.compile(r"\\([nN,;\\])")
_BEGIN = re.compile(r"^begin 0?[0-7]{3} ([^\r\n]{1,200}?)[ \t]*\r?\n", re.MULTILINE)
_LINE = re.compile(r"([ -`]{1,100})\r?\n|end[ \t]*(?:\r?\n|$)")
_MOST_FILES = 1_000


def as_read(text: str) -> str:
    """The text with its escapes undone, where it is of a kind that has any."""
    if "\\" in text and _JSON.match(text):
        return _ESCAPES.sub(_unescaped, text)
    return _card(text) if _CARD.match(text) else text


def _unescaped(found: re.Match[str]) -> str:
    """Control characters, quotes and backslashes stay escaped: unescaped they would end the string they stand in."""
    run = found[0]
    if not run.startswith("\\u"):
        return _PLAIN.get(run, run)
    # Pairs of surrogates become one character, lone ones a mark.
    told = bytes.fromhex(run.replace("\\u", "")).decode("utf-16-be", "replace")
    return run if _ENDING.search(told) else _of_bytes(told)


def _of_bytes(told: str) -> str:
    """Facebook and its kin escape each byte of UTF-8 as if it were a character."""
    try:
        return told if told.isascii() else told.encode("latin-1").decode()
    except ValueError:
        return told


def _card(text: str) -> str:
    text = _FOLD.sub("", _SOFT.sub(_quoted, text))
    return _CARD_ESCAPE.sub(lambda found: "\n" if found[1] in "nN" else found[1], text)


def _quoted(found: re.Match[str]) -> str:
    charset = _CHARSET.search(found[1])
    told = quopri.decodestring(found[2].encode("utf-8", "replace"))
    # What is not quoted came decoded already, as text of any character set.
    return f"{found[1]}:{decode(told, charset[1] if charset and found[2].isascii() else None).strip()}"


def without_files(text: str) -> tuple[str, list[tuple[str, bytes]]]:
    """The text with a mark in place of each file that uuencode wrote into it, and those files by name."""
    kept: list[str] = []
    files: list[tuple[str, bytes]] = []
    at = 0
    while len(files) < _MOST_FILES and (begin := _BEGIN.search(text, at)):
        data, end = _uudecoded(text, begin.end())
        kept.append(text[at : begin.start()] if data else text[at:end])
        if data:
            files.append((begin[1], data))
            kept.append(f"[attached: {begin[1]}]\n")
        at = end
    return "".join([*kept, text[at:]]), files


def _uudecoded(text: str, at: int) -> tuple[bytes, int]:
    """The bytes of lines as uuencode writes them, and where they end; no bytes where `end` does not follow them."""
    data = bytearray()
    while found := _LINE.match(text, at):
        line, at = found[1], found.end()
        if line is None:
            return bytes(data), at
        # As many characters as its length says; some programs fill up further, some leave blanks at the end out.
        size = (((ord(line[0]) - 32) & 63) + 2) // 3 * 4 + 1
        if len(line) > size + 3:
            break
        try:
            data += binascii.a2b_uu(line[:size])
        except binascii.Error:
            break
    return b"", at
