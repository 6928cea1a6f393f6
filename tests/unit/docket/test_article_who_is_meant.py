"""Whom pronouns, descriptions and short names mean, and who speaks where no verb says so. Spec: "Who is meant"."""

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
        # The subject of the sentence before, not its object, nor whoever is nearest.
        ("Peter Holt met Mayor Karl Brun.\n\n“The harbour must stay open,” he said.", "Peter Holt"),
        (
            "Asked what he would tell Mayor Karl Brun, Peter Holt smiled.\n\n“That the harbour stays,” he said.",
            "Peter Holt",
        ),
        # A photographer in brackets is none of the people spoken of.
        ("Peter Holt walks by the sea. (Photo: Karl Brun)\n\n“The harbour must stay open,” he said.", "Peter Holt"),
        # A team and a place have capitals, but are not spoken of as people.
        ("Sven Lindt led Halmere Rovers past Tarsk.\n\n“We ran, and then we ran more,” he said.", "Sven Lindt"),
        # The subject of a verb is not its object.
        (
            "Karl Brun was jailed in May. Peter Holt wrote to Brun. He called Brun “a prisoner of conscience”.",
            "Peter Holt",
        ),
        # An introduction comes before the subject.
        (
            "Citing the views of Ida Brun, Anna Lindt, who leads the union, is hopeful.\n\n“It will pass,” she said.",
            "Anna Lindt",
        ),
    ],
)
def test_a_pronoun_means_whom_the_text_speaks_of(text: str, speaker: str) -> None:
    assert speakers(text) == [speaker]


def test_pronouns_that_were_understood_keep_somebody_present() -> None:
    text = (
        "Peter Holt lives in Halmere. He has a daughter and a boat. He sails on Sundays, and his neighbours know it. "
        "On Monday he rang Mayor Karl Brun.\n\n“The harbour must stay open,” he said."
    )
    assert speakers(text) == ["Peter Holt"]


def test_a_surname_alone_is_left_to_whom_the_text_is_about() -> None:
    text = (
        "Anna Lindt leads the union. Lindt is 50. Her brother Karl Lindt sails.\n\n"
        "“It will pass, sooner or later,” Lindt said."
    )
    assert speakers(text) == ["Anna Lindt"]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("“It is over,” a court official said at the hearing.", "a court official"),
        ("“It is over,” said coal and steel worker Peter Holt.", "Peter Holt"),
        ("“It is over,” Peter Holt, Chief Officer at Tarsk Lines, said on Monday.", "Peter Holt"),
        ("Professor Peter Holt knows it.\n\n“It is over,” the lanky, bearded professor said.", "Peter Holt"),
        ("Peter Holt, 61, knows it.\n\n“It is over,” the 61-year-old said.", "Peter Holt"),
        ("The Harbour Bank lost money.\n\n“It is over,” the bank said in a statement.", "Harbour Bank"),
        ("Tarsk Airlines lost money.\n\n“It is over,” the company said.", "Tarsk Airlines"),
    ],
)
def test_a_description_means_whom_it_fits(text: str, speaker: str) -> None:
    assert speakers(text) == [speaker]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Peter Holt did not have to be asked twice. “I have waited for this for ten years.”", "Peter Holt"),
        ("Peter Holt did not have to be asked twice.\n\n“I have waited for this for ten years.”", "Peter Holt"),
        ("Dr. Peter Holt, who knows the harbour, is more blunt: “It will be shut by the end of it.”", "Peter Holt"),
    ],
)
def test_words_that_stand_alone_are_those_of_whom_the_sentence_before_is_about(text: str, speaker: str) -> None:
    assert speakers(text) == [speaker]


@pytest.mark.parametrize(
    "text",
    [
        "Peter Holt and Anna Lindt have sailed it too. “We have waited for this for ten years.”",
        "The harbour was shut for years. “We have waited for this for ten years.”",
        "They want to pass “Holt's amendment,” changing the law so that nobody can say they were asked.",
        "The third, Judy - referred to as “our harbour baby” - sleeps.",
    ],
)
def test_where_nobody_can_be_told_nobody_is_named(text: str) -> None:
    assert set(speakers(text)) <= {None}


def test_who_told_reporters_is_the_subject_of_the_sentence() -> None:
    assert speakers("Peter Holt called the plan “good,” telling reporters in Tarsk that he is glad.") == ["Peter Holt"]


@pytest.mark.parametrize(
    "text", ["The mayor has not commented on the affair.", "The mayor did not say that it is over."]
)
def test_what_was_not_said_is_no_statement(text: str) -> None:
    assert read(Article(f"A headline\n\n{text}\n", "text/plain")).statements == ()


