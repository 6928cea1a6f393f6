"""Where in a text a query matches: what snippets mark. Knows the tree of a query, no engine.

Only what a document may match by counts: nothing under NOT, and of the fields only the text. Regular expressions run
on RE2, in linear time, which Python's `re` would not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from amparo.search.analysis import folded, globs, is_glob, is_unspaced, same_length_fold, words
from amparo.search.expressions import Expression, compiled, word_test
from amparo.search.tree import And, Fuzzy, Node, Or, Phrase, Regex, TextRegex, Weighted, Wildcard, Words

Span = tuple[int, int]
Test = Callable[[str], bool]

_WORD = re.compile(r"[^\W_]+")
_BETWEEN = r"(?:\[\d{1,3}\])?[\W_]+"
MOST_WORDS_TRIED = 50_000
_MOST_PASSING = 1_000


@dataclass(frozen=True, slots=True)
class Finder:
    """Finds the stretches of a text that one query means."""

    literals: re.Pattern[str] | None
    """Words and phrases, against text folded character for character."""
    tests: tuple[Test, ...]
    """Wildcards and misspellings; each takes one folded word."""
    words: frozenset[str]
    """All literal words, for text that folding character for character does not reach (ß is ss)."""
    expressions: tuple[Expression, ...] = ()
    """Regular expressions over the text."""

    def spans(self, text: str, most: int | None = None) -> list[Span]:
        """(start, end) of all matches, in order; at most about `most` of them, the first ones."""
        low = same_length_fold(text)
        found = _spans(self.literals, low, most) if self.literals else []
        tests = self.tests if found or not self.words else (*self.tests, self.words.__contains__)
        if tests:
            found += _spans(_passing(text, low, tests), low, most)
        for expression in self.expressions:
            found += islice(expression.spans(text), most)
        return sorted(found) if tests or self.expressions else found


def finder(node: Node) -> Finder:
    """The finder of a query."""
    literals: list[tuple[str, ...]] = []
    tests: list[Test] = []
    expressions: list[Expression] = []
    for leaf in _leaves(node):
        if isinstance(leaf, TextRegex):
            expressions.append(compiled(leaf.pattern, leaf.position))
        else:
            _take(leaf, literals, tests)
    # Longer alternatives first, so that a phrase is marked as a whole.
    joined = "|".join(sorted((_literal(sequence) for sequence in literals if sequence), key=len, reverse=True))
    pattern = re.compile(joined) if joined else None
    known = frozenset(word for sequence in literals for word in sequence)
    return Finder(pattern, tuple(tests), known, tuple(expressions))


def _literal(sequence: tuple[str, ...]) -> str:
    """Words that follow each other, whole; a script without spaces has no gaps and no ends of words."""
    pattern = "" if is_unspaced(sequence[0]) else r"(?<![^\W_])"
    for index, word in enumerate(sequence):
        if index:
            pattern += r"[\W_]*" if is_unspaced(word) or is_unspaced(sequence[index - 1]) else _BETWEEN
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


def _take(leaf: Node, literals: list[tuple[str, ...]], tests: list[Test]) -> None:
    match leaf:
        case Words(text=text):
            literals.append(words(text))
        case Phrase(text=text, slop=0) if not is_glob(text):
            literals.append(words(text))
        case Phrase(text=text) | Wildcard(pattern=text):
            for glob in globs(text):
                if is_glob(glob):
                    tests.append(lambda word, glob=glob: glob_matches(glob, word))  # type: ignore[misc]
                else:
                    literals.append((glob,))
        case Regex(pattern=pattern):
            tests.append(word_test(pattern))
        case Weighted(words=weighted):
            literals.extend((word,) for word, _ in weighted)
        case Fuzzy(text=text, distance=distance):
            for near in words(text):
                tests.append(lambda word, near=near: within(near, word, distance))  # type: ignore[misc]


def _spans(pattern: re.Pattern[str] | None, text: str, most: int | None) -> list[Span]:
    return [match.span() for match in islice(pattern.finditer(text), most)] if pattern else []


def _passing(text: str, low: str, tests: tuple[Test, ...]) -> re.Pattern[str] | None:
    """What finds the words of a text that pass a test. Each different word is tried once, however often it comes."""
    different = dict.fromkeys(_WORD.findall(low))
    if not text.isascii():
        # ß is ss: words whose folded form is longer than they are, by what they are folded to.
        different |= dict.fromkeys(_WORD.findall(text))
    passing = [
        re.escape(same_length_fold(word))
        for word in islice(different, MOST_WORDS_TRIED)
        if any(test(part) for part in folded(word) for test in tests)
    ]
    longest_first = sorted(set(passing), key=len, reverse=True)[:_MOST_PASSING]
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(longest_first)})(?![^\W_])") if passing else None


def glob_matches(glob: str, word: str) -> bool:
    """Whether a word matches a pattern of `*` and `?`, in time at most the product of their lengths."""
    at = star = back = 0
    star = -1
    for_word = 0
    while for_word < len(word):
        if at < len(glob) and glob[at] == "*":
            star, back, at = at, for_word, at + 1
        elif at < len(glob) and glob[at] in ("?", word[for_word]):
            at, for_word = at + 1, for_word + 1
        elif star >= 0:
            back += 1
            at, for_word = star + 1, back
        else:
            return False
    return not glob[at:].strip("*")


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
