"""Sums of money: an amount beside a currency, in the notations that people use. Names are `USD 1500000`.

Codes are those of ISO 4217; a bare `$` stays `$`, because a dozen countries write it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from amparo.records.entities.model import EntityKind, Mention

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
_CODES = (
    "USD|EUR|GBP|JPY|CHF|CNY|RMB|RUB|INR|AUD|CAD|NZD|SEK|NOK|DKK|PLN|CZK|HUF|RON|BGN|BRL|MXN|ZAR|SGD|HKD|KRW|ILS|AED"
    "|SAR|QAR|KWD|EGP|NGN|KES|UAH|KZT|THB|IDR|MYR|PHP|VND|COP|ARS|CLP|PEN|TWD|PKR|DEM|FRF|ITL|ESP|NLG"
)
"""Those that are traded most; rarer ones are as often numbers of files."""
_AMOUNT = r"\d{1,3}(?:(?P<mark>[,.'’  ])\d{3})(?:(?P=mark)\d{3}){0,4}(?:[.,]\d{1,2})?|\d{1,15}(?:[.,]\d{1,3})?"
_MANY = "|".join(re.escape(word) for word in sorted(_TIMES, key=len, reverse=True))
_UNITS = "|".join(re.escape(word) for word in sorted(_WORDS, key=len, reverse=True))
_NUMBER = re.compile(rf"(?<![\d.,])(?:{_AMOUNT})(?!\d)", re.ASCII)
_SIGN = "|".join(re.escape(sign) for sign in sorted(_SIGNS, key=len, reverse=True))
_BEFORE = re.compile(rf"(?<![\w$€£])({_SIGN}|{_CODES})[ \u00a0]{{0,2}}$")
_TAIL = re.compile(rf"[ \u00a0-]?({_MANY})(?!\w)", re.IGNORECASE)
_AFTER = re.compile(rf"[ \u00a0]?(?:([€£₽₴₺₪₫₸]|(?:zł|Kč|{_CODES})(?!\w))|((?i:{_UNITS}))(?!\w))")
_LOOK_BACK = 8


def sums(text: str) -> Iterator[Mention]:
    """Every amount with its currency; one before the amount goes before one after it."""
    taken = 0
    for match in _NUMBER.finditer(text):
        tail = _TAIL.match(text, match.end())
        amount = _value(match[0], tail[1] if tail else None)
        # Looks are bounded: numbers are few, and what is not beside one is never looked at.
        before = _BEFORE.search(text[max(taken, match.start() - _LOOK_BACK) : match.start()])
        after = _AFTER.match(text, tail.end() if tail else match.end())
        if amount is None or not (before or after):
            continue
        if before:
            start, end = match.start() - len(before[0]), tail.end() if tail else match.end()
            currency = _SIGNS.get(before[1], before[1])
        elif after and not text[max(0, match.start() - 1) : match.start()].isalnum():
            start, end = match.start(), after.end()
            currency = _WORDS[after[2].lower()] if after[2] else _SIGNS.get(after[1], after[1])
        else:
            continue
        taken = end
        yield Mention(EntityKind.MONEY, f"{currency} {amount}", "amount-and-currency", start, end)


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
