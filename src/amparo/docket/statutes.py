"""The statute table: greatest penalties, from public law, each with the words that say so.

Spec: specs/case.md, "Statutes". A case names a statute by its identity here; years are never typed into a
case. `words` are the statute's own; `address` is where the Office of the Law Revision Counsel publishes it; `in_force`
begins with the act that brought the section its present maximum.

Not yet compared with those addresses: § 371 was entered from a stored copy of the Code; § 793, the Statutes at Large
and the dates in force from general knowledge. `read` is the day of entry. Compare them before publishing a docket.
"""

from __future__ import annotations

from datetime import date

from amparo.docket.edtf import parse
from amparo.docket.model import Statute

STATUTES: tuple[Statute, ...] = (
    Statute(
        id="us-18-371",
        citation="18 U.S.C. § 371",
        title="Conspiracy to commit offense or to defraud United States",
        jurisdiction="United States",
        act="Act of June 25, 1948, ch. 645, 62 Stat. 701, in force from September 1, 1948",
        maximum_years=5,
        in_force=parse("1948-09-01/.."),
        words="fined under this title or imprisoned not more than five years, or both",
        address="https://uscode.house.gov/view.xhtml?req=granuleid:USC-prelim-title18-section371&num=0&edition=prelim",
        read=date(2026, 11, 24),
    ),
    Statute(
        id="us-18-793",
        citation="18 U.S.C. § 793",
        title="Gathering, transmitting or losing defense information",
        jurisdiction="United States",
        act="Espionage Act of 1917, as codified and amended by the Act of September 23, 1950, ch. 1024, 64 Stat. 1003",
        maximum_years=10,
        in_force=parse("1950-09-23/.."),
        words="fined under this title or imprisoned not more than ten years, or both",
        address="https://uscode.house.gov/view.xhtml?req=granuleid:USC-prelim-title18-section793&num=0&edition=prelim",
        read=date(2026, 11, 24),
    ),
)

BY_ID = {statute.id: statute for statute in STATUTES}
