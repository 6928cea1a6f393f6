"""Sums of money: an amount beside a currency, in the notations that people use. Names are `USD 1500000`.

Codes are those of ISO 4217; a bare `$` stays `$`, because a dozen countries write it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import lru_cache

from amparo.records.entities.model import EntityKind, Mention
from amparo.records.entities.words import listed

_SIGNS = {
    "US$": "USD", "U.S.$": "USD", "A$": "AUD", "AU$": "AUD", "C$": "CAD", "CA$": "CAD", "NZ$": "NZD", "HK$": "HKD",
    "S$": "SGD", "R$": "BRL", "MX$": "MXN", "$": "$", "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR", "₽": "RUB",
    "₩": "KRW", "₺": "TRY", "₴": "UAH", "₦": "NGN", "₪": "ILS", "₱": "PHP", "₫": "VND", "₿": "BTC", "₸": "KZT",
    "zł": "PLN", "Kč": "CZK", "Rs.": "INR", "Rs": "INR",
}  # fmt: skip
_WORDS = {
    "dollar": "$", "dollars": "$", "us dollars": "USD", "u.s. dollars": "USD", "american dollars": "USD",
    "euro": "EUR", "euros": "EUR", "pounds sterling": "GBP", "roubles": "RUB", "rubles": "RUB", "rupees": "INR",
    "yen": "JPY", "francs": "francs", "swiss francs": "CHF", "deutsche mark": "DEM", "deutschmarks": "DEM",
    "pesos": "pesos", "dinars": "dinars", "naira": "NGN", "rand": "ZAR", "riyals": "riyals", "lire": "ITL",
}  # fmt: skip
_TIMES = {
    "hundred": 2, "thousand": 3, "k": 3, "tausend": 3, "mille": 3, "mil": 3, "million": 6, "millions": 6, "mio": 6,
    "mio.": 6, "millionen": 6, "millones": 6, "milioni": 6, "m": 6, "mn": 6, "mln": 6, "billion": 9, "billions": 9,
    "bn": 9, "b": 9, "milliard": 9, "milliards": 9, "milliarden": 9, "mrd": 9, "mrd.": 9, "trillion": 12, "tn": 12,
    "lakh": 5, "crore": 7,
}  # fmt: skip
_TRADED = listed("traded_currencies")
"""The other codes need an amount that is written as money is: grouped, with decimals, in millions."""
_AMOUNT = r"\d{1,3}(?:(?P<mark>[,.'’  ])\d{3})(?:(?P=mark)\d{3}){0,4}(?:[.,]\d{1,2})?|\d{1,15}(?:[.,]\d{1,3})?"
_MANY = "|".join(re.escape(word) for word in sorted(_TIMES, key=len, reverse=True))
_NUMBER = re.compile(rf"(?<![\d.,])(?:{_AMOUNT})(?!\d)", re.ASCII)
_SIGN = "|".join(re.escape(sign) for sign in sorted(_SIGNS, key=len, reverse=True))
_BEFORE = re.compile(rf"(?<![\w$€£])({_SIGN}|[A-Z]{{3}})[ \u00a0]{{0,2}}$")
_TAIL = re.compile(rf"[ \u00a0-]?({_MANY})(?!\w)", re.IGNORECASE)
_AFTER = re.compile(r"[ \u00a0]?(?:([€£₽₴₺₪₫₸]|(?:zł|Kč|[A-Z]{3})(?!\w))|((?:[^\W\d_][\w.]{0,20}[ ]?){1,3}))")
_AS_MONEY = re.compile(r"[.,'’ \u00a0\u202f]\d")
_LOOK_BACK = 8


def sums(text: str, language: str | None = None) -> Iterator[Mention]:
    """Every amount with its currency; one before the amount goes before one after it."""
    taken = 0
    for match in _NUMBER.finditer(text):
        tail = _TAIL.match(text, match.end())
        amount = _value(match[0], tail[1] if tail else None)
        if amount is None:
            continue
        stop = tail.end() if tail else match.end()
        is_money = tail is not None or _AS_MONEY.search(match[0]) is not None
        # Looks are bounded: numbers are few, and what is not beside one is never looked at.
        if before := _before(text, max(taken, match.start() - _LOOK_BACK), match.start(), is_money):
            (currency, start), taken = before, stop
        elif not text[max(0, match.start() - 1) : match.start()].isalnum() and (
            after := _after(text, stop, is_money, language)
        ):
            (currency, taken), start = after, match.start()
        else:
            continue
        yield Mention(EntityKind.MONEY, f"{currency} {amount}", "amount-and-currency", start, taken)


def _before(text: str, first: int, start: int, is_money: bool) -> tuple[str, int] | None:
    """The currency that ends at `start`, and where it begins."""
    found = _BEFORE.search(text[first:start])
    if found is None or not (found[1] in _SIGNS or _is_code(found[1], is_money)):
        return None
    return _SIGNS.get(found[1], found[1]), start - len(found[0])


def _after(text: str, start: int, is_money: bool, language: str | None) -> tuple[str, int] | None:
    """The currency that begins at `start`, and where it ends."""
    found = _AFTER.match(text, start)
    if found is None:
        return None
    if sign := found[1]:
        return (_SIGNS.get(sign, sign), found.end()) if sign in _SIGNS or _is_code(sign, is_money) else None
    words = found[2].rstrip(" ")
    while words:
        for each in (words, words.rstrip(".")):
            if currency := _WORDS.get(each.lower()) or _named("en", language).get(each.lower()):
                return currency, found.start(2) + len(each)
        words = words.rpartition(" ")[0]
    return None


def _is_code(written: str, is_money: bool) -> bool:
    return written in _TRADED or (is_money and written in _currencies())


@lru_cache(maxsize=1)
def _currencies() -> frozenset[str]:
    """Every code of ISO 4217, those of the past too."""
    from babel.numbers import list_currencies  # here, because it costs every command that never asks

    return frozenset(list_currencies())


@lru_cache(maxsize=64)
def _named(*languages: str | None) -> Mapping[str, str]:
    """Codes by what CLDR calls one, two and five of them, in small letters: `mexican pesos`, `euros`."""
    from babel import Locale, UnknownLocaleError  # here, because it costs every command that never asks
    from babel.numbers import get_currency_name

    found: dict[str, str] = {}
    for language in filter(None, languages):
        try:
            locale = Locale.parse(language, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
        for code in sorted(_currencies() & locale.currencies.keys()):
            for count in (1, 2, 5):
                found.setdefault(get_currency_name(code, count, locale).lower(), code)
    return found


def _value(amount: str, times: str | None) -> str | None:
    """In plain digits. A mark followed by three digits groups them; one followed by one or two is the decimal one."""
    digits = re.sub(r"[ ’'\u00a0\u202f]", "", amount)
    last = max(digits.rfind(","), digits.rfind("."))
    decimal = last >= 0 and (len(digits) - last - 1 != 3 or times is not None) and digits.count(digits[last]) == 1
    whole, part = (digits[:last], digits[last + 1 :]) if decimal else (digits, "")
    number = Decimal(re.sub(r"[,.]", "", whole) + ("." + part if part else ""))
    number = number.scaleb(_TIMES[times.lower()]) if times else number
    if number == 0:
        return None
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
