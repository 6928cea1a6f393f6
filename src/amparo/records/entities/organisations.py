"""Organisations in a text: a legal form at the end, a word that heads such names, two names joined by `&`, a name that
everybody knows. Acronyms are read in `acronyms`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from amparo.records.entities import gazetteer
from amparo.records.entities.letters import UPPER
from amparo.records.entities.model import EntityKind, Mention
from amparo.records.entities.runs import Run
from amparo.records.entities.words import (
    ACRONYMS,
    HEADS,
    HEADS_ALONE,
    HEADS_BEFORE,
    LEGAL,
    NOT_NAMES,
    given_names,
    listed,
    phrases,
)

_FORM = rf"(?:{'|'.join(re.escape(form) for form in sorted(LEGAL, key=len, reverse=True))})(?![\w’'-])"
_LEGAL = re.compile(
    rf"(?<![\w&])((?:[{UPPER}][\w’'&.\-]*[ ](?:(?:and|of|de|&|und)[ ])?){{0,5}}?[{UPPER}][\w’'&\-]*),?[ ]"
    rf"({_FORM}(?:\.?,?[ ]{_FORM}){{0,2}}\.?)"
)
_FRONTS = ("OOO", "OAO", "ZAO", "PAO", "AO", "UAB", "ООО", "ОАО", "ЗАО", "ПАО", "АО")
_FRONT = re.compile(
    rf"(?<!\w)(?:{'|'.join(_FRONTS)})[ ]"
    rf"(?:[«“\"][^«»“”\"\n]{{2,60}}[»”\"]|[{UPPER}][\w’'-]{{3,}}(?:[ ][{UPPER}][\w’'-]+){{0,2}})"
)
"""What Russians, Ukrainians and Lithuanians write before the name of a company, and the name."""
_STREETS = frozenset(("Street", "St", "Avenue", "Ave", "Road", "Rd", "Drive", "Place", "Boulevard", "Lane", "Court"))
_PARTNERSHIP = re.compile(
    rf"(?<![\w&])(?<![{UPPER}]\w[ ])[{UPPER}][\w’'-]+(?:,[ ][{UPPER}][\w’'-]+)?[ ]&[ ][{UPPER}][\w’'-]+(?![\w’'&-])"
)
LINKS = frozenset(("of", "for", "and", "the", "&", "de", "la", "las", "los", "le", "del", "di", "du", "des", "da"))
LINKS |= frozenset(("della", "do", "der", "für", "zur", "und", "y", "e", "et"))
_AND = frozenset(("and", "&", "et", "und", "y", "e"))
_SMALL = frozenset(("the", "of", "for", "and", "de", "la", "del", "du", "des", "di", "der", "die", "das", "und", "für"))
_BEARERS = frozenset(("Senator", "Senators", "Mr", "Mrs", "Ms", "Dr", "Rep", "Congressman", "Judge", "Representative"))
_PARTNERS = frozenset(("Sons", "Daughters", "Brothers", "Co", "Company", "Partners", "Associates"))
_WEAK_FIRST = frozenset(("The", "A", "An", "Our", "Your", "His", "Her", "Their", "Its", "This", "That", "Acting"))
_SENTENCE = listed("sentence")
_WEAK_HEADS = listed("weak_heads") | listed("company_ends")
_GENERIC = listed("generic")
_KNOWN = phrases("known_organisations")
_AREAS = phrases("areas")
_ENDS = listed("company_ends")
_COMPOUND_FRONTS = ("Bundes", "Landes", "Innen", "Außen", "Finanz", "Justiz", "Verteidigungs", "Wirtschafts",
                    "Oberlandes")  # fmt: skip
_COMPOUND_ENDS = ("ministerium", "gericht", "gerichtshof", "kriminalamt", "bank", "anwaltschaft", "nachrichtendienst",
                  "polizei", "regierung", "agentur", "wehr", "kartellamt", "verband")  # fmt: skip


def companies(text: str) -> Iterator[Mention]:
    """`Acme Trading Ltd.`, `Müller & Söhne GmbH`, from the first word that begins no sentence."""
    for match in _LEGAL.finditer(text):
        words = match[1].split(" ")
        first = _first(words)
        start = match.start(1) + sum(len(word) + 1 for word in words[:first])
        form = match[2]
        end = match.end(2) - (1 if form.endswith(".") and form not in LEGAL and _ends(text, match) else 0)
        if len(form) < 3 and form.isupper() and (match[1].isupper() or words[-1] in _STREETS):
            continue  # FORMER SA, among words that are all written large; Park Avenue SE
        if words[first] not in NOT_NAMES and words[first] not in _SMALL and len("".join(words[first:])) > 1:
            yield Mention(EntityKind.ORGANISATION, " ".join(text[start:end].split()), "legal-form", start, end)


def fronted(text: str) -> Iterator[Mention]:
    """`OOO Halmere`, `ПАО «Халмер»`: names with their legal form before them."""
    for match in _FRONT.finditer(text) if any(form in text for form in _FRONTS) else ():
        if not match[0].isupper() or not match[0][-1].isalpha():  # nor among words that are all written large
            yield Mention(EntityKind.ORGANISATION, " ".join(match[0].split()), "legal-form", match.start(), match.end())


def partnerships(text: str, small: frozenset[str]) -> Iterator[Mention]:
    """`Lindqvist & Oskeld`: capitals on both sides of the sign, neither of which the page, `small`, writes small."""
    for match in _PARTNERSHIP.finditer(text) if "&" in text else ():
        words = match[0].replace(",", "").replace(" &", "").split()
        if not any(_is_common(word, small) for word in words):
            yield Mention(EntityKind.ORGANISATION, match[0], "partnership", match.start(), match.end())


def _is_common(word: str, small: frozenset[str]) -> bool:
    return (
        word.isupper() or word in _GENERIC or word in NOT_NAMES or word in given_names()
        or (word not in _PARTNERS and word.lower() in small) or word.endswith(("ions", "ing", "ment", "ments", "ence"))
    )  # fmt: skip


def known(run: Run) -> Iterator[tuple[Mention, int, int]]:
    """Bodies that everybody knows by name, with the tokens they take."""
    for at, token in enumerate(run):
        for words in _KNOWN.get(token.text, ()):
            last = at + len(words)
            if tuple(each.text for each in run[at:last]) == words and _may_end(run, last):
                name = " ".join(words)
                yield Mention(EntityKind.ORGANISATION, name, "known", token.start, run[last - 1].end), at, last
                break


def compounds(run: Run) -> Iterator[tuple[Mention, int, int]]:
    """German names of bodies that are one word: `Bundesverfassungsgericht`, `Innenministerium`."""
    for at, token in enumerate(run):
        if token.text.startswith(_COMPOUND_FRONTS) and token.text.endswith(_COMPOUND_ENDS):
            yield Mention(EntityKind.ORGANISATION, token.text, "head-word", token.start, token.end), at, at + 1


def _may_end(run: Run, last: int) -> bool:
    """Whether no other capital follows at once."""
    return last >= len(run) or not run[last].is_capital or not _tight(run, last) or run[last - 1].is_possessive


def _first(words: list[str]) -> int:
    """Where a company's name begins: after a sentence that ended, somebody else, words that name nobody."""
    ends = [at for at, word in enumerate(words[:-1]) if _ends_sentence(word, words[at + 1])]
    first = ends[-1] + 1 if ends else 0
    first += _others(words[first:])
    while first < len(words) - 1 and words[first] in NOT_NAMES:
        first += 1
    return first


