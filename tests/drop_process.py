"""A real drop for tests: its process, a newsroom that owns it, and a source's browser that does without scripts."""

from __future__ import annotations

import io
import os
import re
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path
from typing import Any

import httpx
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from amparo.seal.age import HybridIdentity, open_bytes
from amparo.seal.envelope import EnvelopeReader, Submission
from amparo.seal.form import Channel, Form
from amparo.seal.httpsig import content_digest, sign
from amparo.seal.mailbox import tag, token
from amparo.seal.note import Signer
from amparo.seal.note import sign as sign_note
from amparo.seal.reply import seal_reply
from amparo.seal.roster import Desk, Roster

File = tuple[str, bytes]
BOUNDARY = "----test-boundary-7f3a"
AMPARO = [sys.executable, "-m", "amparo.cli.main"]


class Newsroom:
    """Root key, one desk `news` with its keys, and rosters."""

    def __init__(self, name: str = "The Harbour Post") -> None:
        self.name = name
        self.root = Signer.generate("harbour-root")
        self.api = Signer.generate("news")
        self.identity = HybridIdentity.generate()
        self.edition = 0

    def roster(self, *, first: int = -1, days: int = 10) -> bytes:
        """A signed roster from `first` days after today on, each time of a later edition."""
        today = datetime.now(UTC).date()
        self.edition += 1
        recipient = str(self.identity.recipient)
        epochs = {today + timedelta(days=first + day): recipient for day in range(days)}
        desk = Desk("news", str(self.api.verifier), epochs)
        return sign_note(Roster(self.name, today, (desk,), self.edition).to_text(), [self.root])

    def form(self, *channels: Channel) -> bytes:
        """A signed form with these channels, each time of a later edition."""
        self.edition += 1
        return sign_note(Form(datetime.now(UTC).date(), channels, self.edition).to_text(), [self.root])

    def headers(self, method: str, path: str, body: bytes | None = None) -> dict[str, str]:
        """The signature headers of one request."""
        key = Ed25519PrivateKey.from_private_bytes(self.api.seed)
        digest = None if body is None else content_digest(body)
        return sign(method, path, digest, key, "news", datetime.now(UTC))

    def open(self, envelope: bytes) -> tuple[Submission, dict[str, bytes]]:
        """The submission in an envelope, and its files by name."""
        reader = EnvelopeReader(io.BytesIO(open_bytes(envelope, [self.identity])))
        return reader.submission, {file.name: b"".join(reader.read(file)) for file in reader.submission.files}


