"""No regular expression of ours can be kept busy for ever by a text: those of the article reader run without a wall."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ATTACK = Path(__file__).resolve().parents[1] / "expression_attack.py"


def attacked(*patterns: str) -> subprocess.CompletedProcess[str]:
    """What the attack says of these expressions, or of all of ours."""
    done = subprocess.run([sys.executable, ATTACK, *patterns], capture_output=True, text=True, timeout=900)
    assert done.returncode == 0, done.stderr
    return done


def test_no_expression_is_kept_busy_for_ever() -> None:
    done = attacked()
    told = re.match(r"(\d+) expressions, (\d+) with", done.stderr)
    assert told is not None
    assert int(told[1]) > 500
    assert int(told[2]) > 20
    assert done.stdout == ""


def test_one_that_reads_the_same_in_two_ways_is_found() -> None:
    """As two of ours did: comments before a page, and words that stood in two lists."""
    endless = [r"(?:<!--.{0,4000}?-->\s*)*<html", r"(?:\s(?:que|y|que))+$"]
    mended = [r"(?:<!--(?:(?!-->).)*+-->\s*+)*+<html", r"(?:\s(?:que|y))+$"]
    assert attacked(*endless, *mended).stdout.splitlines() == endless
