"""What an expression cannot do without."""

from __future__ import annotations

from pathlib import Path

import pytest

from amparo.search import resolving
from amparo.search.engine import Indexed
from amparo.search.literals import LONGEST_RUN, Needs, needs, spans_words
from amparo.search.tantivy_engine import TantivyEngine


@pytest.mark.parametrize(
    ("pattern", "sequences", "beginnings", "pairs"),
    [
        (r"ambassador \w+ told", (("ambassador",), ("told",)), (), (("ambassador", "told", LONGEST_RUN),)),
        (r"no\. \d{1,4} of \d{4}", (("no",), ("of",)), (), (("no", "of", 4),)),
        # What touches anything else may be the end of another word: proof x.
        (r"no .*of x", (("no",), ("x",)), (), ()),
        (r"the (big |red )?[a-c]{2} crate", (("the",), ("crate",)), (), (("the", "crate", 8),)),
        (r"ambassad\w* told", (("told",),), ("ambassad",), ()),
        (r"the harbo\w+ of x", (("the",), ("of", "x")), ("harbo",), (("the", "of", LONGEST_RUN + 1),)),
        (r"a\s*b c", (("c",),), (), ()),
        (r"\d{3}-\d{4}", (), (), ()),
        (r"the [A-Za-z0-9]+ told", (("the",), ("told",)), (), (("the", "told", LONGEST_RUN),)),
        # A dot parts words, and there may be many.
        (r"the [a-z.]+ told", (("the",), ("told",)), (), ()),
        (r"red \Qa|b\E crate", (), (), ()),
        (r"мир \w+ труд", (("мир",), ("труд",)), (), ()),
    ],
)
def test_words_beginnings_and_distances(
    pattern: str,
    sequences: tuple[tuple[str, ...], ...],
    beginnings: tuple[str, ...],
    pairs: tuple[tuple[str, str, int], ...],
) -> None:
    assert needs(pattern) == (Needs(sequences, beginnings, pairs),)


def test_each_alternative_has_needs_of_its_own() -> None:
    assert [each.sequences for each in needs("red crate|blue (barrel|box) here")] == [
        (("red", "crate"),),
        (("blue",), ("here",)),
    ]


@pytest.mark.parametrize(
    "pattern", [r"ambassador \w+ told", r"told|ambassad\w+ [^ ]+ told", r"ambassador( \w+){1,3} t"]
)
def test_asking_for_words_near_each_other_finds_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pattern: str
) -> None:
    engine = TantivyEngine.open(tmp_path)
    texts = [f"The ambassador {'really ' * number}told us." for number in range(6)] + ["Told by an ambassador.", "x"]
    engine.add(Indexed(f"d{at}", "", (text,), "plain", (), "") for at, text in enumerate(texts))
    engine.commit()
    far = [hit.document for hit in engine.search(f"/{pattern}/").hits]
    monkeypatch.setattr(resolving, "_MANY", 0)
    assert [hit.document for hit in engine.search(f"/{pattern}/").hits] == far
    engine.close()


@pytest.mark.parametrize(
    "pattern",
    [
        r"\d{2}[.-]\d{2}[.-]\d{4}",
        r"\d{2}[.\-\/]05[.\-\/]1974",
        r"paid\tnow",
        r"paid\x20soon",
        r"x\x2dy",
        r"x\x{2d}y",
        r"x[-_]y",
        r"x\pPy",
        r"x\p{Pd}y",
        r"x[[:punct:]]y",
        r"x[^\w]y",
        r"x[^,]y",
        r"\d+[,.]\d+ EUR",
        r"[a-z.]+@[a-z.]+",
    ],
)
def test_what_names_a_sign_between_words_looks_into_the_text(tmp_path: Path, pattern: str) -> None:
    assert spans_words(pattern)
    engine = TantivyEngine.open(tmp_path)
    text = "On 12.05.1974 he paid\tnow, paid soon: x-y, 12,50 EUR to ana.sample@example.org."
    engine.add([Indexed("found", "", (text,), "plain", (), ""), Indexed("other", "", ("xy paid",), "plain", (), "")])
    engine.commit()
    assert [hit.document for hit in engine.search(f"/{pattern}/").hits] == ["found"]
    engine.close()


@pytest.mark.parametrize(
    "pattern",
    [r"[a-z]+", r"[^a-z]", r"[^\W_]+", r"[\d]", r"[0-9a-f]{8}", r"\x41b", r"\p{L}+", r"\PL", r"[[:alpha:]]+", r"[а-я]"],
)
def test_letters_and_digits_alone_are_about_one_word(pattern: str) -> None:
    assert not spans_words(pattern)


@pytest.mark.parametrize(
    "pattern", ["\\", "\\p", "\\p{", "\\x", "\\x{110000}", "[", "[^", "[\\", "[\\p{", "[[:x:]]", "x{"]
)
def test_what_is_cut_off_is_no_accident(pattern: str) -> None:
    spans_words(pattern)
