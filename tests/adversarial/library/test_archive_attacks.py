"""What someone who holds an archive, or the network to it, may try against those who verify it."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from amparo.errors import AmparoError, InputError, RollbackError, StateError, StoreError, TrustError
from amparo.ledger.checkpoint import Checkpoint
from amparo.ledger.merkle import leaf_hashes
from amparo.ledger.policy import Policy
from amparo.ledger.tiles import Bundle, encode_entries
from amparo.ledger.tlog_proof import TlogProof
from amparo.ledger.tree import Edge
from amparo.library.log import log_policy, new_keys
from amparo.library.verify import Problem, Reason, Trust, verify_file, verify_source, verify_tree
from amparo.library.verify_sources import FolderTree, WebTree
from amparo.seal.note import open_note, sign

ENTRIES = 304


def policy_of(archive: Any) -> Policy:
    return Policy.parse(log_policy(archive.keys).encode())


def forge(archive: Any, keys: Any, entries: list[bytes], origin: str = "archive.example/log") -> None:
    """Write a whole log of these entries, signed by these keys, over the archive's."""
    shutil.rmtree(archive.tree / "tile")
    edge = Edge()
    files = {full.tile.path: full.data for full in edge.append(leaf_hashes(entries))}
    files |= {tile.path: data for tile, data in edge.partial_tiles().items()}
    for at in range(0, len(entries), 256):
        some = entries[at : at + 256]
        files[Bundle(at // 256, len(some)).path] = encode_entries(some)
    for path, data in files.items():
        (archive.tree / path).parent.mkdir(parents=True, exist_ok=True)
        (archive.tree / path).write_bytes(data)
    (archive.tree / "checkpoint").write_bytes(sign(Checkpoint(origin, edge.size, edge.root()).to_text(), keys))


def entries_of(archive: Any) -> list[bytes]:
    with archive.log() as log:
        return list(log.entries())


def test_an_honest_archive(archive: Any) -> None:
    report = verify_tree(archive.tree, policy_of(archive))
    assert report.ok and report.problems == () and report.trust == "the policy given"
    assert (report.size, report.documents, report.withdrawn, report.checked) == (ENTRIES, 300, 1, 900)
    assert report.origin == "archive.example/log"
    keys = "ok checked bytes documents withdrawn origin size root trust signed_by witnesses problems artifacts cases"
    assert list(report.to_json()) == keys.split()
    assert json.loads(json.dumps(report.to_json()))["ok"] is True


def test_without_a_policy_the_report_says_whose_key_it_is(archive: Any) -> None:
    assert verify_tree(archive.tree).trust == "archive's own key" == Trust.OWN_KEY.value


def test_a_swapped_archive_with_a_key_of_its_own(archive: Any) -> None:
    """It verifies against itself, and says so; against the policy a reader kept it does not."""
    keys = new_keys("archive.example/log")
    forge(archive, keys, entries_of(archive)[:10])
    (archive.tree / "log.policy").write_text(log_policy(keys))
    assert verify_tree(archive.tree).trust == "archive's own key"
    with pytest.raises(TrustError):
        verify_tree(archive.tree, policy_of(archive))


@pytest.mark.parametrize("name", ["original.txt", "record.json", "text.txt"])
def test_altered_document(archive: Any, name: str) -> None:
    file = archive.file(7, name)
    file.write_bytes(file.read_bytes()[:-1] + b"!")
    report = verify_tree(archive.tree)
    assert not report.ok
    assert report.problems == (Problem(f"harbour/{archive.documents[7].id}/{name}", Reason.CHANGED),)


def test_document_quietly_removed(archive: Any) -> None:
    shutil.rmtree(archive.file(8).parent)
    report = verify_tree(archive.tree)
    assert not report.ok and {problem.reason for problem in report.problems} == {Reason.MISSING}
    assert len(report.problems) == 3


def test_document_slipped_in_without_the_log(archive: Any) -> None:
    shutil.copytree(archive.file(8).parent, archive.tree / "harbour" / ("a" * 24))
    assert verify_tree(archive.tree).problems == (Problem("harbour/" + "a" * 24, Reason.UNLOGGED),)


def test_withdrawn_document_still_there(archive: Any) -> None:
    archive.file(4).parent.mkdir()
    archive.file(4).write_bytes(b"Original 4. " * 40)
    report = verify_tree(archive.tree)
    assert report.problems == (Problem(f"harbour/{archive.documents[4].id}/original.txt", Reason.WITHDRAWN),)


def test_version_before_a_correction_shown_again(archive: Any) -> None:
    archive.file(3, "record.json").write_bytes(b'{"number":3,"note":""}')
    assert [problem.reason for problem in verify_tree(archive.tree).problems] == [Reason.CHANGED]


def test_rollback_to_an_older_checkpoint(archive: Any) -> None:
    """Every signature is genuine; only whoever remembers the newer checkpoint can tell."""
    newer = verify_tree(archive.tree, policy_of(archive))
    seen = Checkpoint.parse(open_note((archive.tree / "checkpoint").read_bytes(), policy_of(archive).logs).text)
    forge(archive, archive.keys, entries_of(archive)[:301])
    assert newer.size == seen.size
    with pytest.raises(RollbackError):
        verify_tree(archive.tree, policy_of(archive), seen=seen)


def test_split_view_with_the_same_size(archive: Any) -> None:
    with archive.log() as log:
        seen = log.checkpoint
    entries = entries_of(archive)
    entries[10], entries[11] = entries[11], entries[10]
    forge(archive, archive.keys, entries)
    verify_tree(archive.tree, policy_of(archive))
    with pytest.raises(RollbackError):
        verify_tree(archive.tree, policy_of(archive), seen=seen)


def test_fork_that_grew(archive: Any) -> None:
    with archive.log() as log:
        seen = log.checkpoint
    entries = entries_of(archive)
    entries[10], entries[11] = entries[11], entries[10]
    forge(archive, archive.keys, [*entries, entries[0]])
    with pytest.raises(RollbackError):
        verify_tree(archive.tree, policy_of(archive), seen=seen)


def test_honest_growth_extends_what_was_seen(archive: Any) -> None:
    with archive.log() as log:
        seen = log.checkpoint
        log.append([log.reader.entry(0)])
    assert verify_tree(archive.tree, policy_of(archive), seen=seen).size == ENTRIES + 1


def test_wrong_origin(archive: Any) -> None:
    """The right keys under another name: a checkpoint of one log shown as another's."""
    forge(archive, archive.keys, entries_of(archive), origin="archive.example/other")
    with pytest.raises(TrustError):
        verify_tree(archive.tree, policy_of(archive))


@pytest.mark.parametrize("kept", [0, 1])
def test_one_of_the_two_signatures_stripped(archive: Any, kept: int) -> None:
    """Whoever breaks one of the algorithms still lacks the other signature."""
    checkpoint = archive.tree / "checkpoint"
    head, _, signatures = checkpoint.read_text().rpartition("\n\n")
    checkpoint.write_text(f"{head}\n\n{signatures.splitlines()[kept]}\n")
    with pytest.raises(TrustError):
        verify_tree(archive.tree, policy_of(archive))


def log_files(archive: Any) -> Iterator[Path]:
    yield from (path for path in (archive.tree / "tile").rglob("*") if path.is_file() and needed(path))


def needed(path: Path) -> bool:
    """Not an older partial tile, which a log may keep or delete."""
    return path.parent.suffix != ".p" or path.name in ("48", "1")


def spoilt(data: bytes) -> dict[str, bytes]:
    middle = len(data) // 2
    return {
        "bit": data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :],
        "short": data[:-1],
        "one hash short": data[:-32],
        "padded": data + b"\x00",
        "a hash too many": data + b"\x00" * 32,
        "empty": b"",
        "first hash moved": data[32:] + data[:32] if len(data) > 32 else data[1:] + data[:1],
    }


def test_any_file_of_the_log_spoilt(archive: Any) -> None:
    tried = 0
    for path in list(log_files(archive)):
        good = path.read_bytes()
        for kind, bad in spoilt(good).items():
            path.write_bytes(bad)
            tried += 1
            with pytest.raises(AmparoError):
                verify_tree(archive.tree, policy_of(archive))
                raise AssertionError((path, kind))
        path.unlink()
        with pytest.raises(AmparoError):
            verify_tree(archive.tree, policy_of(archive))
        path.write_bytes(good)
    assert tried > 30
    assert verify_tree(archive.tree, policy_of(archive)).ok


def test_tiles_swapped(archive: Any) -> None:
    tile, bundle = archive.tree / "tile/0/000", archive.tree / "tile/entries/000"
    first, second = tile.read_bytes(), bundle.read_bytes()
    tile.write_bytes(second)
    bundle.write_bytes(first)
    with pytest.raises(AmparoError):
        verify_tree(archive.tree, policy_of(archive))


def test_entry_lengths_that_lie(archive: Any) -> None:
    bundle = archive.tree / "tile/entries/001.p/48"
    good = bundle.read_bytes()
    length = int.from_bytes(good[:2], "big")
    for lie in (0, 1, length - 1, length + 1, 65_535):
        bundle.write_bytes(lie.to_bytes(2, "big") + good[2:])
        with pytest.raises(AmparoError):
            verify_tree(archive.tree, policy_of(archive))


@pytest.mark.parametrize("size", [305, 2**32, 2**62, 2**63 - 1])
def test_a_size_beyond_the_entries(archive: Any, size: int) -> None:
    """Even genuinely signed, a huge size ends at the first missing tile, not in memory or time."""
    with archive.log() as log:
        root = log.checkpoint.root
    note = sign(Checkpoint("archive.example/log", size, root).to_text(), archive.keys)
    (archive.tree / "checkpoint").write_bytes(note)
    with pytest.raises(TrustError):
        verify_tree(archive.tree, policy_of(archive))
    with pytest.raises(TrustError):
        archive.log()


def test_the_library_does_not_append_to_a_log_with_a_spoilt_edge(archive: Any) -> None:
    edge = [path for path in log_files(archive) if path.parent.suffix == ".p"]
    assert len(edge) == 3
    for path in edge:
        good = path.read_bytes()
        path.write_bytes(good[:-1] + bytes([good[-1] ^ 1]))
        with pytest.raises(AmparoError):
            archive.log()
        path.write_bytes(good)
    archive.log().close()


def test_a_file_that_is_no_file(archive: Any) -> None:
    archive.file(9).unlink()
    os.mkfifo(archive.file(9))
    report = verify_tree(archive.tree)
    assert [problem.reason for problem in report.problems] == [Reason.MISSING]


def test_a_tile_larger_than_any(archive: Any) -> None:
    with (archive.tree / "tile/0/000").open("r+b") as file:
        file.truncate(1 << 34)
    with pytest.raises(AmparoError):
        verify_tree(archive.tree, policy_of(archive))


def test_a_source_that_changes_its_answers(archive: Any) -> None:
    """What is hashed the second time is what the root was made of the first time."""
    bundle = "tile/entries/000"
    good = (archive.tree / bundle).read_bytes()

    class Fickle(FolderTree):
        asked = 0

        def read(self, path: str) -> bytes:
            if path == bundle:
                self.asked += 1
                if self.asked > 1:
                    return good.replace(b"Cable 7", b"Cable 8")
            return super().read(path)

    with pytest.raises(TrustError):
        verify_source(Fickle(archive.tree), policy_of(archive))


def test_a_web_server_that_packs_its_files(archive: Any) -> None:
    """A kilobyte packed twice is a gigabyte; so nothing is unpacked, and nothing packed is asked for."""
    asked: list[httpx.Headers] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.headers)
        packed = gzip.compress((archive.tree / request.url.path[1:]).read_bytes())
        return httpx.Response(200, headers={"content-encoding": "gzip"}, stream=httpx.ByteStream(packed))

    source = WebTree("http://archive.example", httpx.Client(transport=httpx.MockTransport(answer)))
    with source, pytest.raises(StoreError, match="packed"):
        verify_source(source, policy_of(archive))
    assert [each["accept-encoding"] for each in asked] == ["identity"]


