"""The drop's settings: one TOML file, read once when a command starts, never at import.

Defaults are in the dataclass; `drop.toml` names only what differs. An unknown word in it is an error: a setting that
is misspelled must not be silently without effect.
"""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass, fields, replace
from pathlib import Path

from amparo.errors import InputError, StateError

FILE = "drop.toml"
MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Settings:
    """One drop's settings. Sizes in bytes.

    `newsroom`: the name shown until a roster, which carries its own, is accepted. `keep_free`: room on the disk that
    no upload may take, so that a flood cannot stop replies, rosters or what is already stored. `longest_message`: of
    the text in the form; longer ones belong in a file. `most_files`: in one form. `most_uploads`: unfinished resumable
    uploads at a time. `upload_days`: how long one is kept after the day of its last piece. `reply_days`:
    how long a reply is kept, and up to 14 days more, drawn at random. `onion`: the name that
    sources reach, `….onion`, shown on the first page; `desk_onion`: the name that desks reach, when it is another one;
    both are empty without an onion service and set by `drop init --onion`. `public_log`: the address of the library in
    whose log the offline page and the rosters can be found, shown to sources; empty when there is none.
    """

    newsroom: str = "this newsroom"
    keep_free: int = 256 * MIB
    longest_message: int = MIB
    most_files: int = 2000
    most_uploads: int = 256
    upload_days: int = 3
    reply_days: int = 90
    public_log: str = ""
    onion: str = ""
    desk_onion: str = ""

    def renamed(self, newsroom: str) -> Settings:
        """The same with another name."""
        return replace(self, newsroom=newsroom)


def load(folder: Path) -> Settings:
    """Read `folder/drop.toml`. StateError when there is none, InputError when it is not one of ours."""
    try:
        values = tomllib.loads((folder / FILE).read_text("utf-8"))
    except FileNotFoundError:
        raise StateError("There is no drop here yet.", "Run: amparo drop init") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        raise InputError(
            "drop.toml is not valid TOML.", "Correct it; docs/operator-drop.md lists the settings."
        ) from None
    known = {field.name: type(field.default) for field in fields(Settings)}
    for name, value in values.items():
        if name not in known or type(value) is not known[name]:
            raise InputError(f"drop.toml: {name} is not a setting, or has a value of the wrong kind.")
    return Settings(**values)


def to_toml(settings: Settings) -> str:
    """The text of a drop.toml with these settings. JSON's strings and integers are TOML's."""
    lines = [
        f"{field.name} = {json.dumps(getattr(settings, field.name), ensure_ascii=False)}" for field in fields(settings)
    ]
    return "\n".join(["# Settings of the drop; docs/operator-drop.md explains them.", *lines, ""])
