"""A real drop process in faked time, a newsroom that owns it, and sources with a browser that knows forms and no more.

What they did is kept as the truth that an attacker is measured against: it never goes into the dump.
"""

from __future__ import annotations

import html.parser
import http.client
import random
import re
import secrets
import struct
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from faked_clock import clock_of
from life import START, Event

from amparo.seal.age import HybridIdentity
from amparo.seal.httpsig import content_digest, sign
from amparo.seal.mailbox import tag, token, window
from amparo.seal.note import Signer
from amparo.seal.note import sign as sign_note
from amparo.seal.passphrase import SourceKeys, derive, parse
from amparo.seal.reply import seal_reply
from amparo.seal.roster import Desk, Roster

HERE = Path(__file__).resolve().parent
DESK = "news"
BOUNDARY = b"----geckoformboundary7f3a"
KIND = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY.decode()}"}


@dataclass
class Source:
    """One source as only itself and the newsroom know it."""

    passphrase: str = ""
    keys: SourceKeys | None = None
    replies: int = 0


@dataclass
class Truth:
    """What really happened. `envelopes`: id → source and moment; `replies`: tag → source and moment."""

    sources: dict[int, Source] = field(default_factory=dict)
    envelopes: dict[str, tuple[int, datetime]] = field(default_factory=dict)
    replies: dict[str, tuple[int, datetime]] = field(default_factory=dict)
    sent: dict[tuple[int, int], str] = field(default_factory=dict)
    texts: dict[str, list[str]] = field(default_factory=dict)

    def note(self, kind: str, text: str) -> str:
        """Remember a text that may be found nowhere."""
        self.texts.setdefault(kind, []).append(text)
        return text


class Form(html.parser.HTMLParser):
    """The hidden fields, by name, of the form of a page that goes to `action`."""

    def __init__(self, page: str, action: str) -> None:
        super().__init__()
        self.hidden: dict[str, str] = {}
        self._action, self._here = action, False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep what a browser would send along."""
        given = dict(attrs)
        if tag == "form":
            self._here = given.get("action") == self._action
        elif self._here and tag == "input" and given.get("type") == "hidden":
            self.hidden[str(given.get("name"))] = given.get("value") or ""


def multipart(fields: dict[str, str], name: str, content: bytes) -> bytes:
    """The body of a browser's form with one file; without a name, the empty control that browsers send."""
    parts = [f'Content-Disposition: form-data; name="{each}"\r\n\r\n{fields[each]}'.encode() for each in fields]
    head = f'Content-Disposition: form-data; name="files"; filename="{name}"\r\n'
    parts.append(head.encode() + b"Content-Type: application/octet-stream\r\n\r\n" + content)
    return b"".join(b"--" + BOUNDARY + b"\r\n" + part + b"\r\n" for part in parts) + b"--" + BOUNDARY + b"--\r\n"


