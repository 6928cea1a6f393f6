"""Target: one request of resumable upload, by its method and headers (amparo.drop.tus; specs/tus.md), and the shape of
the envelope that comes with it (amparo.drop.sealed)."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from amparo.drop import tus
from amparo.drop.sealed import shape_of
from amparo.errors import AmparoError
from amparo.seal.age import HybridIdentity

LARGEST = 1 << 30
SHAPE = shape_of((str(HybridIdentity.generate().recipient),) * 2)


def seeds() -> Iterator[bytes]:
    """Requests of a client, one header a line after the method."""
    ours = "tus-resumable: 1.0.0\n"
    part = ours + "content-type: application/offset+octet-stream\n"
    yield f"POST\n{ours}upload-length: 16745\n".encode()
    yield f"POST\n{part}upload-length: 16745\ncontent-length: 3\n".encode()
    checksum = "upload-checksum: sha1 AAAAAAAAAAAAAAAAAAAAAAAAAAA=\n"
    yield f"PATCH*\n{part}upload-offset: 0\ncontent-length: 5\n{checksum}".encode()
    yield f"PATCH*\n{part}upload-offset: 99999999999999999999\ntransfer-encoding: chunked\n".encode()
    yield f"POST*\n{ours}x-http-method-override: DELETE\n".encode()
    yield f"HEAD*\n{ours}".encode()
    yield b"OPTIONS\ntus-resumable: 0.2\n"
    yield f"POST\n{ours}upload-length: 5\nupload-metadata: name eA==\nupload-concat: partial\n".encode()


def one(data: bytes) -> None:
    """Judge the request; what is taken has sane numbers."""
    head, *lines = data.decode("latin-1").split("\n")
    headers = dict(line.partition(": ")[::2] for line in lines)
    step = tus.read(head.rstrip("*"), headers, on_upload=head.endswith("*"), largest=LARGEST)
    if isinstance(step, tus.Answer):
        assert 200 <= step.status < 500 and all(value.isascii() for value in step.headers.values())
    elif isinstance(step, tus.Create):
        assert 0 <= step.length <= LARGEST
        check_part(step.part)
        judge(step.length, data)
    elif isinstance(step, tus.Append):
        assert 0 <= step.offset < 10**18
        check_part(step.part)


def check_part(part: tus.Part | None) -> None:
    """Follow a body of ten bytes."""
    if part is None:
        return
    taking = tus.Taking(part, 16)
    taking.take(b"0123456789")
    assert taking.overflows == (part.size is not None and part.size > 16)
    taking.holds()


def judge(length: int, data: bytes) -> None:
    for check in (lambda: SHAPE.check_length(length), lambda: SHAPE.check_header(data)):
        with contextlib.suppress(AmparoError):
            check()
