"""Envelopes (specs/envelope.md): what a drop stores. A streamed ZIP, padded by Padmé, inside an age file.

Sans-I/O: the sealer takes a source's files piece by piece and returns ciphertext at once; it keeps names, sizes and
hashes, and never more of a file than one age chunk. Whoever seals, a drop for a form (door A) or a source's own client
(door B), the result has one shape: files/…, submission.json, padding.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from typing import BinaryIO, Final

from cryptography.utils import Buffer

from amparo.errors import InputError, StateError, TooLargeError
from amparo.seal.age import Random, Recipient, Sealer
from amparo.seal.names import MAX_BYTES, DistinctNames, SafeName
from amparo.seal.padding import padme
from amparo.seal.submission import (
    FOLDER,
    MAX_FILES,
    MAX_JSON,
    Submission,
    SubmissionDraft,
    SubmittedFile,
    clean_media_type,
    parse_submission,
    submission_json,
)
from amparo.seal.zipread import ZipReader
from amparo.seal.zipstream import ZipWriter, member_overhead

__all__ = [
    "MINIMUM",
    "EnvelopeReader",
    "EnvelopeSealer",
    "Submission",
    "SubmissionDraft",
    "SubmittedFile",
    "open_envelope",
    "padded_length",
]

MINIMUM: Final = 16 * 1024
"""The smallest plaintext in bytes: a bare message and one with a small file look alike."""
SUBMISSION: Final = "submission.json"
PADDING: Final = "padding"
_PIECE: Final = 64 * 1024
_ZEROS: Final = memoryview(bytes(_PIECE))


def padded_length(length: int) -> int:
    """The length in bytes of the whole ZIP whose unpadded one would be `length` (with an empty padding member)."""
    return padme(max(length, MINIMUM))


class EnvelopeSealer:
    """Seals one submission to `recipients`. Every method returns ciphertext to be stored in order, maybe none yet.

    `open_file`, `push`…, `close_file` for each file, then `finish`. An envelope that is not finished opens for nobody.
    """

    def __init__(self, recipients: Sequence[Recipient], *, random: Random = os.urandom) -> None:
        self._age = Sealer(recipients, random=random)
        self._zip = ZipWriter()
        self._files: list[SubmittedFile] = []
        self._names = DistinctNames()
        self._open: _OpenFile | None = None

    @property
    def received(self) -> tuple[SubmittedFile, ...]:
        """The files that are complete so far: safe name, size in bytes, SHA-256 in hexadecimal."""
        return tuple(self._files)

    def open_file(self, untrusted_name: str | bytes, media_type: str = "") -> bytes:
        """Begin a file. TooLargeError beyond 10,000 files; StateError while another file is open."""
        if len(self._files) >= MAX_FILES:
            raise TooLargeError("There are too many files for one submission.", "Put them into an archive.")
        if self._open is not None:
            raise StateError("A file is still open.")
        name = self._names.take(SafeName.parse(untrusted_name))
        head = self._zip.begin(FOLDER + name)
        self._open = _OpenFile(name, clean_media_type(media_type))
        return self._age.push(head)

    def push(self, data: Buffer) -> bytes:
        """More bytes of the open file."""
        return bytes(self.push_view(data))

    def push_view(self, data: Buffer) -> memoryview:
        """As `push`, without a copy: the view is overwritten by the next call to any sealer in this thread."""
        if self._open is None:
            raise StateError("No file is open.")
        self._zip.add(data)
        self._open.digest.update(data)
        self._open.size += len(memoryview(data).cast("B"))
        return self._age.push_view(data)

    def close_file(self) -> bytes:
        """End the open file; it now counts as received."""
        if self._open is None:
            raise StateError("No file is open.")
        self._files.append(self._open.finished())
        self._open = None
        return self._age.push(self._zip.end())

    def finish(self, submission: SubmissionDraft) -> Iterator[bytes]:
        """The rest of the envelope, piece by piece: for a large submission the padding alone may be many megabytes.

        TooLargeError (from this call, before any piece) when the texts and the list of files exceed 16 MiB.
        """
        if self._open is not None:
            raise StateError("A file is still open.")
        return self._finish(submission_json(submission, self.received))

    def _finish(self, listing: bytes) -> Iterator[bytes]:
        start = self._zip.begin(SUBMISSION)
        self._zip.add(listing)
        ahead = b"".join((start, listing, self._zip.end(), self._zip.begin(PADDING)))
        # The local header of the padding counts in its overhead, and the archive's length so far excludes it.
        bare = self._zip.length_if_finished + member_overhead(PADDING)
        left = padded_length(bare) - bare
        while left > _PIECE:
            self._zip.add(_ZEROS)
            yield self._age.push(b"".join((ahead, _ZEROS)))
            ahead, left = b"", left - _PIECE
        zeros = _ZEROS[:left]
        self._zip.add(zeros)
        yield self._age.finish(b"".join((ahead, zeros, self._zip.end(), self._zip.finish())))


class _OpenFile:
    """The file that is arriving."""

    def __init__(self, name: SafeName, media_type: str) -> None:
        self.name = name
        self.media_type = media_type
        self.digest = hashlib.sha256()
        self.size = 0

    def finished(self) -> SubmittedFile:
        return SubmittedFile(FOLDER + self.name, self.name, self.size, self.digest.hexdigest(), self.media_type)


class EnvelopeReader:
    """Reads the plaintext of an envelope from a seekable binary file, which it trusts in nothing.

    Raises InputError (TruncatedError, TooLargeError) unless the archive has exactly the shape the sealer writes and
    agrees with its own submission.json. File contents are checked as they are read.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._zip = ZipReader(file, max_members=MAX_FILES + 2, max_name=len(FOLDER) + MAX_BYTES)
        self.submission = self._read_submission()
        self._check_members()
        self._members = dict(zip(self.submission.files, self._zip.members, strict=False))

    def read(self, file: SubmittedFile) -> Iterator[bytes]:
        """The bytes of one file of the submission in pieces of at most 1 MiB.

        Only when the iterator ends without InputError have size, CRC and SHA-256 been found right.
        """
        digest = hashlib.sha256()
        for piece in self._zip.read(self._members[file]):
            digest.update(piece)
            yield piece
        if digest.hexdigest() != file.sha256:
            raise InputError("A file of the submission is not the one its list names.")

    def verify(self) -> None:
        """Read everything once; raises InputError when any file is not what its list says."""
        for file in self.submission.files:
            for _piece in self.read(file):
                pass

    def _read_submission(self) -> Submission:
        members = self._zip.members
        if len(members) < 2 or members[-2].name != SUBMISSION or members[-1].name != PADDING:
            raise InputError("The envelope does not end in its submission and its padding.")
        if members[-2].size > MAX_JSON:
            raise TooLargeError("submission.json is too large.")
        return parse_submission(b"".join(self._zip.read(members[-2])))

    def _check_members(self) -> None:
        listed = [(file.member, file.size) for file in self.submission.files]
        if listed != [(member.name, member.size) for member in self._zip.members[:-2]]:
            raise InputError("The envelope's files are not those its submission lists.")
        if len({file.name.key for file in self.submission.files}) != len(listed):
            raise InputError("Two files of the submission share one name.")


def open_envelope(file: BinaryIO) -> Submission:
    """The submission in a plaintext envelope, every file in it verified; raises as EnvelopeReader does."""
    reader = EnvelopeReader(file)
    reader.verify()
    return reader.submission
