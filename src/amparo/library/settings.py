"""The library's own settings and places: one frozen dataclass from HOME/library/library.toml.

`origin` names the log for ever (C2SP tlog-checkpoint); `title` and `about` are what the front page says; `address` is
the public address when there is one, so that citations and the feed can name it; `publishers` are the verifier keys
whose signature under a release this library accepts. The table `[collections]` says of each collection, by its address
word, what readers find in it: the library's own words, which no release carries and no log fixes.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from amparo.errors import StateError, StoreError
from amparo.library.addresses import Slug

_KEYS = frozenset({"title", "about", "origin", "address", "bind", "publishers", "collections"})


@dataclass(frozen=True, slots=True)
class Settings:
    """What library.toml says. `bind` is HOST:PORT; `address` is empty, or an URL without a final slash."""

    title: str
    origin: str
    about: str = ""
    address: str = ""
    bind: str = "127.0.0.1:8403"
    publishers: tuple[str, ...] = ()
    collections: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Places:
    """Where a library keeps its things, under HOME/library."""

    root: Path

    @property
    def settings(self) -> Path:
        """The settings file."""
        return self.root / "library.toml"

    @property
    def keys(self) -> Path:
        """The secret keys of the log, one file each, mode 0600."""
        return self.root / "keys"

    @property
    def log(self) -> Path:
        """The log: entries, tiles, checkpoint."""
        return self.root / "log"

    @property
    def releases(self) -> Path:
        """Signed manifests of every release accepted, by the SHA-256 of release.json."""
        return self.root / "releases"

    @property
    def cases(self) -> Path:
        """The records of every state of a case that the log holds, by the SHA-256 of each."""
        return self.root / "cases"

    @property
    def docket_pages(self) -> Path:
        """The hashes of the docket's pages as they were last made, in the form of `sha256sum`."""
        return self.root / "docket.SHA256SUMS"

    @property
    def incoming(self) -> Path:
        """Files of releases that the log does not hold yet."""
        return self.root / "incoming"

    @property
    def public(self) -> Path:
        """The static tree: all of it may be shown to anyone."""
        return self.root / "public"

    @property
    def index(self) -> Path:
        """The full-text index of live search."""
        return self.root / "index"

    @property
    def catalogue(self) -> Path:
        """What the log says, as tables; made from the log and the releases, and made anew when lost."""
        return self.root / "library.sqlite"


def places_of(home: Path) -> Places:
    """The library's places under a home directory."""
    return Places(home / "library")


def load(places: Places) -> Settings:
    """The settings of an existing library. Raises StateError when there is none, or the file is not as it should be."""
    try:
        data = tomllib.loads(places.settings.read_text("utf-8"))
    except FileNotFoundError:
        raise StateError("There is no library in this home.", "Make one: amparo library init") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        raise StateError("library.toml cannot be read as TOML.", "Correct the file, then try again.") from None
    return _settings(data)


def _settings(data: dict[str, Any]) -> Settings:
    unknown = sorted(set(data) - _KEYS)
    if unknown:
        raise StateError(
            "library.toml holds a setting that does not exist.", f"These exist: {', '.join(sorted(_KEYS))}."
        )
    publishers = data.pop("publishers", [])
    collections = data.pop("collections", {})
    wrong = (
        not isinstance(publishers, list)
        or not isinstance(collections, dict)
        or not all(isinstance(value, str) for value in (*data.values(), *publishers, *collections.values()))
    )
    if wrong or not data.get("title") or not data.get("origin"):
        raise StateError(
            "library.toml must give title and origin as text, publishers as a list of texts.",
            "The table [collections] gives a text for each address word.",
        )
    return Settings(**data, publishers=tuple(publishers), collections=collections)


def save(places: Places, settings: Settings) -> None:
    """Write library.toml so that a crash leaves the old file or the new one."""
    lines = ["# Settings of this library; see docs/editor.md."]
    for name in ("title", "origin", "about", "address", "bind"):
        lines.append(f"{name} = {_quoted(getattr(settings, name))}")
    lines += ["publishers = [", *(f"    {_quoted(key)}," for key in settings.publishers), "]", ""]
    if settings.collections:
        lines += ["[collections]", *(f"{slug} = {_quoted(text)}" for slug, text in settings.collections.items()), ""]
    new = places.settings.with_suffix(".toml.new")
    try:
        new.write_text("\n".join(lines), "utf-8")
        new.replace(places.settings)
    except OSError as error:
        raise StoreError(f"library.toml cannot be written ({error.strerror}).") from error


def _quoted(text: str) -> str:
    """A TOML basic string; JSON's escapes are a subset of TOML's, save DEL, which TOML wants escaped."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")


def change(places: Places, **changes: Any) -> Settings:
    """Change settings by name and write the file; the new settings."""
    settings = load(places)
    changed = replace(settings, **changes)
    if changed != settings:
        save(places, changed)
    return changed


def describe(places: Places, slug: Slug, text: str) -> Settings:
    """Say what readers find in a collection, or nothing any more when the text is empty; the new settings."""
    collections = {**load(places).collections, slug: text}
    return change(places, collections={word: said for word, said in sorted(collections.items()) if said})


def trust(places: Places, publisher: str) -> Settings:
    """Add a publisher's verifier key to the settings; the new settings."""
    settings = load(places)
    if publisher in settings.publishers:
        return settings
    return change(places, publishers=(*settings.publishers, publisher))
