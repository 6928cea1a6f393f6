"""Which parts of a mail its writer wrote, and which are older text that it quotes or forwards. Pure.

Quoted text is known by `>` before its lines, by a line that announces it (`-----Original Message-----`, `On … wrote:`),
or by the header lines that programs put on top (`From:`, `To:`, `Subject:` in the languages of the common programs).
Whatever stands below an announced part is older than it, to the end. Spec: specs/records.md, "Threads".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

LONGEST = 200_000
"""Characters of a mail that are looked through; what follows counts to the last passage."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a text, [start, end) in characters. `depth` 0 is the writer's own, 1 what it quotes, 2 what that
    quotes. `body` is where the passage's words begin, after the lines that announce it.
    """

    start: int
    end: int
    depth: int
    body: int


_LABELS = {
    "from": "from von de da van från fra lähettäjä od от від kimden gönderen de la",
    "to": "to an à a para aan till til vastaanottaja do komu кому kime do",
    "sent": "sent date gesendet datum envoyé enviado fecha data inviato verzonden skickat sendt päivä wysłano"
    " дата отправлено надіслано tarih",
    "cc": "cc kopie copie копия kopia",
    "subject": "subject betreff objet asunto assunto oggetto onderwerp ämne emne aihe temat předmět тема konu subiect",
}
_LABEL = re.compile(
    r"[ \t>*]*(?:"
    + "|".join(f"(?P<{name}>{'|'.join(dict.fromkeys(words.split()))})" for name, words in _LABELS.items())
    + r")\*?[ \t\u00a0]?:",
    re.IGNORECASE,
)
_ANNOUNCED = re.compile(
    r"[ \t>]*[-_—]{2,}[ \t]*(?:original message|forwarded (?:by|message)|original appointment|ursprüngliche nachricht"
    r"|weitergeleitete nachricht|message d'origine|message transféré|mensaje original|mensaje reenviado"
    r"|mensagem original|mensagem encaminhada|messaggio originale|messaggio inoltrato|oorspronkelijk bericht"
    r"|doorgestuurd bericht|ursprungligt meddelande|opprinnelig melding|alkuperäinen viesti|wiadomość oryginalna"
    r"|původní zpráva|исходное сообщение|пересылаемое сообщение|оригінальне повідомлення|özgün ileti)\b",
    re.IGNORECASE,
)
_WROTE = re.compile(
    r"[ \t>]*(?=.*(?:\d|@|<))[^\n]{0,300}\b(?:wrote|writes|schrieb|schreef|a écrit|escribió|escreveu|ha scritto|skrev"
    r"|kirjoitti|napisał(?:\(a\)|a)?|napsala?|написала?|написал\(а\)|писав|yazdı)\b[^\n]{0,120}:[ \t]*",
    re.IGNORECASE,
)
_MARKED = re.compile(r"[ \t]*((?:>[ \t]?)+)")
_DATED = re.compile(r"[ \t>]*\d{1,4}[./-]\d{1,2}[./-]\d{2,4}\b.{0,40}$")
_SIGNED = re.compile(r"^[ \t]*--[ \t]*$", re.MULTILINE)
_HINT = re.compile(
    r"^[ \t]*>|:[ \t]*$|^[ \t*]*(?:" + "|".join(_LABELS["subject"].split()) + ")", re.IGNORECASE | re.MULTILINE
)
_RULES = ("--", "__", "——", "-—", "—-", "-_", "_-")
_HEAD_LINES = 12


def passages(text: str) -> tuple[Passage, ...]:
    """The whole text in passages, in order, without gaps; neighbours differ in depth or announcement."""
    if not _HINT.search(text, 0, LONGEST):
        return (Passage(0, len(text), 0, 0),)
    found = _joined(_pieces(text[:LONGEST].splitlines(keepends=True)))
    if not found:
        return (Passage(0, len(text), 0, 0),)
    last = found[-1]
    return (*found[:-1], Passage(last.start, len(text), last.depth, last.body))


def own_text(text: str) -> str:
    """What the writer wrote, without the signature after a line `-- `."""
    own = "".join(text[each.start : each.end] for each in passages(text) if each.depth == 0)
    return _SIGNED.split(own, maxsplit=1)[0]


def quoted_texts(text: str) -> tuple[str, ...]:
    """Each passage that is quoted, without its marks and announcement."""
    quoted = (text[each.body : each.end] for each in passages(text) if each.depth)
    return tuple(_SIGNED.split(_unmarked(each), maxsplit=1)[0] for each in quoted)


def _unmarked(quoted: str) -> str:
    return "".join(_MARKED.sub("", line, count=1) for line in quoted.splitlines(keepends=True))


@dataclass(frozen=True, slots=True)
class _Piece:
    """One line, or the lines that announce a passage."""

    length: int
    depth: int
    announces: bool = False


def _pieces(lines: Sequence[str]) -> Iterator[_Piece]:
    base = depth = at = 0
    while at < len(lines):
        head = _announcement(lines, at)
        marks = _marks(lines[at])
        if not head:
            # A blank line belongs to what is above it.
            depth = base + marks if lines[at].strip() else depth
            yield _Piece(len(lines[at]), depth)
            at += 1
            continue
        # What `>` marks ends with the marks; what is announced without them goes on to the end.
        below = _marks(_next_line(lines, at + head))
        base += not marks and not below
        depth = base + max(marks, below)
        yield _Piece(sum(map(len, lines[at : at + head])), depth, announces=True)
        at += head


def _announcement(lines: Sequence[str], at: int) -> int:
    """How many lines from here announce a passage; 0 when none does."""
    line = lines[at]
    if line.lstrip(" \t>")[:2] in _RULES and _ANNOUNCED.match(line):
        below = at + 1 + _broken(lines, at + 1)
        gap = _blank(lines, below)
        head = _header_lines(lines, below + gap)
        return below - at + (gap + head if head else 0)
    if line.rstrip().endswith(":") and _WROTE.fullmatch(line.rstrip("\r\n")):
        return 1
    begins = (":" in line and _LABEL.match(line)) or _DATED.match(lines[min(at + 1, len(lines) - 1)].rstrip("\r\n"))
    return _header_lines(lines, at) if begins else 0


def _broken(lines: Sequence[str], at: int) -> int:
    """1 when this line ends an announcement that was broken in two: `10:16 AM -----`."""
    return int(at < len(lines) and bool(re.match(r".{0,60}-{5,}[ \t]*\r?\n?$", lines[at])))


def _header_lines(lines: Sequence[str], at: int) -> int:
    """How many lines of headers begin here: a name and a date may stand on top, three labels must follow."""
    first = at
    if at < len(lines) and not _LABEL.match(lines[at]):
        first = _after_name_and_date(lines, at)
    seen: set[str] = set()
    end = here = first
    while here < len(lines) and here - first < _HEAD_LINES:
        match = _LABEL.match(lines[here])
        if match:
            seen.add(match.lastgroup or "")
            end = here + 1
        elif not lines[here].strip(" \t\r\n>") and "subject" in seen:
            break
        here += 1
    return end - at if first >= 0 and len(seen) >= 3 and "subject" in seen else 0


def _after_name_and_date(lines: Sequence[str], at: int) -> int:
    """Where the labels begin below a line with a name and a line with a date, as Lotus Notes writes them; -1 if not."""
    if not lines[at].strip() or at + 2 >= len(lines) or not _DATED.match(lines[at + 1].rstrip("\r\n")):
        return -1
    labels = at + 2 + _blank(lines, at + 2)
    return labels if labels < len(lines) and _LABEL.match(lines[labels]) else -1


def _blank(lines: Sequence[str], at: int) -> int:
    """How many blank lines begin here, at most four."""
    count = 0
    while count < 4 and at + count < len(lines) and not lines[at + count].strip():
        count += 1
    return count


def _next_line(lines: Sequence[str], at: int) -> str:
    at += _blank(lines, at)
    return lines[at] if at < len(lines) else ""


def _marks(line: str) -> int:
    match = _MARKED.match(line)
    return match[1].count(">") if match else 0


def _joined(pieces: Iterator[_Piece]) -> list[Passage]:
    found: list[Passage] = []
    at = 0
    for piece in pieces:
        end = at + piece.length
        last = found[-1] if found else None
        if last is None or piece.announces or piece.depth != last.depth:
            found.append(Passage(at, end, piece.depth, end if piece.announces else at))
        else:
            found[-1] = Passage(last.start, end, last.depth, last.body)
        at = end
    return found