def test_nothing_there(tmp_path: Path) -> None:
    for place in (tmp_path, tmp_path / "absent"):
        with pytest.raises(InputError):
            verify_tree(place)
    for address in ("ftp://archive.example", "archive.example", "https://"):
        with pytest.raises(InputError):
            verify_tree(address)


def proof_of(archive: Any, number: int) -> TlogProof:
    with archive.log() as log:
        return log.proof_for(number)


def test_one_document_offline(archive: Any) -> None:
    proof = proof_of(archive, 7).to_bytes()
    for file in (archive.file(7), archive.file(7).read_bytes()):
        report = verify_file(file, proof, policy_of(archive))
        assert (report.ok, report.path, report.index, report.title) == (True, "original.txt", 7, "Cable 7")
        assert report.document == archive.documents[7].id and report.size == ENTRIES
    with archive.file(7, "text.txt").open("rb") as stream:
        assert verify_file(stream, proof, policy_of(archive)).path == "text.txt"


def test_one_document_with_anothers_proof(archive: Any) -> None:
    with pytest.raises(TrustError):
        verify_file(archive.file(7), proof_of(archive, 8).to_bytes(), policy_of(archive))


def test_one_document_altered(archive: Any) -> None:
    with pytest.raises(TrustError):
        verify_file(archive.file(7).read_bytes() + b" ", proof_of(archive, 7).to_bytes(), policy_of(archive))


