"""`amparo docket read` as a person types it: text, Markdown, HTML, PDF; JSON with its stable keys; refusals."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from fpdf import FPDF

from articles import ENGLISH, SPANISH


def amparo(*words: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "amparo.cli.main", "docket", "read", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, stdin=subprocess.DEVNULL)


def data_of(*words: str | Path) -> dict[str, Any]:
    done = amparo(*words, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    (line,) = done.stdout.splitlines()
    return json.loads(line)  # type: ignore[no-any-return]


def as_html(text: str) -> str:
    title, _, body = text.partition("\n\n")
    paragraphs = "".join(f"<p>{one}</p>" for one in body.split("\n\n") if not one.startswith(("http", "Source")))
    return (
        "<!doctype html><html lang='en'><head><title>x</title><meta property='og:title' content='"
        f"{title.strip('# ')}'><meta property='og:site_name' content='The Halmere Courier'>"
        "<link rel='canonical' href='https://courier.example/2003/03/04/ledger-case'><script>no()</script></head>"
        f"<body><nav><a href='/'>Home</a></nav><h1>{title.strip('# ')}</h1>{paragraphs}</body></html>"
    )


def as_pdf(text: str, path: Path) -> None:
    page = FPDF()
    page.add_page()
    page.set_font("Helvetica", size=11)
    for paragraph in text.split("\n\n"):
        page.multi_cell(
            0, 6, paragraph.strip("# \n").encode("latin-1", "replace").decode("latin-1"), new_x="LMARGIN", new_y="NEXT"
        )
        page.ln(4)
    page.output(str(path))


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "article.md"
    path.write_text(ENGLISH, "utf-8")
    return path


def test_json_has_the_keys_that_scripts_rely_on(article: Path) -> None:
    data = data_of(article)
    assert {"title", "outlet", "url", "dateline", "statements", "events", "actors", "figures"} <= set(data)
    assert {"place", "date"} <= set(data["dateline"])
    assert {"speaker", "quote", "direct", "cue", "span", "sentence"} <= set(data["statements"][0])
    assert {"date", "expression", "actors", "what", "span", "sentence"} <= set(data["events"][0])
    assert set(data["events"][0]["date"]) == {"edtf", "from", "to", "precision"}
    assert {"name", "kind", "role", "mentions"} <= set(data["actors"][0])
    for one in (*data["statements"], *data["events"], *data["actors"], *data["figures"], *data["charges"]):
        assert one["rule"]


def test_spans_count_in_the_file_and_the_hash_is_the_cases(article: Path) -> None:
    data, text = data_of(article), article.read_bytes().decode()
    assert data["source"]["sha256"] == hashlib.sha256(article.read_bytes()).hexdigest()
    assert data["source"]["characters"] == len(text)
    for one in data["statements"]:
        assert text[slice(*one["span"])] == one["quote"]


def test_a_dateline_given_holds_against_the_articles_own(article: Path) -> None:
    data = data_of(article, "--dateline", "2010-06-02")
    assert data["dateline"]["date"] == "2010-06-02"
    assert "2008" in [one["date"]["edtf"] for one in data["events"]]  # two years ago


def said(data: dict[str, Any]) -> set[tuple[str, str]]:
    return {(one["speaker"], " ".join(one["quote"].split())) for one in data["statements"] if one["direct"]}


def test_html_and_pdf_say_what_the_text_says(article: Path, tmp_path: Path) -> None:
    page, pdf, text = tmp_path / "article.html", tmp_path / "article.pdf", tmp_path / "read.txt"
    page.write_text(as_html(ENGLISH), "utf-8")
    as_pdf(ENGLISH, pdf)
    plain, html = data_of(article), data_of(page, "--text", text)
    assert said(html) == said(plain)
    assert {key: html[key] for key in ("title", "outlet", "url")} == {
        key: plain[key] for key in ("title", "outlet", "url")
    }
    assert text.read_text("utf-8") == html["text"]
    assert said(data_of(pdf)) == said(plain)
    assert [one["date"]["edtf"] for one in data_of(pdf)["events"]] == [one["date"]["edtf"] for one in plain["events"]]


def test_a_person_gets_lines_to_read(tmp_path: Path) -> None:
    path = tmp_path / "articulo.txt"
    path.write_text(SPANISH, "utf-8")
    done = amparo(path, "--dateline", "2022-05-27")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Tomás Brell: “Es un proceso sin pruebas”" in done.stdout
    assert "2021-01" in done.stdout


def test_what_cannot_be_read_is_said_with_a_hint(tmp_path: Path) -> None:
    empty = tmp_path / "empty.txt"
    empty.write_bytes(b"\n \n")
    for path in (empty, tmp_path / "missing.txt"):
        done = amparo(path, "--json")
        assert done.returncode == 1
        assert done.stdout == ""
        assert done.stderr.startswith("error: ")
        assert "hint: " in done.stderr
    assert amparo(empty, "--dateline", "May").returncode == 2
