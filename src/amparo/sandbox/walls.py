"""The walls a worker can run behind, strongest first. The contract suite in tests/contract/ runs against each.

`Bubblewrap`: new user, process, network, mount and other namespaces; an empty root with nothing but Python and the
libraries, read-only. `Process`: an ordinary process of our own user. Behind both, the worker gives up system calls
and resources by itself (`inside`).
"""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import amparo

_START_SECONDS = 20
_ONE_CORE = {"OMP_THREAD_LIMIT": "1"}
_LEARNT = Path("/usr/share/tesseract-ocr")
"""What tesseract knows of languages: the one folder of data that converters read beside the libraries."""


class Wall(Protocol):
    """A way to start a program apart from us."""

    @property
    def name(self) -> str:
        """One word for logs and tests."""

    def command(self, program: Sequence[str], modules: Sequence[Path] = ()) -> list[str]:
        """The command line that runs `program` behind this wall; `modules` are further folders it may read."""


@dataclass(frozen=True, slots=True)
class Process:
    """The weaker wall: no namespaces. Files this user can read can be read behind it, but sent nowhere and written
    nowhere.
    """

    name: str = "process"

    def command(self, program: Sequence[str], modules: Sequence[Path] = ()) -> list[str]:
        """The program itself."""
        return list(program)


@dataclass(frozen=True, slots=True)
class Bubblewrap:
    """The stronger wall, by Debian's `bwrap`."""

    name: str = "bubblewrap"

    def command(self, program: Sequence[str], modules: Sequence[Path] = ()) -> list[str]:
        """bwrap with an empty root, then the program."""
        apart = ["bwrap", "--unshare-all", "--unshare-user", "--uid", "65534", "--gid", "65534", "--die-with-parent"]
        apart += ["--new-session", "--cap-drop", "ALL", "--chdir", "/"]
        for path in [*_needed(), *modules]:
            apart += (
                ["--symlink", str(path.readlink()), str(path)] if path.is_symlink() else ["--ro-bind", *[str(path)] * 2]
            )
        return [*apart, "--remount-ro", "/", "--", *program]


def python() -> list[str]:
    """The interpreter without user site, bytecode writing or the current directory on its path."""
    return [os.path.realpath(sys.executable), "-s", "-B", "-P", "-X", "utf8"]


def environment(modules: Sequence[Path] = ()) -> dict[str, str]:
    """All that a worker sees of ours: where its modules are."""
    return {
        "PYTHONPATH": os.pathsep.join(str(path) for path in (*_module_roots(), *modules)),
        "LC_ALL": "C.UTF-8",
        **_ONE_CORE,
    }


@functools.cache
def best_wall() -> Wall:
    """The strongest wall that works on this machine; tried once."""
    wall = Bubblewrap()
    if shutil.which("bwrap") is None:
        return Process()
    try:
        tried = subprocess.run(
            wall.command([*python(), "-c", "import amparo.sandbox.inside"]),
            env={**environment(), "PATH": os.environ.get("PATH", os.defpath)},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_START_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return Process()
    return wall if tried.returncode == 0 else Process()


def _module_roots() -> list[Path]:
    package = Path(next(iter(amparo.__path__))).parent
    return list(dict.fromkeys((package, *(Path(sysconfig.get_path(key)) for key in ("purelib", "platlib")))))


def _needed() -> list[Path]:
    """What Python needs to run: its own tree, our package, the installed packages, the system's libraries."""
    package = Path(next(iter(amparo.__path__)))
    installed = [root for root in _module_roots() if root != package.parent or root.name == "site-packages"]
    base = Path(sys.base_prefix)
    own = (
        [Path(os.path.realpath(sys.executable)), Path("/usr/lib")] if base == Path("/usr") else [base, Path("/usr/lib")]
    )
    system = [Path(name) for name in ("/lib", "/lib64", "/usr/lib64", "/etc/ld.so.cache")]
    return [path for path in dict.fromkeys([*own, *system, *installed, package, _LEARNT]) if path.exists()]
