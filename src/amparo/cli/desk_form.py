"""amparo desk form: the channels and questions that sources see, written in TOML, signed by the newsroom's root key."""

from __future__ import annotations

import argparse
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from amparo.cli.desk_keys import add_root_key
from amparo.cli.options import add_json, home_of, print_json, verb
from amparo.desk.form_file import read_form
from amparo.desk.form_publishing import publish_form, require_desks, served_form
from amparo.desk.pairing import confirmed_roster
from amparo.desk.room import Desk
from amparo.errors import InputError, StateError
from amparo.seal.form import MAX_FORM, Channel, Form

DESCRIPTION = """\
Reads channels and questions from a TOML file, checks them, signs them with the newsroom's root key and gives them to
the drop. Sources then choose a channel, if there are several, and may answer its questions; what comes through a
channel is sealed to the desks it names. Without FILE, shows the form that sources see now. An example:

  [[channel]]
  name = "harbour"
  title = "Harbour and ships"
  hint = "Dumping, smuggling, working hours."
  language = "en"
  desks = ["news"]

  [[channel.question]]
  key = "about"
  ask = "Who is it about?"
  kind = "choice"                      # text, choice, choices or date
  options = ["A company", "An authority"]

  [[channel.question]]
  key = "company"
  ask = "Which company?"
  kind = "text"
  only_if = { key = "about", option = "A company" }
"""


def register(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `form`."""
    parser = verb(verbs, "form", "the channels and questions that sources see", run_form, description=DESCRIPTION)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("file", nargs="?", type=Path, metavar="FILE.toml", help="the form; without it, show it")
    parser.add_argument("--check", action="store_true", help="only check FILE; nothing is signed or sent")
    parser.add_argument("--remove", action="store_true", help="withdraw the form: one way in, no questions")
    add_root_key(parser)
    add_json(parser)


def run_form(options: argparse.Namespace) -> None:
    """Show, check, send or withdraw."""
    if (options.file is not None) == options.remove and (options.remove or options.check):
        raise InputError("Give either a file or --remove.", "See: amparo desk form --help")
    channels = () if options.file is None else read_form(_text(options.file))
    if options.check:
        _tell(options, channels, None, "is right; nothing was sent")
        return
    desk = Desk(home_of(options), root_key=options.root_key)
    if options.file is None and not options.remove:
        _show(options, desk)
        return
    roster = confirmed_roster(desk.settings, desk.keys.root_verifier)
    if roster is None:
        raise StateError("This desk is not paired with a drop yet.", "Run: amparo desk pair DROP_URL")
    require_desks(channels, roster)
    with desk.drop() as client:
        form = publish_form(desk.settings.home, desk.keys, client, channels, desk.today)
    _tell(options, channels, form, "is on the drop" if channels else "is withdrawn")


def _show(options: argparse.Namespace, desk: Desk) -> None:
    with desk.drop() as client:
        form = served_form(client, desk.keys)
    _tell(options, () if form is None else form.channels, form, "is on the drop" if form else "is not there")


def _tell(options: argparse.Namespace, channels: tuple[Channel, ...], form: Form | None, state: str) -> None:
    if options.json:
        print_json(_as_json(channels, form))
        return
    issued = "" if form is None else f" of {form.issued.isoformat()}, edition {form.edition},"
    print(f"The form{issued} {state}.", file=sys.stderr)
    for channel in channels:
        desks = ", ".join(channel.desks) or "the whole roster"
        print(f"{channel.name}: {channel.title} (sealed to {desks}; {len(channel.questions)} questions)")


def _as_json(channels: tuple[Channel, ...], form: Form | None) -> dict[str, Any]:
    return {
        "issued": None if form is None else form.issued.isoformat(),
        "edition": None if form is None else form.edition,
        "channels": [asdict(channel) for channel in channels],
    }


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > MAX_FORM:
            raise InputError("The form is too long.", f"At most {MAX_FORM // 1024} KiB.")
        return path.read_text("utf-8")
    except UnicodeDecodeError:
        raise InputError("The form is not text in UTF-8.", "Save it as UTF-8.") from None
    except OSError as error:
        raise InputError(f"The form cannot be read: {error.strerror}.", "Check its name.") from None
