"""Errors stay few, explain themselves, and carry an exit code."""

from __future__ import annotations

from amparo import errors


def leaves(kind: type[errors.AmparoError]) -> set[type[errors.AmparoError]]:
    below = kind.__subclasses__()
    return {kind} if not below else set().union(*(leaves(child) for child in below))


def test_at_most_fifteen_leaves_all_named_error() -> None:
    found = {leaf for leaf in leaves(errors.AmparoError) if leaf.__module__ == errors.__name__}
    assert len(found) <= 15
    assert all(leaf.__name__.endswith("Error") for leaf in found)


def test_explain_gives_error_then_hint() -> None:
    assert errors.InputError("It broke.", "Mend it.").explain() == "error: It broke.\nhint: Mend it."
    assert errors.InputError("It broke.").explain() == "error: It broke."
