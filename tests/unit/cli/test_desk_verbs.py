"""`amparo desk` imports the module of one verb, and finds each verb there."""

from __future__ import annotations

import argparse
import subprocess
import sys

import pytest

from amparo.cli.desk import FAMILIES
from amparo.cli.main import room_parser

NAMES = [name for names in FAMILIES.values() for name in names]


def verbs(word: str) -> list[str]:
    (action,) = [each for each in room_parser("desk", word)._actions if isinstance(each, argparse._SubParsersAction)]
    return list(action.choices)


def test_the_table_names_each_verb_once_and_in_order() -> None:
    assert verbs("") == verbs("nonsense") == NAMES
    assert len(set(NAMES)) == len(NAMES)


@pytest.mark.parametrize("family", FAMILIES)
def test_a_verb_comes_with_its_own_module_only(family: str) -> None:
    for name in FAMILIES[family]:
        assert tuple(verbs(name)) == FAMILIES[family]


def test_a_search_loads_neither_pages_nor_readers() -> None:
    code = (
        "import sys; from amparo.cli.main import room_parser; room_parser('desk', 'search');"
        "print([each for each in sys.modules if each in ('starlette', 'uvicorn', 'amparo.records.entities.read')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
