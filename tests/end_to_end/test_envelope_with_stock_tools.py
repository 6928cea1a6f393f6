"""The `age` and `unzip` commands of others open an envelope of ours."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path

from amparo.seal.age import X25519Identity
from amparo.seal.envelope import EnvelopeSealer, SubmissionDraft

FILES = {"notes.txt": b"first\n" * 1000, "Año – ✓.bin": bytes(range(256)) * 400, "empty": b""}


def test_age_decrypts_and_unzip_extracts(find_tool: Callable[[str], str], tmp_path: Path) -> None:
    identity = X25519Identity.generate()
    sealer = EnvelopeSealer([identity.recipient])
    out = bytearray()
    for name, data in FILES.items():
        out += sealer.open_file(name) + sealer.push(data) + sealer.close_file()
    out += b"".join(sealer.finish(SubmissionDraft("hello", date(2026, 11, 24))))
    sealed, plain, key = tmp_path / "envelope.age", tmp_path / "envelope.zip", tmp_path / "key.txt"
    sealed.write_bytes(out)
    key.write_text(identity.secret_text() + "\n")
    subprocess.run([find_tool("age"), "-d", "-i", key, "-o", plain, sealed], check=True)
    unzip = find_tool("unzip")
    tested = subprocess.run([unzip, "-t", plain], check=True, capture_output=True)
    assert b"No errors detected" in tested.stdout
    assert tested.stderr == b""
    environment = {"LC_ALL": "C.UTF-8"}
    subprocess.run([unzip, "-q", plain, "-d", tmp_path / "out"], check=True, env=environment)
    assert {path.name: path.read_bytes() for path in (tmp_path / "out/files").iterdir()} == FILES
    assert b'"message":"hello"' in (tmp_path / "out/submission.json").read_bytes()