@pytest.mark.parametrize(
    "text",
    [
        # Somebody whom the article only describes.
        "Anna Lindt has sailed for years. His wife rang Karl Brun.\n\n“The harbour must stay open,” she said.",
        # Two men, each of them the subject of a sentence.
        "Peter Holt spoke first. Karl Brun and Sven Lindt spoke too.\n\n“The harbour must stay open,” he said.",
    ],
)
def test_a_pronoun_that_may_mean_another_names_no_speaker(text: str) -> None:
    (one,) = [one for one in read(Article(f"A headline\n\n{text}\n", "text/plain")).statements if one.direct]
    assert (one.speaker, one.resolved) == (None, False)
    assert one.mention is not None
    assert one.mention.text in ("she", "he")


def test_a_description_that_points_back_to_nobody_names_no_speaker() -> None:
    assert speakers("Karl Brun met Sven Lindt.\n\n“It is open now, for all,” the memo read.") == [None]


def test_words_that_go_on_after_an_open_speaker_stay_open() -> None:
    text = (
        "“I came by sea,” Anna Lindt said.\n\nKarl Brun and Sven Lindt spoke too. “It must stay open,” he said. "
        "“We need it for the winter.”"
    )
    assert speakers(text) == ["Anna Lindt", None, None]


def test_a_spanish_source_may_have_a_verb() -> None:
    text = (
        "Los barcos son una ventaja para la gente del puerto, según resalta Elena Sarro: “Llegan antes que los otros”."
    )
    assert speakers(f"Elena Sarro vive en el puerto de la ciudad desde hace años.\n\n{text}") == ["Elena Sarro"]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        # One word and an apposition are a person.
        ("Yuno, a resident of Tarsk, was at home.\n\n“I heard the water first,” she said.", "Yuno"),
        # Named for the first time right before what is quoted.
        (
            "Peter Holt walks a lot. It also helped the accountant Babat Farin, 50. “I lost ten pounds,” he says.",
            "Babat Farin",
        ),
        # Who said something in a relative clause speaks on.
        (
            "Peter Holt was backed by Anna Lindt of Tarsk, and by Ida Brun, who said so.\n\n“It takes time,” she said.",
            "Ida Brun",
        ),
        # A headline in title case names nobody.
        ("Anna Lindt Opens A Harbour For Everybody\n\nAnna Lindt came.\n\n“It is open now,” she said.", "Anna Lindt"),
        # Neither a participle nor an office belongs to a name.
        ("Praising Holt, the crew left. Peter Holt waved.\n\n“They were good people,” he said.", "Peter Holt"),
        ("Secretary of State Anna Lindt came.\n\n“It is open now, for all,” Lindt said.", "Anna Lindt"),
        # A role means somebody with that role, not one of the same kind.
        (
            "Premier Karl Brun left. Prime Minister Peter Holt came.\n\n“It is open now,” the prime minister said.",
            "Peter Holt",
        ),
        # What somebody wrote speaks for them.
        ("Anna Lindt left Karl Brun at sea.\n\n“It is open now, for all,” her statement read.", "Anna Lindt"),
        # A paper that the article has told of, and nobody for it.
        ("A memo reached Karl Brun. Brun left.\n\n“It is open now, for all,” the memo read.", "the memo"),
        # A newspaper is what is called like one.
        (
            "The Halmere Herald asked the Union of Tarsk Sailors.\n\n“It is open now, for all,” the newspaper wrote.",
            "Halmere Herald",
        ),
    ],
)
def test_who_is_meant_follows_the_words_around(text: str, speaker: str) -> None:
    assert speakers(text) == [speaker]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        # Who spoke last speaks on, though another person was named since.
        (
            "Peter Holt said he wants to carry on the legacy of his father, Bill Holt, who built the harbour.\n\n"
            "He said the boats, along with a bank run by a friend, Karl Brun, kept the town alive.\n\n"
            "“It brought a lot of good times,” he said.",
            "Peter Holt",
        ),
        # What a person's words are about has not spoken: `said his`, `agreed with Brun`.
        (
            "Ida Brun wrote that it must stop.\n\nAnna Lindt, who leads the union, agreed with Brun's approach.\n\n"
            "“I am sure it will pass,” she wrote.",
            "Anna Lindt",
        ),
        # Told is reported too.
        (
            "Per Holt met Karl Brun. Holt told the club he would be there.\n\n“It would help us all,” he said.",
            "Per Holt",
        ),
        # Once for each sentence, where it weighs most: as its subject, not as the owner of something.
        (
            "Karl Brun was helped by friends. Per Holt asked for money on his page, to help Brun with his case. "
            "He described Brun as “a man who pays for what he never did”.",
            "Per Holt",
        ),
        # The first named in a sentence right before the words is meant, not who was much spoken of before.
        (
            "Ida Brun, a baker, feared she would lose her house. She sold it in May because she had to.\n\n"
            "Given these views, Anna Lindt, president of the union, is hopeful.\n\n“It will pass,” she said.",
            "Anna Lindt",
        ),
    ],
)
def test_a_pronoun_that_speaks_means_who_spoke_last(text: str, speaker: str) -> None:
    assert speakers(text)[-1] == speaker


