"""Anyone who builds the offline page gets the same bytes, and it is one file that names no other."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

from sealer_page import REPOSITORY, WORK, built


def test_two_builds_in_two_places_at_two_times_are_the_same(tmp_path: Path) -> None:
    """Another folder, the sources copied with other times, another time zone, language and umask; packages anew."""
    first = hashlib.sha256(built().read_bytes()).hexdigest()
    there = tmp_path / "some where else"
    for name in ("sealer", "scripts", "src"):
        shutil.copytree(REPOSITORY / name, there / name, ignore=shutil.ignore_patterns("*.html.gz", "__pycache__"))
    for path in there.rglob("*"):
        os.utime(path, (1e9, 1e9))
    time.sleep(1.1)
    environment = {
        **os.environ,
        "TZ": "Asia/Kathmandu",
        "LC_ALL": "C",
        "PYTHONHASHSEED": "7",
        "PYTHONPATH": str(there / "src"),
    }
    script = there / "scripts" / "offline_page.py"
    command = [sys.executable, script, "--to", tmp_path / "page.html", "--work", tmp_path / "work"]
    done = subprocess.run(command, env=environment, umask=0o077, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split()[0] == first == hashlib.sha256((tmp_path / "page.html").read_bytes()).hexdigest()


def test_it_is_whole_and_small_and_allows_nothing() -> None:
    page = built().read_text()
    head = page[: page.index("</head>")]
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', head.replace("&#39;", "'"))
    assert policy is not None
    assert re.fullmatch(
        r"default-src 'none'; script-src 'sha256-[^ ]{44}' 'wasm-unsafe-eval'; style-src 'sha256-[^ ]{44}'; "
        "connect-src 'none'; base-uri 'none'; form-action 'none'",
        policy[1],
    )
    assert head.index("Content-Security-Policy") < head.index("<style"), "before anything it should govern"
    outside = re.sub(r"<script>.*?</script>|<!--.*?-->", "", page, flags=re.S)
    assert not re.findall(r"(?:src|href)=\"(?!#)[^\"]*", outside), "it names no other file"
    assert not re.search(r" on[a-z]+=|style=", outside)
    assert page.count("<script") == 1
    assert len(page.encode()) < 600_000


def test_no_trace_of_the_machine_that_built_it() -> None:
    page = built().read_text()
    for trace in (str(REPOSITORY), str(WORK), "node_modules"):
        assert trace not in page
    lock = (REPOSITORY / "sealer" / "package-lock.json").read_text()
    assert "resolved" not in lock and lock.count('"integrity"') > 5
