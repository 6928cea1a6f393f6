"""People whom only the words around them tell: what somebody is, before a name; what somebody did, after it.

`spokesman Teodor Wachtel`, `Wachtel said`, `Teodor Wachtel, 45,`, `Teodor Wachtel (Ruritania)`. Names in these places
need not be in any list; what is in the lists of places and bodies is left to them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from amparo.records.entities import gazetteer
from amparo.records.entities.model import EntityKind, Mention
from amparo.records.entities.people import may_be_surname, name_end, written
from amparo.records.entities.runs import Run, Token
from amparo.records.entities.words import ACRONYMS, HEADS, HEADS_ALONE, KNOWN_ACRONYMS, listed

_ROLES = listed("roles")
_SAYING = listed("saying")
_SENTENCE = listed("sentence") | listed("openers")
_MANY = frozenset(word.lower() for word in listed("many")) | listed("office_words")
_ARTICLES = frozenset(("The", "A", "An", "El", "La", "Los", "Las", "Der", "Die", "Das", "Le", "Les", "Il", "Un", "Una"))
_BEFORE = re.compile(r"([^\W\d_][\w-]*)[ ]$")
_ARTICLE = re.compile(r"(?<!\w)(?:the|a|an|el|la|los|las|der|die|das|le|les)[ ]$")
_AFTER = re.compile(r",?[ ]([^\W\d_]+)")
_AGE = re.compile(r"[ ]?(?:,[ ]?\d\d[ ]?[,.]|\(\d\d\))")
_LOOK = 20
_CITY = 300_000
"""People in a town that speaks for its country: Washington said no."""


def told(
    text: str, run: Run, taken: set[int], language: str | None, *, small: frozenset[str] | None = None
) -> Iterator[tuple[Mention, int, int]]:
    """Mentions with the tokens they take, from one to before another; `taken` are those of other mentions. Names of two
    words and more; of one word when `small` is given, the words that the page writes small: those are better read when
    all full names are known.
    """
    at = 0 if small is not None or len(run) > 1 else 1
    while at < len(run):
        found = None if at in taken or not run[at].is_capital else _at(text, run, at, taken, language)
        if found is not None and (found[1] - at > 1 if small is not None else found[1] - at == 1):
            found = None
        if found is not None and small is not None and not _may_be_somebody(text, run, at, small):
            found = None
        if found is None:
            at += 1
            continue
        rule, last = found
        yield Mention(EntityKind.PERSON, written(run, at, last), rule, run[at].start, run[last - 1].end), at, last
        at = last


def _at(text: str, run: Run, at: int, taken: set[int], language: str | None) -> tuple[str, int] | None:
    if not may_be_surname(run[at]) or run[at].text.lower() in _ROLES:
        return None
    if at and _touches(run, at - 1) and run[at - 1].text.lower() not in _ROLES:
        return None
    last = name_end(run, at, 3)
    if last == at or not taken.isdisjoint(range(at, last)) or (last < len(run) and _touches(run, last - 1)):
        return None
    words = [token for token in run[at:last] if token.is_capital]
    if any(_is_other(token, language) for token in words) or (len(words) == 1 and len(words[0].text) < 3):
        return None
    if gazetteer.country(" ".join(token.text for token in run[at:last]), language) is not None:
        return None
    rule = _rule(text, run[at].start, run[last - 1].end, len(words))
    return (rule, last) if rule else None


def _may_be_somebody(text: str, run: Run, at: int, small: frozenset[str]) -> bool:
    """Whether a word alone can be a name: no word of the page, no trade of many, none after an article, none at the end
    of a line, where a name goes on in the next.
    """
    word = run[at].text.lower()
    return (
        word not in small
        and word.rstrip("s") not in _ROLES
        and word not in _MANY
        and (at == 0 or run[at - 1].text not in _ARTICLES)
        and not _ARTICLE.search(text, max(0, run[at].start - 5), run[at].start)
        and text[run[at].end : run[at].end + 1] != "\n"
    )


def _rule(text: str, start: int, end: int, words: int) -> str:
    before = _BEFORE.search(text, max(0, start - _LOOK), start)
    if before and before[1].lower() in _ROLES:
        return "role"
    after = _AFTER.match(text, end)
    if after and after[1] in _SAYING:
        return "said"
    return "age" if words > 1 and _AGE.match(text, end) else ""


def _is_other(token: Token, language: str | None) -> bool:
    """Whether a word is a body's, a country's or a town's, or begins sentences."""
    text = token.text
    return (
        token.is_shouted
        or text in HEADS
        or text in HEADS_ALONE
        or text in ACRONYMS
        or text in KNOWN_ACRONYMS
        or text in _SENTENCE
        or ((place := gazetteer.country(text, language)) is not None and place.sure)
        or ((place := gazetteer.town(text)) is not None and place.people > _CITY)
    )


def _touches(run: Run, at: int) -> bool:
    """Whether a capital touches the next one."""
    return (
        run[at].is_capital
        and run[at + 1].is_capital
        and run[at + 1].start - run[at].end <= 1
        and run[at].text not in _SENTENCE
    )
