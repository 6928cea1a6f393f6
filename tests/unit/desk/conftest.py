"""Submissions without a drop, put into the tables as a fetch would."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from amparo.desk import submissions_store
from amparo.desk.designations import designation
from amparo.desk.filing import FILES, submission_id
from amparo.desk.keys import make_keys
from amparo.desk.room import Desk
from amparo.desk.settings import Settings, desk_home, save
from amparo.desk.submissions import EnvelopeId, Submission, SubmittedFile
from amparo.seal.age import HybridIdentity

TODAY = date(2026, 11, 24)

File = Callable[..., Submission]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A desk with keys and an empty inbox, not paired."""
    settings = Settings(desk_home(tmp_path))
    save(settings)
    make_keys(settings.keys, settings.newsroom, settings.desk)
    return Desk(tmp_path, lambda: datetime(2026, 11, 24, 12, tzinfo=UTC))


@pytest.fixture
def arrive(desk: Desk) -> File:
    """Files a submission: `arrive(message, files={name: content}, secret=bytes, day=date)`."""
    count = 0

    def file(
        message: str,
        *,
        files: dict[str, bytes] | None = None,
        secret: bytes | None = None,
        day: date = TODAY,
        name: str = "",
    ) -> Submission:
        nonlocal count
        count += 1
        envelope = EnvelopeId(f"envelope-{count:04}")
        identity = submission_id(envelope)
        directory = desk.settings.submissions / identity / FILES
        directory.mkdir(parents=True)
        for name, content in (files or {}).items():
            (directory / name).write_bytes(content)
        submission = Submission(
            id=identity,
            envelope=envelope,
            conversation=name or designation(secret or envelope.encode()),
            received=day,
            message=message,
            answers={},
            files=tuple(SubmittedFile(n, len(c), f"{hash(c) & 0xFFFFFFFF:064x}") for n, c in (files or {}).items()),
            reply_recipient=None if secret is None else str(HybridIdentity.from_seed(secret).recipient),
            read=False,
        )
        with desk.database() as database:
            submissions_store.file_submission(
                database, submission, ciphertext_sha256=f"{count:064}", ciphertext_size=20_000, mailbox_secret=secret
            )
        return submission

    return file
