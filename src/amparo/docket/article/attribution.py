"""Whose words a quotation holds: the verb of speaking beside it, and that verb's subject.

Spec: specs/article.md, "Speakers". Each rule has a name, given with the proposal. Tried in order: words after the
quotation, words before it, the end of its sentence, a name after a dash, and last what the text said just before.
"""

from __future__ import annotations

from dataclasses import replace

from amparo.docket.article.attributed_after import after, at_the_end, dash
from amparo.docket.article.attributed_before import announced, before
from amparo.docket.article.languages.vocabulary import Language
from amparo.docket.article.layout import Paragraph, Quotation
from amparo.docket.article.quotation_place import Attribution, Place
from amparo.docket.article.topics import WEAK


def lead_in(paragraph: Paragraph, language: Language, text: str) -> Attribution | None:
    """Who a paragraph that ends with a colon or comma says will speak in the next: `Smith stated,`."""
    if paragraph.outside.rstrip()[-1:] not in (":", ",", ";") or not paragraph.sentences:
        return None
    behind = Quotation(paragraph.end, paragraph.end, paragraph.end, paragraph.end, False)
    place = Place(paragraph, behind, language, text)
    found = before(place) or announced(place)
    return replace(found, rule="lead-in") if found else None


def signature(paragraph: Paragraph, language: Language, text: str) -> Attribution | None:
    """Who a paragraph names that is only a dash and a name, under words that somebody said: `- Smith`."""
    above = Quotation(paragraph.start, paragraph.start, paragraph.start, paragraph.start, False)
    return dash(Place(paragraph, above, language, text))


def attribute(paragraph: Paragraph, quotation: Quotation, language: Language, text: str) -> Attribution | None:
    """The attribution that the quotation's own sentence gives, or None."""
    place = Place(paragraph, quotation, language, text)
    if place.leads and (place.names_a_work() or place.doubts_a_word()):
        return None
    if place.leads:
        if place.ends_with_comma() and (spoken := after(place)) and not place.introduces_more(spoken):
            return spoken
        found = before(place)
        if found is None or found.rule in WEAK or not place.beside(found):
            found = (after(place) if place.ends_clause() else None) or found or at_the_end(place)
        return None if found and place.is_title(found) else found
    return after(place) or at_the_end(place) or dash(place)
