"""A source gives and checks with the command line: real drop, desk and terminal, and only ciphertext between."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
from pathlib import Path

import pytest

from door_b import SocksProxy, cutting
from drop_process import mistyped, wait_for
from source_system import System


def of_this(system: System, message: str) -> dict[str, object]:
    """The submission with this message, from the desk's inbox."""
    system.desk("fetch")
    (found,) = [each for each in system.desk("inbox", "--json") if each["message"] == message]
    return found


def test_what_is_given_reaches_the_inbox_and_the_reply_reaches_the_source(system: System, tmp_path: Path) -> None:
    (tmp_path / "Überblick 2026.pdf").write_bytes(content := os.urandom(300_000))
    (tmp_path / "empty.txt").write_bytes(b"")
    files = [str(tmp_path / "Überblick 2026.pdf"), str(tmp_path / "empty.txt")]
    sealed, delivered = system.give("--message", "They dump at night.", *files)
    assert [(file["name"], file["size"]) for file in sealed["files"]] == [
        ("Überblick 2026.pdf", 300_000),
        ("empty.txt", 0),
    ]
    assert sealed["files"][0]["sha256"] == hashlib.sha256(content).hexdigest()
    assert delivered["sent"] == delivered["delivered"] and delivered["cuts"] == 0
    found = of_this(system, "They dump at night.")
    assert found["files"] == sealed["files"] and found["can_reply"] is True

    words = sealed["passphrase"]
    code, shown = system.at_a_terminal("check", answers={"Passphrase:": words})
    assert code == 0 and "No reply is waiting." in shown
    system.desk("reply", str(found["id"]), "--message", "Thank you.\n\nWho signed it? ☂")
    system.desk("fetch")
    code, shown = system.at_a_terminal("check", answers={"Passphrase:": words.upper()})
    assert code == 0 and "Thank you." in shown and "Who signed it? ☂" in shown and words not in shown
    code, shown = system.at_a_terminal("check", "--delete", answers={"Passphrase:": words})
    assert code == 0 and "Thank you." in shown
    code, shown = system.at_a_terminal("check", "--delete", answers={"Passphrase:": words})
    assert code == 0 and "No reply is waiting." in shown
    assert (system.drop.folder / "replies.records").read_bytes().strip(b"\0") == b""


def test_nothing_stays_on_the_machine_of_the_source(system: System, tmp_path: Path) -> None:
    (tmp_path / "a.bin").write_bytes(os.urandom(50_000))
    system.give("--message", "leaves nothing", str(tmp_path / "a.bin"))
    assert [path for path in system.source.rglob("*") if path.is_file()] == []
    assert (system.source / "give").stat().st_mode & 0o777 == 0o700


def test_words_may_stand_in_any_order_and_the_message_in_a_pipe(system: System, tmp_path: Path) -> None:
    for name in ("one.txt", "two.txt"):
        (tmp_path / name).write_text(name)
    words = ["give", str(tmp_path / "one.txt"), "--message", "-", str(tmp_path / "two.txt")]
    done = system.run(*words, stdin="from a pipe\n")
    assert done.returncode == 0 and "Your passphrase: " in done.stdout and "one.txt" in done.stdout
    assert len(of_this(system, "from a pipe")["files"]) == 2  # type: ignore[arg-type]


def test_a_later_gift_under_the_same_words_is_one_conversation(system: System) -> None:
    sealed, _ = system.give("--message", "the first half")
    code, shown = system.at_a_terminal(
        "give", "--again", "--message", "the second half", answers={"Passphrase:": sealed["passphrase"]}
    )
    assert code == 0 and "Delivered" in shown and sealed["passphrase"] not in shown
    both = {of_this(system, text)["conversation"] for text in ("the first half", "the second half")}
    assert len(both) == 1


def test_a_mistyped_passphrase_is_corrected_at_the_terminal(system: System) -> None:
    sealed, _ = system.give("--message", "mistyped later")
    words = sealed["passphrase"]
    code, shown = system.at_a_terminal("check", answers={"Passphrase:": mistyped(words), "Enter to type again:": "1"})
    assert code == 0 and "Did you mean" in shown and "No reply is waiting." in shown


def test_a_passphrase_is_asked_for_at_a_terminal_and_nowhere_else(system: System) -> None:
    done = system.run("check", stdin="abacus abdomen abdominal abide abiding ability ablaze\n")
    assert done.returncode == 1 and "no terminal" in done.stderr
    assert system.run("check", "abacus abdomen").returncode == 2


def test_no_replies_means_no_passphrase(system: System) -> None:
    sealed, _ = system.give("--no-replies", "--message", "only this")
    assert sealed["passphrase"] is None and of_this(system, "only this")["can_reply"] is False


def test_without_a_root_key_a_person_is_asked(system: System) -> None:
    message = "asked first"
    code, shown = system.at_a_terminal(
        "give", "--message", message, answers={"Type yes:": "yes", "to go on):": ""}, root=""
    )
    assert code == 0 and system.fingerprint in shown and "The Lamp" in shown
    assert of_this(system, message)
    code, shown = system.at_a_terminal("give", "--message", "not me", answers={"Type yes:": "no"}, root="")
    assert code == 1 and "Your passphrase" not in shown
    done = system.run("give", "--message", "not me", root="")
    assert done.returncode == 1 and "--root" in done.stderr
    for root in (system.vkey, system.fingerprint.replace(" ", "").upper()):
        assert system.run("give", "--message", "x", "--no-replies", root=root).returncode == 0


