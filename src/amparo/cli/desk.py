"""amparo desk: which module has which verb. Only the module that is asked for is imported: reading, entities and pages
bring packages that take longer to load than most commands to run.
"""

from __future__ import annotations

import argparse
import importlib
from typing import Final

FAMILIES: Final = {
    "desk_setup": ("init", "pair", "status", "serve"),
    "desk_fetch": ("fetch",),
    "desk_inbox": ("inbox", "open", "reply"),
    "desk_form": ("form",),
    "desk_clocks": ("clocks",),
    "desk_delete": ("delete",),
    "desk_keys": ("desks", "roster", "accept", "move-root", "rotate-root", "revoke"),
    "desk_adding": ("add", "retry", "failures"),
    "desk_collection": ("export", "collections", "show"),
    "desk_entities": ("entities", "network", "timeline", "map", "cross"),
    "desk_search": ("search", "like"),
    "desk_meaning": ("meaning",),
    "desk_search_saved": ("saved",),
    "desk_search_batch": ("batch",),
}
"""Modules beside this one, and the verbs of each, in the order of the help."""


def register(parser: argparse.ArgumentParser, word: str = "") -> None:
    """Add the verbs of `amparo desk`: those of one module when `word` is among them, else all."""
    verbs = parser.add_subparsers(metavar="VERB", required=True)
    families = [family for family, its in FAMILIES.items() if word in its]
    for family in families or FAMILIES:
        importlib.import_module(f"amparo.cli.{family}").register(verbs)
