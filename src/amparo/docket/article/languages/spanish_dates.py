"""Spanish: words of time."""

from __future__ import annotations

from amparo.docket.article.languages.vocabulary import DateWords, words

_MONTHS = words("""
enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
""")
_WEEKDAYS = words("lunes martes miércoles jueves viernes sábado domingo")
_NUMBERS = words("""
un dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete dieciocho
diecinueve veinte
""")
_ORDINALS = words("primer segundo tercer cuarto quinto sexto séptimo octavo noveno décimo")
_DECADES = words("veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa")

# A rule's name, then how it looks. When two begin at the same place the longer one holds; then the earlier here.
_RULES = (
    ("iso-date", r"(?P<y>[12]\d{3})-(?P<mm>[01]\d)-(?P<d>[0-3]\d)(?![\d-])"),
    (
        "day-month-year",
        r"(?:{weekday},? )?(?P<d>{day}) de (?P<m>{month})(?: de| del| del año|,)? (?P<y>{year})",
    ),
    ("numbers", r"(?P<a>\d{1,2})(?P<sep>[/.-])(?P<b>\d{1,2})(?P=sep)(?P<y>[12]\d{3})(?![\d/-])"),
    (
        "days-of-month",
        r"(?P<d>{day}) ?{to} ?(?P<d2>{day}) de (?P<m>{month})(?:(?: de| del)? (?P<y>{year}))?",
    ),
    (
        "day-month",
        r"(?:(?:{direction} )?{weekday},? )?(?P<d>{day}) de (?P<m>{month})"
        r"(?: (?:del|de) (?:año )?(?P<dir>{direction})(?: año)?)?",
    ),
    ("day-month", r"(?P<d>{day}) (?P<m>{month})"),
    ("day-month-year", r"(?i:(?P<d>primero|uno)) de (?P<m>{month})(?: de| del)? (?P<y>{year})"),
    ("day-month", r"(?i:(?P<d>primero|uno)) de (?P<m>{month})"),
    ("day-numbered", r"(?i:(?:(?P<dir>{direction}) )?día (?P<d>{day}))"),
    ("month-year", r"(?P<m>{month})(?: de| del)? (?P<y>{year})"),
    ("month-of", r"(?P<m>{month}) (?:del|de) (?:año )?(?P<dir>{direction})(?: año)?"),
    ("month-of", r"(?P<dir>{direction}) (?P<m>{month})"),
    ("month-turned", r"(?P<m>{month}) (?P<dir>{direction})"),
    ("month", r"(?P<m>{month})"),
    ("weekday-of", r"(?P<dir>{direction}) (?P<wd>{weekday})"),
    ("weekday-of", r"(?P<wd>{weekday}) (?P<dir>{direction})"),
    ("weekday-of", r"(?P<wd>{weekday}) de la semana (?P<dir>{direction})(?P<of>)"),
    ("weekday-month-day", r"(?P<wd>{weekday}) (?P<d>{day})"),
    ("weekday", r"(?P<wd>{weekday})"),
    ("day-named", r"(?i:(?P<rel>{relative}))(?:,? {weekday})?"),
    ("period-of", r"(?i:(?P<dir>{direction}) (?P<unit>{unit}))"),
    ("period-of", r"(?i:(?P<unit>{unit}) (?P<dir>{direction}))"),
    (
        "last-periods",
        r"(?i:l[oa]s (?:últim[oa]s|pasad[oa]s) (?:(?P<n>{number}) |(?P<vague>{vague}) )?(?P<unit>{units}))",
    ),
    ("next-periods", r"(?i:l[oa]s próxim[oa]s (?:(?P<n>{number}) |(?P<vague>{vague}) )?(?P<unit>{units}))"),
    ("ago", r"(?i:(?:(?P<n>{number})|una(?P<one>)|(?P<vague>{vague})) (?P<unit>{units}) atrás)"),
    (
        "ago",
        r"(?i:hace (?:más de |casi |cerca de |ya |apenas |escasamente |justo |poco más de |unos |unas )?"
        r"(?:(?P<n>{number})|una(?P<one>)|(?P<vague>{vague})) (?P<unit>{units}))",
    ),
    ("from-now", r"(?i:dentro de (?:(?P<n>{number})|una(?P<one>)|(?P<vague>{vague})) (?P<unit>{units}))"),
    ("from-then", r"(?i:al (?P<unit>día) (?P<after>siguiente))"),
    ("from-then", r"(?i:(?:la|el) (?P<unit>semana|mes|año|día) (?:(?P<after>siguiente)|(?P<before>anterior)))"),
    (
        "from-then",
        r"(?i:(?:(?P<n>{number})|una(?P<one>)) (?P<unit>{units}) (?:(?P<after>después|más tarde)|(?P<before>antes)))",
    ),
    ("that-time", r"(?i:(?:ese|aquel|ese mismo|el mismo|esa|esa misma|la misma) (?P<unit>día|semana|mes|año))"),
    ("season-year", r"(?i:(?P<season>{season})(?: de| del)? (?P<y>{year}))"),
    ("season-of", r"(?i:(?P<dir>{direction}) (?P<season>{season}))"),
    ("season-of", r"(?i:(?P<season>{season}) (?P<dir>{direction}))"),
    ("quarter-year", r"(?i:(?P<nth>primer|segundo|tercer|cuarto|último) trimestre (?:de|del) (?P<y>{year}))"),
    ("quarter-of", r"(?i:(?P<nth>primer|segundo|tercer|cuarto|último) trimestre (?:de|del) (?P<dir>{direction}) año)"),
    ("quarter-of", r"(?i:(?P<nth>primer|segundo|tercer|cuarto|último) trimestre del año (?P<dir>{direction}))"),
    ("quarter", r"(?i:(?P<nth>primer|segundo|tercer|cuarto) trimestre(?: del año)?)"),
    ("half-year", r"(?i:(?P<half>primer|segundo) semestre (?:de|del) (?P<y>{year}))"),
    ("half-year", r"(?i:(?P<half>primera|segunda) mitad (?:de|del) (?P<y>{year}))"),
    ("half-year", r"(?i:(?P<half>primer|segundo) semestre (?:de|del) (?P<dir>{direction}) año)"),
    ("half-year", r"(?i:(?P<half>primer|segundo) semestre del año (?P<dir>{direction}))"),
    ("end-of-year", r"(?i:(?:finales|fines|final|fin) (?:de|del) año)(?! (?:próximo|pasado|que viene|[12]\d{3}))"),
    ("holiday", r"(?P<hol>{holiday})(?: de (?P<y>{year}))?"),
    ("years", r"(?P<y>{year}) ?(?:-|–|—) ?(?P<y2>{year}|\d\d)(?![\d-])"),
    ("decade", r"(?i:década de (?:los )?(?:años )?)(?P<y>1[0-9]\d0|20\d0)"),
    ("decade", r"(?i:años )(?P<yy>[2-9]0)"),
    ("decade-named", r"(?i:(?:años|década de los) (?P<word>{decade}))"),
    ("century", r"(?i:siglo) (?P<roman>[IVX]{1,5})"),
    ("year", r"(?P<y>{year})"),
    ("time", r"(?P<h>[01]?\d|2[0-3])[:.](?P<min>[0-5]\d)(?: ?(?:GMT|horas|h))?(?![\d:])"),
)

