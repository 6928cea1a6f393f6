"""Values in texts: found with their place and one notation, and refused when a checksum is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest

from amparo.records.entities import addresses, amounts, codes, coordinates, days, mrz, phones
from amparo.records.entities.keccak import keccak_256
from amparo.records.entities.model import Mention, Tie

Rule = Callable[[str], Iterable[Mention | Tie]]


def names(rule: Rule, text: str) -> list[str]:
    return [each.name for each in rule(text) if isinstance(each, Mention)]


@pytest.mark.parametrize(
    ("rule", "text", "expected"),
    [
        (addresses.emails, "Write to Ada <Ada.Quill+x@Example.ORG>, or b@c.example.",
         ["ada.quill+x@example.org", "b@c.example"]),
        (addresses.emails, "a@b and @example.org and user@-x.example", []),
        (addresses.urls, "(see https://example.org/a_(b)?c=d), www.example.net.",
         ["https://example.org/a_(b)?c=d", "www.example.net"]),
        (addresses.machines, "from 192.0.2.7, 2001:DB8::1; version 1.2.3.4; 300.1.1.1; 12:30:45",
         ["192.0.2.7", "2001:db8::1"]),
        (codes.codes, "IBAN GB82 WEST 1234 5698 7654 32 and more", ["GB82WEST12345698765432"]),
        (codes.codes, "IBAN GB82 WEST 1234 5698 7654 33", []),
        (codes.codes, "SWIFT/BIC: DEUTDEFF500 but PASSWORD and BIC: PASSWORDS", ["DEUTDEFF500"]),
        (codes.codes, "LEI 5493001KJTIIGC8Y1R12, LEI 5493001KJTIIGC8Y1R13", ["5493001KJTIIGC8Y1R12"]),
        (codes.codes, "the tanker (IMO 9074729), IMO 9074728", ["IMO 9074729"]),
        (codes.codes, "VAT no. DE 136 695 976, VAT: DE136695975", ["DE136695976"]),
        (codes.codes, "company number 01234567; HRB 12345", ["01234567", "HRB 12345"]),
        (codes.codes, "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4 bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5",
         ["bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"]),
        # Source: the numbers are public: shares of Apple and of Bayer.
        (codes.codes, "ISIN US0378331005, ISIN: DE000BAY0017, ISIN US0378331006", ["US0378331005", "DE000BAY0017"]),
        (codes.codes, "part US0378331005", []),
        (coordinates.coordinates, "38°42′49″N 9°8′21″W; 38.7139, -9.1394; 52° 31' N, 13° 24' E",
         ["38.71390, -9.13940", "38.71361, -9.13917", "52.51667, 13.40000"]),
        (coordinates.coordinates, "91.0000, 10.0000; 12°61′N 5°E; 1.25, 3.50; 0.0000, 0.0000; 1.23456, 7.65432.1", []),
        (amounts.sums, "GEL 12,500.00; 3.5 million Mexican pesos; 200 000 MDL; 20 Swiss francs.",
         ["GEL 12500", "MXN 3500000", "MDL 200000", "CHF 20"]),
        (amounts.sums, "MDL 4711, ABC 1,200, 30 pieces of silver", []),
        (amounts.sums, "$1.5 million, US$ 3,000, EUR 1.200,50, £12m",
         ["$ 1500000", "USD 3000", "EUR 1200.5", "GBP 12000000"]),
        (amounts.sums, "5 000 €, 1,2 Mio. Euro, 100 dollars, CHF 12’500",
         ["EUR 5000", "EUR 1200000", "$ 100", "CHF 12500"]),
        (amounts.sums, "$0, USD, file NOK-7, 3 eur", []),
        (phones.phones, "+44 20 7031 3000, 0041 44 668 18 00", ["+442070313000", "+41446681800"]),
        (phones.phones, "call (202) 456-1414; 2001-2002-2003; 555-1234", ["+12024561414"]),
    ],
)  # fmt: skip
def test_found_in_one_notation(rule: Rule, text: str, expected: list[str]) -> None:
    assert names(rule, text) == expected


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("on 2011-03-04, 4 March 2011, March 4th, 2011", "en", ["2011-03-04"] * 3),
        ("Moscow, November 9,\n1960", None, ["1960-11-09"]),
        ("13/4/2011 and 4/13/2011, but 3/4/2011 could be two days", None, ["2011-04-13", "2011-04-13"]),
        ("3. Oktober 1990", "de", ["1990-10-03"]),
        ("4 de marzo de 2011", "es", ["2011-03-04"]),
        ("5 мая 1999", "ru", ["1999-05-05"]),
        ("30.2.2011, 2011-13-01, May 2011, 1/2", None, []),
    ],
)
def test_dates_that_say_their_day(text: str, language: str | None, expected: list[str]) -> None:
    assert [each.name for each in days.dates(text, language)] == expected


# Source: EIP-55, "Test Cases".
@pytest.mark.parametrize(
    "address",
    [
        "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
        "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
        "0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB",
        "0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb",
    ],
)
def test_ethereum_addresses_by_their_capitals(address: str) -> None:
    assert codes.ethereum_rule(address) == "checksum"
    assert codes.ethereum_rule(address[:2] + address[2:].lower()) == "no-checksum"
    letter = next(place for place in range(2, 42) if address[place].isalpha())
    assert codes.ethereum_rule(address[:letter] + address[letter].swapcase() + address[letter + 1 :]) == ""


def test_keccak_is_the_one_before_sha_3() -> None:
    # Source: the digest of nothing that every Ethereum client carries; and two blocks, one byte apart at the padding.
    assert keccak_256(b"").hex() == "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470"
    assert len({keccak_256(b"a" * length) for length in (134, 135, 136, 137, 272)}) == 5


# Source: the specimen of ICAO Doc 9303, part 4, appendix B: a country and a person that do not exist.
SPECIMEN = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"


def test_a_passport_by_its_check_digits() -> None:
    found = list(mrz.passports(f"scan:\n{SPECIMEN}\n"))
    assert names(mrz.passports, SPECIMEN) == ["UTO L898902C3", "Anna Maria Eriksson"]
    assert any(isinstance(each, Tie) and each.other == "UTO L898902C3" for each in found)
    for place in (47, 58, 70):
        wrong = SPECIMEN[:place] + ("1" if SPECIMEN[place] != "1" else "2") + SPECIMEN[place + 1 :]
        assert names(mrz.passports, wrong) == [], place
