"""Which names mean the same entity, and why. Names in, joins out: each join names the two names and the rule.

A rule joins only where it can hardly be wrong; what merely might be the same is a proposal (`proposals`), for a person
to decide. Nothing is lost in a join: the names stay as they are, and their mentions with them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NewType

from amparo.records.entities.letters import distance, fold, is_latin, sound
from amparo.records.entities.model import EntityKind
from amparo.records.entities.spellings import romanised, umlauts_out
from amparo.records.entities.words import ACRONYMS, LEGAL

FormId = NewType("FormId", int)
_LEGAL = frozenset(word for form in LEGAL for word in fold(form).split())
_ARTICLES = frozenset(("al", "el", "bin", "ibn", "ben"))
_SPELLED = {"limited": "ltd", "incorporated": "inc", "corporation": "corp", "company": "co"}


@dataclass(frozen=True, slots=True)
class Form:
    """One name as it is written. `documents` counts those it stands in."""

    id: FormId
    kind: EntityKind
    name: str
    key: str
    documents: int


@dataclass(frozen=True, slots=True)
class Join:
    """`form` means what `other` means, by `rule`."""

    form: FormId
    other: FormId
    rule: str


def joins(forms: Sequence[Form], shared: Mapping[FormId, frozenset[FormId]]) -> Iterator[Join]:
    """The joins among forms of one kind. `shared` are what the texts tie each form to: addresses, acronyms' names."""
    by_kind = {EntityKind.PERSON: _people, EntityKind.ORGANISATION: _organisations, EntityKind.PLACE: _places}
    kinds = {form.kind for form in forms}
    for kind in kinds & by_kind.keys():
        yield from by_kind[kind](sorted((each for each in forms if each.kind is kind), key=_weight), shared)


def _weight(form: Form) -> tuple[int, int, str]:
    """The names that stand for their entity come first: the most used, then the longest."""
    return (-form.documents, -len(form.name), form.name)


def _same(forms: Iterable[Form], rule: str, key: Callable[[Form], Hashable]) -> Iterator[Join]:
    """Forms of one key are joined to the first of them; an empty key joins nothing."""
    first: dict[Hashable, Form] = {}
    for form in forms:
        if value := key(form):
            if value in first:
                yield Join(form.id, first[value].id, rule)
            else:
                first[value] = form


# -- people --


@dataclass(frozen=True, slots=True)
class _Name:
    given: str
    middle: tuple[str, ...]
    surname: str

    @property
    def is_initial(self) -> bool:
        return len(self.given) == 1


def _parsed(name: str) -> _Name | None:
    words = [word for word in fold(name).split() if word not in ("jr", "sr", "ii", "iii", "iv")]
    return _Name(words[0], tuple(words[1:-1]), words[-1]) if len(words) > 1 else None


def _people(forms: Sequence[Form], shared: Mapping[FormId, frozenset[FormId]]) -> Iterator[Join]:
    yield from _same(forms, "same-letters", lambda form: fold(form.name))
    yield from _same(forms, "other-order", _turned)
    named = [(form, parsed) for form in forms if (parsed := _parsed(form.name))]
    yield from _middle_left_out(named)
    yield from _initial_fits_one(named)
    yield from _same_address(named, shared)
    yield from _umlauts(forms)
    yield from _romanised(named)
    yield from _other_script(named)


def _umlauts(forms: Sequence[Form]) -> Iterator[Join]:
    """`Mueller` beside `Müller`; without the letter itself nobody knows whether `ue` stands for it."""
    marked: dict[str, Form] = {}
    for form in forms:
        if spelled := umlauts_out(form.name):
            marked.setdefault(spelled, form)
    for form in forms:
        other = marked.get(fold(form.name))
        if other is not None and other.id != form.id:
            yield Join(form.id, other.id, "umlaut-written-out")


def _romanised(named: Sequence[tuple[Form, _Name]]) -> Iterator[Join]:
    """`Moammar al-Qadhafi` and `Muammar Gaddafi`, when their middle names do not contradict each other."""
    groups: dict[tuple[str, str], list[tuple[Form, tuple[str, ...]]]] = defaultdict(list)
    for form, name in named:
        if key := romanised(name.given, name.surname):
            groups[key].append((form, tuple(word for word in name.middle if word not in _ARTICLES)))
    for group in groups.values():
        first = group[0][0]
        for form, _ in group[1:] if _agree([middle for _, middle in group]) else ():
            yield Join(form.id, first.id, "romanised-otherwise")


def _turned(form: Form) -> tuple[str, ...]:
    words = fold(form.name).split()
    return tuple(sorted(words)) if len(words) > 1 and all(len(word) > 1 for word in words) else ()


