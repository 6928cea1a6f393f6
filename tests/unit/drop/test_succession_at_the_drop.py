"""What a drop takes as a change of its root key, whatever is killed between the steps."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from amparo.drop.forms import Forms
from amparo.drop.newsroom import LINEAGE, Door, Newsroom
from amparo.errors import AmparoError, InputError, StateError, TrustError
from amparo.seal.age import HybridIdentity
from amparo.seal.form import Form
from amparo.seal.note import Signer, sign
from amparo.seal.roster import Desk, Roster
from amparo.seal.succession import revoke, succeed
from forms import GELD, HARBOUR

DAY = date(2026, 11, 24)
OLD, NEW, NEWER, STRANGER = (
    Signer.generate("root", random=lambda n, byte=byte: byte * n) for byte in (b"1", b"2", b"3", b"4")
)
API = str(Signer.generate("news").verifier)
EPOCHS = {DAY + timedelta(days=n): str(HybridIdentity.generate().recipient) for n in range(3)}


def roster(edition: int, *roots: Signer) -> bytes:
    return sign(Roster("The Post", DAY, (Desk("news", API, EPOCHS),), edition).to_text(), roots)


@pytest.fixture
def newsroom(tmp_path: Path) -> Newsroom:
    made = Newsroom(tmp_path)
    made.accept(roster(1, OLD), OLD.verifier)
    return made


def test_it_obeys_the_heir_and_keeps_the_founder(newsroom: Newsroom, tmp_path: Path) -> None:
    newsroom.accept(roster(2, OLD, NEW), None)
    assert newsroom.succeed(succeed(OLD, NEW, DAY)) == NEW.verifier
    for at in (newsroom, Newsroom(tmp_path)):
        assert at.standing.root == NEW.verifier and at.standing.founder == OLD.verifier
        assert at.standing.door(DAY) is Door.OPEN
    with pytest.raises(TrustError):
        newsroom.accept(roster(3, OLD), None)
    newsroom.accept(roster(3, NEW), None)
    assert Newsroom(tmp_path).standing.door(DAY) is Door.OPEN


def test_the_same_note_again_is_fine(newsroom: Newsroom) -> None:
    newsroom.accept(roster(2, OLD, NEW), None)
    note = succeed(OLD, NEW, DAY)
    assert newsroom.succeed(note) == newsroom.succeed(note) == NEW.verifier
    assert newsroom.standing.successions == note


def test_without_a_roster_that_the_heir_has_signed_nothing_changes(newsroom: Newsroom, tmp_path: Path) -> None:
    with pytest.raises(StateError, match="new root key"):
        newsroom.succeed(succeed(OLD, NEW, DAY))
    assert newsroom.standing.root == OLD.verifier and not (tmp_path / LINEAGE).exists()


@pytest.mark.parametrize(
    "note",
    [
        succeed(STRANGER, NEW, DAY),
        succeed(NEW, OLD, DAY),
        revoke(STRANGER, DAY),
        revoke(NEW, DAY),
        b"",
        b"amparo/succession/v1\n",
        succeed(OLD, NEW, DAY)[:-2],
        succeed(OLD, NEW, DAY) + succeed(NEW, NEWER, DAY),
        roster(9, OLD),
    ],
)
def test_what_is_not_this_newsrooms_changes_nothing(newsroom: Newsroom, note: bytes) -> None:
    newsroom.accept(roster(2, OLD, NEW, NEWER), None)
    before = newsroom.standing
    with pytest.raises(AmparoError):
        newsroom.succeed(note)
    assert newsroom.standing == before


def test_a_root_cannot_have_two_heirs(newsroom: Newsroom) -> None:
    newsroom.accept(roster(2, OLD, NEW, NEWER), None)
    newsroom.succeed(succeed(OLD, NEW, DAY))
    with pytest.raises(AmparoError):
        newsroom.succeed(succeed(OLD, NEWER, DAY))
    assert newsroom.standing.root == NEW.verifier


def test_a_revoked_root_closes_the_door_and_an_old_one_does_not(newsroom: Newsroom, tmp_path: Path) -> None:
    newsroom.accept(roster(2, OLD, NEW), None)
    newsroom.succeed(succeed(OLD, NEW, DAY))
    newsroom.succeed(revoke(OLD, DAY))
    assert newsroom.standing.door(DAY) is Door.OPEN
    newsroom.succeed(revoke(NEW, DAY))
    for at in (newsroom, Newsroom(tmp_path)):
        assert at.standing.door(DAY) is Door.REVOKED and at.standing.recipients(DAY) == ()


def test_a_thief_of_a_revoked_root_cannot_open_the_door_again(newsroom: Newsroom, tmp_path: Path) -> None:
    newsroom.succeed(revoke(OLD, DAY))
    heir = succeed(OLD, STRANGER, DAY)
    for at in (newsroom, Newsroom(tmp_path)):
        with pytest.raises(TrustError):
            at.accept(roster(2, OLD, STRANGER), None)
        with pytest.raises(AmparoError):
            at.succeed(heir)
        assert at.standing.door(DAY) is Door.REVOKED and at.standing.root == OLD.verifier
        # What is here already changes nothing, and is no error.
        assert at.accept(roster(1, OLD), None) == at.standing.roster
        assert at.succeed(revoke(OLD, DAY)) == OLD.verifier


def test_nor_with_a_roster_that_he_left_here_before(newsroom: Newsroom, tmp_path: Path) -> None:
    newsroom.accept(roster(2, OLD, STRANGER), None)
    newsroom.succeed(revoke(OLD, DAY))
    for at in (newsroom, Newsroom(tmp_path)):
        with pytest.raises(TrustError):
            at.succeed(succeed(OLD, STRANGER, DAY))
        assert at.standing.door(DAY) is Door.REVOKED


def test_a_form_by_a_root_that_is_revoked_counts_no_more_in_the_running_drop(
    newsroom: Newsroom, tmp_path: Path
) -> None:
    forms = Forms(tmp_path, newsroom)
    forms.accept(sign(Form(DAY, (HARBOUR,), 1).to_text(), [OLD]))
    newsroom.accept(roster(2, OLD, NEW), None)
    newsroom.succeed(succeed(OLD, NEW, DAY))
    assert [each.name for each in forms.offered()] == ["harbour"]
    newsroom.succeed(revoke(OLD, DAY))
    for at in (forms, Forms(tmp_path, newsroom)):
        assert at.offered() == () and at.held.note is None
    forms.accept(sign(Form(DAY, (GELD,), 1).to_text(), [NEW]))
    assert [each.name for each in forms.offered()] == ["geld"]


def test_a_fresh_drop_takes_no_change(tmp_path: Path) -> None:
    with pytest.raises(StateError):
        Newsroom(tmp_path).succeed(succeed(OLD, NEW, DAY))


def test_notes_of_another_newsroom_in_the_home_are_refused(newsroom: Newsroom, tmp_path: Path) -> None:
    (tmp_path / LINEAGE).write_bytes(succeed(STRANGER, NEW, DAY))
    with pytest.raises(StateError):
        Newsroom(tmp_path)
    (tmp_path / LINEAGE).write_bytes(b"junk")
    with pytest.raises(InputError):
        Newsroom(tmp_path)
