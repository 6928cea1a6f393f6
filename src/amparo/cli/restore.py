"""`amparo restore`: a backup back into a new home, all of it, checked, or nothing; and what is to be done next."""

from __future__ import annotations

import argparse
import hashlib
import importlib
import io
from pathlib import Path
from typing import TYPE_CHECKING

from amparo.backup.reading import Restored, extract, new_home
from amparo.cli.options import add_json, home_of, print_json
from amparo.cli.progress import Steps
from amparo.cli.streams import source
from amparo.errors import InputError, StateError
from amparo.seal.age import Identity
from amparo.seal.opener import Opener

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_KEYS = 1024 * 1024
_PIECE = 1024 * 1024
_NEXT = {
    "drop": "drop: amparo drop serve; the desk then pairs again, since its roster may be newer than the backup's",
    "onion": "onion: amparo drop init --onion sets up Tor again, under the same addresses",
    "desk": "desk: amparo desk pair DROP_URL at once: it makes new day keys, since the old ones are not in a backup",
    "library": "library: compare with the newest mirror BEFORE anything is published: a log that grew after the backup "
    "would get a second history. Then: amparo library build",
    "docket": "docket: amparo docket build",
}


def register(parser: argparse.ArgumentParser) -> None:
    """Options of `amparo restore`."""
    parser.description = (
        "Open a backup into a new home, as on a new machine. Every hash is checked before the home appears; nothing is "
        "ever overwritten."
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="what amparo backup wrote")
    parser.add_argument("--home", type=Path, default=None, metavar="DIR", help="the new home: missing, or empty")
    parser.add_argument(
        "-i", "--identity", action="append", default=[], type=Path, metavar="FILE", help="an identity file"
    )
    parser.add_argument("-p", "--passphrase", action="store_true", help="ask for the passphrase it was sealed with")
    parser.add_argument(
        "--sha256", metavar="HEX", help="take only the file with this hash, which amparo backup printed"
    )
    add_json(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> None:
    """Restore, or leave nothing behind."""
    home, steps = home_of(options), Steps()
    size = _size(options.file)
    with new_home(home) as beside, source(options.file) as file:
        stream = _Opened(file, Opener(_identities(options)))
        # Read through a buffer: tar asks for 512 bytes at a time.
        reader = io.BufferedReader(stream, _PIECE)
        restored = extract(reader, beside, lambda _: steps("restoring", stream.taken, size))
        _refuse_more(reader)
        if options.sha256 and options.sha256.strip().lower() != stream.sha256.hexdigest():
            raise InputError("This is another file than the one with that hash.", "Take the file whose hash you noted.")
        if "desk" in restored.about.rooms:
            importlib.import_module("amparo.desk.backup").finish(beside)
    _tell(options, home, restored)


class _Opened(io.RawIOBase):
    """The plaintext of a sealed file, as a stream to read once."""

    def __init__(self, file: io.FileIO, opener: Opener) -> None:
        self._file, self._opener = file, opener
        self._plain = memoryview(b"")
        self._ended = False
        self.sha256 = hashlib.sha256()
        self.taken = 0

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        """As much as is at hand; nothing at the end, which has proved authentic then."""
        while not self._plain and not self._ended:
            self._more()
        target = memoryview(buffer).cast("B")
        count = min(len(target), len(self._plain))
        target[:count] = self._plain[:count]
        self._plain = self._plain[count:]
        return count

    def _more(self) -> None:
        data = self._file.read(_PIECE) or b""
        self.sha256.update(data)
        self.taken += len(data)
        self._ended = not data
        self._plain = memoryview(bytes(self._opener.push(data) if data else self._opener.finish()))


def _refuse_more(reader: io.BufferedReader[_Opened]) -> None:
    """Read to the end, so that all of the file is authentic; what still comes must be padding."""
    while piece := reader.read(_PIECE):
        if piece.strip(b"\0"):
            raise InputError("The backup goes on after its end.", "Take another copy of it.")


def _identities(options: argparse.Namespace) -> list[Identity]:
    from amparo.seal.keys import parse_identity_file

    found: list[Identity] = []
    for path in options.identity:
        try:
            found += parse_identity_file(path.read_text()[:_KEYS])
        except UnicodeDecodeError:
            raise InputError("That is no identity file.", "Name the file that amparo seal keygen wrote.") from None
    if options.passphrase:
        from amparo.cli.ask import ask_passphrase
        from amparo.seal.scrypt import ScryptIdentity

        found.append(ScryptIdentity(ask_passphrase()))
    if not found:
        raise StateError("Nothing was named that opens the backup.", "Name an identity with -i FILE, or ask with -p.")
    return found


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        raise InputError("The backup cannot be read.", "Check its name.") from None


def _tell(options: argparse.Namespace, home: Path, restored: Restored) -> None:
    about = restored.about
    if options.json:
        facts = {"home": str(home), "day": about.day.isoformat(), "rooms": about.rooms, "without": about.without}
        print_json({**facts, "files": restored.files, "bytes": restored.bytes})
        return
    whole = f"{restored.files:,} files, {restored.bytes:,} bytes, all checked"
    print(f"{home}: {', '.join(about.rooms)}, as on {about.day}; {whole}")
    print("Next:")
    for room in about.rooms:
        if room in _NEXT:
            print(f"  {_NEXT[room]}")
