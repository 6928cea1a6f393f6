"""What a document leaves behind to be found by its likes: a sketch of its text, and the keys of its thread.

Made where the text is read, kept beside the document, no part of it: a release does not have it. Pure.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from dataclasses import dataclass
from typing import Any

from amparo.errors import InputError
from amparo.records.minhash import Sketch, parse_sketch
from amparo.records.thread_keys import MOST_KEYS

_LARGEST_KEY = 1 << 60


@dataclass(frozen=True, slots=True)
class Trace:
    """`sketch` is None for a text too short; `own` and `cited` are empty but for mails."""

    sketch: Sketch | None = None
    own: tuple[int, ...] = ()
    cited: tuple[int, ...] = ()


def trace_to_json(trace: Trace | None) -> dict[str, Any] | None:
    """As it crosses the wall."""
    if trace is None:
        return None
    told = b64encode(trace.sketch).decode() if trace.sketch else None
    return {"sketch": told, "own": trace.own, "cited": trace.cited}


def trace_from_json(untrusted: Any) -> Trace:
    """The inverse of `trace_to_json`. Raises InputError."""
    if not isinstance(untrusted, dict):
        raise InputError("A trace is not a mapping.")
    told = untrusted.get("sketch")
    if told is None:
        drawn = None
    elif isinstance(told, str):
        try:
            drawn = parse_sketch(b64decode(told, validate=True))
        except ValueError:
            raise InputError("A sketch is not base64.") from None
    else:
        raise InputError("A sketch is not text.")
    return Trace(drawn, _keys(untrusted.get("own")), _keys(untrusted.get("cited")))


def _keys(untrusted: Any) -> tuple[int, ...]:
    if not isinstance(untrusted, list) or len(untrusted) > MOST_KEYS:
        raise InputError("The keys of a trace are not a short list.")
    if not all(type(key) is int and 0 <= key < _LARGEST_KEY for key in untrusted):
        raise InputError("A key of a trace is no number of 60 bits.")
    return tuple(untrusted)
