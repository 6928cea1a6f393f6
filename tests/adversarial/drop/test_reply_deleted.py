"""A source deletes a reply: it is gone, the answer tells a watcher nothing, and the newsroom learns nothing."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from amparo.seal.mailbox import tag, token
from drop_process import Drop, running_drop


@pytest.fixture(scope="module")
def drop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Drop]:
    with running_drop(tmp_path_factory.mktemp("deleted")) as running:
        yield running


def source(drop: Drop, *texts: str) -> str:
    """The words of a source with these replies waiting."""
    words, known = drop.passphrase(), {each["id"] for each in drop.envelopes()}
    drop.send(words, "hello")
    (new,) = {each["id"] for each in drop.envelopes()} - known
    submission, _ = drop.newsroom.open(drop.fetch(new))
    for number, text in enumerate(texts):
        drop.reply(submission, text, first=number)
    return words


def delete(drop: Drop, words: str, places: str, number: str = "0") -> httpx.Response:
    return drop.http.post(f"{drop.url}/replies", data={"passphrase": words, "number": number, "remove": places})


def shape(answer: httpx.Response) -> tuple[int, int, tuple[tuple[str, str], ...]]:
    return answer.status_code, len(answer.content), tuple(sorted(answer.headers.multi_items()))


def test_only_the_one_that_was_meant_goes(drop: Drop) -> None:
    words = source(drop, "zero", "one", "two")
    page = delete(drop, words, "news 1").text
    assert "zero" in page and "two" in page and ">one<" not in page
    page = drop.come_back(words).text
    assert "zero" in page and "two" in page and ">one<" not in page


def test_a_reply_in_parts_goes_as_a_whole(drop: Drop) -> None:
    words = source(drop, "long " * 4000)
    page = drop.come_back(words).text
    (places,) = {each.partition('"')[0] for each in page.split('name="remove" value="')[1:]}
    assert "," in places
    assert "No reply is waiting" in delete(drop, words, places).text


def test_the_answer_is_the_same_whether_anything_lay_there(drop: Drop) -> None:
    replied, never = source(drop, "read me"), drop.passphrase()
    shapes = {
        shape(delete(drop, replied, "news 0")),
        shape(delete(drop, replied, "news 0")),
        shape(delete(drop, never, "news 0,1,2,3,4,5,6,7")),
        shape(delete(drop, never, "nobody 0")),
        shape(drop.come_back(replied)),
    }
    assert len(shapes) == 1
    assert delete(drop, replied, "news 0").text == delete(drop, replied, "news 5").text.replace("news 5", "news 0")


def test_nobody_deletes_without_the_words_or_beyond_the_window(drop: Drop) -> None:
    words = source(drop, "stays")
    for places in ("news 8", "news -1", "news 0 0", "NEWS 0", "news", " 0", "news 0,", "x" * 500, "news 0\n"):
        assert "stays" in delete(drop, words, places).text, places
    assert "stays" in delete(drop, words, "news 0", number="1").text or "stays" in drop.come_back(words).text
    delete(drop, drop.passphrase(), "news 0")
    assert "stays" in drop.come_back(words).text


def test_what_a_desk_sees_is_the_same_for_a_reply_deleted_and_one_never_left(drop: Drop) -> None:
    """There is no list of replies to ask for; the desk's own requests are all it has."""
    words = source(drop, "read and deleted")
    delete(drop, words, "news 0")
    listed = drop.desk("GET", "/desk/v1/envelopes").json()["envelopes"]
    assert all(set(each) == {"id", "size", "day"} for each in listed)
    assert drop.desk("GET", f"/desk/v1/replies/{tag(token(bytes(32), 'news', 0)).hex()}").status_code in (404, 405)
