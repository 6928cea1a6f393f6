"""E-mail: people, dates, bodies, attachments; and public collections of broken mail, from which nothing may escape."""

from __future__ import annotations

import base64
from collections import Counter
from pathlib import Path

import pytest

from amparo.records.content import content_key
from amparo.records.model import Kind, Record
from amparo.records.read import read
from amparo.records.reading import Found, Input, Part, Reason, Unreadable


def found(data: bytes, name: str = "a.eml") -> list[Found]:
    return list(read(Input.of(data, name)))


def mail(data: bytes) -> Record:
    record = found(data)[0]
    assert isinstance(record, Record)
    return record


PLAIN = b"""Message-ID: <1@example.org>
Date: Mon, 14 May 2001 16:39:00 -0700 (PDT)
From: =?utf-8?q?Ana_=C4=8Capek?= <ana@example.org>
To: "Doe, John" <john@example.org>, x@example.org
Cc: c@example.org
Subject: =?iso-8859-1?q?caf=E9?= and
 more
X-Folder: \\Inbox

Hello.
"""

MIXED = b"""From: a@example.org
To: b@example.org
Subject: two
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=B

--B
Content-Type: multipart/alternative; boundary=C

--C
Content-Type: text/plain; charset=iso-8859-1
Content-Transfer-Encoding: quoted-printable

caf=E9
--C
Content-Type: text/html

<p>other</p>
--C--
--B
Content-Type: application/pdf
Content-Disposition: attachment; filename="../../r=?x?.pdf"
Content-Transfer-Encoding: base64

JVBERi0=
--B
Content-Type: message/rfc822

From: c@example.org
To: d@example.org
Subject: inner

inner text
--B--
"""


def test_html_that_says_the_same_adds_nothing_and_other_lines_are_kept() -> None:
    both = (
        b"From: a@example.org\nTo: b@example.org\nContent-Type: multipart/alternative; boundary=B\n\n--B\n"
        b"Content-Type: text/plain\n\nThe *quay* is\nclosed.\n--B\nContent-Type: text/html\n\n"
        b"<p>The <b>quay</b> is closed.</p>%s\n--B--\n"
    )
    assert mail(both % b"").text == "The *quay* is\nclosed."
    assert mail(both % b"<p>Pay the harbour master.</p>").text.endswith("[only in the HTML: Pay the harbour master.]")


def test_an_attached_mail_in_base64_is_decoded() -> None:
    inner = base64.encodebytes(b"From: c@example.org\nTo: d@example.org\nSubject: inner\n\nThe inner mail.\n")
    outer = (
        b"From: a@example.org\nTo: b@example.org\nContent-Type: multipart/mixed; boundary=B\n\n--B\n"
        b"Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n" + inner + b"--B--\n"
    )
    part = next(each for each in found(outer) if isinstance(each, Part))
    assert part.data.startswith(b"From: c@example.org")


def test_headers_become_fields() -> None:
    record = mail(PLAIN)
    assert record.kind is Kind.MAIL
    assert record.title == "café and more"
    assert record.date == "2001-05-14T16:39:00-07:00"
    assert record.sender == ("Ana Čapek <ana@example.org>",)
    assert record.recipients == ("Doe, John <john@example.org>", "x@example.org")
    assert record.field("cc") == ("c@example.org",)
    assert record.field("message_id") == ("<1@example.org>",)
    assert record.field("folder") == ("\\Inbox",)
    assert record.text == "Hello."
    assert record.original == PLAIN


def test_the_plain_body_is_read_and_attachments_are_parts() -> None:
    record, pdf, inner = found(MIXED)
    assert isinstance(record, Record)
    assert isinstance(pdf, Part)
    assert isinstance(inner, Part)
    assert record.text == "café\n[only in the HTML: other]"
    assert pdf.data == b"%PDF-"
    assert "/" not in pdf.untrusted_name
    assert b"inner text" in inner.data
    assert record.field("attachments") == (pdf.untrusted_name, inner.untrusted_name)


def test_html_is_read_where_there_is_nothing_else() -> None:
    data = b"From: a@b.c\nTo: d@e.f\nContent-Type: text/html; charset=utf-8\n\n<style>x</style><p>One<br>two</p>"
    assert mail(data).text == "One\ntwo"


