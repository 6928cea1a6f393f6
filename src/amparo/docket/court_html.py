"""A docket as the electronic case files (CM/ECF) of United States courts of appeals show it, a page of HTML.

Spec: specs/case.md, "Import and export". What a row of such a page means is said by a label in it, by the row above, or
by its beginning with a day. Citations are pieces of the page's text, one line of which is one line of a cell.
`court_facts` makes the facts; a line in which nothing is recognised is named as one that has no place.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from itertools import zip_longest
from typing import Any

from amparo.docket.court_facts import facts_of
from amparo.docket.court_page import Line, Row, rows_of
from amparo.docket.importing import Imported, Span, Wanted
from amparo.docket.parties import REGISTRATION
from amparo.docket.positions import Pointer
from amparo.errors import InputError

_DAY = re.compile(r"\d{2}/\d{2}/\d{4}")
_STUB = (
    ("docket_number", re.compile(r"(?:Docket #|Case Number): ?(\S+)")),
    ("date_filed", re.compile(r"Docketed: ?(\S+)")),
    ("date_terminated", re.compile(r"Termed: ?(\S+)")),
)
_BELOW = "originating_court_information"
_LABELS: dict[str, Pointer] = {
    "Appeal From": ("appeal_from",),
    "Nature of Suit": ("nature_of_suit",),
    "District": (_BELOW, "docket_number"),
    "Trial Judge": (_BELOW, "assigned_to"),
    "Originating Judge": (_BELOW, "assigned_to"),
    "Ordering Judge": (_BELOW, "ordering_judge"),
    "Date Filed": (_BELOW, "date_filed"),
}
_COLUMNS: dict[str, Pointer] = {
    "Date Order/Judgment:": (_BELOW, "date_judgment"),
    "Date Order/Judgment EOD:": (_BELOW, "date_judgment_eod"),
    "Date NOA Filed:": (_BELOW, "date_filed_noa"),
    "Date Rec'd COA:": (_BELOW, "date_received_coa"),
    "Date Rec'd BAP:": (_BELOW, "date_received_coa"),
}
"""Labels over the days in the row below."""
_PART = re.compile(
    r"(?:Plaintiff|Defendant|Appell|Petitioner|Respondent|Amicus|Intervenor|Movant|Debtor|Trustee|Claimant|Creditor"
    r"|Interested|Objector|In re\b|Not Party|Cross)[\w /-]*,?",
)
_COUNSEL = re.compile(r"Direct:|\[|Email:")
"""What stands below the name of an attorney."""
_REACHING = re.compile(r"(?:Direct|Email|Fax|Firm|Phone|Home|Terminated):|\[|\(see ")
_ENTERED = re.compile(r"\[Entered: (\d{2}/\d{2}/\d{4})")
_ENDED = re.compile(r"Terminated: (\S+)")
_ALIEN = re.compile(r"A ?\d{3}-?\d{3}-?\d{3}")
"""The number of a person whom the government wants to remove, which stands where a case has the number below."""
_TYPE = re.compile(r"\d\) ?(?!null\b)(\w.*)")
_ORDINALS = ("First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth", "Ninth", "Tenth", "Eleventh")
_COURTS = (
    *((f"bap{at}", f"Bankruptcy Appellate Panel for the {name} Circuit") for at, name in enumerate(_ORDINALS, 1)),
    *((f"ca{at}", f"for the {name} Circuit") for at, name in enumerate(_ORDINALS, 1)),
    *(("cadc", "District of Columbia Circuit"), ("cafc", "Federal Circuit"), ("cavc", "Veterans Claims")),
)


def import_page(data: bytes, wanted: Wanted) -> Imported:
    """The facts of one docket. InputError when the page is none, or nobody says who the case is about."""
    return facts_of(Page(data), wanted)


class Page:
    """A docket read from a page: a `court_facts.Docket`."""

    def __init__(self, data: bytes) -> None:
        rows, self.text = rows_of(data)
        self.values: dict[str, Any] = {"docket_entries": [], "parties": [], _BELOW: {}}
        self._spans: dict[Pointer, Span] = {}
        self._read: set[int] = set()
        self._in_types = False
        self._recognise(_docket_rows(rows))

    @property
    def leaves(self) -> Sequence[Pointer]:
        """Every value that was recognised, and every line in which none was."""
        return tuple(self._spans)

    def span(self, at: Pointer) -> Span:
        """Where a value stands in the text."""
        return self._spans[at]

    def _recognise(self, rows: Sequence[Row]) -> None:
        self._heading(rows[0])
        at = 1
        while at < len(rows):
            at += 2 if self._columns(rows[at], rows[at + 1 : at + 2]) else self._row(rows[at])
        for line in (line for row in rows for cell in row for line in cell if line.start not in self._read):
            self._spans["lines", self.text.count("\n", 0, line.start) + 1] = (line.start, line.end)

    def _put(self, at: Pointer, value: str, line: Line, end: Line | None = None) -> None:
        """Keep a value that one line says, or the lines up to `end`; a second of one name changes nothing."""
        self._read.add(line.start)
        if value and at not in self._spans:
            holder: Any = self.values
            for key in at[:-1]:
                holder = holder[key]
            holder[at[-1]] = value
            self._spans[at] = (line.start, (end or line).end)

    def _heading(self, row: Row) -> None:
        lines = [line for cell in row for line in cell]
        words = " ".join(line.words for line in lines)
        court = next((court for court, name in _COURTS if name in words), "")
        self._put(("court_id",), court, lines[-1])
        self._read |= {line.start for line in lines}

    def _columns(self, row: Row, below: Sequence[Row]) -> bool:
        """Days under their labels; whether the row is such labels."""
        if not below or not any(cell and cell[0].words in _COLUMNS for cell in row):
            return False
        for label, told in zip(row, below[0], strict=False):
            if label and told and (at := _COLUMNS.get(label[0].words)):
                self._read.add(label[0].start)
                self._put(at, _iso(told[0].words), told[0])
        return True

    def _row(self, row: Row) -> int:
        lines = [line for cell in row for line in cell]
        if len(row) >= 3 and row[0] and _DAY.fullmatch(row[0][0].words):
            self._entry(row)
        elif len(row) == 2 and row[0] and len(row[0]) > 1 and _PART.fullmatch(row[0][-1].words):
            self._party(row)
        else:
            labelled = [self._labelled(line) for line in lines]
            if (
                not any(labelled)
                and len(row) == 1
                and "docket_number" in self.values
                and "case_name" not in self.values
            ):
                self._put(("case_name",), lines[0].words, lines[0])
        return 1

    def _labelled(self, line: Line) -> bool:
        """Take what a line says by its label; whether it has one, known or not."""
        for name, shape in _STUB:
            if found := shape.search(line.words):
                self._put((name,), found[1] if name == "docket_number" else _iso(found[1]), line)
        label, colon, rest = line.words.partition(":")
        if self._in_types and (kind := _TYPE.fullmatch(line.words)):
            self._type(kind[1], line)
        elif colon:
            self._in_types = label == "Case Type Information"
            if self._in_types:
                self._read.add(line.start)
        if (at := _LABELS.get(label)) and colon and rest.strip() not in ("", "null"):
            at = (_BELOW, "RESTRICTED_ALIEN_NUMBER") if _ALIEN.search(rest) else at
            self._put(at, _of_label(label, rest.strip()), line)
        return label in _LABELS or line.start in self._read or self._in_types

    def _type(self, kind: str, line: Line) -> None:
        at: Pointer = ("case_type_information",)
        before = self._spans.get(at)
        self._put(at, kind, line)
        if before is not None:
            self.values["case_type_information"] += f", {kind}"
            self._spans[at] = (before[0], line.end)

    def _entry(self, row: Row) -> None:
        at = ("docket_entries", len(self.values["docket_entries"]))
        self.values["docket_entries"].append({})
        self._put((*at, "date_filed"), _iso(row[0][0].words), row[0][0])
        if row[1] and row[1][0].words.isdecimal():
            self._put((*at, "document_number"), row[1][0].words, row[1][0])
        told = row[2]
        if told:
            self._read |= {line.start for line in told}
            self._put((*at, "description"), " ".join(line.words for line in told), told[0], told[-1])
        for line in told:
            if entered := _ENTERED.search(line.words):
                part = Line(entered[0], line.start + entered.start())
                self._put((*at, "date_entered"), _iso(entered[1]), part)

    def _party(self, row: Row) -> None:
        at = ("parties", len(self.values["parties"]))
        self.values["parties"].append({"attorneys": []})
        name, part = row[0][0], row[0][-1]
        words = REGISTRATION.split(name.words)[0]
        self._put((*at, "name"), words, Line(words, name.start))
        self._put((*at, "type"), part.words.rstrip(","), Line(part.words.rstrip(","), part.start))
        for line in row[0][1:-1]:
            if ended := _ENDED.fullmatch(line.words):
                self._put((*at, "date_terminated"), _iso(ended[1]), line)
        attorneys: list[dict[str, str]] = self.values["parties"][-1]["attorneys"]
        for line, below in zip_longest(row[1], row[1][1:]):
            is_name = below is not None and _COUNSEL.match(below.words) and not _REACHING.match(line.words)
            if is_name or not attorneys:
                attorneys.append({})
                self._put((*at, "attorneys", len(attorneys) - 1, "name"), line.words, line)
            else:
                self._put((*at, "attorneys", len(attorneys) - 1, "contact"), line.words, line)


def _docket_rows(rows: Sequence[Row]) -> Sequence[Row]:
    """The rows of the docket itself, without the menu above and the receipt below."""
    firsts = [next(line.words for cell in row for line in cell) for row in rows]
    if "General Docket" not in firsts:
        raise InputError("This is no docket of a court of appeals.", "Give the page that shows the General Docket.")
    start = firsts.index("General Docket")
    end = next((at for at in range(start, len(rows)) if firsts[at] == "PACER Service Center"), len(rows))
    return rows[start:end]


def _of_label(label: str, rest: str) -> str:
    if label == "District":
        return rest.rpartition(" : ")[2]
    if label.endswith("Judge"):
        return rest.rsplit(", ", 1)[0]
    return _iso(rest) if label == "Date Filed" else rest


def _iso(words: str) -> str:
    """A day as ISO 8601, from month/day/year; empty for anything else."""
    try:
        return datetime.strptime(words[:10], "%m/%d/%Y").date().isoformat()
    except ValueError:
        return ""
