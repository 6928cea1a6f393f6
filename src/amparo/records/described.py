"""What is found out about a record from its text alone, once a reader has made it: language and trace. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from amparo.records.language import detect
from amparo.records.minhash import LONGEST, sketch
from amparo.records.model import Kind, Record
from amparo.records.quoting import own_text
from amparo.records.thread_keys import keys
from amparo.records.trace import Trace


def described(record: Record) -> Record:
    """The record with its trace, and with a language where it says none itself."""
    text = beginning(record.pages)
    trace = trace_of(record.kind, record.title, text, record.fields)
    return replace(record, language=record.language or detect(text), trace=trace)


def beginning(pages: Sequence[str]) -> str:
    """The pages up to LONGEST characters: of a larger text no second copy is made."""
    size, whole = 0, []
    for page in pages:
        whole.append(page[: LONGEST - size])
        size += len(whole[-1])
        if size >= LONGEST:
            break
    return "\f".join(whole)


def trace_of(kind: Kind, title: str, text: str, fields: Mapping[str, Sequence[str]]) -> Trace:
    """The trace of a document from the parts of its record."""
    if kind is Kind.MAIL:
        # What a mail quotes is no part of its sketch: a reply is not near its question.
        return Trace(sketch(own_text(text)), *keys(title, text, fields))
    return Trace(sketch(text))
