"""Keccak-256 with its first padding, which Ethereum kept when SHA-3 took another: hashlib has SHA-3 alone.

Source: The Keccak reference 3.0 (2011), sections 1.2 and 1.3; EIP-55 for its use. Not for secrets.
"""

from __future__ import annotations

_RATE = 136  # bytes taken up at once for 256 bits of result
_MASK = (1 << 64) - 1


def _round_constants() -> list[int]:
    """Section 1.2: bits 2^j - 1 of each constant come from the register x^8 + x^6 + x^5 + x^4 + 1."""
    constants, register = [], 1
    for _ in range(24):
        constant = 0
        for power in range(7):
            if register & 1:
                constant |= 1 << ((1 << power) - 1)
            register = (register << 1) ^ (0x171 if register & 0x80 else 0)
        constants.append(constant)
    return constants


_CONSTANTS = _round_constants()


def keccak_256(message: bytes) -> bytes:
    """The 32 bytes of Keccak[r=1088, c=512]."""
    padded = bytearray(message + b"\x01")
    padded += b"\x00" * (-len(padded) % _RATE)
    padded[-1] |= 0x80
    state = [[0] * 5 for _ in range(5)]
    for start in range(0, len(padded), _RATE):
        for lane in range(_RATE // 8):
            word = int.from_bytes(padded[start + 8 * lane : start + 8 * lane + 8], "little")
            state[lane % 5][lane // 5] ^= word
        for constant in _CONSTANTS:
            state = _round(state, constant)
    return b"".join(state[lane % 5][lane // 5].to_bytes(8, "little") for lane in range(4))


def _round(a: list[list[int]], constant: int) -> list[list[int]]:
    c = [a[x][0] ^ a[x][1] ^ a[x][2] ^ a[x][3] ^ a[x][4] for x in range(5)]
    d = [c[(x - 1) % 5] ^ _turn(c[(x + 1) % 5], 1) for x in range(5)]
    a = [[word ^ d[x] for word in a[x]] for x in range(5)]
    b = [[0] * 5 for _ in range(5)]
    b[0][0] = a[0][0]
    x, y = 1, 0
    for step in range(24):
        b[y][(2 * x + 3 * y) % 5] = _turn(a[x][y], (step + 1) * (step + 2) // 2 % 64)
        x, y = y, (2 * x + 3 * y) % 5
    a = [[b[x][y] ^ (~b[(x + 1) % 5][y] & b[(x + 2) % 5][y]) for y in range(5)] for x in range(5)]
    a[0][0] ^= constant
    return a


def _turn(word: int, by: int) -> int:
    return ((word << by) | (word >> (64 - by))) & _MASK if by else word
