"""The library as a reader sees it: Chromium with JavaScript off, narrow and wide, from a server and from a folder."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from amparo.library.addresses import parse_document_id
from amparo.library.archive import open_archive
from amparo.library.publish import withdraw
from amparo.library.settings import Places
from amparo.records.model import Kind
from library_bundles import a_library, a_record, clock, published, quiet, some, write_bundle

LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 2
EXTRA = {
    Kind.INCIDENT: {"place": ("Cape Vel",), "killed": ("3",), "wounded": ("1",), "category": ("armed_boarding",)},
    Kind.DOSSIER: {"person": ("Ines Vara",), "contested": ("A court found that the second page names the wrong man.",)},
    Kind.MAIL: {"message_id": ("<1@vel>",)},
    Kind.PLAIN: {},
}


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Places:
    """A library with every kind, long words, a right-to-left text and a withdrawal."""
    folder = tmp_path_factory.mktemp("pages")
    places = a_library(folder / "home", about="What the harbour of Vel wrote, whole, so that anyone can check it.")
    long = a_record(900, title=LONG, pages=(LONG, "שלום, זה מסמך בעברית."), sender=(LONG,))
    published(places, write_bundle(folder / "cables", [*some(120), long]))
    for number, (kind, fields) in enumerate(EXTRA.items()):
        records = [
            a_record(
                n, kind=kind, original=f"{kind} {n}".encode(), fields=fields, title=LONG if n == 1 else f"{kind} {n}"
            )
            for n in range(3)
        ]
        bundle = write_bundle(folder / kind, records, collection=f"part-{number}", title=f"Part {number}", kind=kind)
        published(places, bundle)
    with open_archive(places, clock) as archive:
        withdraw(archive, parse_document_id(some(3)[2].document_id), "A mistake", "The editor", quiet)
    return places


@pytest.fixture(scope="module")
def address(places: Places) -> Iterator[str]:
    """The library served by its own command."""
    words = ("library", "serve", "--bind", "127.0.0.1:0", "--home", str(places.root.parent))
    process = subprocess.Popen(
        [sys.executable, "-m", "amparo.cli.main", *words], stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    assert process.stdout is not None
    yield process.stdout.readline().removeprefix("library:").strip().rstrip("/")
    process.send_signal(signal.SIGTERM)
    process.wait(timeout=15)
    process.stdout.close()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A page without JavaScript; it fails the test when anything is asked of another host or refused by our policy."""
    context = chromium.new_context(java_script_enabled=False, viewport={"width": 360, "height": 800})
    page = context.new_page()
    wrong: list[str] = []
    page.on("console", lambda message: wrong.append(message.text))
    page.on("request", lambda asked: wrong.append(asked.url) if "127.0.0.1" not in asked.url else None)
    yield page
    assert [text for text in wrong if not text.startswith("file:")] == []
    context.close()


def every_page(places: Places) -> list[str]:
    """One page of each sort."""
    folders = [path for path in places.public.iterdir() if (path / "documents.jsonl").exists()]
    documents = [
        next(path for path in sorted(folder.iterdir()) if (path / "record.json").exists()) for folder in folders
    ]
    chosen = [path.relative_to(places.public).as_posix() + "/" for path in (*folders, *documents)]
    named = [f"harbour/{document}/" for document in (a_record(900).document_id, some(3)[2].document_id)]
    return [
        "",
        "search",
        "search?q=permit",
        "search?q=zzz",
        "verify/",
        "changes/",
        "harbour/page-2.html",
        *named,
        *chosen,
    ]


@pytest.mark.parametrize("width", [320, 1280])
def test_no_page_scrolls_sideways(page: Page, places: Places, address: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    for path in every_page(places):
        page.goto(f"{address}/{path}")
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, path
        assert page.locator("h1").count() == 1, path
        assert page.locator("main").count() == 1, path


def test_a_reader_finds_reads_and_cites(page: Page, address: str) -> None:
    page.goto(f"{address}/")
    page.fill("input[name=q]", "permit number 7")
    page.click("main button")
    page.click("ol.hits >> text=Harbour permit 7")
    assert page.locator("h1").inner_text() == "Harbour permit 7"
    cite = page.locator("details.cite pre")
    assert not cite.is_visible()
    page.click("text=Cite this document")
    assert cite.is_visible()
    assert "SHA-256" in cite.inner_text()
    page.click("text=The harbour papers")
    assert page.url == f"{address}/harbour/index.html"
    page.click("text=Next page")
    assert "Page 2 of 2" in page.inner_text("main")
    page.go_back()
    assert page.url == f"{address}/harbour/index.html"


def test_a_reader_finds_the_proof_and_the_way_to_check_it(page: Page, address: str) -> None:
    page.goto(f"{address}/harbour/{a_record(5).document_id}/")
    with page.expect_download() as download:
        page.click("text=proof.tlog-proof", modifiers=["Alt"])
    assert Path(download.value.path()).read_bytes().startswith(b"c2sp.org/tlog-proof@v1\n")
    page.click("text=How to check this")
    assert "sha256sum" in page.inner_text("main")


def test_the_skip_link_is_the_first_stop_of_the_keyboard(page: Page, address: str) -> None:
    page.goto(f"{address}/harbour/")
    page.keyboard.press("Tab")
    assert page.locator("a.skip:focus").count() == 1


def test_the_tree_works_from_a_folder(page: Page, places: Places) -> None:
    page.goto((places.public / "index.html").as_uri())
    page.click("text=The harbour papers")
    page.click("text=Harbour permit 0")
    assert page.locator("h1").inner_text() == "Harbour permit 0"
    # The style sheet is allowed by the page's own policy there too: the bar has its line.
    assert page.locator("header.bar").evaluate("e => getComputedStyle(e).borderBlockStartWidth") == "4px"
    page.click("nav >> text=Search")
    assert "static copy" in page.locator("main").inner_html()


def test_text_of_another_direction_runs_its_own_way(page: Page, address: str) -> None:
    page.goto(f"{address}/harbour/{a_record(900).document_id}/")
    assert page.locator("#page-2").evaluate("e => getComputedStyle(e).direction") == "rtl"
    assert page.locator("#page-1").evaluate("e => getComputedStyle(e).direction") == "ltr"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_can_be_read(chromium: Browser, address: str, scheme: str) -> None:
    """At least 4.5:1 between text and what is behind it (WCAG 2.2, 1.4.3), for text, links, soft text, buttons."""
    context = chromium.new_context(java_script_enabled=False, color_scheme=scheme)
    page = context.new_page()
    page.goto(f"{address}/")
    for selector in ("body", "main a", ".meta", "main button", ".card .meta", ".foot"):
        assert page.locator(selector).first.evaluate(CONTRAST) >= 4.5, selector
    context.close()


CONTRAST = """element => {
  const parts = text => text.match(/[\\d.]+/g).map(Number);
  const light = text => parts(text).slice(0, 3).map(v => v / 255)
    .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const clear = one => parts(getComputedStyle(one).backgroundColor)[3] === 0;
  let behind = element;
  while (behind.parentElement && clear(behind)) behind = behind.parentElement;
  const two = [light(getComputedStyle(element).color), light(getComputedStyle(behind).backgroundColor)].sort();
  return (Math.max(...two) + 0.05) / (Math.min(...two) + 0.05);
}"""
