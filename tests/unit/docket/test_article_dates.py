"""Dates in running text against a dateline: what each expression means. Spec: specs/article.md, "Dates"."""

from __future__ import annotations

from datetime import date

import pytest

from amparo.docket.article.dates.calendar import easter, holiday
from amparo.docket.article.dates.find import Anchor, find_dates
from amparo.docket.article.languages.english import ENGLISH
from amparo.docket.article.languages.spanish import SPANISH

# Wednesday.
WRITTEN = Anchor(2022, 5, 25)

CASES = [
    ("It fell in the first half of last year.", "the first half of last year", "2021-01/2021-06"),
    ("It closes before the end of the year.", "the end of the year", "2022"),
    ("It was signed on 4 July 1976.", "4 July 1976", "1976-07-04"),
    ("It was signed on July 4, 1976.", "July 4, 1976", "1976-07-04"),
    ("Friday, July 21, 2017", "Friday, July 21, 2017", "2017-07-21"),
    ("The order of 2021-03-05 stands.", "2021-03-05", "2021-03-05"),
    ("It was ordered on April 20th by the court.", "April 20th", "2022-04-20"),
    ("He was arrested on December 20.", "December 20", "2021-12-20"),
    ("The hearing will be held on December 20.", "December 20", "2022-12-20"),
    ("The vote is to be held from November 20 to December 11.", "November 20", "2022-11-20"),
    ("She resigned on Tuesday.", "Tuesday", "2022-05-24"),
    ("She resigned on Wednesday.", "Wednesday", "2022-05-25"),
    ("The court will decide on Friday.", "Friday", "2022-05-27"),
    ("He left last Friday.", "last Friday", "2022-05-20"),
    ("He leaves next Monday.", "next Monday", "2022-05-30"),
    ("He leaves next Thursday.", "next Thursday", "2022-06-02"),
    ("He left last Tuesday.", "last Tuesday", "2022-05-17"),
    ("It was on Wed., April 6 that he left.", "Wed., April 6", "2022-04-06"),
    ("In the 1800s it was sold.", "1800s", "18XX"),
    ("It rose over the past year.", "past year", "2021/2022"),
    ("It stood on 2010/03/05 so.", "2010/03/05", "2010-03-05"),
    ("He was seen on Monday last week.", "Monday last week", "2022-05-16"),
    ("They met yesterday.", "yesterday", "2022-05-24"),
    ("They meet tomorrow.", "tomorrow", "2022-05-26"),
    ("It was filed last week.", "last week", "2022-05-16/2022-05-22"),
    ("It was filed earlier this month.", "earlier this month", "2022-05"),
    ("It was filed last month.", "last month", "2022-04"),
    ("It ends next year.", "next year", "2023"),
    ("Mexico offered asylum since January last year.", "January last year", "2021-01"),
    ("It happened last December.", "last December", "2021-12"),
    ("It happened in March.", "March", "2022-03"),
    ("He has been there since September 2019.", "September 2019", "2019-09"),
    ("It began in 2019.", "2019", "2019"),
    ("In the 1990s it grew.", "1990s", "199X"),
    ("In the 1930’s it grew.", "1930’s", "193X"),
    ("It was built in the 19th century.", "19th century", "18XX"),
    ("He died two years ago.", "two years ago", "2020"),
    ("He left three days ago.", "three days ago", "2022-05-22"),
    ("He left two months ago.", "two months ago", "2022-03"),
    ("A decade ago it was new.", "A decade ago", "2012"),
    ("A few months ago it was new.", "A few months ago", "[..2022-05]"),
    ("Over the past 30 days it fell.", "the past 30 days", "2022-04-25/2022-05-25"),
    ("It rose over the last three years.", "the last three years", "2019/2022"),
    ("It was hot in the summer of 2012.", "the summer of 2012", "2012-06/2012-09"),
    ("It was cold last winter.", "last winter", "2021-12/2022-03"),
    ("He was freed on Christmas Day.", "Christmas Day", "2021-12-25"),
    ("It was held in 2010-2012.", "2010-2012", "2010/2012"),
    ("The talks of June 5-7, 2010 failed.", "June 5-7, 2010", "2010-06-05/2010-06-07"),
    ("They met last weekend.", "last weekend", "2022-05-21/2022-05-22"),
    ("About 1850 it was founded.", "1850", "1850~"),
    ("In the first quarter of 2010 it rose." , "the first quarter of 2010", "2010-01/2010-03"),
    ("Net income fell in the third quarter.", "the third quarter", "2021-07/2021-09"),
    ("Sales rose in the second half of 2010.", "the second half of 2010", "2010-07/2010-12"),
    ("She left after the May 15 vote, under a March agreement.", "March", "2022-03"),
    ("He was shot last Oct. 23 at home.", "last Oct. 23", "2021-10-23"),
    ("The summit is held on June 24 and 25.", "June 24 and 25", "2022-06-24/2022-06-25"),
    ("They said they would appeal the decision, announced Tuesday.", "Tuesday", "2022-05-24"),
    ("He will fight Tuesday's ruling.", "Tuesday", "2022-05-24"),
    ("Both sides met ahead of Tuesday's vote.", "Tuesday", "2022-05-31"),
    ("The minister could not be reached Monday.", "Monday", "2022-05-23"),
    ("Nora B. Holt will take the chair Dec. 1.", "Dec. 1", "2022-12-01"),
    ("The hearing was postponed until Monday.", "Monday", "2022-05-30"),
    ("He vowed to return on Monday.", "Monday", "2022-05-30"),
    ("The board meets Thursday.", "Thursday", "2022-05-26"),
    ("Officials left by Monday, as they hardened.", "Monday", "2022-05-23"),
    ("The group could come as soon as Friday.", "Friday", "2022-05-27"),
    ("The vote is this coming Sunday.", "this coming Sunday", "2022-05-29"),
    ("It fell from the previous Friday.", "the previous Friday", "2022-05-20"),
    ("She has been in prison for three years.", "three years", "2019/2022"),
    ("It was found in late-April snow.", "April", "2022-04"),
    ("A week or so ago it was found.", "A week or so ago", "2022-05-16/2022-05-22"),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "expression", "edtf"), CASES, ids=[case[1] for case in CASES])
