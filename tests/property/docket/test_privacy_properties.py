"""The privacy rule both ways: what reaches or marks a person is refused anywhere, the numbers of the law are not."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from amparo.docket.privacy import refusals

around = st.sampled_from(("", "as told, ", "it says: ", "(see below) ", "“", "note that ", "\n"))
behind = st.sampled_from(("", ".", ", he said", "”", " and more", "\n", "; see p. 3"))
digits = st.text("0123456789", min_size=1, max_size=1)
streets = st.sampled_from(("Harbour Street", "Old Mill Road", "King's Lane", "Vel Avenue", "North Quay"))
houses = st.integers(1, 9999).map(str)


@st.composite
def phones(draw: st.DrawFn) -> str:
    """An international number, its digits grouped and parted as people do."""
    country = draw(st.sampled_from(("1", "20", "34", "44", "49", "52", "91", "353", "593", "972")))
    rest = draw(st.text("0123456789", min_size=8, max_size=10))
    gap = draw(st.sampled_from(("", " ", "-", ".", " - ")))
    cut = draw(st.integers(1, 7))
    return f"{draw(st.sampled_from(('+', '00', '+ ')))}{country}{gap}{rest[:cut]}{gap}{rest[cut:]}"


@st.composite
def ibans(draw: st.DrawFn) -> str:
    country = draw(st.sampled_from(("DE", "GB", "FR", "ES", "CH")))
    body = draw(st.text("0123456789", min_size=14, max_size=22))
    number = int("".join(str(int(letter, 36)) for letter in f"{body}{country}00"))
    whole = f"{country}{98 - number % 97:02d}{body}"
    parted = " ".join(whole[at : at + 4] for at in range(0, len(whole), 4))
    return draw(st.sampled_from((whole, parted)))


@st.composite
def cards(draw: st.DrawFn) -> str:
    body = draw(st.sampled_from("3456")) + draw(st.text("0123456789", min_size=14, max_size=14))
    doubled = [int(one) * 2 - 9 * (int(one) > 4) for one in body[::-2]]
    check = -(sum(doubled) + sum(int(one) for one in body[-2::-2])) % 10
    whole = f"{body}{check}"
    gap = draw(st.sampled_from(("", " ", "-")))
    return gap.join(whole[at : at + 4] for at in range(0, 16, 4))


def made(form: str, **parts: st.SearchStrategy[object]) -> st.SearchStrategy[str]:
    return st.fixed_dictionaries(dict(parts)).map(lambda values: form.format(**values))


DWELLS = ("lives at", "resides in Vel, at", "her home is")
HOSTS = st.sampled_from(("vel", "x-y"))
KINDS = st.sampled_from(("cr", "cv"))
number = st.text("123456789", min_size=6, max_size=9)
private = st.one_of(
    phones(),
    ibans(),
    cards(),
    made("{a}-{b:02d}-{c}", a=st.integers(100, 665), b=st.integers(1, 99), c=st.integers(1000, 9999)),
    made("AB {a} {b} {c} C", a=st.integers(10, 99), b=st.integers(10, 99), c=st.integers(10, 99)),
    made(
        "{label} {no}{a}",
        label=st.sampled_from(("passport", "Social Security", "identity card", "inmate", "driver's license")),
        no=st.sampled_from(("no. ", "number ", "No ", "")),
        a=number,
    ),
    made("{word} 0049{a}", word=st.sampled_from(("on her profile", "a showcase:")), a=number),
    made("{word} {a} {s}", word=st.sampled_from(DWELLS), a=houses, s=streets),
    made("{word} Calle Mayor {a}", word=st.sampled_from(("vive en la", "lives in")), a=houses),
    made("{word} Lindenstraße {a}", word=st.sampled_from(("wohnt in der", "has a flat in")), a=st.integers(1, 999)),
    made("{a}.{b}@{c}.example", a=st.text("abcdef", min_size=1, max_size=9), b=number, c=HOSTS),
)
year = st.integers(1900, 2030)
day = st.integers(1, 28)
count = st.integers(1, 9999)
lawful = st.one_of(
    made(
        "{a}:{b:02d}-{k}-{c:05d}-ABC",
        a=st.integers(0, 9),
        b=st.integers(0, 99),
        k=KINDS,
        c=count,
    ),
    cards().map(lambda one: f"https://posts.example/status/{one.replace(' ', '').replace('-', '')}"),
    made("No. {a}-{b}", a=st.integers(10, 26), b=st.integers(1, 99999)),
    made(
        "{label} 00{a}",
        label=st.sampled_from(("Document", "docket no.", "ECF No.", '"document_number": "', "case number", "doc_id")),
        a=st.text("123456789", min_size=8, max_size=10),
    ),
    made("{a} U.S.C. § {b}(e)", a=st.integers(1, 54), b=count),
    made("[{y}] EWHC {a} (Admin)", y=year, a=count),
    made("Application no. {a}/{b:02d}", a=st.integers(100, 99999), b=st.integers(0, 99)),
    made("C-{a}/{b:02d}, ECLI:EU:C:{y}:{a}", a=count, b=st.integers(0, 99), y=year),
    made("{a} Stat. {b}, {y}-09-01", a=st.integers(1, 140), b=count, y=year),
    made("Pub. L. {a}-{b}", a=st.integers(80, 119), b=st.integers(1, 999)),
    made("Act {a} of {y}, s. {b}", a=count, y=year, b=count),
    made("{a:,} reports from {y} to {y}", a=st.integers(1000, 10**9), y=year),
    made("Law No. {a} of {b:02d}.{m:02d}.{y}", a=count, b=st.integers(1, 28), m=st.integers(1, 12), y=year),
    made("held at {a} Harbour Street", a=count),
    made("the embassy at {a} {s}", a=count, s=streets),
    made("an account of {a:,} dollars", a=st.integers(1000, 10**7)),
    made("prison for {a} months", a=st.integers(1, 999)),
    made("in prison {y}{gap}{z}", y=year, gap=st.sampled_from("-/"), z=year),
    made("left prison {d:02d}{gap}{m:02d}{gap}{y}", d=day, gap=st.sampled_from("./"), m=st.integers(1, 12), y=year),
    made("{y}-{m:02d}-{d:02d}/{y}-12-31", y=year, m=st.integers(1, 12), d=st.integers(1, 28)),
)


def refused(text: str) -> bool:
    return next(refusals({"disclosures": [{"what": text}]}), None) is not None


@given(around, private, behind)
@settings(max_examples=150, deadline=None)
def test_what_reaches_or_marks_a_person_is_refused_in_any_words(before: str, one: str, after: str) -> None:
    assert refused(f"{before}{one}{after}")


@given(around, lawful, lawful, behind)
@settings(max_examples=150, deadline=None)
def test_numbers_of_courts_and_laws_are_kept_in_any_words(before: str, one: str, other: str, after: str) -> None:
    assert not refused(f"{before}{one}, {other}{after}")


@given(lawful, private)
@settings(max_examples=60, deadline=None)
def test_a_lawful_number_beside_it_hides_nothing(one: str, other: str) -> None:
    assert refused(f"{one}; {other}")
