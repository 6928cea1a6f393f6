"""A source and a newsroom talk through a real drop process: hand over, fetch, open, reply, come back, add more."""

from __future__ import annotations

import hashlib
import json
import re
import signal
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from amparo.drop.pages.show import PAGE, REPLIES_PAGE
from drop_process import Drop, Newsroom, form, hidden, mistyped, running_drop


@pytest.fixture(scope="module")
def drop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Drop]:
    with running_drop(tmp_path_factory.mktemp("drop")) as running:
        yield running


@pytest.fixture(autouse=True)
def emptied(drop: Drop) -> Iterator[None]:
    yield
    for each in drop.envelopes():
        drop.desk("DELETE", f"/desk/v1/envelopes/{each['id']}")


def test_the_first_tip_takes_three_pages_and_thirty_kilobytes(drop: Drop) -> None:
    pages = [drop.http.get(f"{drop.url}/"), drop.http.get(f"{drop.url}/message")]
    pages.append(drop.send(hidden(pages[1].text, "passphrase"), "They dump at night.", [("a.pdf", b"%PDF-1.7")]))
    heads = [sum(len(name) + len(value) + 4 for name, value in page.headers.raw) + 20 for page in pages]
    assert [page.status_code for page in pages] == [200, 200, 200]
    assert all(len(page.content) == PAGE for page in pages)
    assert sum(heads) + 3 * PAGE <= 30_000
    assert all("<script" not in page.text and "set-cookie" not in page.headers for page in pages)


def test_what_was_sent_is_what_the_newsroom_opens(drop: Drop) -> None:
    files = [("Überblick 2026.pdf", b"%PDF\r\n--" * 50_000), ("empty.txt", b""), ("a.bin", bytes(range(256)))]
    response = drop.send(drop.passphrase(), "Grüße,\r\nzwei Zeilen", files)
    assert response.status_code == 200
    ((submission, contents),) = drop.submissions()
    assert submission.message == "Grüße,\nzwei Zeilen"
    assert contents == dict(files)
    for name, content in files:
        assert name in response.text and hashlib.sha256(content).hexdigest() in response.text


def test_fields_may_come_in_any_order(drop: Drop) -> None:
    pieces = list(form({"passphrase": drop.passphrase(), "message": "hello"}, [("a", b"1"), ("b", b"2")]))
    passphrase, message, *files, end = pieces
    assert drop.post(b"".join([*files, message, passphrase, end])).status_code == 200
    ((submission, contents),) = drop.submissions()
    assert submission.message == "hello" and contents == {"a": b"1", "b": b"2"}


def test_a_source_comes_back_reads_replies_and_adds_more(drop: Drop) -> None:
    words = drop.passphrase()
    drop.send(words, "first")
    empty = drop.come_back(words)
    ((submission, _),) = drop.submissions()
    drop.reply(submission, "Thank you.\n\nWho <signed> it?\nAnd when?")
    drop.reply(submission, "x" * 20_000 + " the end", first=1)
    page = drop.come_back(words.upper().replace(" ", "-"))
    assert "Who &lt;signed&gt; it?<br>And when?" in page.text and " the end" in page.text
    assert len(page.content) == len(empty.content) == 80 * 1024
    assert "No reply is waiting" in empty.text and "No reply is waiting" not in page.text
    assert hidden(page.text, "passphrase") == words
    drop.send(words, "second")
    secrets = {submission.mailbox_secret for submission, _ in drop.submissions()}
    assert len(secrets) == 1, "the newsroom, and only it, sees that one source wrote both"


def test_later_windows_of_replies(drop: Drop) -> None:
    words = drop.passphrase()
    drop.send(words, "first")
    ((submission, _),) = drop.submissions()
    drop.reply(submission, "the ninth", first=8)
    assert "the ninth" not in drop.come_back(words).text
    assert "the ninth" in drop.come_back(words, number=1).text
    assert "There are no later replies" in drop.come_back(words, number=2).text


def test_words_nobody_used_look_like_words_without_replies(drop: Drop) -> None:
    used, unused = drop.passphrase(), drop.passphrase()
    drop.send(used, "hello")
    answers = [drop.come_back(words) for words in (used, unused)]
    first, second = (answer.text.replace(words, "") for answer, words in zip(answers, (used, unused), strict=True))
    assert first.partition("<!--")[0] == second.partition("<!--")[0]
    assert len(answers[0].content) == len(answers[1].content)


def test_no_replies_means_no_way_back(drop: Drop) -> None:
    words = drop.passphrase()
    response = drop.send(words, "only this", no_replies="yes")
    assert response.status_code == 200 and words not in response.text and "You asked for none" in response.text
    ((submission, _),) = drop.submissions()
    assert submission.reply_recipient is None and submission.mailbox_secret is None


