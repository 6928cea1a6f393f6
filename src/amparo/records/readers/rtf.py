"""Rich Text Format (Microsoft RTF 1.9.1): the text, with comments, tracked changes and hidden text marked; embedded
objects as parts.

Iterative: a stack of our own, so that groups nested deeply cost none of Python's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from amparo.records.code_pages import of_windows
from amparo.records.readers.document import comment, deleted, document, hidden, inserted, joined, marked
from amparo.records.readers.ole_native import wrapped_object
from amparo.records.readers.outward_links import instructed, kept
from amparo.records.readers.picture_text import text_in_pictures
from amparo.records.readers.rtf_words import (
    CHARACTERS,
    CHARSETS,
    CODE_PAGES,
    INFO,
    KEPT_IGNORABLE,
    NAMED,
    SKIPPED,
    SYMBOLS,
)
from amparo.records.reading import TOO_LARGE_WHOLE, Found, Input, Reason, Unreadable

_TOKEN = re.compile(
    rb"\\(?P<word>[A-Za-z]{1,32})(?P<number>-?\d{1,10})?[ ]?|\\'(?P<hex>[0-9A-Fa-f]{2})|\\(?P<symbol>[^A-Za-z])"
    rb"|(?P<brace>[{}])|(?P<text>[^\\{}\r\n]+)|[\r\n]+|\\"
)
_APART = frozenset(("annotation", "atnauthor", "pict", "objdata", "shptxt", "fldinst", "listtext", "pntext", *NAMED))
_TOLD_OF_SHAPES = {"gtextUNICODE": "drawn", "wzDescription": "picture"}
"""Properties of a drawn shape that are words: those across a page as of a stamp, those in place of a picture."""
_MOST_OBJECTS = 1000


def read_rtf(given: Input) -> Iterator[Found]:
    """One record, then the embedded objects."""
    data = given.whole()
    if data is None:
        yield TOO_LARGE_WHOLE
        return
    rtf = Rtf(data)
    text = "\n".join([rtf.text, *text_in_pictures(given, rtf.pictures)])
    told = {"contains": tuple(sorted(rtf.found)), "links": kept(rtf.links)}
    yield document(given, data, text, "application/rtf", title=rtf.title, fields={**rtf.info, **told})
    for number, packed in enumerate(rtf.objects[:_MOST_OBJECTS], start=1):
        if (part := wrapped_object(packed, f"object-{number}")) is not None:
            yield part
    if len(rtf.objects) > _MOST_OBJECTS:
        yield Unreadable(Reason.TOO_LARGE, f"This document holds more than {_MOST_OBJECTS:,} objects.", "objects")


@dataclass(frozen=True, slots=True)
class _State:
    """What holds until the group ends."""

    skip: bool = False
    destination: str = ""
    hidden: bool = False
    deleted: bool = False
    revised: bool = False
    font: int = -1
    unicode_skip: int = 1


@dataclass(slots=True)
class Rtf:
    """A document taken apart: text, what is in it, pictures, embedded objects."""

    data: bytes
    title: str = ""
    info: dict[str, list[str]] = field(default_factory=dict)
    found: set[str] = field(default_factory=set)
    pictures: list[bytes] = field(default_factory=list)
    objects: list[bytes] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    text: str = ""
    _state: _State = field(default_factory=_State)
    _stack: list[tuple[_State, list[str] | None, str]] = field(default_factory=list)
    _out: list[str] = field(default_factory=list)
    _raw: bytearray = field(default_factory=bytearray)
    _encoding: str = "cp1252"
    _fonts: dict[int, str] = field(default_factory=dict)
    _font_read: int = -1
    _to_skip: int = 0
    _author: str = ""
    _named: str = ""
    _high: str = ""
    _fresh: bool = False

    def __post_init__(self) -> None:
        """Read it all."""
        at, end = 0, len(self.data)
        while at < end and (match := _TOKEN.match(self.data, at)):
            at = match.end()
            at += self._token(match)
        while self._stack:
            self._close()
        self._flush()
        self.text = joined("".join(self._out))

    def _token(self, match: re.Match[bytes]) -> int:
        """Take one token; how many bytes after it are data to be passed over."""
        passed = self._take(match)
        if match.lastgroup:
            self._fresh = match["brace"] == b"{"
        return passed

    def _take(self, match: re.Match[bytes]) -> int:
        match match.lastgroup:
            case "text":
                self._bytes(match["text"])
            case "hex":
                self._bytes(bytes.fromhex(match["hex"].decode()))
            case "brace":
                self._to_skip = 0
                self._open() if match["brace"] == b"{" else self._close()
            case "symbol":
                if match["symbol"] == b"*" and self._fresh:
                    self._state = replace(self._state, destination="*")
                else:
                    self._emit(SYMBOLS.get(match["symbol"], ""))
            case "word" | "number":
                return self._word(match["word"].decode(), match["number"])
        return 0

    def _bytes(self, data: bytes) -> None:
        if self._to_skip:
            skipped = min(self._to_skip, len(data))
            self._to_skip -= skipped
            data = data[skipped:]
        if data and not self._state.skip:
            self._half_character()
            self._raw += data

    def _flush(self) -> None:
        if self._raw:
            raw, self._raw = bytes(self._raw), bytearray()
            if self._state.destination in ("pict", "objdata"):
                self._out.append(raw.decode("latin-1"))
            else:
                self._say(raw.decode(self._fonts.get(self._state.font, self._encoding), "replace"))

    def _half_character(self) -> None:
        """The first half of a character, when no second one follows."""
        if self._high:
            self._high = ""
            self._say("\ufffd")

    def _emit(self, text: str) -> None:
        self._flush()
        self._half_character()
        if not self._state.skip:
            self._say(text)

    def _say(self, text: str) -> None:
        """Text as the state has it: marked where it is deleted, inserted or hidden."""
        state = self._state
        if state.deleted:
            text = self._told("tracked changes", deleted("", text), text)
        elif state.revised:
            text = self._told("tracked changes", inserted("", text), text)
        elif state.hidden:
            text = self._told("hidden text", hidden(text), text)
        self._out.append(text)

    def _told(self, what: str, mark: str, text: str) -> str:
        if mark and text.strip():
            self.found.add(what)
            return mark
        return text

    def _open(self) -> None:
        self._flush()
        self._stack.append((self._state, None, ""))
        if self._state.destination == "*":
            self._state = replace(self._state, destination="")

    def _close(self) -> None:
        self._flush()
        if not self._stack:
            return
        state, out, what = self._stack.pop()
        if out is not None:
            inner = "".join(self._out)
            self._out = out
            self._destination_ends(what, inner)
        self._state = state

    def _destination_ends(self, what: str, inner: str) -> None:
        if what == "annotation":
            self.found.add("comments")
            self._out.append(comment(self._author, inner))
        elif what == "atnauthor":
            self._author = inner
        elif what in ("pict", "objdata"):
            data = _unhex(inner)
            if data:
                (self.pictures if what == "pict" else self.objects).append(data)
        elif what == "title":
            self.title = inner
        elif what in INFO:
            self.info.setdefault(INFO[what], []).append(inner)
        elif what == "fldinst":
            self.links += instructed(inner)
        elif what in ("listtext", "pntext"):
            # The number of a list as Word last reckoned it; a bullet is no word.
            self._out.append(f"{inner.strip()} " if any(map(str.isalnum, inner)) else "")
        elif what in ("sn", "propname"):
            self._named = inner.strip()
        elif what == "sv":
            self._out.append(marked(_TOLD_OF_SHAPES[self._named], inner) if self._named in _TOLD_OF_SHAPES else "")
        elif what == "staticval":
            self.info.setdefault("custom_properties", []).append(f"{self._named}: {inner.strip()}")
        elif what == "shptxt":
            self._out.append(f"\n{inner}\n")
        elif inner.strip():
            self._out.append(f"\n{marked(NAMED[what], inner)}\n" if what != "footnote" else marked("note", inner))

    def _apart(self, what: str) -> None:
        """What follows to the end of the group is collected on its own."""
        self._flush()
        if not self._stack or self._stack[-1][1] is not None:
            return
        self._stack[-1] = (self._stack[-1][0], self._out, what)
        self._out = []
        self._state = replace(self._state, skip=False, destination=what, hidden=False)

    def _word(self, word: str, digits: bytes | None) -> int:
        number = int(digits) if digits else None
        state = self._state
        if word == "bin":
            return min(max(number or 0, 0), len(self.data))
        if state.destination == "*":
            self._state = state = replace(state, destination="", skip=state.skip or word not in KEPT_IGNORABLE)
        if word == "u" and number is not None:
            self._unicode(number & 0xFFFF)
        elif word in CHARACTERS:
            self._emit(CHARACTERS[word])
        elif word in ("title", *INFO) and self._stack and state.skip and word not in self.info:
            self._apart(word)
        elif word in SKIPPED:
            self._flush()
            self._state = replace(state, skip=True, destination=word)
        elif word in ("sn", "sv", "propname", "staticval") or (word in _APART and not state.skip):
            self._apart(word)
        else:
            self._format(word, number)
        return 0

    def _format(self, word: str, number: int | None) -> None:
        on = number != 0
        match word:
            case "v" | "deleted" | "revised":
                self._flush()
                name = "hidden" if word == "v" else word
                self._state = replace(self._state, **{name: on})  # type: ignore[arg-type]
            case "plain":
                self._flush()
                self._state = replace(self._state, hidden=False, deleted=False, revised=False)
            case "f" | "af" if number is not None:
                self._flush()
                self._font_read = number
                if word == "f" or self._state.font < 0:
                    self._state = replace(self._state, font=number)
            case "fcharset" if number is not None:
                self._fonts[self._font_read] = CHARSETS.get(number, self._encoding)
            case "cpg" if number is not None and (encoding := of_windows(number)):
                self._fonts[self._font_read] = encoding
            case "ansicpg" if number is not None:
                self._encoding = of_windows(number) or "cp1252"
            case "mac" | "pc" | "pca":
                self._encoding = CODE_PAGES[word]
            case "uc":
                self._state = replace(self._state, unicode_skip=min(max(number or 0, 0), 10))

    def _unicode(self, code: int) -> None:
        self._to_skip = self._state.unicode_skip
        if 0xD800 <= code < 0xDC00:
            self._emit("")
            self._high = chr(code)
            return
        text = (self._high if 0xDC00 <= code < 0xE000 else "") + chr(code)
        self._high = ""
        # Symbol fonts lie in the private use area; their low byte is what was typed.
        self._emit(
            chr(code & 0xFF)
            if 0xF020 <= code <= 0xF0FF
            else text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        )


def _unhex(text: str) -> bytes:
    digits = re.sub(r"[^0-9A-Fa-f]", "", text)
    return bytes.fromhex(digits[: len(digits) & ~1])
