"""Words that the rules for names turn on: titles, legal forms, heads of organisations, capitals that name nobody.

Lists lie beside this file in `lists/`, each with a line that says what it is; all of it written down from common
knowledge of the languages. Given names and surnames come from the lists of `faker`.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

from amparo.records.entities.letters import fold


def listed(name: str) -> frozenset[str]:
    """The words of one file in `lists/`: parted by blanks, lines that begin with # left out."""
    text = files(__package__).joinpath("lists", f"{name}.txt").read_text("utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())


def phrases(name: str) -> Mapping[str, tuple[tuple[str, ...], ...]]:
    """The lines of one file in `lists/`, each as its words, by the first word; longer ones first."""
    text = files(__package__).joinpath("lists", f"{name}.txt").read_text("utf-8")
    found: dict[str, list[tuple[str, ...]]] = {}
    for line in text.splitlines():
        if line and not line.startswith("#"):
            words = tuple(line.split())
            found.setdefault(words[0], []).append(words)
    return {first: tuple(sorted(every, key=len, reverse=True)) for first, every in found.items()}


TITLES = listed("titles")
OFFICES = listed("offices")
HEADS_BEFORE = listed("heads_before")
HEADS = listed("heads") | HEADS_BEFORE | listed("company_ends")
HEADS_ALONE = listed("heads_alone")
_PEOPLES = listed("demonyms")
NOT_NAMES = listed("not_names") | _PEOPLES | {f"{each}s" for each in _PEOPLES}
LEGAL = (
    "Ltd", "Limited", "LLC", "L.L.C.", "LLP", "LLLP", "L.P.", "LP", "Inc", "Incorporated", "Corp", "Corporation", "PLC",
    "plc", "P.L.C.", "Co", "Co. Ltd", "Company Limited", "Pty", "Pty Ltd", "Pty. Ltd", "(Pty) Ltd", "Pvt Ltd",
    "Pvt. Ltd", "(Pvt) Ltd", "Private Limited", "Limited Liability Company", "Public Limited Company",
    "GmbH", "G.m.b.H.", "mbH", "m.b.H.", "AG", "A.G.", "KG", "KGaA", "OHG", "GbR", "e.V.", "e.G.", "UG", "SE",
    "GmbH & Co. KG", "GmbH & Co. KGaA", "GmbH & Co. OHG", "AG & Co. KG", "AG & Co. KGaA", "SE & Co. KGaA", "& Co. KG",
    "Aktiengesellschaft", "Kommanditgesellschaft", "S.A.", "S. A.", "SA", "S.A.S.", "SAS", "SARL", "S.A.R.L.",
    "S.à r.l.", "Sàrl", "EURL", "SNC", "S.n.c.", "SICAV", "S.p.A.", "S.P.A.", "SpA", "S.r.l.", "S.R.L.", "Srl", "S.L.",
    "S.L.U.", "S.A.U.", "S.A. de C.V.", "SA de CV", "S.A.B. de C.V.", "S. de R.L. de C.V.", "S. de R.L.", "Ltda", "Lda",
    "S.A.L.", "S.A.E.", "B.V.", "BV", "N.V.", "NV", "Oy", "Oyj", "AB", "ASA", "A/S", "ApS", "Kft", "Zrt", "Nyrt",
    "s.r.o.", "a.s.", "Sp. z o.o.", "sp. z o.o.", "d.o.o.", "d.d.", "a.d.", "EOOD", "OOD", "A.Ş.", "OOO", "ООО",
    "ОАО", "ЗАО", "Bhd", "Sdn Bhd", "Sdn. Bhd", "Tbk", "K.K.", "PJSC", "JSC", "OJSC", "W.L.L.", "FZE", "FZCO", "FZ-LLC",
)  # fmt: skip
"""What a company's name ends with, after any comma."""
ACRONYMS = {
    "UN": "United Nations", "U.N.": "United Nations", "UNO": "United Nations", "NATO": "NATO", "EU": "European Union",
    "E.U.": "European Union", "CIA": "Central Intelligence Agency", "C.I.A.": "Central Intelligence Agency",
    "FBI": "Federal Bureau of Investigation", "F.B.I.": "Federal Bureau of Investigation",
    "NSA": "National Security Agency", "KGB": "KGB", "GRU": "GRU", "FSB": "FSB", "MI5": "MI5", "MI6": "MI6",
    "GCHQ": "GCHQ", "OPEC": "OPEC", "OSCE": "OSCE", "OECD": "OECD", "IAEA": "International Atomic Energy Agency",
    "IMF": "International Monetary Fund", "WHO": "World Health Organization", "UNESCO": "UNESCO",
    "UNICEF": "UNICEF", "UNHCR": "UNHCR", "USAID": "USAID", "NASA": "NASA", "BBC": "BBC", "CNN": "CNN",
    "INTERPOL": "Interpol", "ECB": "European Central Bank", "BND": "BND", "OSS": "Office of Strategic Services",
    "AFP": "Agence France-Presse", "IAEO": "International Atomic Energy Agency", "SEATO": "SEATO", "PLO": "PLO",
    "FERC": "Federal Energy Regulatory Commission", "SEC": "Securities and Exchange Commission",
    "FARC": "FARC", "IRA": "IRA", "ISIS": "ISIS", "AU": "African Union", "ICRC": "ICRC",
}  # fmt: skip
_SILENT = frozenset(["AU", "SEC", "WHO", "IRA", "PLO"])
"""Acronyms that are too often something else: only where the text itself spells them out."""
KNOWN_ACRONYMS = {short: long for short, long in ACRONYMS.items() if short not in _SILENT}
KNOWN_ACRONYMS |= {short: short for short in listed("known_capitals")}


@lru_cache(maxsize=1)
def given_names() -> frozenset[str]:
    """Given names of some seventy countries, as written and in Latin letters, without those that are words too."""
    words_too = listed("not_given_names")
    return frozenset(name for name in _names("first_names") if fold(name) not in words_too)


@lru_cache(maxsize=1)
def surnames() -> frozenset[str]:
    """Surnames of the same countries, without capitals that name nobody."""
    return _names("last_names") - NOT_NAMES - HEADS - TITLES - listed("not_surnames") - listed("sentence")


def _names(begins: str) -> frozenset[str]:
    """Names in the lists of `faker` that are one word with a capital; `begins` says which lists."""
    import faker.providers.person as people  # here, because it costs every command that never asks

    found: set[str] = set()
    for module in pkgutil.iter_modules(people.__path__):
        provider = importlib.import_module(f"{people.__name__}.{module.name}").Provider
        for attribute in (begins, f"{begins}_male", f"{begins}_female", f"{begins}_nonbinary"):
            names = getattr(provider, attribute, ())
            if isinstance(names, tuple | list | dict):
                found.update(name for name in names if isinstance(name, str) and " " not in name and len(name) > 1)
    return frozenset(name for name in found if name[0].isupper())
