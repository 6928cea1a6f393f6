"""Every citation of the sample case against the article itself, where that lies beside the public material."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from amparo.docket.checking import check
from amparo.docket.knowing import every_fact
from amparo.docket.view import view
from docket_cases import SAMPLE, TODAY, sample


@pytest.fixture
def article(corpora: Path) -> str:
    path = corpora.parent / "article" / "asylum-offer.txt"
    if not path.is_file():
        pytest.skip("the article of the sample case is missing on this machine")
    return path.read_bytes().decode("utf-8")


def test_the_text_is_the_one_that_was_read(article: str) -> None:
    (source,) = sample().sources
    assert source.sha256 == sha256(article.encode()).hexdigest()
    assert source.characters == len(article)


def test_each_excerpt_stands_at_its_span(article: str) -> None:
    cites = [cite for fact in every_fact(sample()) for cite in fact.known.cites]
    assert len(cites) > 30
    for cite in cites:
        assert article[cite.start : cite.end] == cite.words


def test_the_command_compares_the_excerpts_itself(article: str, tmp_path: Path) -> None:
    right, wrong = tmp_path / "right.txt", tmp_path / "wrong.txt"
    right.write_bytes(article.encode())
    wrong.write_bytes(article.replace("17 alleged crimes", "71 alleged crimes").encode())
    assert check(SAMPLE.read_bytes(), TODAY, {"rhc": right.read_bytes()}).refused == ()
    refused = check(SAMPLE.read_bytes(), TODAY, {"rhc": wrong.read_bytes()}).refused
    assert refused[0].refusal.what == "The text at hand is not the one that was read."
    assert "There stands: 71 alleged crimes" in [one.refusal.hint for one in refused]
    for text, code in ((right, 0), (wrong, 1)):
        words = ["docket", "check", str(SAMPLE), "--text", f"rhc={text}", "--home", str(tmp_path)]
        assert subprocess.run([sys.executable, "-m", "amparo.cli.main", *words], capture_output=True).returncode == code


def test_address_title_and_outlet_are_those_of_the_article(article: str) -> None:
    (source,) = sample().sources
    for words in (source.address, source.title, source.outlet):
        assert words in article


def test_the_case_is_in_our_own_words(article: str) -> None:
    """Outside quotations, titles and addresses no eight words in a row are the article's."""
    text = "\n".join(
        line for line in SAMPLE.read_text("utf-8").splitlines() if not re.search(r"words:|title:|address:", line)
    )
    text = re.sub(r"words: >-\n.*\n", "", text)
    words = re.findall(r"\w+", article.lower())
    runs = {tuple(words[start : start + 8]) for start in range(len(words) - 7)}
    quoted = {
        tuple(re.findall(r"\w+", cite.words.lower())) for fact in every_fact(sample()) for cite in fact.known.cites
    }
    ours = re.findall(r"\w+", text.lower())
    shared = [ours[start : start + 8] for start in range(len(ours) - 7) if tuple(ours[start : start + 8]) in runs]
    assert [run for run in shared if not any(" ".join(run) in " ".join(one) for one in quoted)] == []


def test_everything_the_article_reports_has_its_place() -> None:
    shown = view(sample(), date(2026, 11, 24))
    assert [(step.kind, step.date.edtf if step.date else "") for step in shown.proceedings[0].steps] == [
        ("requested", "2021?-01"),
        ("ordered", "2022?-04-20"),
        ("minister-asked", "[2022?-05-16..2022?-05-22]"),
    ]
    assert [(step.kind, step.date.edtf if step.date else "") for step in shown.offers[0].steps] == [
        ("made", "2021?-01"),
        ("reiterated", "2022?-05-27"),
    ]
    assert [(charge.counts, charge.statute.maximum_years, charge.years) for charge in shown.exposure.charges] == [
        (17, 10, 170),
        (1, 5, 5),
    ]
    assert {one.by for one in shown.statements} == {"Andrés Manuel López Obrador"}
    assert {actor.id for actor in shown.actors} == {
        *("usa", "uk", "mexico", "lopez-obrador", "patel", "westminster", "defence"),
    }
    assert len(shown.disclosures) == 3
