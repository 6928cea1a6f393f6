"""The application: the tree as it should be sent, live search, errors; in process, without a socket."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import httpx
import pytest

from amparo.library import settings
from amparo.library.addresses import parse_document_id
from amparo.library.app import create_app
from amparo.library.archive import open_archive
from amparo.library.headers import IMMUTABLE
from amparo.library.indexing import bring_index_up, is_behind
from amparo.library.publish import withdraw
from amparo.library.settings import Places
from amparo.search.schema import layout
from library_bundles import a_library, a_record, clock, published, quiet, some, write_bundle

HTML = a_record(50, media_type="text/html", original=b"<script>alert(1)</script>", pages=("An unusual xylophone",))


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Places:
    """A library of two collections."""
    folder = tmp_path_factory.mktemp("serving")
    places = a_library(folder / "home")
    published(places, write_bundle(folder / "one", [*some(30), HTML]))
    published(places, write_bundle(folder / "two", some(2), collection="best", title="The best"))
    (places.root / "secret.txt").write_text("secret")
    (places.public / "link.txt").symlink_to(places.root / "secret.txt")
    (places.public / "linked").symlink_to(places.root)
    return places


class Client:
    """Asks the application in process."""

    def __init__(self, places: Places) -> None:
        self._app = create_app(places, settings.load(places))

    def ask(self, method: str, path: str, **more: Any) -> httpx.Response:
        """One request; redirects are followed only when asked."""

        async def request() -> httpx.Response:
            transport = httpx.ASGITransport(self._app)
            async with httpx.AsyncClient(transport=transport, base_url="http://library.test") as client:
                return await client.request(method, path, **more)

        return asyncio.run(request())

    def get(self, path: str, **more: Any) -> httpx.Response:
        """GET."""
        return self.ask("GET", path, **more)


@pytest.fixture
def client(places: Places) -> Client:
    """A browser that follows no redirects by itself."""
    return Client(places)


def test_pages_are_sent_with_a_policy_that_runs_nothing(client: Client) -> None:
    for path in ("/", "/harbour/", f"/harbour/{HTML.document_id}/", "/verify/", "/changes/", "/search", "/nope"):
        answer = client.get(path)
        assert answer.headers["content-type"] == "text/html; charset=utf-8"
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "script" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "server" not in answer.headers


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/checkpoint", "text/plain; charset=utf-8"),
        ("/log.policy", "text/plain; charset=utf-8"),
        ("/SHA256SUMS", "text/plain; charset=utf-8"),
        ("/SHA256SUMS.note", "text/plain; charset=utf-8"),
        ("/style.css", "text/css; charset=utf-8"),
        ("/collections.json", "application/json"),
        ("/changes/changes.atom", "application/atom+xml"),
        ("/harbour/documents.jsonl", "application/x-ndjson"),
        (f"/harbour/{HTML.document_id}/record.json", "application/json"),
        (f"/harbour/{HTML.document_id}/text.txt", "text/plain; charset=utf-8"),
        (f"/harbour/{HTML.document_id}/proof.tlog-proof", "text/plain; charset=utf-8"),
    ],
)
def test_media_types(client: Client, path: str, kind: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == kind


def test_tiles_are_kept_for_ever_and_the_checkpoint_is_asked_for_again(client: Client, places: Places) -> None:
    tile = next(path for path in (places.public / "tile").rglob("*") if path.is_file())
    answer = client.get(f"/{tile.relative_to(places.public).as_posix()}")
    assert answer.headers["cache-control"] == IMMUTABLE
    assert answer.headers["content-type"] == "application/octet-stream"
    assert client.get("/checkpoint").headers["cache-control"] == "no-cache"


def test_an_active_original_is_only_downloaded(client: Client) -> None:
    answer = client.get(f"/harbour/{HTML.document_id}/original.html.bin")
    assert answer.content == HTML.original
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"] == 'attachment; filename="original.html"'
    assert "sandbox" in answer.headers["content-security-policy"]


def test_a_plain_original_is_shown_in_a_sandbox(client: Client) -> None:
    answer = client.get(f"/harbour/{some(1)[0].document_id}/original.txt")
    assert answer.headers["content-type"] == "text/plain"
    assert answer.headers["content-disposition"] == "inline"
    assert "sandbox" in answer.headers["content-security-policy"]


def test_a_folder_has_one_address(client: Client) -> None:
    answer = client.get("/harbour")
    assert (answer.status_code, answer.headers["location"]) == (308, "/harbour/")


@pytest.mark.parametrize(
    "path",
    [
        "/link.txt",
        "/linked/secret.txt",
        "/linked/",
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/harbour/..%2f..%2fsecret.txt",
        "/harbour//index.html",
        "/.hidden",
        "/harbour/index.html/",
        "/index.html%00",
        "/tile",
        "/tile/",
    ],
)
def test_nothing_but_the_tree_is_reachable(client: Client, path: str) -> None:
    answer = client.get(path, follow_redirects=True)
    assert answer.status_code == 404
    assert "secret" not in answer.text


def test_only_reading(client: Client) -> None:
    assert client.ask("POST", "/").status_code == 405
    assert client.ask("DELETE", "/checkpoint").status_code == 405
    assert client.ask("HEAD", "/checkpoint").status_code == 200


def test_what_has_not_changed_is_not_sent_again(client: Client) -> None:
    tag = client.get("/index.html").headers["etag"]
    answer = client.get("/index.html", headers={"if-none-match": tag})
    assert (answer.status_code, answer.content) == (304, b"")


def test_a_part_of_a_file(client: Client) -> None:
    answer = client.get(f"/harbour/{some(1)[0].document_id}/original.txt", headers={"range": "bytes=0-2"})
    assert (answer.status_code, answer.content) == (206, b"per")


def test_search_finds_and_links(client: Client) -> None:
    page = client.get("/search", params={"q": "xylophone"})
    assert page.status_code == 200
    assert f'href="/harbour/{HTML.document_id}/index.html"' in page.text
    assert "<mark>xylophone</mark>" in page.text
    for path in ("/search/", "/search/index.html"):
        assert client.get(path, params={"q": "xylophone"}).text.count("<mark>") == 1


def test_search_goes_on_page_by_page(client: Client) -> None:
    page = client.get("/search", params={"q": "permit"}).text
    assert "More results" in page
    rest = client.get("/search", params={"q": "permit", "from": "20"}).text
    assert "Previous results" in rest
    assert "More results" not in rest


def test_search_in_one_collection(client: Client) -> None:
    found = client.get("/search.json", params={"q": "permit", "collection": "best"}).json()
    assert found["total"] == 2
    assert {hit["collection"] for hit in found["hits"]} == {"best"}
    assert {hit["path"] for hit in found["hits"]} == {f"best/{record.document_id}/" for record in some(2)}


def test_search_for_machines(client: Client) -> None:
    found = client.get("/search.json", params={"q": "permit", "limit": "5"}).json()
    assert (found["total"], len(found["hits"])) == (31, 5)
    assert set(found["hits"][0]) == {
        *("document", "collection", "path", "title", "kind", "date", "page", "snippet", "score"),
    }
    assert client.get(found["next"]).json()["hits"][0]["document"] != found["hits"][0]["document"]


@pytest.mark.parametrize(
    "parameters",
    [
        {},
        {"q": '"unclosed'},
        {"q": "x", "from": "-1"},
        {"q": "x", "from": "9" * 30},
        {"q": "x", "limit": "0"},
        {"q": "x", "limit": "1000"},
        {"q": "word " * 300},
    ],
)
def test_a_question_that_cannot_be_answered_is_explained(client: Client, parameters: dict[str, str]) -> None:
    answer = client.get("/search.json", params=parameters, headers={"accept": "application/json"})
    assert answer.status_code == 400
    assert answer.json()["error"]


def test_a_query_is_shown_as_text(client: Client) -> None:
    for query in ("<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', '"unclosed <b>'):
        page = client.get("/search", params={"q": query}).text
        assert "<script" not in page
        assert "<img" not in page
        assert "<b>" not in page


def test_a_withdrawn_document_is_found_no_more(tmp_path: Path) -> None:
    places = a_library(tmp_path / "home")
    published(places, write_bundle(tmp_path / "one", [*some(2), HTML]))
    client = Client(places)
    assert client.get("/search.json", params={"q": "xylophone"}).json()["total"] == 1
    with open_archive(places, clock) as archive:
        withdraw(archive, parse_document_id(HTML.document_id), "A mistake", "The editor", quiet)
    assert client.get("/search.json", params={"q": "xylophone"}).json()["total"] == 0
    assert client.get(f"/harbour/{HTML.document_id}/original.html.bin").status_code == 404
    assert "This document was withdrawn" in client.get(f"/harbour/{HTML.document_id}/").text


def test_an_index_of_another_layout_is_noticed_and_made_anew(tmp_path: Path) -> None:
    places = a_library(tmp_path / "home")
    published(places, write_bundle(tmp_path / "one", some(3)))
    assert not is_behind(places)
    (places.index / layout()).rename(places.index / "v1")
    assert is_behind(places)
    with open_archive(places, clock) as archive:
        bring_index_up(archive, quiet)
    assert not is_behind(places)
    assert Client(places).get("/search.json?q=*").json()["total"] == 3
    assert [each.name for each in places.index.iterdir()] == [layout()]
