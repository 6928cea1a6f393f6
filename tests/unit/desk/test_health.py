"""What a desk makes of what a drop says of itself."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from amparo.desk import health_store
from amparo.desk.caused import caused, remember
from amparo.desk.health import Health, Seen, judge, seen_now, strange_sentence
from amparo.desk.store import open_database
from amparo.errors import InputError
from amparo.ledger.configuration import Entry, What, head

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
DAY = date(2026, 11, 24)
LOG = tuple(Entry(DAY, what, f"{number:064x}") for number, what in enumerate(What))


def body(log: tuple[Entry, ...] = LOG, **changed: Any) -> bytes:
    said = {
        "version": "0.3.0",
        "day": "2026-11-24",
        "envelopes": 2,
        "oldest_day": "2026-11-20",
        "bytes": 4096,
        "free_bytes": 2**40,
        "missing": 0,
        "memory_locked": True,
        "swap": "encrypted",
        "configuration": {"entries": [each.to_json() for each in log], "head": head(log).hex()},
        "of a later version": [],
    }
    return json.dumps(said | changed).encode()


def test_a_healthy_drop_is_worth_no_word() -> None:
    health = Health.parse(body())
    findings = judge(health, None, frozenset(), NOW)
    assert (findings.rewritten, findings.strange, findings.warnings) == (False, (), ())
    assert judge(health, seen_now(health), frozenset(), NOW) == findings


@pytest.mark.parametrize(
    ("changed", "word"),
    [
        ({"free_bytes": 10**9}, "nearly full"),
        ({"missing": 3}, "3 envelopes"),
        ({"swap": "plain"}, "unencrypted swap"),
        ({"memory_locked": False}, "out of swap"),
        ({"day": "2026-11-25"}, "clock"),
        ({"day": "2020-01-01"}, "clock"),
    ],
)
def test_each_trouble_has_its_sentence(changed: dict[str, Any], word: str) -> None:
    (warning,) = judge(Health.parse(body(**changed)), None, frozenset(), NOW).warnings
    assert word in warning


def test_around_midnight_two_clocks_may_stand_on_two_days() -> None:
    health = Health.parse(body(day="2026-11-25"))
    late = datetime(2026, 11, 24, 23, 55, tzinfo=UTC)
    assert judge(health, None, frozenset(), late).warnings == ()


def test_a_log_that_was_rewritten_or_cut_is_an_alarm() -> None:
    seen = seen_now(Health.parse(body()))
    other = (replace(LOG[0], sha256="f" * 64), *LOG[1:])
    for log in (other, LOG[:-1], LOG[1:], (), (*other, LOG[0])):
        assert judge(Health.parse(body(log)), seen, frozenset(), NOW).rewritten
    assert not judge(Health.parse(body((*LOG, LOG[0]))), seen, frozenset(), NOW).rewritten


def test_a_new_entry_is_strange_unless_it_was_caused_here() -> None:
    seen = Seen(2, head(LOG[:2]))
    mine = frozenset({(LOG[3].what, LOG[3].sha256), (LOG[2].what, "0" * 64)})
    findings = judge(Health.parse(body()), seen, mine, NOW)
    assert findings.strange == (LOG[2], LOG[4], LOG[5])
    assert "2026-11-24" in strange_sentence(LOG[2]) and "roster" in strange_sentence(LOG[2])


@pytest.mark.parametrize(
    "junk",
    [
        b"",
        b"[]",
        b"{}",
        b"null",
        b"[" * 100_000,
        body(free_bytes=-1),
        body(free_bytes=True),
        body(envelopes="2"),
        body(swap="lots"),
        body(memory_locked=1),
        body(day="yesterday"),
        body(version=7),
        body(configuration={"entries": [{}], "head": head(()).hex()}),
        body(configuration={"entries": [], "head": "00"}),
        body(configuration=None),
    ],
)
def test_what_is_not_understood_is_refused(junk: bytes) -> None:
    with pytest.raises(InputError):
        Health.parse(junk)


def test_the_alarm_stands_and_what_is_strange_stays_until_somebody_looked(tmp_path: Path) -> None:
    database = open_database(tmp_path / "desk.sqlite")
    url, first = "http://drop", Health.parse(body(LOG[:3]))
    health_store.remember(database, url, first, judge(first, None, frozenset(), NOW))
    grown = Health.parse(body())
    for _ in range(2):
        health_store.remember(database, url, grown, judge(grown, health_store.seen(database, url), frozenset(), NOW))
    assert health_store.strange(database, url) == tuple(sorted(LOG[3:], key=lambda each: str(each.what)))
    cut = Health.parse(body(LOG[:1]))
    for _ in range(2):
        findings = judge(cut, health_store.seen(database, url), frozenset(), NOW)
        assert findings.rewritten
        health_store.remember(database, url, cut, findings)
    health_store.settle(database, url)
    assert health_store.strange(database, url) == () and health_store.seen(database, url) is None
    look = health_store.last_look(database, url)
    assert look is not None and look.facts["entries"] == 1
    database.close()


def test_what_this_desk_causes_is_remembered_once_each(tmp_path: Path) -> None:
    assert caused(tmp_path) == frozenset()
    for content in (b"one", b"two", b"one"):
        remember(tmp_path, What.ROSTER, content)
    remember(tmp_path, What.FORM, b"one")
    assert len(caused(tmp_path)) == 3 and len((tmp_path / "caused").read_text().splitlines()) == 3
