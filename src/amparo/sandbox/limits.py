"""What a worker may use. The worker sets the resource limits on itself before it reads its first job; they cannot
be raised again.
"""

from __future__ import annotations

import resource
from dataclasses import dataclass

GIBIBYTE = 1024**3


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes in bytes, times in seconds.

    `silence` is how long a job may take to say the next thing, `job` how long it may keep us waiting in all;
    `output` and `frames` bound what it says. `memory` and `cpu` bound the process. After `jobs` jobs, or once it kept
    us waiting for `life` seconds, a worker is replaced: none lives for ever, and none runs out of processor time in
    the middle of a job (`life` and `job` together are less than `cpu`).
    """

    silence: float = 30.0
    job: float = 3600.0
    output: int = 128 * GIBIBYTE
    frames: int = 20_000_000
    memory: int = 2 * GIBIBYTE
    cpu: int = 7200
    life: float = 3000.0
    descriptors: int = 64
    jobs: int = 10_000


def confine(memory: int, cpu: int, descriptors: int) -> None:
    """Set the limits on this process: memory, processor time, open files; no file may grow, no core be dumped."""
    for kind, value in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, cpu),
        (resource.RLIMIT_NOFILE, descriptors),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (value, value))
