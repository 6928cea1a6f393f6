"""What a word finds, script by script, through the index; and that it is marked in the snippet. Texts are made up."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from amparo.search.analysis import words
from amparo.search.engine import Indexed
from amparo.search.matching import finder
from amparo.search.placed import placed
from amparo.search.query import parse
from amparo.search.tantivy_engine import TantivyEngine

# (text, queries that find it, queries that do not)
TABLE: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    ("Это ёлка и мой дом в Москве", ("елка", "ёлка", "ЁЛКА", "мой", '"мой дом"', "ел*", "/ёл.а/"), ("мои", "елки")),
    ("Її їжак і йод", ("їжак", "йод", "її"), ("іжак", "иод")),
    ("сло\u0301во о по\u0301лку", ("слово", '"слово о полку"', "сло\u0301во"), ("сло", "во")),
    (
        "Η Ψυχή του Οδυσσέας ΤΟΥΣ ΑΝΘΡΩΠΟΥΣ",
        ("ψυχη", "ψυχή", "ΨΥΧΗ", "οδυσσεας", "ΟΔΥΣΣΈΑΣ", '"η ψυχη του"', "ανθρωπους", "τους", "οδυσσ*"),
        ("ψυχες",),
    ),
    ("Ἀθῆναι ᾠδή ῥόδον", ("αθηναι", "ωδη", "ροδον", "Ἀθῆναι"), ()),
    (
        "قال مُحَمَّدٌ إن الأمن في المدينة",
        ("محمد", "مُحَمَّد", "الامن", "الأمن", "المدينه", "ان", '"محمد ان الامن"', "محم*"),
        ("احمد",),
    ),
    ("كتـــاب على المدرسة ﻣﺤﻤﺪ", ("كتاب", "علي", "على", "مدرسة OR المدرسة", "محمد", "کتاب"), ("كتب",)),
    ("این کتاب را می\u200cخواهم ۱۳۸۵", ("كتاب", "کتاب", '"می خواهم"', "1385", "۱۳۸۵", "١٣٨٥"), ()),
    ("שָׁלוֹם עֲלֵיכֶם בְּיִשְׂרָאֵל", ("שלום", "שָׁלוֹם", '"שלום עליכם"', "בישראל"), ("של",)),
    (
        "İstanbul ve ISPARTA, Diyarbakır, ığdır",
        ("istanbul", "İSTANBUL", "isparta", "ısparta", "diyarbakir", "Diyarbakır", "igdir"),
        (),
    ),
    (
        "Die Straße zum GROẞEN Fluß",
        ("strasse", "STRASSE", "straße", "grossen", "fluss", "fluß", '"strasse zum grossen"', "stras*"),
        ("strase",),
    ),
    (
        "Œuvre du cœur, Łódź Ærø Đorđe Þór ħ",
        ("oeuvre", "coeur", "cœur", "lodz", "Łódź", "aero", "dorde", "thor", "Đorđe"),
        ("euvre",),
    ),
    ("Người Việt Đà Nẵng số", ("nguoi", "người", '"da nang"', "Đà", "NGƯỜI"), ("nguo",)),
    (
        "Nguo\u031b\u0300i Vie\u0323\u0302t re\u0301sume\u0301s",
        ("nguoi", "người", "việt", "resumes", "résumés"),
        ("resume", "viet1"),
    ),
    ("ＡＢＣ\u3000１２３\u3000ｶﾞｲﾄﾞ ﾊﾝﾄﾞ", ("abc", "123", "ＡＢＣ", "ガイド", "ハンド", "ｶﾞｲﾄﾞ"), ("カイト",)),
    (
        "我们在北京大学学习汉语。",
        ("北", "北京", "大学", "北京大学", "京大", "语", "北京*", "*大学", "北?大", "??京", "/北京/", "/北.大学?/"),
        ("北大", "东", "北?学"),
    ),
    ("東京都の大学でガラスを作る", ("東京", "京都", "ガラス", "大学", '"東京? の"', "大?で"), ("カラス", "京の")),
    (
        "臺灣的發展，頭髮與乾隆皇后；台湾",
        ("台湾", "臺灣", "发展", "發展", '"头发与"', "乾隆", "干隆", "发*", "?髮", "/头发.乾隆/"),
        ("发台", "展发"),
    ),
    ("国际法与龙井村", ("國際", "龍井", "国际法", '"國際法與"', "國*", "/龍井/"), ("國井",)),
    ("나는 한국어를 좋아한다", ("한국어를", "좋아한다", "한국*"), ("한국어",)),
    ("ฉันซื้อเสื้อสีแดง ๒๕๖๐", ("เสื้อ", "สีแดง", "2560", "๒๕๖๐", "ซื้อเสื้อ", "สีแดง*", "256*"), ("เสือ",)),
    (
        "हिन्दी भाषा में क़लम और ज़मीन, दिनों तक",
        ("हिन्दी", "हिंदी", '"हिन्दी भाषा"', "कलम", "क़लम", "जमीन", "ज़मीन", "दिनों", "भाष*"),
        ("हिन", "दी", "दिन"),
    ),
    ("தமிழ் கண் ணகி", ("தமிழ்", "கண்"), ("கண", "தமிழ")),
    ("বাংলা ভাষা ক্ষমতা ১৯৭১", ("বাংলা", "ক্ষমতা", "1971", "ভাষা"), ("ক",)),
    ("М’ята і м\u02bcята та м'ята", ("м'ята", "м’ята", "м\u02bcята"), ()),
    ("Saʿūd and Hawaiʻi and Qurʾān", ("saud", "hawaii", "quran", "Qurʾān"), ()),
    ("Donau\xaddampf exam\xad\nple", ("donaudampf",), ("donau", "example")),
    ("ọ\u0300rọ\u0300 Ẹ\u0300kọ\u0301", ("oro", "eko", "ọ\u0300rọ\u0300"), ("ro",)),
    ("ﬁnance eﬀort", ("finance", "effort"), ()),
    ("Հայաստան և երեւան", ("եւ", "և", "երեւան", "երևան"), ()),
    ("ייִדיש װאָס", ("יידיש", "וואס"), ()),
    ("မြန်မာနိုင်ငံ", ("မြန်မာ", "နိုင်ငံ"), ()),
    ("ភាសាខ្មែរ", ("ខ្មែរ", "ភាសា"), ()),
    (
        "crème brûlée naïve façade Ángel Müller",
        ("creme", "brulee", "naive", "facade", "angel", "muller", "müller", '"creme brulee"'),
        ("mueller",),
    ),
    ("x² ½ № 7", ("x2", "7"), ()),
)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> TantivyEngine:
    made = TantivyEngine.open(tmp_path_factory.mktemp("index"))
    made.add(_document(number, text) for number, (text, _, _) in enumerate(TABLE))
    made.commit()
    return made


def _document(number: int, text: str) -> Indexed:
    return Indexed(
        id=f"d{number}", title="", pages=(text,), kind="plain", collections=("one",), name=f"{number}.txt", path=""
    )


@pytest.mark.parametrize("number", range(len(TABLE)))
def test_letters_that_count_as_one_find_each_other_and_others_do_not(engine: TantivyEngine, number: int) -> None:
    text, finding, missing = TABLE[number]
    for query in finding:
        (hit,) = [hit for hit in engine.search(query, limit=50).hits if hit.document == f"d{number}"]
        assert any(piece.is_match for piece in hit.snippet), query
        assert "".join(piece.text for piece in hit.snippet) == re.sub(r"\s", " ", text)
    for query in missing:
        assert f"d{number}" not in {hit.document for hit in engine.search(query, limit=50).hits}, query


def test_an_endless_row_of_marks_is_soon_read() -> None:
    # Put in order as a whole it would take minutes.
    for marks in ("\u0301\u0323", "\u20d8\u20d0", "\u302a\u3099", "\u05b0\u05bc"):
        text = "a" + marks * 100_000 + " end"
        assert words(text)[-1] == "end"
        assert words(placed(text).text) == words(text)


def test_an_index_of_older_words_is_filled_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("amparo.search.schema._EDITION", "2")
    TantivyEngine.open(tmp_path).close()
    monkeypatch.undo()
    TantivyEngine.open(tmp_path).close()
    assert len(list(tmp_path.iterdir())) == 2


def test_a_lone_wildcard_beside_words_marks_no_other_word() -> None:
    text = "ana@example.org wrote to bob about the test of bans"
    assert [text[start:end] for start, end in finder(parse("ana@*")).spans(text)] == ["ana"]
    assert [text[start:end] for start, end in finder(parse("*@example.org")).spans(text)] == ["example.org"]
    assert [text[start:end] for start, end in finder(parse('"the test of ban*"')).spans(text)] == [
        "the test of",
        "bans",
    ]
