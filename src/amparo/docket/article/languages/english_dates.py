"""English: words of time."""

from __future__ import annotations

from amparo.docket.article.languages.vocabulary import DateWords, words

_MONTHS = words("""
january february march april may june july august september october november december
""")
_WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_NUMBERS = words("""
one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
eighteen nineteen twenty
""")
_ORDINALS = words("""
first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth
sixteenth seventeenth eighteenth nineteenth twentieth
""")

# A rule's name, then how it looks. When two begin at the same place the longer one holds; then the earlier here.
_RULES = (
    ("iso-date", r"(?P<y>[12]\d{3})(?P<sep>[-/])(?P<mm>[01]\d)(?P=sep)(?P<d>[0-3]\d)(?![\d/-])(?:T[\d:.]+Z?)?"),
    ("day-month-year", r"(?:{weekday}\.?,? (?:the )?)?(?P<d>{day}) (?:of )?(?P<m>{month}),? (?P<y>{year})"),
    ("month-day-year", r"(?:{weekday}\.?,? )?(?P<m>{month}) (?:the )?(?P<d>{day})(?: ?,)? (?P<y>{year})"),
    ("numbers", r"(?P<a>\d{1,2})(?P<sep>[/.-])(?P<b>\d{1,2})(?P=sep)(?P<y>[12]\d{3})(?![\d/-])"),
    ("days-of-month", r"(?P<m>{month}) (?P<d>{day}) ?{to} ?(?P<d2>{day})(?:,? (?P<y>{year}))?"),
    (
        "days-of-month",
        r"(?P<d>{day}) ?(?:-|–|—|to|through|until) ?(?P<d2>{day}) (?:of )?(?P<m>{month})(?:,? (?P<y>{year}))?",
    ),
    (
        "day-month",
        r"(?:{weekday}\.?,? (?:the )?)?(?P<d>{day})(?: of| day of)? (?P<m>{month})(?:,? (?P<dir>{direction}) year)?",
    ),
    ("month-day", r"(?:{weekday}\.?,? )?(?P<m>{month}) (?:the )?(?P<d>{day})(?:,? (?P<dir>{direction}) year)?"),
    ("day-turned", r"(?P<dir>{direction}) (?P<m>{month}) (?P<d>{day})"),
    ("days-of-month", r"(?:between )?(?P<m>{month}) (?P<d>{day}) and (?P<d2>{day})(?:,? (?P<y>{year}))?"),
    ("month-year", r"(?P<m>{month}),?(?: of)? (?P<y>{year})"),
    ("month-of", r"(?P<m>{month})(?: of)? (?P<dir>{direction}) year"),
    ("months-of-year", r"(?P<m>{month}) ?(?:-|–|—|to|through) ?(?P<m2>{month}) (?P<y>{year})"),
    ("month-of", r"(?P<dir>{direction}) (?P<m>{month})"),
    ("month", r"(?P<m>{month})"),
    ("weekday-then", r"(?i:the (?P<after>next|following)) (?P<wd>{weekday})"),
    ("weekday-then", r"(?i:the (?P<before>previous|preceding)) (?P<wd>{weekday})"),
    ("weekday-of", r"(?P<dir>{direction}) (?P<wd>{weekday})"),
    ("weekday-of", r"(?P<wd>{weekday}) (?P<dir>{direction}) (?P<of>week)"),
    ("weekday-month-day", r"(?P<wd>{weekday}) the (?P<d>{day})"),
    ("weekday", r"(?P<wd>{weekday})"),
    ("day-named", r"(?i:(?P<rel>{relative}))"),
    ("period-of", r"(?i:(?P<dir>{direction}) (?P<unit>{unit}))"),
    ("period-of", r"(?i:(?P<dir>the past) (?P<unit>century))"),
    ("period-of", r"(?i:(?<=the\s)(?P<unit>weekend))"),
    ("last-periods", r"(?i:the (?:past|last|previous) (?:(?P<n>{number}) |(?P<vague>{vague}) )(?P<unit>{units}))"),
    ("last-periods", r"(?i:(?<=the\s)(?:past|last)(?P<one>) (?P<unit>year|month|week|decade))"),
    ("next-periods", r"(?i:the (?P<vague>coming) (?P<unit>{units}))"),
    ("next-periods", r"(?i:the (?:next|coming|following) (?:(?P<n>{number}) |(?P<vague>{vague}) )(?P<unit>{units}))"),
    ("ago", r"(?i:(?:\[?(?P<n>{number})\]?|(?P<vague>{vague})) (?P<unit>{units}) ago)"),
    ("ago", r"(?i:(?:a|an)(?P<one>) (?P<unit>{unit}|hour)(?: or (?:so|two))? ago)"),
    ("ago", r"(?i:(?P<n>{number}) or {number} (?P<unit>{units}) ago)"),
    ("lasting", r"(?i:(?<=for\s)(?:(?P<n>{number})|(?P<vague>{vague})) (?P<unit>{units}))"),
    ("lasting", r"(?i:(?<=for\s)(?:a|an)(?P<one>) (?P<unit>{unit}))"),
    ("from-now", r"(?i:(?:(?P<n>{number})|(?P<vague>{vague})) (?P<unit>{units}) from now)"),
    ("from-now", r"(?i:(?:a|an)(?P<one>) (?P<unit>{unit}) from now)"),
    ("from-now", r"(?i:in (?:(?P<n>{number})) (?P<unit>{units})[’'] time)"),
    ("from-then", r"(?i:the (?P<after>next|following) (?P<unit>day|week|month|year|morning|afternoon|evening|night))"),
    ("from-then", r"(?i:the (?P<before>previous|preceding) (?P<unit>day|week|month|year))"),
    (
        "from-then",
        r"(?i:the (?P<unit>day|night|week|month|year) (?:(?P<after>after)|(?P<before>before))(?=[,.;:!?)”\"]|$|\n))",
    ),
    (
        "from-then",
        r"(?i:(?:a|one)(?P<one>) (?P<unit>day|week|month|year) (?:(?P<after>later|afterwards)|(?P<before>earlier"
        r"|before)))",
    ),
    (
        "from-then",
        r"(?i:(?P<n>{number}) (?P<unit>days|weeks|months|years) (?:(?P<after>later|afterwards)|(?P<before>earlier)))",
    ),
    ("that-time", r"(?i:(?:the same|that(?: same)?) (?P<unit>day|week|month|year))"),
    ("season-year", r"(?i:(?:the )?(?P<season>{season})(?: of)? (?P<y>{year}))"),
    ("season-of", r"(?i:(?P<dir>{direction}) (?P<season>{season}))"),
    ("quarter-year", r"(?i:the (?P<nth>first|second|third|fourth) quarter of (?P<y>{year}))"),
    ("quarter-year", r"Q(?P<n>[1-4]) (?P<y>{year})"),
    ("quarter-year", r"(?i:(?:the )?(?P<y>{year}) (?P<nth>first|second|third|fourth) quarter)"),
    ("quarter-of", r"(?i:the (?P<nth>first|second|third|fourth) quarter of (?P<dir>{direction}) year)"),
    ("quarter", r"(?i:(?:the )?(?P<nth>first|second|third|fourth)[ -]quarter)"),
    ("half-year", r"(?i:the (?P<half>first|second|last|latter) half of (?P<y>{year}))"),
    ("holiday", r"(?P<hol>{holiday})(?:,? (?P<y>{year}))?"),
    ("holiday-of", r"(?i:(?P<dir>{direction})) (?P<hol>{holiday})"),
    ("half-year", r"(?i:the (?P<half>first|second|last|latter) half of (?P<dir>{direction}) year)"),
    ("end-of-year", r"(?i:(?:the )?end of the year)"),
    ("years", r"(?P<y>{year}) ?(?:-|–|—|/) ?(?P<y2>{year}|\d\d)(?![\d-])"),
    ("decade", r"(?P<y>1[0-9]\d0|20\d0)[’']?s\b"),
    ("decade", r"[’'](?P<yy>\d0)[’']?s\b"),
    ("decade-named", r"(?i:the (?P<word>{decade}))\b"),
    ("century", r"(?i:(?P<nth>\d{1,2}(?:st|nd|rd|th)|{ordinal})[ -]centur(?:y|ies))(?! BC)"),
    ("year", r"(?P<y>{year})"),
    ("named-day", r"9/11"),
    ("time", r"(?P<h>[01]?\d|2[0-4])(?:[:.](?P<min>[0-5]\d))? ?(?P<half>[ap]\.?m\.?)(?![a-z])"),
    ("time", r"(?P<h>[01]?\d|2[0-3]):(?P<min>[0-5]\d)(?: ?(?:GMT|UTC|BST|CET|EST|EDT|PST|PDT))?(?![\d:])"),
    ("time-then", r"(?P<h>[01]?\d|2[0-3]):(?P<min>[0-5]\d) the (?P<after>next|following) (?P<unit>day)"),
)

