"""submission.json (specs/envelope.md, "submission.json"): what a source wrote, and which files came with it.

Written by a drop or a source's own client, read at the desk as untrusted bytes: strict JSON, bounded, every value
parsed into its own type. The day is the only time in it.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from amparo.errors import InputError, TooLargeError
from amparo.seal.names import SafeName

VERSION: Final = 1
MAX_JSON: Final = 16 * 1024 * 1024
MAX_MESSAGE: Final = 1024 * 1024
"""Longest message, in characters."""
MAX_FILES: Final = 10_000
MAX_ANSWERS: Final = 1_000
SECRET_SIZE: Final = 32
FOLDER: Final = "files/"
_SHA256: Final = re.compile(r"[0-9a-f]{64}")
_MEDIA_TYPE: Final = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]{0,63}/[a-z0-9][a-z0-9!#$&^_.+-]{0,63}")
_RECIPIENT: Final = re.compile(r"age1[a-z0-9]{10,4000}")
_ANY_MEDIA_TYPE: Final = "application/octet-stream"
_SPELLING: Final = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))
_SURROGATE: Final = re.compile(r"[\ud800-\udfff]")
"""Half a character of UTF-16 by itself, which JSON's escapes can spell and UTF-8 cannot."""


@dataclass(frozen=True, slots=True)
class SubmittedFile:
    """One file of a submission. `media_type` is what the source's browser claimed, never what the file is."""

    member: str
    name: SafeName
    size: int
    sha256: str
    media_type: str = _ANY_MEDIA_TYPE


@dataclass(frozen=True, slots=True)
class SubmissionDraft:
    """What goes into submission.json beside the files. `received` is the day of arrival, in UTC.

    `questions` is the wording of what was answered, by key and in the form's order, so that an envelope explains
    itself.
    `reply_recipient` (age1pq…) and `mailbox_secret` (32 bytes) come together, or not at all when no reply is wanted.
    """

    message: str
    received: date
    answers: Mapping[str, str] = field(default_factory=dict)
    reply_recipient: str | None = None
    mailbox_secret: bytes | None = field(default=None, repr=False)
    channel: str = ""
    questions: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        _check_draft(self)


@dataclass(frozen=True, slots=True)
class Submission:
    """A submission as the desk reads it. All of it is the source's word, save `received`, which is the drop's."""

    message: str
    received: date
    answers: Mapping[str, str]
    reply_recipient: str | None
    mailbox_secret: bytes | None = field(repr=False)
    channel: str
    files: tuple[SubmittedFile, ...]
    questions: Mapping[str, str] = field(default_factory=dict)


def clean_media_type(untrusted: str) -> str:
    """A lower-case `type/subtype` without parameters; application/octet-stream for anything else."""
    text = untrusted.partition(";")[0].strip().lower()
    return text if _MEDIA_TYPE.fullmatch(text) else _ANY_MEDIA_TYPE


def submission_json(draft: SubmissionDraft, files: tuple[SubmittedFile, ...]) -> bytes:
    """The bytes of submission.json: UTF-8, keys sorted, no spaces, so that one submission has one spelling."""
    secret = draft.mailbox_secret
    content: dict[str, Any] = {
        "version": VERSION,
        "message": draft.message,
        "answers": dict(draft.answers),
        "channel": draft.channel,
        "received": draft.received.isoformat(),
        "reply_recipient": draft.reply_recipient,
        "mailbox_secret": None if secret is None else base64.b64encode(secret).decode(),
        "files": [
            {"member": f.member, "name": f.name, "size": f.size, "sha256": f.sha256, "media_type": f.media_type}
            for f in files
        ],
    }
    if draft.questions:
        content["questions"] = [{"key": key, "ask": ask} for key, ask in draft.questions.items()]
    data = _SPELLING.encode(content).encode()
    if len(data) > MAX_JSON:
        raise TooLargeError("The message and the list of files are too large for one submission.")
    return data


