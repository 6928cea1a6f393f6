"""A reading filed in a case: accepted lines become facts, the file is checked whole, and only then written.

Spec: specs/article.md, "Accepting". What the check refuses is not written, not even in part.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from amparo.docket.article.accepting import facts
from amparo.docket.article.case_steps import with_steps
from amparo.docket.article.case_text import new_case, with_facts
from amparo.docket.article.draft import Decision, Draft
from amparo.docket.article.proposing import address_word, proposals
from amparo.docket.article.reader import Reading
from amparo.docket.checking import Placed, check
from amparo.docket.files import read_case
from amparo.docket.model import Case
from amparo.errors import InputError, StoreError

_NEW = ".amparo-new"


@dataclass(frozen=True, slots=True)
class Filed:
    """What came of it: how many facts were written, or why none was."""

    written: int
    refused: tuple[Placed, ...] = ()


def case_at(path: Path, today: date) -> Case | None:
    """The case in a file; None when the file does not exist yet. InputError when it is refused as it stands."""
    if not path.exists():
        return None
    checked = check(read_case(path), today)
    if checked.case is None:
        first = checked.refused[0]
        raise InputError(
            f"The case file is refused as it stands, line {first.place.line}: {first.refusal.what}", "Mend it first."
        )
    return checked.case


def file_lines(reading: Reading, path: Path, decisions: Mapping[str, Decision], today: date) -> Filed:
    """Write the accepted lines of a reading into a case file."""
    case = case_at(path, today)
    lines = proposals(reading)
    if not decisions or not set(decisions) <= {line.id for line in lines}:
        raise InputError("There is no such line to accept.", "Accept lines of this article, as it was read.")
    draft = facts(reading, lines, decisions, case, today)
    if case is None:
        name = address_word(path.stem)
        text = new_case(name, reading.heading.title or name, reading.language)
    else:
        text = read_case(path).decode("utf-8")
    after = with_facts(with_steps(text, draft.steps), draft.facts).encode("utf-8")
    source = next((str(one["id"]) for one in draft.facts.get("sources", ())), "")
    texts = {source: reading.article.text.encode("utf-8")} if source else {}
    checked = check(after, today, texts)
    if checked.case is None:
        return Filed(0, checked.refused)
    write_whole(path, after)
    return Filed(_written(draft))


def _written(draft: Draft) -> int:
    """How many facts: steps count where what they belong to was there before."""
    facts_made = sum(len(found) for section, found in draft.facts.items() if section != "sources")
    return facts_made + sum(len(found) for found in draft.steps.values())


def write_whole(path: Path, data: bytes) -> None:
    """Whole or not at all: a new file in the same folder takes the old one's place."""
    new = path.with_name(path.name + _NEW)
    try:
        with new.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)
    except OSError as error:
        raise StoreError(f"The case file cannot be written ({error.strerror}).", "Check the folder.") from error
