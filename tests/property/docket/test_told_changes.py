"""What a new state of a record must tell, for any two states: nothing changes in silence, and growing tells nothing.

The second half holds the two meanings of "known on" together: a state that tells nothing leaves every page as known on
an earlier day as it was, byte for byte.
"""

from __future__ import annotations

import copy
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from amparo.docket.knowing import days_of_record
from amparo.docket.pages.site import twin
from amparo.docket.view import view
from amparo.errors import InputError
from amparo.ledger.canonical import encode
from amparo.ledger.case_record import dropped, facts, parse_record, told, value_hash
from docket_cases import case_of, cite, fact, values

DAY = date(2006, 5, 4)
word = st.text("abc", min_size=1, max_size=3)
value = st.one_of(word, st.integers(0, 9), st.none(), st.booleans(), st.lists(word, max_size=2))
step = st.fixed_dictionaries({"id": word, "kind": word}, optional={"what": value})
member = st.fixed_dictionaries({"id": word}, optional={"what": value, "steps": st.lists(step, max_size=2)})
LISTS = ("actors", "charges", "statements")


def unique(members: list[dict[str, Any]]) -> list[dict[str, Any]]:
    seen: dict[str, dict[str, Any]] = {}
    for one in members:
        steps = {inner["id"]: inner for inner in one.get("steps", ())}
        seen[one["id"]] = one | ({"steps": list(steps.values())} if "steps" in one else {})
    return list(seen.values())


records = st.fixed_dictionaries(
    {"id": st.just("case"), "title": word}, optional={name: st.lists(member, max_size=3).map(unique) for name in LISTS}
)


@given(records, records)
@settings(max_examples=150, deadline=None)
def test_every_value_that_was_there_is_there_still_or_told(before: dict[str, Any], after: dict[str, Any]) -> None:
    before, after = parse_record(encode(before)), parse_record(encode(after))
    changes = {one.fact: one for one in told((before, DAY), after)}
    now = facts(after)
    for path, old in facts(before).items():
        change = changes.get(path)
        if path not in now:
            assert change is not None and (change.outcome, change.old, change.new) == ("removed", value_hash(old), None)
        elif change is None:
            kept = {key: one for key, one in old.items() if key != "steps"} if isinstance(old, dict) else old
            new = {key: one for key, one in now[path].items() if key != "steps"} if isinstance(old, dict) else now[path]
            assert kept == new
        else:
            assert (change.old, change.new) == (value_hash(old), value_hash(now[path]))
    assert told((before, DAY), before) == () and dropped(before, before) == ()


def test_what_only_looks_the_same_is_told_and_what_hides_is_no_record() -> None:
    case = {"id": "case", "title": "a"}
    for name, old, new in (
        ("charges/c1", {"charges": [{"id": "c1", "sure": True}]}, {"charges": [{"id": "c1", "sure": 1}]}),
        ("more", {"more": {"steps": [1]}}, {"more": {"steps": [2]}}),
    ):
        (one,) = told((case | old, DAY), case | new)
        assert (one.fact, one.outcome) == (name, "edited")
    for hidden in ({"charges": [{"id": "c1"}], "charges/c1": {}}, {"charges": [{"id": "c1", "steps": "none"}]}):
        with pytest.raises(InputError):
            facts(case | hidden)


@given(st.data())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_state_that_tells_nothing_changes_no_page_as_known_before_it(data: st.DataObject) -> None:
    """Facts of any day are added; either one is told as backdated, or all earlier days stand as they were."""
    before, after = values(), values()
    for number in range(data.draw(st.integers(1, 3))):
        known = (DAY + timedelta(data.draw(st.integers(-400, 60)))).isoformat()
        kind = data.draw(st.sampled_from(("statement", "figure", "step", "cite", "source")))
        if kind == "statement":
            after["statements"].append(fact(f"s-{number}", "an accountant", by="premier", direct=True, known=known))
        elif kind == "figure":
            one = fact(f"f-{number}", "fourteen years", counts="maximum-years", value=number + 1, known=known)
            after["figures"].append(one)
        elif kind == "step":
            one = fact(f"t-{number}", "A court", kind="heard", by="court", date="2004-02-21", known=known)
            after["proceedings"][0]["steps"].append(one)
        elif kind == "cite":
            after["statements"][0]["cites"].append(cite("an accountant"))
        else:
            after["sources"].append(after["sources"][0] | {"id": f"more-{number}", "retrieved": known})
    one, other = case_of(copy.deepcopy(before)), case_of(copy.deepcopy(after))
    changes = told((parse_record(encode(before)), DAY), parse_record(encode(after)))
    days = {day for case in (one, other) for day in days_of_record(case) if day < DAY}
    same = all(twin("x", view(one, day)) == twin("x", view(other, day)) for day in days)
    assert same or changes
