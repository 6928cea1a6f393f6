"""Who speaks in sentences of many outlets: asides, offices, organisations, documents, interviews. Spec: "Speakers"."""

from __future__ import annotations

import pytest

from amparo.docket.article.article import Article
from amparo.docket.article.reader import read
from amparo.docket.article.statements import Statement


def direct(text: str) -> list[Statement]:
    article = read(Article(f"A headline\n\n{text}\n", "text/plain"))
    return [one for one in article.statements if one.direct]


def speakers(text: str) -> list[str | None]:
    return [one.speaker for one in direct(text)]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (
            "The shipowner Per Holt - who spent the week at his house by the sea - added: “We keep the yard.”",
            "Per Holt",
        ),
        ("A spokeswoman for the port, Ida Brun, answered by saying only: “The ships will come back.”", "Ida Brun"),
        ("The paper told of it, quoting Ida Brun as saying, “Hold the wall or lose the whole of it.”", "Ida Brun"),
        ("Ida Brun was angry. During the call, she asked about the wall, called it a “trap for us”.", "Ida Brun"),
        (
            "The plan is now backed by the Marsh Institute (MI), who say the port faces “a long winter”.",
            "Marsh Institute",
        ),
        ("“The winds have been hard on all of us,” harbour manager Ida Brun.", "Ida Brun"),
        ("“We keep the yard open for them,” Ida Brun, Mr. Holt's deputy harbour adviser, said Sunday.", "Ida Brun"),
        ("“We keep the yard open for them,” Ida Brun, a clerk in Allen, Pa., said in an interview.", "Ida Brun"),
        ("On Monday, the Halmere Gazette, the voice of the port, warned of “no room for doubt”.", "Halmere Gazette"),
        ("On Monday, the People's Daily warned that there is “no room for a compromise here”.", "People's Daily"),
        ("A spokesman for Per Holt told the paper that the crew “had seen the wrong list of names”.", None),
        ("Later, “a crowd of them went over the wall” according to Ida Brun, head of the watch.", "Ida Brun"),
        ("“The wall is new and it will hold,” the paper reported Ida Brun as writing on Monday.", "Ida Brun"),
        ("Concluded the surveyors: “It takes many winters to wear down a wall of this kind.”", "the surveyors"),
        ("In his New Year message Per Holt said, but a harbour clerk wrote, they were “lost”.", "a harbour clerk"),
    ],
)
def test_asides_offices_and_turned_sentences(text: str, speaker: str | None) -> None:
    found = direct(text)
    assert len(found) == 1
    if speaker is None:  # Not whom the spokesman speaks for.
        assert (found[0].speaker, found[0].resolved) == ("A spokesman for Per Holt", False)
    else:
        assert found[0].speaker == speaker


@pytest.mark.parametrize(
    "text",
    [
        "The council should consider a “national plan for walls” for all of the coast.",
        "The firm owned the word “Wall”, though Per Holt later asked the firm to give it back to all.",
        "“Holt is out now!” broke out at the port after the news was announced.",
        "Per Holt called on the “interim” council to withdraw from all of the walls.",
        "It is number two of three that can be seen, dubbed “Wolf Moon”, in their orbit near the closest point to us.",
    ],
)
def test_words_that_nobody_is_said_to_speak(text: str) -> None:
    assert not [one for one in direct(text) if one.speaker is not None]


