"""`amparo seal`: make keys, seal and open files. Reads and writes the files of the `age` command."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from amparo.cli.options import add_json, print_json, verb
from amparo.errors import InputError, StateError

# Everything of amparo.seal is imported inside the verbs: `--help` then answers at once.
if TYPE_CHECKING:
    from amparo.seal.age import Identity, KeyIdentity, Recipient

    Verbs = argparse._SubParsersAction[argparse.ArgumentParser]

# No file of keys is larger; what is larger is not a file of keys.
_KEYS = 1024 * 1024

_KEYGEN = """\
Make a key pair. The identity (secret) goes to FILE, readable by you alone; the recipient (public) is printed: hand
it to whoever shall seal files for you. Post-quantum unless --x25519, which age releases before 1.3 can use.
"""
_KEYGEN_EXAMPLES = """\
  amparo seal keygen -o key.txt            keep key.txt secret; the line printed is your recipient
  amparo seal keygen --x25519 -o key.txt   for people with an older age
"""
_RECIPIENT = "Print the recipients of the identities in FILE, one a line: what others need to seal files for them."
_ENCRYPT = """\
Seal IN (or standard input) so that the holder of any one of the recipients' identities can open it, and nobody else.
OUT appears only when it is whole. The age command opens the result.
"""
_ENCRYPT_EXAMPLES = """\
  amparo seal encrypt -r age1pq1... -o report.pdf.age report.pdf
  tar c folder | amparo seal encrypt -R newsroom.txt > folder.tar.age
  amparo seal encrypt -a -r age1... note.txt       as text, to paste into a message
"""
_DECRYPT = """\
Open IN (or standard input), armored or not. OUT appears only when the whole file has proved authentic.
On standard output bytes come out as they prove authentic, so there the file is whole only if the exit code is 0.
"""
_DECRYPT_EXAMPLES = """\
  amparo seal decrypt -i key.txt -o report.pdf report.pdf.age
  amparo seal decrypt -i key.txt folder.tar.age | tar x
