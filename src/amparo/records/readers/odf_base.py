"""Databases of OpenOffice and LibreOffice (.odb): what was asked of them, and the database itself, which lies in the
package as the files of its own program: HSQLDB's are text (its rows in `data` lie open), Firebird's a backup.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from amparo.records.readers.packages import Package
from amparo.records.reading import Part
from amparo.records.xml import local_name

_FILES = ("script", "data", "log", "backup", "firebird.fbk", "firebird.fdb")
_ASKED = ("query", "table-representation", "component", "report", "form")


def asked(root: etree._Element | None) -> str:
    """Queries, tables, forms and reports by name, with what a query asks; a line each."""
    return "\n".join(filter(None, map(_line, root.iter()))) if root is not None else ""


def _line(element: etree._Element) -> str:
    if local_name(element) not in _ASKED:
        return ""
    told = {str(key).rpartition("}")[2]: str(value) for key, value in element.attrib.items()}
    name, command = told.get("title") or told.get("name", ""), told.get("command", "")
    return f"{name}: {command}" if name and command else name


def database(package: Package) -> Iterator[Part]:
    """The files of the database."""
    for name in _FILES:
        if data := package.read(f"database/{name}"):
            yield Part(f"database/{name}", data)


def is_part(name: str) -> bool:
    """Whether a member is a form or a report, each a text document of its own."""
    return name.startswith(("forms/", "reports/")) and name.endswith("/content.xml")
