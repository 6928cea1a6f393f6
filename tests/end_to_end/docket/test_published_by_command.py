"""`amparo docket publish`, `verify` and `withdraw` as an editor and a reader run them, on the sample cases."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

CASES = Path(__file__).resolve().parents[3] / "samples" / "cases"


def amparo(*words: str) -> tuple[int, str]:
    done = subprocess.run([sys.executable, "-m", "amparo.cli.main", *words], capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr


def test_published_verified_altered_and_withdrawn(tmp_path: Path) -> None:
    home, public = tmp_path / "home", tmp_path / "home" / "library" / "public"
    policy = ("--policy", str(public / "log.policy"))
    assert amparo("library", "init", "--home", str(home))[0] == 0
    code, said = amparo("docket", "publish", str(CASES / "orrel.yaml"), "--home", str(home))
    assert code == 0 and "new states: orrel" in said, said
    for room in ("docket", "library"):
        code, said = amparo(room, "verify", str(public), *policy)
        assert code == 0, said
    # A mirror that tells another story is named, page by page.
    mirror = tmp_path / "mirror"
    shutil.copytree(public, mirror)
    page = mirror / "docket" / "orrel" / "index.html"
    page.write_text(page.read_text().replace("28 years", "2 years"))
    for room in ("docket", "library"):
        code, said = amparo(room, "verify", str(mirror), *policy)
        assert code == 1 and "docket/orrel/index.html" in said, said
    taking = ("docket", "withdraw", "orrel", "--reason", "asked for by her", "--home", str(home))
    assert amparo(*taking)[0] == 2, "nobody withdraws without an authority"
    assert amparo(*taking, "--authority", "the editor")[0] == 0
    left = (public / "docket" / "orrel" / "index.html").read_text()
    assert "asked for by her" in left and "28 years" not in left
    assert amparo("docket", "verify", str(public), *policy)[0] == 0
