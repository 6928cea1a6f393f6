"""Who speaks where no verb of speaking, no name or a document stands beside the words. Spec: "Speakers"."""

from __future__ import annotations

import pytest

from amparo.docket.article.article import Article
from amparo.docket.article.reader import read
from amparo.docket.article.statements import Statement
from amparo.docket.article.telling import as_data


def direct(text: str) -> list[Statement]:
    article = read(Article(f"A headline\n\n{text}\n", "text/plain"))
    return [one for one in article.statements if one.direct]


def speakers(text: str) -> list[str | None]:
    return [one.speaker for one in direct(text)]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        # Behind a comma stands who spoke, whatever the verb.
        ("“We have no harbour left,” Ida Brun blurted out.", "Ida Brun"),
        # The verb first, between a comma and the words.
        ("The harbour is, says the editor Ida Brun, “a heap of stones without use”.", "Ida Brun"),
        ("The hall was full. Said Ida Brun, who grew up there, “We were all proud of it.”", "Ida Brun"),
        # Behind a question stands a sentence that only says who asked.
        (
            "THE PORT: “Is anything left of the harbour now?” Ida Brun, an analyst at the bank, said in a note.",
            "Ida Brun",
        ),
        # Two verbs: the first is a noun.
        ("Ida Brun sued the port. “The harbour was left to rot,” the civil claim said.", "the civil claim"),
        # A comma that is missing.
        ("Ida Brun came late. The plan for the port, “is a disaster for us all” Brun said.", "Ida Brun"),
        # Not the hall, nor the firm that the office is named after, but who holds it.
        ("“The harbour stays open,” said Halmere Exchange spokeswoman Ida Brun.", "Ida Brun"),
        ("“The harbour stays open,” said the church's rector, Reverend Karl Brun.", "Karl Brun"),
        ("“The harbour stays open,” Ida Brun, Minister of Ports, Trade, and Fisheries, said.", "Ida Brun"),
        # Who said what stands before the participle.
        ("No ship was lost, Ida Brun said on Monday, adding: “The wall has held through the night.”", "Ida Brun"),
        # The name behind the office, not what the office is for.
        ("“The harbour stays open,” said Minister for the Near East Karl Brun.", "Karl Brun"),
        # A comma left out behind what says who that is.
        ("“The harbour stays open,” Ida Brun, a local commander told the press.", "Ida Brun"),
        # What `who` stands for is not whom another clause is about.
        ("It was Karl Holt, who came late, and Ida Brun, who said the wall was “a disaster”.", "Ida Brun"),
        # A name with the mark of an owner at its end.
        ("“These ships will bring in the money,” Tarnow's said.", "Tarnow's"),
        # Under the words, a dash and a name.
        ("Karl Holt spoke on the port.\n\n“The harbour must stay open for all.”\n\n- Ida Brun\n\nShe won.", "Ida Brun"),
    ],
)
def test_the_words_around_tell_who_speaks(text: str, speaker: str) -> None:
    assert speakers(text) == [speaker]


def test_who_spoke_last_speaks_again_when_nobody_else_is_spoken_of() -> None:
    told = "“The harbour stays,” Ida Brun said.\n\n{}\n\n“It took us two years to build that wall.”"
    assert speakers(told.format("The storm took half of the wall away.")) == ["Ida Brun", "Ida Brun"]
    assert speakers(told.format("Karl Holt and Sven Lindt, fishermen, lost a boat.")) == ["Ida Brun", None]


def test_a_pause_before_a_colon_is_not_somebody_else() -> None:
    text = "“They would have to meet,” Karl Holt said. Then, after a pause: “And pay for it all.”"
    assert speakers(text) == ["Karl Holt", "Karl Holt"]


def test_what_somebody_only_may_say_is_nobodys() -> None:
    assert speakers("Karl Holt called for a vote on the port if Ida Brun says “the wall was never needed at all”.") != [
        "Ida Brun"
    ]


def test_a_number_behind_a_quoted_word_does_not_speak() -> None:
    assert speakers('Of the ships, 27 percent were classed as "good," a drop of 0.3 percentage points since May.') == []