def parse_submission(data: bytes) -> Submission:
    """Read submission.json. Raises InputError for anything but the documented shape; unknown keys are ignored."""
    content = _object(_load(data))
    version = content.get("version")
    if type(version) is not int or version != VERSION:
        raise InputError("The submission is of a version this desk does not know.", "Update this desk.")
    draft = SubmissionDraft(
        message=_text(content, "message"),
        received=_day(_text(content, "received")),
        answers=_answers(content.get("answers")),
        reply_recipient=_optional_text(content, "reply_recipient"),
        mailbox_secret=_secret(_optional_text(content, "mailbox_secret")),
        channel=_text(content, "channel"),
        questions=_questions(content.get("questions", [])),
    )
    return Submission(
        message=draft.message,
        received=draft.received,
        answers=MappingProxyType(dict(draft.answers)),
        reply_recipient=draft.reply_recipient,
        mailbox_secret=draft.mailbox_secret,
        channel=draft.channel,
        files=_files(content.get("files")),
        questions=MappingProxyType(dict(draft.questions)),
    )


def _check_draft(draft: SubmissionDraft) -> None:
    if len(draft.message) > MAX_MESSAGE:
        raise TooLargeError("The message is too long.")
    if max(len(draft.answers), len(draft.questions)) > MAX_ANSWERS:
        raise TooLargeError("The submission has too many answers.")
    if (draft.reply_recipient is None) != (draft.mailbox_secret is None):
        raise InputError("A submission that wants replies needs both a recipient and a mailbox secret.")
    if draft.reply_recipient is not None and not _RECIPIENT.fullmatch(draft.reply_recipient):
        raise InputError("The recipient for replies is malformed.")
    if draft.mailbox_secret is not None and len(draft.mailbox_secret) != SECRET_SIZE:
        raise InputError("The mailbox secret has the wrong length.")
    pairs = (*draft.answers.items(), *draft.questions.items())
    for text in (draft.message, draft.channel, *(text for pair in pairs for text in pair)):
        if not text.isascii() and _SURROGATE.search(text):
            raise InputError("A text of the submission is not Unicode.")


def _load(data: bytes) -> object:
    if len(data) > MAX_JSON:
        raise TooLargeError("submission.json is too large.")
    try:
        return json.loads(data.decode("utf-8"), object_pairs_hook=_no_duplicates, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise _malformed() from error


def _no_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    content = dict(pairs)
    if len(content) != len(pairs):
        raise _malformed()
    return content


def _no_constant(_name: str) -> object:
    raise _malformed()


def _object(value: object) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise _malformed()
    return value


def _text(content: Mapping[str, object], key: str) -> str:
    value = content.get(key)
    if not isinstance(value, str):
        raise _malformed()
    return value


def _optional_text(content: Mapping[str, object], key: str) -> str | None:
    return None if content.get(key) is None else _text(content, key)


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise _malformed() from error
    if day.isoformat() != text:
        raise _malformed()
    return day


def _secret(text: str | None) -> bytes | None:
    if text is None:
        return None
    try:
        return base64.b64decode(text.encode("ascii"), validate=True)
    except (binascii.Error, UnicodeEncodeError) as error:
        raise _malformed() from error


def _answers(value: object) -> dict[str, str]:
    answers = _object(value)
    return {question: _text(answers, question) for question in answers}


def _questions(value: object) -> dict[str, str]:
    if not isinstance(value, list) or len(value) > MAX_ANSWERS:
        raise _malformed()
    pairs = [(_text(_object(entry), "key"), _text(_object(entry), "ask")) for entry in value]
    return _no_duplicates(pairs)


def _files(value: object) -> tuple[SubmittedFile, ...]:
    if not isinstance(value, list):
        raise _malformed()
    if len(value) > MAX_FILES:
        raise TooLargeError("The submission lists too many files.")
    return tuple(_file(_object(entry)) for entry in value)


def _file(entry: Mapping[str, object]) -> SubmittedFile:
    name, size, sha256 = SafeName(_text(entry, "name")), entry.get("size"), _text(entry, "sha256")
    if type(size) is not int or not 0 <= size < 2**63 or not _SHA256.fullmatch(sha256):
        raise _malformed()
    if _text(entry, "member") != FOLDER + name:
        raise _malformed()
    return SubmittedFile(FOLDER + name, name, size, sha256, clean_media_type(_text(entry, "media_type")))


def _malformed() -> InputError:
    return InputError("submission.json is malformed.")
