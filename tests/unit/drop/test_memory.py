"""Locking memory: where a small limit stands, only the capability that passes it lets the drop try."""

from __future__ import annotations

import pytest

from amparo.drop.memory import passes_limits

FIRST = "         0          0 4294967295\n"


@pytest.mark.parametrize(
    ("status", "passes"),
    [
        ("Name:\tamparo\nCapEff:\t0000000000004000\nSeccomp:\t2\n", True),
        ("Name:\tamparo\nCapEff:\t000001ffffffffff\n", True),
        ("Name:\tamparo\nCapEff:\t0000000000000000\n", False),
        ("Name:\tamparo\nCapEff:\t000001ffffffbfff\n", False),
        ("Name:\tamparo\nCapPrm:\t0000000000004000\n", False),
        ("", False),
    ],
)
def test_the_capability_that_passes_limits(status: str, passes: bool) -> None:
    assert passes_limits(status, FIRST) is passes


def test_a_capability_within_a_user_namespace_passes_none() -> None:
    assert not passes_limits("CapEff:\t000001ffffffffff\n", "         0       1000          1\n")
    assert not passes_limits("CapEff:\t000001ffffffffff\n", "")
