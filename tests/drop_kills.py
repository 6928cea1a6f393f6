"""Kills a drop at random moments under load, starts it again, and holds what it has against what it acknowledged.

The server is the real command with its sealing processes, in a process group that is killed as a whole; the keys are
those of a real desk, which in the end fetches everything with its own command.
"""

from __future__ import annotations

import hashlib
import io
import json
import random
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from amparo.desk.epochs import EpochKeys
from amparo.desk.keys import load_keys
from amparo.drop.blobs import PART
from amparo.drop.forgetting import ALLOCATOR, TUNABLES
from amparo.drop.slots import BODIES
from amparo.seal.age import open_bytes
from amparo.seal.envelope import EnvelopeReader, Submission
from amparo.seal.passphrase import generate
from amparo.seal.roster import Roster
from drop_load import WORK, Client, GoneError, Promises, Reply, Sent, content, envelope_at, windows
from drop_process import AMPARO, wait_for
from forked_commands import Commands

PREPARE = "import amparo.cli.drop, amparo.drop.app"
KILLED_WHILE_STARTING = 0.1
MOST_ANSWERS, LONGEST = 40, 5.0
"""Answers to all clients together, and seconds, that come before a kill, at most."""
DESK = "news"


@dataclass(slots=True)
class Trial:
    """Kills so far, what they met, and what came out wrong, if anything."""

    kills: int = 0
    met: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def require(self, good: object, what: str) -> None:
        """Note what is not as promised."""
        if not good:
            self.wrong.append(f"after kill {self.kills}: {what}")


class Desk:
    """The keys of the real desk under `home`, for clients that play it."""

    def __init__(self, home: Path) -> None:
        keys = load_keys(home / "desk" / "keys")
        self.request_key, self.desk, self.words = keys.request_key, DESK, str(generate())
        self._identities = EpochKeys(home / "desk" / "keys" / "epochs").identities()
        roster = Roster.parse((home / "drop" / "roster.note").read_bytes(), keys.root_verifier)
        (self.recipient_of_today,) = roster.recipients_on(datetime.now(UTC).date())

    def open(self, ciphertext: bytes) -> tuple[Submission, dict[str, bytes]]:
        """What is in an envelope."""
        reader = EnvelopeReader(io.BytesIO(open_bytes(ciphertext, self._identities)))
        return reader.submission, {file.name: b"".join(reader.read(file)) for file in reader.submission.files}


