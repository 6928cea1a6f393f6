"""Numbers beside their nouns on the terminal."""

import pytest

from amparo.cli.docket_words import counted


@pytest.mark.parametrize(("number", "words"), [(0, "0 facts"), (1, "1 fact"), (2, "2 facts"), (1200, "1,200 facts")])
def test_numbers_agree_with_their_nouns(number: int, words: str) -> None:
    assert counted(number, "fact") == words
