"""The address word that a collection's name gives in a library, decided when the collection is made: a name that could
never be published is refused before thousands of documents carry it.
"""

from __future__ import annotations

import re
import unicodedata

from amparo.errors import InputError
from amparo.ledger.manifest import RESERVED

_LONGEST = 64


def slug(name: str) -> str:
    """The address word of a collection's name. Raises InputError when no letter or digit is left, or when the word is
    one that the library uses itself.
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    word = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_LONGEST].strip("-")
    if not word:
        raise InputError("This collection's name gives no address.", "Use a name with letters or digits in it.")
    if word in RESERVED:
        raise InputError("A collection cannot take an address the library uses itself.", "Give it another name.")
    return word
