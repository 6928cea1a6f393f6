"""A hit opens the page as it looks, its words boxed; page images are bounded and go with their document."""

from __future__ import annotations

import asyncio
import html
import io
import re
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from fpdf import FPDF
from PIL import Image, ImageDraw, ImageFont

from amparo.desk import browsing, documents_store, page_images, page_words_store
from amparo.desk.app import create_app
from amparo.desk.filing_batch import forget_dropped
from amparo.desk.holdings import open_holdings
from amparo.desk.ingest import add
from amparo.desk.page_cache import PageCache
from amparo.desk.room import Desk
from amparo.desk.sqlite import transaction
from amparo.records.model import DocumentId
from amparo.records.page_image import PageImage, Word
from amparo.sandbox.walls import best_wall
from amparo.search.matching import finder
from amparo.search.query import parse

FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf"
ORIGIN = "http://127.0.0.1:8402"
PNG = b"\x89PNG\r\n\x1a\n"


def bundle() -> bytes:
    """Three pages: a typed one, one without the word that is looked for, and a scan."""
    scan = Image.new("L", (1500, 700), 255)
    for line in range(4):
        text = f"The harbour was sold again, says witness number {line}"
        ImageDraw.Draw(scan).text((60, 60 + 110 * line), text, fill=0, font=ImageFont.truetype(FONT, 44))
    made = FPDF()
    made.set_font("Helvetica", size=14)
    made.add_page()
    made.text(30, 60, "Minutes about the harbour and the <b>bridge</b>, and the harbour master")
    made.add_page()
    made.text(30, 60, "Nothing was said on this page of any interest to anybody")
    made.add_page()
    made.image(scan, x=10, y=40, w=190)
    return bytes(made.output())


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the bundle and a text file."""
    home = tmp_path_factory.mktemp("filled")
    (home / "bundle.pdf").write_bytes(bundle())
    (home / "note.txt").write_text("A note about the harbour")
    with open_holdings(home) as holdings:
        paths = [str(home / "bundle.pdf"), str(home / "note.txt")]
        told = add(holdings, paths, "papers", wall=best_wall(), clock=lambda: datetime(2026, 11, 24, tzinfo=UTC))
        assert told["added"] == 2
    return home


def ask(home: Path, *addresses: str) -> list[httpx.Response]:
    async def all_of_them() -> list[httpx.Response]:
        transport = httpx.ASGITransport(create_app(Desk(home)))
        async with httpx.AsyncClient(transport=transport, base_url=ORIGIN) as client:
            return [await client.get(address) for address in addresses]

    return asyncio.run(all_of_them())


@pytest.fixture
def hits(filled: Path, desk: Desk) -> list[str]:
    """Where the hits of a search for the harbour lead: of the bundle, then of the note."""
    (filled / "desk" / "desk.toml").write_bytes((desk.settings.home / "desk.toml").read_bytes())
    (found,) = ask(filled, "/search?q=harbour")
    links = [html.unescape(each) for each in re.findall(r'<h2><a href="([^"]+)"', found.text)]
    return sorted(links, key=lambda each: "/pages/" not in each)


def boxes(answer: httpx.Response) -> list[tuple[int, ...]]:
    found = re.findall(r'<rect x="(\d+)" y="(\d+)" width="(\d+)" height="(\d+)" rx', answer.text)
    return [tuple(map(int, each)) for each in found]


def test_a_hit_opens_the_page_with_its_words_boxed(filled: Path, hits: list[str]) -> None:
    bundle_, note = hits
    assert re.fullmatch(r"/documents/[a-z2-7]{24}/pages/1\?q=harbour", bundle_)
    assert "/pages/" not in note, "what has no pages to show opens as text"
    page, picture = ask(filled, bundle_, bundle_.partition("?")[0] + ".png")
    assert len(boxes(page)) == 2
    assert "2 places boxed" in page.text
    assert "&lt;b&gt;bridge&lt;/b&gt;" in page.text
    assert "<script" not in page.text
    # Where the boxes are, the picture has ink.
    image = Image.open(io.BytesIO(picture.content)).convert("L")
    for x, y, width, height in boxes(page):
        assert min(image.crop((x, y, x + width, y + height)).tobytes()) < 100
    assert picture.headers["content-type"] == "image/png"
    assert picture.headers["content-security-policy"] == "sandbox; default-src 'none'"
    assert (picture.headers["x-content-type-options"], picture.headers["cache-control"]) == ("nosniff", "no-store")


def test_words_are_boxed_on_a_scan_too(filled: Path, hits: list[str]) -> None:
    first = hits[0]
    (page,) = ask(filled, first.replace("/pages/1", "/pages/3"))
    assert len(boxes(page)) == 4
    assert len({x for x, *_ in boxes(page)}) < 4, "one below the other"
    assert "by OCR" in page.text
    (phrase,) = ask(filled, first.replace("/pages/1", "/pages/3").replace("q=harbour", 'q="harbour was sold"'))
    assert len(boxes(phrase)) == 12


NOBODY_READS = "zzz"
"""A language that no OCR here has: what is boxed all the same was kept."""


def test_words_that_ocr_read_are_kept_with_their_places(filled: Path) -> None:
    with open_holdings(filled) as holdings:
        identity = holdings.database.execute("SELECT id FROM documents WHERE media_type LIKE '%pdf'").fetchone()["id"]
        document = browsing.document(holdings.database, identity)
        assert document is not None
        kept = page_words_store.words_of(holdings.database, identity, 3)
        assert kept is not None
        assert " ".join(word.text for word in kept).count("harbour was sold again, says") == 4
        assert page_words_store.words_of(holdings.database, identity, 1) is None, "the file itself has them"
        find = finder(parse("harbour"))
        shown = page_images.leaf(holdings.home, document, 3, NOBODY_READS, words=kept)
        assert shown is not None
        assert len(page_images.boxes(shown.words, find)) == 4
        unread = page_images.leaf(holdings.home, document, 3, NOBODY_READS)
        assert unread is not None
        assert unread.words == ()


def test_words_are_read_again_where_none_were_kept(filled: Path, hits: list[str]) -> None:
    with open_holdings(filled) as holdings:
        kept = holdings.database.execute("SELECT * FROM page_words").fetchall()
        assert len(kept) == 1
        with transaction(holdings.database):
            holdings.database.execute("DELETE FROM page_words")
    (page,) = ask(filled, hits[0].replace("/pages/1", "/pages/3"))
    assert len(boxes(page)) == 4
    with open_holdings(filled) as holdings, transaction(holdings.database):
        holdings.database.execute("INSERT INTO page_words VALUES (?, ?, ?)", tuple(kept[0]))


def test_pages_of_a_fax_keep_their_words_and_lose_them_with_their_document(tmp_path: Path) -> None:
    pages = [Image.new("L", (1200, 300), 255) for _ in range(2)]
    for page, text in zip(pages, ("The first page of the fax", "The second page about money"), strict=True):
        ImageDraw.Draw(page).text((60, 90), text, fill=0, font=ImageFont.truetype(FONT, 60))
    pages[0].save(tmp_path / "fax.tiff", save_all=True, append_images=pages[1:])
    with open_holdings(tmp_path / "home") as holdings:
        database = holdings.database
        add(holdings, [str(tmp_path / "fax.tiff")], "papers", wall=best_wall(), clock=lambda: datetime.now(UTC))
        identity = DocumentId(database.execute("SELECT id FROM documents").fetchone()["id"])
        told = [page_words_store.words_of(database, identity, number) or () for number in (1, 2)]
        assert [[word.text for word in words][-1] for words in told] == ["fax", "money"]
        with transaction(database):
            page_words_store.put(database, identity, {2: told[0]})
        assert [page_words_store.words_of(database, identity, number) for number in (1, 2)] == [None, told[0]]
        with transaction(database):
            database.execute("DELETE FROM ledger")
            database.execute("DELETE FROM members")
            assert documents_store.forget(database, identity)
        assert database.execute("SELECT count(*) FROM page_words").fetchone()[0] == 0


def test_one_leafs_from_page_to_page_and_from_hit_to_hit(filled: Path, hits: list[str]) -> None:
    first = hits[0]
    one, two, three = ask(filled, *(first.replace("/pages/1", f"/pages/{number}") for number in (1, 2, 3)))

    def links(answer: httpx.Response) -> dict[str, str]:
        found = re.findall(r'<a (?:rel="\w+" )?href="([^"]+)">((?:Next|Previous) page[^<]*)</a>', answer.text)
        return {text: re.sub(r".*/pages/(\d+)\?q=harbour", r"\1", address) for address, text in found}

    assert links(one) == {"Next page": "2", "Next page with a hit": "3"}
    assert links(two) == {
        "Previous page": "1",
        "Previous page with a hit": "1",
        "Next page": "3",
        "Next page with a hit": "3",
    }
    assert links(three) == {"Previous page": "2", "Previous page with a hit": "1"}
    assert boxes(two) == []


def test_pages_that_are_not_there_are_not_found(filled: Path, hits: list[str]) -> None:
    document, note = hits[0].partition("/pages/")[0], hits[1].partition("?")[0]
    answers = ask(
        filled,
        f"{document}/pages/0",
        f"{document}/pages/4",
        f"{document}/pages/4.png",
        f"{note}/pages/1",
        f"{note}/pages/1.png",
        "/documents/" + "a" * 24 + "/pages/1",
    )
    assert [answer.status_code for answer in answers] == [404] * 6


def test_a_query_that_is_not_understood_boxes_nothing(filled: Path, hits: list[str]) -> None:
    (page,) = ask(filled, hits[0].replace("q=harbour", "q=(harbour"))
    assert page.status_code == 200
    assert boxes(page) == []


def test_a_damaged_original_shows_its_text_all_the_same(filled: Path, hits: list[str]) -> None:
    with open_holdings(filled) as holdings:
        row = holdings.database.execute("SELECT sha256 FROM documents WHERE media_type = 'application/pdf'").fetchone()
        path = holdings.originals.path(row["sha256"])
        PageCache(holdings.home).remove(row["sha256"])
    whole = path.read_bytes()
    try:
        path.write_bytes(whole[:400])
        page, picture = ask(filled, hits[0], hits[0].partition("?")[0] + ".png")
        assert "cannot be shown as it looks" in page.text
        assert "<mark>harbour</mark>" in page.text
        assert picture.status_code == 404
    finally:
        path.write_bytes(whole)


def test_page_images_go_with_their_document(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "bundle.pdf").write_bytes(bundle())
    with open_holdings(tmp_path) as holdings:
        database = holdings.database
        add(holdings, [str(tmp_path / "bundle.pdf")], "papers", wall=best_wall(), clock=lambda: datetime.now(UTC))
        document = DocumentId(database.execute("SELECT id FROM documents").fetchone()["id"])
        folder = holdings.home / "page_images"
        (page,) = ask(tmp_path, f"/documents/{document}/pages/1")
        assert page.status_code == 200
        assert len(list(folder.iterdir())) == 2
        forget_dropped(holdings)
        assert len(list(folder.iterdir())) == 2, "a document that is here keeps them"
        # As if it had never been filed: only the document itself is of concern here.
        database.execute("PRAGMA foreign_keys = OFF")
        with transaction(database):
            database.execute("DELETE FROM members")
            assert documents_store.forget(database, document)
        forget_dropped(holdings)
        assert list(folder.iterdir()) == []


def blank(side: int = 100) -> PageImage:
    noise = Image.effect_noise((side, side), 90).convert("RGB")
    return PageImage(side, side, noise.tobytes(), (Word("word", ((0, 0, 1, 0.5),)),))


def test_what_is_kept_is_bounded_and_the_longest_unseen_goes_first(tmp_path: Path) -> None:
    cache = PageCache(tmp_path, largest=60_000)
    size = cache.put("aa", 1, "own", blank()).picture.stat().st_size
    assert 10_000 < size < 31_000
    for number in range(2, 8):
        cache.put("aa", number, "own", blank())
        assert cache.get("aa", 1, "own") is not None, "it was just looked at"
    kept = [number for number in range(1, 8) if cache.get("aa", number, "own")]
    assert kept[0] == 1
    assert kept[-1] == 7
    assert sum(path.stat().st_size for path in cache.directory.glob("*.png")) <= 60_000
    assert len(list(cache.directory.iterdir())) == 2 * len(kept)


def test_a_page_that_was_kept_comes_back_as_it_was(tmp_path: Path) -> None:
    page = blank()
    put = PageCache(tmp_path).put("aa", 1, "ocr-eng", page)
    assert PageCache(tmp_path).get("aa", 1, "ocr-eng") == put
    assert put.picture.read_bytes().startswith(PNG)
    assert Image.open(put.picture).tobytes() == page.pixels
    assert put.picture.stat().st_mode & 0o077 == 0
    assert PageCache(tmp_path).get("aa", 1, "own") is None
    PageCache(tmp_path).remove("aa")
    assert list(PageCache(tmp_path).directory.iterdir()) == []


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("bridge", ["bridge,"]),
        ("brid*", ["bridge,"]),
        ("brigde~", ["bridge,"]),
        ('"the bridge twice"', ["the", "bridge,", "twice"]),
        ("NOT bridge", []),
        ("from:bridge", []),
        ("zurich", ["Zürich."]),
        (r"/br.dge,\s+tw\w+/", ["bridge,", "twice"]),
    ],
)
def test_boxes_are_those_of_the_words_that_match(query: str, expected: list[str]) -> None:
    printed = ["for", "the", "bridge,", "twice", "in", "Zürich."]
    words = [Word(text, ((at / 10, 0, (at + 1) / 10, 1),)) for at, text in enumerate(printed)]
    found = page_images.boxes(words, finder(parse(query)))
    assert [printed[round(left * 10)] for left, *_ in found] == expected


def test_words_are_boxed_however_their_letters_are_written() -> None:
    printed = ["Ψυχή", "мой", "сло́во", "مُحَمَّدٌ", "שָׁלוֹם", "हिन्दी", "한국어"]
    words = [Word(text, ((at / 10, 0, (at + 1) / 10, 1),)) for at, text in enumerate(printed)]
    for at, query in enumerate(("ΨΥΧΗ", "мой", "слово", "محمد", "שלום", "हिंदी", "한국어")):
        assert page_images.boxes(words, finder(parse(query))) == words[at].boxes


def test_a_word_parted_at_the_end_of_a_line_has_two_boxes() -> None:
    word = Word("harbour", ((0.8, 0.1, 0.9, 0.2), (0.1, 0.2, 0.2, 0.3)))
    assert page_images.boxes([word], finder(parse("harbour"))) == word.boxes


def test_in_a_script_without_spaces_only_the_match_is_boxed() -> None:
    line = Word("彼は港湾を売った", ((0.0, 0.0, 0.8, 0.1),))
    ((left, _, right, _),) = page_images.boxes([line], finder(parse("港湾")))
    assert (round(left, 3), round(right, 3)) == (0.2, 0.4)


def test_the_document_says_which_of_its_pages_ocr_read(filled: Path, hits: list[str]) -> None:
    (page,) = ask(filled, hits[0].partition("/pages/")[0])
    assert "About its text" in page.text
    assert re.search(r"Pages read by OCR</dt>\s*<dd[^>]*>3<", page.text)
    assert page.text.count("Pages read by OCR") == 1
    assert page.text.count("as it looks") == 3
