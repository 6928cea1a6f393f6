"""Acronyms of organisations: known ones, those that a text spells out and what they stand for, and unknown ones where
an article stands before them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from amparo.records.entities.letters import UPPER
from amparo.records.entities.model import EntityKind, Mention, Tie
from amparo.records.entities.organisations import LINKS
from amparo.records.entities.words import KNOWN_ACRONYMS, listed

_ACRONYM = re.compile(rf"(?<!\w)([{UPPER}](?:\.?[{UPPER}]){{1,7}}\.?)(?![\w’'])")
_SPELLED_OUT = re.compile(rf"\(\s?[“\"']?([{UPPER}][{UPPER}&.-]{{1,8}}[{UPPER}]\.?)[”\"']?\s?\)")
_NO_BODIES = listed("no_bodies")
_BEFORE_BODY = re.compile(
    r"\b(?:[Tt]he|[Oo]f|[Bb]y|[Ee]l|[Ll]a|[Dd]el|[Dd]er|[Dd]ie|[Dd]en|[Dd]as|[Ll]os|[Ll]as|[Ll]e|[Ll]es)[ ]$"
)
_AFTER_BODY = re.compile(
    r"(?:[’']s)?(?:\)|[.,;:][\s”\"]|[ ](?:said|says|and|or|in|on|to|at|was|is|has|had|have|will|would|for|from|as|that"
    r"|who|which|chief|chairman|spokesman|spokeswoman|official|officials|leader|leaders|members?|forces|troops|staff"
    r"|y|e|en|de|del|que|ha|había|se|a|con|por|para|und|in|hat|ist|will|et|dans)\b)"
)
_WORD = re.compile(r"[^\W_][\w’'.-]*")


def acronyms(text: str) -> Iterator[Mention]:
    """Those that everybody knows, where the text around them is not all capitals."""
    for match in _ACRONYM.finditer(text):
        name = _without_stop(match[1])
        if name in KNOWN_ACRONYMS and not _among_capitals(text, match.start(), match.end()):
            yield Mention(EntityKind.ORGANISATION, name, "known-acronym", match.start(), match.start() + len(name))


def unknown_acronyms(text: str) -> Iterator[Mention]:
    """Three to six capitals that an article or the like stands before, and the rest of a sentence behind."""
    for match in _ACRONYM.finditer(text):
        name, bare = _without_stop(match[1]), match[1].replace(".", "")
        if 2 < len(bare) < 7 and bare not in _NO_BODIES and not _among_capitals(text, match.start(), match.end()):
            before = _BEFORE_BODY.search(text, max(0, match.start() - 6), match.start())
            end = match.start() + len(name)
            if before and _AFTER_BODY.match(text, end):
                yield Mention(EntityKind.ORGANISATION, name, "acronym", match.start(), end)


def defined(text: str) -> Iterator[Mention]:
    """`Partido de los Puertos Libres (PPL)`: the capitals before an acronym in brackets that begin as it does."""
    for match in _SPELLED_OUT.finditer(text):
        letters = [letter for letter in match[1] if letter.isalpha()]
        before = list(_WORD.finditer(text, max(0, match.start() - 120), match.start()))
        at = len(before)
        while letters and at and before[at - 1][0][:1].casefold() == letters[-1].casefold():
            at -= 1
            if before[at][0][0].isupper():
                letters.pop()
            while letters and at and before[at - 1][0] in LINKS and before[at - 1][0][0].upper() != letters[-1]:
                at -= 1
        if len(match[1]) > 2 and not letters and before[at][0][0].isupper() and len(before) - at > 1:
            start, end = before[at].start(), before[-1].end()
            if not text[end : match.start()].strip() and "\n\n" not in text[start:end]:
                name = " ".join(text[start:end].split())
                yield Mention(EntityKind.ORGANISATION, name, "before-acronym", start, end)


def spelled_out(text: str, found: Iterator[Mention]) -> Iterator[Tie | Mention]:
    """`Central Intelligence Agency (CIA)`: the acronym, and that it means what stands before it."""
    ends = {mention.end: mention for mention in found}
    if not ends:
        return
    for match in _SPELLED_OUT.finditer(text):
        before = len(text[: match.start()].rstrip())
        long = ends.get(before)
        short = match[1].replace(".", "")
        if long is not None and _initials_of(long.name, short):
            yield Mention(EntityKind.ORGANISATION, match[1], "spelled-out", match.start(1), match.end(1))
            yield Tie(EntityKind.ORGANISATION, long.name, EntityKind.ORGANISATION, match[1], "spelled-out")


def _without_stop(acronym: str) -> str:
    """`NATO` at the end of a sentence, but `U.N.`"""
    return acronym.rstrip(".") if acronym.count(".") == 1 else acronym


def _among_capitals(text: str, start: int, end: int) -> bool:
    around = text[max(0, start - 12) : start] + text[end : end + 12]
    letters = [letter for letter in around if letter.isalpha()]
    return len(letters) > 5 and all(letter.isupper() for letter in letters)


def _initials_of(name: str, short: str) -> bool:
    words = [word for word in re.split(r"[\s-]+", name) if word]
    large = "".join(word[0] for word in words if word[0].isupper())
    every = "".join(word[0].upper() for word in words)
    letters = short.replace("&", "").replace("-", "")
    return letters in (large, every) or (len(letters) > 2 and large.startswith(letters))
