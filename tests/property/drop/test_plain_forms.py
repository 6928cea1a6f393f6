"""A plain form read at a glance says what the parser says, and whatever is not plain is left to the parser."""

from __future__ import annotations

from typing import cast

from hypothesis import given
from hypothesis import strategies as st

from amparo.drop.form import Event, Field, FormLimits
from amparo.drop.plain_form import plain_fields
from fuzz_targets import target

LIMITS = FormLimits(parts=6, text=60)
NAMES = st.text("abcXYZ019_-", min_size=1, max_size=8)
VALUES = st.lists(st.sampled_from(["a", "ß", "\r\n", "--", "--b", "\r\n--b", "-", "\r", "\n", "\0", " "])).map("".join)
NO_FILE = (
    'Content-Disposition: form-data; name="files"; filename=""\r\nContent-Type: application/octet-stream\r\n\r\n\r\n'
)


def field(name: str, value: str) -> str:
    return f'Content-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'


PARTS = st.one_of(st.builds(field, NAMES, VALUES), st.just(NO_FILE))
FORMS = st.lists(PARTS, max_size=8).map(lambda parts: "".join(f"--b\r\n{part}" for part in parts) + "--b--\r\n")


def by_the_parser(form: bytes) -> list[Event] | None:
    """What comes of it from the parser; None when it is refused."""
    return cast("list[Event] | None", target("at_the_door").by_the_parser(form, "b", LIMITS))


def at_a_glance(form: bytes) -> list[Event] | None:
    fields = plain_fields(form, "b", parts=LIMITS.parts, text=LIMITS.text)
    return None if fields is None else [Field(name, value) for name, value in fields]


@given(FORMS.map(str.encode))
def test_what_both_read_they_read_alike(form: bytes) -> None:
    assert at_a_glance(form) in (None, by_the_parser(form))


@given(FORMS.map(str.encode), st.data())
def test_a_form_with_one_byte_changed_is_read_alike_or_left_to_the_parser(form: bytes, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(form) - 1))
    put = data.draw(st.sampled_from([b"", b"\r", b"\n", b"-", b'"', b":", b" ", b"\xff", b"b", b"\r\n"]))
    changed = form[:place] + put + form[place + data.draw(st.integers(0, 1)) :]
    assert at_a_glance(changed) in (None, by_the_parser(changed))


def test_the_form_of_our_own_page_is_plain() -> None:
    form = "".join(f"--b\r\n{part}" for part in (field("message", "Grüße\r\n"), NO_FILE, field("no_replies", "1")))
    assert plain_fields(f"{form}--b--\r\n".encode(), "b", parts=6, text=60) == [
        ("message", "Grüße\r\n"),
        ("no_replies", "1"),
    ]
