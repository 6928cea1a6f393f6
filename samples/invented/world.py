"""The world the archive comes from: three states, their people, and when things happened. Nothing here exists.

Tarsk lies inland and ships its grain down the river Anvel. Orlavia holds the river's mouth and the port of Halmere. The
Commonwealth of Sarrow is a chain of islands with a bank and no harbour worth the name.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody invented: `key` names them in the TEI, `name` in running text."""

    key: str
    given: str
    name: str
    office: str

    @property
    def full(self) -> str:
        """Given name and name."""
        return f"{self.given} {self.name}"


@dataclass(frozen=True, slots=True)
class Post:
    """A desk that sends and receives.

    `style` is how headings name it, `place` where it writes from, `desk` what the machines call it.
    """

    style: str
    place: str
    desk: str
    head: Person


VIRDAN = Person("p_VIR", "Osk", "Virdan", "Foreign Minister of Tarsk")
LETHE = Person("p_LET", "Amra", "Lethewick", "Under Secretary, Foreign Ministry of Tarsk")
DROVE = Person("p_DRO", "Hessel", "Drovenay", "Ambassador of Tarsk in Orlavia")
QUILL = Person("p_QUI", "Ruan", "Quillfeather", "Consul of Tarsk at Halmere")
SEDGE = Person("p_SED", "Tilda", "Sedgemark", "Chargé d'affaires of Tarsk in Sarrow")
MOSSA = Person("p_MOS", "Barn", "Mossavane", "Minister of Waterways of Orlavia")
HALVE = Person("p_HAL", "Corin", "Halverstane", "Director of the Halmere Harbour Authority")
OLDEV = Person("p_OLD", "Maren", "Oldeval", "accountant of the Halmere Harbour Authority")
BRACK = Person("p_BRA", "Joss", "Brackenfold", "managing partner of Corvane Marine")
TEASE = Person("p_TEA", "Wilm", "Teaselby", "editor of the Halmere Courier")
ASHLA = Person("p_ASH", "Petra", "Ashlarane", "examining magistrate at Brenna")
COMBE = Person("p_COM", "Idris", "Combewater", "Premier of Sarrow")
RUSHE = Person("p_RUS", "Odile", "Rushenfeld", "physician on the Gannet shore")
LOAMS = Person("p_LOA", "Gerrit", "Loamsby", "captain in the Harbour Guard")

PEOPLE = (VIRDAN, LETHE, DROVE, QUILL, SEDGE, MOSSA, HALVE, OLDEV, BRACK, TEASE, ASHLA, COMBE, RUSHE, LOAMS)

MINISTRY = Post("the Foreign Ministry", "Veszany", "Foreign Ministry", LETHE)
BRENNA = Post("the Embassy in Orlavia", "Brenna", "Embassy Brenna", DROVE)
HALMERE = Post("the Consulate at Halmere", "Halmere", "Consulate Halmere", QUILL)
PELLMAR = Post("the Embassy in Sarrow", "Pellmar", "Embassy Pellmar", SEDGE)

# Names that the templates draw from; people are named as {mossavane}, {halverstane} and so on.
SLOTS: dict[str, str | tuple[str, ...]] = {person.name.lower(): person.name for person in PEOPLE}
SLOTS |= {
    "ship": (
        "Petrel Dawn",
        "Anvel Star",
        "Good Intent",
        "Marrow Light",
        "Widow March",
        "Cormorant II",
        "Lady Orrin",
    ),
    "shoal": ("the Gannet Shoals", "Tansy Bank", "the Widow Ground", "Sallow Bar", "the Lee Flats"),
    "village": ("Sallow Cove", "Nether Tansy", "Gull Stair", "Orrin Head", "Saltcote"),
    "paper": ("the Halmere Courier", "the Brenna Gazette", "the Evening Tide"),
    "ministry": ("the Ministry of Waterways", "the Treasury at Brenna", "the Office of the Crown Solicitor"),
    "official": (
        "a senior official of the Ministry of Waterways",
        "the deputy harbour master",
        "a member of the budget committee",
        "a judge's clerk who has been reliable",
        "an engineer of the survey office",
        "a shipping agent long resident here",
    ),
    "sum": (
        "41 million marks",
        "18.6 million marks",
        "some 230,000 marks a month",
        "9 million marks",
        "112 million marks",
    ),
    "tonnes": ("12,000 tonnes", "48,500 tonnes", "310,000 cubic metres", "27 barge-loads", "90,000 cubic metres"),
    "grain": ("4,000 tonnes", "11,500 tonnes", "27 barge-loads", "nine barges", "a fifth"),
    "month": ("January", "March", "April", "June", "September", "October", "November"),
    "weekday": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday"),
    "few": ("two", "three", "four", "five", "six", "seven"),
    "many": ("eleven", "fourteen", "nineteen", "twenty-two", "thirty", "forty-odd"),
    "metal": ("cadmium", "lead", "arsenic", "mercury"),
}

FIRST_DAY, LAST_DAY = date(1996, 2, 5), date(2004, 11, 19)