# A cut costs what the drop had not read yet, by chance up to 18 kB: with less between two cuts that alone can be 3 %.
@pytest.mark.parametrize("every", [800_000, 2_000_000])
def test_repeated_cuts_cost_at_most_three_percent(system: System, tmp_path: Path, every: int) -> None:
    size, message = every * 25, f"through cuts after {every}"
    (tmp_path / "big.bin").write_bytes(os.urandom(size))
    with cutting(int(system.url.rpartition(":")[2]), every) as proxy:
        url = f"http://127.0.0.1:{proxy.port}"
        _, delivered = system.give("--message", message, str(tmp_path / "big.bin"), url=url)
    assert delivered["cuts"] >= 24
    # All that went towards the drop, with every header of every request.
    assert proxy.passed <= 1.03 * delivered["delivered"]
    assert of_this(system, message)["size"] == size + len(message)


def test_a_drop_killed_in_the_middle_goes_on_after_its_restart(system: System, tmp_path: Path) -> None:
    (tmp_path / "big.bin").write_bytes(os.urandom(12_000_000))
    drop, message = system.drop, "killed drop"
    port = int(drop.url.rpartition(":")[2])
    with cutting(port, every=1 << 40) as proxy:
        proxy.hold_at = 4_000_000
        url = f"http://127.0.0.1:{proxy.port}"
        process = start(system.command("give", "--message", message, str(tmp_path / "big.bin"), "--json", url=url))
        wait_for(lambda: proxy.passed >= 4_000_000)
        drop.stop(signal.SIGKILL)
        (unfinished,) = (drop.folder / "blobs").glob("up-*")
        assert 3_000_000 < unfinished.stat().st_size < 5_000_000
        drop.start("--bind", f"127.0.0.1:{port}")
        proxy.hold_at = 1 << 60
        out, err = process.communicate(timeout=60)
        assert process.returncode == 0, err
        assert '"cuts": 0' not in out.splitlines()[-1] and list((drop.folder / "blobs").glob("up-*")) == []
        assert proxy.passed < 12_000_000 * 1.03 + 2_000_000, "what the drop had before it was killed was not sent again"
    assert of_this(system, message)["size"] == 12_000_000 + len(message)


def start(command: list[str]) -> subprocess.Popen[str]:
    """A command that runs on."""
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@pytest.mark.parametrize("again", ["--resume", "--forget"])
def test_a_killed_give_is_resumed_or_forgotten(system: System, tmp_path: Path, again: str) -> None:
    marker = os.urandom(32)
    (tmp_path / "secret-name.bin").write_bytes(marker * 400_000)
    message = f"killed source {again}"
    with cutting(int(system.url.rpartition(":")[2]), every=1 << 40) as proxy:
        proxy.hold_at = 4_000_000
        url = f"http://127.0.0.1:{proxy.port}"
        process = start(system.command("give", "--message", message, str(tmp_path / "secret-name.bin"), url=url))
        wait_for(lambda: proxy.passed >= 4_000_000, 30)
        process.kill()
        shown, _ = process.communicate()
        holds_only_ciphertext(system.source, shown, marker, message.encode(), b"secret-name")
        proxy.hold_at = 1 << 60
        done = system.run("give", again, url=url)
        assert done.returncode == 0, done.stderr
        assert files_under(system.source) == []
        folder = system.drop.folder / "blobs"
        wait_for(lambda: list(folder.glob("up-*")) == [])
        if again == "--resume":
            assert of_this(system, message)["size"] == 12_800_000 + len(message)
            assert proxy.passed < 12_800_000 * 1.03 + 1_000_000
        nothing = system.run("give", again, url=url)
        assert nothing.returncode == 1 and "Nothing sealed" in nothing.stderr


def files_under(home: Path) -> list[Path]:
    return sorted(path for path in home.rglob("*") if path.is_file())


def holds_only_ciphertext(home: Path, shown: str, *secrets: bytes) -> None:
    """What a killed give leaves: two files for this user alone, in which none of these secrets stands."""
    left = files_under(home)
    assert [path.name for path in left] == ["envelope.age", "state.json"]
    assert all(path.stat().st_mode & 0o777 == 0o600 and path.parent.stat().st_mode & 0o777 == 0o700 for path in left)
    words = shown.partition("Your passphrase: ")[2].split("\n")[0]
    assert len(words.split()) == 7
    state = left[1].read_bytes()
    assert not any(word.encode() in state for word in words.split())
    for secret in (*secrets, words.encode()):
        assert not any(secret in path.read_bytes() for path in left)


ONION = "http://" + "a" * 56 + ".onion"


def test_through_tor_names_are_looked_up_by_tor_and_runs_are_kept_apart(system: System) -> None:
    proxy = SocksProxy(int(system.url.rpartition(":")[2]))
    try:
        for message in ("by the onion", "by the onion again"):
            system.give("--socks", f"127.0.0.1:{proxy.port}", "--message", message, url=ONION)
        assert {(host, port) for _, host, port in proxy.asked} == {("a" * 56 + ".onion", 80)}
        assert len({name for name, _, _ in proxy.asked}) == 2, "each run has a circuit of its own"
    finally:
        proxy.close()
    assert of_this(system, "by the onion")["conversation"] != of_this(system, "by the onion again")["conversation"]


def test_what_would_go_past_tor_is_refused(system: System) -> None:
    for url, said in (
        (ONION, "through Tor only"),
        ("https://drop.example", "Without Tor"),
        ("http://drop.example", "Without Tor"),
    ):
        done = system.run("give", "--message", "x", url=url)
        assert done.returncode == 1 and said in done.stderr and "--socks" in done.stderr
    plain = system.run("give", "--without-tor", "--message", "x", url="http://drop.example")
    assert plain.returncode == 1 and "plain http" in plain.stderr
