"""What `amparo docket` says on a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from amparo.docket.checking import Checked
from amparo.docket.knowing import every_fact
from amparo.docket.view_model import CaseView, ProcedureView


def check_words(path: Path, checked: Checked) -> str:
    """One line for a good file; for a refused one a line for each refusal, `file:line: what`, and its hint below."""
    if checked.case is None:
        lines = []
        for one in checked.refused:
            lines.append(f"{path}:{one.place.line}: {one.refusal.what} ({one.pointer})")
            lines += [f"    {one.refusal.hint}"] if one.refusal.hint else []
        return "\n".join([*lines, f"{path}: refused, {len(checked.refused)} to mend"])
    facts = every_fact(checked.case)
    cites = sum(len(fact.known.cites) for fact in facts)
    sources = len(checked.case.sources)
    return f"{path}: good: {counted(len(facts), 'fact')}, {counted(cites, 'citation')} of {counted(sources, 'source')}"


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
        yield from _procedure(one)
    yield f"exposure   {shown.exposure.derivation or 'no count stands'}"
    yield ""
    for event in shown.timeline:
        when = event.date.words + (" (inferred)" if event.date.uncertain else "")
        said = ": ".join(word for word in (event.who, event.what) if word)
        yield f"{when:<42} {said}"


def _procedure(one: ProcedureView) -> Iterator[str]:
    if one.standing:
        who = f"{one.title} by {one.by}: " if one.by else ""
        yield f"standing   {who}{one.standing}{f', {one.since.words}' if one.since else ''}"
    for step in one.due:
        yield f"due        {step.asks}{f', open for {step.open_for.words}' if step.open_for else ''}"
