"""The static tree: what is in it, that it stands by itself, and that building again changes nothing."""

from __future__ import annotations

import json
import os
import re
from datetime import date
from pathlib import Path, PurePosixPath

import pytest
from lxml import html

from amparo.docket.build import build, tree_of
from amparo.docket.files import LIST
from amparo.errors import InputError
from docket_cases import TEXT, case_of, cite, fact, sample, values

TODAY = date(2026, 11, 24)
CASE = PurePosixPath("assange/index.html")


def pages() -> dict[PurePosixPath, bytes]:
    return dict(tree_of([sample(), case_of(values())], TODAY))


def test_the_tree_holds_pages_their_twins_the_schema_and_one_style_sheet() -> None:
    assert sorted(path.as_posix() for path in tree_of([sample()], TODAY)) == [
        "assange/as-known-on/2026-11-24/case.json",
        "assange/as-known-on/2026-11-24/index.html",
        "assange/case.json",
        "assange/case.jsonld",
        "assange/charges.csv",
        "assange/coverage.csv",
        "assange/feed.atom",
        "assange/index.html",
        "assange/proceedings.csv",
        "assange/statements.csv",
        "case.schema.json",
        "cases.json",
        "feed.atom",
        "index.html",
        "style.css",
    ]


def test_every_link_within_the_tree_leads_somewhere() -> None:
    tree = pages()
    for path, data in tree.items():
        if path.suffix == ".html":
            page = html.fromstring(data)
            ids = set(page.xpath("//@id"))
            for href in page.xpath("//@href"):
                if href.startswith("#"):
                    assert href[1:] in ids, (path, href)
                elif not href.startswith("https://"):
                    target = PurePosixPath(os.path.normpath(path.parent / href.split("#")[0]))
                    assert target in tree, (path, href)


def test_no_page_has_script_or_asks_another_server_for_anything() -> None:
    for path, data in pages().items():
        if path.suffix == ".html":
            page = html.fromstring(data)
            assert page.xpath("//script | //img | //iframe | //object | //form | //@style") == []
            assert page.xpath("//link[starts-with(@href, 'http')]") == []
            assert page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0].startswith(
                "default-src 'none'"
            )


def test_pages_and_style_keep_their_size() -> None:
    tree = pages()
    assert len(tree[PurePosixPath("style.css")]) < 12_000
    assert len(tree[CASE]) < 50_000


def test_the_summary_stands_before_everything_else() -> None:
    page = html.fromstring(pages()[CASE])
    summary = page.xpath("//section[contains(@class, 'summary')]")[0].text_content()
    assert "Julian Assange" in summary
    assert "175 years" in summary
    assert "17 × 10 + 1 × 5 = 175 years" in summary
    assert "Extradition ordered by Westminster Magistrates' Court" in summary
    assert "no answer recorded for 1,647 to 1,653 days" in re.sub(r"\s+", " ", summary)
    assert page.xpath("//main/*[self::section or self::h2][1]/@aria-label") == ["Summary"]


def test_who_appears_has_the_part_they_play_also_where_no_capacity_is_given() -> None:
    case = values()
    case["actors"][6] |= {"name": "Edda Lorne"}
    del case["actors"][6]["capacity"]
    page = html.fromstring(tree_of([case_of(case)], TODAY)[PurePosixPath("oldeval/index.html")])
    told = [" ".join(one.text_content().split()) for one in page.xpath("//li[strong]")]
    assert any(one.startswith("Edda Lorne, head of state") for one in told)
    assert any(one.startswith("The lawyers, counsel") for one in told)
    assert not any(", court" in one or ", state" in one for one in told)


def test_an_old_record_says_so_before_it_says_where_things_stand() -> None:
    text = re.sub(r"\s+", " ", html.fromstring(pages()[CASE]).text_content())
    assert text.index("The newest source is 1,642 days old") < text.index(
        "Where it stands, as far as the record reaches"
    )
    fresh = tree_of([case_of(values())], date(2004, 3, 10))[PurePosixPath("oldeval/index.html")].decode()
    assert "The newest source is" not in fresh
    assert "Where it stands on 10 March 2004" in fresh


def test_inferred_dates_carry_their_reason() -> None:
    page = html.fromstring(pages()[CASE])
    assert len(page.xpath("//time/span[@class='tag']")) >= 10
    remarks = page.xpath("//ol[contains(@class, 'letters')]/li")
    assert any("The dateline has a day and no year" in remark.text_content() for remark in remarks)


def test_the_twin_holds_what_the_page_shows() -> None:
    twin = json.loads(pages()[PurePosixPath("assange/case.json")])
    assert twin["format"] == "amparo/case-view/v1"
    assert twin["exposure"]["years"] == 175
    assert twin["exposure"]["derivation"] == "17 × 10 + 1 × 5 = 175 years"
    assert json.loads(pages()[PurePosixPath("cases.json")])["cases"][0]["id"] == "assange"


def test_building_again_writes_nothing(tmp_path: Path) -> None:
    first = build([sample()], tmp_path, TODAY)
    again = build([sample()], tmp_path, TODAY)
    assert first.written == first.files == 15
    assert (again.written, again.removed) == (0, 0)


def test_a_case_that_is_gone_loses_its_pages_and_nothing_else_goes(tmp_path: Path) -> None:
    build([sample(), case_of(values())], tmp_path, TODAY)
    (tmp_path / "oldeval" / "mine.txt").write_text("kept")
    done = build([sample()], tmp_path, TODAY)
    assert done.removed == 10
    assert [path.name for path in (tmp_path / "oldeval").iterdir()] == ["mine.txt"]
    assert (tmp_path / "assange" / "index.html").exists()


def test_a_list_that_names_files_outside_removes_none_of_them(tmp_path: Path) -> None:
    outside = tmp_path / "outside.txt"
    outside.write_text("kept")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "page.html").write_text("kept")
    tree = tmp_path / "tree"
    tree.mkdir()
    (tree / "link").symlink_to(tmp_path / "elsewhere")
    (tree / LIST).write_text(json.dumps(["../outside.txt", str(outside), "link/page.html", "a/../../outside.txt"]))
    assert build([sample()], tree, TODAY).removed == 0
    assert outside.read_text() == (tmp_path / "elsewhere" / "page.html").read_text() == "kept"


def test_two_cases_cannot_have_one_address() -> None:
    with pytest.raises(InputError):
        tree_of([sample(), sample()], TODAY)


def test_an_earlier_day_has_its_page_and_later_facts_never_change_it() -> None:
    before = tree_of([case_of(values())], date(2004, 3, 4))
    grown = values()
    grown["sources"].append(
        grown["sources"][0] | {"id": "gazette", "title": "Later", "retrieved": "2005-01-01", "published": "2004-12-31"}
    )
    grown["figures"][0]["cites"].append(cite("fourteen years", "gazette"))
    grown["charges"][0]["steps"].append(fact("dropped", "told", kind="dropped", date="2004-02-01", known="2005-01-01"))
    grown["statements"].append(fact("late", "face", by="premier", direct=True, known="2006-06-06"))
    after = tree_of([case_of(grown)], date(2006, 6, 7))
    for name in ("index.html", "case.json"):
        path = PurePosixPath("oldeval/as-known-on/2004-03-04") / name
        assert before[path] == after[path]
    assert PurePosixPath("oldeval/as-known-on/2006-06-06/index.html") in after
    assert TEXT  # the text the citations point into


def test_no_case_is_a_page_too() -> None:
    assert b"There is no case here yet." in tree_of([], TODAY)[PurePosixPath("index.html")]
