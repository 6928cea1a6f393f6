"""The offline page seals without a network what a desk opens, and refuses keys that are not the newsroom's."""

from __future__ import annotations

import contextlib
import hashlib
import os
import socket
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from amparo.drop.sealed import shape_of
from amparo.seal.fingerprint import fingerprint
from amparo.seal.note import Signer
from amparo.seal.note import sign as sign_note
from amparo.seal.passphrase import derive, parse
from amparo.seal.succession import Revocation, succeed
from axe import axe_source, findings
from drop_process import Newsroom
from sealer_page import WORK, builder, built, newsroom_file

from .conftest import fill, opened, sealed

TODAY = datetime.now(UTC).date


def test_message_and_files_open_at_the_desk(page: Page, newsroom: Newsroom, keys: Path, tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    contents = {"minutes.pdf": os.urandom(3_000_001), "empty.txt": b"", "Straße €.txt": b"x" * 65536}
    files = [tmp_path / name for name in contents] + [tmp_path / "a" / "minutes.pdf"]
    for file in files:
        file.write_bytes(contents[file.name] if file.parent == tmp_path else b"another")
    words = fill(page, keys, "They dump at night.\n\nPage 4 \N{GRINNING FACE}", files)
    envelope = sealed(page, tmp_path / "sealed.age").read_bytes()
    submission, opened_files = newsroom.open(envelope)
    assert submission.message == "They dump at night.\n\nPage 4 \N{GRINNING FACE}"
    assert opened_files == {**contents, "minutes (2).pdf": b"another"}
    assert submission.received == TODAY()
    mine = derive(parse(words), str(newsroom.root.verifier))
    assert submission.reply_recipient == str(mine.identity.recipient)
    assert submission.mailbox_secret == mine.mailbox_secret
    shape = shape_of((str(newsroom.identity.recipient),))
    shape.check_header(envelope)
    shape.check_length(len(envelope))
    listed = page.locator("#listed").inner_text()
    assert all(hashlib.sha256(contents[name]).hexdigest() in listed for name in contents)
    expect(page.get_by_label("Message", exact=True)).to_be_hidden()
    assert page.locator("#message").input_value() == "", "nothing of it stays in the form"


def test_without_replies_and_without_words(page: Page, newsroom: Newsroom, keys: Path, tmp_path: Path) -> None:
    fill(page, keys)
    page.get_by_label("Not at all: I do not want replies").check()
    expect(page.locator("#words")).to_be_hidden()
    submission, files = newsroom.open(sealed(page, tmp_path / "s").read_bytes())
    assert (submission.reply_recipient, submission.mailbox_secret, files) == (None, None, {})
    expect(page.get_by_text("Keep the paper with the seven words")).to_be_hidden()


def test_words_from_before_give_the_same_keys(page: Page, newsroom: Newsroom, keys: Path, tmp_path: Path) -> None:
    earlier = "errand snagged cobbler prism onset botanist reactive"
    fill(page, keys)
    page.get_by_label("With my words from before").check()
    page.get_by_label("Your seven words").fill(f" {earlier.upper().replace(' ', ', ')}.")
    submission, _ = newsroom.open(sealed(page, tmp_path / "s").read_bytes())
    assert submission.mailbox_secret == derive(parse(earlier), str(newsroom.root.verifier)).mailbox_secret


@pytest.mark.parametrize("has_webassembly", [True, False])
def test_keys_are_the_same_where_webassembly_is_off(
    page: Page, newsroom: Newsroom, keys: Path, tmp_path: Path, has_webassembly: bool
) -> None:
    watched = (
        "const real = WebAssembly.instantiate; WebAssembly.instantiate = (...all) => (window.made = true, real(...all))"
    )
    page.add_init_script(watched if has_webassembly else "delete globalThis.WebAssembly")
    page.reload()
    words = fill(page, keys)
    submission, _ = newsroom.open(sealed(page, tmp_path / "s").read_bytes())
    assert submission.mailbox_secret == derive(parse(words), str(newsroom.root.verifier)).mailbox_secret
    assert page.evaluate("window.made === true") is has_webassembly


def test_two_openings_have_different_words(chromium: Browser) -> None:
    found = []
    for _ in range(2):
        for page in opened(chromium, built()):
            found.append(page.locator("#words").inner_text())
    assert found[0] != found[1]
    assert all(parse(words) for words in found)


def refused(page: Page, content: bytes | str, tmp_path: Path) -> str:
    """What the page says to this file; it must not go on with it."""
    path = tmp_path / "newsroom-offered.txt"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    page.get_by_label("The newsroom’s file", exact=True).set_input_files(path)
    expect(page.get_by_role("alert")).to_be_visible()
    return page.locator("#error-text").inner_text()


def swapped(own: Newsroom, other: Newsroom) -> bytes:
    """The newsroom's root above a roster that another root signed."""
    return newsroom_file(own.root.verifier, other.roster())


def altered(own: Newsroom, other: Newsroom) -> bytes:
    """A recipient exchanged in a signed roster."""
    there = str(other.identity.recipient).encode()
    return newsroom_file(own.root.verifier, own.roster().replace(str(own.identity.recipient).encode(), there))


def expired(own: Newsroom, other: Newsroom) -> bytes:
    return newsroom_file(own.root.verifier, own.roster(first=-9, days=5))


def revoked(own: Newsroom, other: Newsroom) -> bytes:
    note = sign_note(Revocation(date(2026, 11, 20), own.root.verifier).to_text(), [own.root])
    return newsroom_file(own.root.verifier, own.roster(), note)


def gap(own: Newsroom, other: Newsroom) -> bytes:
    """A succession that leads elsewhere."""
    return newsroom_file(own.root.verifier, own.roster(), succeed(Signer.generate("a"), other.root, date(2026, 11, 20)))


def nothing(own: Newsroom, other: Newsroom) -> bytes:
    return own.roster()


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (swapped, "not signed by the newsroom they name"),
        (altered, "not signed by the newsroom they name"),
        (gap, "not signed by the newsroom they name"),
        (expired, "no keys for today"),
        (revoked, "has revoked this key"),
        (nothing, "not a newsroom’s file"),
    ],
)
def test_other_keys_are_refused(
    page: Page, newsroom: Newsroom, keys: Path, tmp_path: Path, make: Callable[[Newsroom, Newsroom], bytes], words: str
) -> None:
    """Also after a good file was there: nothing is sealed to either then."""
    fill(page, keys)
    assert words in refused(page, make(newsroom, Newsroom()), tmp_path)
    expect(page.locator("#known")).to_be_hidden()
    page.get_by_role("button", name="Seal", exact=True).click()
    assert "Choose the newsroom’s file first." in page.locator("#error-text").inner_text()
    expect(page.get_by_role("link", name="Save the sealed file")).to_be_hidden()


