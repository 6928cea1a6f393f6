"""What a query finds is what somebody finds who reads every document, the description of the language beside them."""

from __future__ import annotations

import datetime
import random
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from tests.query_oracle import WORDS, Asked, queries

from amparo.search.engine import Indexed
from amparo.search.tantivy_engine import TantivyEngine

GAPS = [" ", " ", " ", ", ", "-", ".\n", "_", "'"]


def collection() -> list[Indexed]:
    """Eighty invented documents, the same every time."""
    chance = random.Random(20261201)

    def text(most: int) -> str:
        return "".join(chance.choice(WORDS) + chance.choice(GAPS) for _ in range(chance.randint(0, most)))

    def some(most: int) -> tuple[str, ...]:
        return tuple(filter(None, (text(most).strip() for _ in range(chance.randint(0, 2)))))

    made = []
    for number in range(80):
        first = datetime.date(1973, 1, 1) + datetime.timedelta(chance.randint(0, 1500))
        last = first + datetime.timedelta(chance.choice([0, 0, 30, 365]))
        is_dated = chance.random() < 0.8
        values = {"place": some(2), "tags": some(1), "killed": tuple(str(chance.randint(0, 9)) for _ in some(1)),
                  "note": some(4), "attachments": some(1)}  # fmt: skip
        made.append(
            Indexed(
                f"{number:032x}", text(4), tuple(text(12) for _ in range(chance.randint(1, 4))), "plain", ("one",),
                f"file{number}.txt", first_day=first if is_dated else None, last_day=last if is_dated else None,
                language=chance.choice([None, "en", "de-AT", "ru"]), sender=some(2), recipients=some(2),
                fields={name: told for name, told in values.items() if told},
                media_type=chance.choice(["application/pdf", "text/plain"]),
            )
        )  # fmt: skip
    return made


DOCUMENTS = collection()


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TantivyEngine]:
    opened = TantivyEngine.open(tmp_path_factory.mktemp("index"))
    opened.add(DOCUMENTS)
    opened.commit()
    yield opened
    opened.close()


@given(queries)
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_query_finds_what_reading_every_document_finds(engine: TantivyEngine, asked: Asked) -> None:
    total, hits = engine.walk(asked.written)
    found = {hit.document for hit in hits}
    assert found == {document.id for document in DOCUMENTS if asked.holds(document)}, asked.written
    assert total == len(found)
