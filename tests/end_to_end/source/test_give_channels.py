"""The newsroom writes its form, a source answers it at the command line, and types the words back."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from drop_process import AMPARO
from source_system import System, paired_system

FORM = """\
[[channel]]
name = "harbour"
title = "Harbour and ships"
desks = ["newsroom"]

[[channel.question]]
key = "about"
ask = "Who is it about?"
kind = "choice"
options = ["A company", "An authority"]

[[channel.question]]
key = "company"
ask = "Which company?"
kind = "text"
only_if = { key = "about", option = "A company" }

[[channel.question]]
key = "proof"
ask = "What do you have?"
kind = "choices"
options = ["Papers", "I saw it"]

[[channel.question]]
key = "since"
ask = "Since when?"
kind = "date"

[[channel]]
name = "geld"
title = "Geld und Behörden"
language = "de"
"""


@pytest.fixture(scope="module")
def asking(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A drop whose newsroom has two channels."""
    home = tmp_path_factory.mktemp("asking")
    with paired_system(home, tmp_path_factory.mktemp("source"), "--desk", "newsroom") as system:
        system.desk("form", str(write(home, FORM)))
        yield system


def write(home: Path, text: str) -> Path:
    path = home / "form.toml"
    path.write_text(text, "utf-8")
    return path


def of_this(system: System, message: str) -> dict[str, Any]:
    """The one submission with this message, fetched and as the desk prints it."""
    system.desk("fetch")
    (found,) = [each for each in system.desk("inbox", "--json") if each["message"] == message]
    return dict(found)


def desk(system: System, *words: str) -> subprocess.CompletedProcess[str]:
    """A desk verb that may fail."""
    command = [*AMPARO, "desk", *words, "--home", str(system.drop.home)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def test_answers_reach_the_desk_in_the_words_they_were_asked(asking: System) -> None:
    answers = ("about=A company", "company=Acme", "proof=Papers", "proof=I saw it", "since=2025-03")
    asking.give(
        "--message", "asked", "--channel", "harbour", *(word for each in answers for word in ("--answer", each))
    )
    found = of_this(asking, "asked")
    assert found["channel"] == "harbour"
    assert found["answers"] == {
        "about": "A company",
        "company": "Acme",
        "proof": "Papers\nI saw it",
        "since": "2025-03",
    }
    assert list(found["questions"].values()) == [
        "Who is it about?",
        "Which company?",
        "What do you have?",
        "Since when?",
    ]
    opened = asking.desk("open", found["id"])
    assert opened.index("Who is it about?") < opened.index("A company") < opened.index("Which company?")


def test_without_a_channel_it_goes_to_everybody_and_the_channels_are_named(asking: System) -> None:
    done = asking.run("give", "--message", "to all", "--no-replies")
    assert done.returncode == 0 and "harbour, geld" in done.stderr
    assert of_this(asking, "to all")["channel"] == ""


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (("--channel", "nowhere"), "harbour, geld"),
        (("--answer", "about=A company"), "harbour, geld"),
        (("--channel", "harbour", "--answer", "about=A bank"), "A company; An authority"),
        (("--channel", "harbour", "--answer", "about"), "KEY=VALUE"),
        (("--channel", "harbour", "--answer", "gone=x"), "about, company"),
        (("--channel", "harbour", "--answer", "since=24.11."), "2026-11-24"),
        (("--channel", "harbour", "--answer", "about=A company", "--answer", "about=An authority"), "one answer"),
        (("--channel", "harbour", "--answer", "about=An authority", "--answer", "company=Acme"), "rules"),
    ],
)
def test_mistakes_are_told_before_anything_is_sealed(asking: System, words: tuple[str, ...], hint: str) -> None:
    done = asking.run("give", "--message", "never sent", "--no-replies", *words)
    assert done.returncode == 1 and hint in done.stderr and "error:" in done.stderr
    assert not (asking.source / "give").exists() or not list((asking.source / "give").iterdir())


