"""Envelopes keep every file and every text, whatever they are and however they are cut."""

from __future__ import annotations

import io
from datetime import date

from hypothesis import example, given, settings
from hypothesis import strategies as st

from amparo.errors import InputError
from amparo.seal.age import HybridIdentity, open_bytes
from amparo.seal.envelope import EnvelopeReader, EnvelopeSealer, SubmissionDraft, padded_length

DESK = HybridIdentity.from_seed(b"\7" * 32)
texts = st.text(st.characters(exclude_categories=("Cs",)), max_size=200)
drafts = st.builds(
    SubmissionDraft,
    message=texts,
    received=st.dates(),
    answers=st.dictionaries(texts, texts, max_size=4),
    channel=texts,
)
files = st.lists(
    st.tuples(st.one_of(st.text(), st.binary()), st.lists(st.binary(max_size=3000), max_size=4)), max_size=5
)


@given(drafts, files)
@settings(max_examples=150, deadline=None)
def test_everything_comes_back(draft: SubmissionDraft, given_files: list[tuple[str | bytes, list[bytes]]]) -> None:
    sealer = EnvelopeSealer([DESK.recipient])
    out = bytearray()
    for name, pieces in given_files:
        out += sealer.open_file(name) + b"".join(map(sealer.push, pieces)) + sealer.close_file()
    out += b"".join(sealer.finish(draft))
    plain = open_bytes(out, [DESK])
    reader = EnvelopeReader(io.BytesIO(plain))
    got = reader.submission
    assert (got.message, got.received, got.answers, got.channel) == (
        draft.message,
        draft.received,
        draft.answers,
        draft.channel,
    )
    assert [b"".join(reader.read(f)) for f in got.files] == [b"".join(pieces) for _, pieces in given_files]
    assert len(plain) == padded_length(len(plain))


@given(st.dates(min_value=date(1, 1, 1)))
def test_any_day(day: date) -> None:
    sealer = EnvelopeSealer([DESK.recipient])
    plain = open_bytes(b"".join(sealer.finish(SubmissionDraft("", day))), [DESK])
    assert EnvelopeReader(io.BytesIO(plain)).submission.received == day


edges = st.sampled_from("a\x00\xff\ud7ff\ud800\udbff\udc00\udfff\ue000\uffff\U00010000\U0010ffff")


@given(st.text(st.one_of(edges, st.characters()), max_size=40))
@example("a" * 500 + "\udfff")
def test_half_a_surrogate_pair_is_refused_and_nothing_else(text: str) -> None:
    whole = not any("\ud800" <= c <= "\udfff" for c in text)
    for fields in ({"message": text}, {"channel": text}, {"answers": {text: ""}}, {"questions": {"": text}}):
        try:
            SubmissionDraft(**{"message": "", "received": date(2000, 1, 1)} | fields)
            taken = True
        except InputError:
            taken = False
        assert taken is whole
