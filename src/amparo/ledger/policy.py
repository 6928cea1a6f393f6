"""Trust policies: which logs and witnesses count, and how many.

C2SP tlog-policy, whole. Names are opaque octets; a policy file is read as UTF-8 where it is UTF-8 and otherwise octet
by octet, so that two names are equal exactly when their octets are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from amparo.errors import InputError, TooLargeError, TrustError
from amparo.ledger.checkpoint import Checkpoint
from amparo.seal.note import open_note
from amparo.seal.notekeys import Algorithm, Verifier

MAX_POLICY = 1 << 20
MAX_KEYS = 256
"""The most logs, witnesses or groups one policy may have, each."""
NONE = "none"

_FORBIDDEN = re.compile(rb"[^\t\n\x20-\x7e\x80-\xff]")
_THRESHOLD = re.compile(r"[1-9][0-9]{0,3}", re.ASCII)
_LOG_TYPES = frozenset({Algorithm.ED25519, Algorithm.ML_DSA_44})
_WITNESS_TYPES = frozenset({Algorithm.COSIGNATURE, Algorithm.ML_DSA_44})


@dataclass(frozen=True, slots=True)
class Group:
    """Members (witnesses or earlier groups), of which at least `threshold` must have witnessed."""

    threshold: int
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Attested:
    """A checkpoint that satisfies a policy: the vkeys of the log that signed, the witnesses and their POSIX times."""

    checkpoint: Checkpoint
    log_vkeys: tuple[str, ...]
    witnesses: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Policy:
    """A parsed policy. Build one with `parse`, or with `of_log` for a single log and no witness."""

    logs: tuple[Verifier, ...]
    witnesses: Mapping[str, Verifier]
    groups: Mapping[str, Group]
    quorum: str

    @classmethod
    def parse(cls, data: bytes) -> Policy:
        """Read a policy file; raises `InputError` naming the line, `TooLargeError` above the limits."""
        if len(data) > MAX_POLICY:
            raise TooLargeError("The policy is too large.")
        if _FORBIDDEN.search(data):
            raise InputError("The policy holds a control character.", "Save it with plain line breaks, without CR.")
        reading = _Reading()
        for number, line in enumerate(data.split(b"\n"), start=1):
            words = [word.decode("utf-8", "surrogateescape") for word in re.split(rb"[\t ]+", line) if word]
            if not words or words[0].startswith("#"):
                continue
            try:
                reading.line(words)
            except InputError as error:
                raise InputError(f"Line {number} of the policy: {error.what}", error.hint) from error
        return reading.policy()

    @classmethod
    def of_log(cls, *vkeys: str) -> Policy:
        """The policy that any one of these keys of a log suffices."""
        return cls.parse(policy_text(vkeys).encode())

    def check(self, note: bytes) -> Attested:
        """Open a checkpoint note under this policy.

        It must be signed by a listed log whose key name is the checkpoint's origin, and cosigned by the quorum. Raises
        `TrustError` when it is not, `InputError` when the note is malformed.
        """
        opened = open_note(note, dict.fromkeys((*self.logs, *self.witnesses.values())))
        checkpoint = Checkpoint.parse(opened.text)
        times = {signature.verifier: signature.timestamp or 0 for signature in opened.signatures}
        logs = tuple(str(key) for key in self.logs if key in times and key.name == checkpoint.origin)
        if not logs:
            raise TrustError("The checkpoint is not signed by a log that the policy lists.", _POLICY_HINT)
        seen = {name: times[key] for name, key in self.witnesses.items() if key in times}
        if not self._witnessed(set(seen)):
            raise TrustError("The checkpoint lacks cosignatures that the policy asks for.", _POLICY_HINT)
        return Attested(checkpoint, logs, seen)

    def _witnessed(self, names: set[str]) -> bool:
        if self.quorum == NONE:
            return True
        for name, group in self.groups.items():  # in the order of definition, so members come first
            if len(names.intersection(group.members)) >= group.threshold:
                names.add(name)
        return self.quorum in names


def policy_text(log_vkeys: Iterable[str], cosigners: Mapping[str, str] | None = None) -> str:
    """A policy file: these log keys, any of which suffices, and cosigners (name → vkey), all of which must sign."""
    cosigners = cosigners or {}
    lines = [f"log {vkey}" for vkey in log_vkeys]
    lines += [f"witness {name} {vkey}" for name, vkey in cosigners.items()]
    quorum = next(iter(cosigners), NONE)
    if len(cosigners) > 1:
        quorum = "all-cosigners"
        lines.append(f"group {quorum} all " + " ".join(cosigners))
    return "".join(f"{line}\n" for line in (*lines, f"quorum {quorum}"))


class _Reading:
    """What the lines read so far define."""

    def __init__(self) -> None:
        self._logs: list[Verifier] = []
        self._witnesses: dict[str, Verifier] = {}
        self._groups: dict[str, Group] = {}
        self._taken: set[str] = set()
        self._quorum: str | None = None
        self._lines: dict[str, Callable[[list[str]], None]] = {
            "log": self._log,
            "witness": self._witness,
            "group": self._group,
            "quorum": self._set_quorum,
        }

    def line(self, words: list[str]) -> None:
        define = self._lines.get(words[0])
        if define is None:
            raise InputError("it begins with an unknown word.", "Lines begin with log, witness, group or quorum.")
        define(words[1:])
        if max(len(self._logs), len(self._witnesses), len(self._groups)) > MAX_KEYS:
            raise TooLargeError("The policy has too many keys or groups.")

    def policy(self) -> Policy:
        if self._quorum is None:
            raise InputError("The policy has no quorum line.", "Add `quorum none` to ask for no witness.")
        return Policy(tuple(self._logs), self._witnesses, self._groups, self._quorum)

    def _log(self, words: list[str]) -> None:
        if len(words) not in (1, 2):
            raise InputError("a log line is `log <vkey> [<url>]`.")
        self._logs.append(_key(words[0], _LOG_TYPES, self._logs))

    def _witness(self, words: list[str]) -> None:
        if len(words) not in (2, 3):
            raise InputError("a witness line is `witness <name> <vkey> [<url>]`.")
        name = self._new_name(words[0])
        self._witnesses[name] = _key(words[1], _WITNESS_TYPES, list(self._witnesses.values()))

    def _group(self, words: list[str]) -> None:
        if len(words) < 3:
            raise InputError("a group line is `group <name> all|any|<k> <name>...`.")
        name, threshold, *members = words
        self._new_name(name)
        if len(set(members)) < len(members) or not self._taken.isdisjoint(members):
            raise InputError("a name is a member of a group twice.")
        if not all(self._defined(member) for member in members):
            raise InputError("a member of the group is not defined above it.")
        self._groups[name] = Group(_threshold(threshold, len(members)), tuple(members))
        self._taken.update(members)

    def _set_quorum(self, words: list[str]) -> None:
        if len(words) != 1 or self._quorum is not None:
            raise InputError("a policy has exactly one line `quorum <name>`.")
        if words[0] != NONE and not self._defined(words[0]):
            raise InputError("the quorum is not defined above it.")
        self._quorum = words[0]

    def _defined(self, name: str) -> bool:
        return name in self._witnesses or name in self._groups

    def _new_name(self, name: str) -> str:
        if name == NONE or self._defined(name):
            raise InputError("this name is taken.")
        return name


def _threshold(text: str, members: int) -> int:
    if text in ("any", "all"):
        return 1 if text == "any" else members
    if not _THRESHOLD.fullmatch(text) or int(text) > members:
        raise InputError("the number of a group is between 1 and its members, or `all` or `any`.")
    return int(text)


def _key(vkey: str, allowed: frozenset[Algorithm], others: list[Verifier]) -> Verifier:
    verifier = Verifier.parse(vkey)
    if verifier.algorithm not in allowed:
        raise InputError("a key of this type cannot do this.", "Logs: 01 or 06; witnesses: 04 or 06.")
    if any(verifier.public == other.public for other in others):
        raise InputError("a public key is listed twice.")
    return verifier


_POLICY_HINT = "Check that the policy is the one for this archive, and that the copy is complete."
