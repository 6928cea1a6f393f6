"""Runs inside the trial machine of under_systemd.sh: pair, submit, open again, and look at the service's processes.

    inside.py KEYS

KEYS is a file for the newsroom's keys, made at the first run. Everything goes through the service's two sockets, as
Tor and a desk would come. Prints what arrived, and what the kernel says of each process of the service.
"""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from amparo.seal.age import HybridIdentity, open_bytes, parse_identity
from amparo.seal.envelope import EnvelopeReader
from amparo.seal.httpsig import sign
from amparo.seal.note import Signer
from amparo.seal.note import sign as sign_note
from amparo.seal.roster import Desk, Roster

RUN = Path("/run/amparo")
TEXTS, WITH_REPLIES, FILE = 30, 2, 5_000_000
WANTED = ("Name", "VmRSS", "VmLck", "VmSwap", "CapEff", "NoNewPrivs", "Seccomp", "Max locked memory")


def keys(path: Path) -> dict[str, str]:
    """The newsroom's keys; fresh ones the first time."""
    if not path.exists():
        made = (Signer.generate("trial-root"), Signer.generate("trial"), HybridIdentity.generate())
        path.write_text(json.dumps([each.secret_text() for each in made]))
        path.chmod(0o600)
    return dict(zip(("root", "api", "identity"), json.loads(path.read_text()), strict=True))


def client(socket: str) -> httpx.Client:
    """Over one of the service's sockets."""
    return httpx.Client(transport=httpx.HTTPTransport(uds=str(RUN / socket)), base_url="http://drop", timeout=60)


def pair(desk: httpx.Client, known: dict[str, str]) -> None:
    """Give the drop a roster of one desk, of a later edition each time."""
    root, api, identity = Signer.parse(known["root"]), Signer.parse(known["api"]), parse_identity(known["identity"])
    assert isinstance(identity, HybridIdentity)
    today = datetime.now(UTC).date()
    epochs = {today + timedelta(days=day): str(identity.recipient) for day in range(-1, 9)}
    text = Roster("Trial", today, (Desk("trial", str(api.verifier), epochs),), int(time.time()) % 900_000 + 1).to_text()
    desk.put(
        "/desk/v1/roster", content=sign_note(text, [root]), headers={"Amparo-Root": str(root.verifier)}
    ).raise_for_status()


def submit(sources: httpx.Client) -> set[tuple[str, int]]:
    """Texts, texts with replies, and a file; message and size of what was thanked for."""
    sent = set()
    for number in range(TEXTS + WITH_REPLIES + 1):
        found = re.search(r'name="passphrase" value="([^"]*)"', sources.get("/message").text)
        assert found is not None
        message = f"trial {os.urandom(8).hex()}"
        fields = {"passphrase": found[1], "message": message} | ({"no_replies": "1"} if number >= WITH_REPLIES else {})
        content = os.urandom(FILE) if number == TEXTS else b""
        parts = [(name, (None, value)) for name, value in fields.items()]
        if content:
            parts.append(("files", ("paper.bin", content)))
        sources.post("/send", files=parts).raise_for_status()
        sent.add((message, len(content)))
    return sent


def opened(desk: httpx.Client, known: dict[str, str]) -> set[tuple[str, int]]:
    """Message and size of all that lies at the drop, opened as a desk opens it."""
    key = Ed25519PrivateKey.from_private_bytes(Signer.parse(known["api"]).seed)

    def get(path: str) -> httpx.Response:
        return desk.get(path, headers=sign("GET", path, None, key, "trial", datetime.now(UTC))).raise_for_status()

    found = set()
    for each in get("/desk/v1/envelopes").json()["envelopes"]:
        envelope = get(f"/desk/v1/envelopes/{each['id']}").content
        submission = EnvelopeReader(io.BytesIO(open_bytes(envelope, [parse_identity(known["identity"])]))).submission
        found.add((submission.message, sum(file.size for file in submission.files)))
    return found


def processes() -> list[Path]:
    """The server and those that seal beside it, in /proc."""
    said = subprocess.run(
        ["systemctl", "show", "-p", "MainPID", "--value", "amparo-drop"], capture_output=True, text=True
    )
    main = said.stdout.strip()
    children = Path(f"/proc/{main}/task/{main}/children").read_text().split()
    return [Path("/proc", each) for each in (main, *children)]


def describe(process: Path) -> str:
    """What the kernel says of it, and the processor time it has used."""
    text = (process / "status").read_text() + (process / "limits").read_text()
    lines = [" ".join(line.split()) for line in text.splitlines() if line.startswith(WANTED)]
    ticks = (process / "stat").read_text().rpartition(")")[2].split()
    seconds = (int(ticks[11]) + int(ticks[12])) / os.sysconf("SC_CLK_TCK")
    return ", ".join([*lines, f"{seconds:.2f} s of processor time"])


def main() -> None:
    """See above."""
    known = keys(Path(sys.argv[1]))
    with client("sources.sock") as sources, client("desk.sock") as desk:
        pair(desk, known)
        sent = submit(sources)
        assert sent <= opened(desk, known), "something that was thanked for is not there"
    print(f"thanked for and opened again: {TEXTS} texts, {WITH_REPLIES} with replies, a file of {FILE:,} bytes")
    for number, process in enumerate(processes()):
        print(f"{'beside the server' if number else 'server'}: {describe(process)}")


if __name__ == "__main__":
    main()
