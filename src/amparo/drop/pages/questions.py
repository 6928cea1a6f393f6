"""The newsroom's channels and questions as the templates show them: options with what was chosen and what follows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from amparo.seal.form import Channel, Condition, Kind, Question

Given = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class AskedOption:
    """One option; its text is empty for "no answer". `then` are the questions for whoever chooses it."""

    text: str
    chosen: bool
    then: tuple[AskedQuestion, ...] = ()


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """One question. `options` is empty when it wants a text or a date; `given` is such an answer, given before."""

    key: str
    ask: str
    kind: str
    hint: str
    options: tuple[AskedOption, ...]
    given: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What a form is for. `channel` is empty for the whole newsroom; `channels` are those still to choose from."""

    channel: str = ""
    title: str = ""
    language: str = ""
    questions: tuple[AskedQuestion, ...] = ()
    channels: tuple[Channel, ...] = ()


def asked_in(channel: Channel | None, given: Given) -> Asked:
    """The form of one channel, with the answers given before."""
    if channel is None:
        return Asked()
    first = tuple(each for each in channel.questions if each.only_if is None)
    questions = tuple(_asked(question, channel.questions, given) for question in first)
    return Asked(channel.name, channel.title, channel.language, questions)


def asked_again(offered: tuple[Channel, ...]) -> Asked:
    """The form for adding more: no questions, but whom it is for, which this server does not remember."""
    if len(offered) == 1:
        return Asked(offered[0].name)
    return Asked(channels=offered)


def _asked(question: Question, every: tuple[Question, ...], given: Given) -> AskedQuestion:
    chosen = given.get(question.key, ())
    options = tuple(
        AskedOption(
            option,
            option in chosen,
            tuple(_asked(each, every, given) for each in every if each.only_if == Condition(question.key, option)),
        )
        # A choice made by mistake can be taken back.
        for option in (("", *question.options) if question.kind is Kind.CHOICE else question.options)
    )
    text = "" if options else "\n".join(chosen)
    return AskedQuestion(question.key, question.ask, question.kind.value, question.hint, options, text)