def _middle_left_out(named: Sequence[tuple[Form, _Name]]) -> Iterator[Join]:
    """`John F. Kennedy`, `John Fitzgerald Kennedy` and `John Kennedy`, unless there is a `John P. Kennedy` as well."""
    groups: dict[tuple[str, str], list[tuple[Form, _Name]]] = defaultdict(list)
    for form, name in named:
        if not name.is_initial:
            groups[name.given, name.surname].append((form, name))
    for group in groups.values():
        kept = group if _agree([name.middle for _, name in group]) else _mostly_one(group)
        for form, _ in kept[1:]:
            yield Join(form.id, kept[0][0].id, "middle-name-left-out")


def _mostly_one(group: Sequence[tuple[Form, _Name]]) -> list[tuple[Form, _Name]]:
    """Where middle names contradict: the bare name and the one that nine tenths of the documents use, if one is."""
    counts: dict[str, int] = defaultdict(int)
    for form, name in group:
        if name.middle:
            counts[name.middle[0][0]] += form.documents
    most = max(counts, key=counts.__getitem__)
    if counts[most] * 10 < sum(counts.values()) * 9:
        return []
    return [each for each in group if not each[1].middle or each[1].middle[0][0] == most]


def _agree(middles: Sequence[tuple[str, ...]]) -> bool:
    """Whether no two of these contradict each other: names begin alike, or are missing."""
    longest = max(middles, key=lambda each: (len(each), sum(map(len, each))))
    for middle in middles:
        for one, other in zip(middle, longest, strict=False):
            if not (one.startswith(other) or other.startswith(one)):
                return False
    return True


def _initial_fits_one(named: Sequence[tuple[Form, _Name]]) -> Iterator[Join]:
    """`J. Sullivan`, where just one given name with that letter is known before that surname."""
    full: dict[tuple[str, str], dict[str, Form]] = defaultdict(dict)
    for form, name in named:
        if not name.is_initial:
            full[name.given[0], name.surname].setdefault(name.given, form)
    for form, name in named:
        candidates = full.get((name.given, name.surname), {}) if name.is_initial else {}
        if len(candidates) == 1:
            yield Join(form.id, next(iter(candidates.values())).id, "initial-fits-one")


def _same_address(named: Sequence[tuple[Form, _Name]], shared: Mapping[FormId, frozenset[FormId]]) -> Iterator[Join]:
    """Names beside one address, when the surnames are the same or one slip of the scanner apart."""
    owners: dict[FormId, list[tuple[Form, _Name]]] = defaultdict(list)
    for form, name in named:
        for address in shared.get(form.id, ()):
            owners[address].append((form, name))
    for each in owners.values():
        for place, (form, name) in enumerate(each):
            for other, theirs in each[:place]:
                if distance(name.surname, theirs.surname, 1) <= (1 if len(name.surname) > 4 else 0):
                    yield Join(form.id, other.id, "same-address")
                    break


def _other_script(named: Sequence[tuple[Form, _Name]]) -> Iterator[Join]:
    """A name in another script that sounds like just one in Latin letters, given name and surname."""
    latin: dict[tuple[str, str], dict[str, Form]] = defaultdict(dict)
    for form, name in named:
        if is_latin(form.name):
            latin[sound(name.given), sound(name.surname)].setdefault(name.given, form)
    for form, name in named:
        if not is_latin(form.name):
            candidates = latin.get((sound(name.given), sound(name.surname)), {})
            if len(candidates) == 1 and len(sound(name.surname)) > 2:
                yield Join(form.id, next(iter(candidates.values())).id, "other-script")


# -- organisations and places --


def _organisations(forms: Sequence[Form], shared: Mapping[FormId, frozenset[FormId]]) -> Iterator[Join]:
    yield from _same(forms, "same-letters", lambda form: _letters(form.name))
    yield from _same(forms, "legal-form-written-otherwise", lambda form: _body(form.name))
    yield from _umlauts(forms)
    yield from _same(forms, "known-acronym", lambda form: _letters(ACRONYMS.get(form.name, form.name)))
    known = {form.id for form in forms}
    meant: dict[str, set[FormId]] = defaultdict(set)
    for form in forms:
        for other in shared.get(form.id, frozenset()) & known:
            meant[_letters(form.name)].add(other)
    for form in forms:
        # An acronym that stands for two things in these documents is joined to neither.
        others = shared.get(form.id, frozenset()) & known
        if form.name.isupper() and len(others) == 1:
            yield Join(form.id, next(iter(others)), "spelled-out")


def _letters(name: str) -> str:
    words = fold(name).removeprefix("the ").split()
    return "".join(words) if all(len(word) == 1 for word in words) else " ".join(words)


def _body(name: str) -> str:
    """Without the legal form, which stays part of the key: a Ltd and a GmbH of one name are two companies."""
    words = [_SPELLED.get(word, word) for word in _letters(name).split()]
    return " ".join(words) if len(words) > 1 and words[-1] in _LEGAL else ""


def _places(forms: Sequence[Form], shared: Mapping[FormId, frozenset[FormId]]) -> Iterator[Join]:
    yield from _same(forms, "gazetteer", lambda form: form.key)
    yield from _same(forms, "same-letters", lambda form: _letters(form.name))
