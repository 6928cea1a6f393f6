"""What a mail's writer wrote, and what is quoted: the ways of the programs that people use."""

from __future__ import annotations

import mailbox
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amparo.records.quoting import own_text, passages, quoted_texts

OUTLOOK = """Yes, on Monday.

Ana

 -----Original Message-----
From: \tRuiz, Ivo
Sent:\tThursday, October 25, 2001 1:33 PM
To:\tHolm, Ana
Subject:\tRE: The crates

When can we look at the crates?

-----Original Message-----
From: Holm, Ana
Sent: Wednesday, October 24, 2001 9:00 AM
To: Ruiz, Ivo
Subject: The crates

Two crates are missing from the northern depot.
"""
MARKED = """On Mon, 5 Mar 2018 at 10:02, Ivo Ruiz <ivo@example.org> wrote:

> When can we look?
>
> > On Sunday Ana <ana@example.org> wrote:
> > Two crates are missing.
> Tell me soon.

On Monday.

> Bring the list.

I will.
--\x20
Ana Holm
Depot
"""
NOTES = """Thank you.



\tIvo Ruiz@DEPOT
\t12/06/2000 10:11 AM
\t\t
\t\t To: Ana Holm/North/Depot@Depot
\t\t cc: Eva Novak/North/Depot@Depot, Jan
Novak/South/Depot@Depot
\t\t Subject: The crates

Details of the crates that we would want.
"""
FORWARDED = """---------------------- Forwarded by Ana Holm/North/Depot on 12/08/2000
10:16 AM ---------------------------


Ivo Ruiz
12/08/2000 09:51 AM
To: Ana Holm/North/Depot@Depot
cc: Eva Novak/North/Depot@Depot

Subject: The crates

Hi Ana,
here they are.
"""


def told(text: str) -> list[tuple[int, str]]:
    return [(each.depth, " ".join(text[each.body : each.end].split())) for each in passages(text)]


def test_outlooks_way() -> None:
    assert told(OUTLOOK) == [
        (0, "Yes, on Monday. Ana"),
        (1, "When can we look at the crates?"),
        (2, "Two crates are missing from the northern depot."),
    ]


def test_marks_before_lines_end_where_they_end() -> None:
    depths = [(depth, words) for depth, words in told(MARKED) if words.strip("> ")]
    assert [depth for depth, _ in depths] == [1, 2, 1, 0, 1, 0]
    assert own_text(MARKED).split() == ["On", "Monday.", "I", "will."]
    assert next(" ".join(each.split()) for each in quoted_texts(MARKED) if each.strip()) == "When can we look?"


def test_the_way_of_lotus_notes() -> None:
    assert told(NOTES) == [(0, "Thank you."), (1, "Details of the crates that we would want.")]


def test_a_bare_forward_has_nothing_of_its_own() -> None:
    assert told(FORWARDED) == [(1, "Hi Ana, here they are.")] and own_text(FORWARDED) == ""


@pytest.mark.parametrize(
    "line",
    [
        "Am 05.03.2018 um 10:02 schrieb Ivo Ruiz <ivo@example.org>:",
        "Le lun. 5 mars 2018 à 10:02, Ivo Ruiz <ivo@example.org> a écrit :",
        "El lun, 5 mar 2018 a las 10:02, Ivo Ruiz (<ivo@example.org>) escribió:",
        "5 марта 2018 г., 10:02 пользователь Иво <ivo@example.org> написал:",
        "W dniu 5.03.2018 o 10:02, Ivo Ruiz napisał(a):",
        "-----Ursprüngliche Nachricht-----\nVon: Ivo\nGesendet: Montag\nAn: Ana\nBetreff: Kisten\n",
        "De : Ivo\nEnvoyé : lundi 5 mars\nÀ : Ana\nObjet : caisses\n",
    ],
)
def test_other_languages_announce_too(line: str) -> None:
    assert told(f"ok\n\n{line}\nzwei drei\n") == [(0, "ok"), (1, "zwei drei")]


@pytest.mark.parametrize(
    "text",
    [
        "Please note:\nFrom: the gate\nyou turn left.\n",
        "He wrote:\nnothing.\n",
        "To: do\n- call Ivo\n",
        "--------\nA line of dashes is no announcement.\n",
        "Subject: to approval\n",
    ],
)
def test_what_looks_like_it_but_is_not(text: str) -> None:
    assert own_text(text).split() == text.split()


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.sampled_from([*OUTLOOK.splitlines(), *MARKED.splitlines(), *NOTES.splitlines(), "", ">", "From: x"]))
)
def test_passages_are_the_whole_text_in_order(lines: list[str]) -> None:
    text = "\n".join(lines)
    found = passages(text)
    assert found[0].start == 0 and found[-1].end == len(text)
    assert all(one.end == other.start for one, other in pairwise(found))
    assert all(each.start <= each.body <= each.end and each.depth >= 0 for each in found)


def test_every_announced_text_of_a_real_collection_is_found(corpora: Path) -> None:
    announced = found = 0
    for path in sorted((corpora / "emails/mini-enron").rglob("*")):
        if path.is_file():
            body = mailbox.Message(path.read_bytes()).get_payload()
            if isinstance(body, str) and ("-----Original Message-----" in body or "- Forwarded by" in body):
                announced += 1
                found += any(each.depth for each in passages(body))
    assert announced > 100 and found == announced
