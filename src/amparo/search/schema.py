"""The fields of the embedded index, and the name of its layout.

The name follows from the fields: whoever changes them gets a new, empty index, never one that fits only in part.
"""

from __future__ import annotations

import hashlib

import tantivy

from amparo.search import fields
from amparo.search.analysis import NAME

ABOUT = "about"
"""Every word that is not of the text: title, names, places, all fields of the record. A word without a field is looked
for in the text and here, so that no text is indexed twice.
"""
SHOWN = "shown"
"""Stored: what hits show, as JSON."""
STORED_TEXT = "stored_text"
"""Stored: the text, pages joined by form feeds, deflated; for snippets, expressions, `like`."""
NUMBERS = "numbers"
"""The numbers of the record by name, as JSON."""

# Compared as a whole. `feature` is what `has` holds beside the names of fields with values: few, so quickly counted.
_EXACT = (*fields.EXACT, "feature", "media", "numeric")
COUNTED = ("kind", "type", "lang", "feature", "collection")
_INTEGERS = ("first_day", "last_day", "month", "newest", "oldest", "key", *fields.NUMBERS)
_EDITION = "4"
"""To be counted up when words, stored values or their meaning change, though the fields do not."""


def schema() -> tantivy.Schema:
    """Word fields for searching, whole fields for filtering and counting, stored values for hits."""
    builder = tantivy.SchemaBuilder()
    for name in (ABOUT, *fields.WORDS):
        builder.add_text_field(name, stored=False, tokenizer_name=NAME, index_option="position")
    for name in _EXACT:
        builder.add_text_field(name, stored=False, fast=name in COUNTED, tokenizer_name="raw", index_option="basic")
    for name in (SHOWN, STORED_TEXT):
        builder.add_bytes_field(name, stored=True)
    builder.add_json_field(NUMBERS, stored=False, fast=True, tokenizer_name="raw", index_option="basic")
    for name in _INTEGERS:
        builder.add_integer_field(name, stored=False, indexed=False, fast=True)
    return builder.build()


def layout() -> str:
    """The name of the directory of an index of these fields."""
    parts = (_EDITION, ABOUT, *fields.WORDS, *_EXACT, *COUNTED, SHOWN, STORED_TEXT, NUMBERS, *_INTEGERS)
    return f"v{_EDITION}-{hashlib.sha256(' '.join(parts).encode()).hexdigest()[:8]}"