@pytest.mark.parametrize(
    "header",
    [
        b"Subject: =?utf-8?b?////?=",
        b"Subject: =?no-such-charset?q?x?=",
        b"Subject: =?utf-8?z?x?=",
        b"Subject: raw \xe9\xff bytes",
        b"Date: Tue, 99 Foo 20001 99:99",
        b"Date: ",
        b"To: <<<>>>,,,;:@@",
        b"Content-Type: multipart/mixed",
        b"Content-Type: text/plain; charset=\xff",
        b"Content-Type: ;;;",
        b"Content-Transfer-Encoding: base64",
        b"Content-Disposition: attachment; filename*=utf-8''%FF%FE",
        b"Content-Disposition: attachment; filename*0*=x'\"; filename*9999999999=y",
    ],
)
def test_a_broken_header_does_not_lose_the_mail(header: bytes) -> None:
    first = found(b"From: a@b.c\nTo: d@e.f\n" + header + b"\n\nbody text\n")[0]
    assert isinstance(first, Record)


def test_mail_nested_beyond_reason_is_refused_with_that_reason() -> None:
    data = b"From: a@b.c\nSubject: deep\n"
    for level in range(2_000):
        data += b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (level, level)
    last = found(data + b"Content-Type: text/plain\n\nx")[-1]
    assert isinstance(last, Unreadable)
    assert last.reason is Reason.TOO_DEEP


@pytest.mark.parametrize("folder", ["mime4j", "ruby-mail", "mini-enron"])
def test_nothing_escapes_from_real_and_broken_mail(corpora: Path, folder: str) -> None:
    counts: Counter[str] = Counter()
    for path in sorted((corpora / "emails" / folder).rglob("*")):
        if path.is_file():
            for item in found(path.read_bytes(), path.name):
                counts[item.reason if isinstance(item, Unreadable) else type(item).__name__] += 1
                assert not (isinstance(item, Unreadable) and item.reason is Reason.CRASHED), path
    assert counts["Record"] > 80


def test_copies_of_one_mail_are_duplicates_though_their_message_ids_differ(corpora: Path) -> None:
    records = [mail(path.read_bytes()) for path in (corpora / "emails" / "mini-enron").rglob("*") if path.is_file()]
    assert len(records) == 543
    assert len({record.document_id for record in records}) == 543
    assert len({content_key(record) for record in records}) == 501


def test_mbox_is_cut_at_its_separators_and_nowhere_else() -> None:
    one = b"From: a@b.c\nTo: d@e.f\nSubject: one\n\nFrom here on\n\nFrom there: nothing\n"
    two = b"From: a@b.c\nTo: d@e.f\nSubject: two\n\n>From quoted\n"
    parts = found(
        b"From a@b.c Mon Jan  1 10:00:00 2001\n" + one + b"\nFrom a@b.c Tue Jan  2 10:00:00 2001\n" + two, "box"
    )
    assert [part.data for part in parts if isinstance(part, Part)] == [one, two]


def test_a_line_of_times_without_a_year_is_no_separator_and_read_through_once() -> None:
    """Every time tried with all that follows it, this mebibyte would take the better part of an hour."""
    line = b"From " + b"00:00 " * 170_000
    (part,) = found(b"From a@b.c Mon Jan  1 10:00:00 2001\n" + PLAIN + b"\n" + line + b"\n", "box")
    assert isinstance(part, Part)
    assert part.data.endswith(line + b"\n")


@pytest.mark.parametrize("behind", [b"", b'<?xml version="1.0"?>\n<plist version="1.0"><dict/></plist>\n'])
@pytest.mark.parametrize("ends_anew", [False, True])
def test_the_length_before_an_apple_mail_cuts_nothing_off(behind: bytes, ends_anew: bool) -> None:
    whole = b"%d\n" % len(PLAIN) + PLAIN + behind
    (part,) = found(whole.replace(b"\n", b"\r\n") if ends_anew else whole, "1.emlx")
    assert isinstance(part, Part)
    assert part.data.replace(b"\r\n", b"\n") == PLAIN


def test_real_mboxes(corpora: Path) -> None:
    folder = corpora / "mixed" / "hoover-testdata" / "mbox"
    for path in sorted(folder.iterdir()):
        parts = found(path.read_bytes(), path.name)
        assert len(parts) > 1
        for part in parts:
            assert isinstance(part, Part)
            assert isinstance(found(part.data)[0], Record)


def test_headers_in_bare_utf_8_or_latin_1() -> None:
    record = mail("From: Ána Čapek <ana@example.org>\nTo: b@example.org\nSubject: Re: صناديق café\n\nx\n".encode())
    assert record.title == "Re: صناديق café" and record.sender == ("Ána Čapek <ana@example.org>",)
    latin = mail("From: a@example.org\nTo: b@example.org\nSubject: café =?utf-8?q?=C4=8C?=\n\nx\n".encode("latin-1"))
    assert latin.title.startswith("café")