ENGLISH_DATES = DateWords(
    months={name: number for number, name in enumerate(_MONTHS, start=1)}
    | {name[:3]: number for number, name in enumerate(_MONTHS, start=1)}
    | {"sept": 9},
    weekdays={name: number for number, name in enumerate(_WEEKDAYS)}
    | {"mon": 0, "tue": 1, "tues": 1, "wed": 2, "thu": 3, "thur": 3, "thurs": 3, "fri": 4},
    numbers={name: number for number, name in enumerate(_NUMBERS, start=1)}
    | {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "hundred": 100, "a hundred": 100, "a dozen": 12},
    vague=frozenset(("a few", "few", "several", "many", "some", "a couple of", "a couple", "couple of", "recent")),
    units={
        "second": "time", "minute": "time", "hour": "time", "day": "day", "night": "day",
        "morning": "day",
        "afternoon": "day",
        "evening": "day", "week": "week",
        "fortnight": "fortnight", "weekend": "weekend", "month": "month", "quarter": "quarter", "year": "year",
        "decade": "decade", "century": "century", "centurie": "century",
    },
    directions={"last": -1, "previous": -1, "this": 0, "this past": -1, "the current": 0, "next": 1, "coming": 1,
                "this coming": 1, "later this": 0, "earlier this": 0, "late last": -1,
                "early next": 1, "the previous": -1},
    seasons={"spring": "spring", "summer": "summer", "autumn": "autumn", "fall": "autumn", "winter": "winter"},
    holidays={
        "christmas day": "12-25", "christmas eve": "12-24", "christmas": "12-25", "boxing day": "12-26",
        "new year's day": "01-01", "new year’s day": "01-01", "new year's eve": "12-31", "new year’s eve": "12-31",
        "valentine's day": "02-14", "valentine’s day": "02-14",
        "independence day": "07-04", "fourth of july": "07-04",
        "july fourth": "07-04", "halloween": "10-31", "veterans day": "11-11", "armistice day": "11-11",
        "easter sunday": "easter+0", "easter": "easter+0", "easter monday": "easter+1", "good friday": "easter-2",
        "palm sunday": "easter-7", "ash wednesday": "easter-46",
        "thanksgiving day": "11.3.4", "thanksgiving": "11.3.4", "labor day": "9.0.1", "memorial day": "5.0.-1",
        "presidents' day": "2.0.3", "presidents’ day": "2.0.3", "martin luther king day": "1.0.3",
        "mother's day": "5.6.2", "columbus day": "10.0.2", "super tuesday": "", "black friday": "11.4.4",
        "bastille day": "07-14", "may day": "05-01", "international women's day": "03-08", "earth day": "04-22",
    },
    days={"today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1, "the day before yesterday": -2,
          "the day after tomorrow": 2, "last night": -1, "this morning": 0, "this afternoon": 0, "this evening": 0},
    ordinals={name: number for number, name in enumerate(_ORDINALS, start=1)} | {"twenty-first": 21},
    rules=_RULES,
    future=r"will|shall|won[’']t|\w+[’']ll|is to|are to|set to|due to|due|scheduled|plans? (?:to|for)|planned"
    r"|planning to"
    r"|expects?|expected"
    r"|going to|to be|would|upcoming|hopes? to|hoping to|intends?|begins|starts|opens|takes? place|ahead of"
    r"|runs?|continues|ends|can|may|should|must|propose[sd]?|aims?|slated|deadline|coming|future|if"
    r"|could(?! (?:not |n[’']t |immediately )*be (?:reached|located|found|contacted|heard|seen))"
    r"|meets?|holds|arrives?|leaves|travels|hosts|faces|gathers|decides?|heads to|hears|appears"
    r"|expires?|resumes?|closes",
    past=r"[a-z]{2,}ed|said|told|was|were|had|has|have|went|came|took|made|began|held|met|won|left|found|got|gave"
    r"|wrote|led|fell"
    r"|shot|saw|sent|spoke|hit|became|put|set|lost|born|broke|brought|chose|did|drew|flew|grew|knew|ran|rose|sold|stood"
    r"|struck|taught|thought|threw|understood|since|after|read|cut|paid|kept|built|caught|fought|sought|beat|sank|bought|spent|felt|sat|swore|wore|withdrew|underwent|bore|blew|dealt|drank|ate|fled|froze|hung"
    r"|hid|hurt|laid|lay|meant|overthrew|rang|shut|stole|swept|undertook|wept|rode|shook|arose|awoke",
    not_years=r"people|persons|men|women|children|voters|votes|miles|mile|km|kilomet\w+|m|met(?:re|er)s?|feet|ft"
    r"|pounds|tons?|tonnes"
    r"|dollars|euros|degrees|troops|soldiers|seats|jobs|homes|houses|words|pages|square|sq|hours|days|weeks|months"
    r"|years"
    r"|cases|deaths|members|employees|workers|students|acres|hectares|calories|copies|lives|points|MHz|GHz|rpm|cc"
    r"|mg|kg|g"
    r"|GMT|UTC|BST|EST|EDT|local time|percent|per cent|different|or more|other|others|times|meters|units|species"
    r"|ml|L|km2|BC|BCE",
    ahead=r"until|till|by",
    between_verbs=r"be|been|being|have|not|also|then|soon|again|get|still|now|only|all|both|never|first|\w+ly|to",
    put_off=r"(?:(?:extend|postpon|delay|suspend|adjourn|deferr?|remand|reschedul|push|mov|put off)(?:e|ed|es|s|ing)?\b"
    r"[^.;]{0,60}\b(?:until|till|to|through))|effective(?: on| from)?|payable(?: on)?|as (?:soon|early) as"
    r"|no later than",
    commits=r"(?:decid|agre|vow|promis|pledg|threaten|order|prepar|intend|hop|want|ask|urg|invit)(?:e|ed|es|s|ing)? to"
    r"|ready to|likely to|about to|(?:is|are)(?=\s(?:on|in|at|from)?\s?$)",
    awaited=r"ahead of|for|in|at|during",
    clause=r"that",
    soonest=frozenset(("coming", "this coming")),
    of_reports=r"profits?|earnings|revenues?|sales|net|results?|growth|GDP|income|loss(?:es)?|econom\w+|fiscal|financial"
    r"|quarterly|shares?|dividend|budget|inflation|output|exports?|imports?|report(?:s|ed)?",
    before_dates=r"in|since|until|till|by|during|of|from|before|after|late|early|mid|through|between|around|circa"
    r"|to|and|for|last|next|this|on|at|over",
    before_months=r"the|a|an|its|his|her|their|our|that|this",
    has=r"has|have|[’'](?:ve|s)",
    participle=r"\w+(?:ed|n|de|ne|d|t)",
    counting=r"about|over|nearly|almost|than|some|roughly|approximately|around|least|most|another|route|flight"
    r"|room|number|no|nearest|up to",
    every=r"every|each|any",
    not_weekdays=r"Times|Mirror|Telegraph|Herald|Express|Mail|People|Post|Independent|Star|School|Agreement|Night "
    r"[A-Z]|Morning [A-Z]",
    to=r"(?:-|–|—|to|through|until)",
    triggers=r"centur|twenties|thirties|forties|fifties|sixties|seventies|eighties|nineties|quarter",
    decades={name: 1920 + 10 * number for number, name in enumerate(
        ("twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties"))},
    not_days=r"USA",
    clock=r"at|by|until|from|after|before|around|about",
    roughly=r"about|around|circa|approximately|roughly|c\.",
    doubtful_months=frozenset(("may", "march", "mar", "jan", "dec", "sep", "oct", "jun", "jul",
                               "april", "june", "august")),
    capitals=True,
    day_first=False,
)  # fmt: skip