def test_another_root_shows_in_its_fingerprint(page: Page, newsroom: Newsroom, keys: Path, tmp_path: Path) -> None:
    """A file that is whole but another newsroom's: the fingerprint from print gives it away, by eye or typed."""
    imposter = Newsroom(newsroom.name)
    other = tmp_path / "imposter.txt"
    other.write_bytes(newsroom_file(imposter.root.verifier, imposter.roster()))
    fill(page, other)
    assert page.locator("#fingerprint").inner_text() == fingerprint(imposter.root.verifier)
    page.get_by_label("Fingerprint from print").fill(fingerprint(newsroom.root.verifier))
    page.get_by_role("button", name="Seal", exact=True).click()
    assert "is not this newsroom’s" in page.locator("#error-text").inner_text()
    page.get_by_label("Fingerprint from print").fill("")
    page.get_by_label("It is the same there.").uncheck()
    page.get_by_role("button", name="Seal", exact=True).click()
    assert "Compare the fingerprint" in page.locator("#error-text").inner_text()


def test_a_typed_fingerprint_is_enough_also_of_an_earlier_root(page: Page, newsroom: Newsroom, tmp_path: Path) -> None:
    """Passphrases stay salted by the first root, so that a change of keys takes no replies away."""
    first = Signer.generate("harbour-root")
    step = succeed(first, newsroom.root, TODAY() - timedelta(days=30))
    keys = tmp_path / "newsroom.txt"
    keys.write_bytes(newsroom_file(newsroom.root.verifier, newsroom.roster(), step))
    words = fill(page, keys)
    page.get_by_label("It is the same there.").uncheck()
    page.get_by_label("Fingerprint from print").fill(fingerprint(first.verifier).upper().replace(" ", ":"))
    submission, _ = newsroom.open(sealed(page, tmp_path / "s").read_bytes())
    assert submission.mailbox_secret == derive(parse(words), str(first.verifier)).mailbox_secret


