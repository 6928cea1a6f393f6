"""Takes away system calls a converter never needs: no new sockets, programs, namespaces, tracing or files for
writing.

A classic BPF program over `struct seccomp_data`, set by `prctl`. It is a second wall inside the first, and the main
one where bubblewrap cannot run. Refused calls fail with EPERM, so that a library's harmless attempt is an error to
it and not a crash.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import signal
import struct

_PR_SET_PDEATHSIG, _PR_SET_NO_NEW_PRIVS, _PR_SET_SECCOMP, _MODE_FILTER = 1, 38, 22, 2
# BPF: LD|W|ABS, JMP|JEQ|K, JMP|JGE|K, JMP|JSET|K, RET|K.
_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _ERRNO = 0x7FFF0000, 0x00050000
_NUMBER, _ARCHITECTURE = 0, 4  # Offsets in struct seccomp_data; arguments follow at 16, 8 bytes each.
_CLONE_THREAD = 0x10000
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
_REFUSED = [
    "socket",
    "connect",
    "bind",
    "listen",
    "accept",
    "accept4",
    "socketpair",
    "execve",
    "execveat",
    "ptrace",
    "process_vm_readv",
    "process_vm_writev",
    "mount",
    "umount2",
    "pivot_root",
    "chroot",
    "unshare",
    "setns",
    "bpf",
    "perf_event_open",
    "keyctl",
    "add_key",
    "request_key",
    "userfaultfd",
    "io_uring_setup",
    "io_uring_enter",
    "io_uring_register",
    "init_module",
    "finit_module",
    "delete_module",
    "kexec_load",
    "reboot",
    "fork",
    "vfork",
    "kill",
    "tkill",
    "tgkill",
    "unlink",
    "unlinkat",
    "rename",
    "renameat",
    "renameat2",
    "link",
    "linkat",
    "symlink",
    "symlinkat",
    "mkdir",
    "mkdirat",
    "chmod",
    "fchmod",
    "fchmodat",
    "chown",
    "fchown",
    "fchownat",
    "mknod",
    "mknodat",
    "truncate",
    "creat",
    "setuid",
    "setgid",
    "open_by_handle_at",
    "openat2",
    "setrlimit",
    "pidfd_open",
    "pidfd_getfd",
    "clone3",
    "rmdir",
    "lchown",
    "fchmodat2",
    "setxattr",
    "lsetxattr",
    "fsetxattr",
    "setxattrat",
    "removexattr",
    "lremovexattr",
    "fremovexattr",
    "removexattrat",
    "utime",
    "utimes",
    "futimesat",
    "utimensat",
    "rt_sigqueueinfo",
    "rt_tgsigqueueinfo",
    "pidfd_send_signal",
    # What lies in these outlives the process, and no limit of it counts there.
    "shmget",
    "semget",
    "msgget",
    "mq_open",
    "mq_unlink",
    # The newer way to mount, and what reaches into other processes or the whole machine.
    "open_tree",
    "move_mount",
    "fsopen",
    "fsconfig",
    "fsmount",
    "fspick",
    "mount_setattr",
    "process_madvise",
    "setpriority",
    "ioprio_set",
    "swapon",
    "swapoff",
    "settimeofday",
    "clock_settime",
    "adjtimex",
    "clock_adjtime",
]

_REFUSED_COMMANDS = {
    # F_SETOWN, F_SETSIG, F_SETOWN_EX: the kernel would send any signal to any process of ours.
    "fcntl": (8, 10, 15),
}
"""Calls of which only these second arguments are refused."""
_ALLOWED_COMMANDS = {
    # TCGETS, TCGETS2, TIOCGWINSZ, FIONREAD, FIONBIO, FIONCLEX, FIOCLEX: what libraries ask of any descriptor. Others
    # change a file that is open for reading alone: its attributes, and for good, its verity.
    "ioctl": (0x5401, 0x802C542A, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451),
}
"""Calls of which all second arguments but these are refused."""

# From the kernel's tables; an architecture may lack a call.
_X86_64 = {
    "socket": 41, "connect": 42, "accept": 43, "bind": 49, "listen": 50, "socketpair": 53, "clone": 56,
    "fork": 57, "vfork": 58, "execve": 59, "kill": 62, "truncate": 76, "rename": 82, "mkdir": 83, "creat": 85,
    "link": 86, "unlink": 87,
    "symlink": 88, "chmod": 90, "fchmod": 91, "chown": 92, "fchown": 93, "ptrace": 101, "setuid": 105, "setgid": 106,
    "mknod": 133, "pivot_root": 155, "chroot": 161, "mount": 165, "umount2": 166, "reboot": 169, "init_module": 175,
    "delete_module": 176, "tkill": 200, "tgkill": 234, "kexec_load": 246, "add_key": 248, "request_key": 249,
    "keyctl": 250, "openat": 257, "mkdirat": 258, "mknodat": 259, "fchownat": 260, "unlinkat": 263, "renameat": 264,
    "linkat": 265, "symlinkat": 266, "fchmodat": 268, "unshare": 272, "accept4": 288, "perf_event_open": 298,
    "open_by_handle_at": 304, "setns": 308, "process_vm_readv": 310, "process_vm_writev": 311, "finit_module": 313,
    "prlimit64": 302, "setrlimit": 160,
    "ioctl": 16, "shmget": 29, "semget": 64, "msgget": 68, "fcntl": 72, "rmdir": 84, "lchown": 94,
    "rt_sigqueueinfo": 129, "utime": 132,
    "setxattr": 188, "lsetxattr": 189, "fsetxattr": 190, "removexattr": 197, "lremovexattr": 198, "fremovexattr": 199,
    "utimes": 235, "mq_open": 240, "mq_unlink": 241, "futimesat": 261, "utimensat": 280, "rt_tgsigqueueinfo": 297,
    "pidfd_send_signal": 424, "fchmodat2": 452, "setxattrat": 463, "removexattrat": 466,
    "renameat2": 316, "bpf": 321, "execveat": 322, "userfaultfd": 323, "io_uring_setup": 425, "io_uring_enter": 426,
    "io_uring_register": 427, "pidfd_open": 434, "clone3": 435, "openat2": 437, "pidfd_getfd": 438, "open": 2,
    "open_tree": 428, "move_mount": 429, "fsopen": 430, "fsconfig": 431, "fsmount": 432, "fspick": 433,
    "process_madvise": 440, "mount_setattr": 442, "setpriority": 141, "ioprio_set": 251, "swapon": 167, "swapoff": 168,
    "settimeofday": 164, "clock_settime": 227, "adjtimex": 159, "clock_adjtime": 305,
}  # fmt: skip
_AARCH64 = {
    "mknodat": 33, "mkdirat": 34, "unlinkat": 35, "symlinkat": 36, "linkat": 37, "renameat": 38, "umount2": 39,
    "mount": 40, "pivot_root": 41, "truncate": 45, "chroot": 51, "fchmod": 52, "fchmodat": 53, "fchownat": 54,
    "fchown": 55, "openat": 56, "unshare": 97, "kexec_load": 104, "init_module": 105, "delete_module": 106,
    "ptrace": 117, "kill": 129, "tkill": 130, "tgkill": 131, "reboot": 142, "setgid": 144, "setuid": 146,
    "socket": 198, "socketpair": 199, "bind": 200, "listen": 201, "accept": 202, "connect": 203, "add_key": 217,
    "request_key": 218, "keyctl": 219, "clone": 220, "execve": 221, "perf_event_open": 241, "accept4": 242,
    "open_by_handle_at": 265, "setns": 268, "process_vm_readv": 270, "process_vm_writev": 271, "finit_module": 273,
    "prlimit64": 261, "setrlimit": 164,
    "setxattr": 5, "lsetxattr": 6, "fsetxattr": 7, "removexattr": 14, "lremovexattr": 15, "fremovexattr": 16,
    "fcntl": 25, "ioctl": 29, "utimensat": 88, "rt_sigqueueinfo": 138, "mq_open": 180, "mq_unlink": 181,
    "msgget": 186, "semget": 190,
    "shmget": 194, "rt_tgsigqueueinfo": 240, "pidfd_send_signal": 424, "fchmodat2": 452, "setxattrat": 463,
    "removexattrat": 466,
    "renameat2": 276, "bpf": 280, "execveat": 281, "userfaultfd": 282, "io_uring_setup": 425, "io_uring_enter": 426,
    "io_uring_register": 427, "pidfd_open": 434, "clone3": 435, "openat2": 437, "pidfd_getfd": 438,
    "open_tree": 428, "move_mount": 429, "fsopen": 430, "fsconfig": 431, "fsmount": 432, "fspick": 433,
    "process_madvise": 440, "mount_setattr": 442, "setpriority": 140, "ioprio_set": 30, "swapon": 224, "swapoff": 225,
    "settimeofday": 170, "clock_settime": 112, "adjtimex": 171, "clock_adjtime": 266,
}  # fmt: skip
_MACHINES = {"x86_64": (0xC000003E, _X86_64), "aarch64": (0xC00000B7, _AARCH64)}


def supported() -> bool:
    """Whether this machine's system calls are known here."""
    return platform.machine() in _MACHINES and os.uname().sysname == "Linux"


