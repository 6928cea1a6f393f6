"""Whatever a docket or an incident holds, each value comes back from the case or is named as left, and never both."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from amparo.docket.article.case_text import new_case, with_facts
from amparo.docket.checking import check
from amparo.docket.court_export import docket_of
from amparo.docket.court_json import import_docket
from amparo.docket.importing import Wanted
from amparo.docket.tracker_csv import COLUMNS, import_incident, incident_of
from amparo.errors import InputError

TODAY = date(2026, 11, 29)
PERSON = "Maren Oldeval"

words = st.one_of(
    st.sampled_from(("", "MOTION to dismiss", "ORDER granting", "a@b.example", "call 555 123 4567", "\u202e", PERSON)),
    st.text(max_size=40),
    st.text("ab \n“é\t", min_size=390, max_size=900),
)
days = st.one_of(
    st.dates(date(1990, 1, 1), date(2026, 1, 1)).map(str), st.sampled_from(("", "soon", "2004-02-30")), st.none()
)
scalars = st.one_of(words, days, st.integers(0, 10**9), st.booleans(), st.none())
entry = st.fixed_dictionaries(
    {}, optional={"description": words, "date_filed": days, "document_number": scalars, "pacer_doc_id": scalars}
)
attorney = st.fixed_dictionaries({"name": words}, optional={"contact": words})
party = st.fixed_dictionaries({"name": words, "type": words}, optional={"attorneys": st.lists(attorney, max_size=3)})
below = st.fixed_dictionaries({}, optional={"docket_number": words, "date_filed": days, "assigned_to": words})
docket = st.fixed_dictionaries(
    {
        "court_id": st.sampled_from(("ca9", "hald")),
        "docket_number": st.sampled_from(("17-15589", "1:04-cr-00017")),
        "case_name": words.map(lambda one: f"{PERSON} v. {one}"),
        "date_filed": days,
        "docket_entries": st.lists(entry, max_size=4),
        "parties": st.lists(party, max_size=3),
    },
    optional={"originating_court_information": below, "nature_of_suit": scalars, "anything": scalars},
)


def leaves(value: Any, at: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner, f"{at}/{key}")
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from leaves(inner, f"{at}/{index}")
    elif value not in (None, ""):
        yield at, value


@settings(deadline=None, max_examples=60)
@given(docket, st.booleans())
def test_no_value_of_a_docket_is_lost_in_silence(values: dict[str, Any], ascii_only: bool) -> None:
    data = json.dumps(values, ensure_ascii=ascii_only).encode("utf-8", "surrogatepass")
    try:
        done = import_docket(data, Wanted(PERSON, "https://court.example/1", TODAY, None))
    except InputError:
        return
    text = with_facts(new_case("made", done.title, "en"), done.facts).encode()
    checked = check(text, TODAY, {done.facts["sources"][0]["id"]: done.text.encode()})
    assert checked.case is not None, checked.refused
    left = {one.at for one in done.left}
    back = [docket_of(checked.case, one) for one in checked.case.proceedings if not one.known.id.endswith("-below")]
    told = sorted(str(value) for _, value in leaves(back))
    assert told == sorted(str(value) for at, value in leaves(values) if at not in left)


cells = st.one_of(
    st.sampled_from(("", '"', "a,b", "line\nbreak", "2004-01-20", "a@b.example", "\u202e", "=1+1", PERSON)),
    st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=30),
    st.text('ab,"\n', max_size=900),
)
incident = st.fixed_dictionaries(
    {"title": cells, "date": days.map(str), "arrest_status": st.just("DETAINED_AND_RELEASED")},
    optional={name: cells for name in (*COLUMNS[4:], "latitude", "unknown column") if name != "arrest_status"},
)


@settings(deadline=None, max_examples=40)
@given(incident, st.sampled_from(("\n", "\r\n")), st.booleans())
def test_no_cell_of_an_incident_is_lost_in_silence(row: dict[str, str], end: str, marked: bool) -> None:
    row = row | {"url": "https://tracker.example/1", "targeted_journalists": f"{PERSON} (Courier)"}
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator=end)
    writer.writerows([list(row), list(row.values())])
    data = ("\ufeff" * marked + file.getvalue()).encode()
    done = import_incident(data, Wanted(PERSON, "", TODAY, None))
    text = with_facts(new_case("made", done.title, "en"), done.facts).encode()
    checked = check(text, TODAY, {done.facts["sources"][0]["id"]: done.text.encode()})
    assert checked.case is not None, checked.refused
    left = {one.at for one in done.left}
    assert incident_of(checked.case, checked.case.sources[0].id) == {
        name: cell for name, cell in row.items() if cell and name not in left
    }
