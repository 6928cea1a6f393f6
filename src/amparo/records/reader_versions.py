"""Which version each family of readers has. A family is a module of `amparo.records.readers`; it begins at 1.

Raise it when the reader gives another text or other fields for bytes that it read before. Then `desk add` reads the
files again that this family had a part in, and no others. A format that another family read until now is that
family's change: raise the one that gives it up. What failed is tried again in any case.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

RAISED: Mapping[str, int] = {
    # Pictures turned upright by their lines; pictures in documents counted where they are left unread.
    **dict.fromkeys(("pictures", "pdf", "djvu", "rtf", "doc", "ppt", "onenote", "odf", "drawn_packages"), 2),
    # Numbers of lists; what is fetched or run; margins of handouts; what pages say in place of pictures.
    **dict.fromkeys(("docx", "xlsx", "pptx", "html", "mail"), 2),
    # Numbers as sheets show them; numbers of lists; readings above words; macros; links and scripts of PDF; drawings.
    **dict.fromkeys(("xls", "xlsb", "iwork", "dwg", "warc", "old_tables", "sound"), 2),
    # Gives up Access and MATLAB; no more letters of single bytes that look like ideographs.
    "old_texts": 3,
    **dict.fromkeys(("xlsx", "docx", "doc", "ppt", "odf", "pdf"), 3),
    # Code pages told by words; bodies in mail stores; boxes of Foxmail; who saved a document; names of dBase alone.
    **dict.fromkeys(("pst", "msg", "tnef", "text", "mbox"), 2),
    **dict.fromkeys(("html", "mail", "rtf", "pictures", "old_tables"), 3),
    # Notes on pages of PDF that stand in their rich form alone; its words from right to left that were given as drawn.
    "pdf": 5,
    "doc": 6,
    # Mails that went out as UTF-8, in the code page of who wrote them.
    **dict.fromkeys(("msg", "pst", "tnef"), 3),
    # Journals of SQLite, sheets of Quattro Pro, older methods of ZIP; text in escapes, files in text.
    "sqlite_files": 2,
    "archives": 3,
    **dict.fromkeys(("text", "mbox"), 3),
    **dict.fromkeys(("mail", "old_tables"), 4),
    # Members of archives whose checksum does not fit; what follows an empty file in a RAR.
    "libarchive_archives": 3,
    # Hidden sheets, columns and slides, changes that stand in their place, what formats of cells do not show.
    # Databases of LibreOffice, too.
    "odf": 4,
    # What LibreOffice puts into documents of Office.
    "ole": 2,
    # Places and cameras that stand in XMP alone.
    "pictures": 4,
    # Formulas that nobody reckoned; texts that formulas give, as LibreOffice has written them.
    **dict.fromkeys(("xlsx",), 5),
    # Addresses behind words; comments of later versions of PowerPoint; attributes of XML; names in ZIP told together;
    # Japanese names without kana.
    # What masters of PowerPoint put on slides.
    **dict.fromkeys(("mail", "odf", "ppt"), 5),
    **dict.fromkeys(("html", "rtf", "text"), 4),
    # As above; workbooks over which the library broke.
    "xls": 4,
    "markup": 2,
    # What was chosen from menus, and what formulas gave.
    "iwork": 3,
    # The words of notes, however short.
    "onenote": 3,
    # What is kept where nobody looks: docs/adr/0325.
    **dict.fromkeys(("mail", "odf", "xlsx"), 6),
    **dict.fromkeys(("docx", "msg", "pst", "tnef"), 4),
    **dict.fromkeys(("pptx", "xlsb"), 3),
    "sealed_messages": 2,
    # Scans in strips, wrapped or less than half a page, under a stamp of a line or two.
    **dict.fromkeys(("pdf",), 6),
    # Numbers of lists, words of drawn shapes, properties of one's own; rows behind pivot tables.
    **dict.fromkeys(("rtf", "xls"), 5),
}
"""Families that are above 1."""


def version_of(family: str) -> int:
    """The version of a family now."""
    return RAISED.get(family, 1)


def written(families: Iterable[str]) -> str:
    """Families with their versions now, as the ledger keeps them: `archives:1 docx:2`."""
    return " ".join(f"{family}:{version_of(family)}" for family in sorted(set(families)))


def is_outdated(kept: str) -> bool:
    """Whether any family that the ledger names has risen since. Nothing is known of what names none."""
    return any(int(version) < version_of(family) for family, version in _read(kept))


@lru_cache(maxsize=4_096)
def _read(kept: str) -> tuple[tuple[str, str], ...]:
    return tuple((family, version) for family, _, version in (word.partition(":") for word in kept.split()))
