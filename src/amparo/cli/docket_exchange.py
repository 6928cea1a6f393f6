"""`amparo docket import` and `export`: files of court dockets and of the Press Freedom Tracker. Spec: specs/case.md."""

from __future__ import annotations

import argparse
import sys
from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path

from amparo.cli.docket_words import check_words, counted
from amparo.cli.options import add_json, home_of, print_json, verb
from amparo.docket.article.case_text import new_case, with_facts
from amparo.docket.article.filing import case_at, write_whole
from amparo.docket.article.proposing import address_word
from amparo.docket.checking import check
from amparo.docket.court_export import export_docket
from amparo.docket.court_html import import_page
from amparo.docket.court_json import MOST_BYTES, import_docket
from amparo.docket.files import case_files, read_case
from amparo.docket.importing import Imported, Wanted
from amparo.docket.linked_data import linked_data
from amparo.docket.model import Case
from amparo.docket.pages.site import twin
from amparo.docket.tracker_csv import MOST_BYTES as MOST_TABLE
from amparo.docket.tracker_csv import export_incidents, import_incident
from amparo.docket.view import view
from amparo.errors import InputError

FORMATS = ("csv", "json", "view", "jsonld")


def register(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add both verbs."""
    bringing = verb(
        verbs,
        "import",
        "import a court docket (JSON, HTML) or an incident of the Press Freedom Tracker (CSV)",
        run_import,
        description="Reads a docket as CourtListener gives it, or as CM/ECF of a United States court of appeals shows "
        "it, or one incident of the U.S. Press Freedom Tracker's "
        "table, into a case, new or not. The file becomes a source; every fact cites its place in it. What has no "
        "place in a case is named, and so is what a docket does not keep, such as how to reach a person.",
    )
    bringing.add_argument("file", type=Path, metavar="FILE", help="a .json, .html or .csv file")
    bringing.add_argument("--text", type=Path, metavar="OUT", help="also write the text in which spans count")
    bringing.add_argument("--case", required=True, metavar="NAME", help="a case file, or a case in HOME/docket/cases")
    bringing.add_argument(
        "--person", default="", metavar="NAME", help="who the case is about, as the file has the name"
    )
    bringing.add_argument("--address", default="", metavar="URL", help="where the file is from; default: what it says")
    bringing.add_argument("--retrieved", type=_day, metavar="DATE", help="when it was read; default: today")
    bringing.add_argument(
        "--incident", default="", metavar="WORDS", help="of a table: the title or url of the incident"
    )
    add_json(bringing)
    giving = verb(
        verbs,
        "export",
        "export a case: csv, json, view, jsonld",
        run_export,
        description="Writes a case to stdout: as a line of the Press Freedom Tracker's table (csv), one proceeding as "
        "a court docket (json), all that its page shows (view), or linked data (jsonld).",
    )
    giving.add_argument("case", metavar="CASE", help="a case file, or the id of a case in HOME/docket/cases")
    giving.add_argument("--format", required=True, choices=FORMATS)
    giving.add_argument("--proceeding", default="", metavar="ID", help="of json: which one, when there are several")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError("write the day as YYYY-MM-DD") from None


def run_import(options: argparse.Namespace) -> int:
    """Import one file, whole or not at all."""
    today = datetime.now(UTC).date()
    path = _case_path(options.case, home_of(options) / "docket" / "cases")
    case = case_at(path, today)
    wanted = Wanted(options.person, options.address, options.retrieved or today, case)
    done = _imported(options, wanted)
    text = new_case(address_word(path.stem), done.title, "en") if case is None else read_case(path).decode("utf-8")
    after = with_facts(text, done.facts).encode()
    checked = check(after, today, {done.facts["sources"][0]["id"]: done.text.encode()})
    if checked.case is None:
        print(check_words(path, checked), file=sys.stderr)
        raise InputError("The case would be refused; nothing was written.", "See what is named above.")
    # The case last: when the text cannot be written, the same command can be run again.
    if options.text is not None:
        write_whole(options.text, done.text.encode())
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, after)
    _report(path, done, options.json)
    return 0


def _imported(options: argparse.Namespace, wanted: Wanted) -> Imported:
    ending = options.file.suffix.lower()
    data = _read(options.file, MOST_TABLE if ending == ".csv" else MOST_BYTES)
    if ending == ".csv":
        return import_incident(data, wanted, options.incident)
    return import_page(data, wanted) if ending in (".html", ".htm") else import_docket(data, wanted)


def _report(path: Path, done: Imported, as_json: bool) -> None:
    counts = {section: len(found) for section, found in done.facts.items()}
    steps = sum(len(one["steps"]) for one in done.facts.get("proceedings", ()))
    if as_json:
        print_json({"case": str(path), **counts, "steps": steps, "left": [asdict(one) for one in done.left]})
        return
    made = [counted(counts.get("actors", 0), "actor"), counted(counts.get("proceedings", 0), "proceeding")]
    print(f"{path}: {', '.join(made)}, {counted(steps, 'step')}")
    for one in done.left:
        print(f"left out: {one.at}: {one.why}")
    print("Kinds of actors and steps are proposals: look at each before you publish.")


def run_export(options: argparse.Namespace) -> int:
    """Write a case to stdout in one format."""
    today = datetime.now(UTC).date()
    case = _case(options, today)
    shown = view(case, today)
    formats = {
        "csv": lambda: export_incidents(case, shown),
        "json": lambda: export_docket(case, options.proceeding),
        "view": lambda: twin("amparo/case-view/v1", shown),
        "jsonld": lambda: linked_data(case, shown, str),
    }
    sys.stdout.buffer.write(formats[options.format]())
    sys.stdout.buffer.flush()
    return 0


def _case(options: argparse.Namespace, today: date) -> Case:
    path = _case_path(options.case, home_of(options) / "docket" / "cases")
    case = case_at(path, today)
    if case is None:
        raise InputError("There is no such case.", "Name a case file, or a case in HOME/docket/cases.")
    return case


def _case_path(word: str, folder: Path) -> Path:
    """A case file by its path, or by its name in the home; a new one is YAML."""
    if Path(word).suffix in (".yaml", ".yml", ".json"):
        return Path(word)
    known = [path for path in case_files(folder) if path.stem == word]
    if not known and address_word(word) != word:
        raise InputError(
            "A case has a short name.", "Lower case letters, digits and hyphens; or a path to a .yaml file."
        )
    return known[0] if known else folder / f"{word}.yaml"


def _read(path: Path, most: int) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(most + 1)
    except OSError as error:
        raise InputError(f"The file cannot be read ({error.strerror}).", "Check its name.") from error