def test_who_speaks_last_in_a_sentence_speaks_on() -> None:
    text = "Anna Lindt says the boats are safe, but Per Holt says otherwise to all.\n\n“They leak, all of them.”"
    assert speakers(text) == ["Per Holt"]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Per Holt met Const. Anna Lindt on Monday.\n\n“We saw the boat,” the officer said.", "Anna Lindt"),
        # Of two officers, none is meant for sure.
        ("Const. Per Holt met Sgt. Anna Lindt on Monday.\n\n“We saw the boat,” the officer said.", None),
        ("Per Holt sings, and Ida Brun is a guitarist.\n\n“We saw the boat,” the musician said.", "Ida Brun"),
        # A firm that is only described bears no name from its description.
        ("Per Holt met Halmere Security.\n\n“We saw the boat,” the security firm wrote.", "Halmere Security"),
    ],
)
def test_a_wide_description_means_the_only_one_of_its_kind(text: str, speaker: str | None) -> None:
    assert speakers(text) == [speaker]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Senator Karl Brun was quoted by Halmere News as saying “the harbour must stay open”.", "Karl Brun"),
        ("Ida Brun won. “I always believed in this,” Ms. Theresa May told reporters.", "Theresa May"),
        ("Ida Brun of The Globe and Mail called it “a skirmish in a long war”.", "Ida Brun"),
        (
            "A Halmere Court judge chastised the paper, saying its editors “played games with us all”.",
            "A Halmere Court judge",
        ),
        ("Per Holt wrote Sailing With Julia. “I love doing this work,” he said.", "Per Holt"),
    ],
)
def test_names_that_hold_other_words(text: str, speaker: str) -> None:
    assert speakers(text) == [speaker]


@pytest.mark.parametrize(
    ("text", "said_by"),
    [
        # A question ends its sentence; who asked it is in the next, and speaks on behind that.
        ("Per Holt came in. “Who is here?” Holt said. “Okay, great!”", ["Per Holt", "Per Holt"]),
        ("The Halmere Post quoted Per Holt as saying “it is over for the harbour”.", ["Per Holt"]),
        ("Per Holt's lawyer, Ida Brun, was calm. “He never did it,” she said.", ["Ida Brun"]),
        # A programme's title is no quotation, whatever verb follows.
        ("On Halmere One’s “The Long View,” Per Holt said the harbour was “a wreck”.", ["Per Holt"]),
        # What somebody said of another's doings is theirs.
        ("Per Holt said that Karl Brun begged him for his help in May and “would have knelt to get it”.", ["Per Holt"]),
        ("Per Holt in the past described Karl Brun as “a friend of the sea”.", ["Per Holt"]),
        ("Ida Brun appeared with Karl Holt and endorsed it, saying, “I think it is good.”", ["Ida Brun"]),
        ("Hours later, Per Holt spoke, telling the paper, “Brun and I are friends.”", ["Per Holt"]),
    ],
)
def test_who_speaks_in_longer_sentences(text: str, said_by: list[str]) -> None:
    assert speakers(text) == said_by


def test_json_gives_the_speaker_as_a_name_and_as_written() -> None:
    text = "Anna Lindt, who leads the union, met the mayor.\n\n“It will pass,” she said. “The mayor knows it too.”"
    data = as_data(read(Article(f"A headline\n\n{text}\n", "text/plain")))
    first, second = (one for one in data["statements"] if one["direct"])
    assert (first["speaker"], first["resolved"], first["cue"]) == ("Anna Lindt", True, "said")
    assert data["actors"][int(first["actor"][1:]) - 1]["name"] == "Anna Lindt"
    start, end = first["mention"]["span"]
    assert (data["text"][start:end], first["mention"]["form"]) == ("she", "pronoun")
    assert (second["speaker"], second["mention"]) == (first["speaker"], first["mention"])
