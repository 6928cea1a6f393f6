"""Rich text as Outlook compresses it ([MS-OXRTFCP])."""

from __future__ import annotations

_BEGINNING = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript \fdecor MS Sans SerifSymb"
    rb"olArialTimes New RomanCourier{\colortbl\red0\green0\blue0" + b"\r\n" + rb"\par \pard\plain\f0\fs20\b\i\u\tab\tx"
)
_RING = 4096
_COMPRESSED, _PLAIN = b"LZFu", b"MELA"
_MOST = 64 * 1024 * 1024


def unpacked_rtf(data: bytes) -> bytes:
    """The rich text; as much of it as there is when the data ends early, empty when it is something else."""
    if data[8:12] == _PLAIN:
        return data[16:]
    if data[8:12] != _COMPRESSED:
        return data if data.startswith(b"{\\rtf") else b""
    # The dictionary is a ring that begins with what rich text usually begins with.
    out = bytearray(_BEGINNING)
    size = min(int.from_bytes(data[4:8], "little"), _MOST)
    at, end = 16, len(data)
    while at < end and len(out) - len(_BEGINNING) < size:
        control = data[at]
        at += 1
        for bit in range(8):
            if at >= end:
                break
            if not control >> bit & 1:
                out.append(data[at])
                at += 1
                continue
            pair = int.from_bytes(data[at : at + 2], "big")
            at += 2
            offset, length = pair >> 4, (pair & 0xF) + 2
            if offset == len(out) % _RING:
                return bytes(out[len(_BEGINNING) :])
            start = len(out) - (len(out) - offset) % _RING
            for position in range(start, start + length):
                # What was never written reads as blanks.
                out.append(out[position] if 0 <= position < len(out) else 0x20)
    return bytes(out[len(_BEGINNING) :])
