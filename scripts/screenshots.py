"""Takes docs/pictures: every page of every room, phone and desktop, JavaScript off, on the invented sample archive.

Starts the whole system on a home of its own, hands something over as a source would, answers as a journalist would, and
walks the pages. Also dark, right to left and a few error states, so that a person can judge them.
"""

from __future__ import annotations

import argparse
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, Route, sync_playwright

REPOSITORY = Path(__file__).resolve().parent.parent
SIZES = {"phone": (360, 780), "desktop": (1280, 900)}
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
MESSAGE = (
    "I keep the books of the harbour. Three invoices for dredging were paid twice, and the dredger was in dock.\n\n"
    "The scans are the originals. I shall look here for your answer on Sundays."
)
REPLY = "We have read them. Two of the three invoice numbers also stand in the minutes of May. Who approved them?"

SHOWN_LANGUAGES = ("ar", "hi")
"""One from right to left, one with long letters; every language has its own tests."""

Walk = Callable[[Page], None]


def free_base() -> int:
    """A port base; the three ports after it are very likely free too."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(home: Path, samples: Path) -> Iterator[dict[str, str]]:
    """The whole system with the sample archive published; the address of each room."""
    base = free_base()
    words = ["up", "--home", str(home), "--port-base", str(base), "--sample", str(samples)]
    with subprocess.Popen([*amparo(), *words], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            for line in process.stdout:
                if "Ctrl-C" in line:
                    break
            rooms = ("drop", "desk", "library")
            yield {room: f"http://127.0.0.1:{base + index}" for index, room in enumerate(rooms, start=1)}
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(timeout=60)


def amparo() -> list[str]:
    """Our command with this interpreter."""
    return [sys.executable, "-m", "amparo.cli.main"]


class Camera:
    """Takes one picture of a page at every size, in few colours so that the repository stays small."""

    def __init__(self, browser: Browser, to: Path) -> None:
        self.browser = browser
        self.to = to

    def context(self, size: str, scheme: str = "light") -> BrowserContext:
        """A browser without JavaScript at one size."""
        width, height = SIZES[size]
        return self.browser.new_context(
            java_script_enabled=False,
            viewport={"width": width, "height": height},
            color_scheme="dark" if scheme == "dark" else "light",
        )

    def shoot(self, name: str, walk: Walk, *, scheme: str = "light", full: bool = False) -> None:
        """Walk to a page and keep it as NAME-SIZE.png, once a size."""
        for size in SIZES:
            context = self.context(size, scheme)
            page = context.new_page()
            walk(page)
            self.keep(page, f"{name}-{size}", full=full)
            context.close()

    def keep(self, page: Page, name: str, *, full: bool = False) -> None:
        """One picture of what is open."""
        target = self.to / f"{name}.png"
        page.screenshot(path=target, full_page=full)
        with Image.open(target) as picture:
            picture.convert("RGB").quantize(64, dither=Image.Dither.NONE).save(target, optimize=True)
        overflow = page.viewport_size is not None and wider_than_viewport(page)
        print(f"  {name}{'  OVERFLOWS' if overflow else ''}")


def wider_than_viewport(page: Page) -> bool:
    """Whether the page scrolls sideways, read off a full-page picture since script is off."""
    assert page.viewport_size is not None
    with tempfile.NamedTemporaryFile(suffix=".png") as file:
        page.screenshot(path=file.name, full_page=True)
        with Image.open(file.name) as picture:
            return bool(picture.width > page.viewport_size["width"])


def goto(address: str) -> Walk:
    """A walk of one step."""
    return lambda page: void(page.goto(address))


def void(_: object) -> None:
    """Forget a value."""


def hand_over(page: Page, drop: str, files: list[Path]) -> str:
    """As a source; leaves the page at "We have it"; the seven words."""
    page.goto(f"{drop}/message")
    words = page.locator(".words").inner_text().strip()
    page.get_by_label("Message").fill(MESSAGE)
    page.get_by_label("Files").set_input_files(files)
    page.get_by_role("button", name="Send").click()
    return words


def come_back(drop: str, words: str) -> Walk:
    """As a source who returns."""

    def walk(page: Page) -> None:
        page.goto(f"{drop}/return")
        page.get_by_label("Your seven words").fill(words)
        page.get_by_role("button", name="Look for answers").click()

    return walk


def link(address: str, name: str | re.Pattern[str]) -> Walk:
    """Open a page and follow its first link of that name."""

    def walk(page: Page) -> None:
        page.goto(address)
        page.get_by_role("link", name=name).first.click()

    return walk


def first_row(address: str) -> Walk:
    """Open a list and follow the link of its first entry."""

    def walk(page: Page) -> None:
        page.goto(address)
        page.locator("tbody a, .hits a").first.click()

    return walk


def run(home: Path, *words: str) -> None:
    """One command, to its end."""
    subprocess.run([*amparo(), *words, "--home", str(home)], check=True, capture_output=True)


def drop_pages(camera: Camera, drop: str, desk: str, home: Path, samples: Path) -> None:
    """The drop, and the submission it needs at the desk."""
    files = sorted((samples / "bureau-files").glob("invoice-*.pdf"))
    camera.shoot("drop-start", goto(drop))
    camera.shoot("drop-start-dark", goto(drop), scheme="dark")
    camera.shoot("drop-message", goto(f"{drop}/message"))
    kept: list[str] = []
    camera.shoot("drop-received", lambda page: kept.append(hand_over(page, drop, files)))
    camera.shoot("drop-return", goto(f"{drop}/return"))
    wrong = kept[-1].split()
    wrong[2] = wrong[2][:-1] + "zz"
    camera.shoot("drop-mistyped", come_back(drop, " ".join(wrong)))
    run(home, "desk", "fetch")
    answer_first(camera, desk)
    camera.shoot("drop-replies", come_back(drop, kept[-1]))
    camera.shoot("drop-how", goto(f"{drop}/how"))
    camera.shoot("drop-problem", goto(f"{drop}/nowhere"))
    camera.shoot("drop-offline", goto(f"{drop}/offline"))
    camera.shoot("drop-languages", goto(f"{drop}/languages"))
    for language in SHOWN_LANGUAGES:
        camera.shoot(f"drop-start-{language}", goto(f"{drop}/{language}/"))
        camera.shoot(f"drop-message-{language}", goto(f"{drop}/{language}/message"))


def answer_first(camera: Camera, desk: str) -> None:
    """Reply to both submissions from their pages, as a journalist."""
    for number in (0, 1):
        context = camera.context("desktop")
        page = context.new_page()
        page.goto(f"{desk}/inbox")
        page.locator("tbody a").nth(number).click()
        page.get_by_label("Reply").fill(REPLY)
        page.get_by_role("button", name="Send").click()
        context.close()


def desk_pages(camera: Camera, desk: str) -> None:
    """The desk."""
    camera.shoot("desk-inbox", goto(f"{desk}/inbox"))
    camera.shoot("desk-inbox-dark", goto(f"{desk}/inbox"), scheme="dark")
    camera.shoot("desk-clocks", goto(f"{desk}/clocks"))
    camera.shoot("desk-submission", first_row(f"{desk}/inbox"))
    camera.shoot("desk-collections", goto(f"{desk}/collections"))
    camera.shoot("desk-collection", goto(f"{desk}/collections/tarsk-despatches"))
    camera.shoot("desk-search", goto(f"{desk}/search?q=harbour+invoice"))
    camera.shoot("desk-search-error", goto(f"{desk}/search?q=%28harbour+AND"))
    camera.shoot("desk-document", first_row(f"{desk}/search?q=kind:cable+harbour"))
    camera.shoot("desk-drop", goto(f"{desk}/drop"))
    camera.shoot("desk-fetching", goto(f"{desk}/fetch"))
    camera.shoot("desk-unopened", goto(f"{desk}/unopened"))
    camera.shoot("desk-failures", goto(f"{desk}/failures/bureau-files"))


def library_pages(camera: Camera, library: str) -> None:
    """The library and the docket."""
    camera.shoot("library-front", goto(f"{library}/"))
    camera.shoot("library-front-dark", goto(f"{library}/"), scheme="dark")
    for slug, kind in (
        ("tarsk-despatches", "cable"),
        ("halmere-guard-log", "incident"),
        ("harbour-mail", "mail"),
        ("bureau-files", "dossier"),
    ):
        camera.shoot(f"library-{kind}s", goto(f"{library}/{slug}/"))
        camera.shoot(f"library-{kind}", first_row(f"{library}/{slug}/"))
    camera.shoot("library-search", goto(f"{library}/search?q=harbour+invoice"))
    camera.shoot("library-verify", goto(f"{library}/verify/"))
    camera.shoot("library-changes", goto(f"{library}/changes/"))
    camera.shoot("docket-cases", goto(f"{library}/docket/"))
    camera.shoot("docket-case", link(f"{library}/docket/", re.compile("Assange")), full=True)


def closed_door(camera: Camera, home: Path) -> None:
    """A drop whose newsroom has not published keys."""
    run(home, "drop", "init")
    words = [*amparo(), "drop", "serve", "--home", str(home), "--bind", f"127.0.0.1:{free_base()}"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        found = re.search(r"http://[\d.:]+", process.stdout.readline())
        assert found is not None
        camera.shoot("drop-closed", goto(found.group()))
        process.send_signal(signal.SIGINT)


def withdrawn(camera: Camera, home: Path, library: str) -> None:
    """The page that stands where a document was."""
    page_of = next((home / "library" / "public" / "bureau-files").glob("*/record.json")).parent
    words = ("--reason", "It names a witness.", "--authority", "The editor")
    run(home, "library", "withdraw", page_of.name, *words)
    camera.shoot("library-withdrawn", goto(f"{library}/bureau-files/{page_of.name}/"))


def right_to_left(camera: Camera, library: str) -> None:
    """The library's layout mirrored: its own HTML, in English, with the direction of an Arabic page."""
    context = camera.context("phone")
    context.route("**/*", _mirrored)
    page = context.new_page()
    page.goto(f"{library}/")
    camera.keep(page, "library-front-rtl-phone")
    context.close()


def _mirrored(route: Route) -> None:
    answer = route.fetch()
    body = answer.body().replace(b'dir="ltr"', b'dir="rtl"')
    route.fulfill(response=answer, body=body)


def main() -> None:
    """Take all pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--to", type=Path, default=REPOSITORY / "docs" / "pictures")
    to: Path = parser.parse_args().to
    shutil.rmtree(to, ignore_errors=True)
    to.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        home, samples = Path(place) / "home", Path(place) / "samples"
        subprocess.run([sys.executable, REPOSITORY / "samples" / "generate.py", "--to", samples], check=True)
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        camera = Camera(chromium, to)
        with running(home, samples) as rooms:
            drop_pages(camera, rooms["drop"], rooms["desk"], home, samples)
            desk_pages(camera, rooms["desk"])
            library_pages(camera, rooms["library"])
            right_to_left(camera, rooms["library"])
            withdrawn(camera, home, rooms["library"])
        closed_door(camera, Path(place) / "closed")
        chromium.close()


if __name__ == "__main__":
    main()