def _others(words: list[str]) -> int:
    """How many words at the beginning are somebody else: two or more before the last `and` or `of`, unless what follows
    `and` is what ends such names, or a word before `of` heads them.
    """
    for at in range(len(words) - 2, 1, -1):
        if words[at] == "and" and words[at + 1] not in _PARTNERS:
            return at + 1
        if words[at] == "of" and HEADS.isdisjoint(words[:at]):
            return at + 1
    return 0


def _ends_sentence(word: str, following: str) -> bool:
    return word.endswith(".") and word.count(".") == 1 and (len(word) > 4 or following in NOT_NAMES)


def _ends(text: str, match: re.Match[str]) -> bool:
    """Whether the full stop after the legal form ends a sentence: nothing, or a capital, follows."""
    rest = text[match.end(2) : match.end(2) + 3].strip()
    return not rest or rest[0].isupper()


def headed(text: str, run: Run, taken: set[int]) -> Iterator[tuple[Mention, int, int]]:
    """`Ministry of Foreign Affairs`, `Central Bank of Iraq`, `Harvard University`; with the tokens they take."""
    place = 0
    while place < len(run):
        found = _headed_at(text, run, place, taken)
        if found is None:
            place += 1
            continue
        first, last = found
        start, end = run[first].start, run[last - 1].end
        yield Mention(EntityKind.ORGANISATION, " ".join(text[start:end].split()), "head-word", start, end), first, last
        place = last


