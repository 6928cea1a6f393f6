"""Compiled Java (.class; The Java Virtual Machine Specification §4): the outline that its source declares, and the
texts that it holds. What it does is not read.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from amparo.records.readers.document import document
from amparo.records.reading import TOO_LARGE_WHOLE, Found, Input, Reason, Unreadable

_MEDIA = "application/java-vm"
_DAMAGED = Unreadable(Reason.CORRUPT, "This compiled Java class is damaged.")
_DAMAGE = (struct.error, IndexError, KeyError, ValueError)
_TEXT, _CLASS, _STRING = 1, 7, 8
# How many bytes follow the kind of a constant; a text has its own length.
_SIZES = {3: 4, 4: 4, 5: 8, 6: 8, _CLASS: 2, _STRING: 2, 9: 4, 10: 4, 11: 4, 12: 4, 15: 3, 16: 2, 17: 4, 18: 4, 19: 2,
          20: 2}  # fmt: skip
_TWO_PLACES = (5, 6)
_WORDS = ((0x0001, "public"), (0x0002, "private"), (0x0004, "protected"), (0x0008, "static"), (0x0010, "final"),
          (0x0400, "abstract"))  # fmt: skip
_KINDS = ((0x2000, "@interface"), (0x4000, "enum"), (0x0200, "interface"), (0x8000, "module"))
_SYNTHETIC = 0x1000
_TYPES = {"B": "byte", "C": "char", "D": "double", "F": "float", "I": "int", "J": "long", "S": "short", "Z": "boolean",
          "V": "void"}  # fmt: skip
_TYPE = re.compile(r"(\[*)([BCDFIJSZV]|L[^;]*;)")


def read_java_class(given: Input) -> Iterator[Found]:
    """One record."""
    data = given.whole()
    if data is None:
        yield TOO_LARGE_WHOLE
        return
    try:
        compiled = _Class(data)
    except _DAMAGE:
        yield _DAMAGED
        return
    fields = {"source_file": [compiled.source]}
    lines = [*compiled.declaration, *compiled.literals]
    yield document(given, data, "\n".join(lines), _MEDIA, title=compiled.name, fields=fields)


@dataclass(slots=True)
class _Class:
    data: bytes
    name: str = ""
    source: str = ""
    declaration: list[str] = field(default_factory=list)
    literals: list[str] = field(default_factory=list)
    _at: int = 8
    _texts: dict[int, str] = field(default_factory=dict)
    _named: dict[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._constants()
        flags, this, above, count = self._numbers("HHHH")
        interfaces = [self._class(number) for number in self._numbers("H" * count)]
        self.name = self._class(this)
        package, _, short = self.name.rpartition(".")
        kind = next((word for flag, word in _KINDS if flags & flag), "class")
        parents = f" extends {self._class(above)}" if above and self._class(above) != "java.lang.Object" else ""
        parents += f" implements {', '.join(interfaces)}" if interfaces else ""
        members = [line for _ in range(2) for line in self._members(short)]
        self.source = next((self._texts.get(int.from_bytes(body, "big"), "")
                            for name, body in self._attributes() if name == "SourceFile"), "")  # fmt: skip
        opening = f"{_words(flags & ~0x0400 if kind != 'class' else flags)}{kind} {short}{parents} {{"
        self.declaration = [*([f"package {package};"] if package else []), opening, *members, "}"]

    def _numbers(self, form: str) -> tuple[int, ...]:
        values = struct.unpack_from(f">{form}", self.data, self._at)
        self._at += struct.calcsize(f">{form}")
        return values

    def _constants(self) -> None:
        literals = []
        (count,) = self._numbers("H")
        number = 1
        while number < count:
            (kind,) = self._numbers("B")
            if kind == _TEXT:
                (size,) = self._numbers("H")
                self._texts[number] = self.data[self._at : self._at + size].decode("utf-8", "replace")
                self._at += size
            else:
                if kind in (_CLASS, _STRING):
                    self._named[number] = int.from_bytes(self.data[self._at : self._at + 2], "big")
                literals += [self._named[number]] if kind == _STRING else []
                self._at += _SIZES[kind]
            number += 2 if kind in _TWO_PLACES else 1
        texts = (self._texts.get(each, "") for each in literals)
        self.literals = [text for text in dict.fromkeys(texts) if text.strip()]

    def _class(self, number: int) -> str:
        return self._texts.get(self._named.get(number, 0), "").replace("/", ".")

    def _members(self, short: str) -> Iterator[str]:
        """Fields, or methods: those that the compiler made up are left out."""
        (count,) = self._numbers("H")
        for _ in range(count):
            flags, name, form = self._numbers("HHH")
            thrown = [each for attribute, body in self._attributes() if attribute == "Exceptions"
                      for each in struct.unpack_from(f">{int.from_bytes(body[:2], 'big')}H", body, 2)]  # fmt: skip
            called, told = self._texts.get(name, ""), self._texts.get(form, "")
            if flags & _SYNTHETIC or called == "<clinit>":
                continue
            inside, _, result = told.partition(")")
            types = [_shown(each) for each in _TYPE.findall(inside if result else told)]
            result = next((_shown(each) for each in _TYPE.findall(result)), "")
            throws = f" throws {', '.join(map(self._class, thrown))}" if thrown else ""
            if not told.startswith("("):
                yield f"    {_words(flags)}{' '.join(types)} {called};"
            elif called == "<init>":
                yield f"    {_words(flags)}{short}({', '.join(types)}){throws};"
            else:
                yield f"    {_words(flags)}{result} {called}({', '.join(types)}){throws};"

    def _attributes(self) -> list[tuple[str, bytes]]:
        found = []
        (count,) = self._numbers("H")
        for _ in range(count):
            name, size = self._numbers("HI")
            found.append((self._texts.get(name, ""), self.data[self._at : self._at + size]))
            self._at += size
        return found


def _words(flags: int) -> str:
    return "".join(f"{word} " for flag, word in _WORDS if flags & flag)


def _shown(told: tuple[str, str]) -> str:
    """A type as source writes it: `[Ljava/lang/String;` is `java.lang.String[]`."""
    dimensions, kind = told
    return (_TYPES.get(kind) or kind[1:-1].replace("/", ".")) + "[]" * len(dimensions)
