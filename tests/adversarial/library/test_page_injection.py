"""Documents that try to be more than text: markup, scripts, control and direction characters, in every field."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest

from amparo.library.addresses import parse_document_id
from amparo.library.archive import open_archive
from amparo.library.publish import withdraw
from amparo.library.settings import Places
from amparo.records.model import Kind
from library_bundles import a_library, a_record, clock, quiet, write_bundle
from library_bundles import published as publish_bundle

MARK = "zqx"
PAYLOADS = (
    f"<script>{MARK}()</script>",
    f"<img src=x onerror={MARK}()>",
    f'"><svg onload={MARK}()>',
    f"' onmouseover='{MARK}()",
    f"</section></main><iframe src=javascript:{MARK}()>",
    f"{{{{ {MARK} }}}}{{% include '/etc/passwd' %}}",
    f"javascript:{MARK}()",
    f"]]><!--{MARK}--><style>*{{display:none}}</style>",
)
ALLOWED = frozenset(
    (
        *("html", "head", "meta", "title", "link", "body", "header", "nav", "main", "aside", "footer", "section"),
        *("a", "div", "span", "strong", "h1", "h2", "h3", "p", "article", "dl", "dt", "dd", "ul", "ol", "li", "pre"),
        *("table", "caption", "thead", "tbody", "tr", "th", "td", "time", "mark", "details", "summary"),
        *("form", "label", "input", "button", "select", "option", "svg", "g", "rect", "path"),
    )
)


class Seen(HTMLParser):
    """Every element and attribute a browser would find."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += [(name, value or "") for name, value in attrs]


def hostile(tmp_path: Path, payload: str) -> Places:
    """A library whose one document of each kind has the payload wherever text can be."""
    places = a_library(tmp_path / "home")
    names = (
        *("number", "classification", "tags", "references", "place", "region", "latitude", "longitude", "category"),
        *("source", "killed", "wounded", "person", "contested", "message_id", "in_reply_to", payload, "odd"),
    )
    fields = dict.fromkeys(names, (payload,))
    for kind in Kind:
        record = a_record(
            1,
            kind=kind,
            original=kind.encode(),
            title=payload,
            pages=(payload, payload),
            sender=(payload,),
            recipients=(payload,),
            language=payload,
            name=payload,
            fields=fields,
        )
        publish_bundle(
            places,
            write_bundle(tmp_path / kind, [record], collection=f"c-{kind}", kind=kind.value, title=payload),
        )
    with open_archive(places, clock) as archive:
        withdraw(archive, parse_document_id(record.document_id), payload, payload, quiet)
    return places


@pytest.mark.parametrize("payload", PAYLOADS)
def test_markup_in_every_field_stays_text(tmp_path: Path, payload: str) -> None:
    places = hostile(tmp_path, payload)
    pages = list(places.public.rglob("*.html"))
    assert len(pages) > 12
    for page in pages:
        seen = Seen()
        seen.feed(page.read_text("utf-8"))
        assert seen.tags <= ALLOWED, page
        for name, value in seen.attributes:
            assert not name.startswith("on"), page
            if name in ("href", "src", "action"):
                assert MARK not in value, page


def test_the_feed_stays_well_formed(tmp_path: Path) -> None:
    places = hostile(tmp_path, f"]]><script>{MARK}</script>&amp;\ufffe\u2028")
    feed = ElementTree.parse(places.public / "changes" / "changes.atom").getroot()  # noqa: S314  our own file
    assert len(feed.findall("{http://www.w3.org/2005/Atom}entry")) == len(Kind) + 1


def test_a_title_cannot_turn_the_direction_of_the_page(tmp_path: Path) -> None:
    places = a_library(tmp_path / "home")
    record = a_record(1, title="Permit \u202egpj.exe\u2069", sender=("\u202eVel",), pages=("\u0000\u0008text",))
    publish_bundle(places, write_bundle(tmp_path / "bag", [record]))
    page = (places.public / "harbour" / record.document_id / "index.html").read_text("utf-8")
    assert not set(page) & set("\u202e\u2069\u0000\u0008")
    listed = (places.public / "harbour" / "index.html").read_text("utf-8")
    assert "\u202e" not in listed


def test_the_page_of_an_enormous_document_stays_within_bounds(tmp_path: Path) -> None:
    places = a_library(tmp_path / "home")
    record = a_record(1, pages=tuple("word " * 20_000 for _ in range(50)))
    publish_bundle(places, write_bundle(tmp_path / "bag", [record]))
    page = places.public / "harbour" / record.document_id / "index.html"
    assert page.stat().st_size < 600_000
    assert "Read the whole text" in page.read_text("utf-8")