def test_one_document_with_an_entry_made_up(archive: Any) -> None:
    """The entry in `extra` names the altered file, but then it does not lead to the root."""
    proof = proof_of(archive, 7)
    good = archive.documents[7].files[0].sha256
    altered = archive.file(7).read_bytes() + b" "
    assert proof.extra is not None
    made_up = proof.extra.replace(good.encode(), hashlib.sha256(altered).hexdigest().encode())
    forged = TlogProof(proof.index, proof.path, proof.checkpoint_note, made_up)
    with pytest.raises(TrustError):
        verify_file(altered, forged.to_bytes(), policy_of(archive))


def test_one_document_with_a_proof_of_a_release_or_withdrawal(archive: Any) -> None:
    for index in (300, 303):
        with pytest.raises(TrustError):
            verify_file(archive.file(7), proof_of(archive, index).to_bytes(), policy_of(archive))


def test_one_document_with_a_proof_that_carries_no_entry(archive: Any) -> None:
    proof = proof_of(archive, 7)
    bare = TlogProof(proof.index, proof.path, proof.checkpoint_note)
    with pytest.raises(InputError):
        verify_file(archive.file(7), bare.to_bytes(), policy_of(archive))


def test_one_document_under_another_archives_policy(archive: Any) -> None:
    other = Policy.parse(log_policy(new_keys("archive.example/log")).encode())
    with pytest.raises(TrustError):
        verify_file(archive.file(7), proof_of(archive, 7).to_bytes(), other)


def test_no_proof_is_made_from_a_spoilt_tile(archive: Any) -> None:
    """The edge is sound and the log opens; a full tile below it has rotted."""
    with archive.log() as log:
        tile = archive.tree / "tile/0/000"
        good = tile.read_bytes()
        tile.write_bytes(good[:32] + bytes(32) + good[64:])
        for index in (0, 1, 200):
            with pytest.raises(TrustError):
                log.proof_for(index)


def test_entry_numbers_outside_the_log(archive: Any) -> None:
    with archive.log() as log:
        for index in (-1, ENTRIES, 2**70):
            with pytest.raises(StateError):
                log.proof_for(index)
