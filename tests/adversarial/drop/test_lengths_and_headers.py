"""What an observer of lengths and headers learns: nothing. And the seven words travel in bodies only."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import httpx
import pytest

from amparo.drop.pages.show import PAGE, REPLIES_PAGE
from amparo.seal.mailbox import tag, token
from amparo.seal.reply import REPLY_SIZE
from drop_process import Drop, hidden, running_drop
from drop_raw import connected, head, until_closed

ALWAYS = {
    "content-length",
    "content-type",
    "content-security-policy",
    "cache-control",
    "referrer-policy",
    "x-content-type-options",
    "x-frame-options",
    "cross-origin-opener-policy",
    "cross-origin-resource-policy",
    "permissions-policy",
}


@pytest.fixture(scope="module")
def drop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Drop]:
    with running_drop(tmp_path_factory.mktemp("lengths")) as running:
        yield running


def shape(answer: httpx.Response) -> tuple[int, int, tuple[tuple[str, str], ...]]:
    """All that shows from outside: status, length, headers with their values."""
    return answer.status_code, len(answer.content), tuple(sorted(answer.headers.multi_items()))


def source_with_replies(drop: Drop, texts: list[str]) -> str:
    words = drop.passphrase()
    known = {each["id"] for each in drop.envelopes()}
    drop.send(words, "hello")
    (new,) = {each["id"] for each in drop.envelopes()} - known
    submission, _ = drop.newsroom.open(drop.fetch(new))
    for number, text in enumerate(texts):
        drop.reply(submission, text, first=number)
    return words


def test_the_page_of_replies_looks_the_same_for_none_to_eight_and_for_nobody(drop: Drop) -> None:
    texts = [
        "short",
        "",
        "Zwölf Umlaute: " + "ü" * 900,
        "line\n" * 300,
        "x" * 4000,
        "y" * 5000,
        "7",
        "“8” & 'more' <b>",
    ]
    seen = {shape(drop.come_back(source_with_replies(drop, texts[:count]))) for count in (0, 1, 2, 3, 4, 5, 8)}
    seen.add(shape(drop.come_back(drop.passphrase())))
    seen.add(shape(drop.come_back(drop.passphrase(), number=7)))
    assert len(seen) == 1
    assert next(iter(seen))[1] == REPLIES_PAGE


def test_a_whole_window_of_long_replies_still_fits_the_page(drop: Drop) -> None:
    words = source_with_replies(drop, ['It\'s "quoted" & long.\n\n' * 40 + "z" * 4000] * 8)
    page = drop.come_back(words)
    assert page.text.count("<article") == 8 and len(page.content) == REPLIES_PAGE


def test_replies_that_do_not_open_change_neither_length_nor_headers(drop: Drop) -> None:
    words = drop.passphrase()
    known = {each["id"] for each in drop.envelopes()}
    drop.send(words, "hello")
    (new,) = {each["id"] for each in drop.envelopes()} - known
    submission, _ = drop.newsroom.open(drop.fetch(new))
    assert submission.mailbox_secret
    under = tag(token(submission.mailbox_secret, "news", 0)).hex()
    before = shape(drop.come_back(words))
    assert drop.desk("PUT", f"/desk/v1/replies/{under}", bytes(REPLY_SIZE)).status_code == 201
    page = drop.come_back(words)
    assert shape(page) == before and "notice" in page.text


def every_kind_of_page(drop: Drop) -> dict[str, httpx.Response]:
    words = drop.passphrase()
    get, post = drop.http.get, drop.http.post
    return {
        "start": get(drop.url),
        "how": get(f"{drop.url}/how"),
        "message": get(f"{drop.url}/message"),
        "return": get(f"{drop.url}/return"),
        "nothing": get(f"{drop.url}/nothing/at/all"),
        "wrong method": get(f"{drop.url}/send"),
        "mistyped": drop.come_back("seven words that are not ours at all"),
        "replies": drop.come_back(words),
        "empty": drop.send(words, ""),
        "received": drop.send(words, "hello", [("a.txt", b"x")]),
        "received without replies": drop.send(words, "hello", no_replies="yes"),
        "cut off": drop.post(b"--nothing"),
        "foreign": drop.post(b"", Origin="http://elsewhere.example"),
        "again": post(f"{drop.url}/message", data={"passphrase": words, "message": "m"}),
        "too large": post(f"{drop.url}/replies", content=b"x" * 300_000),
    }


def test_one_set_of_headers_on_every_page_and_no_cookie_ever(drop: Drop) -> None:
    for name, answer in every_kind_of_page(drop).items():
        # Squeezed, where it may be, because this client takes gzip.
        more = {"allow"} if answer.status_code == 405 else set()
        assert set(answer.headers) - {"connection", "content-encoding"} == ALWAYS | more, name
        assert answer.headers["cache-control"] == "no-store", name
        assert len(answer.content) in (PAGE, REPLIES_PAGE), name
        assert not answer.history and "location" not in answer.headers, name


def test_what_is_not_a_page_says_nothing_of_the_machine_either(drop: Drop) -> None:
    drop.send(drop.passphrase(), "hello")
    id_ = drop.envelopes()[0]["id"]
    answers = [
        drop.http.get(f"{drop.url}/roster"),
        drop.desk("GET", "/desk/v1/envelopes"),
        drop.desk("GET", f"/desk/v1/envelopes/{id_}"),
        drop.desk("GET", f"/desk/v1/envelopes/{id_}", Range="bytes=5-9"),
        drop.http.get(f"{drop.url}/desk/v1/envelopes"),
        drop.desk("DELETE", f"/desk/v1/envelopes/{id_}"),
    ]
    for answer in answers:
        assert not {"server", "date", "set-cookie", "x-powered-by"} & set(answer.headers)
    today = datetime.now(UTC).strftime("%a, %d %b %Y 00:00:00 GMT")
    assert answers[2].headers["last-modified"] == today, "the day, as everywhere"
    with connected(drop.url) as peer:
        peer.sendall(head("HEAD", "/", Connection="close"))
        said = until_closed(peer).lower()
    assert b"\r\nserver:" not in said and b"\r\ndate:" not in said and b"set-cookie" not in said


def test_the_words_travel_in_bodies_only(drop: Drop) -> None:
    """Never in an address, a redirect, a header; no form sends them by GET; no page is kept by the browser."""
    words = drop.passphrase()
    pages = [drop.send(words, "hello"), drop.come_back(words), drop.send(words, "")]
    for page in pages:
        assert hidden(page.text, "passphrase") == words
        assert words.split()[0] not in str(page.url) and words.split()[0] not in str(page.headers)
        assert 'method="get"' not in page.text.lower()
        assert page.text.count("<form") == page.text.count('<form method="post"')
        assert "href=" not in page.text or words.split()[0] not in "".join(
            part.partition('"')[0] for part in page.text.split('href="')[1:]
        )
    asked = drop.http.get(f"{drop.url}/replies", params={"passphrase": words})
    assert asked.status_code == 405 and words not in asked.text


@pytest.mark.parametrize(
    ("path", "allowed"), [("/send", "POST"), ("/message", "GET, HEAD, POST"), ("/de/how", "GET, HEAD")]
)
def test_a_wrong_method_is_told_the_right_ones(drop: Drop, path: str, allowed: str) -> None:
    assert drop.http.request("DELETE", drop.url + path).headers["allow"] == allowed


@pytest.mark.parametrize("path", ["/how/", "/de/how/", "/message/", "/roster/"])
def test_no_redirect_says_what_the_request_claimed(drop: Drop, path: str) -> None:
    answer = drop.http.get(drop.url + path, headers={"Host": "elsewhere.example"})
    assert answer.status_code == 404 and "elsewhere" not in answer.text + str(answer.headers)


def test_a_fresh_passphrase_each_time(drop: Drop) -> None:
    assert len({drop.passphrase() for _ in range(20)}) == 20
