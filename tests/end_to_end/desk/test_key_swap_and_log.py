"""A drop that shows another roster is refused by sources, caught by the desk, and by anyone who reads the log."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from amparo.seal.note import Signer, Verifier, sign
from amparo.seal.roster import Roster

from .conftest import System


@pytest.fixture
def logged(system: System, tmp_path: Path) -> System:
    """The newsroom's library has the roster in its log."""
    assert system.run("library", "init").returncode == 0
    enter_roster(system, tmp_path)
    return system


def enter_roster(system: System, folder: Path) -> str:
    note = folder / "roster.note"
    digest: str = system.desk("roster", "-o", str(note), "--json")["sha256"]
    entered = system.run("library", "artifact", str(note))
    assert entered.returncode == 0 and digest in entered.stdout
    return digest


def check(system: System, *more: str) -> tuple[int, str, str]:
    log = str(system.home / "library" / "public")
    done = system.run("library", "check-drop", system.drop_url, "--log", log, *more)
    return done.returncode, done.stdout, done.stderr


def serve_instead(system: System, note: bytes, root: Verifier | None = None) -> None:
    """The drop in other hands: it shows this roster, and this root when one is given."""
    system.stop("drop")
    folder = system.home / "drop"
    (folder / "roster.note").write_bytes(note)
    if root is not None:
        (folder / "root.vkey").write_text(f"{root}\n")
    system.start_drop()


def root_of(system: System) -> Signer:
    return Signer.parse((system.home / "desk" / "keys" / "root.key").read_text().strip())


def test_the_newsrooms_roster_is_found_in_the_log(logged: System) -> None:
    code, out, _ = check(logged, "--json")
    found = json.loads(out)
    assert code == 0 and found["own_policy"] is True and found["day"] == date.fromisoformat(found["day"]).isoformat()
    policy = logged.home / "library" / "public" / "log.policy"
    assert check(logged, "--policy", str(policy))[0] == 0


def test_a_swapped_roster_is_caught_by_everybody(logged: System, tmp_path: Path) -> None:
    before = logged.desk("status", "--json")["fingerprint"]
    root, usurper = root_of(logged), Signer.generate("the-lamp")
    served = Roster.parse((logged.home / "desk" / "roster.note").read_bytes(), root.verifier)
    serve_instead(logged, sign(served.to_text(), [usurper]), usurper.verifier)
    code, _, err = check(logged)
    assert code == 1 and "not in the newsroom's log" in err and "Send nothing" in err
    given = logged.run("give", logged.drop_url, "--root", before, "--message", "x", home=tmp_path)
    assert given.returncode == 1 and "Send nothing" in given.stderr and "passphrase" not in given.stdout
    fetched = logged.run("desk", "fetch")
    assert fetched.returncode == 1 and "did not sign" in fetched.stderr


def test_a_roster_by_the_stolen_root_is_not_in_the_log(logged: System) -> None:
    root = root_of(logged)
    served = Roster.parse((logged.home / "desk" / "roster.note").read_bytes(), root.verifier)
    serve_instead(logged, sign(replace(served, edition=served.edition + 1).to_text(), [root]))
    assert check(logged)[0] == 1
    fetched = logged.run("desk", "fetch", "--json")
    assert "did not sign" in json.loads(fetched.stdout)["alarm"]


def test_an_older_roster_than_the_last_in_the_log_is_caught(logged: System, tmp_path: Path) -> None:
    old = (logged.home / "desk" / "roster.note").read_bytes()
    logged.desk("pair", logged.drop_url)
    assert check(logged)[0] == 1  # not entered yet
    enter_roster(logged, tmp_path)
    assert check(logged)[0] == 0
    serve_instead(logged, old)
    code, _, err = check(logged)
    assert code == 1 and "older roster" in err
    assert "older roster" in json.loads(logged.run("desk", "fetch", "--json").stdout)["alarm"]


def test_a_changed_configuration_and_a_rewritten_log_reach_the_desk(system: System) -> None:
    assert system.desk("fetch", "--json")["alarm"] is None
    toml = system.home / "drop" / "drop.toml"
    toml.write_text(toml.read_text() + "\n# somebody was here\n")
    warned = system.desk("fetch", "--json")
    assert any("settings changed" in each for each in warned["warnings"]) and warned["alarm"] is None
    assert any("settings changed" in each for each in system.desk("fetch", "--json")["warnings"])
    assert system.run("desk", "accept").returncode == 1
    system.desk("accept", "--yes")
    assert not any("changed" in each for each in system.desk("fetch", "--json")["warnings"])
    # What this desk does itself is no news to it.
    system.desk("pair", system.drop_url)
    system.desk("rotate-root", "--yes")
    assert not any("changed" in each for each in system.desk("fetch", "--json")["warnings"])
    log = system.home / "drop" / "configuration.log"
    yesterday = (datetime.now(UTC).date() - timedelta(days=1)).isoformat()
    log.write_text(log.read_text().replace(datetime.now(UTC).date().isoformat(), yesterday, 1))
    alarmed = system.run("desk", "fetch", "--json")
    assert alarmed.returncode == 1 and "rewritten" in json.loads(alarmed.stdout)["alarm"]
    assert "rewritten" in system.desk("status", "--json")["alarm"]
    system.desk("accept", "--yes")
    assert system.desk("fetch", "--json")["alarm"] is None


def test_a_roster_after_a_new_root_is_entered_and_found(logged: System, tmp_path: Path) -> None:
    before = (logged.home / "desk" / "roster.note").read_bytes()
    logged.desk("rotate-root", "--yes")
    assert check(logged)[0] == 1, "not entered yet"
    enter_roster(logged, tmp_path)
    assert (tmp_path / "roster.note").read_bytes() != before
    assert json.loads(check(logged, "--json")[1])["own_policy"] is True
    public = logged.home / "library" / "public"
    verified = logged.run("library", "verify", str(public), "--artifact", str(tmp_path / "roster.note"))
    assert verified.returncode == 0, verified.stderr
    # Once more, by a revocation; then the roster of the revoked root is one that the log has left behind.
    revoked, old_root = (tmp_path / "roster.note").read_bytes(), root_of(logged).verifier
    logged.desk("revoke", "root", "--yes")
    enter_roster(logged, tmp_path)
    assert check(logged)[0] == 0
    (logged.home / "drop" / "succession.notes").unlink()
    serve_instead(logged, revoked, old_root)
    code, _, err = check(logged)
    assert code == 1 and "older roster" in err
