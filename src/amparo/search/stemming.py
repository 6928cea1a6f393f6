"""Words of one stem (`crate`, `crates`): the other forms of a word that an index really holds. Pure but for the index
that is asked.

The index keeps what is written. Forms are looked for when a query is asked, among the words that begin alike, so that
a language can be chosen, changed or dropped for a collection at any time, and phrases stay exact. The stemmers are
Snowball's, as Tantivy brings them, on words without accents. Spec: specs/query-language.md, "Stems"; docs/adr/0164.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache, lru_cache

import tantivy

LANGUAGES: Mapping[str, str] = {
    "ara": "arabic",
    "dan": "danish",
    "deu": "german",
    "ell": "greek",
    "eng": "english",
    "fin": "finnish",
    "fra": "french",
    "hun": "hungarian",
    "ita": "italian",
    "nld": "dutch",
    "nor": "norwegian",
    "por": "portuguese",
    "ron": "romanian",
    "rus": "russian",
    "spa": "spanish",
    "swe": "swedish",
    "tam": "tamil",
    "tur": "turkish",
}
"""Languages that have a stemmer, by ISO 639-3, and what Tantivy calls them."""

Stems = Callable[[], Mapping[str, str]]
"""The language of LANGUAGES by the name of each collection that has one. What a room knows of its collections."""

SHORTEST = 3
"""Letters of a word that has other forms, and of the beginning that they must share."""
MOST_FORMS = 100


def no_stems() -> Mapping[str, str]:
    """No collection has a language."""
    return {}


def forms(word: str, language: str, beginning_with: Callable[[str], Iterable[str]]) -> tuple[str, ...]:
    """Other forms of a folded word among the words of an index; `beginning_with` gives those with a beginning, the most
    frequent first.
    """
    if len(word) < SHORTEST or not word.isalpha():
        return ()
    stem = _stem(word, language)
    shared = next((at for at, (a, b) in enumerate(zip(word, stem, strict=False)) if a != b), min(len(word), len(stem)))
    # One letter less, because a stem may end in another one than the word does: pony, poni.
    beginning = word[: min(shared, max(shared - 1, SHORTEST))]
    if len(beginning) < SHORTEST:
        return ()
    alike = (each for each in beginning_with(beginning) if each != word and _stem(each, language) == stem)
    return tuple(dict.fromkeys(alike))[:MOST_FORMS]


@lru_cache(maxsize=262_144)
def _stem(word: str, language: str) -> str:
    found = _stemmer(language).analyze(word)
    return str(found[0]) if len(found) == 1 else word


@cache
def _stemmer(language: str) -> tantivy.TextAnalyzer:
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    return builder.filter(tantivy.Filter.stemmer(LANGUAGES[language])).build()
