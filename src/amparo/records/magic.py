"""The first bytes by which formats are known, and what reads each. Spec: specs/records.md, "Identification".

Readers are named by module and function and imported when the first such file comes: most workers never meet most
formats. Order matters: the first row that fits decides.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from amparo.records.charset import is_text
from amparo.records.readers import refusals
from amparo.records.readers.lazy import Reader, lazily


@dataclass(frozen=True, slots=True)
class Magic:
    """Bytes at an offset, and the reader: `module:function`, or a sentence that refuses. `further` is there too.
    `is_text`: such files may hold nothing but text. Of others that begin with letters, one that does is a text about
    something else: "The wide river" is no film, though its fifth letter begins `wide`.
    """

    begins: bytes
    reader: str
    at: int = 0
    further: tuple[int, bytes] | None = None
    is_text: bool = False

    def fits(self, head: bytes) -> bool:
        """Whether a file that begins with `head` is of this format."""
        if not head.startswith(self.begins, self.at):
            return False
        if self.further is not None and not head.startswith(self.further[1], self.further[0]):
            return False
        return self.is_text or not _might_be_words(self.begins) or not is_text(head)


def _might_be_words(begins: bytes) -> bool:
    """Whether a text of some language could hold these bytes: ASCII without a control character, or two bytes."""
    return (begins.isascii() and begins.decode().isprintable()) or begins == _JPEG_XL


# A line of UTF-16 may begin so.
_JPEG_XL = b"\xff\x0a"


PICTURE, SOUND = "pictures:read_picture", "sound:read_sound"
ARCHIVE, SQUEEZED = "libarchive_archives:read_archive", "libarchive_archives:read_squeezed"
HARVEST = "old_texts:read_harvested"

_HEIF = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif", b"avis")

MAGIC: tuple[Magic, ...] = (
    # Documents.
    Magic(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole:read_ole"),
    Magic(b"{\\rtf", "rtf:read_rtf", is_text=True),
    Magic(b"!BDN", "pst:read_pst"),
    Magic(b"\x78\x9f\x3e\x22", "tnef:read_tnef"),
    Magic(b"\xffWPC", "old_texts:read_wordperfect"),
    Magic(b"\x31\xbe\0\0", "old_texts:read_write"),
    Magic(b"\x32\xbe\0\0", "old_texts:read_write"),
    Magic(b"HWP Document File V", HARVEST),
    Magic(b"\xe4\x52\x5c\x7b\x8c\xd8\xa7\x4d", "onenote:read_onenote"),
    Magic(b"\xa1\x2f\xff\x43\xd9\xef\x76\x4c", "onenote:read_onenote"),
    Magic(b"ITSF", "chm:read_chm"),
    Magic(b"\x10\x10\x10\x10\x10\x10\x10\x11\x11\x11\x11\x11\x11", "mbox:read_foxmail"),
    Magic(b"AT&TFORM", "djvu:read_djvu"),
    Magic(b"%FDF-", "form_data:read_fdf", is_text=True),
    Magic(b"\xcf\xad\x12\xfe", "outlook_express:read_dbx"),
    Magic(b"\x4c\0\0\0\x01\x14\x02\0\0\0\0\0\xc0\0\0\0\0\0\0\x46", "shortcuts:read_shortcut"),
    Magic(b"bplist00", "property_lists:read_property_list"),
    *(Magic(bytes((version, 0)) + bytes((biff, 0)), "xls:read_bare_xls", further=None)
      for version, biff in ((0x09, 0x04), (0x09, 0x06))),
    Magic(b"\x09\x02\x06\0", "xls:read_bare_xls"),
    Magic(b"\x09\x04\x06\0", "xls:read_bare_xls"),
    # Tables and databases.
    Magic(b"SQLite format 3\0", "sqlite_files:read_sqlite"),
    *(Magic(b"\x37\x7f\x06" + order + b"\0\x2d\xe2\x18", "sqlite_files:read_journal") for order in (b"\x82", b"\x83")),
    Magic(b"\0\x01\0\0Standard Jet DB\0", "access:read_access"),
    Magic(b"\0\x01\0\0Standard ACE DB\0", "access:read_access"),
    # Pictures.
    Magic(b"\x89PNG\r\n\x1a\n", PICTURE),
    Magic(b"\xff\xd8\xff", PICTURE),
    Magic(b"GIF8", PICTURE),
    Magic(b"II*\0", PICTURE),
    Magic(b"MM\0*", PICTURE),
    Magic(b"II+\0\x08\0\0\0", PICTURE),
    Magic(b"MM\0+\0\x08\0\0", PICTURE),
    Magic(b"RIFF", PICTURE, further=(8, b"WEBP")),
    Magic(b"8BPS\0\x01", PICTURE),
    Magic(b"\0\0\0\x0cjP  \r\n\x87\n", "This is a film in JPEG 2000, which is not read.", further=(20, b"mjp2")),
    Magic(b"\0\0\0\x0cjP  \r\n\x87\n", "This is a compound picture (JPM), which is not read.", further=(20, b"jpm ")),
    Magic(b"\0\0\0\x0cjP  \r\n\x87\n", PICTURE),
    Magic(b"\xff\x4f\xff\x51", PICTURE),
    Magic(_JPEG_XL, PICTURE),
    Magic(b"\0\0\0\x0cJXL ", PICTURE),
    Magic(b"icns", PICTURE),
    Magic(b"\0\0\x01\0", PICTURE, further=(5, b"\0")),
    Magic(b"\xb1\x68\xde\x3a", PICTURE),
    Magic(b"\x59\xa6\x6a\x95", PICTURE),
    Magic(b"DDS |\0\0\0", PICTURE),
    Magic(b"P7\nWIDTH ", "This is a PAM picture, which is not read.", is_text=True),
    Magic(b"PCD_IPI", PICTURE, at=2048),
    *(Magic(b"\x01\xda" + bytes((packed, depth)), PICTURE) for packed in (0, 1) for depth in (1, 2)),
    *(Magic(bytes((10, version, 1)), PICTURE) for version in (0, 2, 3, 4, 5)),
    *(Magic(b"ftyp" + brand, PICTURE, at=4) for brand in _HEIF),
    Magic(b"\x01\0\0\0", "metafiles:read_metafile", further=(40, b" EMF")),
    Magic(b"\xd7\xcd\xc6\x9a", "metafiles:read_metafile"),
    Magic(b"\x01\0\x09\0\0\x03", "metafiles:read_metafile"),
    # Sound and moving pictures.
    Magic(b"RIFF", SOUND),
    Magic(b"ID3", SOUND),
    Magic(b"OggS", SOUND),
    Magic(b"fLaC", SOUND),
    Magic(b"ftyp", SOUND, at=4),
    Magic(b"moov", SOUND, at=4),
    Magic(b"mdat", SOUND, at=4),
    Magic(b"wide", SOUND, at=4),
    Magic(b"\x1aE\xdf\xa3", SOUND),
    Magic(b"0&\xb2u\x8ef\xcf\x11", SOUND),
    Magic(b"FORM", SOUND, further=(8, b"AIF")),
    Magic(b".snd\0", SOUND),
    Magic(b"MThd\0\0\0\x06", SOUND),
    Magic(b"FLV\x01", SOUND),
    Magic(b"#!AMR", SOUND),
    Magic(b"\x0bw", SOUND),
    *(Magic(bytes((0xFF, second)), SOUND) for second in (0xFB, 0xFA, 0xF3, 0xF2, 0xF1, 0xF9, 0xE3)),
    # Archives.
    Magic(b"7z\xbc\xaf\x27\x1c", ARCHIVE),
    Magic(b"Rar!\x1a\x07", ARCHIVE),
    Magic(b"MSCF\0\0\0\0", ARCHIVE),
    Magic(b"!<arch>\n", ARCHIVE),
    Magic(b"\xc7\x71", ARCHIVE),
    Magic(b"xar!", ARCHIVE),
    Magic(b"\xed\xab\xee\xdb", ARCHIVE),
    Magic(b"-lh", ARCHIVE, at=2, further=(6, b"-")),
    Magic(b"WARC/", "warc:read_warc", is_text=True),
    Magic(b"filedesc://", "warc:read_arc", is_text=True),
    Magic(b"CD001", ARCHIVE, at=32769),
    Magic(b"\x28\xb5\x2f\xfd", SQUEEZED),
    Magic(b"\x04\x22\x4d\x18", SQUEEZED),
    Magic(b"\x1f\x9d", SQUEEZED),
    Magic(b"LZIP", SQUEEZED),
    Magic(b"\x5d\0\0", SQUEEZED),
    Magic(b"\xff\x06\0\0sNaPpY", "snappy:read_snappy"),
    Magic(b"PK\x07\x08PK", "archives:read_zip"),
    Magic(b"(DWF V", "archives:read_zip", further=(12, b"PK\x03\x04")),
    Magic(b"\x78\x01", "archives:read_zlib"),
    Magic(b"\x78\x9c", "archives:read_zlib"),
    Magic(b"\x78\xda", "archives:read_zlib"),
    Magic(b"\x78\x5e", "archives:read_zlib"),
    # Tables of statisticians and measurements that begin with words.
    Magic(b"HEADER RECORD*******LIB", HARVEST, is_text=True),
    Magic(bytes(12) + b"\xc2\xea\x81\x60", HARVEST),
    Magic(b"<stata_dta>", HARVEST, is_text=True),
    Magic(b"MATLAB 5.0 MAT-file", "matlab:read_matlab"),
    Magic(b"MATLAB 7.3 MAT-file", "measurements:read_hdf"),
    Magic(b"SIMPLE  =  ", HARVEST, is_text=True),
    Magic(b"\x06\x06\xed\xf5\xd8\x1d\x46\xe5", HARVEST),
    *(Magic(b"CDF" + bytes((version,)), "measurements:read_netcdf") for version in (1, 2, 5)),
    Magic(b"\x89HDF\r\n\x1a\n", "measurements:read_hdf"),
    Magic(b"\x0e\x03\x13\x01", "measurements:read_hdf"),
    # Drawings.
    Magic(b"0M3C", HARVEST, at=8),
    *(Magic(b"AC10" + version, "dwg:read_dwg") for version in
      (b"09", b"12", b"14", b"15", b"18", b"21", b"24", b"27", b"32")),
    # No documents.
    Magic(b"\x7fELF", refusals.PROGRAM),
    Magic(b"MZ", refusals.PROGRAM),
    # Java by its version, where programs for several processors have their number.
    *(Magic(b"\xca\xfe\xba\xbe", "java_classes:read_java_class", further=(6, bytes((0, version))))
      for version in range(45, 100)),
    Magic(b"\xca\xfe\xba\xbe", refusals.PROGRAM),
    Magic(b"\xfe\xed\xfa", refusals.PROGRAM),
    Magic(b"\xce\xfa\xed\xfe", refusals.PROGRAM),
    Magic(b"\xcf\xfa\xed\xfe", refusals.PROGRAM),
    Magic(b"\xca\xfe\xd0\x0d", refusals.PROGRAM),
    Magic(b"FWS", refusals.PROGRAM),
    Magic(b"CWS", refusals.PROGRAM),
    Magic(b"\0asm", refusals.PROGRAM),
    Magic(b"\0\x01\0\0\0", refusals.FONT, further=(5, b"")),
    Magic(b"OTTO\0", refusals.FONT),
    Magic(b"wOFF", refusals.FONT),
    Magic(b"wOF2", refusals.FONT),
    Magic(b"ttcf", refusals.FONT),
    Magic(b"\xfe\xed\xfe\xed", refusals.KEYS),
    Magic(b"GRIB", refusals.MEASURED),
)  # fmt: skip


@cache
def _rows(first: bytes) -> tuple[Magic, ...]:
    """The rows that a file with this first byte may fit, in order: most files fit none, and each is asked."""
    return tuple(row for row in MAGIC if row.at or row.begins[:1] == first)


def by_magic(head: bytes) -> Reader | None:
    """The reader for what begins so; None when no row fits."""
    row = next((row for row in _rows(head[:1]) if row.fits(head)), None)
    if row is None:
        return None
    module, colon, function = row.reader.partition(":")
    return lazily(module, function) if colon and " " not in row.reader else refusals.refusing(row.reader)