@pytest.mark.parametrize(
    ("spoil", "words", "focus"),
    [
        (lambda page: page.get_by_label("Type them back").fill("abacus " * 7), "not what stands on this page", "typed"),
        (lambda page: page.get_by_label("Type them back").fill(""), "not what stands on this page", "typed"),
        (lambda page: page.get_by_label("With my words from before").check(), None, None),
        (lambda page: page.get_by_label("Message", exact=True).fill("  "), "no message and no file", "message"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(
    page: Page, keys: Path, spoil: Callable[[Page], None], words: str | None, focus: str | None
) -> None:
    fill(page, keys, "A message")
    spoil(page)
    if words is None:
        page.get_by_label("Your seven words").fill("errand snagged cobbler prism onset reactive botanist")
        words, focus = "not seven words of ours", "typed"
    page.get_by_role("button", name="Seal", exact=True).click()
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_role("alert")).to_contain_text(words)
    page.get_by_role("link", name="Go there").click()
    assert page.url.endswith(f"#{focus}")
    assert page.locator(f"#{focus}").get_attribute("aria-invalid") == "true"
    assert page.locator("#typed").input_value() or page.locator("#message").input_value()


def test_pasted_text_does_as_well(page: Page, keys: Path) -> None:
    page.get_by_text("Paste its text instead").click()
    page.get_by_label("Text of the newsroom’s file").fill(keys.read_text().replace("\n", "\r\n"))
    page.get_by_label("Message", exact=True).focus()
    expect(page.get_by_text("The Harbour Post")).to_be_visible()


LEAKS = """async (to) => {
  await fetch(to).catch(() => 0)
  await fetch(to, {mode: "no-cors"}).catch(() => 0)
  navigator.sendBeacon(to, "x")
  new Image().src = to
  for (const name of ["iframe", "script", "link", "embed", "audio", "object"]) {
    const made = document.createElement(name)
    made.src = made.href = made.data = to
    made.rel = "stylesheet"
    document.body.append(made)
  }
  try { new WebSocket(to.replace("http", "ws")) } catch {}
  try { new Worker(to) } catch {}
  const form = document.createElement("form")
  form.action = to
  document.body.append(form)
  form.submit()
  await new Promise((done) => setTimeout(done, 500))
}"""


def said_to(server: socket.socket) -> bytes:
    """All that comes over any connection within half a second."""
    said = b""
    with contextlib.suppress(TimeoutError):
        while True:
            with server.accept()[0] as peer, contextlib.suppress(TimeoutError):
                peer.settimeout(0.5)
                said += peer.recv(4096)
    return said


def test_the_policy_lets_no_byte_out(chromium: Browser) -> None:
    """Even if a script got in: no request of these kinds reaches a server that is there. Network on, here.

    Chromium opens a connection before it asks the policy about a form or a frame, and says nothing over it. No policy
    forbids a script to lead the browser to another address: that is why the page tells people to go offline.
    """
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.5)
        address = f"http://127.0.0.1:{server.getsockname()[1]}/out"
        context = chromium.new_context()
        page = context.new_page()
        page.goto(built().as_uri())
        page.evaluate(LEAKS, address)
        assert said_to(server) == b""
        context.close()


def test_the_same_attempts_reach_a_server_where_nothing_forbids_them(chromium: Browser, tmp_path: Path) -> None:
    """So that the test above could fail."""
    bare = tmp_path / "bare.html"
    bare.write_text("<!doctype html><body>")
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(2)
        context = chromium.new_context()
        page = context.new_page()
        page.goto(bare.as_uri())
        page.evaluate("to => { new Image().src = to }", f"http://127.0.0.1:{server.getsockname()[1]}/out")
        assert said_to(server).startswith(b"GET /out")
        context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_state_is_within_reach(chromium: Browser, keys: Path, tmp_path: Path, scheme: str) -> None:
    """axe-core finds nothing, nothing runs over the side at 320 px, in each state of the page."""
    source = axe_source()
    file = tmp_path / ("a-very-long-name-" * 8 + ".pdf")
    file.write_bytes(b"%PDF")
    context = chromium.new_context(color_scheme=scheme, bypass_csp=True, locale="en-US")  # type: ignore[arg-type]
    page = context.new_page()
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto(built().as_uri())

    def look() -> None:
        assert findings(page, source) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 320

    look()
    fill(page, keys, "A message", [file])
    page.get_by_label("Type them back").fill("abacus")
    page.get_by_role("button", name="Seal", exact=True).click()
    expect(page.get_by_role("alert")).to_be_visible()
    look()
    page.get_by_label("Not at all").check()
    page.get_by_role("button", name="Seal", exact=True).click()
    expect(page.get_by_role("link", name="Save the sealed file")).to_be_visible()
    look()
    context.close()


def test_with_the_keyboard_alone(page: Page, keys: Path) -> None:
    page.get_by_label("The newsroom’s file", exact=True).set_input_files(keys)
    expect(page.locator("#known")).to_be_visible()
    page.locator("#compared").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    assert page.locator(":focus").get_attribute("id") == "fresh"
    page.keyboard.press("ArrowUp")
    assert page.locator(":focus").get_attribute("id") == "none"
    page.keyboard.press("Tab")
    assert page.locator(":focus").get_attribute("id") == "message"
    page.keyboard.type("By hand.")
    page.locator("#seal").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="It is sealed")).to_be_focused()


