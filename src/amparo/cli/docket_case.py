"""`amparo docket check`, `build` and `show`: case files, the static pages of them, a case as data."""

from __future__ import annotations

import argparse
import sys
from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path

from amparo.cli.docket_words import case_words, check_words, counted
from amparo.cli.options import add_json, home_of, print_json, verb
from amparo.docket.build import build
from amparo.docket.checking import Checked, Placed, check
from amparo.docket.files import case_files, own_name, read_case, read_text
from amparo.docket.model import Case
from amparo.docket.refusal import shown
from amparo.docket.view import view
from amparo.errors import InputError
from amparo.library.sums import NOTE

_PUBLIC = "public"
_CASES = "cases"
_MEND = "Mend what is named above, then run the same command again."


def register(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the verbs."""
    checking = verb(
        verbs,
        "check",
        "check case files; explain each refusal with its line",
        run_check,
        description="Checks that a case file has the shape of its schema, that every fact cites words of a source, "
        "that dates, references and spans hold, and that nothing private is in it. Exit 1 when anything is refused.",
    )
    checking.add_argument("cases", nargs="+", type=Path, metavar="CASE.yaml", help="a case file, YAML or JSON")
    checking.add_argument(
        "--text",
        action="append",
        default=[],
        type=_text,
        metavar="SOURCE=FILE",
        help="the text of a source as it was read: its hash and every excerpt are compared",
    )
    add_json(checking)
    building = verb(
        verbs,
        "build",
        "build the static pages",
        run_build,
        description="Builds the pages from the cases given, or from all of HOME/docket/cases. Nothing is written when "
        "one of them is refused. The folder can be served by any web server or opened from the disk.",
    )
    building.add_argument("cases", nargs="*", type=Path, metavar="CASE", help="case files; default: all of the home")
    building.add_argument("--to", type=Path, metavar="DIR", help="where to; default: HOME/docket/public")
    add_json(building)
    showing = verb(
        verbs,
        "show",
        "show a case, with what follows from it",
        run_show,
        description="Shows a case: exposure and its sum, where proceedings stand, what is due, dates and citations. "
        "With --as-known-on nothing is in it that was recorded later: the same day gives the same answer for ever.",
    )
    showing.add_argument("case", metavar="CASE", help="a case file, or the id of a case in HOME/docket/cases")
    showing.add_argument("--as-known-on", type=_day, metavar="DATE", help="with what was recorded by that day")
    showing.add_argument("--on", type=_day, metavar="DATE", help="how things stood on that day; default: the same day")
    add_json(showing)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError("write the day as YYYY-MM-DD") from None


def _text(words: str) -> tuple[str, Path]:
    source, equals, path = words.partition("=")
    if not equals or not source:
        raise argparse.ArgumentTypeError("write SOURCE=FILE")
    return source, Path(path)


def today() -> date:
    """The day of a running command."""
    return datetime.now(UTC).date()


def run_check(options: argparse.Namespace) -> int:
    """Check each file; 1 when any is refused."""
    good, texts = True, {source: read_text(path) for source, path in options.text}
    sources: set[str] = set()
    for path in options.cases:
        checked = check(read_case(path), today(), texts)
        sources |= {str(one.id) for one in checked.case.sources} if checked.case else texts.keys()
        good = good and checked.case is not None
        if options.json:
            print_json(_report(path, checked))
        else:
            print(check_words(path, checked))
    if strange := ", ".join(sorted(texts.keys() - sources)):
        what = f"No case here has a source called {shown(strange)}: its text was not compared."
        raise InputError(what, "Name it as the case does: --text SOURCE=FILE.")
    return 0 if good else 1


def _checked(path: Path, day: date) -> Checked:
    return check(read_case(path), day)


def _report(path: Path, checked: Checked) -> dict[str, object]:
    case = checked.case
    shown = view(case, today()) if case else None
    return {
        "file": str(path),
        "ok": case is not None,
        "case": case.id if case else None,
        "facts": shown.facts if shown else None,
        "citations": len(shown.footnotes) if shown else None,
        "sources": len(case.sources) if case else None,
        "refusals": [_placed(one) for one in checked.refused],
        "warnings": [_placed(one) for one in checked.warned],
    }


def _placed(one: Placed) -> dict[str, object]:
    return {
        "line": one.place.line,
        "column": one.place.column,
        "at": one.pointer,
        "what": one.refusal.what,
        "hint": one.refusal.hint,
    }


def run_build(options: argparse.Namespace) -> int:
    """Build the tree, or refuse with every reason."""
    home = home_of(options)
    paths = options.cases or case_files(home / "docket" / _CASES)
    if not paths:
        raise InputError("There is no case to build.", "Name case files, or put them into HOME/docket/cases.")
    day = today()
    checked = [(path, _checked(path, day)) for path in paths]
    refused = [(path, one) for path, one in checked if one.case is None]
    if refused:
        print("\n".join(check_words(path, one) for path, one in refused), file=sys.stderr)
        raise InputError(f"{len(refused)} of {len(checked)} case files are refused; nothing was built.", _MEND)
    to = (options.to or home / "docket" / _PUBLIC).absolute()
    if (to.parent / NOTE).exists():
        raise InputError("This folder is part of a library's signed tree.", "Publish the cases: amparo docket publish")
    built = build([one.case for _, one in checked if one.case is not None], to, day, own_name(home / "docket"))
    if options.json:
        print_json(asdict(built) | {"public": str(to)})
    else:
        done = f"{counted(built.cases, 'case')}, {counted(built.files, 'file')}, {built.written:,} written anew"
        print(f"{done}\nfolder: {to}")
    return 0


def run_show(options: argparse.Namespace) -> int:
    """Show one case as known on a day."""
    day = options.as_known_on or today()
    shown = view(_case(options, max(day, today())), day, options.on)
    if options.json:
        print_json(asdict(shown))
    else:
        print(case_words(shown))
    return 0


def _case(options: argparse.Namespace, day: date) -> Case:
    path = _path(options.case, home_of(options) / "docket" / _CASES)
    checked = _checked(path, day)
    if checked.case is None:
        print(check_words(path, checked), file=sys.stderr)
        raise InputError("The case file is refused.", _MEND)
    return checked.case


def _path(word: str, folder: Path) -> Path:
    """A case file by its path, or by its id in the home."""
    if Path(word).is_file():
        return Path(word)
    known = [path for path in case_files(folder) if path.stem == word]
    if not known:
        raise InputError("There is no such case.", "Name a case file, or a case in HOME/docket/cases.")
    return known[0]
