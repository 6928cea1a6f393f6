"""The AEAD alone, as a process of its own to be measured: what no sealer in Python can go below on this machine."""

from __future__ import annotations

import sys

from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

CHUNK = 64 * 1024
BATCH = 8


def seal(cipher: ChaCha20Poly1305, plain: memoryview, out: memoryview, counter: int) -> None:
    for at in range(len(plain) // CHUNK):
        chunk, room = plain[at * CHUNK : (at + 1) * CHUNK], out[at * (CHUNK + 16) : (at + 1) * (CHUNK + 16)]
        cipher.encrypt_into((counter + at).to_bytes(12, "big"), chunk, None, room)


def main() -> None:
    what, argument = sys.argv[1:]
    cipher = ChaCha20Poly1305(bytes(32))
    plain, out = memoryview(bytearray(BATCH * CHUNK)), memoryview(bytearray(BATCH * (CHUNK + 16)))
    if what == "memory":
        for batch in range(int(argument) // len(plain)):
            seal(cipher, plain, out, batch * BATCH)
        return
    with open(argument, "rb", buffering=0) as file:  # noqa: PTH123
        batch = 0
        while taken := file.readinto(plain):
            if what == "file":
                seal(cipher, plain[:taken], out, batch * BATCH)
            batch += 1


if __name__ == "__main__":
    main()
