"""The desk's settings: one frozen value from one file, HOME/desk/desk.toml, and the places under HOME/desk.

Read once, by the command that starts; nothing reads it at import. docs/journalist.md documents every setting.
"""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from amparo.desk.disk import make_private_directory, write_private
from amparo.errors import InputError, StateError

FILE = "desk.toml"


@dataclass(frozen=True, slots=True)
class Settings:
    """`home` is HOME/desk. Days are whole days; `drop` is empty until the desk is paired."""

    home: Path
    newsroom: str = "Newsroom"
    desk: str = "desk"
    drop: str = ""
    socks: str = ""
    bind: str = "127.0.0.1:8402"
    days_ahead: int = 60
    extend_below_days: int = 30
    retention_days: int = 30
    largest_envelope: int = 64 * 1024**3
    clocks: str = "eu"
    submission_days: int = 0

    @property
    def runs_clocks(self) -> bool:
        """Whether the clocks of EU law run: `clocks` is "eu", and not "off"."""
        return self.clocks == "eu"

    @property
    def keys(self) -> Path:
        """The keys of this desk and of the newsroom; private."""
        return self.home / "keys"

    @property
    def epochs(self) -> Path:
        """One identity file a day; private; shredded one by one."""
        return self.home / "keys" / "epochs"

    @property
    def roster(self) -> Path:
        """The roster as this desk last signed it."""
        return self.home / "roster.note"

    @property
    def successions(self) -> Path:
        """How the newsroom's root key came to be what it is, note after note."""
        return self.home / "succession.notes"

    @property
    def database(self) -> Path:
        """Everything the desk knows that is not a file."""
        return self.home / "desk.sqlite"

    @property
    def incoming(self) -> Path:
        """Ciphertext on its way here."""
        return self.home / "incoming"

    @property
    def unopened(self) -> Path:
        """Ciphertext of envelopes that could not be opened."""
        return self.home / "unopened"

    @property
    def submissions(self) -> Path:
        """One directory a submission, with `files/` in it."""
        return self.home / "submissions"

    @property
    def originals(self) -> Path:
        """The original bytes of every document, by hash."""
        return self.home / "files"

    @property
    def index(self) -> Path:
        """The search index."""
        return self.home / "index"

    @property
    def fetch_lock(self) -> Path:
        """Held while a fetch runs."""
        return self.home / "fetch.lock"


_NAMES = tuple(field.name for field in fields(Settings) if field.name != "home")


def desk_home(home: Path) -> Path:
    """HOME/desk."""
    return home / "desk"


def load(home: Path) -> Settings:
    """The settings of the desk under HOME. Raises StateError when there is none, InputError when the file is wrong."""
    path = desk_home(home) / FILE
    try:
        with path.open("rb") as file:
            read = tomllib.load(file)
    except FileNotFoundError:
        raise StateError("There is no desk in this home directory.", "Run: amparo desk init") from None
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{FILE} is not valid TOML: {error}.", "Mend the file.") from None
    return Settings(home=desk_home(home), **{name: _checked(name, value) for name, value in read.items()})


def save(settings: Settings) -> None:
    """Write the settings file, whole or not at all."""
    make_private_directory(settings.home)
    # JSON strings and integers are TOML strings and integers.
    lines = [f"{name} = {json.dumps(getattr(settings, name), ensure_ascii=False)}" for name in _NAMES]
    write_private(settings.home / FILE, ("\n".join(lines) + "\n").encode())


def _checked(name: str, value: Any) -> Any:
    if name not in _NAMES:
        raise InputError(f"{FILE} has a setting that does not exist.", f"The settings are: {', '.join(_NAMES)}.")
    default = next(field.default for field in fields(Settings) if field.name == name)
    if type(value) is not type(default) or (isinstance(value, int) and value < 0):
        raise InputError(f"The setting {name} in {FILE} has a wrong value.", f"Its default is {default!r}.")
    return value
