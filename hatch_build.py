"""Compiles the gettext catalogues when the project is built or installed: `.po` are kept, `.mo` are made."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.config import BuilderConfig
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

CATALOGUES = "src/amparo/*/locale/*/LC_MESSAGES/amparo.po"


def compile_catalogues(root: Path) -> list[Path]:
    """Write the `.mo` beside each `.po`; the files written. What is marked fuzzy is left out."""
    return [_compiled(path) for path in sorted(root.glob(CATALOGUES))]


def _compiled(path: Path) -> Path:
    with path.open("rb") as file:
        catalogue = read_po(file, locale=path.parent.parent.name)
    target = path.with_suffix(".mo")
    with target.open("wb") as file:
        write_mo(file, catalogue)
    return target


class CustomBuildHook(BuildHookInterface[BuilderConfig]):
    """Runs before a wheel or an editable install is made."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile, and let the wheel carry the result."""
        root = Path(self.root)
        build_data["artifacts"] += [str(path.relative_to(root)) for path in compile_catalogues(root)]
