"""Spanish."""

from __future__ import annotations

from amparo.docket.article.languages.spanish_dates import SPANISH_DATES
from amparo.docket.article.languages.spanish_names import SPANISH_NAMES
from amparo.docket.article.languages.spanish_speech import SPANISH_SPEECH
from amparo.docket.article.languages.vocabulary import FigureWords, HeadingWords, Language, words

SPANISH = Language(
    code="es",
    common=frozenset(
        words("el la los las de del que en y un una por con para se su al es fue ha han dijo como más no")
    ),
    dates=SPANISH_DATES,
    speech=SPANISH_SPEECH,
    names=SPANISH_NAMES,
    figures=FigureWords(
        multiples={"mil": 1_000, "millones": 1_000_000, "millón": 1_000_000, "docenas": 12},
        of_charges=r"cargos?|delitos?|crímenes|acusaciones|imputaciones",
        of_prison=r"de (?:prisión|cárcel|reclusión)|en prisión|preso|presa",
        years=r"años?",
        most=r"hasta|máxim[oa] de|un máximo de|no más de",
        percent=r"por ciento|%|puntos porcentuales",
        stop=r"de|del|en|a|al|por|para|desde|con|y|o|pero|que|quien|cuando|como|es|fue|era|son|ha|han|el|la|los|las"
        r"|un|una|antes"
        r"|después|bajo|sobre|contra|durante|se|su",
        one_more=r"(?:y|más)\s+un[oa]?\s+(?:cargo\s+|delito\s+)?(?:más\s+)?de",
        offences={
            r"intrusión informática|piratería informática|acceso ilícito": ("18 U.S.C. § 1030", "18 U.S.C. § 371"),
            r"conspiración": ("18 U.S.C. § 371",),
            r"espionaje": ("18 U.S.C. § 793", "18 U.S.C. § 794"),
        },
    ),
    heading=HeadingWords(
        published=r"(?:publicado|actualizado|fecha)(?: el)?",
        source=r"fuente|medio|publicado en",
    ),
)  # fmt: skip
