"""What corrections, replies and conflicts of a case file must keep, so that the record around them makes sense.

Spec: specs/case.md, "Corrections". A correction takes a fact out of the record from the day the docket knows of it, and
puts another in its place or none; the fact stays in the file, for the days before.
"""

from __future__ import annotations

from collections.abc import Iterator

from amparo.docket.facts import Fact, Facts
from amparo.docket.model import PURSUED
from amparo.docket.refusal import LATER, Refusal, shown

_INSTEAD = "Name another fact of the same list, or a step of the same procedure."


def refusals(facts: Facts) -> Iterator[Refusal]:
    """Everything that is wrong with the replies, conflicts and corrections of a file."""
    corrections = [fact for fact in facts.all if fact.at[0] == "corrections"]
    for one in (fact for fact in facts.all if fact.at[0] == "conflicts"):
        yield from _named(one, (*one.at, "fact"), one.values["fact"], facts)
    for one in (fact for fact in facts.all if fact.at[0] == "replies"):
        for index, name in enumerate(one.values.get("about", ())):
            yield from _named(one, (*one.at, "about", index), name, facts)
    seen: set[str] = set()
    wrong = [refusal for one in corrections for refusal in _correction(one, facts)]
    yield from wrong
    for one in corrections:
        if one.values["outcome"] != "declined":
            if one.values["fact"] in seen:
                yield Refusal(
                    (*one.at, "fact"), "Another correction took this fact out already.", "Correct what stands instead."
                )
            seen.add(one.values["fact"])
    if not wrong:
        yield from _left_behind(facts)


def _named(one: Fact, at: tuple[str | int, ...], name: str, facts: Facts) -> Iterator[Refusal]:
    named = facts.by_id.get(name)
    if named is None or named is one:
        yield Refusal(at, f"No fact is called {shown(name)}.", "Name a fact of this case by its id.")
    elif facts.since(named) > facts.since(one):
        yield Refusal(at, "This refers to something that the docket came to know later.", LATER)


def _correction(one: Fact, facts: Facts) -> Iterator[Refusal]:
    values = one.values
    yield from _named(one, (*one.at, "fact"), values["fact"], facts)
    fact = facts.by_id.get(values["fact"])
    if fact is not None and fact.at[0] in ("statutes", "corrections"):
        yield Refusal((*one.at, "fact"), "This kind of fact has no correction.", "Correct the fact that rests on it.")
    if (values["outcome"] == "corrected") != ("instead" in values):
        hint = "outcome: corrected names the fact that stands instead:; withdrawn and declined name none."
        yield Refusal((*one.at, "outcome"), "What stands instead and the outcome do not fit.", hint)
    elif "instead" in values and fact is not None:
        yield from _instead(one, fact, facts)
    if "request" in values:
        yield from _request(one, facts)


def _instead(one: Fact, fact: Fact, facts: Facts) -> Iterator[Refusal]:
    at = (*one.at, "instead")
    other = facts.by_id.get(one.values["instead"])
    yield from _named(one, at, one.values["instead"], facts)
    if other is None:
        return
    if other is fact or other.at[:-1] != fact.at[:-1]:
        yield Refusal(at, "What stands instead is not of the same kind, or is the same fact.", _INSTEAD)
    elif _comes_back(other, fact, facts):
        yield Refusal(at, "These corrections lead back to the fact they correct.", "Let the last one name another.")


def _comes_back(other: Fact, fact: Fact, facts: Facts) -> bool:
    """Whether what stands instead is itself corrected, in steps, to the first fact."""
    seen = set[str]()
    name = other.id
    while name in facts.gone and name not in seen:
        seen.add(name)
        name = facts.gone[name].values.get("instead", "")
    return name == fact.id or fact.id in seen


def _request(one: Fact, facts: Facts) -> Iterator[Refusal]:
    at, name = (*one.at, "request"), one.values["request"]
    asked = facts.by_id.get(name)
    if asked is None or asked.at[0] != "replies" or asked.values["kind"] != "correction-request":
        yield Refusal(at, f"No request for a correction is called {shown(name)}.", "Add it under replies.")
    elif one.values["fact"] not in asked.values.get("about", ()):
        yield Refusal(at, "This request is not about the fact that is corrected.", "Name the fact in its about:.")
    elif facts.since(asked) > facts.since(one):
        yield Refusal(at, "This refers to something that the docket came to know later.", LATER)


def _left_behind(facts: Facts) -> Iterator[Refusal]:
    """Facts that would name one that was withdrawn, and a case whose last defendant or subject was."""
    withdrawn = {name for name, one in facts.gone.items() if one.values["outcome"] == "withdrawn"}
    for fact in facts.all:
        if fact.id in facts.gone or (fact.owner is not None and fact.owner.id in facts.gone):
            continue
        named = [*fact.actors, (("answers",), fact.values.get("answers"))]
        for at in (at for at, name in named if name in withdrawn):
            yield Refusal((*fact.at, *at), "This names a fact that was withdrawn.", "Correct this fact too.")
    pursued = [fact for fact in facts.all if fact.at[0] == "actors" and fact.values["role"] in PURSUED]
    if pursued and all(fact.id in facts.gone for fact in pursued):
        yield Refusal(
            ("actors",),
            "After the corrections no person in this case is the one it is about.",
            "Let one stand instead.",
        )
