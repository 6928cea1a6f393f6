"""The attacker: reads a dump, a list of questions, and the answers to some of them; answers the rest.

    attack.py DUMP QUESTIONS.json ANSWERS.json

The answers at hand are those an attacker gets by sending a share of the submissions itself. From these it learns which
mark gives anything away; on the others it is measured, by somebody else. It reads nothing but the dump. Each kind of
question is answered once with the one mark that did best, once with all marks together, for each group of marks.
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from evidence import GROUPS, Dump, Facts

Question = dict[str, Any]
Votes = dict[str, int]
"""For one question, what each mark says: 1 for the first answer, -1 for the second, 0 for nothing."""


def votes_on_pairs(dump: Dump, question: Question) -> Votes:
    """Which of two records belongs to a third: the one that shares a value, or whose value is nearer."""
    here, first, second = (dump.facts(question[name]) for name in ("of", "first", "second"))
    said: Votes = {}
    for mark in _common(here, first, second):
        a, b, c = here[mark], first[mark], second[mark]
        said[f"{mark}: same"] = (a == b) - (a == c)
        if isinstance(a, float) and isinstance(b, float) and isinstance(c, float):
            said[f"{mark}: near"] = _sign(abs(a - c) - abs(a - b))
    return said


def votes_on_order(dump: Dump, question: Question) -> Votes:
    """Which of two records came first: the one with the smaller value."""
    first, second = dump.facts(question["first"]), dump.facts(question["second"])
    return {
        mark: _sign(later - earlier)
        for mark in _common(first, second)
        if isinstance(earlier := first[mark], float) and isinstance(later := second[mark], float)
    }


def votes_on_halves(dump: Dump, question: Question) -> Votes:
    """Whether a record came before one o’clock, when half a day’s submissions have come: by a time of day, or by its
    place among the records of its day."""
    facts, others = dump.facts(question["of"]), [dump.facts(key) for key in question["same_day"]]
    said: Votes = {}
    for mark, value in facts.items():
        if isinstance(value, float):
            beside = [each for other in others if isinstance(each := other.get(mark), float)]
            said[f"{mark}: place"] = _sign(sum(_sign(each - value) for each in beside))
            if value > 86_400 * 365 and value % 86_400:
                said[f"{mark}: time of day"] = _sign(46_800 - value % 86_400)
    return said


KINDS: dict[str, Callable[[Dump, Question], Votes]] = {
    "link": votes_on_pairs,
    "link, same day and size": votes_on_pairs,
    "reply": votes_on_pairs,
    "reply, same day": votes_on_pairs,
    "order": votes_on_order,
    "half of the day": votes_on_halves,
}


class Rule:
    """What was learnt of one kind of question from one group of marks."""

    def __init__(self, learnt: Sequence[tuple[Votes, int]]) -> None:
        right: dict[str, int] = {}
        spoke: dict[str, int] = {}
        for said, answer in learnt:
            for mark, vote in said.items():
                spoke[mark] = spoke.get(mark, 0) + abs(vote)
                right[mark] = right.get(mark, 0) + (vote == answer)
        self.weights = {mark: _log_odds(right[mark], spoke[mark]) for mark in spoke}
        gains = {mark: abs(right[mark] - spoke[mark] / 2) for mark in spoke}
        self.best = max(gains, key=lambda mark: gains[mark], default="")

    def with_one(self, said: Votes) -> int:
        """The best mark's answer; 0 for a toss."""
        return _sign(said.get(self.best, 0) * self.weights.get(self.best, 0))

    def with_all(self, said: Votes) -> int:
        """What all marks together say."""
        return _sign(sum(vote * self.weights.get(mark, 0) for mark, vote in said.items()))


def answer(dump: Dump, questions: Sequence[Question]) -> dict[str, Any]:
    """For each kind and group: the best mark, and the answers to the open questions by number."""
    found: dict[str, Any] = {}
    for kind, votes in KINDS.items():
        asked = [(question, votes(dump, question)) for question in questions if question["kind"] == kind]
        for group in GROUPS:
            mine = [(question, {m: v for m, v in said.items() if m.startswith(group)}) for question, said in asked]
            rule = Rule([(said, question["answer"]) for question, said in mine if "answer" in question])
            still = [(question, said) for question, said in mine if "answer" not in question]
            found.setdefault(kind, {})[group] = {
                "best mark": rule.best.partition("|")[2],
                "with one": {question["number"]: rule.with_one(said) for question, said in still},
                "with all": {question["number"]: rule.with_all(said) for question, said in still},
            }
    return found


def count_sources(dump: Dump, questions: Sequence[Question], known: dict[str, Any]) -> float:
    """How many sources: the distinct values of a column that ties records together without a fault, if there is one;
    else the records that lie here, divided by how many each known source sent."""
    told = [(votes_on_pairs(dump, q), q["answer"]) for q in questions if q["kind"] == "link" and "answer" in q]
    for mark in {mark for said, _ in told for mark in said if mark.endswith(": same")}:
        if told and all(said.get(mark) == right for said, right in told):
            column = mark.removesuffix(": same")
            return len({dump.facts(key).get(column) for key in known["records"]} - {None})
    return len(known["records"]) / known["each"]


def _common(*facts: Facts) -> list[str]:
    return [mark for mark in facts[0] if all(mark in other for other in facts[1:])]


def _log_odds(right: int, spoke: int) -> float:
    """Weight of a mark; nothing for one that hardly beats a toss, given how often it spoke."""
    if abs(right - spoke / 2) < math.sqrt(spoke):
        return 0.0
    share = (right + 1) / (spoke + 2)
    return math.log(share / (1 - share))


def _sign(value: float) -> int:
    return (value > 0) - (value < 0)


def main() -> None:
    """See above."""
    folder, asked, to = map(Path, sys.argv[1:4])
    given = json.loads(asked.read_text())
    keys = {question[name] for question in given["questions"] for name in ("of", "first", "second") if name in question}
    dump = Dump(folder, sorted(keys))
    found = answer(dump, given["questions"])
    to.write_text(json.dumps({"answers": found, "sources": count_sources(dump, given["questions"], given["known"])}))


if __name__ == "__main__":
    main()
