"""Texts in code pages that they do not name, or name wrongly."""

from __future__ import annotations

import pytest

from amparo.records.charset import decode
from amparo.records.code_pages import named, of_windows
from amparo.records.readers.mapi import BODY, INTERNET_CODE_PAGE, LOCALE, Message, Value

TEXTS = {
    "de": "Der Minister hat gestern erklärt, dass die Unterlagen nicht für die Öffentlichkeit bestimmt sind.",
    "fr": "Le ministre a déclaré hier que les documents ne sont pas destinés au public et que la réunion est annulée.",
    "pl": "Minister powiedział wczoraj, że dokumenty nie są przeznaczone dla opinii publicznej, bo święto już minęło.",
    "cs": "Ministr včera řekl, že dokumenty nejsou určeny pro veřejnost a že se schůzka bude konat zítra ve městě.",
    "hu": "A miniszter tegnap azt mondta, hogy a dokumentumok nem a nyilvánosság számára készültek, és hogy később.",
    "tr": "Bakan dün belgelerin kamuoyu için olmadığını söyledi, çünkü bu bir gizli görüşme değil ve daha sonra.",
    "lt": "Ministras vakar pareiškė, kad dokumentai nėra skirti visuomenei ir kad susitikimas vyks rytoj, nes jis.",
    "uk": "Міністр учора заявив, що документи не призначені для громадськості і що зустріч відбудеться завтра.",
    "el": "Ο υπουργός δήλωσε χθες ότι τα έγγραφα δεν προορίζονται για το κοινό και ότι η συνάντηση θα γίνει αύριο.",
    "he": "השר אמר אתמול כי המסמכים אינם מיועדים לציבור וכי הפגישה של הוועדה תתקיים מחר, אבל לא על פי החוק.",
    "ar": "قال الوزير أمس إن الوثائق ليست مخصصة للجمهور وإن الاجتماع سيعقد غدا في العاصمة بعد أن تم تأجيله من قبل.",
    "th": "รัฐมนตรีกล่าวว่าเอกสารเหล่านี้ไม่ได้มีไว้สำหรับสาธารณชนและการประชุมจะจัดขึ้นที่เมืองหลวง",
    "ja": "大臣は昨日、これらの文書は一般に公開されるものではなく、会議は明日開催されると述べました。①",
}
"""Invented; a minister who says each time that the papers are not for the public."""

PAGES = [
    ("de", "cp1252"), ("de", "cp850"), ("fr", "mac_roman"), ("pl", "cp1250"), ("pl", "iso8859_2"), ("pl", "cp852"),
    ("cs", "cp1250"), ("cs", "iso8859_2"), ("hu", "cp1250"), ("tr", "cp1254"), ("lt", "cp1257"), ("uk", "cp1251"),
    ("uk", "koi8_u"), ("el", "cp1253"), ("el", "iso8859_7"), ("he", "cp1255"), ("ar", "cp1256"), ("ar", "iso8859_6"),
    ("th", "cp874"), ("ja", "cp932"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "page"), PAGES)
def test_a_text_tells_its_code_page(language: str, page: str) -> None:
    text = TEXTS[language]
    assert decode(text.encode(page)) == text


@pytest.mark.parametrize(
    ("name", "page"),
    [
        ("文章", "cp932"),
        ("東京支店 決算", "cp932"),
        ("서울 지점 결산", "cp949"),
        ("审计报告 财务", "gb18030"),
        ("審計報告", "big5"),
    ],
)
def test_names_without_anything_else_tell_their_code_page(name: str, page: str) -> None:
    assert decode(name.encode(page)) == name


@pytest.mark.parametrize("page", ["cp1251", "koi8_r", "cp866", "iso8859_5"])
def test_words_do_not_begin_small_and_go_on_in_capitals(page: str) -> None:
    # Single letters of units read as prepositions in KOI8.
    text = "Сок Вереск, яблочный п/с\n0,7 л за 2 ч\nОзерки\nНасос б/у, Вереск\nБочка б/у, 50 л\nМасло Озерки п/с"
    assert decode(text.encode(page)) == text


@pytest.mark.parametrize(("language", "page"), PAGES)
def test_markup_around_it_hides_nothing(language: str, page: str) -> None:
    text = TEXTS[language]
    before, after = b'<html><body class="main page"><a href="http://example.org/index.html">', b"</a></body></html>"
    assert text in decode(before + text.encode(page) + after)


@pytest.mark.parametrize("text", ["Jörn", "a café", "Straße", "mañana"])
def test_one_letter_beyond_ascii_near_the_end_is_no_broken_utf_8(text: str) -> None:
    assert decode(text.encode("cp1252")) == text


def test_a_last_letter_cut_off_leaves_the_rest_utf_8() -> None:
    assert decode("été à".encode()[:-1]) == "été \ufffd"


@pytest.mark.parametrize(
    ("label", "page", "text"),
    [
        ("shift_jis", "cp932", "①は㈱です"),
        ("gb2312", "gb18030", "朱镕基总理"),
        ("iso-8859-1", "cp1252", "“said” – 5 €"),
        ("ks_c_5601-1987", "cp949", "똠방각하"),
        ("iso-8859-1", "utf-8", "Grüße aus Łódź"),
        ("utf-16", "ascii", "<html>said to be utf-16"),
    ],
)
def test_a_label_stands_for_what_programs_write_under_it(label: str, page: str, text: str) -> None:
    assert decode(text.encode(page), label) == text


def test_a_few_bad_bytes_do_not_take_the_label_away() -> None:
    text = TEXTS["ja"] * 4
    assert decode(text.encode("cp932") + b"\x81\x20.", "shift_jis").startswith(text)


@pytest.mark.parametrize("label", ["punycode", "unicode_escape", "zip", "no such thing", "", "a\0b"])
def test_what_no_text_says_of_itself_is_not_believed(label: str) -> None:
    assert decode(b"caf\xe9 \\u0041", label) == "café \\u0041"


def test_numbers_of_windows_name_code_pages() -> None:
    numbers = (1251, 20866, 28592, 51949, 65001, 1)
    assert [of_windows(number) for number in numbers] == ["cp1251", "koi8_r", "iso8859_2", "euc_kr", "utf-8", ""]
    assert named("x-sjis") == ("cp932",)


@pytest.mark.parametrize(
    ("locale", "written", "text"),
    [(1031, "cp1252", "Grüße, später"), (1049, "cp1251", "Привет"), (1029, "cp1250", "Žádost"), (1055, "cp1254", "İş")],
)
def test_a_mail_sent_as_utf_8_is_kept_in_the_code_page_of_its_writer(locale: int, written: str, text: str) -> None:
    told: dict[int, Value] = {INTERNET_CODE_PAGE: 65001, LOCALE: locale, BODY: text.encode(written)}
    assert Message(told).text(BODY) == text
    assert Message({**told, BODY: text.encode()}).text(BODY) == text
