"""Names that a document introduces in full and uses in short: a surname or given name alone, a company without its
legal form, an acronym that was spelled out.

Looks only where no other rule found anything, and only for what the same document introduced: a surname that two people
in it bear is found, but as nobody's in particular.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from amparo.records.entities import gazetteer
from amparo.records.entities.letters import fold
from amparo.records.entities.model import EntityKind, Mention, Tie
from amparo.records.entities.runs import Run
from amparo.records.entities.words import HEADS, HEADS_ALONE, LEGAL, NOT_NAMES, TITLES, given_names, listed, surnames

RULE = "introduced"
_SUFFIXES = frozenset(("Jr", "Jr.", "Sr", "Sr.", "II", "III", "IV"))
_NOBODY = NOT_NAMES | HEADS | HEADS_ALONE | listed("not_surnames") | listed("parties")
_SENTENCE = listed("sentence")
_OPENERS = _SENTENCE | listed("openers") | NOT_NAMES
_NAMED_AFTER = listed("named_after") | listed("place_heads")
_SURE = ("mail-header", "record-field", "printed-", "passport")
"""Rules whose names are names whatever list has them."""
_WORDS_TOO = listed("not_given_names")
_LEGAL = frozenset(word for form in LEGAL for word in form.split())
_LEGAL |= frozenset(word.rstrip(".") for word in _LEGAL)


@dataclass(frozen=True, slots=True)
class Introduced:
    """What names mean in one document. `people` by one word; `names` of several words, and of organisations of one, by
    these words: the kind and the name in full; `longest` is how many words such a name has at most, by its first word;
    `acronyms` as they are written.
    """

    people: Mapping[str, str]
    names: Mapping[tuple[str, ...], tuple[EntityKind, str]]
    longest: Mapping[str, int]
    acronyms: frozenset[str]


def introduced(found: Iterable[Mention | Tie], small: frozenset[str]) -> Introduced:
    """From everything that the other rules found in a document; `small` are the words that it writes small, which are
    nobody's surname unless many bear it.
    """
    named: dict[str, list[str]] = defaultdict(list)
    given: dict[str, list[str]] = defaultdict(list)
    known: dict[tuple[str, ...], tuple[EntityKind, str]] = {}
    acronyms: set[str] = set()
    titled: set[str] = set()
    for each in found:
        if isinstance(each, Tie):
            if each.rule == "spelled-out":
                acronyms.add(each.other)
        elif each.kind is EntityKind.PERSON:
            words = [word for word in each.name.split() if word not in _SUFFIXES and word not in TITLES]
            if len(words) == 1 and each.rule == "title":
                titled.add(words[0])
            elif len(words) > 1 and fold(each.name):
                known.setdefault(tuple(words), (EntityKind.PERSON, each.name))
                named[words[-1]].append(each.name)
                if words[0] in given_names() or each.rule.startswith(_SURE):
                    given[words[0]].append(each.name)
        elif each.kind is EntityKind.ORGANISATION and each.rule in ("legal-form", "described"):
            for short in _shorter(each.name):
                known.setdefault(short, (EntityKind.ORGANISATION, each.name))
                if len(short) == 1 and short[0].isupper():  # CALOI in the headline, and Caloi
                    known.setdefault((short[0].title(),), (EntityKind.ORGANISATION, each.name))
    people = {word: _whose(word, names) for word, names in named.items() if _is_surname(word, small)}
    people |= {word: word for word in titled if word not in people and _is_surname(word, small)}
    for word, names in given.items():
        if word not in people and _is_given(word, small) and len({fold(name).split()[-1] for name in names}) == 1:
            people[word] = _whose(word, names)
    longest: dict[str, int] = {}
    for every in known:
        longest[every[0]] = max(longest.get(every[0], 0), len(every))
    return Introduced(people, known, longest, frozenset(acronyms))


def _whose(word: str, names: list[str]) -> str:
    """The first full name, unless given names disagree: then the word alone, which is nobody's in particular."""
    initials = {fold(name)[:1] for name in names}
    full = [name for name in names if len(fold(name).split()[0]) > 1]
    given = {fold(name).split()[0] for name in full}
    return (full or names)[0] if len(initials) == 1 and len(given) < 2 else word


