"""`amparo up`: the whole system on loopback, for a first look and for one person.

It runs the same commands a person would type, in the order of the documentation: make each room's home, start the
servers, put the desk on the drop's roster, and on the first start add and publish a sample archive. It keeps no state
of its own but a mark that the sample has been published; every step may be repeated.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from amparo.cli.options import default_home
from amparo.errors import InputError, StateError

ROOMS = ("drop", "desk", "library")
PORT_BASE = 8400
READY_SECONDS = 60
STOPS = (signal.SIGTERM, signal.SIGHUP)
"""Besides Ctrl-C. A terminal that is closed must not leave the servers behind: the desk's pages show plaintext."""
# So that nobody takes a first look for a real archive.
SAMPLE_NAMES = (
    "--title",
    "Sample library",
    "--about",
    "An archive of invented states, offices and people, made to try the software with. Nothing in it happened. "
    "What is published here cannot be altered or removed unseen all the same: every document is an entry of a log.",
)


@dataclass(frozen=True, slots=True)
class Sample:
    """One collection of the sample archive, as its `collections.json` lists it."""

    slug: str
    title: str
    path: Path
    kind: str
    description: str


def register(parser: argparse.ArgumentParser) -> None:
    """Options of `amparo up`; the command has no verbs."""
    parser.description = (
        "Start drop, desk and library on loopback with embedded stores. The first start makes keys and, with --sample, "
        "publishes that archive. Ctrl-C stops everything; starting again goes on with what is there."
    )
    parser.add_argument("--home", type=Path, default=None, metavar="DIR", help="where the rooms keep what they hold")
    parser.add_argument(
        "--port-base", type=port_base, default=PORT_BASE, metavar="N", help="drop N+1, desk N+2, library N+3"
    )
    parser.add_argument("--sample", type=Path, default=None, metavar="DIR", help="an archive to publish at first")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Bring everything up, say where to go, and wait to be stopped."""
    home = (options.home or default_home()).absolute()
    ports = {room: options.port_base + index for index, room in enumerate(ROOMS, start=1)}
    for room, port in ports.items():
        refuse_taken(room, port)
    names = SAMPLE_NAMES if options.sample is not None and not (home / "library").exists() else ()
    for room in ROOMS:
        step(f"{room}: keys and settings", home, room, "init", *(names if room == "library" else ()))
    with servers(home, ports) as running:
        step("desk: on the roster of the drop", home, "desk", "pair", f"http://127.0.0.1:{ports['drop']}")
        if options.sample is not None:
            publish_sample(home, options.sample.absolute())
        print(welcome(ports, home, docket=(home / "library" / "public" / "docket").is_dir()), flush=True)
        return watch(running)


def port_base(text: str) -> int:
    """The type of `--port-base`: a number that leaves a port for each room."""
    most = 65535 - len(ROOMS)
    if not text.isascii() or not text.isdigit() or len(text) > 5 or int(text) > most:
        raise argparse.ArgumentTypeError(f"give a whole number from 0 to {most}")
    return int(text)


def refuse_taken(room: str, port: int) -> None:
    """A clear word before anything is started when a port is in use."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise StateError(
                f"The port for the {room}, {port}, is in use.",
                "Stop what uses it, or choose others with --port-base N.",
            ) from error


def command(home: Path, *words: str) -> list[str]:
    """The argument list of one of our own commands on this home."""
    return [sys.executable, "-m", "amparo.cli.main", *words, "--home", str(home)]


def step(what: str, home: Path, *words: str) -> None:
    """Run one command to its end; its own words are shown only when it fails."""
    print(f"  {what}", file=sys.stderr, flush=True)
    done = subprocess.run(command(home, *words), capture_output=True, text=True, stdin=subprocess.DEVNULL)
    if done.returncode != 0:
        print(done.stderr, file=sys.stderr, end="")
        raise StateError(f"The step “{what}” failed.", f"Run it by itself: amparo {' '.join(words)} --home {home}")