class Killed:
    """One home, from its first start to the desk's fetch in the end."""

    def __init__(self, home: Path, commands: Commands, dice: random.Random, trial: Trial) -> None:
        self.home, self.commands, self.dice, self.trial = home, commands, dice, trial
        self.promises = Promises()
        self.url = ""
        self._digests: dict[str, str] = {}
        _amparo("drop", "init", "--home", str(home))
        self.start()
        _amparo("desk", "init", "--newsroom", "The Lamp", "--desk", DESK, "--home", str(home))
        _amparo("desk", "pair", self.url, "--home", str(home))
        self.desk = Desk(home)

    @property
    def folder(self) -> Path:
        """HOME/drop."""
        return self.home / "drop"

    def start(self) -> None:
        """Serve; on the same port as before, which the desk knows."""
        bind = self.url.removeprefix("http://") or "127.0.0.1:0"
        self.commands.start("drop", "serve", "--home", str(self.home), "--bind", bind)
        wait_for(lambda: "drop ready: " in self.commands.said(), 30)
        self.url = self.commands.said().split()[2]

    def kill_under_load(self) -> None:
        """Load the drop, kill it at a random moment, and start it again, perhaps killed in that too."""
        with ThreadPoolExecutor(len(WORK)) as threads:
            running = [threads.submit(self._work, deed, self.dice.random()) for deed in WORK]
            try:
                self._wait_for_work()
            finally:
                # Also when a person stops the trial: the clients go on until their server is gone.
                self._kill()
        for each in running:
            each.result()
        if self.dice.random() < KILLED_WHILE_STARTING:
            self.commands.start("drop", "serve", "--home", str(self.home), "--bind", self.url.removeprefix("http://"))
            time.sleep(self.dice.uniform(0.0, 0.3))
            self._kill()
            self.trial.met["while it started"] += 1
        self.start()

    def _wait_for_work(self) -> None:
        """Until a random number of answers came, and a random moment more: on a slow machine too it is at work then."""
        enough = self.promises.answers + self.dice.randrange(MOST_ANSWERS)
        end = time.monotonic() + LONGEST
        while self.promises.answers < enough and time.monotonic() < end:
            time.sleep(0.001)
        time.sleep(self.dice.uniform(0.0, 0.05))

    def _kill(self) -> None:
        self.commands.kill()
        self.trial.kills += 1
        self.trial.require(self.commands.end() == -signal.SIGKILL, "it had ended before")

    def _work(self, deed: Callable[[Client], None], seed: float) -> None:
        with closing(self._client(random.Random(seed))) as client, suppress(GoneError):
            while True:
                deed(client)

    def _client(self, dice: random.Random) -> Client:
        return Client(self.url, self.desk, self.promises, dice)

    # -- what must be so after each start --

    def check(self) -> None:
        """What is listed is whole and was sent; all that was thanked for is there; what is gone is gone."""
        with closing(self._client(self.dice)) as client:
            listed = {
                each["id"]: each["size"]
                for each in json.loads(client.signed("GET", "/desk/v1/envelopes")[1])["envelopes"]
            }
            for id_ in sorted(listed.keys() - self._digests.keys()):
                self._compare(id_, client.signed("GET", f"/desk/v1/envelopes/{id_}")[1], listed[id_])
            self._check_blobs(listed)
            self._check_promises(listed)
            for some in windows([each for each in self.promises.replies if each.kept or each.removal_sent]):
                self._check_replies(some, client.window([each.token for each in some]))
        self._check_uploads(listed)
        self.trial.wrong += [f"after kill {self.trial.kills}: {each}" for each in self.promises.errors]
        self.promises.errors.clear()

    def _compare(self, id_: str, ciphertext: bytes, size: int) -> None:
        try:
            submission, files = self.desk.open(ciphertext)
        except Exception as error:
            self.trial.require(False, f"listed, but does not open: {error!r}")
            return
        sent = self.promises.sent.get(submission.message)
        whole = sent is not None and files == {
            f"{number}.bin": content(sent.message, number) for number in range(sent.files)
        }
        self.trial.require(whole and len(ciphertext) == size, "what is listed is not what was sent")
        self.trial.require(submission.message not in self.promises.compared.values(), "listed twice")
        self.trial.require(not sent or sent.envelope in (b"", ciphertext), "an upload's bytes were changed")
        self._digests[id_] = hashlib.sha256(ciphertext).hexdigest()
        self.promises.compared[id_] = submission.message

    def _check_blobs(self, listed: dict[str, int]) -> None:
        names = {path.name: path for path in (self.folder / "blobs").iterdir() if not path.name.startswith(PART)}
        self.trial.require(
            names.keys() == listed.keys(), f"files no row speaks of, or the other way: {len(names)}, {len(listed)}"
        )
        for id_ in listed.keys() & names.keys():
            same = hashlib.sha256(names[id_].read_bytes()).hexdigest() == self._digests.get(id_)
            self.trial.require(same, "an envelope changed on the disk")
        left = [path.name for path in self.folder.rglob("*") if path.name.startswith("tmp-") or path.suffix == ".new"]
        self.trial.require(not left, f"left over: {left}")

    def _check_promises(self, listed: dict[str, int]) -> None:
        compared, deleting = self.promises.compared, self.promises.deleting
        messages = {compared[id_] for id_ in (*listed, *deleting) if id_ in compared}
        lost = [sent for sent in self.promises.sent.values() if sent.thanked and sent.message not in messages]
        self.trial.require(not lost, f"acknowledged and lost: {len(lost)}")
        self.trial.require(not self.promises.deleted & listed.keys(), "deleted, and there again")
        self.trial.met["acknowledged"] = sum(sent.thanked for sent in self.promises.sent.values())
        self.trial.met["cut off"] = sum(not sent.thanked for sent in self.promises.sent.values())
        self.trial.met["deleted"] = len(self.promises.deleted)
        self.trial.met["replies"] = sum(each.kept for each in self.promises.replies)
        self.trial.met["replies removed"] = sum(each.removed for each in self.promises.replies)

    def _check_uploads(self, listed: dict[str, int]) -> None:
        """An upload that is an envelope already, whose last answer was lost, is not to be gone on with as a new one."""
        for place, sent in self.promises.uploads.items():
            if (id_ := envelope_at(place)) in listed:
                self.trial.require(self.promises.compared.get(id_) == sent.message, "an upload under another's name")

    def _check_replies(self, replies: list[Reply], found: list[bytes]) -> None:
        bodies = (self.folder / BODIES).read_bytes()
        for reply, body in zip(replies, found, strict=True):
            there = body == reply.body
            self.trial.require(there or not reply.kept or reply.removal_sent, "an acknowledged reply is lost")
            self.trial.require(not (there and reply.removed), "a removed reply is there")
            self.trial.require(there or reply.body not in bodies, "a reply that is gone still lies on the disk")
            self.trial.require(bodies.count(reply.body) <= 1, "a reply lies on the disk twice")

    # -- the end --

    def fetch(self) -> None:
        """The desk fetches everything with its own command: byte for byte what was acknowledged and not deleted."""
        waiting = {self.promises.compared[id_] for id_ in self._digests.keys() - self.promises.deleted}
        certain = {self.promises.compared[id_] for id_ in self._digests.keys() - self.promises.deleting}
        _amparo("desk", "fetch", "--home", str(self.home))
        lines = _amparo("desk", "inbox", "--json", "--home", str(self.home)).splitlines()
        filed = {each["message"]: each for each in map(json.loads, lines)}
        self.trial.require(certain <= filed.keys() <= waiting, f"the desk has {len(filed)} of {len(certain)}")
        for each in filed.values():
            self.trial.require(
                _files_of(each) == _files_sent(self.promises.sent[each["message"]]), "the desk's files differ"
            )
        with closing(self._client(self.dice)) as client:
            self.trial.require(
                b'"envelopes":[]' in client.signed("GET", "/desk/v1/envelopes")[1], "not all was fetched"
            )


def _files_of(filed: dict[str, Any]) -> dict[str, str]:
    return {each["name"]: each["sha256"] for each in filed["files"]}


def _files_sent(sent: Sent) -> dict[str, str]:
    return {f"{number}.bin": hashlib.sha256(content(sent.message, number)).hexdigest() for number in range(sent.files)}


def _amparo(*words: str) -> str:
    return subprocess.run([*AMPARO, *words], capture_output=True, text=True, check=True, timeout=120).stdout


def trial(folder: Path, kills: int, dice: random.Random) -> Iterator[Trial]:
    """Kill one home's drop `kills` times; yields after each check, and last after the desk's fetch."""
    so_far = Trial()
    folder.mkdir(exist_ok=True)
    environment = {ALLOCATOR[0]: ALLOCATOR[1], TUNABLES[0]: TUNABLES[1]}
    with Commands(folder, PREPARE, environment) as commands:
        killed = Killed(folder / "home", commands, dice, so_far)
        try:
            while so_far.kills < kills:
                killed.kill_under_load()
                killed.check()
                yield so_far
            killed.fetch()
        except BaseException:
            commands.kill()
            raise
        commands.kill()
        commands.end()
    yield so_far
