"""amparo desk desks, roster, accept, move-root, rotate-root, revoke: whose keys are the newsroom's (docs/keys.md)."""

from __future__ import annotations

import argparse
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from amparo.cli.options import add_json, home_of, print_json, verb
from amparo.desk import accepting, health_store
from amparo.desk.health import strange_sentence
from amparo.desk.pairing import confirmed_roster
from amparo.desk.room import Desk
from amparo.desk.rosters import RosterFiles
from amparo.desk.rotation import Changer, lineage_of, move_root
from amparo.errors import InputError, StateError
from amparo.seal.fingerprint import fingerprint
from amparo.seal.note import Verifier

REVOCABLE = ("api", "epochs", "desk", "root")
_READ_FIRST = "Read docs/keys.md; then say it again with --yes."


def register(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the verbs."""
    add_json(verb(verbs, "desks", "the desks on the newsroom's roster, and how long each has keys", run_desks))
    roster = verb(
        verbs,
        "roster",
        "write the roster that the drop serves, to be entered in the library's log",
        run_roster,
        description="Writes the signed roster and prints its SHA-256. Entered in the library's log (amparo library "
        "artifact FILE --kind roster), it lets anyone see whether a drop serves the newsroom's roster: amparo library "
        "check-drop.",
    )
    roster.add_argument("-o", "--output", type=Path, required=True, metavar="FILE", help="where to write it")
    add_json(roster)
    accept = verb(
        verbs,
        "accept",
        "look at what colleagues changed about the newsroom's keys, and take it",
        run_accept,
        description="Shows what the drop serves otherwise than this desk knows it: desks that came or went, another "
        "root key. Compare it with the colleague who did it, by another way; then say --yes.",
    )
    _add_yes(accept)
    add_json(accept)
    _register_root(verbs)


def _register_root(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    moved = verb(
        verbs,
        "move-root",
        "move the root key to a medium that is kept elsewhere",
        run_move_root,
        description="Writes the root key to FILE, reads it back, and destroys it here. From then on pair, rotate-root "
        "and revoke need the medium: --root-key FILE. Everything else works without it.",
    )
    moved.add_argument("file", type=Path, metavar="FILE", help="on the medium; must not exist yet")
    rotated = verb(
        verbs,
        "rotate-root",
        "replace the newsroom's root key by a new one that the old one vouches for",
        run_rotate,
        description="Makes a new root key, has the old one name it as its heir, and tells the drop. Sources' "
        "passphrases go on working, and whoever has the old fingerprint is led to the new one. Publish the new "
        "fingerprint all the same.",
    )
    add_root_key(rotated)
    _add_yes(rotated)
    add_json(rotated)
    revoked = verb(
        verbs,
        "revoke",
        "take back a key that may be in the wrong hands",
        run_revoke,
        description="api: another key for this desk's requests. epochs: other day keys from --from on, today by "
        "default. desk: another desk (--desk NAME) off the roster. root: another root key, and the old one revoked, so "
        "that nobody follows it; with --final no other one: the drop's door closes for good.",
    )
    revoked.add_argument("what", choices=REVOCABLE, help="which key")
    revoked.add_argument("--desk", default="", metavar="NAME", help="the desk to take off the roster")
    revoked.add_argument("--from", dest="first", default="", metavar="YYYY-MM-DD", help="the first day, for epochs")
    revoked.add_argument("--final", action="store_true", help="end the root key without another one")
    add_root_key(revoked)
    _add_yes(revoked)
    add_json(revoked)


def add_root_key(parser: argparse.ArgumentParser) -> None:
    """Add `--root-key`."""
    parser.add_argument(
        "--root-key", type=Path, default=None, metavar="FILE", help="the root key, when it is kept on another medium"
    )


def _add_yes(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--yes", action="store_true", help="do it; without this you are only told what would be done")


def run_desks(options: argparse.Namespace) -> None:
    """Who is on the roster."""
    desk = Desk(home_of(options))
    roster = confirmed_roster(desk.settings, desk.keys.root_verifier)
    for each in () if roster is None else roster.desks:
        row = {"desk": each.name, "api": each.api_vkey, "until": each.last_day.isoformat()}
        if options.json:
            print_json(row)
        else:
            own = "  (this desk)" if each.name == desk.settings.desk else ""
            print(f"{each.name:<32}  keys until {row['until']}{own}")


def run_roster(options: argparse.Namespace) -> None:
    """Write what the drop serves."""
    note = RosterFiles(Desk(home_of(options)).settings.roster).read()
    if note is None:
        raise StateError("This desk is not paired with a drop yet.", "Run: amparo desk pair DROP_URL")
    options.output.write_bytes(note)
    digest = hashlib.sha256(note).hexdigest()
    _tell(options, {"file": str(options.output), "sha256": digest}, f"roster: {options.output}\nSHA-256: {digest}")


def run_accept(options: argparse.Namespace) -> None:
    """Show, and take when told to."""
    desk = Desk(home_of(options))
    with desk.drop() as client:
        change = accepting.look(desk.settings, client, desk.keys.root_verifier)
    found = {
        "root": str(change.root),
        "fingerprint": fingerprint(change.root),
        "root_changed": change.root != change.known,
        "added": change.differences.added,
        "removed": change.differences.removed,
        "rekeyed": change.differences.rekeyed,
    }
    words = [f"{name}: {' '.join(names)}" for name, names in found.items() if isinstance(names, tuple) and names]
    if change.root != change.known:
        words.append(f"another root key, with the fingerprint {fingerprint(change.root)}")
    with desk.database() as database:
        strange = [strange_sentence(each) for each in health_store.strange(database, desk.settings.drop)]
        if options.yes:
            accepting.accept(desk.settings, change)
            health_store.settle(database, desk.settings.drop)
    words += strange
    data = {**found, "strange": strange, "accepted": options.yes}
    _tell(options, data, "\n".join(words) or "Nothing has changed but days.")
    if (change.any or strange) and not options.yes:
        raise StateError(
            "This is not as this desk knew it; nothing was taken over.",
            "Ask your colleagues, by another way, whether they did this. Then: amparo desk accept --yes",
        )


def run_move_root(options: argparse.Namespace) -> None:
    """Move it."""
    desk = Desk(home_of(options))
    move_root(desk.settings, desk.keys, options.file.absolute())
    print(
        f"The root key is in {options.file} now, and nowhere else. Make a second copy of that file on another medium."
    )


def run_rotate(options: argparse.Namespace) -> None:
    """Another root."""
    if not options.yes:
        raise StateError("The root key would be replaced; nothing was done.", _READ_FIRST)
    with _changer(options) as changer:
        root = changer.rotate_root()
    _tell_root(options, root)


def run_revoke(options: argparse.Namespace) -> None:
    """Another key for the one that may be known."""
    if options.what == "desk" and not options.desk:
        raise InputError("Which desk?", "Name it: --desk NAME. See them: amparo desk desks")
    if not options.yes:
        raise StateError(f"The {options.what} key would be taken back; nothing was done.", _READ_FIRST)
    with _changer(options) as changer:
        _REVOKE[options.what](options, changer)


def _revoke_api(options: argparse.Namespace, changer: Changer) -> None:
    changer.new_api_key()
    _tell(options, {"revoked": "api"}, "The drop knows this desk by another key now, and refuses the old one.")


def _revoke_epochs(options: argparse.Namespace, changer: Changer) -> None:
    days = changer.new_epochs(_day(options.first) if options.first else changer.today)
    said = [day.isoformat() for day in days]
    _tell(
        options,
        {"revoked": "epochs", "days": said},
        f"{len(days)} days have other keys now. What was sealed before can be opened by whoever has the old ones and "
        "a copy of the drop: fetch now, so that nothing of it stays there.",
    )


def _revoke_desk(options: argparse.Namespace, changer: Changer) -> None:
    changer.remove_desk(options.desk)
    _tell(options, {"revoked": "desk", "desk": options.desk}, "That desk is off the roster: the drop refuses it.")


def _revoke_root(options: argparse.Namespace, changer: Changer) -> None:
    if options.final:
        changer.end_root()
        _tell(options, {"revoked": "root", "final": True}, "The root key is revoked. The drop takes nothing any more.")
        return
    old = changer.keys.root_verifier
    root = changer.rotate_root()
    changer.revoke_old_root(old)
    _tell_root(options, root)


_REVOKE = {"api": _revoke_api, "epochs": _revoke_epochs, "desk": _revoke_desk, "root": _revoke_root}


@contextmanager
def _changer(options: argparse.Namespace) -> Iterator[Changer]:
    place = options.root_key.absolute() if options.root_key else None
    desk = Desk(home_of(options), root_key=place)
    with desk.drop() as client:
        yield Changer(desk.settings, desk.keys, client, desk.today, place)


def _tell_root(options: argparse.Namespace, root: Verifier) -> None:
    revoked = [str(each) for each in lineage_of(Desk(home_of(options)).settings).revoked]
    data = {"root": str(root), "fingerprint": fingerprint(root), "revoked": revoked}
    _tell(
        options,
        data,
        f"root key: {root}\nfingerprint: {fingerprint(root)}\n"
        "Publish this fingerprint where the old one stands. Other desks: amparo desk accept.",
    )


def _tell(options: argparse.Namespace, data: dict[str, Any], words: str) -> None:
    if options.json:
        print_json(data)
    else:
        print(words)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InputError("A day looks like 2026-11-24.") from None