def _is_surname(word: str, small: frozenset[str]) -> bool:
    is_word = word in _OPENERS or word in _NOBODY or (word.lower() in small and word not in surnames())
    return len(fold(word)) > 2 and not is_word and "." not in word


def _is_given(word: str, small: frozenset[str]) -> bool:
    is_place = gazetteer.country(word) is not None or ((town := gazetteer.town(word)) is not None and town.sure)
    return _is_surname(word, small) and fold(word) not in _WORDS_TOO and not is_place


def _shorter(name: str) -> Iterator[tuple[str, ...]]:
    """Without the legal form; and the first word alone where it is no word, no place and nobody's name."""
    words = name.replace(",", "").split()
    while len(words) > 1 and (words[-1] in _LEGAL or words[-1].rstrip(".") in _LEGAL):
        words.pop()
    if len(words) > 1 or _is_telling(words[0]):
        yield tuple(words)
    if len(words) > 1 and _is_telling(words[0]):
        yield (words[0],)


def _is_telling(word: str) -> bool:
    return (
        len(word) > 3
        and word not in _NOBODY
        and word not in _SENTENCE
        and fold(word) not in _WORDS_TOO
        and word not in given_names()
        and gazetteer.country(word) is None
        and gazetteer.town(word) is None
    )


def later(known: Introduced, run: Run, taken: set[int]) -> Iterator[tuple[Mention, int, int]]:
    """The short names in a run, with the tokens they take; `taken` are those of other mentions."""
    at = 0
    while at < len(run):
        found = None if at in taken else _whole(known, run, at, taken) or _alone(known, run, at, taken)
        if found is None:
            at += 1
            continue
        kind, name, rule, last = found
        yield Mention(kind, name, rule, run[at].start, run[last - 1].end), at, last
        at = last


def _whole(known: Introduced, run: Run, at: int, taken: set[int]) -> tuple[EntityKind, str, str, int] | None:
    """The longest name of these words that begins here."""
    for last in range(min(at + known.longest.get(run[at].text, 0), len(run)), at, -1):
        found = known.names.get(tuple(token.text for token in run[at:last]))
        if found is None or not taken.isdisjoint(range(at, last)):
            continue
        if last - at > 1 or _stands_alone(run, at, taken):
            return *found, RULE, last
    return None


def _alone(known: Introduced, run: Run, at: int, taken: set[int]) -> tuple[EntityKind, str, str, int] | None:
    """An acronym, or one word of somebody's name."""
    text = run[at].text
    if text in known.acronyms:
        return EntityKind.ORGANISATION, text, "spelled-out", at + 1
    person = known.people.get(text) or (known.people.get(text.title()) if run[at].is_shouted else None)
    if person is None or not _stands_alone(run, at, taken):
        return None
    return EntityKind.PERSON, person, RULE, at + 1


def _stands_alone(run: Run, at: int, taken: set[int]) -> bool:
    """Whether no other capital that is open touches the word: Quillfeather Street is not she."""
    before = at == 0 or at - 1 in taken or not _touches(run, at - 1, at)
    before = before or run[at - 1].text in _OPENERS or run[at - 1].text.rstrip(".") in TITLES
    if run[at].is_shouted and at + 1 < len(run) and run[at + 1].is_shouted:
        return before and run[at + 1].text.title() not in _NAMED_AFTER
    after = at + 1 >= len(run) or run[at].is_possessive or not _touches(run, at, at + 1)
    return before and (after or run[at + 1].text in _OPENERS)


def _touches(run: Run, one: int, other: int) -> bool:
    return run[one].is_capital and run[other].is_capital and run[other].start - run[one].end <= 1
