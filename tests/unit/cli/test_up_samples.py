"""The sample archive as `amparo up` reads it: what each collection is, what is said of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from amparo.cli import up
from amparo.cli.main import room_parser
from amparo.errors import InputError


def test_a_collection_s_kind_and_description_reach_the_commands(tmp_path: Path) -> None:
    listed = [
        {"slug": "files", "title": "Files", "path": "a", "kind": "dossier", "description": "Scans."},
        {"slug": "mail", "title": "Mail", "path": "b", "kind": "mail"},
    ]
    (tmp_path / "collections.json").write_text(json.dumps(listed))
    files, mail = up.read_samples(tmp_path)
    assert up.words_to_add(files)[-2:] == ("--kind", "dossier")
    assert up.words_to_publish(files)[-2:] == ("--about", "Scans.")
    assert "--kind" not in up.words_to_add(mail)
    assert "--about" not in up.words_to_publish(mail)
    for words in (*map(up.words_to_add, (files, mail)), *map(up.words_to_publish, (files, mail))):
        room_parser(words[0]).parse_args(words[1:])


def test_an_archive_without_its_list_is_refused_with_the_way_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        up.read_samples(tmp_path)
    assert "make samples" in caught.value.hint
