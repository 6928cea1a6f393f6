"""Tells parts of a case in words: names, dates, steps, procedures, each with its footnotes. Used by `view` alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from amparo.docket.deadlines import Deadline
from amparo.docket.footnotes import Footnotes, Marks
from amparo.docket.model import Case, Dated, FactId, Known, Offer, Proceeding, Step
from amparo.docket.procedures import OFFERS, PROCEEDINGS, Move
from amparo.docket.standing import Days, Request, Standing, days_since, kind_of
from amparo.docket.steps import in_order
from amparo.docket.view_parts import DateView, DeadlineView, ProcedureView, Span, StepView
from amparo.docket.words import Speak, date_words, day_words, days_words


class Telling:
    """Words for one case, on one day, in one language; gathers the footnotes they need."""

    def __init__(self, case: Case, on: date, speak: Speak) -> None:
        self.footnotes = Footnotes()
        self.speak = speak
        self.on = on
        self._actors = {actor.known.id: actor for actor in case.actors}

    def name(self, actor: FactId | None) -> str:
        """The name of an actor; empty for none."""
        return self._actors[actor].name if actor in self._actors else ""

    def names(self, actors: Iterable[FactId]) -> str:
        """The names of several, with commas between."""
        return ", ".join(self.name(actor) for actor in actors)

    def capacity(self, actor: FactId) -> str:
        """The public capacity of an actor."""
        return self._actors[actor].capacity if actor in self._actors else ""

    def marks(self, known: Known, dated: Dated | None = None, remark: str = "") -> Marks:
        """The footnotes of a fact and of its date."""
        return self.footnotes.mark(known, remark, dated.inferred if dated else "")

    def remarks(self, dated: Dated | None) -> tuple[str, ...]:
        """The remark letters of a date."""
        return (self.footnotes.remark(dated.inferred),) if dated and dated.inferred else ()

    def date(self, dated: Dated | None) -> DateView | None:
        """A date as it is shown."""
        if dated is None:
            return None
        when = dated.when
        return DateView(
            edtf=when.text,
            first=None if when.first == date.min else when.first.isoformat(),
            last=None if when.last == date.max else when.last.isoformat(),
            precision=when.precision,
            uncertain=when.uncertain or when.approximate,
            words=date_words(when, self.speak),
            written=dated.written,
            inferred=dated.inferred,
        )

    def span(self, days: Days) -> Span:
        """A number of days as it is shown."""
        return Span(days.least, days.most, days_words(days, self.speak))

    def proceeding(self, standing: Standing) -> ProcedureView:
        """A proceeding and where it stands."""
        procedure = standing.procedure
        title, persons = (procedure.title, procedure.persons) if isinstance(procedure, Proceeding) else ("", ())
        return self._procedure(standing, title, self.names(persons), "", "")

    def offer(self, offer: Offer, standing: Standing) -> ProcedureView:
        """An offer and where it stands."""
        return self._procedure(
            standing, self.speak(OFFERS[offer.kind]), self.name(offer.to), self.name(offer.by), self.name(offer.to)
        )

    def move(self, step: Step, move: Move) -> str:
        """What a step is called: `Charge dismissed (3 counts)` where it concerns some of the counts."""
        if step.counts is None:
            return self.speak(move.name)
        some = self.speak("1 count") if step.counts == 1 else self.speak("{} counts").format(step.counts)
        return f"{self.speak(move.name)} ({some})"

    def steps(self, steps: Sequence[Step], moves: Mapping[str, Move]) -> tuple[StepView, ...]:
        """Steps in order, without what they ask for."""
        return tuple(self.step(step, moves[step.kind]) for step in in_order(steps))

    def step(self, step: Step, move: Move, request: Request | None = None) -> StepView:
        """One step; with the request it makes, when it makes one."""
        open_for = request.since if request and request.answer is None else None
        after = request.answered_after if request else None
        since = days_since(step.date.when, self.on) if step.date else None
        return StepView(
            id=step.known.id,
            kind=step.kind,
            name=self.move(step, move),
            what=step.what,
            date=self.date(step.date),
            by=self.name(step.by),
            to=self.name(step.to),
            asks=self._filled(move.asks, step) if request and request.answer is None else "",
            open_for=self.span(open_for) if open_for else None,
            answered_after=self.span(after) if after else None,
            since=self.span(since) if since and step.date and step.date.when.begun_by(self.on) else None,
            marks=self.marks(step.known, step.date, step.unusual),
        )

    def deadline(self, one: Deadline) -> DeadlineView:
        """A limit that runs, as seen on the day."""
        first, last = day_words(one.first, self.speak), day_words(one.last, self.speak)
        words = last if one.first == one.last else self.speak("between {} and {}").format(first, last)
        left = Days(max((one.first - self.on).days, 0), (one.last - self.on).days) if one.last >= self.on else None
        return DeadlineView(
            due=self.speak(one.limit.due),
            first=one.first.isoformat(),
            last=one.last.isoformat(),
            words=words,
            passed=one.passed(self.on),
            left=self.span(left) if left else None,
            right=one.limit.right,
            note=self.speak(one.limit.note) if one.limit.note else "",
            rule=one.limit.rule,
            address=one.limit.address,
            step=one.step.known.id,
        )

    def _procedure(self, standing: Standing, title: str, person: str, by: str, to: str) -> ProcedureView:
        procedure, decided = standing.procedure, standing.decided
        kind = kind_of(procedure)
        moves = kind.moves
        requests = {request.step.known.id: request for request in standing.requests}
        told = {
            step.known.id: self.step(step, moves[step.kind], None if standing.ended else requests.get(step.known.id))
            for step in in_order(procedure.steps)
        }
        return ProcedureView(
            id=procedure.known.id,
            kind=procedure.kind,
            kind_name=self.speak(PROCEEDINGS[kind.kind].name if kind.law else kind.name),
            law=kind.name if kind.law else "",
            title=title,
            person=person,
            by=by,
            to=to,
            standing=self._filled(standing.move.standing, decided) if standing.move and decided else "",
            since=self.date(decided.date) if decided else None,
            ended=standing.ended,
            due=tuple(told[request.step.known.id] for request in standing.due),
            deadlines=tuple(self.deadline(one) for one in standing.deadlines),
            possible=tuple((one, self.speak(moves[one].name)) for one in standing.possible),
            next=told[standing.next.known.id] if standing.next else None,
            steps=tuple(told.values()),
            marks=self.marks(procedure.known),
        )

    def _filled(self, pattern: str, step: Step) -> str:
        by, to = self.name(step.by), self.name(step.to) or self.speak("those who decide")
        # Nobody is named as having done it: then nobody is said to have.
        text = (self.speak(pattern) if by else self.speak(pattern.replace(" by {by}", ""))).format(
            by=by or self.speak("those who decide"), to=to
        )
        return text[:1].upper() + text[1:]
