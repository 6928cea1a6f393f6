"""Maxima and their sums in words. Pure; `speak` translates (gettext). Spec: specs/case.md, "Exposure"."""

from __future__ import annotations

from collections.abc import Iterator

from amparo.docket.exposure import Exposure, Term
from amparo.docket.penalty import Kind, Maximum
from amparo.docket.words import Speak

_NAMES = {
    Kind.FINE: "a fine",
    Kind.INDETERMINATE: "a term without limit",
    Kind.LIFE: "life",
    Kind.DEATH: "death",
    Kind.UNKNOWN: "a maximum that is not known",
}
_GRAVE = (Kind.DEATH, Kind.LIFE, Kind.INDETERMINATE)


def maximum_words(maximum: Maximum, speak: Speak = str) -> str:
    """`10 years`, `2 years 6 months`, `life`, `a fine`."""
    return term_words(maximum.months, speak) if maximum.kind is Kind.TERM else speak(_NAMES[maximum.kind])


def term_words(months: int, speak: Speak = str) -> str:
    """A number of months as years and months: `175 years`, `6 months`."""
    parts = zip(divmod(months, 12), (("1 year", "{} years"), ("1 month", "{} months")), strict=True)
    said = [speak(one) if count == 1 else speak(many).format(f"{count:,}") for count, (one, many) in parts if count]
    return " ".join(said)


def sum_words(exposure: Exposure, speak: Speak = str) -> str:
    """The sum in words, the gravest first: `175 years`, `life and 20 years`; empty when no count threatens."""
    return _joined(list(_parts(exposure, speak)), speak) if exposure.counted else ""


def _parts(exposure: Exposure, speak: Speak) -> Iterator[str]:
    for kind in _GRAVE:
        if count := exposure.counts_of(kind):
            yield _times(count, speak(_NAMES[kind]))
    if exposure.months:
        yield term_words(exposure.months, speak)
    elif not any(map(exposure.counts_of, _GRAVE)) and exposure.counts_of(Kind.FINE):
        yield speak("fines alone")
    if count := exposure.counts_of(Kind.UNKNOWN):
        yield _times(count, speak(_NAMES[Kind.UNKNOWN]))


def derivation(exposure: Exposure, speak: Speak = str) -> str:
    """The sum as arithmetic: `17 × 10 + 1 × 5 = 175 years`; empty when no count threatens.

    The unit stands once when all terms are whole years, else at each: `1 × life + 2 × 18 months = life and 3 years`.
    Where the sum says nothing that its terms do not (`2 × life`) it stands once.
    """
    terms = exposure.counted
    if not terms:
        return ""
    plain = all(term.maximum.kind is Kind.TERM and term.maximum.years for term in terms)
    left = " + ".join(_factor(term, plain, speak) for term in terms)
    whole = sum_words(exposure, speak)
    return left if left == whole else f"{left} = {whole}"


def _factor(term: Term, plain: bool, speak: Speak) -> str:
    return f"{term.counts} × {term.maximum.years if plain else maximum_words(term.maximum, speak)}"


def _times(count: int, words: str) -> str:
    return words if count == 1 else f"{count:,} × {words}"


def _joined(parts: list[str], speak: Speak) -> str:
    return speak("{} and {}").format(", ".join(parts[:-1]), parts[-1]) if len(parts) > 1 else "".join(parts)
