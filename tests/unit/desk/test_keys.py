"""The desk's keys: made once, for nobody else's eyes."""

from __future__ import annotations

from pathlib import Path

import pytest

from amparo.desk.keys import API, ROOT, check_desk_name, key_name, load_keys, make_keys
from amparo.errors import InputError, StateError
from amparo.seal.note import Verifier


def test_keys_are_made_once(tmp_path: Path) -> None:
    made = make_keys(tmp_path / "keys", "The Daily Lamp", "desk")
    assert make_keys(tmp_path / "keys", "Another", "other") == made == load_keys(tmp_path / "keys")
    assert Verifier.parse(made.root_vkey).name == "the-daily-lamp"
    assert made.api.name == "desk"
    assert made.root.seed.hex() not in repr(made)


@pytest.mark.parametrize("name", [ROOT, API])
def test_a_key_that_others_may_read_is_refused(tmp_path: Path, name: str) -> None:
    make_keys(tmp_path, "Newsroom", "desk")
    (tmp_path / name).chmod(0o640)
    with pytest.raises(StateError, match="Other users"):
        load_keys(tmp_path)


@pytest.mark.parametrize("name", ["", "Desk", "a b", "-a", "a-", "x" * 33, "a+b", "é"])
def test_names_that_cannot_be_a_desk(name: str) -> None:
    with pytest.raises(InputError):
        check_desk_name(name)


@pytest.mark.parametrize(("newsroom", "name"), [(" A + B ", "a-b"), ("Écho", "écho"), ("+ +", "newsroom")])
def test_a_newsroom_gives_its_key_a_lawful_name(newsroom: str, name: str) -> None:
    assert key_name(newsroom) == name
