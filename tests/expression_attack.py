"""Prints the regular expressions of this program, or those given as arguments, that do not come to an end on text made
to keep them busy: run by itself, so that every expression is compiled under its eyes.

An expression with a repeat inside a repeat may read the same text in two ways at each step; where it then fails, it
tries all of them: two to the power of the steps. Here are thirty-six steps, which no machine takes.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
import re._constants as names  # type: ignore[import-not-found] # it has no types
import re._parser as parser  # type: ignore[import-not-found] # it has no types
import signal
import sys
from types import FrameType
from typing import Any

STEPS, SECONDS, LITERALS = 36, 10, 120
SIGNS = [
    "<!-- -->", "<a>", "()", "(a)", "[a]", "[hidden: a]", "{}", '""', "''", "--", "..", ",,", ";a=1", "-a", "\n",
    "a:b\n", "a: b\n c\n", "\\a", "%s", "aA1", "0_", "\t", "> ", "=\n", "Aa ", "a ", "fooly ", "foomente ", "Aa-",
    "foomente", "A.", "a, ", "1", "1-", "Aa’s ", "este foo ", "recently ",
]  # fmt: skip
ARTICLES = (
    "Halmere, May 3 2022. “It holds,” Ada Marsh said on Monday. According to the ministry, she had been charged.",
    "“No es justo”, dijo el ministro Juan Sorel en Madrid el 3 de mayo. Según la ministra, la ley es mala.",
)
found: dict[str | bytes, str] = {}


def watched(pattern: Any, flags: Any) -> Any:
    """What re.compile, re.match and the like all call; remembers what it compiled, and for whom."""
    made = compiled(pattern, flags)
    caller = sys._getframe(2)
    found.setdefault(made.pattern, f"{caller.f_code.co_filename}:{caller.f_lineno}")
    expressions.setdefault(made.pattern, made)
    return made


expressions: dict[str | bytes, re.Pattern[Any]] = {}
compiled = re._compile  # type: ignore[attr-defined] # the one place that all of them come through


def is_nested(parts: Any) -> bool:
    """Whether a repeat stands inside a repeat of eight or more."""
    for kind, value in parts:
        if kind in (names.MAX_REPEAT, names.MIN_REPEAT):
            least, most, inner = value
            if (most > least and most >= 8 and varies(inner)) or is_nested(inner):
                return True
        elif any(is_nested(inner) for inner in inside(kind, value)):
            return True
    return False


def varies(parts: Any) -> bool:
    """Whether something in it may be of several lengths."""
    for kind, value in parts:
        if kind in (names.MAX_REPEAT, names.MIN_REPEAT) and value[1] > value[0]:
            return True
        if kind is names.BRANCH or any(varies(inner) for inner in inside(kind, value)):
            return True
    return False


def inside(kind: Any, value: Any) -> list[Any]:
    """The parts of a group, of alternatives, of what is looked for ahead."""
    if kind is names.SUBPATTERN:
        return [value[3]]
    if kind is names.BRANCH:
        return list(value[1])
    return [value[1]] if kind in (names.ASSERT, names.ASSERT_NOT) else []


class _Endless(Exception):
    """Time is up."""


def _stop(number: int, frame: FrameType | None) -> None:
    raise _Endless


def comes_to_an_end(expression: re.Pattern[Any]) -> bool:
    """Whether it answers to each sign, and each word of its own, thirty-six times over and then something else."""
    text = expression.pattern if isinstance(expression.pattern, str) else expression.pattern.decode("latin-1")
    own = sorted(set(re.findall(r"[^\W\d_]{2,}", text)))[:LITERALS]
    for step in (*SIGNS, *(f"{word} " for word in own)):
        attack = f" {step * STEPS}!Xq9~"
        for each in (attack, attack[1:]):
            signal.setitimer(signal.ITIMER_REAL, SECONDS)
            try:
                expression.search(each if isinstance(expression.pattern, str) else each.encode())
            except _Endless:
                return False
            finally:
                signal.setitimer(signal.ITIMER_REAL, 0)
    return True


def main() -> None:
    """Attack what is given, or else what is ours."""
    signal.signal(signal.SIGALRM, _stop)
    for pattern in sys.argv[1:]:
        if not comes_to_an_end(re.compile(pattern, re.DOTALL)):
            print(pattern)
    if not sys.argv[1:]:
        _attack_all()


def _attack_all() -> None:
    """Import everything, read a little, attack."""
    re._compile = watched  # type: ignore[attr-defined] # as above
    import amparo

    for module in pkgutil.walk_packages(amparo.__path__, "amparo."):
        if module.name.rpartition(".")[2] not in ("main", "__main__"):
            try:
                importlib.import_module(module.name)
            except ImportError:
                continue  # an option that is not installed
    from amparo.docket.article.reader import read_bytes

    for article in ARTICLES:
        read_bytes((article * 3).encode())
    ours = {pattern: place for pattern, place in found.items() if "/amparo/" in place}
    nested = [pattern for pattern in ours if is_nested(parser.parse(pattern, expressions[pattern].flags))]
    print(f"{len(ours)} expressions, {len(nested)} with a repeat inside a repeat", file=sys.stderr)
    for pattern in nested:
        if not comes_to_an_end(expressions[pattern]):
            print(ours[pattern], pattern if isinstance(pattern, str) else pattern.decode("latin-1"))


if __name__ == "__main__":
    main()