def test_without_scripts_it_says_what_to_do(chromium: Browser) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(built().as_uri())
    expect(page.get_by_text("Sealing needs scripts")).to_be_visible()
    context.close()


def test_a_file_that_changes_while_it_is_read_is_not_sealed(page: Page, keys: Path, tmp_path: Path) -> None:
    changing = tmp_path / "changing.bin"
    changing.write_bytes(b"x" * 1_000_000)
    fill(page, keys, "A message", [changing])
    # Chromium looks at a chosen file when first asked about it; what changes before that has not changed.
    assert page.evaluate("document.querySelector('input[type=file][multiple]').files[0].size") == 1_000_000
    changing.write_bytes(b"y" * 1_500_000)
    os.utime(changing, (1, 1))
    page.get_by_role("button", name="Seal", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("A file could not be read to its end", timeout=60_000)
    expect(page.get_by_label("Message", exact=True)).to_have_value("A message")
    expect(page.get_by_role("link", name="Save the sealed file")).to_be_hidden()


def test_forty_megabytes_come_out_whole(page: Page, newsroom: Newsroom, keys: Path, tmp_path: Path) -> None:
    """More than any piece, chunk or buffer on the way; ADR 0103 has a gigabyte."""
    large = tmp_path / "large.bin"
    large.write_bytes(os.urandom(40_000_003))
    fill(page, keys, "", [large])
    page.set_default_timeout(120_000)
    _, files = newsroom.open(sealed(page, tmp_path / "s").read_bytes())
    assert files["large.bin"] == large.read_bytes()


def test_another_language_of_the_same_page(chromium: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every sentence changes, the direction too, and the page is as usable. The catalogue is made up here."""
    made = {"name": "العربية", "direction": "rtl"}
    maker = builder()
    said = [f"ع {sentence}" for sentence in maker.sentences()]
    monkeypatch.setattr(maker, "languages", lambda english: {"ar": {**made, "sentences": said}})
    other = tmp_path / "amparo-seal.html"
    other.write_bytes(maker.build(WORK))
    context = chromium.new_context(bypass_csp=True, locale="en-US")
    page = context.new_page()
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto(other.as_uri())
    expect(page.locator("html")).to_have_attribute("dir", "ltr")
    page.get_by_label("Language").select_option("ar")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.locator("html")).to_have_attribute("lang", "ar")
    assert page.title() == "ع Seal it on your own device"
    assert all(each.startswith("ع ") for each in page.locator("[data-t]").all_text_contents())
    assert findings(page, axe_source()) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.get_by_label("Language").select_option("en")
    assert page.title() == "Seal it on your own device"
    context.close()
