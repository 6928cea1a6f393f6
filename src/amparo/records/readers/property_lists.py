"""Apple's binary property lists, and web archives, which are one: names and values; the archived files as parts."""

from __future__ import annotations

import plistlib
from collections.abc import Iterator
from typing import Any

from amparo.records.names import shown_name
from amparo.records.readers.document import document
from amparo.records.readers.harvest import harvest
from amparo.records.reading import TOO_LARGE_WHOLE, Found, Input, Part, Reason, Unreadable

_DEEPEST = 60
_MOST = 500_000
_DAMAGED = Unreadable(Reason.CORRUPT, "This property list is damaged.")


def read_property_list(given: Input) -> Iterator[Found]:
    """One record, or the files of a web archive."""
    data = given.whole()
    if data is None:
        yield TOO_LARGE_WHOLE
        return
    try:
        told = plistlib.loads(data)
    # plistlib lets through whatever its input makes Python raise.
    except Exception:
        yield _harvested(given, data)
        return
    if isinstance(told, dict) and "WebMainResource" in told:
        yield from _archived(told)
        return
    yield document(given, data, "\n".join(_lines(told, "", 0, [_MOST])), "application/x-plist")


def _harvested(given: Input, data: bytes) -> Found:
    """Of a list that is damaged or of another dialect, the words that lie open."""
    told = {"text_source": ["harvested"]}
    return document(given, data, harvest(data), "application/x-plist", fields=told, otherwise=_DAMAGED)


def _archived(told: dict[str, Any]) -> Iterator[Found]:
    for resource in [told["WebMainResource"], *told.get("WebSubresources", ())]:
        if isinstance(resource, dict) and isinstance(resource.get("WebResourceData"), bytes):
            address = str(resource.get("WebResourceURL") or "page.html")
            yield Part(shown_name(address.partition("?")[0].rstrip("/")) or "page.html", resource["WebResourceData"])
    for inner in told.get("WebSubframeArchives", ()):
        if isinstance(inner, dict) and "WebMainResource" in inner:
            yield from _archived(inner)


def _lines(value: Any, name: str, depth: int, budget: list[int]) -> Iterator[str]:
    """A line a value. Lists may hold one another many times over: what is visited is counted, not what is said."""
    budget[0] -= 1
    if depth > _DEEPEST or budget[0] < 0:
        return
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _lines(inner, f"{name}.{key}".strip("."), depth + 1, budget)
    elif isinstance(value, list):
        for inner in value:
            yield from _lines(inner, name, depth + 1, budget)
    elif isinstance(value, bytes):
        yield f"{name}: [{len(value)} bytes]"
    else:
        yield f"{name}: {value}"
