"""From files on a disk to a reader's proof, with the real commands: desk, library, a web server, stock tools."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

VOLUME = "cables/frus1961-63v06.xml"
TITLE = "Kennedy-Khrushchev exchanges"
SLUG = "kennedy-khrushchev"


def amparo(home: Path, *words: str, code: int = 0, cwd: Path | None = None) -> str:
    """Run one command; its output."""
    done = subprocess.run(
        [sys.executable, "-m", "amparo.cli.main", *words, "--home", str(home)],
        capture_output=True,
        text=True,
        cwd=cwd,
        timeout=120,
    )
    assert done.returncode == code, done.stderr + done.stdout
    return done.stdout


def amparo_json(home: Path, *words: str, code: int = 0) -> Any:
    """Run one command; its JSON."""
    return json.loads(amparo(home, *words, "--json", code=code))


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, corpora: Path) -> Path:
    """A home where one real volume has been added and published."""
    home = tmp_path_factory.mktemp("whole-way") / "home"
    amparo(home, "desk", "init", "--newsroom", "Vel Herald")
    amparo(home, "library", "init", "--title", "Archive of Vel", "--origin", "archive.example/log")
    added = amparo_json(home, "desk", "add", str(corpora / VOLUME), "--collection", SLUG)
    assert added["added"] == 120
    done = amparo_json(home, "library", "publish", "--collection", SLUG, "--title", TITLE)
    assert (done["added"], done["log_size"]) == (120, 121)
    return home


@pytest.fixture(scope="module")
def public(home: Path) -> Path:
    return home / "library" / "public"


@pytest.fixture(scope="module")
def address(home: Path) -> Iterator[str]:
    """The library served by a process of its own."""
    words = ("library", "serve", "--bind", "127.0.0.1:0", "--home", str(home))
    process = subprocess.Popen(
        [sys.executable, "-m", "amparo.cli.main", *words], stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    assert process.stdout is not None
    yield process.stdout.readline().removeprefix("library:").strip().rstrip("/")
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=15) == 0
    process.stdout.close()


def a_document(home: Path) -> dict[str, Any]:
    """The letter of 28 October 1962 on the missile bases in Turkey."""
    found = amparo_json(home, "library", "search", '"missile bases" Turkey')
    hit: dict[str, Any] = found["hits"][0]
    return hit


def test_publishing_again_adds_nothing(home: Path) -> None:
    done = amparo_json(home, "library", "publish", "--collection", SLUG)
    assert (done["added"], done["corrected"], done["release"], done["pages"]) == (0, 0, None, 0)
    assert TITLE in (home / "library" / "public" / "index.html").read_text("utf-8")


def test_one_document_is_proved_offline_in_a_fresh_directory(home: Path, public: Path, tmp_path: Path) -> None:
    document = a_document(home)
    folder = public / document["path"]
    original = next(folder.glob("original*"))
    shutil.copy(original, tmp_path / original.name)
    shutil.copy(public / "log.policy", tmp_path)
    amparo(home, "library", "proof", document["document"], "-o", str(tmp_path / "letter.tlog-proof"))
    nowhere = tmp_path / "nowhere"
    words = ("library", "verify", str(tmp_path / original.name), "--proof", str(tmp_path / "letter.tlog-proof"))
    report = amparo_json(nowhere, *words, "--policy", str(tmp_path / "log.policy"))
    assert report["ok"] is True
    assert report["document"] == document["document"]
    assert report["trust"] == "the policy given"
    # The proof that lies beside the page is as good as the one made now.
    shutil.copy(folder / "proof.tlog-proof", tmp_path / "letter.tlog-proof")
    assert amparo_json(nowhere, *words, "--policy", str(tmp_path / "log.policy"))["ok"] is True
    # Without a policy the copy has no key to believe; inside a whole copy of the archive it uses the archive's own.
    amparo(nowhere, *words, code=1)
    own = amparo_json(nowhere, "library", "verify", str(original), "--proof", str(folder / "proof.tlog-proof"))
    assert own["trust"] == "archive's own key"
    data = bytearray((tmp_path / original.name).read_bytes())
    data[len(data) // 2] ^= 1
    (tmp_path / original.name).write_bytes(data)
    amparo(nowhere, *words, "--policy", str(tmp_path / "log.policy"), code=1)


def test_proof_of_another_document(home: Path, public: Path) -> None:
    first, second = sorted(path for path in (public / SLUG).iterdir() if path.is_dir())[:2]
    original = next(first.glob("original*"))
    amparo(home, "library", "verify", str(original), "--proof", str(second / "proof.tlog-proof"), code=1)


def test_a_copy_of_the_tree_is_verified_and_one_byte_is_noticed(public: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(public, copy)
    nowhere = tmp_path / "nowhere"
    report = amparo_json(nowhere, "library", "verify", str(copy), "--policy", str(public / "log.policy"))
    assert (report["ok"], report["documents"]) == (True, 120)
    files = sorted(path for path in copy.rglob("*") if path.is_file())
    spoilt = random.Random(5).choice(files)
    spoilt.write_bytes(spoilt.read_bytes() + b" ")
    done = subprocess.run(
        [sys.executable, "-m", "amparo.cli.main", "library", "verify", str(copy)], capture_output=True, text=True
    )
    assert done.returncode == 1
    assert "error:" in done.stderr
    assert "hint:" in done.stderr


def test_stock_sha256sum_checks_the_tree(public: Path, find_tool: Any) -> None:
    tool = find_tool("sha256sum")
    for folder in (public, public / SLUG):
        subprocess.run([tool, "--check", "--quiet", "--strict", "SHA256SUMS"], cwd=folder, check=True)


def test_the_copy_made_on_request_is_the_tree(home: Path, public: Path, tmp_path: Path) -> None:
    amparo(home, "library", "publish", "--collection", SLUG, "--to", str(tmp_path / "www"))
    assert amparo_json(tmp_path / "nowhere", "library", "verify", str(tmp_path / "www"))["ok"] is True
    again = amparo_json(home, "library", "publish", "--collection", SLUG, "--to", str(tmp_path / "www"))
    assert again["copied"] == 0


def test_served_searched_and_verified_over_the_wire(home: Path, public: Path, address: str, tmp_path: Path) -> None:
    front = httpx.get(f"{address}/")
    assert TITLE in front.text
    assert "server" not in front.headers
    found = httpx.get(f"{address}/search.json", params={"q": '"missile bases" Turkey'}).json()
    document = found["hits"][0]
    page = httpx.get(f"{address}/{document['path']}")
    assert document["title"] in page.text
    record = httpx.get(f"{address}/{document['path']}record.json").json()
    assert record["id"] == document["document"]
    report = amparo_json(tmp_path / "nowhere", "library", "verify", address, "--policy", str(public / "log.policy"))
    assert (report["ok"], report["documents"]) == (True, 120)


def test_status(home: Path) -> None:
    status = amparo_json(home, "library", "status")
    assert status["documents"] == 120
    assert status["collections"][0]["title"] == TITLE
    assert len(status["keys"]) == 2


def test_keys_are_private_and_the_tree_holds_none(home: Path, public: Path) -> None:
    for key in (home / "library" / "keys").iterdir():
        assert key.stat().st_mode & 0o077 == 0
        secret = key.read_bytes().strip().split(b"+", 4)[4]
        assert all(secret not in path.read_bytes() for path in public.rglob("*") if path.is_file())


def test_killed_while_publishing_it_goes_on(tmp_path: Path, corpora: Path) -> None:
    home = tmp_path / "home"
    amparo(home, "desk", "init")
    amparo(home, "library", "init")
    amparo(home, "desk", "add", str(corpora / VOLUME), "--collection", SLUG)
    chance = random.Random(11)
    command = [sys.executable, "-m", "amparo.cli.main", "library", "publish", "--collection", SLUG, "--home", str(home)]
    for _ in range(6):
        process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        time.sleep(0.4 + chance.random() * 0.8)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    done = amparo_json(home, "library", "publish", "--collection", SLUG)
    assert done["log_size"] == 121
    assert amparo_json(home, "library", "verify", str(home / "library" / "public"))["ok"] is True
    assert not list((home / "library").glob("bundle-*"))


def test_withdrawn_with_its_reason_for_everyone(tmp_path: Path, corpora: Path) -> None:
    home = tmp_path / "home"
    for word in ("first", "second"):
        (tmp_path / "papers").mkdir(exist_ok=True)
        (tmp_path / "papers" / f"{word}.txt").write_text(f"The {word} paper about okapi.")
    amparo(home, "desk", "init")
    amparo(home, "library", "init")
    amparo(home, "desk", "add", str(tmp_path / "papers"), "--collection", "papers")
    amparo(home, "library", "publish", "--collection", "papers")
    hits = amparo_json(home, "library", "search", "okapi")["hits"]
    assert len(hits) == 2
    gone = hits[0]["document"]
    amparo(home, "library", "withdraw", gone, "--reason", "It names a child", "--authority", "A court")
    amparo(home, "library", "publish", "--collection", "papers")
    assert [hit["document"] for hit in amparo_json(home, "library", "search", "okapi")["hits"]] == [hits[1]["document"]]
    page = (home / "library" / "public" / "papers" / gone / "index.html").read_text("utf-8")
    assert "It names a child" in page
    assert "A court" in page
    assert amparo_json(home, "library", "verify", str(home / "library" / "public"))["withdrawn"] == 1


def test_errors_say_what_to_do(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "amparo.cli.main", "library", "status", "--home", str(tmp_path)],
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "error: There is no library in this home.\nhint: Make one: amparo library init\n"
