"""The process begins anew under an allocator that overwrites, once; and cycles are let go after a request."""

from __future__ import annotations

import asyncio
import gc
import subprocess
import sys
import weakref

import pytest
from starlette.types import Receive, Scope, Send

from amparo.drop import forgetting
from amparo.drop.forgetting import Forgetting

# Frees a long bytes object and looks at what lies where it lay: the interpreter's own memory, so copied by ctypes, into
# a buffer that is there before. The copying itself takes a few small pieces of what was freed.
FREED = """
import ctypes, os, sys
from amparo.drop.forgetting import overwrite_freed
told = overwrite_freed()
size = 8_000
left = ctypes.create_string_buffer(size)
secret = b"".join([b"a secret nobody may find " * 400, os.urandom(1)])
place = id(secret) + sys.getsizeof(b"") - 1
del secret
ctypes.memmove(left, place, size)
found = left.raw
print(told, b"secret" in found, found.count(0x55) > 7_000, sorted({"PYTHONMALLOC", "GLIBC_TUNABLES"} & set(os.environ)))
"""


@pytest.mark.skipif(not forgetting._is_glibc(), reason="only glibc overwrites")
def test_what_is_freed_is_overwritten_and_children_know_nothing_of_it() -> None:
    done = subprocess.run([sys.executable, "-c", FREED, "word"], capture_output=True, text=True, timeout=60)
    assert done.stderr == ""
    assert done.stdout == "True False True []\n"


class Knot:
    """Refers to itself."""

    def __init__(self) -> None:
        self.me = self


def test_cycles_are_let_go_after_a_request(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forgetting, "DELAYS", (0.01,))
    tied: list[weakref.ref[Knot]] = []

    async def app(_scope: Scope, _receive: Receive, _send: Send) -> None:
        tied.append(weakref.ref(Knot()))
        raise RuntimeError

    async def ask(kind: str) -> Knot | None:
        with pytest.raises(RuntimeError):
            await Forgetting(app)({"type": kind}, None, None)  # type: ignore[arg-type]
        await asyncio.sleep(0.05)
        return tied[-1]()

    gc.collect()
    gc.disable()
    try:
        assert asyncio.run(ask("lifespan")) is not None, "nothing was planned"
        assert asyncio.run(ask("http")) is None
    finally:
        gc.enable()
