"""Target: a newsroom's form and the succession of its keys, whose signatures hold but whose text may be anything
(amparo.seal.form, succession; specs/form.md).

What is taken has one canonical form. The first byte says which of the two it is read as.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from datetime import date

from amparo.errors import AmparoError
from amparo.seal.form import Channel, Condition, Form, Kind, Question, applicable
from amparo.seal.note import Signer, sign
from amparo.seal.succession import Lineage, Revocation, Succession, extended, revoke, succeed

ROOT, NEW = Signer.generate("root"), Signer.generate("newer")
DAY = date(2026, 1, 1)


def seeds() -> Iterator[bytes]:
    """A form with every kind of question, and a line of keys."""
    asked = (
        Question("what", "What is it?", Kind.CHOICE, "", ("a", "b"), None),
        Question("when", "When?", Kind.DATE),
        Question("more", "More?", Kind.TEXT, "hint", (), Condition("what", "a")),
    )
    channels = (Channel("tips", "Tips", "hint", "en", ("news",), asked), Channel("other", "Other"))
    yield b"\0" + Form(DAY, channels[:1]).to_text().encode()
    yield b"\0" + Form(DAY, channels, 3).to_text().encode()
    yield b"\0amparo/form/v1\nissued 2026-01-01 1\n{}\n"
    yield b'\0amparo/form/v1\n{"issued": "2026-01-01", "edition": 1, "channels": []}\n'
    succession = succeed(ROOT, NEW, DAY)
    yield b"\1" + succession
    yield b"\1" + extended(succession, revoke(NEW, DAY))
    yield b"\1" + revoke(ROOT, DAY)


def one(data: bytes) -> None:
    """Read it as what its first byte says."""
    (read_form, read_keys)[data[:1] == b"\1"](data[1:])


def read_form(data: bytes) -> None:
    text = data.decode("utf-8", "replace")
    try:
        form = Form.parse(sign(text, [ROOT]), ROOT.verifier)
    except AmparoError:
        return
    assert form.to_text() == text and not form.supersedes(form)
    for channel in form.channels:
        assert form.channel(channel.name) == channel
        given = {each.key: (*each.options[:1], "x") for each in channel.questions}
        applicable(channel.questions, given)


def read_keys(data: bytes) -> None:
    for parse in (Succession.parse, Revocation.parse, Lineage.parse):
        with contextlib.suppress(AmparoError):
            parse(data)
    with contextlib.suppress(AmparoError):
        lineage = Lineage.parse(data)
        assert lineage.heir(ROOT.verifier) in (*lineage.roots(ROOT.verifier), ROOT.verifier)
