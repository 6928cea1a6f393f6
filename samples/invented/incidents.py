"""The Harbour Guard's log as a war-log CSV: 32 columns and no header (FORMATS.md E).

The columns that a harbour guard has no use for stay empty, as they did in the logs this shape comes from. Coordinates
lie in open ocean, far from any shipping lane.
"""

# ruff: noqa: E501 (a sentence is easier to write and read unbroken)

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from invented.grammar import say
from invented.world import SLOTS

COUNT = 120
_BEGIN, _DAYS = datetime(2001, 1, 3), 1060
_ORIGIN = (-41.2, -24.6)  # degrees latitude, longitude


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of entry: how often, the log's words for it, who may be hurt: (guard, civilian, other side) per mille."""

    weight: int
    type: str
    category: str
    entries: tuple[tuple[str, str], ...]
    harm: tuple[int, int, int] = (0, 0, 0)


_TIMES = "AT [FIRST LIGHT|SLACK WATER|TURN OF TIDE|CHANGE OF WATCH]"
KINDS = (
    Kind(
        26,
        "Patrol",
        "Boarding",
        (
            (
                "Boarding of {ship}",
                f"{_TIMES} GUARD CUTTER BOARDED {{ship}} OFF {{shoal}}. PAPERS [IN ORDER|IN ORDER SAVE THE MANIFEST|FOR ANOTHER SHIP]. MASTER SAID [NOTHING|HE SAILS FOR THE TRUST|HE TAKES ORDERS FROM THE HARBOUR OFFICE ONLY]. RELEASED.",
            ),
            (
                "Boarding of an unlit hopper barge",
                "HOPPER BARGE WITHOUT LIGHTS MET NEAR {shoal}, LADEN [DEEP|TO THE COAMING]. MASTER SHOWED [HARBOUR OFFICE PASS|STAMPED PASS, NO NAME]. [LET GO BY ORDER|NOT HELD]. WATER [GREY|BLACK] IN HER WAKE.",
            ),
            (
                "Boats of {village} turned back",
                "{few} OPEN BOATS OF {village} STOPPED INSIDE THE CLOSED GROUND. CREWS [WARNED|WARNED AND NETS TAKEN|TURNED BACK]. ONE CAMERA [HANDED IN|LOST OVERBOARD].",
            ),
        ),
    ),
    Kind(
        22,
        "Environmental",
        "Spoil report",
        (
            (
                "Dumping reported, {shoal}",
                "MASTER OF {ship} REPORTS HOPPER BARGE DUMPING ON {shoal} [WITHOUT LIGHTS|UNDER TOW|ON THE EBB]. PATROL [NOT SENT, ON ORDERS OF DUTY OFFICER|SENT, FOUND NOTHING|FOUND WATER GREY OVER HALF A MILE].",
            ),
            (
                "Dead [gannets|shellfish|eels] below {village}",
                "FOUND ALONG THE TIDE LINE BELOW {village}, ABOUT {many} [BASKETS|DOZEN]. SAMPLE [TAKEN AND SENT TO BRENNA|NOT TAKEN]. ENTRY MADE AT REQUEST OF DR RUSHENFELD.",
            ),
            (
                "Hopper barge off station",
                "HOPPER OF LADY ORRIN {few} MILES FROM LICENSED GROUND, ANCHORED [WITH DOORS OPEN|EMPTY]. HAILED. ANSWER: [ENGINE TROUBLE|NONE|ASK THE DIRECTOR].",
            ),
        ),
    ),
    Kind(
        16,
        "Criminal event",
        "Smuggling",
        (
            (
                "Crates found near {village}",
                "{many} CRATES FOUND [UNDER TARPAULIN|IN ICE HOLD|BURIED IN SHINGLE] NEAR {village}. STENCIL [PUMP PARTS|LIGHTHOUSE STORES]. CONTENT [RIFLE BOLTS|TOBACCO|DETONATORS UNDER CANDLES]. FREE ZONE OFFICE [CLAIMS THEM|HAS NO RECORD].",
            ),
            (
                "Lighter ran from patrol, {shoal}",
                "LIGHTER RAN FROM PATROL OFF {shoal}, SHOTS [FIRED ACROSS BOW|NOT RETURNED]. LIGHTER [ABANDONED|BEACHED]. {few} MEN [DETAINED|NOT FOUND].",
            ),
            (
                "Undeclared cargo, Free Zone",
                "{ship} DISCHARGED {many} CASES AT FREE ZONE [BETWEEN TWO TIDES|WITH GATES SHUT]. REGISTER [BEGUN AFRESH|NOT SHOWN]. CASES GONE BY [LIGHTER|LORRY] BEFORE CUSTOMS CAME.",
            ),
        ),
        (40, 60, 250),
    ),
    Kind(
        12,
        "Hostile action",
        "Direct fire",
        (
            (
                "Patrol fired on off {shoal}",
                "PATROL TOOK [RIFLE|SMALL ARMS] FIRE FROM [UNMARKED LAUNCH|SHORE NORTH OF {village}]. FIRE RETURNED FOR {few} MINUTES. [FIRING CEASED|FIRING WENT ON UNTIL DARK].",
            ),
            (
                "Exchange of fire, Lee Channel",
                "UNMARKED LAUNCH REFUSED TO STOP IN LEE CHANNEL AND FIRED. FIRE RETURNED. LAUNCH [MADE OFF UP RIVER|SANK IN SHALLOW WATER]. CARGO [PUMP PARTS ON PAPER|NOT STATED].",
            ),
            (
                "Guard house {village} fired on",
                "GUARD HOUSE AT {village} HIT BY {few} ROUNDS DURING THE NIGHT. CASES [FOUND, FRONTIER BATTALION ISSUE|NOT FOUND].",
            ),
        ),
        (300, 150, 450),
    ),
    Kind(
        10,
        "Explosive hazard",
        "Mine found",
        (
            (
                "Old mine near {shoal}",
                "HORNED MINE OF THE LAST WAR [IN NETS OF|SIGHTED BY] {ship} NEAR {shoal}. CHANNEL CLOSED {few} HOURS. MINE [EXPLODED BY GUNFIRE|TOWED AND SUNK|BROKE UP, NO CHARGE].",
            ),
            (
                "Object in spoil of Lady Orrin",
                "DREDGER LADY ORRIN LIFTED [AN|A RUSTED] OBJECT WITH SPOIL. WORK [NOT STOPPED, BY ORDER|STOPPED]. [NO REPORT FROM CONTRACTOR|CONTRACTOR SAYS BOILER PLATE].",
            ),
        ),
        (60, 120, 0),
    ),
    Kind(
        18,
        "Non-combat event",
        "Accident",
        (
            (
                "Stranding of {ship}",
                "{ship} GROUNDED ON {shoal} [IN CLEAR WEATHER|IN FOG]. CHART SHOWS {few} FATHOMS WHERE LEAD FINDS TWO. REFLOATED [NEXT TIDE|WITH TUG].",
            ),
            (
                "Collision in fairway",
                "BOAT OF {village} RUN DOWN BY [UNLIT HOPPER|STEAM TUG|GUARD CUTTER]. SEARCH BROKEN OFF AFTER {few} HOURS. [NAMES IN ANNEX|ANNEX NOT FOUND].",
            ),
            (
                "Man overboard off {village}",
                "HAND OF {ship} LOST OVERBOARD OFF {village}, [SEA CALM|WIND FORCE SEVEN]. [RECOVERED|NOT RECOVERED]. AGE GIVEN AS [NINETEEN|FORTY|UNKNOWN].",
            ),
        ),
        (20, 500, 0),
    ),
    Kind(
        10,
        "Civil event",
        "Assembly",
        (
            (
                "Fishing fleet in fairway",
                "{many} BOATS OF {village} LAY ACROSS THE FAIRWAY FROM {few} O'CLOCK. NO VIOLENCE. [DISPERSED WITH HOSES|WENT HOME WITH THE TIDE].",
            ),
            (
                "Assembly at Harbour Office",
                "ABOUT [400|2000|3000] PERSONS BEFORE THE HARBOUR OFFICE [WITH SHELLS|WITH LAMPS|SILENT]. {few} [NAMES TAKEN|DETAINED, RELEASED].",
            ),
        ),
        (0, 80, 0),
    ),
)
# Where each part of the waters lies, off the middle of the chart, in degrees; and how far it spreads.
REGIONS = {
    "ESTUARY": (0.30, -0.55, 0.06),
    "SHOALS": (-0.15, 0.20, 0.14),
    "LEE CHANNEL": (0.05, -0.15, 0.08),
    "FREE ZONE": (0.38, -0.70, 0.02),
    "LICENSED GROUND": (-0.55, 0.75, 0.05),
}


