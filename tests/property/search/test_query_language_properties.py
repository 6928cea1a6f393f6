"""Any text is a query or a QueryError; nothing else ever comes out of the parser or the engine."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from itertools import product
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from amparo.search.analysis import words
from amparo.search.engine import Indexed
from amparo.search.expressions import Expression, glob_pattern
from amparo.search.literals import Needs, needs, spans_words
from amparo.search.matching import finder, within
from amparo.search.query import QueryError, parse
from amparo.search.snippets import snippet
from amparo.search.tantivy_engine import TantivyEngine
from amparo.search.tree import And, Node, Not, Or, Words

_SIGNS = 'fox|"|(|)|AND|OR|NOT|-|+|~|~2|~9|*|?|/|\\|:|date:|title:|kind:|from:(|2020-01|..|>|<=| |  |\n|a*b|/a.*/'
_NEW = r"has:¦type:¦pdf¦date¦lang:¦pages:¦size:¦killed:¦like:d1d1¦[1 TO 2.5]¦{2 TO *]¦>=3¦>1.5¦1..2"
_EXPRESSIONS = r"/a b/¦/\d+ \S/¦/(a |b)*c d/¦/[^ ]x -/"
PIECES = st.sampled_from(
    [
        *re.split(r"[|]", _SIGNS),
        *f"{_NEW}¦{_EXPRESSIONS}".split("¦"),
        '"a b"~3',
        "é",
        "狐",
        "\x00",
        "\ud800",
        "&&",
        "||",
    ]
)
QUERIES = st.one_of(st.text(max_size=40), st.lists(PIECES, max_size=15).map("".join), st.lists(PIECES).map(" ".join))


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TantivyEngine]:
    path: Path = tmp_path_factory.mktemp("index")
    opened = TantivyEngine.open(path)
    fields = {"killed": ("3", "2.5"), "contains": ("notes",)}
    opened.add([Indexed("d1d1", "Title", ("the quick fox", "é 狐 a b"), "plain", ("one",), "name", fields=fields)])
    opened.commit()
    yield opened
    opened.close()


@given(QUERIES)
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_answers_or_is_refused_with_a_place(engine: TantivyEngine, text: str) -> None:
    try:
        results = engine.search(text, limit=5, facets=True)
    except QueryError as error:
        assert 0 <= error.position <= len(text)
        assert error.hint
        # What the peer wrote is not repeated in the message.
        assert "fox" not in error.what
    else:
        assert results.total in (0, 1)


@given(st.text(alphabet="(", min_size=0, max_size=20_000))
@settings(max_examples=20, deadline=None)
def test_depth_is_bounded(text: str) -> None:
    try:
        parse(text)
    except QueryError as error:
        assert error.hint


@given(st.text(max_size=400), QUERIES)
@settings(max_examples=300, deadline=None)
def test_a_snippet_is_a_stretch_of_its_page(text: str, query: str) -> None:
    try:
        finds = finder(parse(query))
    except QueryError:
        return
    page, pieces = snippet(text, finds)
    shown = "".join(piece.text for piece in pieces)
    pages = ["".join(" " if character.isspace() else character for character in part) for part in text.split("\f")]
    assert 1 <= page <= len(pages)
    assert shown in pages[page - 1]


@given(st.text(alphabet="ab*?", min_size=1, max_size=8), st.lists(st.text(alphabet="abc", min_size=1, max_size=10)))
def test_globs_match_as_the_shell_does(glob: str, several: list[str]) -> None:
    assert list(glob_pattern(glob).among(several)) == [word for word in several if fnmatchcase(word, glob)]


@given(st.text(alphabet="abc", max_size=8), st.text(alphabet="abc", max_size=8))
def test_distance_is_symmetric_and_zero_for_the_same(first: str, second: str) -> None:
    assert within(first, first, 0)
    assert within(first, second, 2) == within(second, first, 2)


def _meets(found: tuple[str, ...], wanted: Needs) -> bool:
    said = f" {' '.join(found)} "
    places = {word: [at for at, each in enumerate(found) if each == word] for word in set(found)}
    return (
        all(f" {' '.join(sequence)} " in said for sequence in wanted.sequences)
        and all(f" {beginning}" in said for beginning in wanted.beginnings)
        and all(
            any(0 < after - before <= gap + 1 for before in places[first] for after in places[second])
            for first, second, gap in wanted.pairs
        )
    )


@given(
    st.text(alphabet="ab cd-.", min_size=1, max_size=30),
    st.text(alphabet=r"ab c-.d\+*?()|[]{}1,sw", min_size=1, max_size=12),
)
@settings(max_examples=400, deadline=None)
def test_words_an_expression_cannot_do_without_are_in_every_match(text: str, pattern: str) -> None:
    try:
        expression = Expression(pattern, 0)
    except QueryError:
        return
    if expression.occurs(text):
        assert expression.occurs_in(text.encode())
        assert any(_meets(words(text), each) for each in needs(pattern))
    assert expression.occurs(text) or not list(expression.spans(text))


@given(
    st.text(alphabet="ab 北京的ก.", min_size=1, max_size=30),
    st.text(alphabet="ab 北京的ก.*+?()|[]", min_size=1, max_size=10),
)
@settings(max_examples=400, deadline=None)
def test_they_are_in_scripts_without_spaces_too(text: str, pattern: str) -> None:
    try:
        expression = Expression(pattern, 0)
    except QueryError:
        return
    if expression.occurs(text):
        assert any(_meets(words(text), each) for each in needs(pattern))


@given(st.text(alphabet="北京的 ab", min_size=1, max_size=30), st.text(alphabet="北京的", min_size=2, max_size=3))
def test_an_expression_of_several_characters_looks_into_the_text(text: str, pattern: str) -> None:
    assert spans_words(pattern)
    assert Expression(pattern, 0).occurs(text) == (pattern in text)


_MEANT = st.recursive(
    st.sampled_from(["a", "b", "c"]),
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(" and ".join),
        st.tuples(inner, inner).map(" or ".join),
        inner.map("not {}".format),
        inner.map("({})".format),
    ),
    max_leaves=12,
)


def _holds(node: Node, words: dict[str, bool]) -> bool:
    match node:
        case And(parts=parts):
            return all(_holds(part, words) for part in parts)
        case Or(parts=parts):
            return any(_holds(part, words) for part in parts)
        case Not(part=part):
            return not _holds(part, words)
        case Words(text=text):
            return words[text]
        case _:
            raise AssertionError(node)


@given(_MEANT, st.randoms(use_true_random=False))
@settings(max_examples=400, deadline=None)
def test_or_binds_loosest_and_not_closest(meant: str, chance: Random) -> None:
    """As in Python, whatever way an operator is written in and however operators are mixed without brackets."""
    ways = {"and": (" AND ", " ", " && "), "or": (" OR ", " || "), "not": ("NOT ", "NOT\t"), "not!": ("-", "!", "NOT ")}
    # A sign is an operator directly before a word or a bracket.
    parts = re.findall(r"and|or|not!|not|[abc()]", re.sub(r"not (?=[abc(])", "not! ", meant))
    query = "".join(chance.choice(ways[part]) if part in ways else part for part in parts)
    for places in product((False, True), repeat=3):
        words = dict(zip("abc", places, strict=True))
        assert _holds(parse(query), words) == bool(eval(meant, {}, words)), query  # noqa: S307 - made above
