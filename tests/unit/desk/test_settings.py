"""One settings file, checked word by word."""

from __future__ import annotations

from pathlib import Path

import pytest

from amparo.desk.settings import FILE, Settings, desk_home, load, save
from amparo.errors import InputError, StateError


def test_what_is_saved_is_loaded(tmp_path: Path) -> None:
    settings = Settings(desk_home(tmp_path), newsroom='L\'"Écho"\n', desk="desk-2", drop="http://x.onion", days_ahead=9)
    save(settings)
    assert load(tmp_path) == settings


def test_without_a_desk_the_hint_names_the_command(tmp_path: Path) -> None:
    with pytest.raises(StateError, match="no desk") as caught:
        load(tmp_path)
    assert "desk init" in caught.value.hint


@pytest.mark.parametrize("text", ["nonsense = 1", "days_ahead = '60'", "days_ahead = -1", "desk = 3", "= broken"])
def test_a_wrong_setting_is_refused(tmp_path: Path, text: str) -> None:
    desk_home(tmp_path).mkdir()
    (desk_home(tmp_path) / FILE).write_text(text)
    with pytest.raises(InputError):
        load(tmp_path)
