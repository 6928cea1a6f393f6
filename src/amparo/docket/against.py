"""Checks a case against the texts it cites, where someone has them: the same bytes, the same words at each span.

Spec: specs/case.md, "Against a source". The texts stay with their authors; a docket keeps their hash and its excerpts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any

from amparo.docket.facts import Facts
from amparo.docket.refusal import Refusal, shown

Texts = Mapping[str, bytes]
"""The bytes of source texts by the name of the source in the case."""


_OTHER_TEXT = "Give the file that was read, byte for byte; a text that was read anew is a new source."


def refusals(values: Mapping[str, Any], texts: Texts) -> Iterator[Refusal]:
    """What does not agree with the texts at hand. Runs over values that the rules have passed."""
    decoded: dict[str, str] = {}
    for index, source in enumerate(values["sources"]):
        if (data := texts.get(source["id"])) is None:
            continue
        at = ("sources", index, "text")
        text = data.decode("utf-8", "replace")
        if sha256(data).hexdigest() != source["text"]["sha256"]:
            yield Refusal((*at, "sha256"), "The text at hand is not the one that was read.", _OTHER_TEXT)
        elif len(text) != source["text"]["characters"]:
            yield Refusal((*at, "characters"), f"The text has {len(text)} characters.", "Write this number.")
        decoded[source["id"]] = text
    yield from _excerpts(values, decoded)


def _excerpts(values: Mapping[str, Any], texts: Mapping[str, str]) -> Iterator[Refusal]:
    for fact in Facts.of(values).all:
        for index, cite in enumerate(fact.values["cites"]):
            text = texts.get(cite["source"])
            first, end = cite["span"]
            if text is not None and text[first:end] != cite["words"]:
                yield Refusal((*fact.at, "cites", index, "words"), "These words do not stand there.", _hint(text, cite))


def _hint(text: str, cite: Mapping[str, Any]) -> str:
    """Where the words do stand, or what does stand there."""
    place = text.find(cite["words"])
    if place >= 0:
        return f"They stand at [{place}, {place + len(cite['words'])}]."
    return f"There stands: {shown(text[slice(*cite['span'])])}"