def test_a_drop_that_hides_the_form_gets_no_answers(asking: System) -> None:
    port = asking.url.rpartition(":")[2]
    note = asking.drop.folder / "form.note"
    kept = note.read_bytes()
    try:
        asking.drop.stop()
        note.unlink()
        asking.drop.start("--bind", f"127.0.0.1:{port}")
        done = asking.run("give", "--message", "m", "--no-replies", "--channel", "harbour")
        assert done.returncode == 1 and "no channels" in done.stderr
        assert asking.run("give", "--message", "hidden form", "--no-replies").returncode == 0
    finally:
        asking.drop.stop()
        note.write_bytes(kept)
        asking.drop.start("--bind", f"127.0.0.1:{port}")


def words_of(shown: str) -> list[str]:
    found = re.findall(r"Your passphrase: ([a-z -]+)", shown)
    return str(found[-1]).split()


def test_the_words_are_asked_back_at_a_terminal_and_sent_whatever_is_typed(asking: System) -> None:
    code, shown = asking.at_a_terminal(
        "give", "--message", "typed right", answers={"to go on):": lambda shown: " ".join(words_of(shown))}
    )
    assert code == 0 and "Your paper is right." in shown and "Delivered" in shown

    def wrong(shown: str) -> str:
        words = words_of(shown)
        return " ".join([*words[:3], "hause", *words[4:]])

    code, shown = asking.at_a_terminal(
        "give",
        "--message",
        "typed wrong",
        answers={"paper (Enter alone to go on):": wrong, "once more (Enter alone to go on):": ""},
    )
    assert "Compare your paper: 4 " in shown
    assert code == 0 and "Delivered" in shown
    assert {each["message"] for each in desk_inbox(asking)} >= {"typed right", "typed wrong"}


def desk_inbox(system: System) -> list[dict[str, Any]]:
    system.desk("fetch")
    return list(system.desk("inbox", "--json"))


@pytest.mark.parametrize(
    ("find", "put", "line", "word"),
    [
        ('kind = "date"', 'kind = "day"', 27, "kind"),
        ('title = "Geld und Behörden"', 'titel = "Geld"', 31, "titel"),
        ('name = "geld"', 'name = "harbour"', 30, "same name"),
        ('option = "A company"', 'option = "A bank"', 16, "condition"),
        ('ask = "Since when?"', "ask = 5", 26, "ask"),
        ('desks = ["newsroom"]', 'desks = "newsroom"', 4, "desks"),
        ('"A company", "An authority"]', '"A company"', 0, "TOML"),
        ('key = "since"', 'key = "Since"', 24, "key"),
        ('language = "de"', 'language = "deutsch!"', 29, "language"),
    ],
)
def test_each_mistake_in_the_file_has_its_line(
    asking: System, tmp_path: Path, find: str, put: str, line: int, word: str
) -> None:
    assert find in FORM
    path = write(tmp_path, FORM.replace(find, put, 1))
    done = desk(asking, "form", str(path), "--check")
    assert done.returncode == 1 and word in done.stderr, done.stderr
    assert not line or f"Line {line}:" in done.stderr, done.stderr


def test_what_is_checked_is_not_sent_and_what_is_withdrawn_is_gone(asking: System, tmp_path: Path) -> None:
    before = json.loads(desk(asking, "form", "--json").stdout)
    path = write(tmp_path, '[[channel]]\nname = "x"\ntitle = "X"\n')
    assert desk(asking, "form", str(path), "--check").returncode == 0
    assert json.loads(desk(asking, "form", "--json").stdout) == before
    assert desk(asking, "form", "--remove").returncode == 0
    after = json.loads(desk(asking, "form", "--json").stdout)
    assert after["channels"] == [] and after["edition"] == before["edition"] + 1
    write(asking.drop.home, FORM)
    asking.desk("form", str(asking.drop.home / "form.toml"))


def test_a_channel_for_a_desk_that_is_not_there_is_not_sent(asking: System, tmp_path: Path) -> None:
    path = write(tmp_path, FORM.replace('"newsroom"', '"legal"'))
    done = desk(asking, "form", str(path))
    assert done.returncode == 1 and "newsroom" in done.stderr
    for words in (("form", str(tmp_path / "none.toml")), ("form", str(path), "--remove"), ("form", "--check")):
        assert desk(asking, *words).returncode == 1
