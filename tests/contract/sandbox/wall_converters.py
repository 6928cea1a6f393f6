"""Converters that misbehave in one way each: imported by workers in test_walls.py, behind the wall."""

from __future__ import annotations

import ctypes
import fcntl
import os
import platform
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from amparo.sandbox import frames, pulse

OWN = 16
_FCHMODAT2 = 452
_SIGQUEUE = 129 if platform.machine() == "x86_64" else 138
_PRLIMIT = 302 if platform.machine() == "x86_64" else 261
_FSOPEN = 430
_GET_FLAGS, _SET_FLAGS = 0x80086601, 0x40086602
_ASKED: list[str] = []


def _attempts(secret: str, descriptor: int) -> dict[str, Callable[[], object]]:
    """What a taken-over parser would try."""
    return {
        "socket": lambda: socket.socket().connect(("127.0.0.1", 9)),
        "udp": lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM),
        "write": lambda: Path("/tmp/amparo-escaped").write_text("escaped"),
        "append": lambda: os.open(secret, os.O_WRONLY | os.O_APPEND),
        "create": lambda: os.open("/dev/shm/amparo", os.O_CREAT | os.O_RDWR),
        "remove": lambda: Path(secret).unlink(),
        "program": lambda: subprocess.run(["/bin/sh", "-c", "true"], check=True),
        "fork": os.fork,
        "kill": lambda: os.kill(os.getppid(), 9),
        "remove folder": lambda: Path(secret).with_name("empty").rmdir(),
        "times": lambda: os.utime(secret, (1, 1)),
        "attribute": lambda: os.setxattr(secret, "user.amparo", b"escaped"),
        "mode": lambda: _call(_FCHMODAT2, -100, secret.encode(), 0o777, 0),
        "signal": lambda: _call(_SIGQUEUE, os.getppid(), 0, None),
        "signal by a socket": lambda: fcntl.fcntl(int(sys.argv[1]), fcntl.F_SETOWN, os.getppid()),
        "shared memory": lambda: _libc("shmget", 0, 4096, 0o1600),
        "queue": lambda: _libc("mq_open", b"/amparo", os.O_CREAT | os.O_RDWR, 0o600, None),
        "raise limits": lambda: __import__("resource").setrlimit(7, (1024, 1024)),
        "read": lambda: Path(secret).read_text(),
        "flags of a file": lambda: _set_flags(descriptor),
        "limits at an address": _limit_at_an_address,
        "mount anew": lambda: _call(_FSOPEN, b"tmpfs", 0),
        "priority": lambda: os.setpriority(os.PRIO_PROCESS, 0, 19),
    }


def _set_flags(descriptor: int) -> None:
    """What chattr does: it opens for reading alone."""
    for_reading = os.open(f"/proc/self/fd/{descriptor}", os.O_RDONLY) if Path("/proc/self").exists() else descriptor
    fcntl.ioctl(for_reading, _SET_FLAGS, fcntl.ioctl(for_reading, _GET_FLAGS, bytes(8)))


def _limit_at_an_address() -> None:
    """A limit for the kernel to read at an address whose lower half is zero."""
    libc = ctypes.CDLL(None, use_errno=True)
    libc.mmap.restype = ctypes.c_void_p
    libc.mmap.argtypes = (ctypes.c_void_p, *[ctypes.c_size_t, ctypes.c_int, ctypes.c_int, ctypes.c_int, ctypes.c_long])
    place = libc.mmap(1 << 44, 4096, 3, 0x32, -1, 0)
    _call(_PRLIMIT, 0, 4, ctypes.c_void_p(place), None)


def _libc(name: str, *arguments: object) -> None:
    if getattr(ctypes.CDLL(None, use_errno=True), name)(*arguments) < 0:
        raise OSError(ctypes.get_errno(), name)


def _call(number: int, *arguments: object) -> None:
    _libc("syscall", number, *arguments)


def behave(descriptor: int, request: bytes) -> Iterator[tuple[int, bytes]]:
    """Do what the request says."""
    word, _, rest = request.decode().partition(" ")
    _ASKED.append(word)
    if word == "beat":
        # Longer in all than a worker may be silent.
        for _ in range(6):
            time.sleep(0.5)
            pulse.beat()
        yield OWN, b"alive"
    if word == "echo":
        yield OWN, os.pread(descriptor, 1 << 20, 0) + rest.encode()
    elif word == "large":
        yield OWN, b"x" * int(rest)
    elif word == "hang":
        yield OWN, b"before"
        time.sleep(3600)
    elif word == "spin":
        while True:
            pass
    elif word == "die":
        os._exit(3)
    elif word == "first":
        if len(_ASKED) > 1:
            os._exit(3)
        yield OWN, b"first"
    elif word == "segfault":
        ctypes.string_at(1)
    elif word == "raise":
        raise ValueError(rest)
    elif word == "flood":
        while True:
            yield OWN, b"y" * 65536
    elif word == "memory":
        yield OWN, len(bytearray(int(rest))).to_bytes(8, "big")
    elif word == "meaningless":
        yield 2, b""
    elif word == "forge":
        # A parser that was taken over answers for the next file already.
        forged = frames.pack(frames.DONE, b"") + frames.pack(OWN, b"forged") + frames.pack(frames.DONE, b"")
        os.write(int(sys.argv[1]), forged)
        time.sleep(0.2)
    elif word == "environment":
        yield OWN, "\n".join(os.environ).encode()
    elif word == "descriptors":
        yield OWN, " ".join(str(number) for number in range(64) if _is_open(number)).encode()
    elif word == "thread":
        told: list[bytes] = []
        thread = threading.Thread(target=lambda: told.append(b"ran"))
        thread.start()
        thread.join()
        yield OWN, told[0]
    elif word == "try":
        name, _, secret = rest.partition("|")
        try:
            _attempts(secret, descriptor)[name]()
        except (OSError, subprocess.SubprocessError, ValueError) as error:
            yield OWN, b"refused: " + type(error).__name__.encode()
        else:
            yield OWN, b"done"


def _is_open(number: int) -> bool:
    try:
        os.fstat(number)
    except OSError:
        return False
    return True
