"""How each file of the tree is to be sent: media type, caching, and that an original can do nothing in a browser.

One table for our server and for docs/mirror.md, which tells the hosts of copies the same. An original is never
trusted: it is sent with a content policy that lets it run nothing and reach nothing, and what a browser might execute,
or show by a plug-in, is only ever offered for download.
"""

from __future__ import annotations

from collections.abc import Mapping

from amparo.web.policy import room_policy

IMMUTABLE = "public, max-age=31536000, immutable"
FRESH = "no-cache"
"""Kept by caches, asked about at every use: pages change when the library does."""

ORIGINAL_POLICY = "default-src 'none'; style-src 'none'; sandbox; frame-ancestors 'none'; base-uri 'none'"

_BY_ENDING: Mapping[str, str] = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".json": "application/json",
    ".jsonl": "application/x-ndjson",
    ".jsonld": "application/ld+json",
    ".csv": "text/csv; charset=utf-8",
    ".atom": "application/atom+xml",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".note": "text/plain; charset=utf-8",
    ".policy": "text/plain; charset=utf-8",
    ".tlog-proof": "text/plain; charset=utf-8",
}
_BY_NAME: Mapping[str, str] = {"checkpoint": "text/plain; charset=utf-8", "SHA256SUMS": "text/plain; charset=utf-8"}

INLINE: Mapping[str, str] = {
    ".txt": "text/plain",  # no charset: an original is in whatever encoding it is in
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".tif": "image/tiff",
    ".tiff": "image/tiff",
    ".mp3": "audio/mpeg",
    ".ogg": "audio/ogg",
    ".wav": "audio/wav",
    ".mp4": "video/mp4",
    ".webm": "video/webm",
}
"""Originals a browser may show: text, pictures, sound. Everything else is downloaded, PDF too (it can hold scripts)."""


def headers_of(path: str) -> dict[str, str]:
    """The headers of a file of the tree, by its path below the top."""
    name = path.rpartition("/")[2]
    ending = f".{name.rpartition('.')[2]}" if "." in name else ""
    if path.startswith("tile/"):
        return {"content-type": "application/octet-stream", "cache-control": IMMUTABLE}
    if name.startswith("original"):
        return _original(name, ending)
    kind = _BY_NAME.get(name) or _BY_ENDING.get(ending, "application/octet-stream")
    headers = {"content-type": kind, "cache-control": FRESH}
    if path.startswith("docket/"):
        headers["content-security-policy"] = room_policy("docket").content
    return headers


def _original(name: str, ending: str) -> dict[str, str]:
    headers = {"content-security-policy": ORIGINAL_POLICY, "cache-control": FRESH}
    if ending in INLINE:
        return headers | {"content-type": INLINE[ending], "content-disposition": "inline"}
    shown = name.removesuffix(".bin") if name.count(".") > 1 else name
    return headers | {
        "content-type": "application/octet-stream",
        "content-disposition": f'attachment; filename="{shown}"',
    }