def logs(rng: Random) -> Iterator[tuple[str, bytes]]:
    """One CSV file a year."""
    moments = sorted(_BEGIN + timedelta(minutes=rng.randrange(_DAYS * 1440)) for _ in range(COUNT))
    years: dict[int, list[list[str]]] = {}
    for number, moment in enumerate(moments, start=1):
        years.setdefault(moment.year, []).append(_row(rng, number, moment))
    for year, rows in years.items():
        out = io.StringIO()
        csv.writer(out, lineterminator="\r\n").writerows(rows)
        yield f"guard-log-{year}.csv", out.getvalue().encode()


def _row(rng: Random, number: int, moment: datetime) -> list[str]:
    """The 32 columns in the order of FORMATS.md E."""
    kind = rng.choices(KINDS, [kind.weight for kind in KINDS])[0]
    hostile = kind.type == "Hostile action"
    # One ship, shoal and village for the whole entry, so that title and text speak of the same.
    slots = {name: value if isinstance(value, str) else rng.choice(value) for name, value in SLOTS.items()}
    title, summary = (say(rng, template, slots) for template in rng.choice(kind.entries))
    watch = rng.choice(("North Watch", "South Watch", "Lee Watch"))
    region, latitude, longitude = _position(rng, kind, title)
    return [
        f"HG-{moment:%Y}-{number:04}",
        f"{moment:%Y-%m-%d %H:%M:%S}",
        kind.type,
        kind.category,
        f"{moment:%Y}-{number * 7 % 1000:03}-{moment:%H%M}-{rng.randint(1, 9)}",
        title,
        _summary(rng, summary, moment),
        region,
        "ENEMY" if hostile else "FRIEND" if kind.category == "Boarding" else "NEUTRAL",
        "",
        "HALMERE GUARD",
        watch,
        "Harbour Guard",
        *_harmed(rng, kind),
        "",
        f"{latitude:.5f}",
        f"{longitude:.5f}",
        watch.upper(),
        "HARBOUR OFFICE",
        "",
        "",
        "ENEMY" if hostile else "NEUTRAL",
        "RED" if hostile else "GREEN",
        rng.choice(("SECRET", "RESTRICTED", "RESTRICTED", "UNCLASSIFIED")),
    ]


