"""amparo docket: which module has which verb. Only the module that is asked for is imported: schemas, pages and court
papers bring packages that take longer to load than an article to be read.
"""

from __future__ import annotations

import argparse
import importlib
from typing import Final

FAMILIES: Final = {
    "docket_case": ("check", "build", "show"),
    "docket_library": ("publish", "withdraw", "verify"),
    "docket_read": ("read", "edit"),
    "docket_exchange": ("import", "export"),
}
"""Modules beside this one, and the verbs of each, in the order of the help."""


def register(parser: argparse.ArgumentParser, word: str = "") -> None:
    """Add the verbs of `amparo docket`: those of one module when `word` is among them, else all."""
    parser.description = "The public record of people pursued for disclosing. specs/case.md says how a case is written."
    verbs = parser.add_subparsers(metavar="VERB", required=True)
    families = [family for family, its in FAMILIES.items() if word in its]
    for family in families or FAMILIES:
        importlib.import_module(f"amparo.cli.{family}").register(verbs)
