"""Signs the newsroom's form and gives it to the drop, then looks whether the drop serves exactly it (specs/form.md).

The form last sent lies in HOME/desk/form.note: the next one is of a later edition than that and than what the drop has.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from amparo.desk.caused import remember
from amparo.desk.disk import write_private
from amparo.desk.drop_client import DropClient
from amparo.desk.keys import DeskKeys
from amparo.errors import InputError, StateError, TrustError
from amparo.ledger.configuration import What
from amparo.seal.form import MAX_FORM, Channel, Form
from amparo.seal.note import parse_note, sign
from amparo.seal.roster import Roster

KEPT = "form.note"


def publish_form(home: Path, keys: DeskKeys, client: DropClient, channels: tuple[Channel, ...], today: date) -> Form:
    """Give the drop a form with these channels; none at all withdraws it.

    StateError when the drop has a later one, or a form issued on a later day than today is kept here; TrustError when
    the drop does not serve what it was given.
    """
    known = [form for form in (kept_form(home), _served(client, keys)) if form is not None]
    form = Form(today, channels, _edition(known, today))
    note = sign(form.to_text(), [keys.root])
    if len(note) > MAX_FORM:
        raise InputError("The form is too long.", f"At most {MAX_FORM // 1024} KiB with everything in it.")
    remember(home, What.FORM, note)
    client.put_form(note)
    if client.form() != note:
        raise TrustError("The drop does not serve the form that it was given.", "Find out who has control of it.")
    write_private(home / KEPT, note)
    return form


def require_desks(channels: Iterable[Channel], roster: Roster) -> None:
    """InputError when a channel names a desk that is not on the roster: nobody could use it."""
    for number, channel in enumerate(channels, start=1):
        if not channel.open_on(roster):
            names = ", ".join(desk.name for desk in roster.desks)
            raise InputError(f"Channel {number} names a desk that is not on the roster.", f"The roster has: {names}")


def served_form(client: DropClient, keys: DeskKeys) -> Form | None:
    """The form that sources see, or None. TrustError when it is not this newsroom's."""
    note = client.form()
    return None if note is None else Form.parse(note, keys.root_verifier)


def _edition(known: Iterable[Form], today: date) -> int:
    latest = max(known, key=lambda form: (form.issued, form.edition), default=None)
    if latest is None or latest.issued < today:
        return 1
    if latest.issued > today:
        raise StateError("The form was issued on a later day than today.", "Set this machine's clock, then try again.")
    return latest.edition + 1


def kept_form(home: Path) -> Form | None:
    """What this desk sent last; the root key may have changed since, and this is our own disk."""
    path = home / KEPT
    return Form.from_text(parse_note(path.read_bytes()).untrusted_text) if path.exists() else None


def _served(client: DropClient, keys: DeskKeys) -> Form | None:
    """What the drop has, when it can be read; whether we may replace it, the drop decides."""
    try:
        return served_form(client, keys)
    except (InputError, TrustError):
        return None
