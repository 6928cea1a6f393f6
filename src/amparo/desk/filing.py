"""Opens one envelope onto the desk's disk and files it as a submission. Plaintext exists under HOME/desk only.

Everything is written beside its final place and renamed when it is whole and synced; the database learns of it last.
Spec: specs/envelope.md.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
from base64 import b32encode
from collections.abc import Sequence
from pathlib import Path

from amparo.desk import submissions_store
from amparo.desk.designations import designation
from amparo.desk.disk import make_private_directory, private_descriptor, sync_directory
from amparo.desk.drop_client import ListedEnvelope
from amparo.desk.submissions import EnvelopeId, Submission, SubmissionId, SubmittedFile
from amparo.errors import StoreError, TrustError
from amparo.seal import envelope
from amparo.seal.age import Identity, Opener

PIECE = 1024 * 1024
UNFINISHED = ".unfinished"
FILES = "files"


class CopyError(TrustError):
    """An envelope's bytes were collected before, under another name."""


def submission_id(identity: EnvelopeId) -> SubmissionId:
    """The desk's name of what is in this envelope: the same each time the envelope is opened."""
    digest = hashlib.sha256(b"amparo/desk/submission/v1\n" + identity.encode()).digest()
    return SubmissionId(b32encode(digest)[:12].decode().lower())


class Filing:
    """Files envelopes under `directory`, opened by any of `identities`."""

    def __init__(self, directory: Path, database: sqlite3.Connection, identities: Sequence[Identity]) -> None:
        self._directory, self._database, self._identities = make_private_directory(directory), database, identities
        for left in directory.glob(f"*{UNFINISHED}"):
            shutil.rmtree(left)

    def file(self, listed: ListedEnvelope, ciphertext: Path) -> None:
        """Open the envelope and file it; again, it changes nothing.

        Raises InputError or one of its kinds when it is not an envelope for us, TrustError when it was altered or is a
        copy of another one, StoreError when the disk fails. Then nothing of it stays here.
        """
        identity = submission_id(listed.id)
        place = self._directory / identity
        unfinished = self._directory / f"{identity}{UNFINISHED}"
        try:
            make_private_directory(unfinished)
            sha256 = self._open(ciphertext, unfinished / "envelope.zip")
            self._refuse_copy(listed.id, sha256)
            content, files = _unpack(unfinished / "envelope.zip", make_private_directory(unfinished / FILES))
            (unfinished / "envelope.zip").unlink()
            _put_in_place(unfinished, place)
        except OSError:
            raise StoreError("The desk's disk failed while an envelope was opened.", "Is it full?") from None
        finally:
            shutil.rmtree(unfinished, ignore_errors=True)
        submissions_store.file_submission(
            self._database,
            _submission(identity, listed, content, files),
            ciphertext_sha256=sha256,
            ciphertext_size=listed.size,
            mailbox_secret=content.mailbox_secret,
        )

    def _open(self, ciphertext: Path, plaintext: Path) -> str:
        """Write the authentic plaintext; the SHA-256 of the ciphertext."""
        opener, digest = Opener(self._identities, armor=False), hashlib.sha256()
        with ciphertext.open("rb") as sealed, os.fdopen(private_descriptor(plaintext, os.O_WRONLY), "wb") as out:
            while piece := sealed.read(PIECE):
                digest.update(piece)
                out.write(opener.push_view(piece))
            out.write(opener.finish())
        return digest.hexdigest()

    def _refuse_copy(self, identity: EnvelopeId, sha256: str) -> None:
        """A drop that serves one envelope's bytes under another's name would make us delete what we never had."""
        first = submissions_store.envelope_of_ciphertext(self._database, sha256)
        if first is not None and first != identity:
            raise CopyError("The drop served the bytes of one envelope under the name of another.")


def _unpack(archive: Path, into: Path) -> tuple[envelope.Submission, tuple[SubmittedFile, ...]]:
    with archive.open("rb") as file:
        reader = envelope.EnvelopeReader(file)
        for each in reader.submission.files:
            _unpack_one(reader, each, into)
    sync_directory(into)
    return reader.submission, tuple(
        SubmittedFile(each.name, each.size, each.sha256) for each in reader.submission.files
    )


def _unpack_one(reader: envelope.EnvelopeReader, each: envelope.SubmittedFile, into: Path) -> None:
    """Write one file; the reader has checked size and hash when its last piece has come."""
    with os.fdopen(private_descriptor(into / each.name, os.O_WRONLY | os.O_EXCL), "wb") as out:
        for piece in reader.read(each):
            out.write(piece)
        out.flush()
        os.fsync(out.fileno())


def _put_in_place(unfinished: Path, place: Path) -> None:
    sync_directory(unfinished)
    # There already only when a fetch was killed between the rename and the database: not filed, so ours to replace.
    shutil.rmtree(place, ignore_errors=True)
    unfinished.rename(place)
    sync_directory(place.parent)


def _submission(
    identity: SubmissionId, listed: ListedEnvelope, content: envelope.Submission, files: tuple[SubmittedFile, ...]
) -> Submission:
    return Submission(
        id=identity,
        envelope=listed.id,
        # Without a secret nothing ties it to anything else: a conversation of its own.
        conversation=designation(content.mailbox_secret or listed.id.encode()),
        received=listed.day,
        message=content.message,
        answers=content.answers,
        files=files,
        reply_recipient=content.reply_recipient,
        read=False,
        channel=content.channel,
        questions=content.questions,
    )