@contextlib.contextmanager
def servers(home: Path, ports: dict[str, int]) -> Iterator[dict[str, subprocess.Popen[bytes]]]:
    """Start the three servers, wait until each answers, and stop them all at the end, come what may."""
    running: dict[str, subprocess.Popen[bytes]] = {}
    previous = {number: signal.getsignal(number) for number in STOPS}
    for number in STOPS:
        # Whoever runs it under `nohup` wants it to outlive the terminal.
        if previous[number] is not signal.SIG_IGN:
            signal.signal(number, _as_interrupt)
    try:
        for room, port in ports.items():
            # A session of its own: Ctrl-C reaches us alone, and we end them in order.
            running[room] = subprocess.Popen(
                command(home, room, "serve", "--bind", f"127.0.0.1:{port}"),
                stdout=subprocess.DEVNULL,
                start_new_session=True,
            )
        for room, port in ports.items():
            wait_for(room, port, running[room])
        yield running
    finally:
        for process in running.values():
            process.terminate()
        for process in running.values():
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(timeout=15)
            process.kill()
        for number, handler in previous.items():
            signal.signal(number, handler)


def _as_interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def wait_for(room: str, port: int, process: subprocess.Popen[bytes]) -> None:
    """Until the server takes a connection; an error when it ended or is not there in a minute."""
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    raise StateError(f"The {room} did not start.", f"Run it by itself to see why: amparo {room} serve")


def read_samples(archive: Path) -> tuple[Sample, ...]:
    """The collections an archive offers in its `collections.json`; InputError when it is no such archive."""
    try:
        listed = json.loads((archive / "collections.json").read_text("utf-8"))
        return tuple(_sample(archive, entry) for entry in listed)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError("The sample folder has no readable collections.json.", "Make one: make samples") from error


def _sample(archive: Path, entry: dict[str, str]) -> Sample:
    kind, description = entry.get("kind", ""), entry.get("description", "")
    return Sample(entry["slug"], entry["title"], archive / entry["path"], kind, description)


def words_to_add(sample: Sample) -> tuple[str, ...]:
    """The command that adds a sample. Only the list says that a file is a dossier; other kinds the files show."""
    declared = ("--kind", sample.kind) if sample.kind == "dossier" else ()
    return ("desk", "add", str(sample.path), "--collection", sample.slug, "--title", sample.title, *declared)


def words_to_publish(sample: Sample) -> tuple[str, ...]:
    """The command that publishes a sample."""
    about = ("--about", sample.description) if sample.description else ()
    return ("library", "publish", "--collection", sample.slug, "--title", sample.title, *about)


def publish_sample(home: Path, archive: Path) -> None:
    """Add, publish and build the sample archive, once; the mark comes last so that an interrupted start goes on."""
    mark = home / "sample-published"
    if mark.exists():
        return
    for sample in read_samples(archive):
        step(f"desk: reading “{sample.title}”", home, *words_to_add(sample))
        step(f"library: publishing “{sample.title}”", home, *words_to_publish(sample))
    cases = sorted(str(case) for case in (archive / "cases").glob("*.yaml"))
    if cases:
        step("docket: publishing the cases", home, "docket", "publish", *cases)
    mark.write_text("The sample archive has been published; remove this file to publish it again.\n")


def welcome(ports: dict[str, int], home: Path, *, docket: bool) -> str:
    """Where to go, and what to try first."""
    drop, desk, library = (f"http://127.0.0.1:{ports[room]}/" for room in ROOMS)
    lines = [
        "",
        "Amparo is running on this machine alone.",
        "",
        f"  drop     {drop}   hand something over, as a source",
        f"  desk     {desk}   fetch it, read it, search, reply",
        f"  library  {library}   what is published, for everyone",
    ]
    if docket:
        lines.append(f"  docket   {library}docket/   the case record")
    lines += [
        "",
        "Try first:",
        "  1. Open the drop, write a message, add a file, and write the seven words down.",
        "  2. Open the desk, press “Fetch now”, open the submission, reply to it.",
        "  3. Come back to the drop with the seven words and read the reply.",
        "  4. Search the library; follow “Verify” to prove that a document is in the log.",
        "",
        f"Everything is kept in {home}. Ctrl-C stops it.",
    ]
    return "\n".join(lines)


def watch(running: dict[str, subprocess.Popen[bytes]]) -> int:
    """Wait until we are told to stop (0), or until a server ends by itself (1)."""
    try:
        while True:
            for room, process in running.items():
                if process.poll() is not None:
                    raise StateError(f"The {room} stopped.", f"Run it by itself to see why: amparo {room} serve")
            time.sleep(0.5)
    except KeyboardInterrupt:
        print("Stopping.", file=sys.stderr)
        return 0
