"""What ties a mail to the others of its thread: keys that stand for what it is and for what it answers. Pure.

A mail *is* its message id, and the beginning of what its writer wrote, under its subject without `Re:` and the like. It
*cites* the message ids in its headers, and the beginning of each text that it quotes. Two mails belong together when
what one cites is what the other is; where headers were stripped, the words do it. Spec: specs/records.md,
"Threads"; docs/adr/0162.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from itertools import islice

from amparo.records.quoting import own_text, quoted_texts

WINDOW = 8
"""Words that stand for a text: its first ones, and those after them."""
FEWEST_WORDS = 3
"""A text of fewer words stands for nothing."""
LONGEST_SUBJECT = 500
MOST_KEYS = 200
_NO_SUBJECT = "(no subject)"
"""How the reader of mail titles one that has none."""

_REPLY = re.compile(
    r"\s*(?:re|fwd?|aw|wg|antw|antwort|tr|rv|rif|enc|res|sv|vs|vb|vl|ynt|odp|pd|i|отв|ответ|на|نقل|رد)"
    r"(?:\s?\[\d{1,3}\]|\^\d{1,3})?\s*[:：]",
    re.IGNORECASE,
)
_WORD = re.compile(r"\w+")
_ID = re.compile(r"<[^<>\s]+>")


def is_by_words(key: int) -> bool:
    """Whether a key stands for words, which several mails may begin with, and not for a message id."""
    return bool(key & 1)


def bare_subject(subject: str) -> str:
    """A subject in lower case without the marks of replies and forwards before it."""
    subject = subject[:LONGEST_SUBJECT]
    while match := _REPLY.match(subject):
        subject = subject[match.end() :]
    bare = " ".join(subject.lower().split())
    return "" if bare == _NO_SUBJECT else bare


def keys(subject: str, text: str, fields: Mapping[str, Sequence[str]]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """What a mail is, and what it cites, as numbers of 60 bits; at most MOST_KEYS each. `fields` are a record's."""
    bare = bare_subject(subject)
    own = [*_ids(fields.get("message_id", ())), *_words(bare, own_text(text))]
    cited = [*_ids(fields.get("in_reply_to", ())), *_ids(reversed(fields.get("references", ())))]
    cited += [key for quoted in quoted_texts(text) for key in _words(bare, quoted)]
    is_own = frozenset(own)
    return tuple(dict.fromkeys(own))[:MOST_KEYS], tuple(
        islice((each for each in dict.fromkeys(cited) if each not in is_own), MOST_KEYS)
    )


def _ids(values: Iterable[str]) -> Iterator[int]:
    return (_key("id", found) << 1 for value in values for found in _ID.findall(value) or [value])


def _words(subject: str, text: str) -> Iterator[int]:
    words = [match[0].lower() for match in islice(_WORD.finditer(text), 2 * WINDOW)]
    if len(words) < WINDOW and (len(words) < FEWEST_WORDS or not subject):
        return
    for start in (0, WINDOW):
        window = words[start : start + WINDOW]
        if start == 0 or len(window) == WINDOW:
            yield _key("words", subject, *window) << 1 | 1


def _key(*parts: str) -> int:
    told = "\n".join(parts).encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(told, digest_size=8).digest(), "big") >> 5
