"""The Harbour Guard's log as a war-log CSV: 32 columns and no header (FORMATS.md E).

The columns that a harbour guard has no use for stay empty, as they did in the logs this shape comes from. Coordinates lie in
open ocean, far from any shipping lane.
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
    titles: tuple[str, ...]
    summaries: tuple[str, ...]
    harm: tuple[int, int, int] = (0, 0, 0)


_TIMES = "AT [FIRST LIGHT|SLACK WATER|TURN OF TIDE|CHANGE OF WATCH]"
KINDS = (
    Kind(
        26,
        "Patrol",
        "Boarding",
        ("BOARDING {ship}", "BOARDING OF UNLIT HOPPER BARGE", "BOARDING FISHING BOATS OFF {village}"),
        (
            f"{_TIMES} GUARD CUTTER BOARDED {{ship}} OFF {{shoal}}. PAPERS [IN ORDER|IN ORDER SAVE THE MANIFEST|FOR ANOTHER SHIP]. MASTER SAID [NOTHING|HE SAILS FOR THE TRUST|HE TAKES ORDERS FROM THE HARBOUR OFFICE ONLY]. RELEASED.",
            "{few} OPEN BOATS OF {village} STOPPED INSIDE THE CLOSED GROUND. CREWS [WARNED|WARNED AND NETS TAKEN|TURNED BACK]. ONE CAMERA [HANDED IN|LOST OVERBOARD].",
        ),
    ),
    Kind(
        22,
        "Environmental",
        "Spoil report",
        ("DUMPING REPORTED {shoal}", "DISCOLOURED WATER {shoal}", "HOPPER BARGE OFF STATION"),
        (
            "MASTER OF {ship} REPORTS HOPPER BARGE DUMPING ON {shoal} [WITHOUT LIGHTS|UNDER TOW|ON THE EBB]. PATROL [NOT SENT, ON ORDERS OF DUTY OFFICER|SENT, FOUND NOTHING|FOUND WATER GREY OVER HALF A MILE].",
            "DEAD [GANNETS|SHELLFISH|EELS] ALONG THE TIDE LINE BELOW {village}, ABOUT {many} [BASKETS|DOZEN]. SAMPLE [TAKEN AND SENT TO BRENNA|NOT TAKEN]. ENTRY MADE AT REQUEST OF DR RUSHENFELD.",
        ),
    ),
    Kind(
        16,
        "Criminal event",
        "Smuggling",
        ("UNDECLARED CARGO FREE ZONE", "SMUGGLING {shoal}", "CRATES FOUND {village}"),
        (
            "{many} CRATES FOUND [UNDER TARPAULIN|IN ICE HOLD|BURIED IN SHINGLE] NEAR {village}. STENCIL [PUMP PARTS|LIGHTHOUSE STORES]. CONTENT [RIFLE BOLTS|TOBACCO|DETONATORS UNDER CANDLES]. FREE ZONE OFFICE [CLAIMS THEM|HAS NO RECORD].",
            "LIGHTER RAN FROM PATROL OFF {shoal}, SHOTS [FIRED ACROSS BOW|NOT RETURNED]. LIGHTER [ABANDONED|BEACHED]. {few} MEN [DETAINED|NOT FOUND].",
        ),
        (40, 60, 250),
    ),
    Kind(
        12,
        "Hostile action",
        "Direct fire",
        ("EXCHANGE OF FIRE LEE CHANNEL", "PATROL FIRED ON OFF {shoal}", "GUARD HOUSE {village} FIRED ON"),
        (
            "PATROL TOOK [RIFLE|SMALL ARMS] FIRE FROM [UNMARKED LAUNCH|SHORE NORTH OF {village}]. FIRE RETURNED FOR {few} MINUTES. LAUNCH [MADE OFF UP RIVER|SANK IN SHALLOW WATER].",
            "GUARD HOUSE AT {village} HIT BY {few} ROUNDS DURING THE NIGHT. CASES [FOUND, FRONTIER BATTALION ISSUE|NOT FOUND].",
        ),
        (300, 150, 450),
    ),
    Kind(
        10,
        "Explosive hazard",
        "Mine found",
        ("OLD MINE {shoal}", "DRIFTING MINE LEE CHANNEL"),
        (
            "HORNED MINE OF THE LAST WAR [IN NETS OF|SIGHTED BY] {ship} NEAR {shoal}. CHANNEL CLOSED {few} HOURS. MINE [EXPLODED BY GUNFIRE|TOWED AND SUNK|BROKE UP, NO CHARGE].",
            "DREDGER LADY ORRIN LIFTED [AN|A RUSTED] OBJECT WITH SPOIL. WORK [NOT STOPPED, BY ORDER|STOPPED]. [NO REPORT FROM CONTRACTOR|CONTRACTOR SAYS BOILER PLATE].",
        ),
        (60, 120, 0),
    ),
    Kind(
        18,
        "Non-combat event",
        "Accident",
        ("STRANDING {ship}", "COLLISION IN FAIRWAY", "MAN OVERBOARD OFF {village}"),
        (
            "{ship} GROUNDED ON {shoal} [IN CLEAR WEATHER|IN FOG]. CHART SHOWS {few} FATHOMS WHERE LEAD FINDS TWO. REFLOATED [NEXT TIDE|WITH TUG].",
            "BOAT OF {village} RUN DOWN BY [UNLIT HOPPER|STEAM TUG|GUARD CUTTER]. SEARCH BROKEN OFF AFTER {few} HOURS. [NAMES IN ANNEX|ANNEX NOT FOUND].",
        ),
        (20, 500, 0),
    ),
    Kind(
        10,
        "Civil event",
        "Assembly",
        ("ASSEMBLY AT HARBOUR OFFICE", "FISHING FLEET IN FAIRWAY", "VIGIL FOR M. OLDEVAL"),
        (
            "{many} BOATS OF {village} LAY ACROSS THE FAIRWAY FROM {few} O'CLOCK. NO VIOLENCE. [DISPERSED WITH HOSES|WENT HOME WITH THE TIDE].",
            "ABOUT [400|2000|3000] PERSONS BEFORE THE HARBOUR OFFICE [WITH SHELLS|WITH LAMPS|SILENT]. {few} [NAMES TAKEN|DETAINED, RELEASED].",
        ),
        (0, 80, 0),
    ),
)


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
    watch = rng.choice(("North Watch", "South Watch", "Lee Watch"))
    latitude, longitude = _ORIGIN[0] + rng.gauss(0, 0.25), _ORIGIN[1] + rng.gauss(0, 0.4)
    guard_hurt, guard_dead = _harm(rng, kind.harm[0])
    civil_hurt, civil_dead = _harm(rng, kind.harm[1])
    other_hurt, other_dead = _harm(rng, kind.harm[2])
    detained = rng.choice((0, 0, 1, 3, 4)) if kind.category in ("Smuggling", "Assembly") else 0
    return [
        f"HG-{moment:%Y}-{number:04}",
        f"{moment:%Y-%m-%d %H:%M:%S}",
        kind.type,
        kind.category,
        f"{moment:%Y}-{number * 7 % 1000:03}-{moment:%H%M}-{rng.randint(1, 9)}",
        say(rng, rng.choice(kind.titles), SLOTS).upper(),
        _summary(rng, kind, moment),
        rng.choice(("ESTUARY", "ESTUARY", "SHOALS", "SHOALS", "FREE ZONE", "LEE CHANNEL")),
        "ENEMY" if kind.type == "Hostile action" else "FRIEND" if kind.category == "Boarding" else "NEUTRAL",
        "FALSE",
        "HALMERE GUARD",
        watch,
        "Harbour Guard",
        *(
            str(count)
            for count in (guard_hurt, guard_dead, 0, 0, civil_hurt, civil_dead, other_hurt, other_dead, detained)
        ),
        "",
        f"{latitude:.5f}",
        f"{longitude:.5f}",
        watch.upper(),
        "HARBOUR OFFICE",
        "",
        "",
        "ENEMY" if kind.type == "Hostile action" else "NEUTRAL",
        "RED" if kind.type == "Hostile action" else "GREEN",
        rng.choice(("SECRET", "RESTRICTED", "RESTRICTED", "UNCLASSIFIED")),
    ]


def _summary(rng: Random, kind: Kind, moment: datetime) -> str:
    """The watch's own words, in capitals, some entries with a later correction as the originals have."""
    words = f"{moment:%H%M}: {say(rng, rng.choice(kind.summaries), SLOTS).upper()}"
    if rng.random() < 0.3:
        late = moment + timedelta(minutes=rng.randint(40, 600))
        words += f"\n{late:%H%M}: " + say(
            rng,
            "[NOTHING FURTHER|DUTY OFFICER INFORMED|ENTRY AMENDED BY HARBOUR OFFICE|CAPT LOAMSBY INFORMED]. CLOSED.",
            SLOTS,
        )
    return words


def _harm(rng: Random, per_mille: int) -> tuple[int, int]:
    """(wounded, killed): rare, small numbers."""
    if rng.randrange(1000) >= per_mille:
        return 0, 0
    return rng.choice((0, 1, 1, 2, 3)), rng.choice((0, 0, 1, 1, 2))
