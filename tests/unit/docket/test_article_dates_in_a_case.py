"""Accepted dates land in a case: on a statement, as a step, a disclosure, an offer. Spec: specs/article.md."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from amparo.docket.article.article import Article
from amparo.docket.article.case_steps import with_steps
from amparo.docket.article.draft import Decision
from amparo.docket.article.filing import case_at, file_lines
from amparo.docket.article.proposing import Line, Proposal, proposals
from amparo.docket.article.reader import Reading, read
from amparo.docket.model import Case
from amparo.docket.reading import read as read_values
from amparo.errors import InputError
from articles import ENGLISH, SPANISH
from docket_cases import TODAY, as_bytes, values


@pytest.fixture(scope="module")
def reading() -> Reading:
    return read(Article(ENGLISH, "text/plain"))


def dated(reading: Reading, words: str) -> Proposal:
    """The line of a date by the words that write it."""
    lines = [one for one in proposals(reading) if one.line is Line.DATE]
    return next(one for one in lines if reading.article.text[slice(*one.at)] == words)


def actor(reading: Reading, name: str) -> Proposal:
    return next(one for one in proposals(reading) if (one.line, one.who) == (Line.ACTOR, name))


def said(reading: Reading, words: str) -> Proposal:
    lines = [one for one in proposals(reading) if one.line is Line.STATEMENT]
    return next(one for one in lines if words in reading.article.text[slice(*one.span)])


def case_of(path: Path) -> Case:
    case = case_at(path, TODAY)
    assert case is not None
    return case


def with_trial(reading: Reading, path: Path) -> None:
    """A case with the trial's beginning, from the article's "Tuesday"."""
    decisions = {
        actor(reading, "Maren Oldeval").id: Decision(),
        dated(reading, "Tuesday").id: Decision(where="new:criminal", choice="trial", text="The trial begins."),
    }
    assert file_lines(reading, path, decisions, TODAY).written == 2


def test_a_date_beside_a_statement_is_proposed_as_its_date(reading: Reading, tmp_path: Path) -> None:
    path, line = tmp_path / "a.yaml", dated(reading, "last week")
    assert line.where == f"said:{said(reading, 'a wound to the state').id}"
    decisions = {
        name: Decision()
        for name in (
            actor(reading, "Maren Oldeval").id,
            actor(reading, "Anton Veld").id,
            line.where.removeprefix("said:"),
            line.id,
        )
    }
    assert file_lines(reading, path, decisions, TODAY).written == 3
    (one,) = case_of(path).statements
    assert one.date is not None
    assert (one.date.when.text, one.date.written) == ("[2003-02-24..2003-03-02]", "last week")
    assert [cite.words for cite in one.known.cites] == ["a wound to the state"]  # what was said, nothing else


def test_a_date_becomes_a_step_of_a_new_proceeding(reading: Reading, tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    with_trial(reading, path)
    (one,) = case_of(path).proceedings
    (step,) = one.steps
    assert (one.kind, one.person, step.kind, step.what) == ("criminal", "maren-oldeval", "trial", "The trial begins.")
    assert step.date is not None
    assert (step.date.when.text, step.date.written) == ("2003-03-04", "Tuesday")
    assert "on Tuesday" in step.known.cites[0].words


def test_a_later_date_becomes_a_step_of_what_the_case_has(reading: Reading, tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    with_trial(reading, path)
    path.write_text(path.read_text("utf-8").replace("    steps:", "    # ours\n    steps:") + "\n# the end\n", "utf-8")
    step = Decision(where="step:criminal", choice="closed", date="2003-12~", text="It is closed.")
    assert file_lines(reading, path, {dated(reading, "December").id: step}, TODAY).written == 1
    (one,) = case_of(path).proceedings
    assert [step.kind for step in one.steps] == ["trial", "closed"]
    assert one.steps[1].date is not None
    assert (one.steps[1].date.when.text, one.steps[1].date.inferred) == ("2003-12~", "Read so by the editor.")
    assert "    # ours\n" in path.read_text("utf-8")
    assert path.read_text("utf-8").endswith("\n# the end\n")


def test_a_step_goes_into_a_case_in_json(reading: Reading, tmp_path: Path) -> None:
    path = tmp_path / "b.json"
    path.write_bytes(as_bytes(values()))
    name = values()["proceedings"][0]["id"]
    line = dated(reading, "December")
    step = Decision(where=f"step:{name}", choice="filing", date="2004-02-26", by="oldeval")
    assert file_lines(reading, path, {line.id: step}, TODAY).refused == ()
    after = json.loads(path.read_text("utf-8"))["proceedings"][0]["steps"]
    assert (len(after), after[-1]["kind"], after[-1]["by"]) == (
        len(values()["proceedings"][0]["steps"]) + 1,
        "filing",
        "oldeval",
    )


def test_a_disclosure_and_an_offer_are_dated(reading: Reading, tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    decisions = {
        actor(reading, "Maren Oldeval").id: Decision(),
        actor(reading, "Lena Aldous").id: Decision(),
        dated(reading, "January").id: Decision(
            where="disclosure", text="The ledgers of the harbour.", date="2002-09~", by="Maren Oldeval"
        ),
        dated(reading, "two years ago").id: Decision(
            where="offer:asylum", choice="made", by="Lena Aldous", who="Maren Oldeval"
        ),
    }
    filed = file_lines(reading, path, decisions, TODAY)
    assert (filed.written, filed.refused) == (4, ())
    case = case_of(path)
    assert [(one.what, one.date.when.text) for one in case.disclosures if one.date] == [
        ("The ledgers of the harbour.", "2002-09~")
    ]
    assert [one.steps[0].date.when.text for one in case.offers if one.steps[0].date] == ["2001"]


def test_what_is_missing_is_said_and_nothing_is_written(reading: Reading, tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    oldeval, tuesday, week = actor(reading, "Maren Oldeval"), dated(reading, "Tuesday"), dated(reading, "last week")
    for line, decision, what in (
        (tuesday, Decision(), "no place in the case"),
        (tuesday, Decision(where="new:criminal"), "no kind that belongs there"),
        (tuesday, Decision(where="new:extradition", choice="trial"), "no kind that belongs there"),
        (tuesday, Decision(where="step:appeal", choice="heard"), "nothing that the case has"),
        (tuesday, Decision(where="new:criminal", choice="trial", date="soon"), "not a date in EDTF"),
        (tuesday, Decision(where="new:criminal", choice="trial", by="Nobody"), "not in the case"),
        (tuesday, Decision(where="disclosure"), "no words of your own"),
        (week, Decision(), "not accepted"),
    ):
        with pytest.raises(InputError, match=what):
            file_lines(reading, path, {oldeval.id: Decision(), line.id: decision}, TODAY)
    assert not path.exists()


def test_a_year_that_is_the_editors_keeps_its_doubt(tmp_path: Path) -> None:
    open_year, closed = (read(Article(SPANISH, "text/plain"), day) for day in (None, date(2022, 5, 27)))
    ordered = dated(open_year, "20 de abril")
    with pytest.raises(InputError, match="year of a date is open"):
        file_lines(
            read(Article(SPANISH + "\nhttps://tarsk.example/1\n", "text/plain")),
            tmp_path / "c.yaml",
            {
                actor(open_year, "Maren Oldeval").id: Decision(),
                ordered.id: Decision(where="new:criminal", choice="trial"),
            },
            TODAY,
        )
    assert dated(closed, "20 de abril").edtf == "2022?-04-20"
    assert dated(closed, "semana pasada").edtf == "[2022?-05-16..2022?-05-22]"
    assert dated(closed, "2019").edtf == "2019"


STEP = {"id": "two", "kind": "heard", "cites": [{"source": "x", "span": [0, 1], "words": "T"}]}


@pytest.mark.parametrize(
    "steps",
    [
        "  steps:\n  - id: one\n    kind: trial\n",
        "  steps:\n    - id: one\n      what: >\n        folded\n\n        text\n",
        "  steps:\n  - kind: trial\n    # of ours\n    id: one\n\n  # next\n  title: T\n",
        "  steps:\n  - id: one",
    ],
)
def test_steps_go_behind_the_last_however_they_are_written(steps: str) -> None:
    text = f"proceedings:\n- id: first\n  steps:\n  - id: zero\n- id: a\n{steps}"
    after = with_steps(text, {("proceedings", "a"): [dict(STEP)]})
    before = read_values(text.encode()).value["proceedings"]
    now = read_values(after.encode()).value["proceedings"]
    assert now[0] == before[0]
    assert now[1]["steps"] == [*before[1]["steps"], STEP]
    assert {**now[1], "steps": 0} == {**before[1], "steps": 0}
    kept = iter(after.splitlines())
    assert all(line in kept for line in text.splitlines())  # in their order, none changed


def test_steps_in_one_line_are_left_to_the_editor() -> None:
    with pytest.raises(InputError, match="not written as a list of lines"):
        with_steps("proceedings:\n- id: a\n  steps: [{id: one}]\n", {("proceedings", "a"): [dict(STEP)]})
