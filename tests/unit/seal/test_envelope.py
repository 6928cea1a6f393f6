"""Envelopes: sealed piece by piece, opened by the desk and by everyone's zipfile."""

from __future__ import annotations

import hashlib
import io
import tracemalloc
import zipfile
from datetime import date

import pytest

from amparo.errors import InputError, StateError, TooLargeError
from amparo.seal.age import HybridIdentity, open_bytes
from amparo.seal.envelope import MINIMUM, EnvelopeReader, EnvelopeSealer, SubmissionDraft, open_envelope
from amparo.seal.padding import padme

DESK = HybridIdentity.from_seed(b"\7" * 32)
SOURCE = HybridIdentity.from_seed(b"\10" * 32)
DAY = date(2026, 11, 24)
DRAFT = SubmissionDraft(
    "Look at page 3.\nIt is all there. ✓",
    DAY,
    {"since": "2019", "who knows": ""},
    str(SOURCE.recipient),
    b"\5" * 32,
    "public money",
)


def seal(files: list[tuple[str, bytes]], draft: SubmissionDraft = DRAFT, piece: int = 1000) -> bytes:
    sealer = EnvelopeSealer([DESK.recipient])
    out = bytearray()
    for name, data in files:
        out += sealer.open_file(name, "text/plain")
        for start in range(0, len(data), piece):
            out += sealer.push(data[start : start + piece])
        out += sealer.close_file()
    for chunk in sealer.finish(draft):
        out += chunk
    return bytes(out)


def plaintext(files: list[tuple[str, bytes]], draft: SubmissionDraft = DRAFT) -> bytes:
    return open_bytes(seal(files, draft), [DESK])


FILES = [("notes.txt", b"first"), ("../notes.txt", b"second" * 5000), ("empty", b""), ("Année.pdf", bytes(range(256)))]


def test_what_was_given_is_what_the_desk_reads() -> None:
    reader = EnvelopeReader(io.BytesIO(plaintext(FILES)))
    got = reader.submission
    assert (got.message, got.received, got.answers) == (DRAFT.message, DAY, DRAFT.answers)
    assert (got.reply_recipient, got.mailbox_secret) == (DRAFT.reply_recipient, DRAFT.mailbox_secret)
    assert got.channel == "public money"
    assert [f.name for f in got.files] == ["notes.txt", "notes (2).txt", "empty", "Année.pdf"]
    assert [b"".join(reader.read(f)) for f in got.files] == [data for _, data in FILES]
    assert [f.sha256 for f in got.files] == [hashlib.sha256(data).hexdigest() for _, data in FILES]
    reader.verify()


def test_a_message_alone() -> None:
    draft = SubmissionDraft("hello", DAY)
    got = open_envelope(io.BytesIO(plaintext([], draft)))
    assert (got.message, got.reply_recipient, got.mailbox_secret, got.files) == ("hello", None, None, ())


def test_pythons_zipfile_reads_one() -> None:
    with zipfile.ZipFile(io.BytesIO(plaintext(FILES))) as archive:
        assert archive.testzip() is None
        names = [
            "files/notes.txt",
            "files/notes (2).txt",
            "files/empty",
            "files/Année.pdf",
            "submission.json",
            "padding",
        ]
        assert archive.namelist() == names
        assert archive.read("files/notes (2).txt") == b"second" * 5000
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert set(archive.read("padding")) <= {0}


@pytest.mark.parametrize("size", [0, 1, 1000, 14_000, 16_000, 100_000, 1_000_003])
def test_the_length_is_a_padme_length(size: int) -> None:
    whole = len(plaintext([("a", bytes(size))]))
    assert whole == padme(whole) >= MINIMUM


def test_small_submissions_look_alike_at_rest() -> None:
    lengths = {len(seal([])), len(seal(FILES[:1])), len(seal([], SubmissionDraft("x", DAY)))}
    assert len(lengths) == 1


def test_received_lists_what_is_complete() -> None:
    sealer = EnvelopeSealer([DESK.recipient])
    sealer.open_file("a.txt", "text/plain; charset=utf-8")
    sealer.push(b"abc")
    assert sealer.received == ()
    sealer.close_file()
    (file,) = sealer.received
    assert (file.name, file.size, file.media_type) == ("a.txt", 3, "text/plain")
    assert file.sha256 == hashlib.sha256(b"abc").hexdigest()


def test_pushed_views_are_the_same_bytes() -> None:
    sealer = EnvelopeSealer([DESK.recipient])
    out = bytearray(sealer.open_file("a"))
    for piece in (bytearray(b"x" * 70_000), memoryview(b"y" * 10)):
        out += sealer.push_view(piece)
    out += sealer.close_file() + b"".join(sealer.finish(DRAFT))
    got = open_envelope(io.BytesIO(open_bytes(out, [DESK])))
    assert got.files[0].size == 70_010


def test_calls_out_of_order_are_our_fault() -> None:
    sealer = EnvelopeSealer([DESK.recipient])
    for call in (sealer.close_file, lambda: sealer.push(b"")):
        with pytest.raises(StateError):
            call()
    sealer.open_file("a")
    with pytest.raises(StateError):
        sealer.open_file("b")
    with pytest.raises(StateError):
        sealer.finish(DRAFT)


def test_too_much_text_is_refused_before_anything_is_written() -> None:
    with pytest.raises(TooLargeError):
        SubmissionDraft("x" * (1024 * 1024 + 1), DAY)
    huge = SubmissionDraft("", DAY, {str(n): "x" * 20_000 for n in range(1000)})
    with pytest.raises(TooLargeError):
        EnvelopeSealer([DESK.recipient]).finish(huge)


@pytest.mark.parametrize(
    "draft",
    [
        {"reply_recipient": str(SOURCE.recipient)},
        {"mailbox_secret": bytes(32)},
        {"reply_recipient": "age1x y", "mailbox_secret": bytes(32)},
        {"reply_recipient": str(SOURCE.recipient), "mailbox_secret": bytes(31)},
        {"message": "\ud800"},
        {"answers": {"a": "\udfff"}},
    ],
)
def test_a_draft_that_could_not_be_read_back_is_refused(draft: dict[str, object]) -> None:
    with pytest.raises(InputError):
        SubmissionDraft(**{"message": "", "received": DAY} | draft)  # type: ignore[arg-type]


def test_secrets_stay_out_of_repr() -> None:
    assert "x05" not in repr(DRAFT)
    assert "x05" not in repr(open_envelope(io.BytesIO(plaintext([]))))


def test_a_claimed_media_type_is_cleaned() -> None:
    sealer = EnvelopeSealer([DESK.recipient])
    for claimed in ("TEXT/Plain", "text/html\r\nX: y", "", "a/b/c", "image/svg+xml"):
        sealer.open_file("f", claimed)
        sealer.close_file()
    other = "application/octet-stream"
    assert [f.media_type for f in sealer.received] == ["text/plain", other, other, other, "image/svg+xml"]


def test_memory_does_not_grow_with_the_file() -> None:
    """96 MiB through the sealer, whose padding alone is megabytes: no piece and no peak grows with it."""
    sealer = EnvelopeSealer([DESK.recipient])
    piece = bytes(1 << 18)
    sealer.open_file("big")
    sealer.push_view(piece)
    tracemalloc.start()
    for _ in range(384):
        sealer.push_view(piece)
    sealer.close_file()
    largest = max(len(out) for out in sealer.finish(DRAFT))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert largest < 1.2 * 2**20
    assert peak < 6 * 2**20
