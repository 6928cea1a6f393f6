"""The one error of a query."""

from __future__ import annotations

from amparo.errors import InputError


class QueryError(InputError):
    """A query that cannot be understood or answered. `position` counts characters of the query text from 0."""

    def __init__(self, what: str, hint: str, position: int) -> None:
        super().__init__(f"{what} (at character {position + 1})", hint)
        self.position = position
