"""The invented sample case: good against its own texts, and with something of every kind to show."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

from lxml import html

from amparo.docket.build import build
from amparo.docket.checking import check
from amparo.docket.model import Case
from amparo.docket.procedures import KINDS
from amparo.docket.view import view

CASES = Path(__file__).resolve().parents[3] / "samples" / "cases"
FILE = CASES / "orrel.yaml"
TEXTS = {path.stem: path for path in (CASES / "orrel").glob("*.txt")}
DAY = date(2026, 11, 29)


def case() -> Case:
    checked = check(FILE.read_bytes(), DAY, {name: path.read_bytes() for name, path in TEXTS.items()})
    assert checked.refused == checked.warned == ()
    assert checked.case is not None
    return checked.case


def test_the_command_finds_every_excerpt_in_the_texts_beside_it(tmp_path: Path) -> None:
    words = ["docket", "check", str(FILE), "--home", str(tmp_path)]
    for name, path in TEXTS.items():
        words += ["--text", f"{name}={path}"]
    done = subprocess.run([sys.executable, "-m", "amparo.cli.main", *words], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert {source.id for source in case().sources} == set(TEXTS)


def test_it_has_every_kind_of_proceeding_and_what_the_docket_computes() -> None:
    shown = view(case(), DAY)
    assert {one.kind for one in shown.proceedings} == set(KINDS)
    assert shown.exposure.derivation == "4 × 7 years + 1 × life = life and 28 years"
    assert [charge.counted for charge in shown.exposure.charges] == [True, False, True]
    (held,) = shown.custody
    assert (held.days.words, held.held) == ("184 to 190 days", False)
    asylum = next(one for one in shown.proceedings if one.kind == "asylum")
    assert [(limit.rule, limit.words) for limit in asylum.deadlines] == [
        ("Regulation (EU) 2024/1348, Article 35", "15 January 2027")
    ]
    assert [(one.kind, one.outcome) for one in shown.replies] == [
        *(("statement", ""), ("correction-request", "corrected"), ("correction-request", "declined")),
    ]


def test_the_page_before_the_correction_keeps_the_earlier_day(tmp_path: Path) -> None:
    build([case()], tmp_path, DAY)
    now = (tmp_path / "orrel" / "index.html").read_text("utf-8")
    page = html.fromstring(now)
    (link, *_) = page.xpath("//*[starts-with(@id, 'correction-')]//a[contains(@href, 'as-known-on')]/@href")
    before = (tmp_path / "orrel" / link).resolve().read_text("utf-8")
    assert "Provisional arrest in Tarsk, after midnight." in now
    assert "Provisional arrest in Tarsk, after midnight." not in before
    assert "183 to 189 days" not in now
    assert "185 to 191 days" in before
    assert page.xpath("//h2[@id='replies']")
