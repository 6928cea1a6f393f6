"""Languages of texts: on the drop's own catalogues, which say in which of 24 languages they are, and on real mail."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from amparo.records import language as rules
from amparo.records.language import detect

LOCALES = Path(__file__).parents[3] / "src/amparo/drop/locale"
LANGUAGES = sorted(path.name for path in LOCALES.iterdir() if path.is_dir())
_MARKS = re.compile(r"<[^>]+>|%\(\w+\)s")


def sentences(language: str) -> list[str]:
    with (LOCALES / language / "LC_MESSAGES/amparo.po").open("rb") as file:
        told = [message.string for message in read_po(file) if message.id and isinstance(message.string, str)]
    return [_MARKS.sub(" ", each) for each in told if each]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_is_told(language: str) -> None:
    whole = "\n".join(sentences(language))
    assert detect(whole) == detect(whole[:1500]) == language


def test_short_sentences_are_told_rightly_or_not_at_all() -> None:
    told = [(language, detect(each)) for language in LANGUAGES for each in sentences(language) if len(each) >= 20]
    answered = [(language, found) for language, found in told if found is not None]
    right = sum(language == found for language, found in answered)
    assert len(answered) > 2_500 and right >= 0.998 * len(answered)


def test_real_mail_with_noise_of_scanning_is_english(corpora: Path) -> None:
    mails = sorted((corpora / "emails/clinton-foia/HRC_Email_296").glob("*.txt"))
    assert {detect(mail.read_text("utf-8", "replace")) for mail in mails} == {"en"}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Rapport",
        "3.1415 2.7182 1.4142 " * 50,
        "Ana Ruiz; Ivo Petrov; Mei Tanaka; Lars Holm; Oluwaseun Adeyemi; Jan Novak; Eva Horvat",
        "/usr/share/doc/x.html https://example.org/the/and/of " * 20,
        "aGVsbG8gd29ybGQgdGhpcyBpcyBiYXNlNjQ=" * 30,
        "δοκιμή The end",
        "\ud800\udfff" * 40,
    ],
)
def test_what_is_no_text_of_a_language_is_not_told(text: str) -> None:
    assert detect(text) is None


def test_a_long_text_is_looked_at_in_three_places() -> None:
    german = "Die Unterlagen sind nicht vollständig, und es ist noch nicht klar, wer sie aus dem Haus gebracht hat. "
    assert detect("1234567890 " * 500 + german * 20 + "0987654321 " * 480) == "de"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("sv", "Vi har inte fått de handlingar som vi bad om, och det är oklart när de kommer att lämnas ut till oss."),
        (
            "no",
            "Vi har ikke fått de dokumentene som vi ba om, og nå er det uklart når de blir utlevert til oss etter jul.",
        ),
        (
            "fi",
            "Emme ole saaneet asiakirjoja, joita pyysimme, ja on epäselvää, milloin ne voi saada tai kuka ne antaa.",
        ),
        ("hu", "Nem kaptuk meg azokat az iratokat, amelyeket kértünk, és nem világos, hogy mikor lesz ez meg."),
        (
            "hr",
            "Nismo dobili dokumente koje smo tražili i nije jasno kada će nam biti dani, ali to nije sve što je bilo.",
        ),
        (
            "sr",
            "Нисмо добили документе које смо тражили и није јасно када ће нам бити дати, али то није све што је било.",
        ),
        (
            "bg",
            "Не сме получили документите, които поискахме, и не е ясно кога ще ни бъдат дадени или дали има такива.",
        ),
        (
            "ca",
            "No hem rebut els documents que vam demanar i no és clar quan ens els donaran, però tot això no és nou.",
        ),
        ("mr", "आम्ही मागितलेली कागदपत्रे आम्हाला मिळाली नाहीत आणि ती केव्हा मिळतील हे स्पष्ट नाही पण ते असे म्हणून गेले."),
        ("th", "เรายังไม่ได้รับเอกสารที่เราขอ และยังไม่ชัดเจนว่าจะได้รับเมื่อใด"),
        ("yi", "מיר האבן נישט באקומען די דאקומענטן וואס מיר האבן געבעטן און עס איז נישט קלאר פון ווען זיי זענען"),
    ],
)
def test_languages_beyond_the_catalogues(language: str, text: str) -> None:
    assert detect(text) == language


def test_scripts_are_looked_up_in_a_table_in_order() -> None:
    assert sorted(set(rules._STARTS)) == rules._STARTS
