"""Files as programs of the nineties wrote them: each holds the sentence. Made here, after the layouts that the readers
name; the writers are as simple as the formats allow.
"""

from __future__ import annotations

import struct
import zlib

from tests.rare_formats import SENTENCE

TEXT = f"{SENTENCE} " * 3


class Bits:
    """Bits written lowest first."""

    def __init__(self) -> None:
        self._held, self._count = 0, 0

    def put(self, value: int, count: int) -> None:
        self._held |= value << self._count
        self._count += count

    def code(self, value: int, count: int) -> None:
        """A prefix code: its highest bit first."""
        self.put(int(f"{value:0{count}b}"[::-1], 2), count)

    def done(self) -> bytes:
        return self._held.to_bytes((self._count + 7) // 8, "little")


def zip_of(method: int, flags: int, packed: bytes, plain: bytes) -> bytes:
    """An archive of one member that was packed elsewhere."""
    told = (flags, method, 0, 0, zlib.crc32(plain), len(packed), len(plain), 5, 0)
    local = struct.pack("<4s5H3I2H", b"PK\x03\x04", 20, *told) + b"a.txt" + packed
    central = struct.pack("<4s6H3I5H2I", b"PK\x01\x02", 20, 20, *told, 0, 0, 0, 0, 0) + b"a.txt"
    return local + central + struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 1, 1, len(central), len(local), 0)