def test_expression_has_its_value(sentence: str, expression: str, edtf: str) -> None:
    found = {sentence[one.start : one.end]: one.value.edtf for one in find_dates(sentence, WRITTEN, ENGLISH)}
    assert found.get(expression) == edtf, found


@pytest.mark.parametrize(
    "sentence",
    [
        "More than 2000 people came.",
        "It cost $2015.",
        "You may leave.",
        "They march on.",
        "Every Monday there is soup.",
        "He wrote in the Sunday Times.",
        "A reporter for USA Today saw it.",
        "Route 1999 is closed and version 2.2010 is out.",
        "The illustrator Johnnie Christmas drew it.",
        "The index fell to 1462.93 points.",
        "He scored twice in the third quarter.",
        "She was in prison for three years.",
    ],
)
def test_what_is_no_date_is_not_found(sentence: str) -> None:
    assert [sentence[one.start : one.end] for one in find_dates(sentence, WRITTEN, ENGLISH)] == []


SPANISH_CASES = [
    ("La reunión de ayer fue breve.", "ayer", "2022-05-24"),
    ("A partir de hoy rige la ley.", "hoy", "2022-05-25"),
    ("Votarán mañana, jueves, en Tarsk.", "mañana, jueves", "2022-05-26"),
    ("Se reunirá el próximo viernes.", "próximo viernes", "2022-05-27"),
    ("La muestra seguirá hasta el día 8.", "día 8", "2022-06-08"),
    ("Ganó el pasado día 3.", "pasado día 3", "2022-05-03"),
    ("La marcha del Primero de Mayo fue larga.", "Primero de Mayo", "2022-05-01"),
    ("Creció en el primer semestre de este año.", "primer semestre de este año", "2022-01/2022-06"),
    ("Murió hace un par de meses.", "hace un par de meses", "2022-03"),
    ("Cerrará a finales de año.", "finales de año", "2022"),
    ("Preparan a partir del viernes la cumbre.", "viernes", "2022-05-27"),
    ("Creció en el primer trimestre de este año, dice el informe económico.", "primer trimestre de este año",
     "2022-01/2022-03"),
    ("Las ventas del último trimestre de 2021 cayeron.", "último trimestre de 2021", "2021-10/2021-12"),
    ("Cayó en el segundo semestre de 2020.", "segundo semestre de 2020", "2020-07/2020-12"),
    ("Fue detenido hace más de cinco años.", "hace más de cinco años", "2017"),
    ("Se fue cinco años atrás.", "cinco años atrás", "2017"),
    ("El juicio empezará el próximo miércoles 24 de agosto.", "próximo miércoles 24 de agosto", "2022-08-24"),
    ("El plazo finaliza el 31 de octubre.", "31 de octubre", "2022-10-31"),
    ("La vista se aplazó hasta el 3 de junio.", "3 de junio", "2022-06-03"),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "expression", "edtf"), SPANISH_CASES, ids=[case[1] for case in SPANISH_CASES])
