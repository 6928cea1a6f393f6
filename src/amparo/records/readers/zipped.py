"""Which document a ZIP archive is, if it is one rather than an archive of files.

OPC packages say it in [Content_Types].xml, OpenDocument, EPUB and InDesign in `mimetype`, Apple's by what they hold.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator

from amparo.records.readers.lazy import reader_of
from amparo.records.readers.packages import Package
from amparo.records.readers.unpacking import until_bound
from amparo.records.reading import TOO_LARGE_WHOLE, Found, Input, Reason, Unreadable

PackageReader = Callable[[Package, bytes], Iterator[Found]]

_DAMAGED = Unreadable(Reason.CORRUPT, "This office document is damaged and no text could be read.")
_ODF = re.compile(r"application/(?:x-)?(?:vnd\.oasis\.opendocument|vnd\.sun\.xml)\.")
# A type in [Content_Types].xml, the module that reads such files, its function.
_CONTENT = (
    ("ms-excel.sheet.binary", "xlsb", "read_xlsb"),
    ("wordprocessingml", "docx", "read_docx"),
    ("ms-word.", "docx", "read_docx"),
    ("presentationml.", "pptx", "read_pptx"),
    ("ms-powerpoint.", "pptx", "read_pptx"),
    ("spreadsheetml.", "xlsx", "read_xlsx"),
    ("ms-excel.", "xlsx", "read_xlsx"),
    ("visio.", "drawn_packages", "read_visio"),
    ("package.xps", "drawn_packages", "read_xps"),
    ("oxps", "drawn_packages", "read_xps"),
)


# What only such a package holds, for those whose own list of types is damaged or gone.
_BY_MEMBER = (
    ("word/document.xml", "docx", "read_docx"),
    ("xl/workbook.xml", "xlsx", "read_xlsx"),
    ("ppt/presentation.xml", "pptx", "read_pptx"),
)


def packaged(given: Input, archive: zipfile.ZipFile) -> Iterator[Found] | None:
    """The findings of a document that is a ZIP archive; None for an archive of files."""
    package = Package(given, archive)
    reader = _reader(package)
    return until_bound(_read(package, reader)) if reader else None


def _read(package: Package, reader: PackageReader) -> Iterator[Found]:
    original = package.given.whole()
    if original is None:
        yield TOO_LARGE_WHOLE
        return
    for finding in reader(package, original):
        is_empty = isinstance(finding, Unreadable) and finding.reason is Reason.EMPTY and not finding.untrusted_name
        yield _DAMAGED if is_empty and package.damaged else finding


def _reader(package: Package) -> PackageReader | None:
    if "[Content_Types].xml" in package:
        main = _main_type(package)
        for word, module, function in _CONTENT:
            if word in main:
                return _lazily(module, function)
    for member, module, function in _BY_MEMBER:
        if member in package:
            return _lazily(module, function)
    media = package.read("mimetype")[:200].decode("ascii", "replace").strip() if "mimetype" in package else ""
    if _ODF.match(media) or (not media and "content.xml" in package and "META-INF/manifest.xml" in package):
        return _lazily("odf", "read_odf")
    if "idml" in media:
        # Before e-books, whose container.xml it has as well.
        return _lazily("drawn_packages", "read_idml")
    if media == "application/epub+zip" or "META-INF/container.xml" in package:
        return _lazily("epub", "read_epub")
    return _apple(package)


def _main_type(package: Package) -> str:
    """The content type of the part that is the document, else all types at once."""
    root = package.xml("[Content_Types].xml")
    told = [] if root is None else list(root.iter())
    types = {str(each.get("PartName", "")).lstrip("/").lower(): str(each.get("ContentType", "")) for each in told}
    ends = {str(each.get("Extension", "")).lower(): str(each.get("ContentType", "")) for each in told}
    main = package.main_part().lower()
    of_main = main and (types.get(main) or ends.get(main.rpartition(".")[2]))
    return (of_main or " ".join((*types.values(), *ends.values()))).lower()


def _apple(package: Package) -> PackageReader | None:
    if "index.xml" in package or "index.apxl" in package or "index.xml.gz" in package:
        return _lazily("iwork", "read_iwork_09")
    if "Index.zip" in package or any(name.startswith("Index/") and name.endswith(".iwa") for name in package.names):
        return _lazily("iwork", "read_iwork")
    return None


def _lazily(module: str, function: str) -> PackageReader:
    def read(package: Package, original: bytes) -> Iterator[Found]:
        reader: PackageReader = reader_of(package.given, module, function)
        return reader(package, original)

    return read
