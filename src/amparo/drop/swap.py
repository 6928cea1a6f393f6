"""Whether memory of this machine can reach its disk in the clear: what /proc/swaps and /sys say of its swap areas.

An area is encrypted when every disk under it is one of dm-crypt's; compressed memory (zram) without a disk behind it is
no swap in this sense. Hibernation is not looked at: docs/THREAT_MODEL.md.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path


class Swap(StrEnum):
    """What swapping would do to what is in memory."""

    NONE = "none"
    ENCRYPTED = "encrypted"
    PLAIN = "plain"
    UNKNOWN = "unknown"


def swap_state(root: Path = Path("/")) -> Swap:
    """The worst of this machine's swap areas; `root` is where /proc and /sys are looked for."""
    try:
        lines = (root / "proc/swaps").read_text("utf-8", "surrogateescape").splitlines()[1:]
        states = [_area(root, Path(_unescaped(line.split()[0]))) for line in lines if line.strip()]
    except (OSError, IndexError):
        return Swap.UNKNOWN
    for state in (Swap.PLAIN, Swap.UNKNOWN, Swap.ENCRYPTED):
        if state in states:
            return state
    return Swap.NONE


def _unescaped(name: str) -> str:
    """The kernel writes blanks in names as \\040."""
    return re.sub(r"\\([0-7]{3})", lambda match: chr(int(match[1], 8)), name)


def _area(root: Path, path: Path) -> Swap:
    if re.fullmatch(r"/dev/zram\d+", str(path)):
        return _zram(root / "sys/block" / path.name)
    device = _device_of(root, path)
    if device is None:
        return Swap.UNKNOWN
    return Swap.ENCRYPTED if _encrypted(device) else Swap.PLAIN


def _zram(device: Path) -> Swap:
    behind = device / "backing_dev"
    return Swap.PLAIN if behind.exists() and behind.read_text().strip() != "none" else Swap.NONE


def _device_of(root: Path, path: Path) -> Path | None:
    """The directory in /sys of the block device at `path`, or of the one that holds the file there."""
    # By name first: a service with PrivateDevices does not see the devices themselves.
    by_name = root / "sys/class/block" / path.name
    if path.parent == Path("/dev") and by_name.exists():
        return by_name
    try:
        found = (root / path.relative_to("/")).stat()
    except OSError:
        return None
    number = found.st_rdev if found.st_rdev else found.st_dev
    device = root / f"sys/dev/block/{os.major(number)}:{os.minor(number)}"
    return device if device.exists() else None


def _encrypted(device: Path) -> bool:
    """Whether this device is dm-crypt's, or lies wholly on such."""
    uuid = device / "dm/uuid"
    if uuid.exists() and uuid.read_text().startswith("CRYPT-"):
        return True
    below = list(_below(device))
    return bool(below) and all(_encrypted(each) for each in below)


def _below(device: Path) -> Iterator[Path]:
    """The devices it is made of: those of LVM and RAID, or the disk of a partition."""
    slaves = device / "slaves"
    if slaves.is_dir():
        yield from slaves.iterdir()
    if (device / "partition").exists():
        yield device.resolve().parent
