"""From the bytes of an article to its text, unchanged where it is text, and what its markup says of itself.

Spec: specs/article.md, "Text". Text and Markdown are taken as they are: offsets are those of the file's own
characters, as a case cites them. Of HTML and PDF the text is what `amparo.records` reads.
"""

from __future__ import annotations

import re
from dataclasses import replace

from amparo.docket.article.article import Article, Told
from amparo.errors import InputError, TooLargeError
from amparo.records.charset import decode, is_text

MOST_BYTES = 8 * 1024 * 1024
MOST_CHARACTERS = 300_000
_UNSEEN = re.compile("[\u00ad\u200b\u2060\ufeff]")
"""Soft hyphens and blanks of no width: on a page they only say where a line may break, and they part names."""
_HTML = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--(?:(?!-->).)*+-->\s*+)*+<(?:!doctype\s+html|html|head|body|article|main|section|div|meta|title|script|style|link)\b",
    re.I | re.S,
)


def read_article(data: bytes) -> Article:
    """The article in a file's bytes; InputError when there is no text in it."""
    if len(data) > MOST_BYTES:
        raise TooLargeError(
            "This is too long for an article.", f"The reader takes up to {MOST_BYTES // 1024 // 1024} MiB."
        )
    if b"%PDF-" in data[:1024]:
        article = _pdf(data)
    elif _HTML.match(data[:65536]):
        from amparo.docket.article.markup import article_of_page

        article = article_of_page(data)
    else:
        article = Article(_plain(data), "text/plain")
    if article.media_type != "text/plain":
        article = replace(article, text=_UNSEEN.sub("", article.text))
    if len(article.text) > MOST_CHARACTERS:
        raise TooLargeError(
            "This is too long for an article.", f"The reader takes up to {MOST_CHARACTERS:,} characters."
        )
    if not article.text.strip():
        raise InputError("There is no text in this article.", "Give a text, Markdown, HTML or PDF file.")
    return article


def _plain(data: bytes) -> str:
    """UTF-8 to the letter, as `docket check` reads it; another encoding as `records` guesses it."""
    if not is_text(data):
        raise InputError("This is not a text.", "Give a text, Markdown, HTML or PDF file.")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return decode(data).encode("utf-8", "replace").decode("utf-8")


def _pdf(data: bytes) -> Article:
    from amparo.records.model import Record
    from amparo.records.readers.pdf import read_pdf
    from amparo.records.reading import Input, Unreadable

    for found in read_pdf(Input.of(data, "article")):
        if isinstance(found, Record):
            title = found.title if found.title != found.name else ""
            told = Told(title=title, language=found.language or "")
            return Article("\n\n".join(found.pages), "application/pdf", told)
        if isinstance(found, Unreadable):
            raise InputError(found.explanation, "Give a text, Markdown, HTML or PDF file.")
    raise InputError("There is no document in this file.", "Give a text, Markdown, HTML or PDF file.")
