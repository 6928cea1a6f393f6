"""pyrage (Rust) as a process of its own to be measured. It streams files, and knows X25519 only."""

from __future__ import annotations

import sys
from pathlib import Path

import pyrage


def main() -> None:
    verb, file, *keys = sys.argv[1:]
    if verb == "seal":
        recipients = [pyrage.x25519.Recipient.from_str(key) for key in keys]
        pyrage.encrypt_file(file, "/dev/null", recipients)
        return
    secret = Path(keys[0]).read_text().split()[-1]
    pyrage.decrypt_file(file, "/dev/null", [pyrage.x25519.Identity.from_str(secret)])


if __name__ == "__main__":
    main()