def test_a_mistyped_passphrase_is_corrected(drop: Drop) -> None:
    words = drop.passphrase()
    page = drop.come_back(mistyped(words))
    assert page.status_code == 200 and len(page.content) == REPLIES_PAGE == len(drop.come_back(words).content)
    assert words in re.findall(r'name="passphrase" value="([^"]*)"', page.text)
    for nonsense in ("", "hunter2", "a" * 1500, "word " * 7):
        assert 'role="alert"' in drop.come_back(nonsense).text


def test_every_answer_is_of_one_length_and_tells_nothing_of_the_machine(drop: Drop) -> None:
    words = drop.passphrase()
    answers = [drop.http.get(drop.url + path) for path in ("/", "/message", "/how", "/return", "/nothing", "/send")]
    answers += [drop.send(words, ""), drop.send("wrong words", "x"), drop.send(words, "fine")]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 200, 404, 405, 400, 400, 200]
    assert {len(answer.content) for answer in answers} == {PAGE}
    for answer in answers:
        assert not {"server", "date", "set-cookie", "last-modified", "etag"} & set(answer.headers)
        assert answer.headers["content-security-policy"].startswith("default-src 'none'")
        assert answer.headers["cache-control"] == "no-store"


def test_an_empty_form_keeps_the_words(drop: Drop) -> None:
    words = drop.passphrase()
    page = drop.send(words, "  ")
    assert page.status_code == 400 and hidden(page.text, "passphrase") == words
    assert "no message and no file" in page.text and drop.envelopes() == []


def test_a_failed_attempt_hands_on_words_and_message(drop: Drop) -> None:
    words = drop.passphrase()
    page = drop.post(b"".join(form({"passphrase": words, "message": "kept <b>"}, [("a", b"x")]))[:-20])
    assert page.status_code == 400 and "cut off" in page.text
    fields = {name: hidden(page.text, name) for name in ("passphrase", "message")}
    again = drop.http.post(f"{drop.url}/message", data=fields)
    assert hidden(again.text, "passphrase") == words and "kept &lt;b&gt;</textarea>" in again.text


def test_another_site_cannot_make_a_browser_send(drop: Drop) -> None:
    body = b"".join(form({"passphrase": drop.passphrase(), "message": "x"}))
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "http://evil.example"}):
        assert drop.post(body, **headers).status_code == 403
    assert drop.envelopes() == []


def test_desk_requests_need_a_desk(drop: Drop) -> None:
    drop.send(drop.passphrase(), "hello")
    id_ = drop.envelopes()[0]["id"]
    stranger = Newsroom()
    for method, path in (("GET", "/desk/v1/envelopes"), ("DELETE", f"/desk/v1/envelopes/{id_}")):
        assert drop.http.request(method, drop.url + path).status_code == 400
        forged = drop.http.request(method, drop.url + path, headers=stranger.headers(method, path))
        assert forged.status_code == 403 and "error" in forged.json()
    wrong_path = drop.newsroom.headers("GET", "/desk/v1/envelopes")
    assert drop.http.get(f"{drop.url}/desk/v1/envelopes/{id_}", headers=wrong_path).status_code == 403
    replayed = drop.newsroom.headers("GET", "/desk/v1/envelopes")
    answers = [drop.http.get(f"{drop.url}/desk/v1/envelopes", headers=replayed).status_code for _ in range(2)]
    assert answers == [200, 403]
    assert len(drop.envelopes()) == 1


def test_a_download_goes_on_where_it_stopped(drop: Drop) -> None:
    drop.send(drop.passphrase(), "hello", [("a", b"x" * 100_000)])
    (listed,) = drop.envelopes()
    whole = drop.fetch(listed["id"])
    assert len(whole) == listed["size"]
    path = f"/desk/v1/envelopes/{listed['id']}"
    rest = drop.desk("GET", path, Range="bytes=70000-")
    assert rest.status_code == 206 and rest.content == whole[70_000:]
    assert rest.headers["content-range"] == f"bytes 70000-{len(whole) - 1}/{len(whole)}"
    assert drop.desk("GET", "/desk/v1/envelopes/" + "0" * 32).status_code == 404
    assert drop.desk("GET", "/desk/v1/envelopes/..%2f..%2fdrop.toml").status_code in (400, 404)
    assert drop.desk("DELETE", path).status_code == 204
    assert drop.desk("DELETE", path).status_code == 204
    assert drop.envelopes() == []


def test_a_reply_is_written_once(drop: Drop) -> None:
    path = "/desk/v1/replies/" + "ab" * 32
    body = b"r" * 8192
    assert [drop.desk("PUT", path, body).status_code for _ in range(2)] == [201, 201]
    assert drop.desk("PUT", path, b"s" * 8192).status_code == 409
    assert drop.desk("PUT", path, body[:-1]).status_code == 400
    assert drop.desk("PUT", path, body + b"x").status_code == 413
    assert drop.desk("PUT", "/desk/v1/replies/XYZ", body).status_code == 400


