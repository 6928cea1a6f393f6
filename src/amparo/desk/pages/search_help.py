"""The query language as the search page teaches it. Each example is a query that runs; a test runs them all."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Example:
    """A query to type, and what it finds."""

    query: str
    finds: str


EXAMPLES = (
    Example("harbour contract", "both words, anywhere in a document"),
    Example('"harbour contract"', "these words side by side"),
    Example("harbour OR port", "either word; group with ( )"),
    Example("harbour -boat", "the first without the second; NOT says the same"),
    Example("contract*", "words that begin so; ? is one letter"),
    Example("harbour~", "spellings one letter away; ~2 is two"),
    Example('"harbour contract"~5', "at most five words apart, in either order"),
    Example("/contra(ct|st)s?/", "a word that matches a regular expression"),
    Example(r"/no\. \d+ of \d{4}/", "a stretch of the text that matches one"),
    Example("from:embassy subject:visit", "in a field: from, to, title, place, person, tag, name and others"),
    Example("date:1961-08..1962", "dated within; date:1961, date:<1970 and date:[1961 TO 1965] work too"),
    Example("type:pdf", "files of a family: pdf, mail, spreadsheet, document, image and others; endings such as docx"),
    Example("has:attachment", "also comment, changes, hidden, notes, ocr, image, location, gaps, date"),
    Example("lang:en", "in a language, by its code"),
    Example("pages:>=10 size:<2MB", "numbers; fields of records too, as in killed:[3 TO 10]"),
    Example("*", "everything"),
)
"""`like:ID`, `near-duplicates:ID` and `thread:ID` need a document of one's own and stand below the table."""
