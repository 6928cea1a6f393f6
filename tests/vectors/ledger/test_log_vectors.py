"""The vectors of specs/vectors/log.json and release.json, made once and frozen: our files stay readable for years."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from amparo.errors import InputError
from amparo.ledger.checkpoint import Checkpoint
from amparo.ledger.entries import parse_entry
from amparo.ledger.manifest import ReleaseManifest, check_note_text, note_text, release_id
from amparo.ledger.merkle import leaf_hash, leaf_hashes, verify_consistency, verify_inclusion
from amparo.ledger.policy import Policy
from amparo.ledger.proofs import Tree
from amparo.ledger.tiles import Bundle, Tile, encode_entries, parse_path
from amparo.ledger.tlog_proof import TlogProof
from amparo.ledger.tree import Edge
from amparo.library.log import log_policy
from amparo.seal.note import open_note, sign
from amparo.seal.notekeys import Signer, Verifier

FOLDER = Path(__file__).resolve().parents[3] / "specs" / "vectors"
LOG: dict[str, Any] = json.loads((FOLDER / "log.json").read_text())
RELEASE: dict[str, Any] = json.loads((FOLDER / "release.json").read_text())
ENTRIES = [b"entry %d" % at for at in range(70_000)]


class Files(dict[str, bytes]):
    read = dict.__getitem__


@pytest.fixture(scope="module")
def files() -> Files:
    edge, files = Edge(), Files()
    files.update({full.tile.path: full.data for full in edge.append(leaf_hashes(ENTRIES))})
    files.update({tile.path: data for tile, data in edge.partial_tiles().items()})
    return files


def text_of(value: bytes) -> str:
    return b64encode(value).decode()


def test_roots() -> None:
    edge, done = Edge(), 0
    for size, expected in LOG["roots"].items():
        for _ in edge.append(leaf_hashes(ENTRIES[done : int(size)])):
            pass
        done = int(size)
        assert text_of(edge.root()) == expected


def test_tiles_and_bundles(files: Files) -> None:
    for path, expected in LOG["tiles"].items():
        assert sha256(files[path]).hexdigest() == expected
    for path, expected in LOG["bundles"].items():
        bundle = parse_path(path)
        assert isinstance(bundle, Bundle)
        data = encode_entries(ENTRIES[bundle.index * 256 :][: bundle.width])
        assert sha256(data).hexdigest() == expected
    for index, path in LOG["tile_paths"].items():
        assert Tile(0, int(index)).path == path


def test_proofs(files: Files) -> None:
    tree = Tree(files, 70_000)
    root = b64decode(LOG["roots"]["70000"])
    for vector in LOG["inclusion"]:
        path = [b64decode(line) for line in vector["path"]]
        assert list(tree.inclusion_proof(vector["index"])) == path
        verify_inclusion(b64decode(vector["leaf"]), vector["index"], vector["size"], root, path)
        assert leaf_hash(ENTRIES[vector["index"]]) == b64decode(vector["leaf"])
    for vector in LOG["consistency"]:
        proof = [b64decode(line) for line in vector["proof"]]
        assert list(tree.consistency_proof(vector["old"])) == proof
        verify_consistency(vector["old"], vector["new"], Tree(CutFrom(files), vector["old"]).root(), root, proof)


class CutFrom:
    """Partial tiles cut from wider ones, as a log that served every size would have them."""

    def __init__(self, files: Files) -> None:
        self.files = files

    def read(self, path: str) -> bytes:
        stem, _, width = path.partition(".p/")
        if path in self.files or not width:
            return self.files[path]
        wider = next(name for name in self.files if name.partition(".p/")[0] == stem)
        return self.files[wider][: int(width) * 32]


def test_checkpoint_policy_and_proof_file() -> None:
    policy = Policy.parse(LOG["policy"].encode())
    attested = policy.check(LOG["checkpoint_note"].encode())
    assert attested.checkpoint == Checkpoint("archive.example/log", 70_000, b64decode(LOG["roots"]["70000"]))
    assert attested.witnesses == {"log-ml-dsa-44": 1795521600}
    keys = [Signer.parse(key["secret"]) for key in LOG["keys"]]
    assert [str(key.verifier) for key in keys] == [key["vkey"] for key in LOG["keys"]]
    assert log_policy(keys) == LOG["policy"]
    ed25519_alone = sign(attested.checkpoint.to_text(), keys[:1]).decode()
    assert LOG["checkpoint_note"].startswith(ed25519_alone), "Ed25519 signatures have one value"
    proof = TlogProof.parse(LOG["tlog_proof"].encode())
    assert proof.to_bytes().decode() == LOG["tlog_proof"]
    assert proof.verify(b"entry 65536", policy) == attested


def test_release_and_entries() -> None:
    data = RELEASE["release_json"].encode()
    manifest = ReleaseManifest.parse(data)
    assert manifest.to_bytes() == data and release_id(data) == RELEASE["release_id"]
    publisher = Signer.parse(RELEASE["publisher"]["secret"])
    note = sign(note_text(manifest.collection, release_id(data)), [publisher])
    assert note.decode() == RELEASE["release_note"]
    opened = open_note(note, [Verifier.parse(RELEASE["publisher"]["vkey"])])
    assert check_note_text(opened.text, data) == manifest
    for entry in RELEASE["entries"]:
        parse_entry(entry["text"].encode())
        assert text_of(leaf_hash(entry["text"].encode())) == entry["leaf"]


@pytest.mark.parametrize("name", sorted(RELEASE["refused_entries"]))
def test_refused_entries(name: str) -> None:
    with pytest.raises(InputError):
        parse_entry(RELEASE["refused_entries"][name].encode())
