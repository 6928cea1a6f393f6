"""What is at hand while accepted lines become facts of a case: the reading, what names are taken, what was made so far.

Knows nothing of what a line becomes: that is `accepting`, and for dates `dating`. Spec: specs/article.md, "Accepting".
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from amparo.docket.article.reader import Reading
from amparo.docket.model import Case
from amparo.errors import InputError


@dataclass(frozen=True, slots=True)
class Decision:
    """An editor's word on an accepted line: `text` in their own words, `who`, `by` and `to` as names of actors.

    `choice` is a role, a statute or a kind of step; `date` an EDTF date in place of ours; `where` what it dates.
    """

    text: str = ""
    who: str = ""
    by: str = ""
    choice: str = ""
    to: str = ""
    date: str = ""
    where: str = ""


Fact = dict[str, Any]
Facts = dict[str, list[Fact]]
"""Facts by the section of a case file that they belong to."""
Steps = dict[tuple[str, str], list[Fact]]
"""Steps for what a case has already, by its section and identity."""


@dataclass(slots=True)
class Draft:
    """Facts in the making. `said` holds the statements made, by the identity of their line."""

    reading: Reading
    case: Case | None
    source: str
    taken: set[str]
    actors: dict[str, str]
    facts: Facts = field(default_factory=dict)
    steps: Steps = field(default_factory=dict)
    said: dict[str, Fact] = field(default_factory=dict)

    def add(self, section: str, fact: Fact) -> None:
        """Put a fact into its section."""
        self.facts.setdefault(section, []).append(fact)

    def fresh(self, word: str) -> str:
        """An identity that no fact has yet."""
        name, number = word, 2
        while name in self.taken:
            name, number = f"{word}-{number}", number + 1
        self.taken.add(name)
        return name

    def cite(self, span: tuple[int, int]) -> Fact:
        """The citation of a span."""
        return {"source": self.source, "span": list(span), "words": self.reading.article.text[slice(*span)]}

    def known(self, name: str, what: str) -> str:
        """The identity of an actor that a line names."""
        if name not in self.actors.values() and name not in self.actors:
            raise InputError(
                f"{what} names an actor who is not in the case.", "Accept the actor too, or choose another."
            )
        return self.actors.get(name, name)
