"""Accepted lines become facts of a case: cited, checked, written whole or not at all. Spec: specs/article.md."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from amparo.docket.article.article import Article
from amparo.docket.article.case_text import new_case, with_facts
from amparo.docket.article.draft import Decision
from amparo.docket.article.filing import case_at, file_lines
from amparo.docket.article.proposing import Proposal, in_case, proposals
from amparo.docket.article.reader import Reading, read
from amparo.docket.checking import check
from amparo.errors import InputError
from articles import ENGLISH, SPANISH
from docket_cases import TODAY, as_bytes, sample, values


@pytest.fixture(scope="module")
def reading() -> Reading:
    return read(Article(ENGLISH, "text/plain"))


def line(reading: Reading, kind: str, start: str) -> Proposal:
    """The line of a kind that is about words or a name."""
    text = reading.article.text
    return next(one for one in proposals(reading) if one.line == kind and start in (one.who, text[slice(*one.span)]))


def test_lines_become_a_case_that_holds(reading: Reading, tmp_path: Path) -> None:
    path = tmp_path / "oldeval.yaml"
    oldeval, veld = line(reading, "actor", "Maren Oldeval"), line(reading, "actor", "Anton Veld")
    said = line(reading, "statement", "I would do it again.")
    reported = next(one for one in proposals(reading) if one.line == "statement" and not one.direct)
    decisions = {
        oldeval.id: Decision(),
        veld.id: Decision(text="Anton Veld", choice="head-of-state"),
        said.id: Decision(),
        reported.id: Decision(text="Nobody would be tried for talking to the press."),
    }
    filed = file_lines(reading, path, decisions, TODAY)
    assert (filed.written, filed.refused) == (4, ())
    case = case_at(path, TODAY)
    assert case is not None
    assert {one.name: one.role for one in case.actors} == {"Maren Oldeval": "defendant", "Anton Veld": "head-of-state"}
    assert case.sources[0].address == "https://courier.example/2003/03/04/ledger-case"
    assert case.sources[0].published is not None
    assert case.sources[0].published.when.text == "2003-03-04"
    direct, told = case.statements
    assert direct.known.cites[0].words == "I would do it again."
    assert told.what == "Nobody would be tried for talking to the press."


def test_a_second_time_the_actor_is_known_and_the_source_is_not_repeated(reading: Reading, tmp_path: Path) -> None:
    path = tmp_path / "oldeval.yaml"
    oldeval = line(reading, "actor", "Maren Oldeval")
    file_lines(reading, path, {oldeval.id: Decision()}, TODAY)
    said = line(reading, "statement", "I would do it again.")
    assert file_lines(reading, path, {oldeval.id: Decision(), said.id: Decision()}, TODAY).written == 1
    case = case_at(path, TODAY)
    assert case is not None
    assert (len(case.actors), len(case.sources), len(case.statements)) == (1, 1, 1)


def test_what_only_an_editor_can_say_is_asked_for(reading: Reading, tmp_path: Path) -> None:
    path = tmp_path / "oldeval.yaml"
    oldeval = line(reading, "actor", "Maren Oldeval")
    reported = next(one for one in proposals(reading) if one.line == "statement" and not one.direct)
    charge = next(one for one in proposals(reading) if one.line == "charge")
    said = line(reading, "statement", "I would do it again.")
    for decisions, what in (
        ({oldeval.id: Decision(), reported.id: Decision(who="Maren Oldeval")}, "words of your own"),
        ({oldeval.id: Decision(), charge.id: Decision()}, "no offence or no statute"),
        ({said.id: Decision()}, "not in the case"),
    ):
        with pytest.raises(InputError, match=what):
            file_lines(reading, path, decisions, TODAY)
    assert not path.exists()


def test_what_the_check_refuses_is_not_written(reading: Reading, tmp_path: Path) -> None:
    path = tmp_path / "oldeval.yaml"
    veld = line(reading, "actor", "Anton Veld")
    filed = file_lines(reading, path, {veld.id: Decision()}, TODAY)
    assert filed.written == 0
    assert [one.refusal.what for one in filed.refused] == ["No person in this case is the one it is about."]
    assert "role: defendant" in filed.refused[0].refusal.hint
    assert list(tmp_path.iterdir()) == []


def test_yaml_keeps_its_comments_and_json_stays_json(reading: Reading, tmp_path: Path) -> None:
    yaml, plain = tmp_path / "a.yaml", tmp_path / "b.json"
    oldeval = line(reading, "actor", "Maren Oldeval")
    file_lines(reading, yaml, {oldeval.id: Decision()}, TODAY)
    yaml.write_text("# ours\n" + yaml.read_text("utf-8") + "\n# the end\n", "utf-8")
    plain.write_bytes(as_bytes(values()))
    said = line(reading, "statement", "I would do it again.")
    file_lines(reading, yaml, {said.id: Decision()}, TODAY)
    file_lines(reading, plain, {said.id: Decision(who="oldeval")}, TODAY)
    assert yaml.read_text("utf-8").startswith("# ours\n")
    assert "# the end\n" in yaml.read_text("utf-8")
    after = json.loads(plain.read_text("utf-8"))
    assert after["statements"][-1]["by"] == "oldeval"
    assert check(plain.read_bytes(), TODAY).refused == ()


def test_facts_go_to_the_end_of_their_section_whatever_its_indent() -> None:
    fact = {"id": "two", "kind": "state", "name": "Tarsk: no", "cites": [{"source": "x", "span": [0, 1], "words": "T"}]}
    for indent in ("", "  "):
        text = f"id: a\nactors:\n{indent}- id: one\n{indent}  kind: state\n\n# next\nfigures: []\n"
        after = with_facts(text, {"actors": [fact]})
        assert after.index("id: one") < after.index(f"\n{indent}- id: two") < after.index("# next")
    assert 'name: "Tarsk: no"' in after
    assert "figures:\n  - id: two" in with_facts("figures: []\n", {"figures": [fact]})
    assert new_case("a", "true", "en").splitlines()[2] == 'title: "true"'


def test_the_editors_day_carries_its_doubt(tmp_path: Path) -> None:
    found = read(Article(SPANISH + "\nhttps://tarsk.example/1\n", "text/plain"), date(2022, 5, 27))
    path = tmp_path / "c.yaml"
    oldeval = line(found, "actor", "Maren Oldeval")
    assert file_lines(found, path, {oldeval.id: Decision()}, TODAY).written == 1
    assert (
        '{edtf: "2022?-05-27", inferred: "The dateline has a day and no year; the year is the editor\'s."}'
        in path.read_text()
    )


def test_an_actor_of_the_case_is_known_without_accents() -> None:
    actors = sample().actors
    assert in_case("Andres Manuel Lopez Obrador", actors) == "lopez-obrador"
    assert in_case("Lopez Obrador", actors) == "lopez-obrador"
    assert in_case("Maria Obrador", actors) == ""
