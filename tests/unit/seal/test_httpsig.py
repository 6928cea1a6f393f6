"""The signed-request profile: RFC 9421's own Ed25519 vector, and everything a request must not be able to change."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_der_private_key

from amparo.errors import InputError, TrustError
from amparo.seal import httpsig

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))


def signed(method: str = "PUT", path: str = "/desk/v1/roster", body: bytes | None = b"note") -> dict[str, str]:
    digest = None if body is None else httpsig.content_digest(body)
    headers = httpsig.sign(method, path, digest, KEY, "news-1", NOW, random=lambda n: b"\7" * n)
    return {name.lower(): value for name, value in headers.items()}


def check(headers: dict[str, str], method: str, path: str, body: bytes | None, now: datetime = NOW) -> None:
    digest = None if body is None else httpsig.content_digest(body)
    httpsig.verify(httpsig.read(headers), method, path, digest, KEY.public_key(), now)


def test_rfc_9421_appendix_b_2_6() -> None:
    key = load_der_private_key(
        base64.b64decode("MC4CAQAwBQYDK2VwBCIEIJ+DYvh6SEqVTm50DFtMDoQikTmiCqirVv9mWG9qfSnF"), None
    )
    assert isinstance(key, Ed25519PrivateKey)
    base = httpsig.signature_base(
        [
            ("date", "Tue, 20 Apr 2021 02:07:55 GMT"),
            ("@method", "POST"),
            ("@path", "/foo"),
            ("@authority", "example.com"),
            ("content-type", "application/json"),
            ("content-length", "18"),
        ],
        '("date" "@method" "@path" "@authority" "content-type" "content-length")'
        ';created=1618884473;keyid="test-key-ed25519"',
    )
    expected = "wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw=="
    assert base64.b64encode(key.sign(base)).decode() == expected


def test_what_was_signed_verifies() -> None:
    check(signed(), "PUT", "/desk/v1/roster", b"note")
    check(signed("GET", "/desk/v1/envelopes", None), "GET", "/desk/v1/envelopes", None)
    assert httpsig.read(signed()).keyid == "news-1"


def test_parameters_may_come_in_any_order_under_any_label() -> None:
    created = int(NOW.timestamp())
    params = f'("@method" "@path");nonce="0123456789abcdef";alg="ed25519";keyid="news-1";created={created}'
    base = httpsig.signature_base([("@method", "GET"), ("@path", "/x")], params)
    signature = base64.b64encode(KEY.sign(base)).decode()
    check({"signature-input": f"amparo={params}", "signature": f"amparo=:{signature}:"}, "GET", "/x", None)


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("DELETE", "/desk/v1/roster", b"note"),
        ("PUT", "/desk/v1/replies/00", b"note"),
        ("PUT", "/desk/v1/roster", b"nota"),
        ("PUT", "/desk/v1/roster", None),
        ("PUT", "/desk/v1/roster\u00e9", b"note"),
    ],
)
def test_a_changed_request_does_not_verify(method: str, path: str, body: bytes | None) -> None:
    with pytest.raises(TrustError):
        check(signed(), method, path, body)


def test_a_body_cannot_be_slipped_under_a_signature_without_one() -> None:
    with pytest.raises(TrustError):
        check(signed("GET", "/x", None), "GET", "/x", b"body")


@pytest.mark.parametrize("minutes", [-6, 6])
def test_a_stale_or_future_signature_is_refused(minutes: int) -> None:
    with pytest.raises(TrustError, match="five minutes"):
        check(signed(), "PUT", "/desk/v1/roster", b"note", NOW + timedelta(minutes=minutes))


def test_another_key_does_not_verify() -> None:
    request = httpsig.read(signed("GET", "/x", None))
    with pytest.raises(TrustError):
        httpsig.verify(request, "GET", "/x", None, Ed25519PrivateKey.generate().public_key(), NOW)


@pytest.mark.parametrize(
    ("header", "old", "new"),
    [
        ("signature-input", 'alg="ed25519"', 'alg="hmac-sha256"'),
        ("signature-input", ';alg="ed25519"', ""),
        ("signature-input", '"@method" ', ""),
        ("signature-input", '"@method" ', '"@method" x '),
        ("signature-input", '"@method" ', '""@method"" '),
        ("signature-input", '"@path"', '"@query"'),
        ("signature-input", ";created=", ";created=1;created="),
        ("signature-input", 'keyid="news-1"', 'keyid=""'),
        ("signature-input", 'nonce="', 'nonce="\u00e9'),
        ("signature-input", "sig=", "sig=sig="),
        ("signature-input", "sig=", "other="),
        ("signature-input", "created=", "created=9999999999999"),
        ("signature", "sig=:", "sig=:!"),
        ("signature", "sig=:", "sig=:A"),
    ],
)
def test_headers_outside_the_profile_are_refused(header: str, old: str, new: str) -> None:
    headers = signed()
    assert old in headers[header]
    headers[header] = headers[header].replace(old, new, 1)
    with pytest.raises(InputError):
        check(headers, "PUT", "/desk/v1/roster", b"note")


def test_absent_and_endless_headers_are_refused() -> None:
    with pytest.raises(InputError, match="not signed"):
        httpsig.read({})
    with pytest.raises(InputError, match="too long"):
        httpsig.read({"signature-input": "sig=" + "x" * 5000, "signature": "sig=:AA==:"})


def test_a_key_id_that_could_break_out_of_its_quotes_is_not_signed() -> None:
    with pytest.raises(InputError):
        httpsig.sign("GET", "/x", None, KEY, 'a";keyid="b', NOW)