def _headed_at(text: str, run: Run, place: int, taken: set[int]) -> tuple[int, int] | None:
    head = run[place].text
    if head not in HEADS and head not in HEADS_ALONE:
        return None
    first = _modifiers(run, place, taken)
    last = _complement(run, place, taken)
    if head in HEADS_ALONE:
        return first, last
    if gazetteer.country(" ".join(token.text for token in run[first:last])) is not None:
        return None  # the Soviet Union is a country
    if any(token.text.rstrip(".") in _BEARERS for token in run[max(0, first - 1) : place]):
        return None  # Senator Church
    if last == place + 1 and head in _WEAK_HEADS and last < len(run) and run[last].is_capital and _tight(run, last):
        return None  # Press Secretary, Office Manager
    if tuple(token.text for token in run[first:last]) in _AREAS.get(run[first].text, ()):
        return None  # nor is the West Bank a bank
    said = [token.text for token in run[first:place] if token.text not in _GENERIC]
    if (
        head in _ENDS
        and len(said) < 2
        and (not said or said[0] in NOT_NAMES or _begins_sentence(text, run[first].start))
    ):
        return None  # Capital Resources, and Human Resources at the beginning of a sentence
    return (first, last) if said or last > place + 1 else None


def _begins_sentence(text: str, start: int) -> bool:
    before = text[max(0, start - 3) : start].rstrip(" ")
    return not before or before[-1] in ".!?:\n"


def _modifiers(run: Run, place: int, taken: set[int]) -> int:
    """Back over the capitals that stand before a head, to a comma or a word that begins a sentence."""
    first = place
    while first and place - first < 6 and first - 1 not in taken:
        before = run[first - 1]
        if before.text == "&" or (before.text == "and" and first >= 2 and place - first == 1):
            if first >= 2 and run[first - 2].is_capital:
                first -= 2
                continue
            break
        fits = before.text not in _SENTENCE and before.is_shouted == run[place].is_shouted
        if not before.is_capital or not (fits or before.text in ACRONYMS):
            break
        first -= 1
    while first < place and run[first].text in _WEAK_FIRST:
        first += 1
    return first


def _complement(run: Run, place: int, taken: set[int]) -> int:
    """On over `of` and the capitals after it."""
    linked = False
    last = at = place + 1
    if at < len(run) and run[at].is_capital and run[at].text in HEADS:  # Council Secretariat
        last = at = at + 1
    while at < len(run) and at - place < 9 and at not in taken:
        if run[at].text in LINKS:
            link = at
            while at < len(run) and run[at].text in LINKS:
                at += 1
            if not linked and (run[link].text in _AND or run[link].text == "the"):
                break  # the Ministry and the Court are two
            linked = True
            continue
        if (
            not run[at].is_capital
            or run[at].text in _SENTENCE
            or (at > place + 1 and last == at and not _tight(run, at))
        ):
            break
        if not linked and run[place].text not in HEADS_BEFORE:
            break  # a capital right after the head belongs to something else, unless a link leads there
        at += 1
        last = at
    return last


def _tight(run: Run, place: int) -> bool:
    return run[place].start - run[place - 1].end <= 2 and run[place - 1].text != ","
