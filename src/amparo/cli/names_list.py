"""The file of names that `desk batch` and `desk cross` take."""

from __future__ import annotations

from pathlib import Path

from amparo.desk.names_file import LARGEST
from amparo.errors import InputError


def read_names(path: Path) -> bytes:
    """Its bytes; one more than is ever taken when it is too large, so that it is refused as such."""
    try:
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except OSError as error:
        raise InputError(f"The file of names cannot be read: {error.strerror}.", "Check its name.") from None
