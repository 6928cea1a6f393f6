"""Where a description begins and ends, what it means or leaves open, and what is named rather than said.

Spec: specs/article.md, "Speakers", "Who is meant".
"""

from __future__ import annotations

import pytest

from amparo.docket.article.article import Article
from amparo.docket.article.reader import read, read_bytes
from amparo.docket.article.statements import Statement


def direct(text: str) -> list[Statement]:
    article = read(Article(f"A headline\n\n{text}\n", "text/plain"))
    return [one for one in article.statements if one.direct]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        # Cut off too late.
        ("Captain Per Holt said officials believe it was a “lone raider” there.", "officials"),
        (
            "Many were seen near the tram (Ida Brun) A harbour spokesman said: “We were called at six.”",
            "A harbour spokesman",
        ),
        ("Ida Brun teased Per Holt for saying he has mostly led a “quiet and careful life.”", "Per Holt"),
        # Cut off too early.
        (
            "“They want to be rid of it,” said a member of Wallwatch.example, who uses no name.",
            "a member of Wallwatch.example",
        ),
        (
            "Another witness who owns a tavern nearby, whom nobody named, said that it “broke all in its way.”",
            "Another witness who owns a tavern nearby",
        ),
        # What stands between commas behind a name says who that is, though it has a name of its own.
        ("Karl Brun, President Marsh Harbours, says: “By this we help the ports to grow and to mend.”", "Karl Brun"),
        # The name behind a verb is no part of what stands before it.
        (
            "The first to come to the port was Holt's old friend Ida Brun, who wrote: “So glad of all of it!”",
            "Ida Brun",
        ),
        # A verb of somebody else's clause.
        (
            "Per Holt told the Post that the parties cited by the council “are not and were never members of it.”",
            "Per Holt",
        ),
        # Who has done so before is still who did.
        ("It was Ida Brun, who has in the past described Holt as “a cold and careful man”.", "Ida Brun"),
    ],
)
def test_a_description_is_a_phrase(text: str, speaker: str) -> None:
    assert [one.speaker for one in direct(text)] == [speaker]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        # Points back to somebody whom nothing here tells.
        ("The ships were late. “We keep the yard open,” the airline said.", None),
        ("The ships were late. “We keep the yard open,” the shipping tycoon said.", None),
        # Says itself who that is, was told of, or is a public body.
        ("A harbour clerk came by. “We keep the yard open,” the clerk said.", "the clerk"),
        ("The ships were late. “We keep the yard open,” the council said.", "the council"),
        ("The ships were late. “We keep the yard open,” the Marsh campaign said.", "the Marsh campaign"),
        ("The ships were late. “We keep the yard open,” the surveyors said.", "the surveyors"),
    ],
)
def test_a_description_that_points_back_is_left_open(text: str, speaker: str | None) -> None:
    assert [one.speaker for one in direct(text)] == [speaker]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("In a statement, the Halmere Bank said it was sound. “We hold,” said the statement.", "Halmere Bank"),
        ("According to a statement from Ida Brun, they part. “It is best for us,” the statement reads.", "Ida Brun"),
        (
            "The Halmere Bank did not name them. According to its press release, it was “closing all doors.”",
            "Halmere Bank",
        ),
        ("“They carry the arms of the whole coast,” according to a tweet on Monday by Ida Brun.", "Ida Brun"),
        (
            "The people of Halmere issued a statement. Their statement also read “we were never asked.”",
            "The people of Halmere",
        ),
        # What was said to be a group, though another was named since.
        (
            "So says the Coast Carters Association, an industry group. Marsh Group saw. “It holds,” the group said.",
            "Coast Carters Association",
        ),
    ],
)
def test_whose_a_document_is_and_what_was_said_to_be_a_group(text: str, speaker: str) -> None:
    assert direct(text)[-1].speaker == speaker


@pytest.mark.parametrize(
    "text",
    [
        "The system relies on links called “trackers” that point others to a file.",
        "Her name was made short, after a song called “Day after Day,” by her mother.",
        "It was cold. The “Long Wall” actor laughed with others, according to Ida Brun.",
        "It’s common to hear someone complain that they’ve been “fighting the wall all day.”",
        "They speak. Don’t say “Ida, this wall of yours is so old that it fell on the port.”",
    ],
)
def test_what_is_only_named_is_said_by_nobody(text: str) -> None:
    assert [one for one in direct(text) if one.speaker] == []


def test_a_caption_without_a_stop_is_about_nobody_who_speaks() -> None:
    text = "A stone fell, said Ida Brun.\n\nKarl Holt on the fall\n\n“I saw one of them carried off the wall at night.”"
    assert direct(text)[0].speaker != "Karl Holt"


