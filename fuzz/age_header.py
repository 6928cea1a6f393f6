"""Target: an age file, its header above all (amparo.seal.header, stanza, opener, armor; C2SP age).

However it is cut, the same comes of it. A header that is taken has one way of being written: ours gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator

from amparo.drop.sealed import outline_of
from amparo.errors import AmparoError
from amparo.seal.age import HybridIdentity, Opener, ScryptIdentity, X25519Identity, seal_bytes
from amparo.seal.header import VERSION, HeaderReader

ONE, HYBRID = X25519Identity.generate(), HybridIdentity.generate()


def seeds() -> Iterator[bytes]:
    """Files of each kind, armored and not."""
    for recipients in ([ONE.recipient], [HYBRID.recipient], [ONE.recipient] * 3):
        for armor in (False, True):
            sealed = seal_bytes(b"hello", recipients, armor=armor)
            yield sealed
            yield sealed[: len(sealed) // 2]
    yield VERSION + b"\n-> scrypt bBjlhJVYZeE4aqUdmtRHfw 3\n" + b"A" * 43 + b"\n--- " + b"A" * 43 + b"\n" + bytes(64)
    yield VERSION + b"\n-> grease ]| x\n\n-> X25519 " + b"A" * 43 + b"\n" + b"A" * 43 + b"\n--- " + b"A" * 43 + b"\n"
    yield VERSION + b"\n-> s\n" + b"A" * 64 + b"\n\n--- " + b"A" * 43 + b"\n"


def one(data: bytes) -> None:
    """Header alone, then opened with identities that do not fit, whole and in pieces."""
    try:
        found = HeaderReader().push(memoryview(data))
    except AmparoError:
        found = None
    if found is not None:
        header, rest = found
        written = VERSION + b"\n" + b"".join(each.encode() for each in header.stanzas) + b"---"
        assert written == header.authenticated and data.startswith(written)
        assert bytes(rest) == data[len(data) - len(rest) :]
        outline_of(header)
    assert opened(data, len(data) or 1) == opened(data, 1 + len(data) % 97)


def opened(data: bytes, step: int) -> bytes | str:
    """The plaintext or the kind of error."""
    opener = Opener([ONE, HYBRID, ScryptIdentity(b"x", max_work_factor=4)])
    try:
        plain = b"".join(bytes(opener.push(data[at : at + step])) for at in range(0, len(data), step))
        return plain + bytes(opener.finish())
    except AmparoError as error:
        return str(error)
