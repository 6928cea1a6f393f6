"""`amparo docket read`: an article in, proposals for a case out. Spec: specs/article.md.

What writes into cases is imported when a case is named: its schema takes longer to load than an article to be read.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

from amparo.cli.options import add_json, print_json, verb
from amparo.docket.article.reader import Reading, read_bytes
from amparo.docket.article.telling import anchor_edtf, as_data
from amparo.errors import InputError, StoreError


def register(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the verb."""
    reading = verb(
        verbs,
        "read",
        "read a press article; propose what it says for a case",
        run_read,
        description="Reads an article (text, Markdown, HTML, PDF) and proposes statements with speakers, dated "
        "events, actors, figures and charges, each with its place in the text and the rule that found it. Nothing is "
        "looked up. Dates are counted from the dateline; where that has no year the year stays open (XXXX).",
    )
    reading.add_argument("article", type=Path, metavar="ARTICLE", help="the file of the article")
    reading.add_argument(
        "--dateline", type=_day, metavar="DATE", help="the day the article was written (YYYY-MM-DD), when you know it"
    )
    reading.add_argument(
        "--text", type=Path, metavar="FILE", help="write the text that spans count in: the source text of a case"
    )
    reading.add_argument("--case", type=Path, metavar="CASE.yaml", help="write the lines of --accept into a case file")
    reading.add_argument(
        "--accept", type=_ids, default=(), metavar="IDS", help="with --case: lines as --json names them: a1,s2,f3"
    )
    add_json(reading)

    editing = verb(
        verbs,
        "edit",
        "open the page of one article: accept what it says into a case",
        run_edit,
        description="Reads an article and serves one page on this machine: the article, and beside it what it says, to "
        "accept, edit or leave line by line. What is accepted is written into the case file, with its citation.",
    )
    editing.add_argument("article", type=Path, metavar="ARTICLE", help="the file of the article")
    editing.add_argument("--case", type=Path, required=True, metavar="CASE.yaml", help="made when missing")
    editing.add_argument("--dateline", type=_day, metavar="DATE", help="the day the article was written (YYYY-MM-DD)")
    editing.add_argument("--bind", default="127.0.0.1:0", metavar="HOST:PORT", help="default: 127.0.0.1, a free port")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError("write the day as YYYY-MM-DD") from None


def _ids(words: str) -> tuple[str, ...]:
    found = tuple(word.strip() for word in words.split(",") if word.strip())
    if not found:
        raise argparse.ArgumentTypeError("name lines: a1,s2,f3")
    return found


def _read(path: Path, dateline: date | None) -> Reading:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"The article cannot be read ({error.strerror}).", "Check its name.") from error
    return read_bytes(data, dateline)


def _today() -> date:
    return datetime.now(UTC).date()


def run_edit(options: argparse.Namespace) -> None:
    """Serve the page of one article until stopped."""
    from amparo.docket.article.filing import case_at
    from amparo.docket.editor import Editing, create_app
    from amparo.web.csrf import LOOPBACK
    from amparo.web.server import listen, parse_bind, serve

    try:
        host, port = parse_bind(options.bind)
    except ValueError:
        raise InputError("An address to serve on looks like 127.0.0.1:8404.") from None
    if host not in LOOPBACK and host != "::1":
        raise InputError("The page is for this machine alone.", "Bind to 127.0.0.1.")
    reading = _read(options.article, options.dateline)
    case_at(options.case, _today())  # A case that is refused is said now, not on the page.
    sock = listen((host, port))
    shown = f"[{host}]" if ":" in host else host
    address = f"http://{shown}:{sock.getsockname()[1]}/"
    app = create_app(Editing(reading, options.case, _today))
    serve(app, sock, on_ready=lambda: print(f"article: {address}", flush=True))


def run_read(options: argparse.Namespace) -> int:
    """Read one article and print what it proposes."""
    reading = _read(options.article, options.dateline)
    if options.text is not None:
        _write(options.text, reading.article.text)
    if options.case is not None:
        return _file(reading, options.case, options.accept)
    if options.json:
        print_json(as_data(reading))
    else:
        print("\n".join(_lines(reading)))
    return 0


def _file(reading: Reading, path: Path, ids: tuple[str, ...]) -> int:
    """Accept lines as they are, without an editor's words."""
    from amparo.docket.article.draft import Decision
    from amparo.docket.article.filing import file_lines

    filed = file_lines(reading, path, {name: Decision() for name in ids}, _today())
    for one in filed.refused:
        print(f"{path}:{one.place.line}: {one.refusal.what} ({one.pointer})", file=sys.stderr)
    if filed.refused:
        raise InputError("The case would be refused; nothing was written.", "Leave out what is named above.")
    print(f"{path}: {filed.written} facts written")
    return 0


def _write(path: Path, text: str) -> None:
    try:
        path.write_bytes(text.encode("utf-8"))
    except OSError as error:
        raise StoreError(f"The text cannot be written ({error.strerror}).") from error


def _lines(reading: Reading) -> Iterator[str]:
    """For a person: what was found, a line each, with its rule."""
    heading, text = reading.heading, reading.article.text
    yield heading.title or "(no headline found)"
    where = ", ".join(
        part for part in (heading.dateline.place, anchor_edtf(heading.dateline.anchor) or "no date") if part
    )
    yield f"{heading.outlet or 'outlet not found'} · {where}" + (f"\n{heading.url}" if heading.url else "")
    yield f"\nstatements ({len(reading.statements)})"
    for said in reading.statements:
        words = f"“{_short(text[said.start : said.end])}”" if said.direct else _short(text[said.start : said.end])
        yield f"  {said.speaker or '(speaker not found)'}: {words}  [{said.rule}]"
    yield f"\ndates ({len(reading.events)})"
    for event in reading.events:
        expression = text[event.date.start : event.date.end]
        yield f"  {event.date.value.edtf:<23} {expression!r} in {_short(text[slice(*event.what)])}  [{event.date.rule}]"
    yield f"\nactors ({len(reading.actors)})"
    for actor in reading.actors:
        yield f"  {actor.name} ({actor.kind.value}; {actor.role or actor.part}), named {len(actor.mentions)} times"
    yield f"\nfigures ({len(reading.figures)})"
    yield from (f"  {one.value:,} {one.counts}  [{one.rule}]" for one in reading.figures)
    yield f"\ncharges ({len(reading.charges)})"
    for charge in reading.charges:
        yield f"  {_short(charge.offence)} → {', '.join(charge.statutes) or 'no statute of the table'}"


def _short(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= 100 else line[:99] + "…"
