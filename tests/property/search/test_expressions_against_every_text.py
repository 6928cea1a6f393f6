"""What an expression finds is what Python's `re` finds that is tried on every text: naming candidates leaves none out.

Texts and expressions are of ASCII and Chinese characters, for which `re` and the description of the language agree.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from amparo.search import resolving
from amparo.search.engine import Indexed
from amparo.search.literals import spans_words
from amparo.search.query import QueryError
from amparo.search.tantivy_engine import TantivyEngine

HAN = "北京大的"
WORDS = ["ban", "bans", "treaty", "b", "12", "1974", "no", "b7", "北京", "京大的", "北"]
GAPS = [" ", " ", " ", "\n", "-", ". ", "_", ", ", ""]
PIECES = [
    *("ban", "treaty", "b", "12", "no", "北", "京", "北京"),
    *(" ", " ", "-", r"\.", r"\s", r"\s*", r"\d", r"\d+", r"\w+", r"\w", ".", ".*", "[a-c]", "[.-]", "[^ ]", "[北京]"),
    *("(ban|tre)", "(no |b)?", "s?", "+", "{1,2}", "|", "^", "$", r"\d{4}", r"[\d.]+", r"\W"),
]  # fmt: skip


def texts() -> list[str]:
    """Sixty invented texts, the same every time."""
    chance = random.Random(1201)
    return [
        "".join(chance.choice(WORDS) + chance.choice(GAPS) for _ in range(chance.randint(1, 14))) for _ in range(60)
    ]


TEXTS = texts()


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TantivyEngine]:
    opened = TantivyEngine.open(tmp_path_factory.mktemp("index"))
    opened.add(Indexed(f"{at:04x}", "", (text,), "plain", ("one",), "") for at, text in enumerate(TEXTS))
    opened.commit()
    yield opened
    opened.close()


def occurs(pattern: str, text: str) -> bool:
    """From the beginning of a word to the end of one; each Chinese character is a word."""
    is_one = "|" not in pattern
    between = f"[^a-z0-9{HAN}]|[{HAN}]"
    before = "" if is_one and pattern[0] in HAN else f"(?:^|{between})"
    after = "" if is_one and pattern[-1] in HAN else f"(?:$|{between})"
    # In a set a space is itself; elsewhere it is any white space.
    spaced = re.sub(r"(?<!\^) ", r"\\s+", pattern)
    # The end of the text is its end, not the line before it.
    return re.search(f"{before}(?:{spaced}){after}".replace("$", r"\Z"), text) is not None


@pytest.mark.parametrize("many", [0, 2_000], ids=["near each other", "anywhere"])
@given(parts=st.lists(st.sampled_from(PIECES), min_size=1, max_size=6))
@settings(max_examples=1500, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_an_expression_finds_what_trying_every_text_finds(engine: TantivyEngine, many: int, parts: list[str]) -> None:
    pattern = "".join(parts)
    try:
        re.compile(pattern)
    except re.error:
        assume(False)
    assume(spans_words(pattern))
    kept, resolving._MANY = resolving._MANY, many
    try:
        found = {hit.document for hit in engine.walk(f"/{pattern}/")[1]}
    except QueryError:
        return
    finally:
        resolving._MANY = kept
    assert found == {f"{at:04x}" for at, text in enumerate(TEXTS) if occurs(pattern, text)}