"""


def register(parser: argparse.ArgumentParser) -> None:
    """Add the verbs of `amparo seal`."""
    verbs = parser.add_subparsers(metavar="VERB", required=True)
    _register_keygen(verbs)
    _register_encrypt(verbs)
    _register_decrypt(verbs)


def _register_keygen(verbs: Verbs) -> None:
    parser = verb(verbs, "keygen", "make an identity, print its recipient", keygen, description=_KEYGEN)
    _teach(parser, _KEYGEN_EXAMPLES)
    parser.add_argument("--x25519", action="store_true", help="a classical key pair, not a post-quantum one")
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="the identity file; must not exist yet")
    add_json(parser)
    parser = verb(verbs, "recipient", "print the recipients of an identity file", recipient, description=_RECIPIENT)
    parser.add_argument("file", type=Path, nargs="?", metavar="FILE", help="an identity file; else standard input")


def _register_encrypt(verbs: Verbs) -> None:
    parser = verb(verbs, "encrypt", "seal a file to recipients", encrypt, description=_ENCRYPT)
    _teach(parser, _ENCRYPT_EXAMPLES)
    parser.add_argument("-r", "--recipient", action="append", default=[], metavar="RECIPIENT", help="age1… or age1pq1…")
    parser.add_argument(
        "-R", "--recipients-file", action="append", default=[], type=Path, metavar="FILE", help="one recipient a line"
    )
    parser.add_argument("-p", "--passphrase", action="store_true", help="ask for a passphrase; instead of recipients")
    parser.add_argument("-a", "--armor", action="store_true", help="write text (ASCII armor) instead of binary")
    _add_files(parser)


def _register_decrypt(verbs: Verbs) -> None:
    parser = verb(verbs, "decrypt", "open a file with an identity", decrypt, description=_DECRYPT)
    _teach(parser, _DECRYPT_EXAMPLES)
    parser.add_argument(
        "-i", "--identity", action="append", default=[], type=Path, metavar="FILE", help="an identity file"
    )
    parser.add_argument(
        "-p", "--passphrase", action="store_true", help="ask for the passphrase of a file sealed with one"
    )
    _add_files(parser)


def _add_files(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("-o", "--output", type=Path, metavar="OUT", help="where to write; else standard output")
    parser.add_argument("input", type=Path, nargs="?", metavar="IN", help="what to read; else standard input")


def _teach(parser: argparse.ArgumentParser, examples: str) -> None:
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = f"examples:\n{examples}"


def keygen(options: argparse.Namespace) -> None:
    """Make an identity; write it, print its recipient."""
    from amparo.seal.age import HybridIdentity, X25519Identity

    identity: KeyIdentity = X25519Identity.generate() if options.x25519 else HybridIdentity.generate()
    name = str(identity.recipient)
    if options.output is None:
        _show_identity(identity, name, options.json)
        return
    _write_identity(options.output, _identity_file(identity, name))
    if options.json:
        print_json({"recipient": name, "identity_file": str(options.output)})
    else:
        print(name)


def _show_identity(identity: KeyIdentity, name: str, as_json: bool) -> None:
    if as_json:
        print_json({"recipient": name, "identity": identity.secret_text()})
        return
    print(_identity_file(identity, name), end="")
    if not sys.stdout.isatty():
        print(f"Public key: {name}", file=sys.stderr)


def _identity_file(identity: KeyIdentity, name: str) -> str:
    """The text that age-keygen would write."""
    created = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return f"# created: {created}\n# public key: {name}\n{identity.secret_text()}\n"


def _write_identity(path: Path, text: str) -> None:
    """Create the file, for its owner alone; an existing key is never replaced."""
    from amparo.cli.whole_file import write_new

    if not write_new(path, text.encode()):
        raise StateError("the identity file exists already", "name another file; a key that is replaced is lost")


def recipient(options: argparse.Namespace) -> None:
    """Print the recipient of each identity in a file."""
    for identity in _identities([options.file]):
        print(identity.recipient)


def encrypt(options: argparse.Namespace) -> None:
    """Seal IN to OUT."""
    from amparo.cli.streams import output, pump, source
    from amparo.seal.sealer import Sealer

    _one_standard_input([options.input, *options.recipients_file])
    recipients = _recipients(options)
    if options.output is None and sys.stdout.isatty() and not options.armor:
        raise StateError("sealed bytes are not for a terminal", "name a file with -o, or write text with -a")
    with source(options.input) as file:
        sealer = Sealer(recipients, armor=options.armor)
        with output(options.output, text_only=False, mode=0o666) as out:
            pump(file, sealer.push_view, out.write)
            out.write(sealer.finish())


def _recipients(options: argparse.Namespace) -> list[Recipient]:
    from amparo.seal.keys import parse_recipient, parse_recipients_file

    if options.passphrase:
        return _passphrase_recipient(options)
    recipients = [parse_recipient(text) for text in options.recipient]
    for path in options.recipients_file:
        recipients += parse_recipients_file(_read_keys(path))
    if not recipients:
        raise StateError("no recipient was named", "name one with -r age1… or a file of them with -R")
    return recipients


def _passphrase_recipient(options: argparse.Namespace) -> list[Recipient]:
    from amparo.cli.ask import ask_passphrase
    from amparo.seal.scrypt import ScryptRecipient

    if options.recipient or options.recipients_file:
        raise StateError("a file is sealed to recipients or with a passphrase, not both", "leave out -p, or -r and -R")
    return [ScryptRecipient(ask_passphrase(twice=True))]


def decrypt(options: argparse.Namespace) -> None:
    """Open IN to OUT."""
    from amparo.cli.streams import output, pump, source
    from amparo.seal.opener import Opener

    _one_standard_input([options.input, *options.identity])
    opener = Opener(_openers(options))
    with source(options.input) as file, output(options.output, text_only=True) as out:
        pump(file, opener.push_view, out.write)
        out.write(opener.finish())


def _openers(options: argparse.Namespace) -> list[Identity]:
    identities: list[Identity] = [*_identities(options.identity)]
    if options.passphrase:
        from amparo.cli.ask import ask_passphrase
        from amparo.seal.scrypt import ScryptIdentity

        identities.append(ScryptIdentity(ask_passphrase()))
    if not identities:
        raise StateError("no identity was named", "name your identity file with -i, or ask for a passphrase with -p")
    return identities


def _one_standard_input(paths: list[Path | None]) -> None:
    """Standard input can be read once: keys from it and a file from it would make one of them empty."""
    if sum(path is None or str(path) == "-" for path in paths) > 1:
        raise StateError("standard input is asked for twice", "name a file for one of the two")


def _identities(paths: list[Path | None]) -> list[KeyIdentity]:
    from amparo.seal.keys import parse_identity_file

    return [identity for path in paths for identity in parse_identity_file(_read_keys(path))]


def _read_keys(path: Path | None) -> str:
    """The text of a file of keys."""
    from amparo.cli.streams import source

    with source(path) as file:
        data = b""
        while len(data) <= _KEYS and (piece := file.read(_KEYS)):
            data += piece
    try:
        if len(data) > _KEYS:
            raise ValueError
        return data.decode()
    except ValueError:
        raise InputError("this is not a file of keys", "it must be text with one key a line") from None
