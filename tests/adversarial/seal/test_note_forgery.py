"""Attacks on signed notes: each a note that a careless reader would take, or misread."""

from __future__ import annotations

import base64

import pytest

from amparo.errors import InputError, TrustError
from amparo.seal.note import Algorithm, Signer, Verifier, open_note, sign

KEY = Signer("example.com/a", Algorithm.ED25519, b"\1" * 32)
NOTE = sign("text\n", [KEY]).decode()
LINE = NOTE.split("\n\n")[1]
ENCODED = LINE.split(" ")[2].rstrip("\n")


def resigned(text: str) -> str:
    """`text` with a signature that really holds over it, whatever `text` is."""
    line = KEY.verifier.key_id + KEY.sign(text)
    return f"{text}\n— {KEY.name} {base64.b64encode(line).decode()}\n"


MALFORMED = {
    "empty": "",
    "only_text": "text\n",
    "no_blank_line": "text\n" + LINE,
    "no_signature_lines": "text\n\n",
    "cut_last_line_end": NOTE[:-1],
    "cut_base64": NOTE[:-3] + "\n",
    "trailing_garbage_line": NOTE + "garbage\n",
    "trailing_blank_line": NOTE + "\n",
    "hyphen_for_dash": NOTE.replace("—", "-"),
    "two_spaces": NOTE.replace(" ", "  ", 1),
    "tab_after_dash": NOTE.replace("— ", "—\t"),
    "space_after_base64": NOTE[:-1] + " \n",
    "name_missing": f"text\n\n—  {ENCODED}\n",
    "name_with_plus": f"text\n\n— a+b {ENCODED}\n",
    "name_with_no_break_space": f"text\n\n— a\u00a0b {ENCODED}\n",
    "name_with_ideographic_space": f"text\n\n— a\u3000b {ENCODED}\n",
    "base64_url_alphabet": NOTE.replace("+", "-").replace("/", "_") if set("+/") & set(ENCODED) else "x\n\n— a --__\n",
    "base64_without_padding": NOTE.replace("=", ""),
    "base64_stray_bits": "text\n\n— a AAAAAAB=\n",
    "key_id_only": "text\n\n— a AAAAAA==\n",
    "carriage_returns": NOTE.replace("\n", "\r\n"),
    "carriage_return_in_signed_text": resigned("te\rxt\n"),
    "nul_in_signed_text": resigned("te\0xt\n"),
    "escape_sequence_in_signed_text": resigned("te\x1b[2Jxt\n"),
    "unit_separator_in_name": f"text\n\n— a\x1fb {ENCODED}\n",
}


@pytest.mark.parametrize("name", MALFORMED)
def test_malformed(name: str) -> None:
    with pytest.raises(InputError):
        open_note(MALFORMED[name].encode(), [KEY.verifier])


def test_not_utf8() -> None:
    with pytest.raises(InputError):
        open_note(NOTE.encode().replace(b"text", b"te\xff\xfet"), [KEY.verifier])


def test_overlong_utf8_line_feed_does_not_end_a_line() -> None:
    with pytest.raises(InputError):
        open_note(NOTE.encode().replace(b"text", b"te\xc0\x8at"), [KEY.verifier])


@pytest.mark.parametrize("separator", ["\u2028", "\u2029", "\x85"])
def test_unicode_line_separators_do_not_end_a_line(separator: str) -> None:
    """A reader that splits on them would see a second signature line, or another text."""
    text = f"one{separator}two\n"
    assert open_note(resigned(text).encode(), [KEY.verifier]).text == text


def test_text_that_holds_a_signature_block_of_its_own() -> None:
    """The last empty line separates: an inner note stays text and its signature counts for nothing."""
    inner = sign("inner\n", [KEY]).decode()
    other = Signer("example.com/b", Algorithm.ED25519, b"\2" * 32)
    outer = sign(inner, [other])
    assert open_note(outer, [other.verifier]).text == inner
    with pytest.raises(TrustError):
        open_note(outer, [KEY.verifier])


def test_signature_moved_to_another_text() -> None:
    with pytest.raises(TrustError):
        open_note(NOTE.replace("text", "tixt").encode(), [KEY.verifier])


def test_one_line_more_in_the_text() -> None:
    with pytest.raises(TrustError):
        open_note(b"more\n" + NOTE.encode(), [KEY.verifier])