def test_pronouns_tell_a_gender_that_the_name_does_not() -> None:
    text = (
        "Karl Holt led the yard. Sorrel Brun said she had left it in May.\n\n"
        "Holt sold the yard to Brun.\n\n“It was a bargain for me,” she said."
    )
    assert speakers(text) == ["Sorrel Brun"]


def test_a_name_that_men_and_women_bear_waits_for_a_pronoun() -> None:
    text = "Karl and Kim Holt lost the yard. Kim said she would not sell it.\n\n“We are not giving up,” she said."
    assert speakers(text) == ["Kim Holt"]


def test_a_team_is_no_person_and_speaks_by_its_name() -> None:
    text = (
        "Sven Lindt led the slow Halmere Rovers to a win, the first of the Rovers.\n\n"
        "The team posted two words under a picture: “I am back.”"
    )
    reading = as_data(read(Article(f"A headline\n\n{text}\n", "text/plain")))
    assert [one["speaker"] for one in reading["statements"] if one["direct"]] == ["Halmere Rovers"]
    assert [one["name"] for one in reading["actors"] if one["kind"] == "person"] == ["Sven Lindt"]


def test_a_person_named_after_for_is_what_the_sentence_is_about() -> None:
    text = (
        "Sorrel Holt, a student, said the town was kind. “It was,” Holt said.\n\n"
        "For Ida Brun, Friday is a day of waiting. Her father died there.\n\n“I want to see it end,” she said."
    )
    assert speakers(text)[-1] == "Ida Brun"


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        # Who issued a document speaks in it.
        ("Ida Brun wrote in a letter that she was ill.\n\n“The yard goes to my son,” the letter said.", "Ida Brun"),
        (
            "The Port Authority issued a statement on Monday.\n\n“The wall is safe,” the statement said.",
            "Port Authority",
        ),
        # One that follows at once goes on from who spoke.
        ("The Port Authority said a ship was lost. A statement said it was “shocked and saddened”.", "Port Authority"),
        # It is not issued by itself.
        ("in a statement, the statement said: “We shall build the wall again.”", "the statement"),
        # Of whom nothing is told, the document itself.
        ("A letter lay on the table.\n\n“The yard goes to my son,” the letter said.", "the letter"),
    ],
)
def test_a_document_speaks_for_who_issued_it(text: str, speaker: str) -> None:
    assert speakers(text) == [speaker]


@pytest.mark.parametrize("blank", [" ", "  ", "\u00a0", "\u2003 "])
def test_a_name_behind_an_office_may_stand_behind_any_blank(blank: str) -> None:
    name = f"Near{blank}East{blank}Robert{blank}Brun"
    assert len(speakers(f"“The harbour stays open,” said Minister for the {name}.")) == 1


def test_of_many_no_one_is_meant() -> None:
    text = "Karl Brun, the minister of ports, came.\n\n“The wall shall be built again,” the ministers said."
    assert speakers(text) == ["the ministers"]


def test_an_organisation_that_speaks_is_resolved() -> None:
    text = (
        "The Port Authority said the wall was safe.\n\nThe department added that “in some places it may need repair”."
    )
    assert [(one.speaker, one.resolved) for one in direct(text)] == [("Port Authority", True)]


def test_of_one_person_there_are_no_officials() -> None:
    text = (
        "After the arrest of Ida Brun, officials in the ministry met. An official warned the press.\n\n"
        "“She may be sent home,” the official said."
    )
    assert speakers(text) == ["the official"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "La abogada Ida Brun vino. Según Brun, no sirve de nada. Según explicó, esto permite “ver el mar”.",
            ["Ida Brun"],
        ),
        ("El sistema define qué barcos se consideran “verdes” en el puerto de la ciudad.", []),
        ("Ida Brun y Carlos Holt llegaron. Al respecto, Holt dijo que “el mar no espera”.", ["Carlos Holt"]),
        ("“El puerto ha cerrado ya”, explica el responsable de Banca Marina en la ciudad.", None),
        (
            "Ida Brun, responsable de Banca Marina en la ciudad, quien añadió que hay una “gran ocasión”, se fue.",
            ["Ida Brun"],
        ),
    ],
)
def test_spanish_speakers(text: str, said: list[str] | None) -> None:
    found = speakers(text + " Los barcos de la ciudad y los hombres del puerto no se fueron con el mar.")
    assert (found == said) if said is not None else found == ["el responsable de Banca Marina"]