def test_a_sentence_behind_a_question_that_says_something_of_its_own() -> None:
    text = (
        "Much is unclear. “Why did he wait for the ships so long this year?” The Halmere Post says the sea was rough."
    )
    assert direct(text)[0].speaker is None
    assert (
        direct("It is late. “Why did he wait for the ships so long?” Ida Brun asked the men.")[0].speaker == "Ida Brun"
    )


def test_the_star_who_tells_somebody_is_not_whom_she_tells() -> None:
    text = "Ida Brun met Karl Holt on Monday. Brun spoke of the wall.\n\n“It was new to me,” the star told Karl Holt."
    assert direct(text)[0].speaker != "Karl Holt"


def test_others_are_nobody_by_name() -> None:
    found = direct("Ida Brun praised it. Others called it “underhanded and late for all of us”.")
    assert [(one.speaker, one.resolved) for one in found] == [("Others", False)]


def test_who_posts_a_picture_of_somebody_is_not_whom_it_shows() -> None:
    text = (
        "Ida Brun mourns. The singer posted a photo with Karl Holt on Monday, writing that she “held him last night”."
    )
    assert direct(text)[0].speaker != "Karl Holt"


def test_a_woman_with_her_name_behind_is_somebody() -> None:
    text = "“I fear it,” Karl Holt said. A woman in Halmere, Ida Brun, said she had heard it. “It was loud,” she said."
    assert [one.speaker for one in direct(text)] == ["Karl Holt", "Ida Brun"]


def test_what_critics_called_it_is_said() -> None:
    assert direct("It came after what critics called “the worst of all their plans.”")[0].speaker == "critics"


def test_a_straight_mark_closes_a_curly_one() -> None:
    found = direct('Ida Brun spoke. “It felt so cold to me," she said. "I love how the wall looked then.”')
    assert [one.speaker for one in found] == ["Ida Brun", "Ida Brun"]


def test_an_office_that_somebody_never_had_is_somebody_elses() -> None:
    text = "President Holt spoke. He was sure. President Holt left. First lady Ida Holt stayed. “It holds,” Holt said."
    assert direct(text)[0].speaker == "Holt"


def test_soft_hyphens_of_a_page_part_no_names() -> None:
    page = "<html><body><article><p>{}</p></article></body></html>".format(
        "Ida Br\u00adun came. “The wall holds for all of us,” Br\u00adun said to the coun\u00adcil."
    )
    reading = read_bytes(page.encode())
    assert "\u00ad" not in reading.article.text
    assert [one.speaker for one in reading.statements if one.direct] == ["Ida Brun"]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        # What an infinitive governs is no subject: who spoke last goes on.
        ("Ada Marsh habló de los muros. Marsh dijo que todo va bien. Para alcanzar este trato justo destacó "
         "la necesidad de “cambiar el modo de hacer los muros de la costa”.", "Ada Marsh"),
        ("El puerto está lleno. «No habrá muro en la costa este año», ha asegurado Ada Marsh al diario.", "Ada Marsh"),
        ("El ministro de la costa Per Holt ha dicho que «no habrá muro en la costa este año».", "Per Holt"),
        # No subject, and the verb begins its clause.
        ("Per Holt dijo que no habrá muro. También ha dicho que “al paso que vamos no hay puerto”.", "Per Holt"),
        ("El ministro Per Holt dijo que no habrá muro. Indicó que “al paso que vamos no habrá puerto”.", "Per Holt"),
        ("No hay cura. “Aunque algunas hierbas alivian, no lo curan del todo”, indican desde la OMS.", "la OMS"),
        ("Ada Marsh responde que, si todo va según lo previsto, habrá muro, pero incide en que “es un gran desafío”.",
         "Ada Marsh"),
        ("Así es, según el estudio del puerto de la costa. “El mar ha subido muy deprisa”, reconocen los expertos.",
         "los expertos"),
    ],
)  # fmt: skip
def test_spanish_subjects(text: str, speaker: str) -> None:
    assert direct(f"Un titular de la costa y del puerto. {text}")[-1].speaker == speaker


def test_pictures_within_a_page_are_not_looked_into(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[object] = []
    monkeypatch.setattr("amparo.records.readers.html.text_in_pictures", lambda *given: looked.append(given) or [])
    picture = "<img src='data:image/png;base64,iVBORw0KGgo='>"
    page = (
        f"<html><body><article><p>Ida Brun came. “It holds for us all,” Brun said.</p>{picture}</article></body></html>"
    )
    assert [one.speaker for one in read_bytes(page.encode()).statements if one.direct] == ["Ida Brun"]
    assert looked == []
