"""What a docket never keeps: the private data of living people. Refused by rule, before anything else is looked at.

Spec: specs/case.md, "Private data". A case is about public acts; where a person lives, how to reach them, whom they
love and what ails them is no part of it, whatever a source prints. Names of fields are refused
anywhere; an e-mail address or a telephone number is refused in any text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from amparo.docket.positions import Pointer
from amparo.docket.refusal import Refusal, shown

PRIVATE = frozenset(
    {
        *("address", "home_address", "residence", "street", "postcode", "zip", "location", "coordinates", "latitude"),
        *("longitude", "phone", "telephone", "mobile", "fax", "email", "e_mail", "employer_address", "school"),
        *("passport", "passport_number", "id_number", "identity_number", "national_id", "social_security", "ssn"),
        *("tax_number", "driving_licence", "licence_plate", "prison_number", "bank", "account", "iban", "card"),
        *("birth_date", "birthdate", "birthday", "born", "date_of_birth", "dob", "place_of_birth"),
        *("health", "medical", "diagnosis", "illness", "disability", "medication"),
        *("religion", "faith", "ethnicity", "race", "sexual_orientation"),
        *("spouse", "partner", "wife", "husband", "children", "child", "parents", "family", "relatives"),
    }
)
"""Names of fields that no case may have; hyphens and capitals make no difference."""

_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,64}\.[\w.-]{1,64}")
_PHONE = re.compile(r"(?<![\w.])(?:\+|00)[1-9](?:[ ()./-]{0,2}\d){7,14}(?!\w)")
_HINT = "Remove it: a case keeps public acts only."


def refusals(value: Any, at: Pointer = ()) -> Iterator[Refusal]:
    """Every private field and every way to reach a person in these values."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if _is_private(key, at):
                yield Refusal((*at, key), f"{shown(key)} is private data, which a docket does not keep.", _HINT)
            else:
                yield from refusals(inner, (*at, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from refusals(inner, (*at, index))
    elif isinstance(value, str) and at[-1:] != ("address",):
        if _EMAIL.search(value):
            yield Refusal(at, "This text holds an e-mail address.", _HINT)
        if _PHONE.search(value):
            yield Refusal(at, "This text holds a telephone number.", _HINT)


def _is_private(key: str, at: Pointer) -> bool:
    if key == "address" and at[:1] == ("sources",):
        return False
    return key.lower().replace("-", "_").replace(" ", "_") in PRIVATE
