"""Which styles of OpenDocument hide what they dress: text, sheets, slides. A style takes from its parent what it does
not say itself (ISO/IEC 26300-1, 19.484 style:parent-style-name).
"""

from __future__ import annotations

from lxml import etree

from amparo.records.xml import local_name

_HIDES = {"none": True, "false": True, "hidden": True, "true": False, "visible": False}
_GENERATIONS = 16


def value(element: etree._Element, name: str) -> str:
    """An attribute by its local name, empty where there is none: older files have other namespaces."""
    return next((str(told) for key, told in element.attrib.items() if str(key).rpartition("}")[2] == name), "")


class Styles:
    """Styles by family (`paragraph`, `text`, `table`, `drawing-page`) and name."""

    def __init__(self) -> None:
        self._told: dict[tuple[str, str], tuple[bool | None, str]] = {}

    def learn(self, style: etree._Element) -> None:
        """One element style:style."""
        hides = None
        for properties in style:
            said = value(properties, "display")
            if local_name(properties) == "drawing-page-properties" or value(style, "family") == "drawing-page":
                said = value(properties, "visibility")
            hides = _HIDES.get(said, hides)
        self._told[value(style, "family"), value(style, "name")] = hides, value(style, "parent-style-name")

    def hides(self, family: str, name: str) -> bool:
        """Whether what is dressed so is not shown."""
        for _ in range(_GENERATIONS):
            hides, name = self._told.get((family, name), (False, ""))
            if hides is not None:
                return hides
        return False
