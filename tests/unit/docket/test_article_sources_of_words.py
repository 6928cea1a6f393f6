"""Whose words: `according to X` behind, `in X's view`, `it said` of a body; pictures; what cannot speak."""

from __future__ import annotations

import pytest

from amparo.docket.article.article import Article
from amparo.docket.article.reader import read
from amparo.docket.article.telling import as_data


def speakers(text: str) -> list[str | None]:
    return [one.speaker for one in read(Article(f"A headline\n\n{text}\n", "text/plain")).statements if one.direct]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (
            "The yard was “quite ready to open” (according to the Halmere Herald).",
            "Halmere Herald",
        ),
        ("Ida Brun left. In Ida Brun’s view, the yard is known for “hiding what it does.”", "Ida Brun"),
        ("The yard cited the Halmere Institute, again quoting the Tarsk Bank: “Prices must stay low.”", "Tarsk Bank"),
        ("It must “make it possible for more people to build,” as stated by the chief, Ida Brun, in May.", "Ida Brun"),
        # Whose speech a line announces, a paragraph before the words.
        ("Per Holt spoke in May.\n\nHere is his six-minute speech in full:\n\n“Our yard is in trouble.”", "Per Holt"),
        # What cannot speak before the verb: the subject of the sentence does.
        ("Peter Holt, a sailor, was ill. Holt ended the long debate saying “we all must go home now.”", "Peter Holt"),
        ("It must work. Soon the game engine will say it has “a better wall for all of us.”", None),
    ],
)
def test_sources_are_read(text: str, speaker: str | None) -> None:
    found = speakers(text)
    assert [one.removeprefix("the ") if one else one for one in found] == [speaker]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        # `it` is the body that the sentence before is about, or what spoke last.
        ("The Halmere Bank waited. The Tarsk Foundation published a plan.\n\n“It works,” it said.",
         "Tarsk Foundation"),
        ("The move “moved the market,” the lawsuit said.\n\nIt also said Holt “doubled down”.", "the lawsuit"),
        # Whom a sentence names as its source spoke last.
        ("Per Holt will be “calm”, according to Karl Brun.\n\n“He is his own man,” he said.", "Karl Brun"),
        # Who is in a picture is not whom the text speaks of.
        ("Ida Brun, a sailor, sued the yard.\n\nAnna Lindt is in prison. (AP)\n\nShe said she “was very young”.",
         "Ida Brun"),
        # `this sailor` behind one without a name.
        ("An adviser to one known mayor said Per Holt had lost.\n\n“He ran a small campaign,” this Republican said.",
         "An adviser to one known mayor"),
        # `he` behind one without a name, and nobody with a name since.
        ("Per Holt met Karl Brun.\n\nA student in Halmere said the ferry “was late”.\n\n“We waited,” he said.",
         "A student in Halmere"),
        # A verb's likeness between is nobody else who speaks.
        ("Mr Brun met Per Holt in Tarsk. “People take it seriously,” said Lars Lindt who filmed it for Karl Brun and "
         "Per Holt. Many saw the film of the match highlights. “It is here to stay,” he said.", "Lars Lindt"),
        # A name that closes what says who that is, before the verb.
        ("Chanesse Kirani, head of the port, said it “was bad”.\n\n“It fell,” said Per Holt.\n\nHe told the radio it "
         "was “hard”.\n\nHalf of them had gone, the head of a yard, Lars Marsh, told the paper.\n\n“They were "
         "colleagues,” he said.", "Lars Marsh"),
        # But a place may close what stands behind whom it means.
        ("Lars Marsh, mayor of one of the towns, Haven-Cap Ferret, said it “was bad” then.\n\n“It is new,” he said.",
         "Lars Marsh"),
        # `it` is a name of one word, or of no kind, that spoke last; a person is never meant.
        ("Per Holt was there.\n\nWikimark said it was “a strong answer”.\n\n“It broke the law,” it said.", "Wikimark"),
        ("The EU said it was “a strong answer” to it. “It broke the law,” it said.", "EU"),
        # Not the state speaks but its ministry.
        ("Norland’s foreign ministry called it wrong and said it proved “the bad faith of all”.",
         "Norland’s foreign ministry"),
        # Whose reporter speaks.
        ("Ida Holt won.\n\n“It would be a game,” says Total Film’s Jamie Graham. “She will win.”", "Jamie Graham"),
        # An age before the name that closes a description.
        ("His aunt, 31-year-old Ida Holt, told the paper she “had no idea” of it.", "Ida Holt"),
        ("Ida Holt, 31-year-old Lars Marsh’s aunt, told the paper she “had no idea” of it.", "Ida Holt"),
        # `state` is no verb of one who is written in capitals.
        ("“These funds will provide care to all,” the US state department said.", "the US state department"),
    ],
)  # fmt: skip
def test_who_is_pointed_at(text: str, speaker: str) -> None:
    assert speakers(text)[-1] == speaker


@pytest.mark.parametrize(
    "text",
    [
        # A document is no `he`, a woman neither, and somebody who is named since may be meant.
        "Per Holt met Karl Brun.\n\nA report said the ferry “was late”.\n\n“We waited for it,” he said.",
        "Per Holt met Karl Brun.\n\nA spokeswoman said the ferry “was late”.\n\n“We waited for it,” he said.",
        "Per Holt said the ferry “was late”.\n\n“We waited for the ferry,” it said.",
        "A student said the ferry “was late”.\n\nPer Holt met Karl Brun there.\n\n“We waited for it,” he said.",
    ],
)
def test_who_has_no_name_does_not_always_speak_on(text: str) -> None:
    assert speakers(text)[-1] in (None, "Per Holt", "Karl Brun") and not ("it said" in text and speakers(text)[-1])


def test_a_pronoun_is_no_name() -> None:
    text = "They said it “was comical”. They had a question.\n\n“Where is the fun in that?” they asked at every stage."
    assert speakers(text) == [None, None]


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("Per Holt said: “We go home now.”", "“We go home now.”"),
        ('"We all go home now," said Per Holt.', '"We all go home now,"'),
        ("``We all go home now,'' said Per Holt.", "``We all go home now,''"),
        ("Per Holt said the ships had left.", None),
    ],
)
def test_the_span_with_the_marks_is_given_too(text: str, marked: str | None) -> None:
    data = as_data(read(Article(f"A headline\n\n{text}\n", "text/plain")))
    (one,) = data["statements"]
    assert data["text"][slice(*one["span"])] == one["quote"]
    span = one["marked_span"]
    assert (data["text"][slice(*span)] if span else None) == marked
