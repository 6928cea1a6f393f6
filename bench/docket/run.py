"""The reader of articles beside `dateparser` and a regular expression, on annotated news; writes RESULTS.md.

Dates: gold values are GUM's (`gold.json`); an expression is found when one of ours has the same words, or words within
them; a value is right when first and last day are. Speakers: `speakers.json` beside this file. All in one run, each
timed over the same articles.
"""

from __future__ import annotations

import argparse
import calendar
import json
import os
import platform
import re
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from peers import dates_by_dateparser, quotes_by_pattern

from amparo.docket.article.dates.find import Anchor, find_dates
from amparo.docket.article.languages.english import ENGLISH
from amparo.docket.article.reader import read_bytes

HERE = Path(__file__).resolve().parent
CORPORA = Path(os.environ.get("AMPARO_CORPORA", HERE.parents[2] / "shared" / "corpora"))
Days = tuple[date | None, date | None]
Found = list[tuple[str, Days]]


@dataclass(slots=True)
class Score:
    """Counts over all articles, and milliseconds of processor time an article."""

    gold: int = 0
    days: int = 0
    found: int = 0
    hits: int = 0
    right: int = 0
    right_days: int = 0
    times: list[float] = field(default_factory=list)


def _words(text: str) -> str:
    return re.sub(r"\W+", " ", text).strip().lower()


def _days(gold: dict[str, str]) -> Days:
    ends = (
        (gold.get("when"),) * 2
        if "when" in gold
        else (gold.get("from") or gold.get("notBefore"), gold.get("to") or gold.get("notAfter"))
    )
    return _end(ends[0], first=True), _end(ends[1], first=False)


def _end(text: str | None, *, first: bool) -> date | None:
    parts = [int(part) for part in (text or "").split("T")[0].lstrip("-").split("-") if part]
    if not parts or parts[0] < 1000:
        return None
    month = parts[1] if len(parts) > 1 else 1 if first else 12
    day = parts[2] if len(parts) > 2 else 1 if first else calendar.monthrange(parts[0], month)[1]
    return date(parts[0], month, day)


def score_dates(score: Score, gold: Sequence[dict[str, str]], found: Found) -> None:
    """Match expressions by their words, each of ours once, and compare values."""
    left = list(found)
    score.found += len(found)
    for one in gold:
        surface, days = _words(one["surface"]), _days(one)
        score.gold += 1
        exact = len(one.get("when", "")) == 10
        score.days += exact
        same = [ours for ours in left if _words(ours[0]) == surface]
        match = next(
            iter(same or [ours for ours in left if _words(ours[0]) in surface or surface in _words(ours[0])]), None
        )
        if match is None:
            continue
        left.remove(match)
        score.hits += 1
        score.right += match[1] == days
        score.right_days += exact and match[1] == days


def score_quotes(score: Score, gold: Sequence[tuple[int, str | None]], found: dict[int, str]) -> None:
    """A speaker is right when it shares a word of the gold name that is not a common one."""
    for offset, speaker in gold:
        said = found.get(offset)
        score.gold += speaker is not None
        score.found += said is not None
        names = set(_words(speaker or "").split()) - {"the", "one", "a", "by", "of"}
        score.right += said is not None and bool(names & set(_words(said).split()))


def _timed(score: Score, work: Callable[[], object]) -> object:
    started = time.process_time()  # Of the processor: what else runs on the machine counts little.
    done = work()
    score.times.append((time.process_time() - started) * 1000)
    return done


def _amparo_dates(text: str, written: date) -> Found:
    anchor = Anchor(written.year, written.month, written.day)
    return [(text[one.start : one.end], (one.value.first, one.value.last)) for one in find_dates(text, anchor, ENGLISH)]


def _amparo_quotes(data: bytes) -> dict[int, str]:
    return {one.start: one.speaker for one in read_bytes(data).statements if one.direct and one.speaker}


