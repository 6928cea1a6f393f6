"""What arrives cut, false, or made by no browser: each gets a page that says so, and nothing of it is listed."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from amparo.drop.pages.show import PAGE, REPLIES_PAGE
from drop_process import BOUNDARY, Drop, File, form, hidden, running_drop, wait_for
from drop_raw import MULTIPART, chunked, connected, head, send_head, until_closed

DISPOSITION = b"Content-Disposition: form-data; "


@pytest.fixture(scope="module")
def drop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Drop]:
    with running_drop(tmp_path_factory.mktemp("bad")) as running:
        yield running


@pytest.fixture(autouse=True)
def nothing_is_left(drop: Drop) -> Iterator[None]:
    """After each test: nothing listed but what the test itself accepted, and no unfinished file."""
    yield
    listed = {each["id"] for each in drop.envelopes()}
    wait_for(lambda: {path.name for path in (drop.folder / "blobs").iterdir()} == listed)
    for id_ in listed:
        drop.desk("DELETE", f"/desk/v1/envelopes/{id_}")
    assert drop.process is not None and drop.process.poll() is None
    assert (drop.home / "drop-stderr.log").read_bytes() == b"", "no surprise"


def part(disposition: bytes, content: bytes = b"x", *more: bytes) -> bytes:
    lines = [b"--" + BOUNDARY.encode(), DISPOSITION + disposition, *more, b"", content]
    return b"\r\n".join(lines) + b"\r\n"


def whole(drop: Drop, *parts: bytes) -> bytes:
    """A form that is right but for these parts."""
    fields = part(b'name="passphrase"', drop.passphrase().encode()) + part(b'name="message"', b"hello")
    return fields + b"".join(parts) + f"--{BOUNDARY}--\r\n".encode()


def refused(drop: Drop, body: bytes, status: int = 400) -> str:
    answer = drop.post(body)
    assert answer.status_code == status
    assert len(answer.content) % PAGE == 0 and "<h1>" in answer.text and "of it was stored" in answer.text
    assert drop.envelopes() == []
    return answer.text


def taken(drop: Drop, body: bytes) -> dict[str, bytes]:
    """The files of the one submission that this body makes."""
    answer = drop.post(body)
    assert answer.status_code == 200, answer.text
    ((_, files),) = drop.submissions()
    return files


@pytest.mark.parametrize("typed", ["", " ", "one two three", "x" * 190, "\0", "ｆｕｌｌ", "-" * 200, "a " * 90])
def test_a_wrong_passphrase(drop: Drop, typed: str) -> None:
    answer = drop.come_back(typed)
    assert answer.status_code == 200 and len(answer.content) == REPLIES_PAGE
    assert 'role="alert"' in answer.text and 'action="/replies"' in answer.text


def test_a_wrong_passphrase_with_files(drop: Drop) -> None:
    body = b"".join(form({"passphrase": "correct horse battery staple", "message": "m"}, [("f", b"x" * 100_000)]))
    page = refused(drop, body)
    assert "correct horse" not in page


def test_a_client_that_dies(drop: Drop) -> None:
    body = whole(drop, part(b'name="files"; filename="f"', b"y" * 600_000))
    for length in (0, 1, 100, len(body) // 2, len(body) - 1):
        with connected(drop.url) as peer:
            peer.sendall(send_head(len(body)) + body[:length])
    wait_for(lambda: not list((drop.folder / "blobs").iterdir()))
    assert drop.envelopes() == []


@pytest.mark.parametrize("missing", [2, 4, 10, 44, 400])
def test_a_missing_final_boundary(drop: Drop, missing: int) -> None:
    body = whole(drop, part(b'name="files"; filename="f"', b"y" * 5000))
    page = refused(drop, body.rstrip(b"\r\n")[:-missing])
    assert "cut off" in page


def test_a_failed_upload_hands_the_words_on(drop: Drop) -> None:
    body = whole(drop, part(b'name="files"; filename="f"', b"y" * 5000))
    words = re.search(rb'"passphrase"\r\n\r\n([^\r]*)', body)
    assert words and hidden(refused(drop, body[:-9]), "passphrase") == words[1].decode()


def test_a_content_length_too_small(drop: Drop) -> None:
    body = whole(drop)
    with connected(drop.url) as peer:
        peer.sendall(send_head(len(body) - 50) + body)
        answer = until_closed(peer)
    assert answer.startswith(b"HTTP/1.1 400") and b"cut off" in answer


def test_a_content_length_too_large_and_then_silence(drop: Drop) -> None:
    """Nothing is acknowledged before the whole body that was announced has come."""
    body = whole(drop)
    with connected(drop.url, timeout=1) as peer:
        peer.sendall(send_head(len(body) + 10) + body)
        with pytest.raises(TimeoutError):
            peer.recv(1)
    assert drop.envelopes() == []


@pytest.mark.parametrize("length", ["-1", "1e3", "0x10", "+5", "5, 6", "9" * 40, "", "٣"])
def test_a_content_length_that_is_none(drop: Drop, length: str) -> None:
    with connected(drop.url) as peer:
        peer.sendall(head("POST", "/send", Content_Type=MULTIPART, Content_Length=length) + b"12345")
        peer.settimeout(5)
        answer = until_closed(peer)
    assert answer.startswith(b"HTTP/1.1 400") and b"erver:" not in answer


def test_two_content_lengths_and_a_length_with_chunks(drop: Drop) -> None:
    body = whole(drop)
    for extra in ("Content-Length: 7\r\nContent-Length: 8", f"Content-Length: {len(body)}\r\nTransfer-Encoding: bogus"):
        with connected(drop.url) as peer:
            peer.sendall(
                f"POST /send HTTP/1.1\r\nHost: x\r\nContent-Type: {MULTIPART}\r\n{extra}\r\n\r\n".encode() + body
            )
            assert until_closed(peer).startswith((b"HTTP/1.1 400", b"HTTP/1.1 501"))


def test_a_body_in_chunks_is_taken(drop: Drop) -> None:
    body = whole(drop, part(b'name="files"; filename="f"', b"y" * 70_000))
    pieces = [body[place : place + 977] for place in range(0, len(body), 977)]
    with connected(drop.url) as peer:
        peer.sendall(send_head(None) + b"".join(chunked(pieces)))
        assert until_closed(peer).startswith(b"HTTP/1.1 200")
    assert len(drop.envelopes()) == 1


def test_chunks_of_one_byte_hold_nobody_up(drop: Drop) -> None:
    body = whole(drop, part(b'name="files"; filename="f"', b"y" * 150_000))
    with connected(drop.url) as peer:
        peer.sendall(send_head(None) + b"".join(chunked(body[place : place + 1] for place in range(len(body)))))
        assert until_closed(peer).startswith(b"HTTP/1.1 200")
    assert len(drop.envelopes()) == 1


@pytest.mark.parametrize(
    "end", [b"zz\r\n", b"-5\r\n", b"5;" + b"x" * 20_000, b"ffffffffffffffffffffffff\r\n", b"5\r\nabcdefgh\r\n"]
)
def test_broken_chunks(drop: Drop, end: bytes) -> None:
    body = whole(drop)
    with connected(drop.url) as peer:
        peer.sendall(send_head(None) + b"%x\r\n%b\r\n" % (len(body), body) + end)
        peer.shutdown(1)
        assert b" 200 " not in until_closed(peer)[:15]
    assert drop.envelopes() == []


def test_chunks_without_the_last_one(drop: Drop) -> None:
    body = whole(drop)
    with connected(drop.url) as peer:
        peer.sendall(send_head(None) + b"%x\r\n%b\r\n" % (len(body), body))
    assert drop.envelopes() == []


@pytest.mark.parametrize(
    "content_type",
    [
        "text/plain",
        "",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "multipart/form-data; boundary=" + "b" * 300,
    ],
)
def test_no_form_at_all(drop: Drop, content_type: str) -> None:
    body = whole(drop)
    with connected(drop.url) as peer:
        peer.sendall(send_head(len(body), content_type) + body)
        answer = until_closed(peer)
    assert answer.startswith(b"HTTP/1.1 400") and b"not a form of this site" in answer


def test_a_message_that_is_too_long(drop: Drop) -> None:
    message = b"m" * (1024 * 1024 + 100)
    page = refused(drop, whole(drop).replace(b"hello", message), 413)
    assert "The message is longer" in page and "Put a long text into a file" in page
    message = "é".encode() * 500_000
    assert drop.post(whole(drop).replace(b"hello", message)).status_code == 200


def test_a_hundred_thousand_parts(drop: Drop) -> None:
    page = refused(drop, whole(drop, part(b'name="f"; filename="a"', b"") * 100_000), 413)
    assert "more than" in page and "ZIP" in page


def test_as_many_files_as_are_allowed(drop: Drop) -> None:
    files: list[File] = [(f"file {number}.txt", b"%d" % number) for number in range(2000)]
    found = taken(drop, b"".join(form({"passphrase": drop.passphrase(), "message": ""}, files)))
    assert found == dict(files)


@pytest.mark.parametrize(
    "broken",
    [
        b"X-Endless: " + b"x" * 300_000,
        b"x" * 300_000,
        b"\r\n".join(b"X-%d: y" % number for number in range(100)),
        DISPOSITION + b'name="' + b"n" * 5000,
    ],
)
def test_a_part_whose_headers_do_not_end(drop: Drop, broken: bytes) -> None:
    fields = whole(drop).rpartition(b"--" + BOUNDARY.encode())[0]
    page = refused(drop, fields + b"--" + BOUNDARY.encode() + b"\r\n" + broken, 413)
    assert "headers too long" in page


@pytest.mark.parametrize(
    "parts",
    [
        part(b'name="unknown"'),
        part(b'name="message"', b"twice"),
        part(b'name="passphrase"', b"twice"),
        part(b""),
        part(b'name=""'),
        part(b'name="message', b"no end of the quotation"),
        part(b'name="mess\0age"'),
        part(b'name="files"; filename="a\rb"'),
        part(b'name="files"; filename="\xff\xfe"'),
        part(b'name="files"; filename="a"', b"x", b"Content-Length: 5"),
        part(b'name="files"; filename="a"', b"x", b"Content-Length: -1"),
        part(b'name="files"; filename="a"', b"x", b"Content-Length: " + b"9" * 18),
        part(b'name="text"', b"\xc3\x28"),
        b"--" + BOUNDARY.encode() + b"\r\n\r\nno headers\r\n",
        b"--" + BOUNDARY.encode() + b'\r\nContent-Disposition: attachment; name="a"; filename="b"\r\n\r\nx\r\n',
        b"--" + BOUNDARY.encode() + b"\r\nContent-Type: text/plain\r\n\r\nx\r\n",
        b"--" + BOUNDARY.encode() + b'\nContent-Disposition: form-data; name="a"\n\nx\n',
    ],
)
def test_parts_no_browser_makes(drop: Drop, parts: bytes) -> None:
    assert refused(drop, whole(drop, parts)).count("<h1>") == 1


@pytest.mark.parametrize(
    ("disposition", "name"),
    [
        (b'name="files"; filename="../../../etc/passwd"', "passwd"),
        (b'name="files"; filename="..\\\\..\\\\boot.ini"', "boot.ini"),
        (b'name="files"; filename="C:\\fake\\a.doc"', "a.doc"),
        (b'name="files"; filename="/"', "unnamed"),
        (b'name="files"; filename=".."', "unnamed"),
        (b'name="files"; filename=unquoted.txt', "unquoted.txt"),
        (b'filename="order.txt"; name="files"', "order.txt"),
        (b'NAME="files"; FILENAME="Upper.TXT"', "Upper.TXT"),
        (b'name="files"; filename="a%22b%0D%0Ac.txt"', "a_b__c.txt"),
        (b'name="files"; filename="con"', "_con"),
        (b'name="files"; filename="-rf"', "rf"),
        (b'name="files"; filename="<script>.html"', "_script_.html"),
        ('name="files"; filename="cod\u202efdp.exe"'.encode(), "codfdp.exe"),
        ('name="files"; filename="Ünïcode 😀.txt"'.encode(), "Ünïcode 😀.txt"),
        (b'name="files"; filename="' + b"n" * 3000 + b'.pdf"', "n" * 176 + ".pdf"),
        (b'name="message"; filename="named like a field.txt"', "named like a field.txt"),
        (b'name="files"; filename="submission.json"', "submission.json"),
    ],
)
def test_odd_file_names_become_harmless_ones(drop: Drop, disposition: bytes, name: str) -> None:
    assert taken(drop, whole(drop, part(disposition, b"content"))) == {name: b"content"}


def test_two_files_of_one_name_and_a_form_within_a_form(drop: Drop) -> None:
    inner = b'--in\r\nContent-Disposition: form-data; name="message"\r\n\r\nsmuggled\r\n--in--\r\n'
    parts = [part(b'name="files"; filename="Same.txt"', b"1"), part(b'name="files"; filename="same.TXT"', b"2")]
    parts.append(part(b'name="files"; filename="inner"', inner, b"Content-Type: multipart/mixed; boundary=in"))
    parts.append(
        part(b'name="files"', inner, b"Content-Type: multipart/mixed; boundary=in").replace(b'"files"', b'"no_replies"')
    )
    found = taken(drop, whole(drop, *parts))
    assert found == {"Same.txt": b"1", "same (2).TXT": b"2", "inner": inner}


def test_an_empty_form_and_only_white_space(drop: Drop) -> None:
    for message in (b"", b" \r\n\t "):
        answer = drop.post(whole(drop).replace(b"hello", message))
        assert answer.status_code == 400 and "no message and no file" in answer.text
    assert "missing" in refused(drop, part(b'name="message"', b"hello") + f"--{BOUNDARY}--\r\n".encode())


@pytest.mark.parametrize(
    "start",
    [
        b"GET / HTTP/1.1\r\nX: " + b"x" * 100_000,
        b"GET /" + b"x" * 100_000,
        b"GET / HTTP/1.1\r\nHost: a\r\n" + b"A: b\r\n" * 20_000 + b"\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET / HTTP/1.1\r\n\r\n",
        b"G\0T / HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\n folded: y\r\n\r\n",
    ],
)
def test_no_http_or_endless_headers(drop: Drop, start: bytes) -> None:
    with connected(drop.url) as peer:
        # It may be closed before all was sent.
        with contextlib.suppress(OSError):
            peer.sendall(start)
            peer.shutdown(1)
        answer = until_closed(peer)
    assert answer == b"" or answer.startswith((b"HTTP/1.1 400", b"HTTP/1.1 414", b"HTTP/1.1 431"))
    assert b"erver:" not in answer and b"ate:" not in answer


def test_small_forms_that_are_none(drop: Drop) -> None:
    for path in ("/replies", "/message"):
        for content in (b"\xff" * 100, b"a=b&" * 100, b"%" * 1000, b"passphrase=%00%ff"):
            answer = drop.http.post(drop.url + path, content=content)
            # Words that are none of ours have the status of those that are: they say so in the page alone.
            read = path == "/replies" and answer.status_code == 200
            assert answer.status_code == 400 or (read and 'role="alert"' in answer.text), (path, content[:9])
        assert drop.http.post(drop.url + path, content=b"x" * 300_000).status_code == 413


def test_the_public_cases_over_the_wire(drop: Drop, corpora: Path) -> None:
    """Whatever a case of the corpus is, the answer is a page, and what is said to be stored opens."""
    for case in sorted((corpora / "hostile" / "multipart-kludex").glob("*.http")):
        declared = re.search(r"boundary: (.*)", case.with_suffix(".yaml").read_text())
        assert declared, case.name
        answer = drop.post(
            case.read_bytes(), **{"Content-Type": f"multipart/form-data; boundary={declared[1].strip(chr(39))}"}
        )
        assert answer.status_code in (400, 413) and "<h1>" in answer.text, case.name
    assert drop.envelopes() == [], "none of them holds a passphrase of ours"


def test_naughty_strings_as_messages_names_and_words(drop: Drop, corpora: Path) -> None:
    lines = (corpora / "hostile" / "naughty-strings" / "blns.txt").read_text("utf-8").split("\n")
    naughty = [line for line in lines if line and not line.startswith("#")]
    files = [(line.replace('"', "%22").replace("\r", ""), b"x") for line in naughty if len(line) < 300]
    answer = drop.send(drop.passphrase(), "\n".join(naughty), files)
    assert answer.status_code == 200
    assert not re.search(r"<(script|img|svg|iframe|a href=.?javascript)", answer.text, re.I)
    ((submission, found),) = drop.submissions()
    assert submission.message == "\n".join(naughty).strip() and len(found) == len(files)
    assert all(os.sep not in name and name not in (".", "..") for name in found)
    for line in naughty[:: len(naughty) // 20]:
        assert 'role="alert"' in drop.come_back(line).text
