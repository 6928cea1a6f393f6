"""Articles on web pages and in wrapped text: the article without what stands around it, and the day the page gives."""

from __future__ import annotations

from datetime import date

import pytest

from amparo.docket.article.article import Article
from amparo.docket.article.dates.find import Anchor
from amparo.docket.article.reader import Reading, read, read_bytes

BODY = (
    "<p>The minister of ports, Anna Muster, resigned on Tuesday after a leak of ledgers from her own office.</p>"
    "<p>“I leave with a clear conscience,” she said.</p>"
    "<div class='related-stories'><p>Read more: “An old tale,” said Karl Alt.</p></div>"
    "<p>Her lawyer, Per Holt, said that she would appeal on Friday before the high court of the republic, and that the "
    "charges, three in all, were made up by her rivals in the party.</p>"
)
AROUND = (
    "<header><nav><ul><li>Home</li></ul></nav></header>"
    "<div id='cookie-banner'><p>“We use them,” says Mr Cook.</p></div>"
    "{}<aside><p>“Something,” said Ida Nobody.</p></aside><footer><p>Published 2 January 1999.</p></footer>"
)


def page(body: str, head: str = "") -> Reading:
    return read_bytes(f"<!doctype html><html lang=en><head>{head}</head><body>{body}</body></html>".encode())


@pytest.mark.parametrize(
    "mark",
    [
        "<article>{}</article>",
        "<div itemprop='articleBody'>{}</div>",
        "<div class='story-body'>{}</div>",
        "<div>{}</div>",
    ],
)
def test_only_the_article_of_a_page_is_read(mark: str) -> None:
    reading = page(AROUND.format(mark.format(BODY)))
    assert [one.speaker for one in reading.statements if one.direct] == ["Anna Muster"]
    for words in ("Home", "Nobody", "Cook", "1999", "An old tale"):
        assert words not in reading.article.text
    assert "Anna Muster, resigned" in reading.article.text


@pytest.mark.parametrize(
    "mark", ["<script>var a = '“b”';</script>", "<style>p { margin: 0 }</style>", "<link rel=icon>"]
)
def test_a_page_may_begin_with_what_is_not_shown(mark: str) -> None:
    reading = read_bytes(f"\ufeff    {mark}\n<p>“It is over for us,” said Per Holt.</p>".encode())
    assert reading.article.media_type == "text/html"
    assert [one.speaker for one in reading.statements] == ["Per Holt"]


def test_a_page_without_a_part_that_stands_out_is_read_whole() -> None:
    reading = page("<p>“It is over,” said Per Holt.</p><footer>Halmere, 2003</footer>")
    assert [one.speaker for one in reading.statements] == ["Per Holt"]
    assert "Halmere, 2003" in reading.article.text


def test_what_pictures_and_fields_say_is_no_word_of_an_article() -> None:
    said = "“It was me,” said Ida Nobody on 3 May."
    reading = page(
        f"<p>“It is over,” said Per Holt.</p><img alt='{said}'><input value='{said}'><iframe srcdoc='{said}'></iframe>."
    )
    assert [one.speaker for one in reading.statements] == ["Per Holt"]
    assert "Nobody" not in reading.article.text


LINKED = '<script type="application/ld+json">{}</script>'


@pytest.mark.parametrize(
    "head",
    [
        '<meta property="article:published_time" content="2022-05-27T08:00:00+01:00">',
        '<meta name="pubdate" content="20220527">',
        '<meta name="date" content="Fri, 27 May 2022 10:00:00 GMT">',
        LINKED.format('{"@type": "NewsArticle", "datePublished": "2022-05-27T08:00Z"}'),
        LINKED.format('{"@graph": [{"@type": "WebSite"}, {"@type": ["Article"], "datePublished": "2022-05-27"}]}'),
        LINKED.format("{bad")
        + LINKED.format("[" * 5000)
        + '<link rel="canonical" href="https://n.example/2022/may/27/x">',
        '<link rel="canonical" href="https://n.example/news/minister-20220527.html">',
        '<link rel="canonical" href="https://n.example/2022/5/27/minister">',
    ],
)
def test_the_day_is_the_one_that_the_page_gives(head: str) -> None:
    reading = page(f"<article>{BODY}</article>", head)
    assert reading.heading.dateline.anchor == Anchor(2022, 5, 27)
    assert [one.date.value.first for one in reading.events][:2] == [date(2022, 5, 24), date(2022, 6, 3)]


def test_a_time_element_gives_the_day() -> None:
    body = f"<article><h1>Minister resigns</h1><time datetime='2022-05-27T08:00'>Friday</time>{BODY}</article>"
    assert page(body).heading.dateline.anchor == Anchor(2022, 5, 27)


def test_linked_data_gives_headline_outlet_and_address() -> None:
    data = (
        '{"@type": "NewsArticle", "headline": "Minister resigns", "publisher": {"name": "The Daily Ledger"}, '
        '"mainEntityOfPage": {"@id": "https://n.example/minister"}}'
    )
    heading = page(f"<article>{BODY}</article>", LINKED.format(data)).heading
    assert (heading.title, heading.outlet, heading.url) == (
        "Minister resigns",
        "The Daily Ledger",
        "https://n.example/minister",
    )


def test_in_wrapped_text_a_headline_is_told_from_what_stands_below() -> None:
    text = (
        "The minister of ports resigns after the leak of her ledgers\n"
        "Friday, May 27, 2022\n"
        "The minister of ports, Anna Muster, resigned on Tuesday after a leak of ledgers from her own\n"
        "office in the capital, where nobody had been told of it before the papers came out on that\n"
        "morning, as two people who work there told this paper, though her party has known for long.\n"
        "“I leave with a clear conscience,” she said.\n"
    )
    reading = read(Article(text, "application/pdf"))
    assert reading.heading.title == "The minister of ports resigns after the leak of her ledgers"
    assert reading.heading.dateline.anchor == Anchor(2022, 5, 27)
    assert [one.speaker for one in reading.statements if one.direct] == ["Anna Muster"]


def test_the_address_of_a_picture_that_an_article_writes_of_stays() -> None:
    text = "Write &lt;img src=&quot;data:image/png;base64,iVBORw0KGgo&quot;&gt; for it. “It holds,” Ada Marsh said."
    read = read_bytes(f"<!doctype html><html><body><p>{text}</p></body></html>".encode())
    assert "data:image/png;base64,iVBORw0KGgo" in read.article.text


def test_many_comments_before_what_is_no_page_cost_nothing() -> None:
    read = read_bytes(b"<!-- - -->" * 400 + b" \xe2\x80\x9cIt holds,\xe2\x80\x9d Ada Marsh said.")
    assert [one.speaker for one in read.statements] == ["Ada Marsh"]
    page = read_bytes(
        b"<!-- - -->\n" * 400 + b"<html><body><p>\xe2\x80\x9cIt holds,\xe2\x80\x9d Ada Marsh said.</p></body></html>"
    )
    assert "<!--" not in page.article.text