SPANISH_DATES = DateWords(
    months={name: number for number, name in enumerate(_MONTHS, start=1)}
    | {"setiembre": 9, "ene": 1, "feb": 2, "abr": 4, "may": 5, "jun": 6, "jul": 7, "ago": 8, "sep": 9, "sept": 9,
       "oct": 10,
       "nov": 11, "dic": 12},
    weekdays={name: number for number, name in enumerate(_WEEKDAYS)} | {"miercoles": 2, "sabado": 5},
    numbers={name: number for number, name in enumerate(_NUMBERS, start=1)}
    | {"uno": 1, "un par de": 2, "treinta": 30, "cuarenta": 40, "cincuenta": 50, "cien": 100},
    vague=frozenset(("pocos", "pocas", "unos", "unas", "varios", "varias", "algunos", "algunas", "muchos",
    "unos pocos")),
    units={
        "segundo": "time", "minuto": "time", "hora": "time", "día": "day", "noche": "day", "semana": "week",
        "quincena": "fortnight", "fin de semana": "weekend", "mes": "month", "trimestre": "quarter", "año": "year",
        "década": "decade", "siglo": "century",
    },
    directions={
        "pasado": -1, "pasada": -1, "último": -1, "última": -1, "anterior": -1, "este": 0, "esta": 0, "este mismo": 0,
        "actual": 0, "corriente": 0, "presente": 0, "en curso": 0, "próximo": 1, "próxima": 1, "que viene": 1,
        "este pasado": -1,
    },
    seasons={"primavera": "spring", "verano": "summer", "otoño": "autumn", "invierno": "winter"},
    holidays={
        "navidad": "12-25", "nochebuena": "12-24", "nochevieja": "12-31", "año nuevo": "01-01",
        "viernes santo": "easter-2",
        "jueves santo": "easter-3", "domingo de resurrección": "easter+0", "día de muertos": "11-02",
        "día del trabajo": "05-01", "día de la hispanidad": "10-12", "día de reyes": "01-06",
    },
    days={"hoy": 0, "ayer": -1, "mañana": 1, "anteayer": -2, "pasado mañana": 2, "anoche": -1, "esta mañana": 0,
          "esta tarde": 0, "esta noche": 0, "este mediodía": 0, "esta madrugada": 0, "anteanoche": -2},
    ordinals={name: number for number, name in enumerate(_ORDINALS, start=1)} | {"último": 4},
    rules=_RULES,
    future=r"será|serán|\w+rá|\w+rán|va a|van a|previst[oa]s?|prevé|prevén|se celebra|próxim[oa]s?|antes del?"
    r"|hasta el|podría"
    r"|debe|deberá|vence|planea|espera|finalizan?|termina|cierra|iniciará|comienza|empieza|tendrá lugar",
    past=r"\w+ó|\w+aron|\w+ieron|\w+eron|fue|había|habían|ha|han|era|eran|dijo|hizo|estuvo|tuvo|vino|puso|dio|desde"
    r"|detenido"
    r"|\w+ada|\w+ado|\w+ida|\w+ido",
    ahead=r"(?:hasta|antes de|para)(?: el)?|antes del",
    between_verbs=r"ser|sido|estar|no|también|luego|pronto|\w+mente",
    put_off=r"(?:prorrog|aplaz|pospu|suspend|retras|ampli)\w+\b[^.;]{0,60}\bhasta(?: el)?|a partir del?|para el",
    commits=r"(?:decid|acord|promet|amenaz|pid|orden)\w+ (?:a |que )?(?=\w+r\b)",
    awaited=r"para",
    clause=r"que",
    soonest=frozenset(("próximo", "próxima")),
    of_reports=r"beneficios?|ganancias|ingresos|ventas|resultados?|crecimiento|PIB|pérdidas|econom\w+|fiscal|inflación",
    before_dates=r"en|desde|hasta|de|del|durante|entre|a|al|para|hacia|el|los|las|la|este|esta|pasado|por|antes|y",
    not_years=r"personas|hombres|mujeres|niños|votos|votantes|millas|kilómetros|km|metros|euros|dólares|pesos"
    r"|soldados|muertos|heridos"
    r"|casos|horas|empleos|casas|páginas|toneladas|hectáreas|presos|detenidos|migrantes|manifestantes|documentos"
    r"|cables",
    before_months=r"el|la|un|una|su|del",
    has=r"ha|han",
    participle=r"\w+(?:ado|ido|to|cho)",
    counting=r"unos|unas|casi|más de|menos de|cerca de|alrededor de|aproximadamente|número|vuelo|ruta|otros|otras",
    every=r"cada|todos los|todas las|los",
    not_weekdays=r"Santo|Negro",
    to=r"(?:-|–|—|a|al|y|y el)",
    triggers=r"siglo|década|años|siguiente|trimestre",
    decades={name: 1920 + 10 * number for number, name in enumerate(_DECADES)},
    not_days=r"la|una|por la|cada|toda la|primera hora de la|a la|el",
    clock=r"a las|a la|las|desde las|hasta las|sobre las|hacia las",
    roughly=r"hacia|alrededor de|cerca de|aproximadamente|en torno a",
    doubtful_months=frozenset(("ene", "feb", "abr", "may", "jun", "jul", "ago", "sep", "sept", "oct", "nov", "dic")),
    capitals=False,
    day_first=True,
)  # fmt: skip