@pytest.mark.parametrize(
    ("text", "said_by"),
    [
        # An office of another kind, an office that nobody in the text is given, somebody let speak without a name.
        ("Ports Minister Ida Brun met them. The health minister said, “The hurt are all in good hands.”", None),
        ("Per Holt, founder of the yard, spoke. The prime minister said: “No one wants to see it.”", None),
        (
            "Ida Brun led the port. A doctor at the port told the paper he tried. “He died here,” the doctor said.",
            "the doctor",
        ),
        ("Senator Per Holt won. The president-elect met Ida Brun. “It is a good day for it,” she said.", "Ida Brun"),
        (
            "Through a spokesman, Per Holt has denied it all. The spokesman said it was “sad for the port”.",
            "The spokesman",
        ),
        # What has the word last in its name; who spoke last as a company, not whom it told.
        ("The Halmere Zoo has shut. Its team “did what had to be done for all”, the zoo said.", "Halmere Zoo"),
        ("The group, Halmere Forward, met. On Monday, the group added that it “will not give way”.", "Halmere Forward"),
        # `They` and `it` behind a body or a source.
        (
            "A source at the port spoke to the paper. “It is shut,” a source said. They added: “All of it is.”",
            "a source",
        ),
        # Documents: of whose sentence issued them, or of whom their own words name.
        ("Ida and Per Holt were members, said the rector Karl Brun in a note. “We mourn,” the note said.", "Karl Brun"),
        ("The Halmere Bank issued a statement which read, “The bank is as sound as it ever was.”", "Halmere Bank"),
        ("A statement from the Halmere Bank said, “The bank is as sound as it ever was.”", "Halmere Bank"),
        # A chairman may be a woman.
        ("Council chairman Leonie Manns spoke. “They are much more in danger than we are,” she said.", "Leonie Manns"),
    ],
)
def test_whom_descriptions_and_documents_mean(text: str, said_by: str | None) -> None:
    assert speakers(text)[-1] == said_by


@pytest.mark.parametrize(
    ("text", "said_by"),
    [
        # Single marks, with a few double ones inside.
        (
            "Ida Brun said: 'I prayed. I said, \"God, keep the wall.\" I did.'\n\n'Then I went out.'\n\n"
            "Brun said: 'It held.'\n\n'It was the wall of my mother, and it held for us.'",
            ["Ida Brun"] * 4,
        ),
        # A picture's caption between two sentences.
        ("“I write to add to my letter,” said Per Holt. (Photo: A. Marsh) “The crew has worked by day and by night.”",
         ["Per Holt", "Per Holt"]),
        # Words that begin a paragraph, behind one that ended with who said something.
        ("Ida Brun said she was sad that Holt had not come.\n\n“It is a shame. I know it is true.” Karl left early.",
         ["Ida Brun"]),
        # An inner mark at the end.
        ("“He drove off,” Ida Brun said. “He was the last of them all, so it is like, ‘Who?’ ” Then she left.",
         ["Ida Brun", "Ida Brun"]),
    ],
)  # fmt: skip
def test_speech_that_goes_on(text: str, said_by: list[str]) -> None:
    assert speakers(text) == said_by


ASKED = "How long have you built walls?"
ANSWERED = "All my life, and my mother did so before me, on this coast and on the other one."


@pytest.mark.parametrize("label", ["Ida Brun:", "IB:", "((IB))", "((Ida Brun))", "**IB:**", "Brun:"])
def test_the_turns_of_an_interview_are_statements(label: str) -> None:
    more = "It was cold work, and it was ours, and nobody paid us for it until the port came."
    text = (
        f"Ida Brun builds walls.\n\nPost: {ASKED}\n\n{label} {ANSWERED}\n\n{more}\n\nPost: Why?\n\n{label} {ANSWERED}"
        "\n\nShe left."
    )
    found = [one for one in direct(text) if one.rule == "turn"]
    assert [one.speaker for one in found] == ["Ida Brun"] * 3
    whole = f"A headline\n\n{text}\n"
    assert [whole[one.start : one.end] for one in found] == [ANSWERED, more, ANSWERED]


def test_a_list_with_colons_is_no_interview() -> None:
    text = f"Ida Brun builds walls.\n\nPhotos: A wall\n\nPhotos: A port\n\nRead more: {ANSWERED}\n\nBrun: {ANSWERED}"
    assert not [one for one in direct(text) if one.rule == "turn" and one.speaker != "Ida Brun"]
