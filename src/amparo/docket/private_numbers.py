"""Numbers that a state or a bank gives a person, and where a person lives: found in text by form, label or check digit.

Spec: specs/case.md, "Private data". Only what shows itself to be one: a number with a form of its own (a US social
security number, a British national insurance number), one whose check digits fit (IBAN, payment card), one that the
text calls by name (passport no. …), a house number and street behind a word of dwelling. Court, case and statute
numbers are none of these. Pure.
"""

from __future__ import annotations

import re

_SOCIAL_SECURITY = re.compile(r"(?<![\w-])(?!000|666|9)\d{3}-(?!00)\d\d-(?!0000)\d{4}(?![\w-])")
_NATIONAL_INSURANCE = re.compile(
    r"(?<!\w)(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d\d ?\d\d ?\d\d ?[A-D](?!\w)"
)
_IBAN = re.compile(r"(?<!\w)[A-Z]{2}\d\d(?: ?[A-Z0-9]){11,30}(?!\w)")
_CARD = re.compile(r"(?<![\w-])\d{4}([ -]?)\d{4}\1\d{4}\1\d{1,7}(?![\w-])")
_WEB_ADDRESS = re.compile(r"https?://\S+")
_LABELLED = re.compile(
    r"\b(?:passport|social security|ssn|national insurance|nino|national id(?:entity)?|identity card|identity document"
    r"|id card|personal id(?:entity)?|tax(?:payer)? id(?:entification)?|driv(?:er['’]?s|ing) licen[cs]e"
    r"|licen[cs]e plate|prison(?:er)?|inmate|alien registration|dni|nie|curp|cpf|personnummer|bank account|account)"
    r"(?:,? (?:no|nr|number|code)\b\.?)?[\s:#]{0,3}(?:is |was )?"
    r"(?=(?:[A-Z-]*\d){5})(?!\d{4}-\d\d-\d\d\b|(?:19|20)\d\d[-/](?:(?:19|20)\d\d|\d\d)\b|\d\d?[./]\d\d?[./]\d{4}\b)"
    r"[A-Z0-9][A-Z0-9./-]{4,24}(?!\w)",
    re.IGNORECASE,
)
_STREET = (
    r"(?:street|st|avenue|ave|road|rd|lane|ln|drive|boulevard|blvd|close|crescent|terrace|way|place|square|gardens|mews"
    r"|row|quay|court)\b"
)
_ROAD = r"(?:rue|avenue|boulevard|calle|avenida|plaza|via|viale|rua|ulica|ul\.|ulitsa)"
_DWELLING = re.compile(
    r"\b(?:live[sd]?|living|resid(?:e[sd]?|ing|ence)|home|house|flat|apartment|address|domiciled|dwelling|vive|reside"
    r"|wohnt|habite)\b[^.;\n]{0,40}?"
    rf"(?:\b\d{{1,5}}[a-z]?,? (?:[\w'’-]+ ){{0,3}}{_STREET}|\b\d{{1,5}}[a-z]?,? {_ROAD} \w"
    rf"|\b{_ROAD} (?:[\w'’-]+,? ){{1,4}}\d{{1,5}}\b|\b\w+(?:stra(?:ß|ss)e|gasse|gatan|straat|weg) \d{{1,4}}\b)",
    re.IGNORECASE,
)


def found(text: str) -> str:
    """What kind of private number or place a text holds, with its article; empty when none shows itself."""
    if _SOCIAL_SECURITY.search(text) or _NATIONAL_INSURANCE.search(text) or _LABELLED.search(text):
        return "a number that identifies a person"
    if any(_fits_iban(one[0]) for one in _IBAN.finditer(text)) or any(
        # The number of a post in a web address fits by chance one time in ten; nobody's card is an address.
        _fits_card(one[0])
        for one in _CARD.finditer(_WEB_ADDRESS.sub(" ", text))
    ):
        return "the number of an account or a card"
    return "where a person lives" if _DWELLING.search(text) else ""


def _fits_iban(text: str) -> bool:
    """ISO 13616: the check digits make the whole 1 modulo 97. A shorter beginning may fit when words follow."""
    plain = text.replace(" ", "")
    return any(
        int("".join(str(int(letter, 36)) for letter in plain[4:end] + plain[:4])) % 97 == 1
        for end in range(15, len(plain) + 1)
        if end == len(plain) or _ends_a_group(text, end)
    )


def _ends_a_group(text: str, length: int) -> bool:
    """Whether a space follows so many letters of a text."""
    seen = 0
    for letter in text:
        if letter == " " and seen == length:
            return True
        seen += letter != " "
    return False


def _fits_card(text: str) -> bool:
    """ISO/IEC 7812: thirteen to nineteen digits whose Luhn sum is a multiple of ten."""
    digits = [int(letter) for letter in text if letter.isdigit()]
    doubled = [digit * 2 - 9 * (digit > 4) for digit in digits[-2::-2]]
    return 13 <= len(digits) <= 19 and digits[0] in (3, 4, 5, 6) and (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0
