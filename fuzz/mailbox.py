"""Target: whole requests to the drop's application with any body: /mailbox, /replies, /message, /send, /tus and the
desk's addresses (amparo.drop.app). Every answer has a status below 500.

The first byte chooses the address, the rest is the body; the store is a real one in a temporary folder.
"""

from __future__ import annotations

import asyncio
import atexit
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from amparo.drop.app import create_app
from amparo.drop.newsroom import Newsroom
from amparo.drop.settings import Settings
from amparo.drop.store import Store
from amparo.seal.age import X25519Identity
from amparo.seal.note import Signer, sign
from amparo.seal.roster import Desk, Roster

NOW = datetime(2026, 1, 2, 12, tzinfo=UTC)
ADDRESSES = (
    ("POST", "/mailbox", "application/octet-stream"),
    ("POST", "/replies", "application/x-www-form-urlencoded"),
    ("POST", "/message", "application/x-www-form-urlencoded"),
    ("POST", "/send", "multipart/form-data; boundary=b"),
    ("POST", "/tus", "application/offset+octet-stream"),
    ("PUT", "/desk/v1/roster", "text/plain"),
    ("PUT", "/desk/v1/replies/" + "0" * 64, "application/octet-stream"),
)


def seeds() -> Iterator[bytes]:
    """A right body for each address, and some wrong ones."""
    words = b"acid acid acid acid acid acid acid"
    yield b"\x00" + bytes(256)
    yield b"\x00" + bytes(255)
    yield b"\x01passphrase=" + words.replace(b" ", b"+") + b"&number=0"
    yield b"\x01passphrase=%ff%00&number=99999999999&x"
    yield b"\x02passphrase=a+b&message=%c3%a9%0d%0a"
    yield b'\x03--b\r\nContent-Disposition: form-data; name="message"\r\n\r\nhi\r\n--b--\r\n'
    yield b'\x03--b\r\nContent-Disposition: form-data; name="passphrase"\r\n\r\n' + words + b"\r\n--b--\r\n"
    yield b"\x04" + bytes(10)
    yield b"\x05amparo/roster/v1\n\n\xe2\x80\x94 root AAAA\n"
    yield b"\x06" + bytes(20)


def one(data: bytes) -> None:
    """One request, answered."""
    if not data:
        return
    method, path, kind = ADDRESSES[data[0] % len(ADDRESSES)]
    status, _ = LOOP.run_until_complete(ask(method, path, kind, data[1:]))
    assert status < 500, status


async def ask(method: str, path: str, kind: str, body: bytes) -> tuple[int, bytes]:
    """What the application answers to one request, spoken to in ASGI."""
    headers = [(b"host", b"x"), (b"content-type", kind.encode()), (b"content-length", b"%d" % len(body))]
    if path == "/tus":
        headers += [(b"tus-resumable", b"1.0.0"), (b"upload-length", b"16745")]
    scope: dict[str, Any] = {
        "type": "http", "method": method, "path": path, "raw_path": path.encode(), "root_path": "", "scheme": "http",
        "query_string": b"", "headers": headers, "http_version": "1.1", "client": None, "server": ("x", 80),
    }  # fmt: skip
    pieces = [body[at : at + 1000] for at in range(0, len(body), 1000)] or [b""]
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        if not pieces:
            return {"type": "http.disconnect"}
        return {"type": "http.request", "body": pieces.pop(0), "more_body": bool(pieces)}

    async def send(message: Any) -> None:
        sent.append(message)

    await APP(scope, receive, send)
    return sent[0]["status"], b"".join(each.get("body", b"") for each in sent[1:])


def prepared() -> Any:
    """A drop with a roster, in a folder that goes with the process."""
    folder = Path(tempfile.mkdtemp(prefix="amparo-fuzz-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    root, api, reader = Signer.generate("root"), Signer.generate("news"), X25519Identity.generate()
    epochs = {(NOW + timedelta(days=each)).date(): str(reader.recipient) for each in range(9)}
    note = sign(Roster("The Paper", NOW.date(), (Desk("news", str(api.verifier), epochs),)).to_text(), [root])
    Newsroom(folder).accept(note, root.verifier)
    return create_app(Settings(keep_free=0, most_uploads=4), Store(folder, keep_free=0, clock=lambda: NOW), lambda: NOW)


def close() -> None:
    """End the loop and its threads; nothing can be asked after that."""
    LOOP.run_until_complete(LOOP.shutdown_default_executor())
    LOOP.close()


LOOP = asyncio.new_event_loop()
APP = prepared()
