"""Our own vectors of the query language: specs/vectors/query-language.json."""

from __future__ import annotations

import dataclasses
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from amparo.search.query import QueryError, parse

VECTORS = json.loads((Path(__file__).parents[3] / "specs" / "vectors" / "query-language.json").read_text())["vectors"]


def as_json(node: Any) -> Any:
    """A tree as the vectors write it: the node's name, then its parts."""
    if isinstance(node, tuple):
        return [as_json(part) for part in node]
    if isinstance(node, date):
        return node.isoformat()
    if dataclasses.is_dataclass(node):
        parts = {field.name: as_json(getattr(node, field.name)) for field in dataclasses.fields(node)}
        return {"node": type(node).__name__, **parts}
    return node


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: repr(vector["query"]))
def test_vector(vector: dict[str, Any]) -> None:
    if "tree" in vector:
        assert as_json(parse(vector["query"])) == vector["tree"]
    else:
        with pytest.raises(QueryError) as caught:
            parse(vector["query"])
        assert caught.value.position == vector["error_at"]