def test_rosters_only_from_the_root_and_only_newer(drop: Drop) -> None:
    old, new = drop.newsroom.roster(), drop.newsroom.roster()
    assert drop.put_roster(new).status_code == 200
    assert drop.put_roster(new).status_code == 200
    assert drop.put_roster(old).status_code == 409
    usurper = Newsroom()
    assert drop.put_roster(usurper.roster(), **{"Amparo-Root": str(usurper.root.verifier)}).status_code == 403
    assert drop.put_roster(b"no note").status_code == 400
    assert drop.http.get(f"{drop.url}/roster").content == new


def test_a_newsroom_that_is_late_with_its_keys_is_shown_to_sources_before_the_door_closes(drop: Drop) -> None:
    def first_page(days: int) -> str:
        assert drop.put_roster(drop.newsroom.roster(days=days)).status_code == 200
        return drop.http.get(drop.url).text

    last_day = datetime.now(UTC).date() + timedelta(days=8)
    assert "has not renewed" in first_page(10)
    assert f'this door closes after <time dir="ltr">{last_day}</time>' in first_page(10)
    assert "has not renewed" not in first_page(60)


def test_a_fresh_drop_is_closed_until_claimed_and_closed_again_when_its_keys_run_out(tmp_path: Path) -> None:
    drop = Drop(tmp_path)
    drop.init("--name", "A <new> paper")
    drop.start()
    assert drop.http.get(f"{drop.url}/roster").status_code == 404
    closed = drop.http.get(f"{drop.url}/message")
    assert closed.status_code == 503 and "Closed for now" in closed.text and "A &lt;new&gt; paper" in closed.text
    assert drop.put_roster(drop.newsroom.roster(), **{"Amparo-Root": ""}).status_code == 403
    drop.pair()
    words = drop.passphrase()
    drop.send(words, "hello")
    ((submission, _),) = drop.submissions()
    drop.reply(submission, "still readable")
    assert drop.put_roster(drop.newsroom.roster(first=-5, days=3)).status_code == 200
    for answer in (drop.http.get(f"{drop.url}/"), drop.send(words, "more")):
        assert answer.status_code == 503 and "destroys later" in answer.text and len(answer.content) == PAGE
    page = drop.come_back(words)
    assert "still readable" in page.text and "Nothing can be added just now" in page.text
    status = json.loads(drop.run("status", "--json").stdout)
    assert status["state"] == "roster-run-out" and status["envelopes"] == 1 and status["replies"] == 1
    assert drop.stop() == 0
    drop.http.close()


def test_a_pinned_root_cannot_be_claimed_by_the_first_comer(tmp_path: Path) -> None:
    drop = Drop(tmp_path)
    drop.init("--root", str(drop.newsroom.root.verifier))
    other = drop.run("init", "--root", str(Newsroom().root.verifier), check=False)
    assert other.returncode == 1 and "another newsroom key" in other.stderr
    drop.start()
    usurper = Newsroom()
    assert drop.put_roster(usurper.roster(), **{"Amparo-Root": str(usurper.root.verifier)}).status_code == 403
    drop.pair()
    assert json.loads(drop.run("status", "--json").stdout)["state"] == "open"
    assert drop.stop(signal.SIGINT) == 0
    drop.http.close()


def test_a_unix_socket_for_tor(tmp_path: Path) -> None:
    drop = Drop(tmp_path)
    drop.init()
    path = tmp_path / "tor.sock"
    drop.start("--unix", str(path))
    assert path.stat().st_mode & 0o777 == 0o600
    with httpx.Client(transport=httpx.HTTPTransport(uds=str(path))) as client:
        assert client.get("http://drop.onion/").status_code == 503
    assert drop.stop() == 0
    drop.http.close()


def test_status_for_people_and_settings_that_are_wrong(drop: Drop, tmp_path: Path) -> None:
    assert "root fingerprint" in drop.run("status").stdout
    fresh = Drop(tmp_path)
    missing = fresh.run("serve", check=False)
    assert (
        missing.returncode == 1 and missing.stderr == "error: There is no drop here yet.\nhint: Run: amparo drop init\n"
    )
    fresh.init()
    (fresh.folder / "drop.toml").write_text("keepfree = 3\n")
    wrong = fresh.run("serve", check=False)
    assert wrong.returncode == 1 and "keepfree is not a setting" in wrong.stderr
    second = drop.run("serve", "--bind", "127.0.0.1:0", check=False)
    assert second.returncode == 1 and "already serves" in second.stderr
    fresh.http.close()
