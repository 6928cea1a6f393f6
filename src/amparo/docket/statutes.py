"""The statute table: greatest penalties from public law, by country, in `law/*.toml`; and which of them holds when.

Spec: specs/case.md, "Statutes". A case names a statute by its identity here; years are never typed into a case. Each
maximum says since when and until when it holds, where the law is officially published, and with what the entry was
compared (`basis`); its `words` are the law's own, and are there only where they were compared.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import date
from importlib.resources import files
from typing import Any

from amparo.docket import penalty
from amparo.docket.edtf import When, parse
from amparo.docket.model import Penalty, Statute


def _read() -> Iterator[Statute]:
    folder = files("amparo.docket") / "law"
    for file in sorted(folder.iterdir(), key=lambda one: one.name):
        if file.name.endswith(".toml"):
            table = tomllib.loads(file.read_text("utf-8"))
            for one in table["statute"]:
                yield _statute(one, table["jurisdiction"])


def _statute(one: dict[str, Any], jurisdiction: str) -> Statute:
    return Statute(
        id=one["id"],
        citation=one["citation"],
        title=one["title"],
        jurisdiction=jurisdiction,
        penalties=tuple(_penalty(each) for each in one["penalty"]),
        called=tuple(one.get("called", ())),
    )


def _penalty(one: dict[str, Any]) -> Penalty:
    read: date = one["read"]
    return Penalty(
        maximum=penalty.parse(one["maximum"]),
        in_force=parse(one["in_force"]),
        act=one["act"],
        words=one.get("words", ""),
        address=one["address"],
        read=read,
        basis=one["basis"],
    )


STATUTES: tuple[Statute, ...] = tuple(_read())
BY_ID = {statute.id: statute for statute in STATUTES}


def holding(statute: Statute, first: date, last: date) -> tuple[Penalty, ...]:
    """The penalties of a statute that held on a day from `first` to `last`, oldest first."""
    return tuple(one for one in statute.penalties if one.in_force.first <= last and one.in_force.last >= first)


def holding_on(statute: Statute, when: When) -> tuple[Penalty, ...]:
    """The penalties that held on any day that a date may mean."""
    return holding(statute, when.first, when.last)
