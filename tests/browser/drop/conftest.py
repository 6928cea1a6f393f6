"""A real drop, every page of it in every state, and Chromium that runs no script, as Tor Browser at its safest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route

from amparo.seal.note import Signer
from drop_process import Drop, form, running_drop
from forms import GELD, HARBOUR

PDF = b"%PDF-1.7 " + b"harbour " * 500
LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 3
NAMES = (
    *(f"scan-{number:03}.tif" for number in range(25)),
    "דוח הנמל 2025.docx",
    "تقرير.pdf",
    f"{LONG}.pdf",
    "a <b>.txt",
)
ROOT = str(Signer.generate("harbour-root").verifier)
ANSWER = "Thank you.\n\nWho signed it?\nשלום"


@pytest.fixture(scope="module")
def drop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Drop]:
    """Open, paired, with a small limit on messages."""
    with running_drop(tmp_path_factory.mktemp("drop"), longest_message=50_000) as running:
        yield running


@pytest.fixture(scope="module")
def shown(drop: Drop, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    """The HTML of every page in every state, by name; the last ones close the door, so it goes on a drop of its own."""
    with running_drop(tmp_path_factory.mktemp("shown"), longest_message=50_000) as own:
        pages = {**_open_pages(own), **_replies(own), **_troubles(own), **_full(tmp_path_factory)}
        return {**pages, **_asking(own), **_closed(own), **_unclaimed(tmp_path_factory)}


def _open_pages(drop: Drop) -> dict[str, str]:
    words = drop.passphrase()
    one = [("minutes.pdf", PDF)]
    pages = {
        path.strip("/") or "start": drop.http.get(drop.url + path).text
        for path in ("/", "/how", "/languages", "/message")
    }
    pages["empty"] = drop.send(words).text
    pages["received one"] = drop.send(words, "Look at page four.", one).text
    pages["received copied"] = drop.send(words, "Look at page four.", one, typed=words).text
    pages["received miscopied"] = drop.send(words, "Look at page four.", typed=f"hause {words.partition(' ')[2]}").text
    for name, typed in (("compare", "two words"), ("paper right", words)):
        pages[name] = drop.http.post(f"{drop.url}/words", data={"passphrase": words, "typed": typed}).text
    pages["received many"] = drop.send(words, "", [(name, PDF) for name in NAMES]).text
    pages["received without replies"] = drop.send(words, "Only this.", no_replies="yes").text
    pages["return"] = drop.http.get(f"{drop.url}/return").text
    pages["mistyped"] = drop.come_back(words[1:]).text
    pages["exchanged"] = drop.come_back(" ".join((*words.split()[1::-1], *words.split()[2:]))).text
    pages["five words"] = drop.come_back(" ".join(words.split()[:5])).text
    return pages


def _replies(drop: Drop) -> dict[str, str]:
    words = drop.passphrase()
    drop.send(words, "first")
    pages = {"no replies": drop.come_back(words).text}
    (submission,) = [each for each, _ in drop.submissions() if each.message == "first"]
    for number in range(9):
        drop.reply(submission, f"{ANSWER} {LONG} {number}", first=number)
    pages["eight replies"] = drop.come_back(words).text
    pages["reply deleted"] = drop.http.post(
        f"{drop.url}/replies", data={"passphrase": words, "number": "0", "remove": "news 3"}
    ).text
    pages["ninth reply"] = drop.come_back(words, number=1).text
    return pages


def _asking(drop: Drop) -> dict[str, str]:
    assert drop.put_form(drop.newsroom.form(HARBOUR, GELD)).status_code == 201
    assert drop.put_roster(drop.newsroom.roster(days=60)).status_code == 200
    words = drop.passphrase("/message/harbour")
    return {
        "channels": drop.http.get(drop.url).text,
        "questions": drop.http.get(f"{drop.url}/message/harbour").text,
        "received answers": drop.send(words, "", channel="harbour", **{"answer-where": "Antwerp"}).text,
        "add to a channel": drop.come_back(words).text,
        "channel gone": drop.send(words, "hello", channel="nowhere").text,
    }


def _unclaimed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    pages = {}
    for name, words in (("closed without a key", ()), ("closed without a roster", ("--root", ROOT))):
        drop = Drop(tmp_path_factory.mktemp("unclaimed"))
        drop.init(*words)
        drop.start()
        pages[name] = drop.http.get(drop.url).text
        drop.stop()
        drop.http.close()
    return pages


def _troubles(drop: Drop) -> dict[str, str]:
    words = drop.passphrase()
    whole = b"".join(form({"passphrase": words, "message": "Look at page four."}, [("a.pdf", PDF)]))
    elsewhere = drop.http.post(
        f"{drop.url}/replies", data={"passphrase": words}, headers={"Sec-Fetch-Site": "cross-site"}
    )
    return {
        "cut off": drop.post(whole[:-40]).text,
        "too long": drop.send(words, "x " * 30_000).text,
        "nothing here": drop.http.get(f"{drop.url}/nothing").text,
        "by address": drop.http.get(f"{drop.url}/send").text,
        "from elsewhere": elsewhere.text,
    }


def _full(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    with running_drop(tmp_path_factory.mktemp("full"), keep_free=10**15) as drop:
        return {"no room": drop.send(drop.passphrase(), "Look at page four.", [("a.pdf", PDF)]).text}


def _closed(drop: Drop) -> dict[str, str]:
    words = drop.passphrase("/message/harbour")
    assert drop.put_roster(drop.newsroom.roster(first=-9, days=5)).status_code == 200
    return {
        "closed": drop.http.get(f"{drop.url}/").text,
        "closed while sending": drop.send(words, "hello").text,
        "replies while closed": drop.come_back(words).text,
    }


@pytest.fixture
def page(chromium: Browser, drop: Drop) -> Iterator[Page]:
    """A page without scripts, on the drop."""
    context = chromium.new_context(java_script_enabled=False, base_url=drop.url)
    yield context.new_page()
    context.close()


def serve(page: Page, shown: Mapping[str, str]) -> None:
    """Let `http://drop.test/NAME` answer with the page of that name."""

    def answer(route: Route) -> None:
        name = route.request.url.rpartition("/")[2].replace("%20", " ")
        route.fulfill(body=shown[name], content_type="text/html; charset=utf-8")

    page.route("http://drop.test/*", answer)


def write(folder: Path, name: str, content: bytes = PDF) -> Path:
    """A file to hand over."""
    path = folder / name
    path.write_bytes(content)
    return path
