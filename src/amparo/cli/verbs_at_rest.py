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
    """(name, summary) of each verb that a module, or one named after it, adds to its `verbs`."""
    specification = importlib.util.find_spec(module)
    if specification is None or specification.origin is None:
        return
    source = Path(specification.origin)
    for each in (source, *sorted(source.parent.glob(f"{source.stem}_*.py"))):
        for node in ast.walk(ast.parse(each.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(ast.Name("verb"), [ast.Name("verbs"), ast.Constant(name), ast.Constant(told), *_]):
                    yield str(name), str(told)
                case ast.Call(
                    ast.Attribute(ast.Name("verbs"), "add_parser"),
                    [ast.Constant(name)],
                    [ast.keyword("help", ast.Constant(told)), *_],
                ):
                    yield str(name), str(told)
