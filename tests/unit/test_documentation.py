"""What the documentation says exists does: links, commands, and the test behind each promise of the threat model."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from amparo.cli.main import ROOMS, room_parser

TOP = Path(__file__).resolve().parents[2]
PAGES = sorted([*TOP.glob("*.md"), *(TOP / "docs").rglob("*.md"), *(TOP / "specs").glob("*.md")])
COMMAND = re.compile(rf"amparo ({'|'.join(name for name, _, _ in ROOMS)})(?: ([a-z]+(?:-[a-z]+)*)\b)?([^`\n|]*)")


def verbs_of(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            return dict(action.choices)
    return {"": parser}


def commands() -> Iterator[tuple[str, str, str, str]]:
    for page in [TOP / "README.md", *sorted((TOP / "docs").glob("*.md"))]:
        for room, verb, rest in COMMAND.findall(page.read_text("utf-8")):
            if verb:
                yield page.name, room, verb, rest


@pytest.mark.parametrize(("page", "room", "verb", "rest"), sorted(set(commands())))
def test_command_exists_as_written(page: str, room: str, verb: str, rest: str) -> None:
    verbs = verbs_of(room_parser(room))
    parser = verbs.get("", verbs.get(verb))  # some commands have no verbs
    assert parser is not None, f"{page}: amparo {room} {verb}"
    own = verbs_of(parser)  # and some verbs have verbs of their own
    parser = own.get("") or own.get(rest.split(maxsplit=1)[0] if rest.split() else "")
    assert parser is not None, f"{page}: amparo {room} {verb}{rest}"
    known = {option for action in parser._actions for option in action.option_strings}
    written = re.split(r"\s{2,}|;", rest)[0]  # what follows is the explanation beside it
    for option in re.findall(r"(?<=\s)--[a-z][a-z0-9-]*", written):
        assert option in known, f"{page}: amparo {room} {verb} {option}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(TOP)))
def test_links_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text("utf-8"))
    here = [link for link in links if "://" not in link and "docs/pictures/" not in link]  # pictures are made
    missing = [link for link in here if not (page.parent / link).exists()]
    assert missing == []


def test_every_promise_names_a_test_that_exists() -> None:
    text = (TOP / "docs" / "THREAT_MODEL.md").read_text("utf-8")
    missing = [path for path in re.findall(r"`(tests/[^`]+)`", text) if not (TOP / path).exists()]
    assert missing == []
