"""The checksum that ZIP wants of each member (CRC-32), by ISA-L where that is installed: it takes a thirtieth of the
time that zlib does, and zlib's was a seventh of what taking a large file cost the drop (docs/adr/0318).
"""

from __future__ import annotations

try:
    from isal.isal_zlib import crc32
except ImportError:
    from zlib import crc32

__all__ = ["crc32"]