def measure(folder: Path, rounds: int) -> dict[str, Score]:
    """Every peer over every article, in turn, `rounds` times; scores are those of the first round."""
    gold = json.loads((folder / "gold.json").read_text("utf-8"))
    speakers = json.loads((HERE / "speakers.json").read_text("utf-8"))
    scores = {name: Score() for name in ("dates, amparo", "dates, dateparser", "quotes, amparo", "quotes, pattern")}
    for number in range(rounds):
        for name, one in sorted(gold.items()):
            data = (folder / f"{name}.txt").read_bytes()
            text, written = data.decode(), date.fromisoformat(one["created"])
            done: dict[str, Any] = {
                "dates, amparo": _timed(scores["dates, amparo"], lambda t=text, w=written: _amparo_dates(t, w)),
                "dates, dateparser": _timed(
                    scores["dates, dateparser"], lambda t=text, w=written: dates_by_dateparser(t, w)
                ),
                "quotes, amparo": _timed(scores["quotes, amparo"], lambda d=data: _amparo_quotes(d)),
                "quotes, pattern": _timed(scores["quotes, pattern"], lambda t=text: quotes_by_pattern(t)),
            }
            if number:
                continue
            for peer, found in done.items():
                if peer.startswith("dates"):
                    score_dates(scores[peer], one["dates"], found)
                else:
                    score_quotes(scores[peer], speakers.get(name, ()), found)
    return scores


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f} %" if whole else "-"


def render(scores: dict[str, Score], articles: int) -> str:
    """The page."""
    lines = [
        "# Reading articles, measured",
        "",
        f"{articles} annotated articles and interviews (GUM), all peers in one run, {datetime.now(UTC):%Y-%m-%d}. "
        "Written by `make bench-docket`.",
        "",
        f"- machine: {os.cpu_count()} processors, {platform.system()} {platform.release()}",
        f"- Python {platform.python_version()}, dateparser {version('dateparser')}",
        "",
        "## Dates against the dateline",
        "",
        "| what | recall | precision | value right, of all | of day-precise | CPU ms an article |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for name in ("amparo", "dateparser"):
        one = scores[f"dates, {name}"]
        cells = (
            _share(one.hits, one.gold),
            _share(one.hits, one.found),
            _share(one.right, one.gold),
            _share(one.right_days, one.days),
        )
        lines.append(f"| {name} | {' | '.join(cells)} | {statistics.median(one.times):.1f} |")
    lines += [
        "",
        f"{scores['dates, amparo'].gold} expressions, {scores['dates, amparo'].days} of them days. GUM leaves some",
        "expressions unmarked (`today` in the sense of nowadays, times of day), which counts against precision.",
        "",
        "## Quotations with their speaker",
        "",
        "| what | right, of all that have a speaker | right, of those given | CPU ms an article |",
        "|---|---:|---:|---:|",
    ]
    for name in ("amparo", "pattern"):
        one = scores[f"quotes, {name}"]
        lines.append(
            f"| {name} | {_share(one.right, one.gold)} | {_share(one.right, one.found)} "
            f"| {statistics.median(one.times):.1f} |"
        )
    lines += [
        "",
        f"{scores['quotes, amparo'].gold} quotations with a speaker. For amparo the time is that of the whole reading.",
        "",
        "The rules were made with these articles at hand. What they do on others: HELD_OUT.md beside this page.",
    ]
    return "\n".join(lines) + "\n"


def main() -> int:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    folder = CORPORA / "press" / "gum-plain"
    if not folder.is_dir():
        print(
            "error: the press corpus is missing\nhint: AMPARO_CORPORA names its folder",
            file=sys.stderr,
        )
        return 1
    page = render(measure(folder, options.rounds), len(list(folder.glob("*.txt"))))
    (HERE / "RESULTS.md").write_text(page, "utf-8")
    print(page)
    return 0


if __name__ == "__main__":
    sys.exit(main())
