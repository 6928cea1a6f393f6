"""What counts as swap in the clear. The files of /proc and /sys are written by hand, as the kernel writes them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from amparo.drop.swap import Swap, swap_state

HEAD = "Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n"


def machine(root: Path, *lines: str) -> Path:
    (root / "proc").mkdir()
    (root / "proc/swaps").write_text(HEAD + "".join(f"{line}\n" for line in lines))
    return root


def swap_file(root: Path, name: str = "swapfile") -> tuple[str, Path]:
    """A swap file, and the directory in /sys of the device it lies on."""
    path = root / name
    path.touch()
    number = path.stat().st_dev
    device = root / f"sys/dev/block/{os.major(number)}:{os.minor(number)}"
    device.mkdir(parents=True, exist_ok=True)
    return f"/{name.replace(' ', chr(92) + '040')} file 1048572 0 -2", device


def test_no_area(tmp_path: Path) -> None:
    assert swap_state(machine(tmp_path)) is Swap.NONE


def test_a_file_on_a_plain_disk(tmp_path: Path) -> None:
    line, _ = swap_file(tmp_path)
    assert swap_state(machine(tmp_path, line)) is Swap.PLAIN


def test_a_file_with_a_blank_in_its_name(tmp_path: Path) -> None:
    line, _ = swap_file(tmp_path, "swap file")
    assert swap_state(machine(tmp_path, line)) is Swap.PLAIN


@pytest.mark.parametrize(("uuid", "expected"), [("CRYPT-LUKS2-0a-root", Swap.ENCRYPTED), ("LVM-0a", Swap.PLAIN)])
def test_dm_devices_by_their_uuid(tmp_path: Path, uuid: str, expected: Swap) -> None:
    line, device = swap_file(tmp_path)
    (device / "dm").mkdir()
    (device / "dm/uuid").write_text(f"{uuid}\n")
    assert swap_state(machine(tmp_path, line)) is expected


@pytest.mark.parametrize(
    ("below", "expected"),
    [(["CRYPT-LUKS2-a"], Swap.ENCRYPTED), (["CRYPT-LUKS2-a", "CRYPT-LUKS2-b"], Swap.ENCRYPTED),
     (["CRYPT-LUKS2-a", ""], Swap.PLAIN)],
)  # fmt: skip
def test_a_volume_is_as_good_as_the_worst_disk_under_it(tmp_path: Path, below: list[str], expected: Swap) -> None:
    line, device = swap_file(tmp_path)
    for number, uuid in enumerate(below):
        (device / f"slaves/sd{number}/dm").mkdir(parents=True)
        (device / f"slaves/sd{number}/dm/uuid").write_text(uuid)
    assert swap_state(machine(tmp_path, line)) is expected


def test_the_worst_area_counts(tmp_path: Path) -> None:
    line, _ = swap_file(tmp_path)
    assert swap_state(machine(tmp_path, "/dev/zram0 partition 4 0 100", line)) is Swap.PLAIN


@pytest.mark.parametrize(("backing", "expected"), [("none\n", Swap.NONE), ("/dev/sda2\n", Swap.PLAIN)])
def test_compressed_memory_is_no_swap_unless_a_disk_is_behind_it(tmp_path: Path, backing: str, expected: Swap) -> None:
    (tmp_path / "sys/block/zram0").mkdir(parents=True)
    (tmp_path / "sys/block/zram0/backing_dev").write_text(backing)
    assert swap_state(machine(tmp_path, "/dev/zram0 partition 4 0 100")) is expected


def test_what_cannot_be_known_is_not_called_none(tmp_path: Path) -> None:
    assert swap_state(tmp_path) is Swap.UNKNOWN
    assert swap_state(machine(tmp_path, "/dev/sdz9 partition 4 0 -2")) is Swap.UNKNOWN


def test_a_device_is_known_by_its_name_when_dev_is_hidden(tmp_path: Path) -> None:
    (tmp_path / "sys/class/block/dm-1/dm").mkdir(parents=True)
    (tmp_path / "sys/class/block/dm-1/dm/uuid").write_text("CRYPT-PLAIN-swap")
    assert swap_state(machine(tmp_path, "/dev/dm-1 partition 4 0 -2")) is Swap.ENCRYPTED