def _position(rng: Random, kind: Kind, title: str) -> tuple[str, float, float]:
    """(region, latitude, longitude): where the title says; crowds gather in the estuary, the rest is on the water."""
    named = next((region for region in REGIONS if region.lower() in title.lower()), "")
    crowd = "ESTUARY" if kind.category == "Assembly" else ""
    region = named or crowd or rng.choice(("ESTUARY", "SHOALS", "SHOALS", "LEE CHANNEL", "LICENSED GROUND"))
    north, east, spread = REGIONS[region]
    return region, _ORIGIN[0] + north + rng.gauss(0, spread), _ORIGIN[1] + east + rng.gauss(0, spread * 1.5)


def _harmed(rng: Random, kind: Kind) -> list[str]:
    """Nine counts, wounded before killed: guard, host nation, civilians, the other side; then who was detained."""
    guard, civil, other = (_harm(rng, per_mille) for per_mille in kind.harm)
    detained = str(rng.choice((0, 0, 1, 3, 4))) if kind.category in ("Smuggling", "Assembly") else ""
    return [*guard, "", "", *civil, *other, detained]


def _harm(rng: Random, per_mille: int) -> tuple[str, str]:
    """(wounded, killed): rare, small numbers; empty where nobody of that side is ever present."""
    if not per_mille:
        return "", ""
    if rng.randrange(1000) >= per_mille:
        return "0", "0"
    return str(rng.choice((0, 1, 1, 2, 3))), str(rng.choice((0, 0, 1, 1, 2)))


def _summary(rng: Random, words: str, moment: datetime) -> str:
    """The watch's own words, in capitals, some entries with a later correction as the originals have."""
    words = f"{moment:%H%M}: {words.upper()}"
    if rng.random() < 0.3:
        late = moment + timedelta(minutes=rng.randint(40, 600))
        closing = (
            "[NOTHING FURTHER|DUTY OFFICER INFORMED|ENTRY AMENDED BY HARBOUR OFFICE|CAPT LOAMSBY INFORMED]. CLOSED."
        )
        words += f"\n{late:%H%M}: {say(rng, closing, SLOTS)}"
    return words
