"""The form reader: every split of the bytes gives the same events, and nothing incomplete passes for whole."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from amparo.drop.form import (
    Event,
    Field,
    FileClosed,
    FileData,
    FileOpened,
    FormLimits,
    FormReader,
    boundary_of,
)
from amparo.errors import InputError, TooLargeError, TruncatedError

LIMITS = FormLimits(parts=20, text=10_000)
FORM = (
    b'--b\r\nContent-Disposition: form-data; name="message"\r\n\r\nGr\xc3\xbc\xc3\x9fe\r\n--not\r\n'
    b'--b\r\nContent-Disposition: form-data; name="files"; filename="a b.pdf"\r\nContent-Type: application/pdf\r\n\r\n'
    b"%PDF\r\n-\r\n--\r\n"
    b'--b\r\nContent-Disposition: form-data; name="files"; filename=""\r\n'
    b"Content-Type: application/octet-stream\r\n\r\n\r\n"
    b'--b\r\nContent-Disposition: form-data; name="files"; filename="empty"\r\n\r\n\r\n--b--\r\n'
)


def read(*pieces: bytes, boundary: str = "b", limits: FormLimits = LIMITS) -> list[Event]:
    """All events, the contents of each file joined."""
    reader = FormReader(boundary, limits)
    events: list[Event] = []
    for piece in pieces:
        for event in reader.push(piece):
            if isinstance(event, FileData) and isinstance(events[-1], FileData):
                events[-1] = FileData(events[-1].data + event.data)
            else:
                events.append(event)
    reader.finish()
    return events


EXPECTED = [
    Field("message", "Grüße\r\n--not"),
    FileOpened("a b.pdf", "application/pdf"),
    FileData(b"%PDF\r\n-\r\n--"),
    FileClosed(),
    FileOpened("empty", "application/octet-stream"),
    FileClosed(),
]


def test_a_whole_form() -> None:
    assert read(FORM) == EXPECTED


def test_one_byte_at_a_time() -> None:
    assert read(*(FORM[place : place + 1] for place in range(len(FORM)))) == EXPECTED


@given(st.lists(st.integers(0, len(FORM)), max_size=8))
def test_any_split_gives_the_same_events(cuts: list[int]) -> None:
    places = [0, *sorted(cuts), len(FORM)]
    assert read(*(FORM[start:end] for start, end in pairwise(places))) == EXPECTED


def test_a_form_cut_anywhere_is_truncated() -> None:
    for length in range(len(FORM) - len("\r\n")):
        with pytest.raises(TruncatedError):
            read(FORM[:length])


def test_too_many_parts() -> None:
    part = b'--b\r\nContent-Disposition: form-data; name="x"\r\n\r\ny\r\n'
    with pytest.raises(TooLargeError):
        read(part * 21 + b"--b--\r\n")


def test_too_much_text_over_all_fields() -> None:
    part = b'--b\r\nContent-Disposition: form-data; name="x"\r\n\r\n' + b"y" * 6000 + b"\r\n"
    with pytest.raises(TooLargeError):
        read(part * 2 + b"--b--\r\n")


def test_endless_header_line_and_endless_headers() -> None:
    with pytest.raises(TooLargeError):
        read(b"--b\r\nContent-Disposition: " + b"x" * 5000)
    with pytest.raises(TooLargeError):
        read(b"--b\r\n" + b"X-A: b\r\n" * 9)


@pytest.mark.parametrize(
    "broken",
    [
        b'--b\r\nContent-Disposition: form-data; name="m"\r\n\r\n\xff\xfe\r\n--b--\r\n',
        b"--b\r\nContent-Type: text/plain\r\n\r\nx\r\n--b--\r\n",
        b'--b\nContent-Disposition: form-data; name="m"\n\nx\n--b--\n',
        b'--b\r\nContent-Disposition: form-data; name="m"\r\nContent-Length: 9\r\n\r\nx\r\n--b--\r\n',
        b"x--b\r\n",
    ],
)
def test_what_no_browser_sends(broken: bytes) -> None:
    with pytest.raises(InputError):
        read(broken)


def test_bytes_after_the_end_are_let_pass() -> None:
    assert read(FORM, b"epilogue" * 1000) == EXPECTED


@pytest.mark.parametrize(
    "content_type",
    [
        "",
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "multipart/mixed; boundary=b",
        "multipart/form-data; boundary=" + "b" * 201,
        'multipart/form-data; boundary="é"',
    ],
)
def test_other_content_types_are_refused(content_type: str) -> None:
    with pytest.raises(InputError):
        boundary_of(content_type)


def test_boundary() -> None:
    assert boundary_of("multipart/form-data; boundary=----x") == boundary_of('Multipart/Form-Data; boundary="----x"')


# Where ours differ from the corpus on purpose.
OURS = {
    # RFC 7578 §4.7 deprecates transfer encodings and no browser uses them: such bytes are kept as sent.
    "base64_encoding",
    "mixed_case_headers",
    "mixed_plain_and_base64_encoding",
    "quoted_printable_encoding",
    # RFC 2046 §5.1.1: the delimiter must not appear in a part. Refused aloud rather than guessed at.
    "almost_match_boundary_without_CR",
    "almost_match_boundary_without_LF",
    "almost_match_boundary_without_final_hyphen",
    # Header names no browser makes.
    "header_with_number",
    # A preamble, then nothing: a form without parts, which the intake refuses as empty.
    "bad_initial_boundary",
    # Its boundary lines lack two hyphens: to us it is cut off.
    "single_field_blocks",
}


def test_the_public_cases_of_python_multipart(corpora: Path) -> None:
    cases = sorted((corpora / "hostile" / "multipart-kludex").glob("*.http"))
    assert len(cases) > 20
    for case in cases:
        expected = yaml.safe_load(case.with_suffix(".yaml").read_text())
        if case.stem not in OURS:
            check_case(case, expected["boundary"], expected["expected"])


def check_case(case: Path, boundary: str, expected: object) -> None:
    """The corpus names the byte an error stands at; we only say that there is one. Truncated counts as one."""
    data = case.read_bytes()
    if isinstance(expected, dict):
        with pytest.raises(InputError):
            read(data, boundary=boundary)
        return
    assert isinstance(expected, list)
    wanted: list[Event] = []
    for part in expected:
        content = part["data"]
        if part["type"] == "field":
            wanted.append(Field(part["name"], content.decode()))
        else:
            wanted += [FileOpened(part["file_name"], part.get("content_type") or "application/octet-stream")]
            wanted += [FileData(content)] if content else []
            wanted += [FileClosed()]
    for size in (len(data), 1):
        pieces = [data[place : place + size] for place in range(0, len(data), size)]
        assert read(*pieces, boundary=boundary) == wanted, case.name
