"""English."""

from __future__ import annotations

from amparo.docket.article.languages.english_dates import ENGLISH_DATES
from amparo.docket.article.languages.english_names import ENGLISH_NAMES
from amparo.docket.article.languages.english_speech import ENGLISH_SPEECH
from amparo.docket.article.languages.vocabulary import FigureWords, HeadingWords, Language, words

ENGLISH = Language(
    code="en",
    common=frozenset(
        words("""
the of and to in that is was for with on by said has have from at are were
""")
    ),
    dates=ENGLISH_DATES,
    speech=ENGLISH_SPEECH,
    names=ENGLISH_NAMES,
    figures=FigureWords(
        multiples={"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000, "dozen": 12},
        of_charges=r"charges?|counts?|crimes?|offen[cs]es?|felon(?:y|ies)|indictments?",
        of_prison=r"in (?:prison|jail)|behind bars|imprisonment|of imprisonment|prison",
        years=r"years?",
        most=r"up to|maximum(?: of)?|as (?:many|much) as|at most",
        percent=r"percent|per cent|%|percentage points",
        stop=r"of|in|on|at|by|for|from|to|with|and|or|but|that|which|who|when|while|as|is|was|were|are|have|had"
        r"|has|will|would|the"
        r"|a|an|after|before|since|than|under|over|into|against|during",
        one_more=r"(?:and|plus)\s+one\s+(?:more\s+|other\s+|additional\s+)?(?:count\s+|charge\s+)?of",
        offences={
            r"computer (?:intrusion|misuse|hacking|fraud)|hacking": ("18 U.S.C. § 1030", "18 U.S.C. § 371"),
            r"conspir(?:acy|ing)": ("18 U.S.C. § 371",),
            r"espionage": ("18 U.S.C. § 793", "18 U.S.C. § 794"),
        },
    ),
    heading=HeadingWords(
        published=r"(?:published|posted|updated|last updated|date|first published)(?: on| at)?",
        source=r"source|from|via|publication|outlet",
    ),
)
