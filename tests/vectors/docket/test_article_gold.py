"""The article this project grew from, against a gold file checked by hand: nothing missed, nothing invented.

The gold is `asylum_offer_gold.json` beside this file: the article's spans and a few words of each, not the article.
"""

from __future__ import annotations

import json
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from amparo.docket.article.reader import read_bytes
from amparo.docket.article.telling import as_data

GOLD: dict[str, Any] = json.loads(Path(__file__).with_name("asylum_offer_gold.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def article(corpora: Path) -> bytes:
    path = corpora.parent / "article" / "asylum-offer.txt"
    if not path.is_file():
        pytest.skip("the article of the gold file is missing on this machine")
    return path.read_bytes()


@pytest.fixture(scope="module")
def closed(article: bytes) -> dict[str, Any]:
    return as_data(read_bytes(article, date(2022, 5, 27)))


@pytest.fixture(scope="module")
def still_open(article: bytes) -> dict[str, Any]:
    return as_data(read_bytes(article))


def test_the_gold_is_of_this_text(article: bytes) -> None:
    assert sha256(article).hexdigest() == GOLD["source"]["sha256"]


def test_heading(closed: dict[str, Any], still_open: dict[str, Any]) -> None:
    assert {key: closed[key] for key in ("title", "outlet", "url")} == {
        key: GOLD[key] for key in ("title", "outlet", "url")
    }
    assert {key: still_open["dateline"][key] for key in ("place", "date")} == GOLD["dateline"]
    assert closed["dateline"]["date"] == "2022-05-27"


def test_every_statement_with_its_speaker_and_no_other(closed: dict[str, Any]) -> None:
    found = [
        {
            "speaker": one["speaker"],
            "direct": one["direct"],
            "as": one["mention"]["text"],
            "cue": one["cue"],
            "span": one["span"],
            "begins": one["quote"][:30],
            "ends": one["quote"][-25:],
        }
        for one in closed["statements"]
    ]
    assert found == GOLD["statements"]


def test_every_date_with_its_value_and_no_other(closed: dict[str, Any], still_open: dict[str, Any]) -> None:
    for reading, key in ((closed, "closed"), (still_open, "open")):
        found = [(one["expression"], one["span"], one["date"]["edtf"]) for one in reading["events"]]
        assert found == [(one["expression"], one["span"], one[key]) for one in GOLD["dates"]]
    days = [(one["date"]["from"], one["date"]["to"]) for one in closed["events"]]
    assert days == [(one["from"], one["to"]) for one in GOLD["dates"]]
    assert [one["actors"] for one in closed["events"]] == [one["actors"] for one in GOLD["dates"]]
    assert all(one["what"].startswith(gold["what"]) for one, gold in zip(closed["events"], GOLD["dates"], strict=True))


def test_every_actor_with_its_role_and_no_other(closed: dict[str, Any]) -> None:
    text = closed["text"]
    found = [
        {key: one[key] for key in ("name", "kind", "part", "role")}
        | {"named": [text[start:end] for start, end in one["mentions"]]}
        for one in closed["actors"]
    ]
    assert found == GOLD["actors"]


def test_every_figure_and_no_other(closed: dict[str, Any]) -> None:
    keys = ("value", "counts", "kind", "span", "text")
    assert [{key: one[key] for key in keys} for one in closed["figures"]] == GOLD["figures"]


def test_charges_with_the_statutes_they_may_mean(closed: dict[str, Any]) -> None:
    assert [(one["count"], one["offence"]) for one in closed["charges"]] == [
        (one["count"], one["offence"]) for one in GOLD["charges"]
    ]
    for one, gold in zip(closed["charges"], GOLD["charges"], strict=True):
        assert set(gold["statutes"]) <= set(one["statutes"])
