"""Signed requests of the desk API: a fixed profile of RFC 9421 (HTTP Message Signatures) with Ed25519.

One profile, so that nothing is negotiated: the covered components are `"@method" "@path"`, and `"content-digest"`
(RFC 9530, sha-256) whenever there is a body; the parameters are `created`, `keyid`, `nonce` and `alg="ed25519"`, in any
order. Pure: bytes and text in, bytes and text out. Who may sign, and which nonces were seen, the room decides.
Specified in specs/desk-api.md; why this is not a library: docs/adr/0040.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import os
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from amparo.errors import InputError, TrustError

TOLERANCE = timedelta(minutes=5)
LONGEST_HEADER = 2048

_BARE = ("@method", "@path")
_WITH_BODY = (*_BARE, "content-digest")
_INPUT = re.compile(r'([a-z*][a-z0-9_.*-]*)=(\(([^()\\]*)\)((?:;[a-z]+=(?:"[^"\\]*"|[0-9]+))*))', re.ASCII)
_PARAMETER = re.compile(r';([a-z]+)=(?:"([^"\\]*)"|([0-9]+))', re.ASCII)
_SIGNATURE = re.compile(r"([a-z*][a-z0-9_.*-]*)=:([A-Za-z0-9+/]+={0,2}):", re.ASCII)
_KEYID = re.compile(r"[\x20-\x21\x23-\x5b\x5d-\x7e]{1,255}")
_NONCE = re.compile(r"[A-Za-z0-9_+/=-]{16,64}", re.ASCII)
_CREATED = re.compile(r"[0-9]{1,12}", re.ASCII)


@dataclass(frozen=True, slots=True)
class SignedRequest:
    """What the signature headers of one request claim; nothing of it is proved before `verify`."""

    keyid: str
    created: int  # Unix seconds
    nonce: str
    covers_body: bool
    signature_params: str = field(repr=False)
    signature: bytes = field(repr=False)


def content_digest(body: bytes) -> str:
    """The value of `Content-Digest` (RFC 9530) for a whole body."""
    return f"sha-256=:{base64.b64encode(hashlib.sha256(body).digest()).decode('ascii')}:"


def signature_base(components: Iterable[tuple[str, str]], signature_params: str) -> bytes:
    """RFC 9421 §2.5: one line a covered component, then the parameters exactly as sent."""
    lines = [f'"{name}": {value}' for name, value in components]
    return "\n".join([*lines, f'"@signature-params": {signature_params}']).encode("ascii")


def sign(
    method: str,
    path: str,
    body_digest: str | None,
    key: Ed25519PrivateKey,
    keyid: str,
    now: datetime,
    *,
    random: Callable[[int], bytes] = os.urandom,
) -> dict[str, str]:
    """The headers to add to a request: `Signature-Input`, `Signature` and, with a body, `Content-Digest`.

    `path` is the path as it goes on the wire (percent-encoded, no query); `body_digest` comes from `content_digest`;
    `keyid` is the desk's name on the roster.
    """
    if not _KEYID.fullmatch(keyid):
        raise InputError("a key id holds printable ASCII only, without quotes or backslashes")
    nonce = base64.urlsafe_b64encode(random(18)).decode("ascii")
    components = _components(method, path, body_digest)
    covered = " ".join(f'"{name}"' for name, _ in components)
    params = f'({covered});created={int(now.timestamp())};keyid="{keyid}";nonce="{nonce}";alg="ed25519"'
    signature = base64.b64encode(key.sign(signature_base(components, params))).decode("ascii")
    headers = {"Signature-Input": f"sig={params}", "Signature": f"sig=:{signature}:"}
    return headers if body_digest is None else {**headers, "Content-Digest": body_digest}


def read(headers: Mapping[str, str]) -> SignedRequest:
    """Read `Signature-Input` and `Signature` (lower-case names); InputError unless they follow the profile."""
    untrusted_input, untrusted_signature = headers.get("signature-input", ""), headers.get("signature", "")
    if not untrusted_input or not untrusted_signature:
        raise InputError("the request is not signed", "sign it with the desk's key: specs/desk-api.md")
    if max(len(untrusted_input), len(untrusted_signature)) > LONGEST_HEADER:
        raise InputError("the signature headers are too long")
    given, signed = _INPUT.fullmatch(untrusted_input), _SIGNATURE.fullmatch(untrusted_signature)
    if given is None or signed is None or given[1] != signed[1]:
        raise InputError("the signature headers do not follow the profile", "see specs/desk-api.md")
    keyid, created, nonce = _parameters(given[4])
    return SignedRequest(keyid, created, nonce, _covers_body(given[3]), given[2], _signature_bytes(signed[2]))


def verify(
    request: SignedRequest,
    method: str,
    path: str,
    body_digest: str | None,
    key: Ed25519PublicKey,
    now: datetime,
) -> None:
    """TrustError unless the key signed this method, path and body, within five minutes of now.

    `body_digest` is computed from the body as received, and is None when there is none.
    """
    if abs(now.timestamp() - request.created) > TOLERANCE.total_seconds():
        raise TrustError("the signature was made more than five minutes away from our clock", "set the desk's clock")
    if request.covers_body != (body_digest is not None):
        raise TrustError("the signature does not cover the body as it arrived")
    try:
        key.verify(request.signature, signature_base(_components(method, path, body_digest), request.signature_params))
    except (InvalidSignature, UnicodeEncodeError):
        raise TrustError("the signature does not hold for this request", "is this desk on the roster?") from None


def _components(method: str, path: str, body_digest: str | None) -> list[tuple[str, str]]:
    values = (method, path) if body_digest is None else (method, path, body_digest)
    return list(zip(_WITH_BODY, values, strict=False))


def _covers_body(covered: str) -> bool:
    names = tuple(filter(None, covered.split(" ")))
    if names not in (_quoted(_BARE), _quoted(_WITH_BODY)):
        raise InputError("the signature covers other components than the profile says", "see specs/desk-api.md")
    return names == _quoted(_WITH_BODY)


def _quoted(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(f'"{name}"' for name in names)


def _parameters(text: str) -> tuple[str, int, str]:
    pairs = [(name, quoted or bare) for name, quoted, bare in _PARAMETER.findall(text)]
    values = dict(pairs)
    if len(values) != len(pairs) or values.keys() != {"created", "keyid", "nonce", "alg"}:
        raise InputError("the signature needs created, keyid, nonce and alg, once each")
    if values["alg"] != "ed25519" or not _NONCE.fullmatch(values["nonce"]) or not _KEYID.fullmatch(values["keyid"]):
        raise InputError("a parameter of the signature is out of range")
    if not _CREATED.fullmatch(values["created"]):
        raise InputError("the signature's creation time is not a number of seconds")
    return values["keyid"], int(values["created"]), values["nonce"]


def _signature_bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error:
        raise InputError("the signature is not Base64") from None
