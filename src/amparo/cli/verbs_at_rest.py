"""What a room's help says where its packages are not installed: its verbs, read from the source of its module instead
of by importing it, so that `amparo desk --help` helps on a drop too.
"""

from __future__ import annotations

import ast
import importlib.util
from collections.abc import Iterator
from pathlib import Path


def help_at_rest(room: str, module: str, summary: str, missing: str, extra: str) -> str:
    """The help of a room: usage, verbs, and the command that installs what is missing."""
    found = list(dict(verbs_of(module)).items())
    width = max((len(name) for name, _ in found), default=0)
    lines = [f"usage: amparo {room} [-h] VERB ...", "", summary, "", "verbs:"]
    lines += [f"  {name:{width}}  {told}" for name, told in found]
    return "\n".join([*lines, "", f"Its package {missing} is not installed here: pip install 'amparo[{extra}]'"])


def verbs_of(module: str) -> Iterator[tuple[str, str]]:
    """(name, summary) of each `verb(…, "name", "summary", …)` in a module and in those of its family it imports."""
    specification = importlib.util.find_spec(module)
    if specification is None or specification.origin is None:
        return
    tree = ast.parse(Path(specification.origin).read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "verb":
            words = [each.value for each in node.args[1:3] if isinstance(each, ast.Constant)]
            if len(words) == 2:
                yield str(words[0]), str(words[1])
        elif isinstance(node, ast.ImportFrom) and node.module == "amparo.cli":
            for each in node.names:
                inner = f"amparo.cli.{each.name}"
                if inner.startswith(f"{module}_"):
                    yield from verbs_of(inner)
