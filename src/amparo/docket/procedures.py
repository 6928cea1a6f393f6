"""The kinds of procedure, and the moves each knows: data only. Spec: specs/case.md, "Procedures".

A move says what it is called, what standing it leaves the matter in, and whether it asks for an answer. `{by}` and
`{to}` are filled with names. A move without a standing changes nothing by itself: a request leaves things as they were.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Move:
    """One kind of step. `ends`: nothing is open after it. `asks`: what is due until another step answers it."""

    name: str
    standing: str = ""
    asks: str = ""
    ends: bool = False


EXTRADITION: Mapping[str, Move] = {
    "requested": Move("Extradition requested", "{by} has asked {to} for extradition", "{to} to decide on the request"),
    "arrested": Move("Arrest", "Arrested on the extradition request"),
    "heard": Move("Hearing", "Being heard by {by}"),
    "ordered": Move("Extradition ordered", "Extradition ordered by {by}"),
    "refused": Move("Extradition refused by a court", "Extradition refused by {by}"),
    "minister-asked": Move(
        "Minister asked to prevent extradition", "", "{to} to answer the request to prevent extradition"
    ),
    "minister-approved": Move("Extradition approved by the minister", "Extradition approved by {by}"),
    "minister-refused": Move("Extradition refused by the minister", "Extradition refused by {by}", ends=True),
    "appeal-asked": Move("Appeal lodged", "", "{to} to decide on the appeal"),
    "appeal-allowed": Move("Appeal allowed", "Appeal allowed by {by}"),
    "appeal-dismissed": Move("Appeal dismissed", "Appeal dismissed by {by}"),
    "surrendered": Move("Surrender", "Handed over to {to}", ends=True),
    "withdrawn": Move("Request withdrawn", "{by} has withdrawn the request", ends=True),
    "discharged": Move("Discharge", "Discharged by {by}", ends=True),
}

CRIMINAL: Mapping[str, Move] = {
    "arrested": Move("Arrest", "Arrested"),
    "heard": Move("Hearing", "Being heard by {by}"),
    "trial": Move("Trial", "On trial before {by}"),
    "convicted": Move("Conviction", "Convicted by {by}"),
    "acquitted": Move("Acquittal", "Acquitted by {by}", ends=True),
    "sentenced": Move("Sentence", "Sentenced by {by}"),
    "appeal-asked": Move("Appeal lodged", "", "{to} to decide on the appeal"),
    "appeal-allowed": Move("Appeal allowed", "Appeal allowed by {by}"),
    "appeal-dismissed": Move("Appeal dismissed", "Appeal dismissed by {by}"),
    "clemency-asked": Move("Clemency asked for", "", "{to} to answer the request for clemency"),
    "clemency-granted": Move("Clemency granted", "Clemency granted by {by}", ends=True),
    "clemency-refused": Move("Clemency refused", "Clemency refused by {by}"),
    "released": Move("Release", "Released", ends=True),
}

PROCEEDINGS: Mapping[str, Mapping[str, Move]] = {"extradition": EXTRADITION, "criminal": CRIMINAL}

CHARGE: Mapping[str, Move] = {
    "pending": Move("Charge pending", "pending"),
    "dropped": Move("Charge dropped", "dropped", ends=True),
    "convicted": Move("Conviction", "convicted"),
    "acquitted": Move("Acquittal", "acquitted", ends=True),
    "appealed": Move("Appeal pending", "pending appeal"),
}
"""A charge's standing is its status, in the words of the press-freedom trackers' enumeration."""

OFFER: Mapping[str, Move] = {
    "made": Move("Offer made", "offered", "an answer to the offer"),
    "reiterated": Move("Offer reiterated", "offered, and reiterated"),
    "accepted": Move("Offer accepted", "accepted"),
    "declined": Move("Offer declined", "declined", ends=True),
    "withdrawn": Move("Offer withdrawn", "withdrawn", ends=True),
}

OFFERS: Mapping[str, str] = {
    "asylum": "Asylum",
    "refuge": "Refuge",
    "safe-conduct": "Safe conduct",
    "citizenship": "Citizenship",
}