@pytest.mark.parametrize("size", [1, 63, 65, 72])
def test_signature_of_another_length(size: int) -> None:
    line = base64.b64encode(KEY.verifier.key_id + bytes(size)).decode()
    with pytest.raises(TrustError):
        open_note(f"text\n\n— {KEY.name} {line}\n".encode(), [KEY.verifier])


def test_name_of_a_known_key_with_the_id_of_another() -> None:
    """Sharing a name or an ID, but not both, makes an unknown key: ignored, so nothing known is left."""
    stranger = Signer(KEY.name, Algorithm.ED25519, b"\2" * 32)
    with pytest.raises(TrustError, match="No key"):
        open_note(sign("text\n", [stranger]), [KEY.verifier])


def test_plain_signature_passed_off_as_a_cosignature() -> None:
    """One Ed25519 key under types 01 and 04 has two IDs, and neither's signature serves for the other."""
    cosigner = Signer(KEY.name, Algorithm.COSIGNATURE, KEY.seed)
    assert cosigner.verifier.key_id != KEY.verifier.key_id
    with pytest.raises(TrustError, match="No key"):
        open_note(NOTE.encode(), [cosigner.verifier])
    with pytest.raises(TrustError):
        cosigner.verifier.verify("text\n", bytes(8) + KEY.sign("text\n"))


def test_cosignature_with_another_time() -> None:
    cosigner = Signer("example.com/w", Algorithm.COSIGNATURE, b"\3" * 32)
    signature = cosigner.sign("text\n", 1000)
    with pytest.raises(TrustError):
        cosigner.verifier.verify("text\n", (1001).to_bytes(8, "big") + signature[8:])


def test_cosignature_beyond_the_range_of_time() -> None:
    cosigner = Signer("example.com/w", Algorithm.COSIGNATURE, b"\3" * 32)
    with pytest.raises(TrustError, match="time"):
        cosigner.verifier.verify("text\n", b"\xff" * 8 + bytes(64))


@pytest.mark.parametrize("size", ["07", "+7", "-1", "7 ", "1e3", "٧", str(2**64)])
def test_ml_dsa_on_a_checkpoint_with_a_dubious_size(size: str) -> None:
    """Values that `int()` would take but the spec does not are no checkpoint: two texts never share one message."""
    key = Signer("example.com/log", Algorithm.ML_DSA_44, b"\4" * 32)
    root = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I="
    signature = key.sign(f"example.com/log\n7\n{root}\n")
    with pytest.raises(TrustError):
        key.verifier.verify(f"example.com/log\n{size}\n{root}\n", signature)


@pytest.mark.parametrize(
    "root",
    [
        "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2J=",
        "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I",
        "",
        "CsUY",
        "A" * 88,
    ],
)
def test_ml_dsa_on_a_checkpoint_with_a_root_spelled_otherwise(root: str) -> None:
    """The first has stray bits in its last letter and decodes to the very same hash."""
    key = Signer("example.com/log", Algorithm.ML_DSA_44, b"\4" * 32)
    signature = key.sign("example.com/log\n7\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n")
    with pytest.raises(TrustError):
        key.verifier.verify(f"example.com/log\n7\n{root}\n", signature)


VKEY = str(KEY.verifier)
BAD_KEYS = {
    "empty": "",
    "name_only": "example.com/a",
    "upper_case_id": VKEY.replace(
        VKEY.split("+")[1],
        VKEY.split("+")[1].upper() if VKEY.split("+")[1].upper() != VKEY.split("+")[1] else "XXXXXXXX",
    ),
    "id_of_another_key": VKEY.replace(VKEY.split("+")[1], "00000000"),
    "another_name": "example.com/z" + VKEY[len(KEY.name) :],
    "no_name": VKEY[len(KEY.name) :],
    "line_end": VKEY + "\n",
    "short_key": f"a+00000000+{base64.b64encode(bytes([1]) + bytes(31)).decode()}",
    "unknown_type": f"a+00000000+{base64.b64encode(bytes([2]) + bytes(32)).decode()}",
    "no_key": "a+00000000+",
}


@pytest.mark.parametrize("name", BAD_KEYS)
def test_bad_verifier_keys(name: str) -> None:
    with pytest.raises(InputError):
        Verifier.parse(BAD_KEYS[name])


def test_a_public_key_is_no_secret_key() -> None:
    with pytest.raises(InputError):
        Signer.parse(VKEY)
