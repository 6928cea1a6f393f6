"""Target: signed notes and verifier keys (amparo.seal.note, notekeys, cosignature; C2SP signed-note).

A note that opens says exactly the text that was signed, and a note that is taken apart can be written again.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from datetime import UTC, datetime

from amparo.errors import AmparoError
from amparo.seal.note import Signer, Verifier, add_signatures, open_note, parse_note, sign

SIGNER, OTHER = Signer.generate("newsroom-root"), Signer.generate("witness")
TEXT = "amparo/roster/v1\nfor the fuzzer\n"
AT = datetime(2026, 1, 1, tzinfo=UTC)


def seeds() -> Iterator[bytes]:
    """Notes of one and two signatures, and keys."""
    yield sign(TEXT, [SIGNER])
    yield add_signatures(sign(TEXT, [SIGNER]), [OTHER], at=AT)
    yield sign("x\n\ny\n", [OTHER])
    yield str(SIGNER.verifier).encode()
    yield "text\n\n— a AAAAAAAA\n— b+c AAAA\n".encode()
    yield "\n\n— \n".encode()


def one(data: bytes) -> None:
    """As a note, and as the text of a key."""
    with contextlib.suppress(AmparoError):
        note = parse_note(data, limit=8192)
        assert (note.untrusted_text + "\n" + "".join(map(str, note.lines))).encode() == data
    with contextlib.suppress(AmparoError):
        assert open_note(data, [SIGNER.verifier, OTHER.verifier]).text in (TEXT, "x\n\ny\n")
    with contextlib.suppress(AmparoError):
        text = data.decode("utf-8", "surrogateescape")
        assert str(Verifier.parse(text)) == text
