"""Numbers that identify accounts, companies, ships and purses, each held to its own checksum where it has one.

ISO 13616 (IBAN), ISO 9362 (BIC), ISO 17442 (LEI), ISO 6166 (ISIN), VAT numbers of the EU, IMO ship numbers, Bitcoin
addresses (Base58Check, BIP 173 and 350), Ethereum addresses (EIP-55). Numbers of payment cards are left alone on
purpose: they harm whoever they belong to and show nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from stdnum import bic, bitcoin, iban, imo, isin, lei
from stdnum.eu import vat
from stdnum.exceptions import ValidationError

from amparo.records.entities.keccak import keccak_256
from amparo.records.entities.model import EntityKind, Mention

_IBAN = re.compile(r"(?<![A-Za-z0-9])(?=([A-Z]{2}\d{2}(?:[ \u00a0-]?[A-Z0-9]){11,30})(?![A-Za-z0-9]))")
_BIC = re.compile(
    r"\b(?:BIC|SWIFT)(?:[ /-]{0,3}(?:BIC|SWIFT|code|no\.?|number)){0,3}[ \t:.=#]{1,6}"
    r"([A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?)(?![A-Za-z0-9])",
    re.IGNORECASE,
)
_LEI = re.compile(r"(?<![A-Za-z0-9])[A-Z0-9]{18}\d{2}(?![A-Za-z0-9])")
_ISIN = re.compile(r"(?<![A-Za-z0-9])[A-Z]{2}[A-Z0-9]{9}\d(?![A-Za-z0-9])")
_SHIP = re.compile(r"\bIMO(?:[ ]?(?:no|nr|number)\b)?[ .:#]{0,3}(\d{7})(?!\d)", re.IGNORECASE)
_VAT = re.compile(
    r"\b(?:VAT|TVA|USt|UID|MwSt|IVA|BTW|NIF|CIF)\b[^\w\n]{0,3}(?:(?:reg|registration|id|ident|no|nr|number|Nr|IdNr)\b[^\w\n]{0,3}){0,3}"
    r"(?=([A-Z]{2}[ ]?[A-Z0-9](?:[ .-]?[A-Z0-9]){6,13})(?![A-Za-z0-9]))"
)
_REGISTER = re.compile(
    r"\b(?:company|companies house|registration|registered|registered in [A-Z]\w+(?: and [A-Z]\w+)?(?: under)?)"
    r"[ ]{1,2}(?:registration[ ])?(?:no\.?|number|nr\.?|№)[ :#]{0,3}((?:[A-Z]{2})?\d{6,10})(?!\d)"
    r"|\b(HR[AB][ ]?\d{3,7}(?:[ ]?[A-Z]{1,2})?)\b",
    re.IGNORECASE,
)
_BITCOIN = re.compile(r"(?<![A-Za-z0-9])(?:[13][1-9A-HJ-NP-Za-km-z]{25,34}|bc1[02-9ac-hj-np-z]{11,71})(?![A-Za-z0-9])")
_ETHEREUM = re.compile(r"(?<![A-Za-z0-9])0x[0-9A-Fa-f]{40}(?![A-Za-z0-9])")


def codes(text: str) -> Iterator[Mention]:
    """All of them."""
    large = text.upper()  # a look for the word that each rule needs costs far less than the rule
    yield from _grouped(text, _IBAN, EntityKind.IBAN, iban.validate)
    yield from _checked(text, _LEI, EntityKind.LEI, lei.validate)
    if "BIC" in large or "SWIFT" in large:
        yield from _checked(text, _BIC, EntityKind.BIC, lambda found: bic.validate(found.upper()))
    if "ISIN" in large:  # one chance code in ten has a right digit, so that the text must speak of such numbers
        yield from _checked(text, _ISIN, EntityKind.SECURITY, isin.validate)
    if "IMO" in large:
        yield from _checked(text, _SHIP, EntityKind.SHIP, lambda found: f"IMO {imo.validate(found)}")
    yield from _grouped(text, _VAT, EntityKind.COMPANY, vat.validate)
    if "COMPAN" in large or "REGIST" in large or "HR" in large:
        yield from _registered(text)
    yield from _checked(text, _BITCOIN, EntityKind.CRYPTO, bitcoin.validate)
    if "0X" in large:
        yield from _ethereum(text)


def _registered(text: str) -> Iterator[Mention]:
    for match in _REGISTER.finditer(text):
        group = 1 if match[1] else 2
        name = re.sub(r"\s+", " ", match[group]).upper()
        yield Mention(EntityKind.COMPANY, name, "named-as-such", match.start(group), match.end(group))


def _ethereum(text: str) -> Iterator[Mention]:
    for match in _ETHEREUM.finditer(text):
        if rule := ethereum_rule(match[0]):
            yield Mention(EntityKind.CRYPTO, f"0x{match[0][2:].lower()}", rule, match.start(), match.end())


def ethereum_rule(address: str) -> str:
    """`checksum` when the letters' sizes are right by EIP-55, `no-checksum` when they carry none, empty when wrong."""
    digits = address[2:]
    if digits in (digits.lower(), digits.upper()):
        # A field of zeros, or one digit over and over, is no purse that anyone holds.
        return "no-checksum" if len(set(digits.lower())) > 2 else ""
    digest = keccak_256(digits.lower().encode("ascii")).hex()
    right = all(
        letter.isupper() == (int(digest[place], 16) >= 8) for place, letter in enumerate(digits) if letter.isalpha()
    )
    return "checksum" if right else ""


def _grouped(text: str, pattern: re.Pattern[str], kind: EntityKind, check: Callable[[str], str]) -> Iterator[Mention]:
    """Written in groups, a number may run on into the word after it: the longest beginning that has a checksum."""
    for match in pattern.finditer(text):
        found, start = match[1], match.start(1)
        while len(found) >= 9:
            if name := _valid(check, found):
                yield Mention(kind, name, "checksum", start, start + len(found))
                break
            cut = max(found.rfind(" "), found.rfind("\u00a0"), found.rfind("-"))
            found = found[: max(cut, 0)]


def _checked(text: str, pattern: re.Pattern[str], kind: EntityKind, check: Callable[[str], str]) -> Iterator[Mention]:
    for match in pattern.finditer(text):
        group = pattern.groups
        if name := _valid(check, match[group]):
            rule = "form" if kind is EntityKind.BIC else "checksum"
            yield Mention(kind, name, rule, match.start(group), match.end(group))


def _valid(check: Callable[[str], str], found: str) -> str:
    try:
        return check(found.replace("\u00a0", " "))
    except ValidationError:
        return ""
