"""First bytes of formats that are known and not read: each with the sentence that says what it is, so that who looks
at the failures knows which program to ask. Encrypted ones are told apart: nothing opens them but their owner's key.
"""

from __future__ import annotations

from amparo.records.readers.lazy import Reader
from amparo.records.readers.refusals import refusing
from amparo.records.reading import Reason

_NOT_READ = (
    (0, b"BPG\xfb", "a BPG picture"),
    (0, b"\x97JB2\r\n\x1a\n", "a JBIG2 picture"),
    (0, b"gimp xcf", "a picture of GIMP"),
    (0, b"8BPS\0\x02", "a large picture of Photoshop (PSB)"),
    (522, b"\x00\x11\x02\xff", "a PICT picture of the older Macintosh"),
    (0, b"FUJIFILMCCD-RAW", "a raw picture of a camera"),
    (0, b"EHFA_HEADER_TAG", "a raster of ERDAS Imagine"),
    (0, b"ASTM-E57", "a three-dimensional scan (E57)"),
    (0, b"\x08\x09\xfe\x02", "a drawing of MicroStation (DGN 7)"),
    (0, b"\x18\xe2\x2d\0", "the index of a journal of SQLite"),
    (12, b"\x62\x31\x05\0", "a Berkeley database"),
    (12, b"\0\x05\x31\x62", "a Berkeley database"),
    (12, b"\x61\x15\x06\0", "a Berkeley database"),
    (12, b"\0\x06\x15\x61", "a Berkeley database"),
    (0, b"\x62\x31\x05\0", "a Berkeley database"),
    (0, b"\0\x06\x15\x61", "a Berkeley database"),
    (0, b"\xfe\xfe\x07\x01", "an index of a MySQL table"),
    (0, b"\xfe\x01\x09", "the definition of a MySQL table"),
    (4, b"\xef\xcd\xab\x89", "a database of Exchange or Windows (ESE)"),
    (0, b"\x1a\0\0\x04\0\0", "a database of Lotus Notes"),
    (0, b"JMF6", "a mail folder of Outlook Express 4 (MBX)"),
    (0, b"regf", "a part of the Windows registry"),
    (0, b"ElfFile\0", "an event log of Windows"),
    (0, b"PAR1", "a Parquet table"),
    (0, b"Obj\x01", "an Avro table"),
    (0, b"ARROW1", "an Arrow table"),
    (0, b"\xd4\xc3\xb2\xa1", "a recording of network traffic"),
    (0, b"\xa1\xb2\xc3\xd4", "a recording of network traffic"),
    (0, b"\x0a\x0d\x0d\x0a", "a recording of network traffic"),
    (0, b"JAVA PROFILE 1.0", "a memory dump of a Java program"),
    (0, b"MDMP", "a memory dump of Windows"),
    (0, b"EVF\x09\x0d\x0a\xff\0", "a forensic disk image (E01)"),
    (0, b"KDMV", "a disk of a virtual machine (VMDK)"),
    (0, b"vhdxfile", "a disk of a virtual machine (VHDX)"),
    (0, b"conectix", "a disk of a virtual machine (VHD)"),
    (0, b"QFI\xfb", "a disk of a virtual machine (QCOW)"),
    (64, b"\x7f\x10\xda\xbe", "a disk of a virtual machine (VDI)"),
    (3, b"NTFS    ", "a disk image (NTFS)"),
    (54, b"FAT12   ", "a disk image (FAT)"),
    (54, b"FAT16   ", "a disk image (FAT)"),
    (82, b"FAT32   ", "a disk image (FAT)"),
    (1024, b"H+\0\x04", "a disk image of the Macintosh (HFS+)"),
    (0, b"\0\x05\x16\x07\0\x02\0\0", "what the Macintosh keeps beside a file (AppleDouble)"),
    (0, b"\x60\xea", "an ARJ archive"),
    (0, b"?_\x03\0", "a help file of Windows (HLP)"),
    (0, b"L\0R\0F\0\0\0", "an e-book of Sony (LRF)"),
    (60, b"BOOKMOBI", "an e-book of Kindle"),
    (0, b"ITOLITLS", "an e-book of Microsoft Reader"),
)
_ENCRYPTED = (
    (0, b"\xc0\xb9\x07\x2e\x4f\x93\xf1\x46\xa0\x15\x79\x2c\xa1\xd9\xe8\x21", "AxCrypt"),
    (0, b"\x03\xd9\xa2\x9a", "a KeePass store of passwords"),
    (0, b"LUKS\xba\xbe", "a LUKS disk"),
    (3, b"-FVE-FS-", "a BitLocker disk"),
    (0, b"AES\x02", "AES Crypt"),
    (0, b"Salted__", "OpenSSL"),
    (0, b"age-encryption.org/v1\n", "age"),
    (0, b"-----BEGIN AGE ENCRYPTED FILE-----", "age"),
    (0, b"$ANSIBLE_VAULT;", "Ansible Vault"),
)
# How far from the end, and what stands there.
_BY_END = (
    (512, b"koly", "a disk image of the Macintosh (DMG)"),
    (22, b"PK\x05\x06", "the last volume of a split archive, whose other volumes are not beside it"),
)


def encrypted(head: bytes) -> Reader | None:
    """A reader that says with what a file is encrypted, or None."""
    for at, begins, what in _ENCRYPTED:
        if head.startswith(begins, at):
            sentence = f"This is encrypted ({what}) and opens only with its password or key."
            return refusing(sentence, Reason.PASSWORD_PROTECTED)
    return None


def named(head: bytes, tail: bytes) -> Reader | None:
    """A reader that says what begins or ends so, for files that are no text; or None."""
    for at, begins, what in _NOT_READ:
        if head.startswith(begins, at):
            return refusing(f"This is {what}, which is not read.")
    for back, mark, what in _BY_END:
        if len(tail) >= back and tail.startswith(mark, len(tail) - back):
            return refusing(f"This is {what}, which is not read.")
    return None
