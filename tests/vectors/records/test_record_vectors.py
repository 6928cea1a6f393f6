"""Our own vectors of records: specs/vectors/records.json. A second implementation can use them for identities and
readers.
"""

from __future__ import annotations

import base64
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from amparo.records.model import Record, record_from_json, record_to_json
from amparo.records.read import read
from amparo.records.reading import Input

VECTORS = json.loads((Path(__file__).parents[3] / "specs" / "vectors" / "records.json").read_text())["vectors"]


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
def test_vector(vector: dict[str, Any]) -> None:
    found = list(read(Input.of(base64.b64decode(vector["file_base64"]), vector["name"])))
    assert len(found) == len(vector["records"])
    for record, told in zip(found, vector["records"], strict=True):
        assert isinstance(record, Record)
        original = base64.b64decode(told.pop("original_base64"))
        assert record.original == original
        assert record_to_json(record) == told
        assert record_from_json(told, original) == record
        # The identity, by the words of the specification alone.
        assert base64.b32encode(hashlib.sha256(original).digest()[:15]).decode().lower() == told["id"]
