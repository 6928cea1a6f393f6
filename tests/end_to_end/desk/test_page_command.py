"""`amparo desk show --image` with the real command: a page as it looks, with the words of a query boxed."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from fpdf import FPDF
from PIL import Image


def amparo(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "amparo.cli.main", "desk", *arguments, "--home", str(home)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = FPDF()
    made.set_font("Helvetica", size=14)
    for text in ("Nothing of interest to anybody stands here", "The harbour contract of the harbour master"):
        made.add_page()
        made.text(30, 60, text)
    folder = tmp_path_factory.mktemp("page")
    (folder / "contract.pdf").write_bytes(bytes(made.output()))
    (folder / "note.txt").write_text("A note about the harbour")
    added = amparo(folder, "add", str(folder / "contract.pdf"), str(folder / "note.txt"), "--collection", "papers")
    assert added.returncode == 0, added.stderr
    return folder


def document(home: Path, query: str) -> str:
    hits = json.loads(amparo(home, "search", query, "--json").stdout)["hits"]
    return str(hits[0]["document"])


def test_a_page_is_written_with_its_words_boxed(home: Path, tmp_path: Path) -> None:
    plain, boxed = tmp_path / "plain.png", tmp_path / "boxed.png"
    identity = document(home, "contract master")
    shown = amparo(home, "show", identity, "--page", "2", "--image", str(boxed), "--boxes", "harbour", "--json")
    assert json.loads(shown.stdout) == {"document": identity, "page": 2, "image": str(boxed), "boxes": 2}
    assert amparo(home, "show", identity, "--page", "2", "--image", str(plain)).returncode == 0

    def red(path: Path) -> int:
        with Image.open(path) as picture:
            assert picture.height > 1_000
            pixels = picture.convert("RGB").tobytes()
        return sum(red > 150 and blue < 50 for red, blue in zip(pixels[::3], pixels[2::3], strict=True))

    assert red(plain) == 0
    assert red(boxed) > 200
    assert not [path for path in tmp_path.iterdir() if path.suffix != ".png"]


def test_refusals_say_what_to_do(home: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.png"
    identity, note = document(home, "contract master"), document(home, "note")
    for arguments, words in (
        ((identity, "--page", "3"), "There is no such page"),
        ((identity, "--page", "0"), "There is no such page"),
        ((note,), "Only pages of PDFs and pictures"),
        ((identity, "--boxes", "(harbour"), "bracket"),
    ):
        refused = amparo(home, "show", *arguments, "--image", str(out))
        assert refused.returncode == 1
        assert "error:" in refused.stderr
        assert words in refused.stderr
        assert not out.exists()
    nowhere = amparo(home, "show", identity, "--image", str(tmp_path / "nowhere" / "out.png"))
    assert (nowhere.returncode, "cannot be written" in nowhere.stderr) == (1, True)
