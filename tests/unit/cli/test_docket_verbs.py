"""`amparo docket` imports the module of one verb, and finds each verb there."""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

import pytest

from amparo.cli.docket import FAMILIES
from amparo.cli.main import room_parser

NAMES = [name for names in FAMILIES.values() for name in names]


def verbs(word: str) -> list[str]:
    (action,) = [each for each in room_parser("docket", word)._actions if isinstance(each, argparse._SubParsersAction)]
    return list(action.choices)


def test_the_table_names_each_verb_once_and_in_order() -> None:
    assert verbs("") == verbs("nonsense") == NAMES
    assert len(set(NAMES)) == len(NAMES)


@pytest.mark.parametrize("family", FAMILIES)
def test_a_verb_comes_with_its_own_module_only(family: str) -> None:
    for name in FAMILIES[family]:
        assert tuple(verbs(name)) == FAMILIES[family]


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