class Drop:
    """One drop under `home`, served by a process of its own on a free port."""

    def __init__(self, home: Path, newsroom: Newsroom | None = None) -> None:
        self.home = home
        self.newsroom = newsroom or Newsroom()
        self.process: subprocess.Popen[str] | None = None
        self.url = ""
        self.http = httpx.Client(timeout=60, trust_env=False)

    @property
    def folder(self) -> Path:
        """HOME/drop."""
        return self.home / "drop"

    def run(self, *words: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """One `amparo drop` command on this home."""
        command = [*AMPARO, "drop", *words, "--home", str(self.home)]
        return subprocess.run(command, capture_output=True, text=True, check=check, timeout=60)

    def init(self, *words: str, **settings: int) -> None:
        """`amparo drop init`; settings are written over those of drop.toml."""
        self.run("init", *words)
        path = self.folder / "drop.toml"
        text = path.read_text()
        for name, value in settings.items():
            text = re.sub(rf"(?m)^{name} = .*$", f"{name} = {value}", text)
        path.write_text(text)

    def start(self, *words: str, environment: dict[str, str] | None = None, log: Path | None = None) -> None:
        """Serve, and wait until it says that it is ready."""
        command = [*AMPARO, "drop", "serve", "--home", str(self.home), *(words or ("--bind", "127.0.0.1:0"))]
        with (log or self.home / "drop-stderr.log").open("ab") as errors:
            self.process = subprocess.Popen(
                command, stdout=subprocess.PIPE, stderr=errors, text=True, env={**os.environ, **(environment or {})}
            )
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line.startswith("drop ready: "), line
        self.url = line.split()[2]

    def stop(self, number: int = signal.SIGTERM) -> int:
        """End the process; its exit code."""
        self.http.close()
        self.http = httpx.Client(timeout=60, trust_env=False)
        if self.process is None:
            return 0
        self.process.send_signal(number)
        code = self.process.wait(timeout=30)
        assert self.process.stdout is not None
        self.process.stdout.close()
        self.process = None
        return code

    # The newsroom's side.

    def pair(self) -> None:
        """Give the drop a roster."""
        response = self.put_roster(self.newsroom.roster())
        assert response.status_code in (200, 201), response.text

    def put_roster(self, note: bytes, **headers: str) -> httpx.Response:
        """Offer a roster with our root."""
        given = {"Amparo-Root": str(self.newsroom.root.verifier), **headers}
        return self.http.put(f"{self.url}/desk/v1/roster", content=note, headers=given)

    def put_form(self, note: bytes) -> httpx.Response:
        """Offer a form."""
        return self.http.put(f"{self.url}/desk/v1/form", content=note)

    def desk(self, method: str, path: str, body: bytes | None = None, **headers: str) -> httpx.Response:
        """A signed request."""
        signed = {**self.newsroom.headers(method, path, body), **headers}
        return self.http.request(method, self.url + path, content=body, headers=signed)

    def envelopes(self) -> list[dict[str, Any]]:
        """What the drop lists."""
        listed: list[dict[str, Any]] = self.desk("GET", "/desk/v1/envelopes").json()["envelopes"]
        return listed

    def fetch(self, id_: str) -> bytes:
        """One envelope."""
        response = self.desk("GET", f"/desk/v1/envelopes/{id_}")
        assert response.status_code == 200
        return response.content

    def submissions(self) -> list[tuple[Submission, dict[str, bytes]]]:
        """Everything stored, opened."""
        return [self.newsroom.open(self.fetch(each["id"])) for each in self.envelopes()]

    def reply(self, submission: Submission, text: str, first: int = 0) -> None:
        """Leave a reply from token `first` on."""
        assert submission.reply_recipient and submission.mailbox_secret
        parts = seal_reply(text, submission.reply_recipient, day=datetime.now(UTC).date())
        for number, part in enumerate(parts, start=first):
            under = tag(token(submission.mailbox_secret, "news", number)).hex()
            answer = self.desk("PUT", f"/desk/v1/replies/{under}", part)
            assert answer.status_code == 201, f"{answer.status_code}: {answer.text}"

    # The source's side.

    def passphrase(self, path: str = "/message") -> str:
        """A fresh passphrase, as the page with the form shows it."""
        return hidden(self.http.get(self.url + path).text, "passphrase")

    def send(self, passphrase: str, message: str = "", files: Sequence[File] = (), **fields: str) -> httpx.Response:
        """Send the form as a browser does."""
        body = b"".join(form({"passphrase": passphrase, "message": message, **fields}, files))
        return self.post(body)

    def post(self, body: bytes | Iterable[bytes], **headers: str) -> httpx.Response:
        """Send any body as the form."""
        given = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}", **headers}
        return self.http.post(f"{self.url}/send", content=body, headers=given)

    def come_back(self, words: str, number: int = 0) -> httpx.Response:
        """Look for replies."""
        return self.http.post(f"{self.url}/replies", data={"passphrase": words, "number": str(number)})


def children(process: int) -> tuple[int, ...]:
    """The processes that this one started and that are still there."""
    return tuple(map(int, Path(f"/proc/{process}/task/{process}/children").read_text().split()))


def form(fields: dict[str, str], files: Sequence[File] = ()) -> Iterator[bytes]:
    """A multipart/form-data body in pieces; without files, the empty control that browsers send."""
    for name, value in fields.items():
        yield f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
    for name, content in files or [("", b"")]:
        head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\n'
        yield head.encode() + b"Content-Type: application/octet-stream\r\n\r\n"
        yield content
        yield b"\r\n"
    yield f"--{BOUNDARY}--\r\n".encode()


def mistyped(words: str) -> str:
    """A passphrase without its second letter. Of the fourth character one could not say so: after a word of three
    letters it is the space, without which the words are still found.
    """
    return words[0] + words[2:]


def hidden(page: str, name: str) -> str:
    """The value of a hidden field of a page."""
    found = re.search(rf'<input type="hidden" name="{name}" value="([^"]*)"', page)
    assert found, f"no hidden field {name}"
    return unescape(found[1])


@contextmanager
def running_drop(home: Path, *init: str, **settings: int) -> Iterator[Drop]:
    """A drop that serves, and is paired."""
    drop = Drop(home)
    drop.init(*init, **settings)
    drop.start()
    try:
        drop.pair()
        yield drop
    finally:
        drop.stop()
        drop.http.close()


def peak_memory(pid: int) -> int:
    """VmHWM of a process, bytes."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(re.search(r"VmHWM:\s+(\d+) kB", status)[1]) * 1024  # type: ignore[index]


def wait_for(what: Any, seconds: float = 60) -> None:
    """Wait until `what()` is true."""
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)


def marker() -> str:
    """A string found nowhere else."""
    return f"marker{secrets.token_hex(12)}"
