"""A desk whose database is no database any more."""

from __future__ import annotations

from pathlib import Path

import pytest

from amparo.desk.sqlite import connect
from amparo.errors import StoreError


def test_a_file_that_is_no_database_is_called_damaged_and_left_alone(tmp_path: Path) -> None:
    data = b"no database" * 500
    (tmp_path / "desk.sqlite").write_bytes(data)
    with pytest.raises(StoreError, match="is damaged") as refused:
        connect(tmp_path / "desk.sqlite")
    assert "restore" in refused.value.hint
    assert (tmp_path / "desk.sqlite").read_bytes() == data
