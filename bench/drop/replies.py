"""A look into a mailbox while very many replies are stored: a real drop over files that any history could have left."""

from __future__ import annotations

import os
import random
import shutil
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import servers

from amparo.drop.model import Tag
from amparo.drop.slots import BODIES, RECORDS, Record, digest_of
from amparo.seal.mailbox import tag
from amparo.seal.reply import REPLY_SIZE

LOOKS = 2000


def measure(place: Path, count: int) -> dict[str, Any] | None:
    """Store `count` replies, then look for some of them; None when the disk has no room for them."""
    if shutil.disk_usage(place).free < 2 * count * REPLY_SIZE:
        return None
    folder = Path(tempfile.mkdtemp(dir=place))
    try:
        servers.init(folder / "home")
        tokens = [os.urandom(32) for _ in range(800)]
        _fill(folder / "home" / "drop", tokens, count)
        started = time.perf_counter()
        with servers.amparo(folder / "home", folder / "log") as server:
            start = time.perf_counter() - started
            return {"count": count, "start": start, "peak": server.peak(), **_look(server, tokens)}
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _fill(home: Path, tokens: list[bytes], count: int) -> None:
    """Both files as any history of `count` replies could have left them, what is looked for anywhere."""
    day = datetime.now(UTC).date() + timedelta(days=90)
    body = os.urandom(REPLY_SIZE)
    digest = digest_of(body)
    tags = [Tag(tag(token)) for token in tokens] + [Tag(os.urandom(32)) for _ in range(count - len(tokens))]
    random.shuffle(tags)
    with (home / RECORDS).open("wb") as records, (home / BODIES).open("wb") as bodies:
        for first in range(0, count, 256):
            some = tags[first : first + 256]
            records.write(b"".join(Record(each, day, digest).pack() for each in some))
            bodies.write(body * len(some))


def _look(server: servers.Server, tokens: list[bytes]) -> dict[str, Any]:
    times, sizes = [], set()
    with httpx.Client(base_url=f"http://{server.host}:{server.port}", trust_env=False) as client:
        for number in range(LOOKS):
            known = [tokens[(number * 8 + place) % len(tokens)] for place in range(8)]
            asked = b"".join(known if number % 2 else [os.urandom(32) for _ in known])
            started = time.perf_counter()
            answer = client.post("/mailbox", content=asked + b"\0")
            times.append(time.perf_counter() - started)
            sizes.add(len(answer.content))
    times.sort()
    return {"p50": times[LOOKS // 2], "p99": times[LOOKS * 99 // 100], "sizes": sorted(sizes)}