def imploded(plain: bytes, has_literals: bool) -> bytes:
    """Implode with codes of one length: literals of eight bits, lengths and distances of six."""
    bits = Bits()
    for length, count in ((8, 256), (6, 64), (6, 64)) if has_literals else ((6, 64), (6, 64)):
        bits.put(count // 16 - 1, 8)
        for _ in range(count // 16):
            bits.put(length - 1 | 15 << 4, 8)
    shortest, at = (3 if has_literals else 2), 0
    while at < len(plain):
        distance, length = _match(plain, at, 63 + shortest + 255)
        if length < shortest:
            bits.put(1, 1)
            bits.code(255 - plain[at], 8) if has_literals else bits.put(plain[at], 8)
            at += 1
            continue
        bits.put(0, 1)
        bits.put(distance - 1 & 0x3F, 6)
        bits.code(63 - (distance - 1 >> 6), 6)
        bits.code(63 - min(length - shortest, 63), 6)
        if length - shortest >= 63:
            bits.put(length - shortest - 63, 8)
        at += length
    return bits.done()


def _match(plain: bytes, at: int, longest: int) -> tuple[int, int]:
    """(how far back, how long) the longest earlier run is that goes on here."""
    best = (0, 0)
    for distance in range(1, min(at, 4096) + 1):
        length = 0
        while length < longest and at + length < len(plain) and plain[at + length] == plain[at + length - distance]:
            length += 1
        best = max(best, (length, -distance))
    return -best[1], best[0]


def shrunk(plain: bytes) -> bytes:
    """LZW in nine bits, then ten; the table is cleared once, in the middle."""
    bits, width = Bits(), 9
    texts, parents = {each: bytes((each,)) for each in range(256)}, dict.fromkeys(range(256), -1)
    at, before, cleared = 0, -1, False
    while at < len(plain):
        code = max(
            (each for each, text in texts.items() if plain.startswith(text, at)), key=lambda each: len(texts[each])
        )
        if code >= 1 << width:
            bits.put(256, width)
            bits.put(1, width)
            width += 1
        bits.put(code, width)
        if before >= 0:
            new = next(each for each in range(257, 1 << 13) if each not in texts)
            texts[new], parents[new] = texts.get(before, b"") + texts[code][:1], before
        at, before = at + len(texts[code]), code
        if at > len(plain) // 2 and not cleared and code < 256:
            cleared = True
            bits.put(256, width)
            bits.put(2, width)
            for leaf in [each for each in texts if each > 256 and each not in parents.values()]:
                del texts[leaf], parents[leaf]
    return bits.done()


def deflated_64(count: int) -> tuple[bytes, bytes]:
    """A letter, then itself again as one match of `count` bytes, which deflate could not say; and the plain bytes."""
    bits = Bits()
    bits.put(1, 1)
    bits.put(1, 2)
    bits.code(0x30 + ord("a"), 8)
    bits.code(0b11000101, 8)
    bits.put(count - 3, 16)
    bits.code(0, 5)
    bits.code(0, 7)
    return bits.done(), b"a" * (count + 1)


def outlook_express(mails: list[bytes], told: int | None = None) -> bytes:
    """A mail folder; its tree has one node below another, its mails are cut into pieces of 512 bytes."""
    out = bytearray(struct.pack("<4I", 0xFE12ADCF, 0x6F74FDC5, 0x11D1E366, 0xC0004E9A).ljust(0x24BC, b"\0"))
    entries = []
    for mail in mails:
        pieces = [mail[at : at + 512] for at in range(0, len(mail), 512)]
        first = len(out)
        for number, piece in enumerate(pieces, start=1):
            here = len(out)
            after = 0 if number == len(pieces) else here + 16 + 512
            out += struct.pack("<4I", here, 512, len(piece), after) + piece.ljust(512, b"\0")
        entries.append(len(out))
        # Two values: the number of the mail, here itself, and where it begins, in the data behind.
        out += struct.pack("<IIHBB", len(out), 12, 0, 2, 0) + struct.pack("<3I", 0x80 | 7 << 8, 0x04, first)
    below = _node(out, entries[1:], 0) if len(entries) > 1 else 0
    root = _node(out, entries[:1], below)
    struct.pack_into("<I", out, 0xC4, len(mails) if told is None else told)
    struct.pack_into("<I", out, 0xE4, root)
    return bytes(out)


def _node(out: bytearray, entries: list[int], after: int) -> int:
    at = len(out)
    out += struct.pack("<4IBBHI", at, 0, 0, 0, 0, len(entries), 0, 0)
    for entry in entries:
        out += struct.pack("<3I", entry, after, 0)
    return at


def shortcut(path: str, machine: str, arguments: str) -> bytes:
    """A shortcut of Windows to a file on a volume of that machine."""
    head = struct.pack("<I", 0x4C) + bytes.fromhex("0114020000000000c000000000000046")
    head += struct.pack("<2I3QI", 0x1 | 0x2 | 0x20 | 0x80, 0x20, 0, 0, 132_223_104_000_000_000, 2_048).ljust(56, b"\0")
    volume = struct.pack("<4I", 0x10 + 5, 3, 0xABCD1234, 0x10) + b"DISK\0"
    narrow = path.encode("cp1252", "replace") + b"\0"
    base = 0x24 + len(volume)
    wide = base + len(narrow) + 1
    body = struct.pack("<6I", 0x24, 0x1, 0x24, base, 0, wide - 1) + struct.pack("<2I", wide, 0)
    body += volume + narrow + b"\0" + path.encode("utf-16-le") + b"\0\0"
    strings = struct.pack("<H", len(arguments)) + arguments.encode("utf-16-le")
    tracker = struct.pack("<4I", 0x60, 0xA0000003, 0x58, 0) + machine.encode().ljust(16, b"\0") + bytes(64)
    return (
        head + struct.pack("<H", 2) + b"\0\0" + struct.pack("<I", len(body) + 4) + body + strings + tracker + bytes(4)
    )


def quattro(sentence: str) -> bytes:
    """A notebook of Quattro Pro for Windows: a label and a number."""
    text = sentence.encode("cp437")
    cells = [(0x0F, struct.pack("<BBHH", 0, 0, 0, 0) + b"'" + bytes((len(text),)) + text + b"\0"),
             (0x0E, struct.pack("<BBHHd", 1, 0, 0, 0, 1234.5))]  # fmt: skip
    records = [(0, b"\x02\x10"), *cells, (1, b"")]
    return b"".join(struct.pack("<HH", kind, len(body)) + body for kind, body in records)


PLAIN = TEXT.encode()
MAIL = b"From: ana@example.org\r\nTo: ben@example.org\r\nSubject: %s\r\n\r\n" + TEXT.encode() * 9 + b"\r\n"
SAMPLES = {
    "imploded": zip_of(6, 0x4, imploded(PLAIN, True), PLAIN),
    "imploded without literals": zip_of(6, 0, imploded(PLAIN, False), PLAIN),
    "shrunk": zip_of(1, 0, shrunk(PLAIN), PLAIN),
    "deflated 64": zip_of(9, 0, zlib.compress(PLAIN)[2:-4], PLAIN),
    "outlook express": outlook_express([MAIL % b"one"]),
    "shortcut": shortcut(f"C:\\{SENTENCE}.doc", "desk-7", ""),
    "quattro": quattro(SENTENCE),
}