def test_a_spanish_expression_has_its_value(sentence: str, expression: str, edtf: str) -> None:
    found = {sentence[one.start : one.end]: one.value.edtf for one in find_dates(sentence, WRITTEN, SPANISH)}
    assert found.get(expression) == edtf, found


def test_a_year_earlier_is_counted_once() -> None:
    text = "It earned more in 2021. Profit was 3 marks a year earlier. Revenue was 4 marks a year earlier."
    assert [one.value.edtf for one in find_dates(text, WRITTEN, ENGLISH)] == ["2021", "2020", "2020"]


def test_days_are_counted_from_the_day_told_before() -> None:
    text = "The polls closed on Sunday at 22:30. The last ballot was cast at 2:30 the next day."
    found = {text[one.start : one.end]: one.value.edtf for one in find_dates(text, WRITTEN, ENGLISH)}
    assert found == {"Sunday": "2022-05-22", "22:30": "2022-05-22T22:30:00", "2:30 the next day": "2022-05-23T02:30:00"}


def test_a_time_belongs_to_the_day_behind_it() -> None:
    text = "He sang at 7:30 p.m. on Tuesday. The following Sunday he left."
    found = {text[one.start : one.end]: one.value.edtf for one in find_dates(text, WRITTEN, ENGLISH)}
    assert found == {
        "7:30 p.m.": "2022-05-24T19:30:00",
        "Tuesday": "2022-05-24",
        "The following Sunday": "2022-05-29",
    }


def test_a_time_and_the_same_elsewhere_belong_to_the_day_behind_them() -> None:
    text = "The quake struck at 18:04 local time (22:04 GMT) on Tuesday."
    found = {text[one.start : one.end]: one.value.edtf for one in find_dates(text, WRITTEN, ENGLISH)}
    assert found == {"18:04": "2022-05-24T18:04:00", "22:04 GMT": "2022-05-24T22:04:00", "Tuesday": "2022-05-24"}


def test_a_year_told_just_before_is_the_year_of_the_next_day() -> None:
    text = "He was arrested on 7 December 2010 and released on 16 December."
    assert [one.value.edtf for one in find_dates(text, WRITTEN, ENGLISH)] == ["2010-12-07", "2010-12-16"]


def test_without_a_year_in_the_dateline_the_year_stays_open() -> None:
    text = "Filed last week, ordered on April 20th, offered since January last year, under the act of 1917."
    found = {text[one.start : one.end]: one for one in find_dates(text, Anchor(None, 5, 27), ENGLISH)}
    assert {words: one.value.edtf for words, one in found.items()} == {
        "last week": "XXXX-05",
        "April 20th": "XXXX-04-20",
        "January last year": "XXXX-01",
        "1917": "1917",
    }
    assert found["April 20th"].value.first is None
    assert found["1917"].value.first == date(1917, 1, 1)


def test_moving_feasts() -> None:
    assert [easter(year) for year in (1961, 2000, 2024)] == [date(1961, 4, 2), date(2000, 4, 23), date(2024, 3, 31)]
    assert holiday("11.3.4", 2022) == date(2022, 11, 24)
    assert holiday("5.0.-1", 2022) == date(2022, 5, 30)


def test_without_a_dateline_nothing_is_counted_from_one() -> None:
    text = "He came yesterday, two days ago, last week, next month, on 17 March, in March and in 1999."
    values = [one.value.edtf for one in find_dates(text, Anchor(None), ENGLISH)]
    assert values == ["XXXX", "XXXX", "XXXX", "XXXX", "XXXX-03-17", "XXXX-03", "1999"]


def test_of_a_year_alone_only_the_year_is_counted_from() -> None:
    values = [one.value.edtf for one in find_dates("He came yesterday and last year.", Anchor(2020), ENGLISH)]
    assert values == ["XXXX", "2019"]


def test_spanish_names_that_are_months_or_days_are_none() -> None:
    text = "Fue en Santo Domingo, con Abril Pérez, de la Mayo Clinic, el domingo y en abril."
    found = [text[one.start : one.end] for one in find_dates(text, Anchor(2020, 5, 4), SPANISH)]
    assert found == ["domingo", "abril"]