def die_with_parent() -> None:
    """Ask to be killed when the thread that started this process ends."""
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def narrow() -> None:
    """Narrow this process for good. OSError when the kernel refuses; does nothing on a machine not known here."""
    if not supported():
        return
    program = _program()
    libc = ctypes.CDLL(None, use_errno=True)
    code = ctypes.create_string_buffer(program, len(program))
    # struct sock_fprog: a count of instructions, then their address.
    fprog = struct.pack("HxxxxxxQ", len(program) // 8, ctypes.addressof(code))
    for arguments in ((_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), (_PR_SET_SECCOMP, _MODE_FILTER, fprog, 0, 0)):
        if libc.prctl(*arguments):
            raise OSError(ctypes.get_errno(), "prctl")


def _program() -> bytes:
    """Refuse another architecture's calls, the refused lists, and opening for writing; allow the rest."""
    architecture, numbers = _MACHINES[platform.machine()]
    refuse, allow = _instruction(_RETURN, _ERRNO | errno.EPERM), _instruction(_RETURN, _ALLOW)
    lines = [
        _instruction(_LOAD, _ARCHITECTURE),
        _instruction(_EQUAL, architecture, 1, 0),
        refuse,
        _instruction(_LOAD, _NUMBER),
    ]
    if "open" in numbers:  # x32 calls have numbers of their own, from this bit up.
        lines += [_instruction(_AT_LEAST, 0x40000000, 0, 1), refuse]
    for name in _REFUSED:
        if (number := numbers.get(name)) is not None:
            # clone3 hides its arguments in memory; libc falls back to clone when told that it does not exist.
            answer = _instruction(_RETURN, _ERRNO | errno.ENOSYS) if name == "clone3" else refuse
            lines += [_instruction(_EQUAL, number, 0, 1), answer]
    # A thread shares its process's memory; anything else that clone makes is a new process.
    lines += [
        _instruction(_EQUAL, numbers["clone"], 0, 4),
        _instruction(_LOAD, 16),
        _instruction(_ANY_BIT, _CLONE_THREAD, 1, 0),
        refuse,
        _instruction(_RETURN, _ALLOW),
    ]
    # Opening for writing is refused, and so are new resource limits: prlimit64 with a third argument, an address of
    # which either half may be zero.
    for name, argument, bits in (("openat", 2, _WRITING), ("open", 1, _WRITING), ("prlimit64", 2, 0xFFFFFFFF)):
        if name in numbers:
            lines += [
                _instruction(_EQUAL, numbers[name], 0, 6),
                _instruction(_LOAD, 16 + 8 * argument),
                _instruction(_ANY_BIT, bits, 2, 0),
                _instruction(_LOAD, 16 + 8 * argument + 4),
                _instruction(_ANY_BIT, bits if name == "prlimit64" else 0, 0, 1),
                refuse,
                _instruction(_RETURN, _ALLOW),
            ]
    for name, commands in _REFUSED_COMMANDS.items():
        tests = [line for each in commands for line in (_instruction(_EQUAL, each, 0, 1), refuse)]
        lines += [
            _instruction(_EQUAL, numbers[name], 0, len(tests) + 2),
            _instruction(_LOAD, 16 + 8 * 1),
            *tests,
            _instruction(_RETURN, _ALLOW),
        ]
    for name, allowed in _ALLOWED_COMMANDS.items():
        tests = [line for each in allowed for line in (_instruction(_EQUAL, each, 0, 1), allow)]
        lines += [
            _instruction(_EQUAL, numbers[name], 0, len(tests) + 2),
            _instruction(_LOAD, 16 + 8 * 1),
            *tests,
            refuse,
        ]
    return b"".join([*lines, _instruction(_RETURN, _ALLOW)])


def _instruction(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    """One `struct sock_filter`; jumps count instructions to skip."""
    return struct.pack("HBBI", code, if_true, if_false, value)
