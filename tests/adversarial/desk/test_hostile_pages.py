"""Other web pages in the journalist's browser, and what sources write, against the pages of the desk."""

from __future__ import annotations

import pytest

from amparo.desk import submissions_store
from amparo.desk.app import ROUTES
from amparo.desk.submissions import Submission

from .conftest import HOST, Browser, Rig, check_inert

SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'><svg onload=alert(3)>{{ 7*7 }}"


@pytest.fixture
def submission(rig: Rig) -> Submission:
    rig.send("envelope-a", SCRIPT, {f"{SCRIPT}.html": b"<script>", "x.svg": b"<svg onload=alert(1)>"}, b"\3" * 32)
    rig.fetch()
    with rig.desk.database() as database:
        return submissions_store.submissions(database)[0]


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:8402",
        "127.0.0.1.evil.example",
        "localhost.evil.example",
        "",
        "[::2]",
        "x@127.0.0.1",
    ],
)
def test_dns_rebinding(browser: Browser, submission: Submission, host: str) -> None:
    for address in ("/inbox", "/inbox.json", f"/submissions/{submission.id}", f"/submissions/{submission.id}/files/0"):
        answer = browser.get(address, headers={"Host": host})
        assert answer.status_code == 403
        assert submission.conversation not in answer.text and "alert(" not in answer.text


@pytest.mark.parametrize("host", ["127.0.0.1:8402", "localhost:8402", "[::1]:8402", "LOCALHOST"])
def test_loopback_names_are_ours(browser: Browser, host: str) -> None:
    assert browser.get("/inbox", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:9999"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site", "Origin": HOST},
    ],
)
def test_another_site_cannot_reply_or_fetch(
    browser: Browser, rig: Rig, submission: Submission, headers: dict[str, str]
) -> None:
    for address in (f"/submissions/{submission.id}/reply", f"/submissions/{submission.id}/unread", "/fetch"):
        assert browser.post(address, data={"message": "from elsewhere"}, headers=headers).status_code == 403
    assert rig.drop.replies == {}


def test_another_site_does_not_learn_from_the_time_whether_a_document_is_here(
    browser: Browser, submission: Submission
) -> None:
    headers = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "image"}
    for address in (f"/submissions/{submission.id}", "/submissions/absent", "/search?q=x", "/inbox.json"):
        assert browser.get(address, headers=headers).status_code == 403
    with_link = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
    assert browser.get(f"/submissions/{submission.id}", headers=with_link).status_code == 200


def test_nothing_may_be_embedded_or_cached_by_others(browser: Browser, submission: Submission) -> None:
    for address in ("/inbox", "/inbox.json", f"/submissions/{submission.id}", f"/submissions/{submission.id}/files/1"):
        headers = browser.get(address).headers
        assert headers["cross-origin-resource-policy"] == "same-origin"
        assert headers["x-frame-options"] == "DENY"
        assert headers["cache-control"] == "no-store"
        assert headers["x-content-type-options"] == "nosniff"
        assert "script-src" not in headers["content-security-policy"]
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "access-control-allow-origin" not in headers


def test_what_sources_write_stays_text(browser: Browser, submission: Submission) -> None:
    for address in ("/inbox", f"/submissions/{submission.id}"):
        page = browser.get(address).text
        check_inert(page)
        assert "alert(1)" in page and "{{ 7*7 }}" in page


def test_originals_are_saved_and_never_shown(browser: Browser, submission: Submission) -> None:
    for number in range(len(submission.files)):
        answer = browser.get(f"/submissions/{submission.id}/files/{number}")
        assert answer.headers["content-disposition"].startswith("attachment")
        assert answer.headers["content-type"] == "application/octet-stream"
        assert answer.headers["content-security-policy"] == "sandbox; default-src 'none'"
        assert "\n" not in answer.headers["content-disposition"]


@pytest.mark.parametrize(
    "address",
    [
        "/submissions/zzzzzzzzzzzz",
        "/submissions/..%2f..%2fkeys",
        "/submissions/%00",
        "/submissions/x.json",
        "/nowhere",
        "/submissions/x/files/0",
        "/static/../keys/root.key",
    ],
)
def test_addresses_that_name_nothing(browser: Browser, submission: Submission, address: str) -> None:
    assert browser.get(address).status_code in (404, 405)


def test_files_by_number_only(browser: Browser, submission: Submission) -> None:
    for number in ("2", "99999999999999999999", "-1", "0/../../x", "root.key"):
        assert browser.get(f"/submissions/{submission.id}/files/{number}").status_code == 404


@pytest.mark.parametrize(
    "body", [b"message=%ff%fe", b"\xff\xfe", b"&".join([b"a=b"] * 1000), b"message=" + b"x" * 2_000_000]
)
def test_hostile_forms_are_a_problem_page(browser: Browser, submission: Submission, body: bytes) -> None:
    answer = browser.post(f"/submissions/{submission.id}/reply", content=body, headers={"Origin": HOST})
    assert answer.status_code in (400, 413)
    assert "Traceback" not in answer.text


def test_odd_queries_do_not_break_lists(browser: Browser, submission: Submission) -> None:
    for query in ("page=0", "page=-1", "page=9999999999999", "page=x", "page=²", "show=<script>", "page=2"):
        assert browser.get(f"/inbox?{query}").status_code == 200


def test_every_page_warns_while_the_drops_roster_is_wrong(browser: Browser, rig: Rig) -> None:
    good = rig.drop.roster
    rig.drop.roster = b"not ours"
    rig.fetch()
    for address in ("/inbox", "/drop", "/unopened", "/fetch"):
        assert "this newsroom did not sign" in browser.get(address).text
    rig.drop.roster = good
    rig.fetch()
    assert "this newsroom did not sign" not in browser.get("/inbox").text


def test_no_view_changes_anything_on_get_but_the_mark_of_reading() -> None:
    changing = {route.path for route in ROUTES if route.methods and "POST" in route.methods}
    assert all("GET" not in (route.methods or ()) for route in ROUTES if "POST" in (route.methods or ()))
    assert changing
