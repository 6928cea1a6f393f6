"""People in a text: a title before a name, a given name that many bear before a surname, initials before a surname, a
surname that many bear after another capital.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from amparo.records.entities import gazetteer
from amparo.records.entities.letters import fold
from amparo.records.entities.model import EntityKind, Mention
from amparo.records.entities.runs import Run, Token
from amparo.records.entities.words import HEADS, LEGAL, NOT_NAMES, OFFICES, TITLES, given_names, listed, surnames

_PARTICLES = frozenset(("de", "la", "del", "della", "di", "da", "dos", "do", "van", "der", "den", "von", "zu", "bin"))
_PARTICLES |= frozenset(("ibn", "al", "el", "le", "du", "des", "y", "e"))
_LONGEST = 4
_NO_SURNAMES = frozenset(LEGAL) | HEADS | NOT_NAMES | listed("not_surnames")
_OFFICE_WORDS = listed("office_words")
_NAMED_AFTER = listed("named_after") | listed("place_heads")
_STARTS = listed("sentence") | TITLES | listed("generic") | listed("openers")


def people(run: Run) -> Iterator[tuple[Mention, int, int]]:
    """Mentions with the tokens they take, from one to before another."""
    place = 0
    while place < len(run):
        found = _titled(run, place) or _given(run, place) or _initials(run, place) or _surname(run, place)
        if found is None:
            place += 1
            continue
        rule, first, last = found
        if last < len(run) and run[last].text in _NAMED_AFTER and _joined(run, last - 1):
            place = last + 1
            continue  # Margarita Quillfeather Street
        yield _mention(run, first, last, rule), place, last
        place = last


def _titled(run: Run, place: int) -> tuple[str, int, int] | None:
    """`Mr. Rusk`, `Secretary of State` not, `Foreign Minister Andrei Gromyko`."""
    if run[place].text.rstrip(".") not in TITLES:
        return None
    first = place + 1
    while first < len(run) and (run[first].text == "." or run[first].text.rstrip(".") in TITLES):
        first += 1
    last = name_end(run, first, 3)
    words = [token for token in run[first:last] if token.is_capital]
    if not words or all(len(fold(word.text)) < 2 for word in words):
        return None
    if run[place].text in OFFICES and len(words) == 1 and fold(words[0].text) in _OFFICE_WORDS:
        return None
    return "title", first, last


def _given(run: Run, place: int) -> tuple[str, int, int] | None:
    """`Maria de la Cruz`, `John F. Kennedy`; a given name alone names nobody."""
    token = run[place]
    if not _is_given(token):
        return None
    if place and _joined(run, place - 1) and run[place - 1].is_capital and run[place - 1].text in HEADS:
        return None
    last = name_end(run, place + 1, _LONGEST - 1)
    words = [each for each in run[place + 1 : last] if each.is_capital]
    surnames = [word for word in words if len(fold(word.text)) > 1]
    if len(words) == 1 and (country := gazetteer.country(words[0].text)) is not None and country.sure:
        return None
    if gazetteer.country(" ".join(each.text for each in run[place:last])) is not None:
        return None  # Sierra Leone
    if not surnames or any(word.is_shouted != token.is_shouted for word in surnames):
        return None
    return "given-name", place, last


def _is_given(token: Token) -> bool:
    """Whether many bear it; of `Jean-Luc`, whether many bear its beginning."""
    text = token.text
    if token.is_shouted:
        text = text.title()
        if (country := gazetteer.country(text, "en")) is not None and country.sure:
            return False  # CHINA AND FRANCE
    return text in given_names() or ("-" in text and text.partition("-")[0] in given_names())


def _surname(run: Run, place: int) -> tuple[str, int, int] | None:
    """`Zbyszko Kowalski`: two capitals alone, the second of which many bear, the first no word that begins names."""
    token = run[place]
    if place + 1 >= len(run) or token.is_shouted or not may_be_surname(token) or _is_initials(token):
        return None
    last = name_end(run, place, 3)
    words = [each for each in run[place:last] if each.is_capital]
    alone = place == 0 or not (
        run[place - 1].is_capital or run[place - 1].text == "of"
    )  # Secretary of Defense McNamara
    alone = alone and (last >= len(run) or not run[last].is_capital)
    if (
        len(words) < 2
        or not alone
        or words[-1].is_shouted
        or words[-1].text not in surnames()
        or token.text in surnames() | _STARTS
    ):
        return None
    if any(gazetteer.town(each.text) or gazetteer.country(each.text, "en") for each in words):
        return None
    return "surname", place, last


def _initials(run: Run, place: int) -> tuple[str, int, int] | None:
    """`J. Edgar Hoover`, `W.E.B. Du Bois`."""
    if not _is_initials(run[place]) or run[place].text.replace(" ", "") in ("U.S.", "U.S.S.R.", "U.K.", "U.N.", "D.C."):
        return None
    if place and run[place - 1].is_capital:
        return None
    last = name_end(run, place + 1, 2)
    words = [token for token in run[place + 1 : last] if token.is_capital]
    surnames = [word for word in words if len(fold(word.text)) > 2 and not word.is_shouted]
    return ("initials", place, last) if surnames and len(surnames) == len(words) else None


def name_end(run: Run, first: int, most: int) -> int:
    """Where the words of a name end that begin at `first`: capitals, at most `most`, particles between them."""
    place, last, count = first, first, 0
    while place < len(run) and count < most:
        token = run[place]
        if token.text in _PARTICLES and count + 1 < most + 1:
            place += 1
            continue
        if token.text == "." and place > first and len(run[place - 1].text) == 1:
            place += 1
            continue
        if not token.is_capital or not may_be_surname(token) or (place > first and not _near(run, place)):
            break
        if last > first and "." in run[last - 1].text and not _is_initials(run[last - 1]):
            break
        place += 1
        last, count = place, count + 1
    return last


def may_be_surname(token: Token) -> bool:
    """Whether a capital can be a part of a name: no digit, no word that names nobody."""
    return _may_be_surname(token.text, token.is_shouted)


@lru_cache(maxsize=65536)
def _may_be_surname(text: str, is_shouted: bool) -> bool:
    return _are_initials(text) or (
        len(text) > 1
        and not any(letter.isdigit() for letter in text)
        and text not in _NO_SURNAMES
        and text.rstrip(".") not in _NO_SURNAMES
        and (not is_shouted or text.title() not in _NO_SURNAMES)
    )


def _are_initials(text: str) -> bool:
    return text.endswith(".") and all(len(part.strip()) <= 1 for part in text.split("."))


def _is_initials(token: Token) -> bool:
    return _are_initials(token.text)


def _joined(run: Run, place: int) -> bool:
    return place + 1 < len(run) and run[place + 1].start - run[place].end <= 2


def _near(run: Run, place: int) -> bool:
    """Whether nothing but blanks and a full stop stands between this token and the one before."""
    return run[place - 1].text != ","


def written(run: Run, first: int, last: int) -> str:
    """The name that these tokens make."""
    name = " ".join(token.text for token in run[first:last] if token.text != ".")
    return name.title() if name.isupper() and len(name) > 4 else name


def _mention(run: Run, first: int, last: int, rule: str) -> Mention:
    return Mention(EntityKind.PERSON, written(run, first, last), rule, run[first].start, run[last - 1].end)
