"""Where in a text a query matches: what snippets mark. Knows the tree of a query, no engine.

Only what a document may match by counts: nothing under NOT, and of the fields only the text. Regular expressions
are not marked: the engine runs them in linear time, which Python's `re` would not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from amparo.search.analysis import folded, globs, is_glob, is_unspaced, same_length_fold, words
from amparo.search.tree import And, Fuzzy, Node, Or, Phrase, Wildcard, Words

Span = tuple[int, int]
Test = Callable[[str], bool]

_WORD = re.compile(r"[^\W_]+")
_BETWEEN = r"(?:\[\d{1,3}\])?[\W_]+"
MOST_WORDS_TRIED = 50_000


@dataclass(frozen=True, slots=True)
class Finder:
    """Finds the stretches of a text that one query means."""

    literals: re.Pattern[str] | None
    """Words and phrases, against text folded character for character."""
    tests: tuple[Test, ...]
    """Wildcards and misspellings; each takes one folded word."""
    words: frozenset[str]
    """All literal words, for text that folding character for character does not reach (ß is ss)."""

    def spans(self, text: str) -> list[Span]:
        """(start, end) of all matches, in order."""
        found = [match.span() for match in self.literals.finditer(same_length_fold(text))] if self.literals else []
        tests = self.tests if found or not self.words else (*self.tests, self.words.__contains__)
        return sorted(found + list(_tried(text, tests))) if tests else found


def finder(node: Node) -> Finder:
    """The finder of a query."""
    literals: list[tuple[str, ...]] = []
    tests: list[Test] = []
    for leaf in _leaves(node):
        _take(leaf, literals, tests)
    # Longer alternatives first, so that a phrase is marked as a whole.
    joined = "|".join(sorted((_literal(sequence) for sequence in literals if sequence), key=len, reverse=True))
    pattern = re.compile(joined) if joined else None
    return Finder(pattern, tuple(tests), frozenset(word for sequence in literals for word in sequence))


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
    elif isinstance(node, Words | Phrase | Wildcard | Fuzzy) and node.field in (None, "text"):
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
        case Fuzzy(text=text, distance=distance):
            for near in words(text):
                tests.append(lambda word, near=near: within(near, word, distance))  # type: ignore[misc]


def _tried(text: str, tests: tuple[Test, ...]) -> Iterator[Span]:
    for count, match in enumerate(_WORD.finditer(text)):
        if count >= MOST_WORDS_TRIED:
            return
        if any(test(word) for word in folded(match[0]) for test in tests):
            yield match.span()


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
