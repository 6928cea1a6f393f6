"""The pass that reads documents for entities: apart from ingest, in steps, only what the rules have not read yet.

A kill loses the step under way and nothing else; the next pass goes on. Groups are made anew at the end of a pass.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

from amparo.desk import entities_store
from amparo.desk.documents_store import document_json
from amparo.desk.entities_store import Action
from amparo.records.entities.grouping import Form, FormId, Join, joins
from amparo.records.entities.read import RULES, read

STEP = 100
"""Documents in one commit."""
BY_HAND = "by-hand"
Progress = Callable[[int, int], None]
"""Called with the documents read and those to read in all."""


def catch_up(database: sqlite3.Connection, progress: Progress = lambda done, whole: None) -> int:
    """Read what is pending and group what was found; how many documents were read."""
    changed = entities_store.forget_gone(database)
    whole = entities_store.count_pending(database, RULES)
    done = 0
    while waiting := entities_store.pending(database, RULES, STEP):
        progress(done, whole)
        readings = ((each, data) for each in waiting if (data := document_json(database, each)) is not None)
        entities_store.put_readings(database, RULES, [(each, read(data)) for each, data in readings])
        done += len(waiting)
    if done or changed:
        progress(done, max(whole, done))
        regroup(database)
    return done


def regroup(database: sqlite3.Connection) -> None:
    """Group every name anew: by the rules, but as people decided where they did."""
    forms = entities_store.named_forms(database)
    shared: dict[FormId, set[FormId]] = defaultdict(set)
    for form, other in entities_store.ties(database):
        shared[form].add(other)
        shared[other].add(form)
    found = joins(forms, {form: frozenset(others) for form, others in shared.items()})
    entities_store.put_groups(database, groups(forms, found, entities_store.decisions(database)))


def groups(
    forms: Sequence[Form], found: Iterable[Join], decided: Sequence[entities_store.Decision]
) -> Iterator[tuple[FormId, Join]]:
    """Each form that belongs to another, as the entity it belongs to and the join that says so.

    Two names that a person split never end in one group by rules, not by way of a third name either; what a person
    joined is together in any case.
    """
    by_name = {(form.kind, form.name): form.id for form in forms}
    weight = {form.id: (form.documents, len(form.name), -form.id) for form in forms}
    members: dict[FormId, list[FormId]] = {form.id: [form.id] for form in forms}
    group = {form.id: form.id for form in forms}
    evidence: dict[FormId, list[Join]] = defaultdict(list)
    pairs = [
        (decision.action, by_name[decision.kind, decision.name], by_name[decision.kind, decision.other])
        for decision in decided
        if (decision.kind, decision.name) in by_name and (decision.kind, decision.other) in by_name
    ]
    apart = [(one, other) for action, one, other in pairs if action is Action.SPLIT]
    by_hand = [Join(one, other, BY_HAND) for action, one, other in pairs if action is Action.JOIN]
    for join in (*by_hand, *found):
        one, other = group[join.form], group[join.other]
        if one == other or (join.rule != BY_HAND and _kept_apart(group, apart, one, other)):
            continue
        for form in members[one]:
            group[form] = other
        members[other] += members.pop(one)
        evidence[join.form].append(join)
        evidence[join.other].append(join)
    for together in members.values():
        yield from _explained(max(together, key=weight.__getitem__), evidence)


def _kept_apart(
    group: dict[FormId, FormId], apart: Sequence[tuple[FormId, FormId]], one: FormId, other: FormId
) -> bool:
    return any({group[a], group[b]} == {one, other} for a, b in apart)


def _explained(entity: FormId, evidence: dict[FormId, list[Join]]) -> Iterator[tuple[FormId, Join]]:
    """From the name that stands for the entity outwards, the join by which each further name came in."""
    reached, waiting = {entity}, [entity]
    while waiting:
        form = waiting.pop()
        for join in evidence.get(form, ()):
            far = join.other if join.form == form else join.form
            if far not in reached:
                reached.add(far)
                waiting.append(far)
                yield entity, Join(far, form, join.rule)
