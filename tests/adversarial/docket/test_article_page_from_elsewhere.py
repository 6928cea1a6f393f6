"""Another site in the editor's browser: it can neither send a form to the article page, nor read it by rebinding."""

from __future__ import annotations

import asyncio
from datetime import date
from pathlib import Path

import httpx
import pytest

from amparo.docket.article.article import Article
from amparo.docket.article.reader import read
from amparo.docket.editor import Editing, create_app
from articles import ENGLISH

FORM = b"take-a1=accept&text-a1=Maren+Oldeval&choice-a1=defendant"
HOME = "http://127.0.0.1:8404"


async def send(
    tmp_path: Path, method: str, headers: dict[str, str], body: bytes = b"", text: str = ENGLISH
) -> httpx.Response:
    app = create_app(Editing(read(Article(text, "text/plain")), tmp_path / "case.yaml", lambda: date(2026, 11, 24)))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=HOME) as client:
        return await client.request(method, "/", headers=headers, content=body)


@pytest.mark.parametrize(
    "headers",
    [{"sec-fetch-site": "cross-site"}, {"origin": "https://evil.example"}, {"host": "rebound.example"}],
    ids=["fetch metadata", "origin", "host"],
)
def test_a_foreign_page_writes_nothing(tmp_path: Path, headers: dict[str, str]) -> None:
    answer = asyncio.run(send(tmp_path, "POST", headers, FORM))
    assert answer.status_code == 403
    assert list(tmp_path.iterdir()) == []


def test_our_own_page_writes(tmp_path: Path) -> None:
    answer = asyncio.run(send(tmp_path, "POST", {"sec-fetch-site": "same-origin"}, FORM))
    assert (answer.status_code, (tmp_path / "case.yaml").exists()) == (200, True)


def test_a_rebound_name_reads_nothing(tmp_path: Path) -> None:
    answer = asyncio.run(send(tmp_path, "GET", {"host": "rebound.example"}))
    assert answer.status_code == 403
    assert "Oldeval" not in answer.text


def test_markup_in_an_article_is_inert(tmp_path: Path) -> None:
    text = ENGLISH.replace("Anton Veld", "Anton Veld <script>alert(1)</script>").replace(
        '"I would', '"<img src=x> I would'
    )
    answer = asyncio.run(send(tmp_path, "GET", {}, text=text))
    assert "<script>alert" not in answer.text
    assert "<img" not in answer.text
    assert "script-src 'self'" in answer.headers["content-security-policy"]
    assert "unsafe" not in answer.headers["content-security-policy"]


@pytest.mark.parametrize(
    "body", [b"take-a1=accept&" * 30_000, b"\xff\xfe=1", b"take-s99=accept&x", b"a" * (3 * 1024 * 1024)]
)
def test_a_bad_form_is_refused_and_writes_nothing(tmp_path: Path, body: bytes) -> None:
    answer = asyncio.run(send(tmp_path, "POST", {"sec-fetch-site": "same-origin"}, body))
    assert 400 <= answer.status_code < 500
    assert list(tmp_path.iterdir()) == []