class Stage:
    """The process, and everybody who talks to it."""

    def __init__(self, folder: Path, days: int, dice: random.Random) -> None:
        self.home, self._dice, self.truth = folder / "home", dice, Truth()
        self._clock_file = folder / "clock"
        self._clock_file.write_bytes(bytes(8))
        self._clock = clock_of(self._clock_file)
        self.now = START
        self.set_time(START)
        self.root, self._api, self._reader = Signer.generate("root"), Signer.generate(DESK), HybridIdentity.generate()
        self._amparo("init").wait()
        self.process = self._amparo("serve", "--bind", "127.0.0.1:0")
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line.startswith("drop ready: "), line
        self._http = httpx.Client(base_url=line.split()[2], timeout=60, trust_env=False)
        self._pair(days)

    def close(self) -> None:
        """End the process."""
        self._http.close()
        self.process.terminate()
        self.process.wait(30)
        assert self.process.stdout is not None
        self.process.stdout.close()

    def set_time(self, now: datetime) -> None:
        """From here on it is `now` for everybody."""
        self.now = now
        self._clock[:8] = struct.pack("d", now.timestamp())

    def play(self, events: Iterable[Event]) -> None:
        """Let everything happen, one after the other."""
        for event in events:
            self.set_time(event.at)
            getattr(self, "_" + event.deed.name.lower())(event)

    def _amparo(self, *words: str) -> subprocess.Popen[str]:
        command = [sys.executable, str(HERE / "faked_clock.py"), str(self._clock_file), "drop", *words]
        return subprocess.Popen([*command, "--home", str(self.home)], stdout=subprocess.PIPE, text=True)

    def _pair(self, days: int) -> None:
        epochs = {START.date() + timedelta(days=each): str(self._reader.recipient) for each in range(days + 2)}
        roster = Roster("The Harbour Post", START.date(), (Desk(DESK, str(self._api.verifier), epochs),))
        note = sign_note(roster.to_text(), [self.root])
        answer = self._http.put("/desk/v1/roster", content=note, headers={"Amparo-Root": str(self.root.verifier)})
        assert answer.status_code in (200, 201), answer.text

    def _desk(self, method: str, path: str, body: bytes | None = None) -> httpx.Response:
        key = Ed25519PrivateKey.from_private_bytes(self._api.seed)
        digest = None if body is None else content_digest(body)
        signed = sign(method, path, digest, key, DESK, self.now)
        return self._http.request(method, path, content=body, headers=signed)

    def _send(self, event: Event) -> None:
        source = self.truth.sources.setdefault(event.source, Source())
        if source.passphrase:
            page = self._http.post("/replies", data={"passphrase": source.passphrase, "number": "0"}).text
        else:
            page = self._http.get("/message").text
        hidden = Form(page, "/send").hidden
        source.passphrase = source.passphrase or self.truth.note("passphrases", hidden["passphrase"])
        name = self._text("file names") + ".pdf" if event.size else ""
        fields = {**hidden, "message": self._text("messages")}
        before = self._blobs()
        if event.size or self._dice.random() < 0.5:
            answer = self._http.post("/send", content=multipart(fields, name, self._content(event.size)), headers=KIND)
            assert answer.status_code == 200, answer.text
        else:
            self._send_at_the_door(multipart({**fields, "no_replies": "1"}, "", b""))
        (new,) = self._blobs() - before
        self.truth.envelopes[new] = (event.source, event.at)
        self.truth.sent[event.source, event.number] = new

    def _send_at_the_door(self, body: bytes) -> None:
        """On a connection of its own and without a wish for replies: a process beside the server takes it whole."""
        url = self._http.base_url
        peer = http.client.HTTPConnection(url.host, url.port, timeout=60)
        peer.request("POST", "/send", body, {**KIND, "Connection": "close"})
        answer = peer.getresponse()
        assert answer.status == 200, answer.read()
        peer.close()

    def _answer(self, event: Event) -> None:
        source = self.truth.sources[event.source]
        if source.keys is None:
            source.keys = derive(parse(source.passphrase), str(self.root.verifier))
        text = self._text("replies")
        (sealed,) = seal_reply(text, str(source.keys.identity.recipient), day=self.now.date())
        under = tag(token(source.keys.mailbox_secret, DESK, source.replies)).hex()
        assert self._desk("PUT", f"/desk/v1/replies/{under}", sealed).status_code == 201
        self.truth.replies[under] = (event.source, event.at)
        source.replies += 1

    def _check(self, event: Event) -> None:
        source = self.truth.sources[event.source]
        if self._dice.random() < 0.5:
            answer = self._http.post("/replies", data={"passphrase": source.passphrase.upper(), "number": "0"})
        else:
            source.keys = source.keys or derive(parse(source.passphrase), str(self.root.verifier))
            answer = self._http.post("/mailbox", content=b"".join(window(source.keys.mailbox_secret, DESK)))
        assert answer.status_code == 200

    def _remove_reply(self, event: Event) -> None:
        """As the button beside a reply does: it sends what the page gave it."""
        source = self.truth.sources[event.source]
        page = self._http.post("/replies", data={"passphrase": source.passphrase, "number": "0"}).text
        places = re.search(r'name="remove" value="([^"]+)"', page)
        if places is None:
            return
        fields = {"passphrase": source.passphrase, "number": "0", "remove": places[1]}
        assert self._http.post("/replies", data=fields).status_code == 200
        assert source.keys is not None
        for position in map(int, places[1].split()[-1].split(",")):
            self.truth.replies.pop(tag(token(source.keys.mailbox_secret, DESK, position)).hex(), None)

    def _fetch(self, event: Event) -> None:
        id_ = self.truth.sent[event.source, event.number]
        assert self._desk("GET", f"/desk/v1/envelopes/{id_}").status_code == 200
        assert self._desk("DELETE", f"/desk/v1/envelopes/{id_}").status_code == 204
        del self.truth.envelopes[id_]

    def _blobs(self) -> set[str]:
        return {path.name for path in (self.home / "drop" / "blobs").iterdir() if len(path.name) == 32}

    def _text(self, kind: str) -> str:
        """A text with a mark that is found nowhere else, itself a sentence."""
        return self.truth.note(kind, f"zq{secrets.token_hex(12)} {kind} that nobody else may read")

    def _content(self, size: int) -> bytes:
        return self._text("file contents").encode().ljust(size, b" ")[:size] if size else b""


def all_keys(truth: Truth, root: str) -> None:
    """Derive what is missing, for the search."""
    for source in truth.sources.values():
        source.keys = source.keys or derive(parse(source.passphrase), root)


def aware(seconds: float) -> datetime:
    """A moment."""
    return datetime.fromtimestamp(seconds, UTC)
