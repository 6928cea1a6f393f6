"""GET /desk/v1/health of a real drop: for desks alone, and its log notices what was changed by hand meanwhile."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from amparo.ledger.configuration import Entry, head
from drop_process import running_drop


def whats(health: dict[str, Any]) -> list[str]:
    # Whether there is an offline page to serve depends on whether it was built here.
    return [entry["what"] for entry in health["configuration"]["entries"] if entry["what"] != "sealer"]


def test_health_of_a_drop(tmp_path: Path) -> None:
    with running_drop(tmp_path) as drop:
        assert drop.http.get(f"{drop.url}/desk/v1/health").status_code == 400
        empty = drop.desk("GET", "/desk/v1/health").json()
        assert empty["envelopes"] == empty["missing"] == 0 and "replies" not in empty
        assert empty["oldest_day"] is None
        assert empty["free_bytes"] > 0
        assert empty["swap"] in ("none", "encrypted", "plain", "unknown")
        assert whats(empty) == ["settings", "started-version", "root", "roster"]
        assert empty["configuration"]["head"] == head(map(Entry.parse, empty["configuration"]["entries"])).hex()
        drop.send(drop.passphrase(), "something")
        (drop.folder / "blobs" / drop.envelopes()[0]["id"]).unlink()
        (drop.folder / "drop.toml").write_text('newsroom = "Another"\n')
        later = drop.desk("GET", "/desk/v1/health").json()
        told = json.loads(drop.run("status", "--json").stdout)
    assert told["configuration_head"] == later["configuration"]["head"], "looking changes nothing"
    assert (later["envelopes"], later["missing"], later["oldest_day"]) == (1, 1, later["day"])
    assert whats(later) == [*whats(empty), "settings"]
    known = empty["configuration"]["entries"]
    assert later["configuration"]["entries"][: len(known)] == known
