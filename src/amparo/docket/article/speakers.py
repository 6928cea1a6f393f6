"""Who a mention means: the person or organisation of the article by name, or else the words as written.

Spec: specs/article.md, "Who is meant".
"""

from __future__ import annotations

import re
from bisect import bisect_right

from amparo.docket.article.bodies import Bodies
from amparo.docket.article.descriptions import Descriptions
from amparo.docket.article.documents import document_in, issuer, sent_by
from amparo.docket.article.find_names import find_names
from amparo.docket.article.languages.vocabulary import Language
from amparo.docket.article.layout import Paragraph
from amparo.docket.article.mentions import Form, Mention
from amparo.docket.article.names import Kind
from amparo.docket.article.people import People, Person
from amparo.docket.article.salience import Salience
from amparo.docket.article.sentence_subject import first_subject
from amparo.docket.article.spans import holding
from amparo.docket.article.topics import sentence_before

_BODY_SPEAKS_AGAIN = 700
"""Characters over which `the department` may mean the organisation that spoke last, whatever its name."""
_STATEMENT_FOLLOWS = 450
"""Characters within which `A statement said` speaks for who spoke just before."""


class Speakers:
    """Names who speaks, mention after mention in the order of the text, since who spoke last may be meant again."""

    def __init__(
        self,
        text: str,
        paragraphs: tuple[Paragraph, ...],
        people: People,
        descriptions: Descriptions,
        language: Language,
    ) -> None:
        self._text, self._paragraphs = text, paragraphs
        self._people = people
        self._descriptions = descriptions
        self._bodies = Bodies(text, people, language)
        self._language = language
        self._salience = Salience(text, paragraphs, people.people, language)
        self._last: Person | None = None
        self._speaking: Person | None = None
        self._spoke = self._body_spoke = ("", 0)
        self._unnamed = self._thing = ("", 0, False)

    def speaker(self, mention: Mention, before: str | None) -> tuple[str | None, bool]:
        """A speaker's name or description, and whether it is a name that the article gives.

        None for words that mean somebody named before, when whom is not known. `before` is who spoke last.
        """
        if (again := self._many(mention) or self._pointed_at(mention) or self._speaks_on(mention)) is not None:
            return again
        if (again := self._thing_again(mention) or self._left_out(mention, before)) is not None:
            return again
        name, resolved = self._named(mention, before)
        if not resolved and (again := self._name_again(mention)) is not None:
            return again
        self._thing = (name, mention.end, resolved) if self._may_be_thing(mention) else ("", 0, False)
        named = resolved or mention.form is not Form.PRONOUN
        self._unnamed = (name, mention.end, resolved) if self._speaking is None and named else ("", 0, False)
        if resolved or mention.form is Form.NAME:
            return name, resolved
        open_ = mention.form is Form.PRONOUN or self._descriptions.named_before(mention)
        return (None if open_ else name), False

    def _many(self, mention: Mention) -> tuple[str, bool] | None:
        """`they said`, where nobody by name spoke last: the researchers, the firm or the source that did; `it said`
        behind a firm or a lawsuit."""
        name, end, resolved = self._unnamed
        many = self._language.speech.pronouns.get(mention.text.lower()) == "p" and mention.text.lower() != "we"
        many = many or (self._is_thing(mention) and (resolved or self._descriptions.thing(name)))
        if mention.form is not Form.PRONOUN or not many or not name or mention.start - end > _BODY_SPEAKS_AGAIN:
            return None
        self._unnamed = (name, mention.end, resolved)
        return name, resolved

    def _thing_again(self, mention: Mention) -> tuple[str, bool] | None:
        """`it said`, where a name spoke last that nobody's is: a state, a firm or a movement of one word."""
        name, end, resolved = self._thing
        if not name or not self._is_thing(mention) or mention.start - end > _STATEMENT_FOLLOWS:
            return None
        self._thing = (name, mention.end, resolved)
        return name, resolved

    def _name_again(self, mention: Mention) -> tuple[str, bool] | None:
        """`he said`, where nobody else fits and `Holt` spoke last, whom the article never names in full."""
        name, end, resolved = self._thing
        gender = self._language.speech.pronouns.get(mention.text.lower(), "")
        plain = name.isalpha() and not name.isupper() and name not in self._language.names.places
        if not plain or gender not in ("m", "f") or mention.start - end > _STATEMENT_FOLLOWS:
            return None
        if self._bodies.known(name) or any(one.name for one in self._salience.told_of(end, mention.start)):
            return None
        self._thing = (name, mention.end, resolved)
        return name, resolved

    def _left_out(self, mention: Mention, before: str | None) -> tuple[str, bool] | None:
        """A verb without a subject, where the language leaves it out: the body or `una portavoz` that spoke last."""
        speech, word = self._language.speech, mention.text.lower()
        if mention.form is not Form.PRONOUN or word in speech.pronouns or word in speech.other_pronouns:
            return None
        if before and before == self._body_spoke[0] and mention.start - self._body_spoke[1] < _BODY_SPEAKS_AGAIN:
            self._spoke = self._body_spoke = (before, mention.end)
            return before, True
        name, end, known = self._unnamed
        if not name or name != before or mention.start - end >= _BODY_SPEAKS_AGAIN:
            return None
        self._unnamed = (name, mention.end, known)
        return name, known

    def _may_be_thing(self, mention: Mention) -> bool:
        """Whether a name that speaks may be one of no person."""
        who = self._speaking
        nobody = who is None or not (who.gender or who.roles or who.shortened or who.described_so)
        return mention.form is Form.NAME and mention.kind is not Kind.PERSON and nobody

    def _pointed_at(self, mention: Mention) -> tuple[str, bool] | None:
        """`this Republican`, where somebody without a name spoke last."""
        name, end, resolved = self._unnamed
        if not name or resolved or mention.form is Form.PRONOUN or mention.start - end > _BODY_SPEAKS_AGAIN:
            return None
        shape = re.compile(rf"(?:^|\W)(?:{self._language.names.demonstratives})\s", re.IGNORECASE)
        if shape.search(self._text, max(mention.start - 6, 0), mention.start + 5) is None:
            return None
        self._unnamed = (name, mention.end, False)
        return name, False

    def _speaks_on(self, mention: Mention) -> tuple[str, bool] | None:
        """`he said`, where `a student in Halmere` spoke last and nobody with a name was spoken of since."""
        name, end, resolved = self._unnamed
        gender = self._language.speech.pronouns.get(mention.text.lower(), "")
        if not name or resolved or mention.form is not Form.PRONOUN or gender not in ("m", "f"):
            return None
        if mention.start - end > _BODY_SPEAKS_AGAIN or not self._descriptions.unnamed_one(name, gender):
            return None
        if any(one.name and one.gender in ("", gender) for one in self._salience.told_of(end, mention.start)):
            return None
        self._unnamed = (name, mention.end, False)
        self._speaking = None
        return name, False

    def known(self, mention: Mention) -> bool:
        """Whether a name is that of somebody whom the article knows as a person; words without a name are."""
        if mention.form is not Form.NAME:
            return True
        person = self._people.at(mention.start, mention.end)
        return person is not None and person.sure

    def nobody_else(self, start: int, end: int) -> bool:
        """Whether between two offsets nobody is spoken of but who spoke last."""
        return all(one is self._speaking for one in self._salience.spoken_of(start, end))

    def _named(self, mention: Mention, before: str | None) -> tuple[str, bool]:
        """The name of who a mention means, and whether it is one that the article gives elsewhere."""
        name, person = self._who(mention, before)
        person = person or self._owner(mention)
        self._speaking = person
        if person is not None:
            self._last = person
            self._spoke, self._body_spoke = (person.name, mention.end), ("", 0)
            return person.name, True
        if body := self._body(mention) or self._issuer(mention, before):
            self._spoke = self._body_spoke = (body, mention.end)
            return body, True
        return name, False

    def _body(self, mention: Mention) -> str:
        """The organisation that a mention means, or nothing."""
        if mention.form is Form.NAME:
            return " ".join(mention.text.split()) if mention.kind in (Kind.ORGANISATION, Kind.COURT) else ""
        if mention.form is Form.DESCRIPTION:
            body, offset = self._body_spoke
            near = body if mention.start - offset < _BODY_SPEAKS_AGAIN else ""
            return self._bodies.called(mention.text, mention.start, near)
        if self._language.speech.pronouns.get(mention.text.lower()) == "n":
            body, offset = self._body_spoke
            near = body if mention.start - offset < _STATEMENT_FOLLOWS else ""
            if not self._is_thing(mention):
                return near
            return near or self._told_of(mention.start) or self._bodies.owner(mention.start)
        return ""

    def _is_thing(self, mention: Mention) -> bool:
        """Whether a mention is `it`, which may speak: not `I`."""
        return mention.text.lower() in self._language.names.speaking_things

    def _told_of(self, offset: int) -> str:
        """The organisation that the sentence before is about: `The bank published a plan. "…," it said.`"""
        index = bisect_right(self._paragraphs, offset, key=lambda one: one.start) - 1
        if index < 0:
            return ""
        before = sentence_before(self._paragraphs, index, self._paragraphs[index].sentence_at(offset))
        if before is None:
            return ""
        paragraph, sentence = before
        base = paragraph.start
        found = first_subject(paragraph.outside, sentence.start - base, sentence.end - base, self._language)
        if found is None or found.form is not Form.NAME or found.kind not in (Kind.ORGANISATION, Kind.COURT):
            return ""
        return " ".join(self._text[found.start + base : found.end + base].split())

    def _issuer(self, mention: Mention, before: str | None) -> str:
        """Who issued the statement or report that a description means; `A statement said` goes on from who spoke."""
        if (document := document_in(mention, self._language)) is None:
            return ""
        spoke, offset = self._spoke
        if not document.definite:
            end = mention.start + document.length
            by = sent_by(mention, document, self._paragraphs, self._language)
            if by is not None:  # `A statement from the bank said`
                name, known = self._named(by, before)
                return name if known else ""
            sent = issuer(end, document, self._paragraphs, self._language, at=end)
            if sent is not None:  # `The bank issued a statement that read`
                name, known = self._named(sent, before)
                return name if known else ""
            plain = mention.text.count(" ") == 1
            return spoke if plain and mention.start - offset < _STATEMENT_FOLLOWS else ""
        if document.length < len(mention.text):
            return ""  # `the post by an unknown author`
        issued = issuer(mention.start, document, self._paragraphs, self._language)
        if issued is not None and self._in_one_sentence(issued.start, offset):
            return spoke  # `…, said Marsh in a statement. "…," the statement said.`
        if issued is None:
            own = re.match(rf"(?:{self._language.speech.owned_by_a_body})\s", mention.text, re.IGNORECASE)
            return self._bodies.owner(mention.start) if own else ""
        name, known = self._named(issued, before)
        says_who = issued.form is Form.DESCRIPTION and not self._descriptions.named_before(issued)
        return name if known or says_who else ""

    def _in_one_sentence(self, offset: int, other: int) -> bool:
        paragraph = holding(self._paragraphs, offset, lambda one: one.start)
        sentence = paragraph.sentence_at(offset) if paragraph else None
        return sentence is not None and sentence.start < other <= sentence.end

    def _owner(self, mention: Mention) -> Person | None:
        """`her statement read`: whoever `her` means speaks."""
        speech = self._language.speech
        words = re.fullmatch(rf"(\w+)\s(?:[\w-]+\s)?(?:{speech.documents})", mention.text, re.IGNORECASE)
        if mention.form is not Form.DESCRIPTION or words is None or words[1].lower() not in speech.other_pronouns:
            return None
        return self._salience.meant_at(mention.start)

    def _who(self, mention: Mention, before: str | None) -> tuple[str, Person | None]:
        """The person a mention means, and their name; else the words as written."""
        person: Person | None = None
        if mention.form is Form.NAME:
            person = self._people.at(mention.start, mention.end) or self._spoken_of(mention)
            if person is None and mention.kind in (Kind.OTHER, Kind.PERSON) and mention.text[:1].isupper():
                person = self._people.add(mention)
        elif mention.form is Form.PRONOUN:
            speech, word = self._language.speech, mention.text.lower()
            gender = speech.pronouns.get(word) or speech.other_pronouns.get(word, "")
            if not gender and before is not None:
                return before, self._last if self._last and self._last.name == before else None
            if gender in ("m", "f"):
                person = self._salience.meant_at(mention.start)
        else:
            person = self._descriptions.person(mention.text, mention.start) or self._spoken_of(mention)
        if person is None:
            return " ".join(mention.text.split()), None
        person.speaks = True
        if mention.form is not Form.NAME:
            person.note(mention.start, mention.end)
        return person.name, person

    def _spoken_of(self, mention: Mention) -> Person | None:
        """`the Republican`, `the 61-year-old`: what anybody may be means whom the text just spoke of."""
        if not self._descriptions.anybody(mention):
            return None
        gender = self._descriptions.gender(mention.text)
        fits = [one for one in self._people.people if one.sure and (not gender or one.gender in ("", gender))]
        # Who is named in the sentence itself is somebody else: `In an interview with X, the candidate said`.
        paragraph = holding(self._paragraphs, mention.start, lambda one: one.start)
        sentence = paragraph.sentence_at(mention.start) if paragraph else None
        named = find_names(self._text, self._language, mention.end, sentence.end) if sentence else ()
        told = [self._people.at(one.start, one.end) for one in named]  # `the star told Ida`
        fits = [one for one in fits if not any(one is other for other in told)]
        who = self._salience.foremost(sentence.start if sentence else 0, fits)
        return who if who is not None and self._descriptions.held_by(who, mention.text) else None
