"""A hit as pages of hits show it."""

from __future__ import annotations

from dataclasses import dataclass

from amparo.search.engine import Hit


@dataclass(frozen=True, slots=True)
class Found:
    """One hit and the address of the page of text it is on."""

    hit: Hit
    address: str
