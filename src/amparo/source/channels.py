"""Which way in a source takes at a drop, and what it answers there: the newsroom's form, believed only if signed.

Spec: specs/form.md. A drop in other hands can hide the form or show an older one; it cannot make one up.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from amparo.errors import AmparoError, InputError, StateError, TrustError
from amparo.seal.form import Channel, Form, Kind, Question, applicable, is_partial_date
from amparo.source.trust import Trusted


@dataclass(frozen=True, slots=True)
class WayIn:
    """A channel, or None for the whole newsroom, and answers by key."""

    channel: Channel | None = None
    answers: Mapping[str, str] = field(default_factory=dict)

    @property
    def questions(self) -> dict[str, str]:
        """The wording of what is answered, in the form's order."""
        wordings = {} if self.channel is None else self.channel.wordings
        return {key: ask for key, ask in wordings.items() if key in self.answers}


def way_in(untrusted_note: bytes | None, trusted: Trusted, name: str, answers: Sequence[str]) -> WayIn:
    """The channel called `name`, the only one there is, or none; with answers, each written `KEY=VALUE`.

    TrustError when a channel or an answer is asked for and the newsroom has not signed the form, InputError when the
    form has no such channel, key or option, StateError when there is no form.
    """
    wanted = bool(name or answers)
    offered = _offered(untrusted_note, trusted, wanted=wanted)
    if not name and len(offered) != 1:
        if answers:
            raise InputError("Whose questions are answered?", f"Name a channel: --channel {_names(offered)}")
        return WayIn()
    channel = next((each for each in offered if each.name == name), None) if name else offered[0]
    if channel is None:
        raise InputError("This newsroom has no such channel.", f"It has: {_names(offered)}")
    return WayIn(channel, _answers(channel, answers))


def offered_names(untrusted_note: bytes | None, trusted: Trusted) -> tuple[str, ...]:
    """The names of the channels there are, to tell a person of."""
    return tuple(channel.name for channel in _offered(untrusted_note, trusted, wanted=False))


def _offered(untrusted_note: bytes | None, trusted: Trusted, *, wanted: bool) -> tuple[Channel, ...]:
    if untrusted_note is None:
        if wanted:
            raise StateError("This drop has no channels and asks nothing.", "Leave --channel and --answer out.")
        return ()
    try:
        return Form.parse(untrusted_note, trusted.root).offered(trusted.roster)
    except AmparoError:
        if wanted:
            raise TrustError(
                "The drop shows questions that this newsroom's root key has not signed.",
                "Leave --channel and --answer out, or send nothing. Tell the newsroom, if you safely can.",
            ) from None
        return ()


def _answers(channel: Channel, given: Sequence[str]) -> dict[str, str]:
    questions = {question.key: question for question in channel.questions}
    answers: dict[str, tuple[str, ...]] = {}
    for each in given:
        key, equals, value = each.partition("=")
        question = questions.get(key)
        if question is None or not equals:
            raise InputError("An answer is written KEY=VALUE.", f"This channel asks: {', '.join(questions) or '-'}")
        _check(question, value, again=key in answers)
        answers[key] = (*answers.get(key, ()), value)
    applies = applicable(channel.questions, answers)
    if len(applies) < len(answers):
        raise InputError("An answer is empty, or another answer rules its question out.", "Leave it out.")
    return {key: "\n".join(values) for key, values in applies.items()}


def _check(question: Question, value: str, *, again: bool) -> None:
    if again and question.kind is not Kind.CHOICES:
        raise InputError(f"{question.key} takes one answer.")
    if question.options and value not in question.options:
        raise InputError(f"{question.key} has other options.", f"Choose of: {'; '.join(question.options)}")
    if question.kind is Kind.DATE and not is_partial_date(value):
        raise InputError(f"{question.key} is a date.", "As far as you know it: 2026, 2026-11 or 2026-11-24.")


def _names(offered: Sequence[Channel]) -> str:
    return ", ".join(channel.name for channel in offered) or "none"
