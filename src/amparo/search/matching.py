"""Where in a text a query matches: what snippets mark. Knows the tree of a query, no engine.

Only what a document may match by counts: nothing under NOT, and of the fields only the text. Regular expressions run
on RE2, in linear time, which Python's `re` would not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby, islice, pairwise

from amparo.search.analysis import folded, globs, is_glob, is_unspaced, same_length_fold, words
from amparo.search.candidates import all_words, foreign_words, parts_of, useful, words_with
from amparo.search.expressions import Expression, WordPattern, compiled, glob_pattern, word_pattern
from amparo.search.letters import PARTS, is_part
from amparo.search.placed import placed
from amparo.search.tree import And, Fuzzy, Node, Or, Phrase, Regex, TextRegex, Weighted, Wildcard, Words

Span = tuple[int, int]
Test = Callable[[str], bool]

_WORD = re.compile(rf"(?:[^\W_]+|[{PARTS}]+)+")
_BETWEEN = r"(?:\[\d{1,3}\])?[\W_]+"
_FEW = 64
"""Words that are looked for one after the other, which is faster than reading a text word by word."""


@dataclass(frozen=True, slots=True)
class Misspelling:
    """Tells folded words near one; each of them has one of `parts` in it, where there are any."""

    test: Test
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Finder:
    """Finds the stretches of a text that one query means."""

    single: frozenset[str]
    """Words by themselves."""
    phrases: tuple[re.Pattern[str], ...]
    """Words that follow each other, against text folded character for character."""
    words: frozenset[str]
    """All literal words, for text that folding character for character does not reach (ß is ss)."""
    patterns: tuple[WordPattern, ...] = ()
    """Wildcards and expressions for one word."""
    misspellings: tuple[Misspelling, ...] = ()
    expressions: tuple[Expression, ...] = ()
    """Regular expressions over the text."""

    def spans(self, text: str, most: int | None = None) -> list[Span]:
        """(start, end) of all matches, in order; at most about `most` of them, the first ones."""
        whole = placed(text)
        low = same_length_fold(whole.text)
        wanted = self._wanted(low)
        found: list[Span] = []
        if len(wanted) <= _FEW:
            for word in wanted:
                found += islice(_occurrences(word, low), most)
        else:
            found += islice((match.span() for match in _WORD.finditer(low) if match[0] in wanted), most)
        for phrase in self.phrases:
            found += islice((match.span() for match in phrase.finditer(low)), most)
        for expression in self.expressions:
            found += islice(expression.spans(low), most)
        # Longer ones first where several begin, so that a phrase is marked as a whole.
        return sorted((whole.span(*span) for span in found), key=lambda span: (span[0], -span[1]))

    def _wanted(self, low: str) -> frozenset[str]:
        """The words of a text to be marked. Each different word is tried once, however often it comes."""
        candidates = self._candidates(low)
        if not candidates:
            return self.single
        by_folded: dict[str, set[str]] = {}
        for word in candidates:
            for part in (word,) if word.isascii() else folded(word):
                if len(part) > 1 or not is_unspaced(part):
                    by_folded.setdefault(part, set()).add(word)
        passing: set[str] = set()
        for same in self.words & by_folded.keys():
            passing.update(word for word in by_folded[same] if not word.isascii())
        for pattern in self.patterns:
            passing.update(*(by_folded[each] for each in pattern.among(by_folded)))
        for misspelling in self.misspellings:
            passing.update(*(each for folded_word, each in by_folded.items() if misspelling.test(folded_word)))
        return self.single | passing

    def _candidates(self, low: str) -> Collection[str]:
        """The words of a text that have to be looked at one by one."""
        parts = [each.parts for each in self.patterns] + [each.parts for each in self.misspellings]
        if not parts:
            return foreign_words(low)
        if all(map(useful, parts)):
            return words_with(low, {part for several in parts for part in several})
        return all_words(low)


def _occurrences(word: str, low: str) -> Iterator[Span]:
    """Where a word stands as a whole."""
    at = low.find(word)
    while at >= 0:
        end = at + len(word)
        if not is_part(low[max(at - 1, 0) : at]) and not is_part(low[end : end + 1]):
            yield at, end
        at = low.find(word, end)


def finder(node: Node) -> Finder:
    """The finder of a query."""
    literals: list[tuple[str, ...]] = []
    misspellings: list[Misspelling] = []
    patterns: list[WordPattern] = []
    expressions: list[Expression] = []
    for leaf in _leaves(node):
        match leaf:
            case TextRegex(pattern=pattern, position=at):
                expressions.append(compiled(pattern, at))
            case Regex(pattern=pattern):
                patterns.append(word_pattern(pattern))
            case Fuzzy(text=text, distance=distance):
                misspellings += [_misspelling(near, distance) for near in words(text)]
            case _:
                literals += _literals(leaf, patterns)
    single = frozenset(each[0] for each in literals if len(each) == 1 and not is_unspaced(each[0]))
    others = {_literal(each) for each in literals if len(each) > 1 or (each and each[0] not in single)}
    return Finder(
        single,
        tuple(map(re.compile, sorted(others))),
        frozenset(word for sequence in literals for word in sequence),
        tuple(patterns),
        tuple(misspellings),
        tuple(expressions),
    )


def _literal(sequence: tuple[str, ...]) -> str:
    """Words that follow each other, whole; a script without spaces has no gaps and no ends of words."""
    pattern = re.escape(sequence[0])
    if not is_unspaced(sequence[0]):
        # Looks back from behind the word, so that a text is searched for the word and not tried at every character.
        pattern += rf"(?<![^\W_]{pattern})"
    for before, word in pairwise(sequence):
        pattern += r"[\W_]*" if is_unspaced(word) or is_unspaced(before) else _BETWEEN
        pattern += re.escape(word)
    return pattern if is_unspaced(sequence[-1]) else pattern + r"(?![^\W_])"


def _leaves(node: Node) -> Iterator[Node]:
    if isinstance(node, And | Or):
        for part in node.parts:
            yield from _leaves(part)
    elif isinstance(node, TextRegex | Weighted) or (
        isinstance(node, Words | Phrase | Wildcard | Fuzzy | Regex) and node.field in (None, "text")
    ):
        yield node


def _literals(leaf: Node, patterns: list[WordPattern]) -> Iterator[tuple[str, ...]]:
    """Words and phrases of a leaf; what has wildcards goes to the patterns."""
    match leaf:
        case Words(text=text):
            yield words(text)
        case Phrase(text=text, slop=0) if not is_glob(text):
            yield words(text)
        case Phrase(text=text, slop=slop):
            yield from _wild(globs(text), patterns, is_together=not slop)
        case Wildcard(pattern=text):
            yield from _wild(globs(text), patterns, is_together=True)
        case Weighted(words=weighted):
            yield from ((word,) for word, _ in weighted)


def _wild(sequence: tuple[str, ...], patterns: list[WordPattern], *, is_together: bool) -> Iterator[tuple[str, ...]]:
    """What no wildcard is in, together where it stands so. A lone `*` beside words would mark every word of a text."""
    says = [glob for glob in sequence if glob.strip("*?")] or sequence
    patterns += [glob_pattern(glob) for glob in says if is_glob(glob)]
    for is_wild, run in groupby(sequence, is_glob):
        if not is_wild:
            yield from [tuple(run)] if is_together else ((word,) for word in run)


def _misspelling(meant: str, distance: int) -> Misspelling:
    """Tells words near one; most others by their letters alone, since each change exchanges at most two."""
    letters = set(meant)

    @lru_cache(maxsize=65_536)
    def test(word: str) -> bool:
        return len(letters.symmetric_difference(word)) <= 2 * distance and within(meant, word, distance)

    # A change spoils one part of the word, or two where letters beside a cut are swapped: one part is left whole.
    return Misspelling(test, parts_of(meant, 2 * distance + 1))


def within(first: str, second: str, distance: int) -> bool:
    """Whether words differ by at most `distance` letters inserted, left out, exchanged, or swapped with the next."""
    if abs(len(first) - len(second)) > distance:
        return False
    before: list[int] = []
    row = list(range(len(second) + 1))
    for i, a in enumerate(first, start=1):
        before, above, row = row, before, [i]
        for j, b in enumerate(second, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == second[j - 2] and first[i - 2] == b:
                cost = min(cost, above[j - 2] + 1)
            row.append(cost)
        if min(row) > distance:
            return False
    return row[-1] <= distance
