"""A form that the newsroom's root key has not signed is answered by nobody."""

from __future__ import annotations

from datetime import date

import pytest

from amparo.errors import InputError, StateError, TrustError
from amparo.seal.form import Channel, Form
from amparo.seal.note import Signer, sign
from amparo.seal.roster import Roster
from amparo.source.channels import offered_names, way_in
from amparo.source.trust import Trusted
from drop_process import Newsroom
from forms import GELD, HARBOUR

NEWSROOM = Newsroom()
ROOT = NEWSROOM.root.verifier
TRUSTED = Trusted(Roster.parse(NEWSROOM.roster(), ROOT), ROOT, ROOT)


def forged() -> bytes:
    """Right in all but the key."""
    return sign(Form(date(2026, 11, 24), (HARBOUR,)).to_text(), [Signer.generate("harbour-root")])


def test_a_forged_form_is_not_answered_and_without_a_wish_it_does_not_matter() -> None:
    with pytest.raises(TrustError):
        way_in(forged(), TRUSTED, "harbour", ())
    with pytest.raises(TrustError):
        way_in(forged(), TRUSTED, "", ("where=Antwerp",))
    assert way_in(forged(), TRUSTED, "", ()).channel is None and offered_names(forged(), TRUSTED) == ()


def test_the_only_channel_needs_no_name_and_none_is_chosen_of_several() -> None:
    assert way_in(NEWSROOM.form(HARBOUR), TRUSTED, "", ("where=Antwerp",)).answers == {"where": "Antwerp"}
    assert way_in(NEWSROOM.form(HARBOUR, GELD), TRUSTED, "", ()).channel is None
    with pytest.raises(InputError):
        way_in(NEWSROOM.form(HARBOUR, GELD), TRUSTED, "", ("where=Antwerp",))


def test_a_channel_whose_desk_is_not_on_the_roster_is_not_offered() -> None:
    note = NEWSROOM.form(Channel("law", "Law", desks=("legal",)), GELD)
    assert offered_names(note, TRUSTED) == ("geld",)
    with pytest.raises(InputError):
        way_in(note, TRUSTED, "law", ())


def test_no_form_and_a_form_without_channels() -> None:
    assert way_in(None, TRUSTED, "", ()).channel is None
    with pytest.raises(StateError):
        way_in(None, TRUSTED, "harbour", ())
    assert way_in(NEWSROOM.form(), TRUSTED, "", ()).channel is None
