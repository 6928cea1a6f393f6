"""Fuzz one target with atheris: `make fuzz` runs them all in turn, SECONDS each.

A target is a file beside this one: `seeds()` gives inputs to begin with, `one(data)` must return for every input and
raise for none. The corpus that grows, and what crashed, lie under build/fuzz/TARGET/. A crash that is found becomes a
test in tests/adversarial/fuzz.
"""

from __future__ import annotations

import hashlib
import importlib
import sys
from pathlib import Path
from types import ModuleType

import atheris

HERE = Path(__file__).resolve().parent
BUILD = HERE.parent / "build" / "fuzz"
TARGETS = tuple(sorted(path.stem for path in HERE.glob("*.py") if path.stem != "run"))


def main() -> None:
    """`run.py TARGET [SECONDS]`."""
    name = sys.argv[1] if len(sys.argv) > 1 else ""
    if name not in TARGETS:
        raise SystemExit(f"usage: run.py TARGET [SECONDS], where TARGET is one of {', '.join(TARGETS)}")
    target, folder = load(name), BUILD / name
    corpus = folder / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    for seed in target.seeds():
        (corpus / hashlib.sha256(seed).hexdigest()[:16]).write_bytes(seed)
    seconds = sys.argv[2] if len(sys.argv) > 2 else "60"
    options = [
        f"-max_total_time={seconds}",
        "-timeout=10",
        "-rss_limit_mb=1024",
        "-max_len=16384",
        "-print_final_stats=1",
    ]
    atheris.Setup([sys.argv[0], *options, f"-artifact_prefix={folder}/", str(corpus)], target.one)
    atheris.Fuzz()


def load(name: str) -> ModuleType:
    """The target, with everything of ours, and the form parser that we trust, told to report its branches."""
    sys.path.insert(0, str(HERE))
    with atheris.instrument_imports(include=["amparo", "multipart", name]):
        return importlib.import_module(name)


if __name__ == "__main__":
    main()
