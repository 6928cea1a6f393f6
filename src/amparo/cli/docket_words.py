"""What `amparo docket` says on a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from amparo.docket.checking import Checked, Placed
from amparo.docket.knowing import every_fact
from amparo.docket.view_model import CaseView
from amparo.docket.view_parts import ProcedureView


def check_words(path: Path, checked: Checked) -> str:
    """A line for each refusal or warning, `file:line: what`, its hint below; then what it comes to."""
    lines = [*_placed(path, checked.refused, ""), *_placed(path, checked.warned, "warning: ")]
    if checked.case is None:
        return "\n".join([*lines, f"{path}: refused, {len(checked.refused)} to mend"])
    facts = every_fact(checked.case)
    cites = sum(len(fact.known.cites) for fact in facts)
    sources = len(checked.case.sources)
    good = f"{path}: good: {counted(len(facts), 'fact')}, {counted(cites, 'citation')} of {counted(sources, 'source')}"
    return "\n".join([*lines, good])


def _placed(path: Path, found: Iterable[Placed], kind: str) -> Iterator[str]:
    for one in found:
        yield f"{path}:{one.place.line}: {kind}{one.refusal.what} ({one.pointer})"
        if one.refusal.hint:
            yield f"    {one.refusal.hint}"


def counted(number: int, noun: str) -> str:
    """`1 case`, `1,200 cases`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def case_words(shown: CaseView) -> str:
    """A case for a person: the summary, then what happened."""
    return "\n".join(_lines(shown))


def _lines(shown: CaseView) -> Iterator[str]:
    yield shown.title
    yield f"as known on {shown.known_on}" + (f", as it stood on {shown.on}" if shown.on != shown.known_on else "")
    if not shown.persons:
        yield "Nothing of this case had been recorded by then."
        return
    if shown.newest:
        yield f"newest source: {shown.newest.outlet}, {shown.newest.date.words}, {shown.newest.age.words} old"
    yield ""
    yield f"person     {', '.join(person.name for person in shown.persons)}"
    for one in (*shown.proceedings, *shown.offers):
        yield from _procedure(one, several=len(shown.persons) > 1)
    for held in shown.custody:
        yield f"held       {held.person}, {held.days.words}{', and still' if held.held else ''}"
    yield f"exposure   {shown.exposure.derivation or 'no count stands'}"
    for one_left in shown.exposure.left_out:
        yield f"left out   {one_left}"
    for wrong in shown.corrections:
        yield f"{wrong.outcome:<10} {wrong.since}: {wrong.fact}: {wrong.what}"
    yield ""
    for event in shown.timeline:
        when = event.date.words + (" (inferred)" if event.date.uncertain else "")
        said = ": ".join(word for word in (event.who, event.what) if word)
        yield f"{when:<42} {said}"


def _procedure(one: ProcedureView, *, several: bool) -> Iterator[str]:
    if one.standing:
        who = f"{one.person}: " if several and one.person else ""
        who = f"{one.title} by {one.by}: " if one.by else who
        yield f"standing   {who}{one.standing}{f', {one.since.words}' if one.since else ''}"
    for step in one.due:
        yield f"due        {step.asks}{f', open for {step.open_for.words}' if step.open_for else ''}"
    for limit in one.deadlines:
        note = f"; {limit.note}" if limit.note else ""
        yield f"by law     {limit.due}: {limit.words}{' (past)' if limit.passed else ''} ({limit.rule}{note})"
