"""Rooms with many verbs import the module of the one that is asked for, and find each verb there."""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

import pytest

from amparo.cli import desk, docket
from amparo.cli.main import room_parser

ROOMS = {"desk": desk.FAMILIES, "docket": docket.FAMILIES}


def verbs(room: str, word: str) -> list[str]:
    (action,) = [each for each in room_parser(room, word)._actions if isinstance(each, argparse._SubParsersAction)]
    return list(action.choices)


@pytest.mark.parametrize("room", ROOMS)
def test_the_table_names_each_verb_once_and_in_order(room: str) -> None:
    names = [name for names in ROOMS[room].values() for name in names]
    assert verbs(room, "") == verbs(room, "nonsense") == names
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(("room", "family"), [(room, family) for room in ROOMS for family in ROOMS[room]])
def test_a_verb_comes_with_its_own_module_only(room: str, family: str) -> None:
    for name in ROOMS[room][family]:
        assert tuple(verbs(room, name)) == ROOMS[room][family]


def test_a_search_loads_neither_pages_nor_readers() -> None:
    code = (
        "import sys; from amparo.cli.main import room_parser; room_parser('desk', 'search');"
        "print([each for each in sys.modules if each in ('starlette', 'uvicorn', 'amparo.records.entities.read')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_an_article_is_read_without_schemas_and_pages(tmp_path: Path) -> None:
    article = tmp_path / "article.txt"
    article.write_text("Halmere, July 5 - The mayor Ada Marsh said: “We will not give up until it is done.”\n", "utf-8")
    heavy = ("jsonschema", "yaml", "jinja2", "starlette", "amparo.docket.court_html", "amparo.docket.checking")
    code = (
        "import sys; from amparo.cli.main import run; run(['docket', 'read', sys.argv[1]]);"
        f"print([each for each in sys.modules if each in {heavy}])"
    )
    done = subprocess.run([sys.executable, "-c", code, str(article)], capture_output=True, text=True, check=True)
    assert "Ada Marsh: “We will not give up until it is done.”" in done.stdout
    assert done.stdout.endswith("[]\n")
