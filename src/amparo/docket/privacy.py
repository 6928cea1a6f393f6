"""What a docket never keeps: the private data of living people. Refused by rule, before anything else is looked at.

Spec: specs/case.md, "Private data". A case is about public acts; where a person lives, how to reach them, whom they
love and what ails them is no part of it, whatever a source prints. Names of fields are refused
anywhere; an e-mail address, a telephone number or a number that a state or bank gives a person is refused in any text,
the web address of a source too, however it is disguised by signs, scripts or per cent signs; so is a dwelling.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from amparo.docket import private_numbers
from amparo.docket.positions import Pointer
from amparo.docket.refusal import Refusal, shown
from amparo.search.letters import composed

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

_WORDS = frozenset({"phone", "telephone", "mobile", "email", "iban", "passport", "ssn", "birthday", "birthdate"})
"""What makes a field private wherever it stands in the field's name."""

_DOMAIN = r"[\w-]{1,64}(?:\.[\w-]{1,64}){0,5}\.[^\W\d_]{2,24}(?!\w)"
_AT = r"(?:@| ?[(\[{<] ?(?:at|@) ?[)\]}>] ?)"
_DOT = r"(?:\.| ?[(\[{<] ?(?:dot|\.) ?[)\]}>] ?)"
_EMAIL = re.compile(
    rf"[\w.+-]{{1,64}}{_AT}(?:{_DOMAIN}|[\w-]{{1,64}}{_DOT}\w{{2,24}})"
    r"|\b[\w.+-]{1,64} at [\w-]{1,64} dot \w{2,24}\b",
    re.IGNORECASE,
)
_MAILBOX = re.compile(rf"(?<![@\w.+-])[\w.+-]{{1,64}}@{_DOMAIN}")
"""In a web address: a mailbox or a user, not the public handle of a page, which begins with its own `@`."""
_GAP = r"[ ()./–-]{0,3}"
_RECORD = re.compile(
    r"(?<![^\W\d_])(?:case|docket|dkt|document|doc|ecf|entry|file|exhibit|appeal|petition|application|claim|matter|record|bates)"
    r"(?:[ _-]?(?:number|numbers|id|entry|no|nos|nr)\b)?[\s.:#'\"]{0,6}\Z",
    re.IGNORECASE,
)
"""What stands before the number of a court's record; `contact no. 00…` and `her number 00…` are none of these."""
_PHONE = re.compile(
    rf"(?<![\w.])(?P<record>00){_GAP}[1-9](?:{_GAP}\d){{7,14}}(?!\w)"
    rf"|(?<![\w.])\+{_GAP}[1-9](?:{_GAP}\d){{7,14}}(?!\w)"
    r"|\(\d{2,5}\) ?\d{2,4}[ -]\d{3,5}(?!\w)"
    r"|\b(?:tel|phone|telephone|mobile|cell|fax|call|ring|dial|whatsapp|signal)\b[^\d\n]{0,12}"
    rf"(?!\d{{4}}-\d\d-\d\d|\d\d?[./]\d\d?[./]\d{{4}})\d(?:{_GAP}\d){{6,14}}(?!\w)",
    re.IGNORECASE,
)
_DIALLED = re.compile(
    r"(?<!\w)\+[1-9]\d{7,14}(?!\d)|(?:wa\.me/|(?:phone|tel|mobile|whatsapp)[=:/])\+?\d{7,15}", re.IGNORECASE
)
"""In a web address: a number to call, not the number of an article."""
_MONTH = r"(?:of |de )?[^\W\d_]{3,12}+"
_BORN = re.compile(
    r"\b(?:born|née?|nacid[oa]|geboren|date of birth|dob|birthday)\b:?(?: (?:in|at|en) [^\W\d_]{1,20}+,?)?"
    r"(?: (?:on|el|am|le|is|was|the)){0,2} {0,2}"
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)?\.? {_MONTH}\.?,? (?:de )?\d{{4}}|{_MONTH}\.? \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}"
    r"|\d{4}-\d\d-\d\d|\d\d?[./]\d\d?[./]\d{4})",
    re.IGNORECASE,
)
"""The day on which somebody was born; the year alone is often part of the public record."""
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
    elif isinstance(value, str):
        yield from _reaching(value, at)


def _reaching(text: str, at: Pointer) -> Iterator[Refusal]:
    """Ways to reach a person in a text; in the web address of a source, which is full of signs, the plain ones only."""
    plain = _plain(text)
    email, phone = _EMAIL, _PHONE
    if _is_address(at):
        plain, email, phone = unquote(unquote(plain)), _MAILBOX, _DIALLED
    if email.search(plain):
        yield Refusal(at, "This text holds an e-mail address.", _HINT)
    if any(not _is_record(plain, found) for found in phone.finditer(plain)):
        yield Refusal(at, "This text holds a telephone number.", _HINT)
    if _BORN.search(plain):
        yield Refusal(at, "This text holds a day of birth.", "Give the year or the age, where it matters.")
    if not _is_hash(at) and (kind := private_numbers.found(plain)):
        yield Refusal(at, f"This text holds {kind}.", _HINT)


def _is_hash(at: Pointer) -> bool:
    """Whether this is where the SHA-256 of a source, or of its copy, stands."""
    return len(at) == 4 and at[0] == "sources" and at[2:] in (("text", "sha256"), ("archived", "sha256"))


def _is_record(text: str, found: re.Match[str]) -> bool:
    """Whether digits that begin with 00 are the number of a court's record: unbroken, and called one just before."""
    if "record" not in found.re.groupindex or found["record"] is None or not found[0].isdigit():
        return False
    return _RECORD.search(text, max(0, found.start() - 40), found.start()) is not None


def _plain(text: str) -> str:
    """The text without what only hides: wide letters, digits of other scripts, and signs that take no place."""
    seen = (letter for letter in unicodedata.normalize("NFKC", composed(text)) if unicodedata.category(letter) != "Cf")
    return "".join(str(unicodedata.digit(letter)) if letter.isdigit() else letter for letter in seen)


def _is_address(at: Pointer) -> bool:
    """Whether this is where the address of a source, of its copy or of a disclosed document stands, nowhere else."""
    document = len(at) == 4 and at[0] == "disclosures" and at[2] == "documents"
    return document or (at[:1] == ("sources",) and at[2:] in (("address",), ("archived", "address")))


def _is_private(key: str, at: Pointer) -> bool:
    if _is_address((*at, key)):
        return False
    parted = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", _plain(key))
    name = re.sub(r"[\s_-]+", "_", parted).strip("_").lower()
    singular = (name, name.removesuffix("s"), name.removesuffix("es"))
    return any(one in PRIVATE for one in singular) or not _WORDS.isdisjoint(name.split("_"))
