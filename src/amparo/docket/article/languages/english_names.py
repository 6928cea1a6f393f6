"""English: words around names."""

from __future__ import annotations

from amparo.docket.article.languages.english_given_names import EITHER, FEMALE, MALE
from amparo.docket.article.languages.vocabulary import NameWords, words

# What a person may be called, and the kind of public part it names.
_ROLES = {
    "president-elect": "candidate",
    "president": "head of state", "king": "head of state", "queen": "head of state", "emperor": "head of state",
    "head of state": "head of state", "ruler": "head of state", "monarch": "head of state", "pope": "head of state",
    "prime minister": "head of government", "premier": "head of government", "chancellor": "head of government",
    "minister": "minister", "home secretary": "minister", "foreign secretary": "minister",
    "secretary of state": "minister",
    "foreign minister": "minister", "secretary": "minister", "attorney general": "minister",
    "justice minister": "minister",
    "judge": "judge", "justice": "judge", "magistrate": "judge", "prosecutor": "prosecutor",
    "district attorney": "prosecutor",
    "lawyer": "counsel", "attorney": "counsel", "solicitor": "counsel", "barrister": "counsel", "counsel": "counsel",
    "defense": "counsel", "defence": "counsel", "defense team": "counsel", "legal team": "counsel",
    "founder": "founder", "co-founder": "founder", "cofounder": "founder", "creator": "founder",
    "senator": "legislator", "congressman": "legislator", "congresswoman": "legislator", "representative": "legislator",
    "lawmaker": "legislator", "legislator": "legislator", "governor": "governor", "mayor": "mayor",
    "councillor": "legislator",
    "spokesman": "spokesperson", "spokeswoman": "spokesperson", "spokesperson": "spokesperson",
    "ambassador": "diplomat",
    "diplomat": "diplomat", "leader": "leader", "chairman": "chair", "chairwoman": "chair", "chair": "chair",
    "director": "director", "chief": "chief", "head": "head", "chief executive": "chief executive", "ceo": "chief "
    "executive",
    "editor": "journalist", "journalist": "journalist", "reporter": "journalist", "columnist": "journalist",
    "author": "author", "writer": "author", "professor": "scholar", "analyst": "analyst", "expert": "expert",
    "activist": "activist", "cyberactivist": "activist", "whistleblower": "whistle-blower",
    "whistle-blower": "whistle-blower",
    "publisher": "journalist", "accused": "defendant", "suspect": "defendant", "fugitive": "defendant",
    "candidate": "candidate", "nominee": "candidate", "general": "officer", "colonel": "officer", "captain": "officer",
    "sergeant": "officer", "commander": "officer", "sheriff": "officer", "detective": "officer", "officer": "officer",
    "manager": "manager", "coach": "coach", "host": "host", "moderator": "host", "adviser": "adviser",
    "advisor": "adviser",
    "aide": "adviser", "strategist": "adviser", "pollster": "analyst", "coordinator": "official",
    "official": "official",
    "businessman": "business", "billionaire": "business", "actor": "artist", "actress": "artist", "singer": "artist",
    "musician": "artist", "comedian": "artist", "father": "family", "mother": "family", "wife": "family",
    "husband": "family",
    "brother": "family", "sister": "family", "son": "family", "daughter": "family", "student": "student",
    "member": "member",
    "deputy": "deputy", "owner": "owner", "victim": "victim", "witness": "witness", "resident": "resident",
    "democrat": "politician", "republican": "politician", "politician": "politician", "scientist": "scholar",
    "researcher": "scholar", "economist": "scholar", "doctor": "doctor", "priest": "cleric", "bishop": "cleric",
    "vice president": "vice president", "first lady": "first lady", "speaker": "legislator", "commissioner": "official",
    "defendant": "defendant", "man": "person", "woman": "person", "boy": "person", "girl": "person",
    "teacher": "teacher", "worker": "worker", "driver": "worker", "farmer": "worker", "nurse": "doctor",
    "physician": "doctor", "surgeon": "doctor", "psychologist": "doctor", "psychiatrist": "doctor",
    "engineer": "worker", "pilot": "worker", "soldier": "officer", "firefighter": "officer", "veteran": "officer",
    "organizer": "activist", "organiser": "activist", "campaigner": "activist", "protester": "activist",
    "protestor": "activist", "demonstrator": "activist", "advocate": "activist", "volunteer": "activist",
    "historian": "scholar", "lecturer": "scholar", "physicist": "scholar", "biologist": "scholar", "chemist": "scholar",
    "astronomer": "scholar", "geologist": "scholar", "seismologist": "scholar", "meteorologist": "scholar",
    "sociologist": "scholar", "consultant": "adviser", "chancellor of the exchequer": "minister",
    "administrator": "official", "superintendent": "officer", "constable": "officer", "inspector": "officer",
    "lieutenant": "officer", "investigator": "officer", "coroner": "official", "principal": "teacher",
    "dean": "scholar", "rector": "scholar", "vice-president": "vice president", "treasurer": "official",
    "secretary general": "head", "secretary-general": "head", "executive": "business", "entrepreneur": "business",
    "developer": "worker", "designer": "artist", "artist": "artist", "painter": "artist", "filmmaker": "artist",
    "producer": "artist", "photographer": "journalist", "correspondent": "journalist", "anchor": "journalist",
    "presenter": "host", "novelist": "author", "poet": "author", "player": "athlete",
    "athlete": "athlete", "goalkeeper": "athlete", "striker": "athlete", "midfielder": "athlete",
    "defender": "athlete", "quarterback": "athlete", "golfer": "athlete", "swimmer": "athlete", "skier": "athlete",
    "champion": "athlete", "archbishop": "cleric", "cardinal": "cleric", "pastor": "cleric", "imam": "cleric",
    "rabbi": "cleric", "mp": "legislator", "mep": "legislator", "mla": "legislator", "alderman": "legislator",
    "councilman": "legislator", "councilwoman": "legislator", "councilor": "legislator",
    "assemblyman": "legislator", "deputy mayor": "mayor", "backbencher": "legislator", "independent": "politician",
    "conservative": "politician", "liberal": "politician", "survivor": "witness", "neighbour": "resident",
    "neighbor": "resident", "accountant": "business", "banker": "business", "trader": "business", "broker": "business",
    "shopkeeper": "business", "landlord": "owner", "tenant": "resident",
    "const": "officer", "cst": "officer", "cpl": "officer", "corporal": "officer", "insp": "officer",
    "supt": "officer", "det": "officer", "sgt": "officer", "lt": "officer", "capt": "officer", "cmdr": "officer",
    "admiral": "officer", "trooper": "officer", "coun": "legislator", "businesswoman": "business",
    "academic": "scholar", "scholar": "scholar", "cleric": "cleric", "educator": "teacher", "guitarist": "artist",
    "drummer": "artist", "rapper": "artist", "dancer": "artist", "sculptor": "artist", "playwright": "author",
    "paramedic": "doctor", "epidemiologist": "scholar", "ecologist": "scholar",
    "archaeologist": "scholar", "philosopher": "scholar", "political scientist": "scholar", "criminologist": "scholar",
    "winger": "athlete", "goaltender": "athlete", "defenceman": "athlete",
    "defenseman": "athlete", "pitcher": "athlete", "retiree": "resident",
    "user": "person", "poster": "person", "model": "artist",
    "blogger": "author", "operative": "adviser", "nigerian": "person",
}  # fmt: skip

_COUNTRIES = (
    "Afghanistan/Afghan Albania/Albanian Algeria/Algerian Argentina/Argentine Armenia/Armenian Australia/Australian "
    "Austria/Austrian Azerbaijan/Azerbaijani Bahrain/Bahraini Bangladesh/Bangladeshi Belarus/Belarusian "
    "Belgium/Belgian "
    "Bolivia/Bolivian Bosnia/Bosnian Brazil/Brazilian Britain/British Bulgaria/Bulgarian Cambodia/Cambodian "
    "Canada/Canadian "
    "Chile/Chilean China/Chinese Colombia/Colombian Croatia/Croatian Cuba/Cuban Cyprus/Cypriot Denmark/Danish "
    "Ecuador/Ecuadorian Egypt/Egyptian England/English Estonia/Estonian Ethiopia/Ethiopian Finland/Finnish "
    "France/French "
    "Gabon/Gabonese Georgia/Georgian Germany/German Ghana/Ghanaian Greece/Greek Guatemala/Guatemalan Haiti/Haitian "
    "Honduras/Honduran Hungary/Hungarian Iceland/Icelandic India/Indian Indonesia/Indonesian Iran/Iranian Iraq/Iraqi "
    "Ireland/Irish Israel/Israeli Italy/Italian Jamaica/Jamaican Japan/Japanese Jordan/Jordanian Kazakhstan/Kazakh "
    "Kenya/Kenyan Kosovo/Kosovar Kuwait/Kuwaiti Latvia/Latvian Lebanon/Lebanese Libya/Libyan Lithuania/Lithuanian "
    "Malaysia/Malaysian Mali/Malian Malta/Maltese Mexico/Mexican Mongolia/Mongolian Morocco/Moroccan Myanmar/Burmese "
    "Nepal/Nepalese Netherlands/Dutch Nicaragua/Nicaraguan Nigeria/Nigerian Norway/Norwegian Pakistan/Pakistani "
    "Panama/Panamanian Paraguay/Paraguayan Peru/Peruvian Philippines/Philippine Poland/Polish Portugal/Portuguese "
    "Qatar/Qatari Romania/Romanian Russia/Russian Rwanda/Rwandan Scotland/Scottish Senegal/Senegalese Serbia/Serbian "
    "Singapore/Singaporean Slovakia/Slovak Slovenia/Slovenian Somalia/Somali Spain/Spanish Sudan/Sudanese "
    "Sweden/Swedish "
    "Switzerland/Swiss Syria/Syrian Taiwan/Taiwanese Tanzania/Tanzanian Thailand/Thai Tunisia/Tunisian Turkey/Turkish "
    "Uganda/Ugandan Ukraine/Ukrainian Uruguay/Uruguayan Venezuela/Venezuelan Vietnam/Vietnamese Wales/Welsh "
    "Yemen/Yemeni "
    "Zambia/Zambian Zimbabwe/Zimbabwean"
)  # fmt: skip
_STATES = dict(pair.split("/") for pair in _COUNTRIES.split())
_SPELT = {
    "United States": "United States", "U.S.": "United States", "US": "United States", "USA": "United States",
    "U.S.A.": "United States", "America": "United States", "United States of America": "United States",
    "United Kingdom": "United Kingdom", "UK": "United Kingdom", "U.K.": "United Kingdom", "Great Britain": "United "
    "Kingdom",
    "Saudi Arabia": "Saudi Arabia", "South Africa": "South Africa", "South Korea": "South Korea",
    "North Korea": "North Korea",
    "New Zealand": "New Zealand", "Sri Lanka": "Sri Lanka", "Hong Kong": "Hong Kong", "El Salvador": "El Salvador",
    "Costa Rica": "Costa Rica", "Dominican Republic": "Dominican Republic", "Czech Republic": "Czech Republic",
    "European Union": "European Union", "EU": "European Union", "United Nations": "United Nations", "UN": "United "
    "Nations",
    "U.N.": "United Nations", "Soviet Union": "Soviet Union",
}  # fmt: skip
_CITIES = (
    "London|Paris|Berlin|Madrid|Rome|Vienna|Brussels|Moscow|Beijing|Tokyo|Washington|New York|Los Angeles|Chicago"
    "|Houston|"
    "Mexico City|Toronto|Sydney|Melbourne|Geneva|The Hague|Stockholm|Oslo|Copenhagen|Dublin|Edinburgh|Cairo"
    "|Baghdad|Kabul|"
    "Tehran|Jerusalem|Damascus|Havana|Buenos Aires|Bogota|Lima|Quito|Caracas|Guantanamo|Guantánamo|Florida|California|"
    "Texas|Ohio|Virginia|Nevada|Iowa|Pennsylvania|Michigan|Illinois|North Carolina|New Hampshire|New Jersey|Arizona|"
    "Colorado|Wisconsin|Europe|Africa|Asia|Latin America|South America|North America|Middle East|Washington, D.C|"
    "Washington D.C|Washington, DC|San Francisco|Boston|Philadelphia|Miami|Detroit|Las Vegas|Manhattan|Brooklyn|Aleppo"
)

ENGLISH_NAMES = NameWords(
    titles=r"Const|Constable|Cst|Cpl|Corporal|Insp|Inspector|Supt|Superintendent|Det|Staff Sgt|Brig|Adm|Admiral|Cmdr"
    r"|Pvt|Pte|Hon|Atty|Coun|Councillor|Trooper|Mx|Mr|Mrs|Ms|Miss|Dr|Prof|Professor|Sir|Dame|Lord|Lady|Rev|Fr|Gen|Col|Maj|Capt|Lt|Sgt|Sen|Rep|Gov|Pres"
    r"|St|Judge|Justice"
    r"|President|Senator|Governor|Congressman|Congresswoman|Secretary|Minister|Mayor|General|Colonel|Captain"
    r"|Ambassador|Prince"
    r"|Princess|King|Queen|Pope|Prime Minister|Vice President|Attorney General|Chancellor|Sheriff|Chief|Detective"
    r"|Officer"
    r"|Lieutenant|Sergeant|Commander|Director|Chairman|Speaker|Representative|Reverend|Bishop|Archbishop|Home Secretary"
    r"|Foreign Secretary|Secretary of State|First Lady|Foreign Minister",
    short_titles=r"Mr|Mrs|Ms|Mx|Dr|Sen|Rep|Gov|Gen|Col|Lt|Sgt|Capt|St|Prof|Rev|Sr|Const|Cst|Cpl|Insp|Supt|Det|Brig|Adm|Cmdr"
    r"|Maj|Pvt|Pte|Hon|Atty|Coun|Ald|Msgr|Fr",
    roles=_ROLES,
    particles=r"de|da|del|della|di|du|la|las|los|le|van|von|der|den|ter|bin|bint|ibn|al|el|dos|das|do|y|ul|ur|mac",
    organisations=r"Associations|Institutes|Councils|Unions|Companies|Services|Societies|Agencies|Publications"
    r"|Enterprises|Solutions|Securities|Holdings|Industries|Capital|Motors|Technologies|Pharmaceuticals|Petroleum|Insurance"
    r"|Investments|Consulting|Exchange|International|Rights Watch|Brothers"
    r"|Catholic|Legislature|Assembly|Academy|High|Labour|Dems|Tories|Conservatives|Ministry|Department|Church"
    r"|University|College|School|Party|Committee|Council|Agency|Institute"
    r"|Association"
    r"|Union|Bank|Police|Times|News|Post|Herald|Inc|Ltd|LLC|Company|Corp|Corporation|Foundation|Commission|Navy"
    r"|Army|Office"
    r"|Service|Group|Club|Force|Bureau|Authority|Center|Centre|Society|Organization|Organisation|Congress|Senate"
    r"|Parliament"
    r"|House|Administration|Board|Federation|League|Alliance|Network|Media|Press|Journal|Tribune|Gazette|Magazine"
    r"|Review"
    r"|Television|Radio|Reuters|Politico|CNN|BBC|Defense|Defence|Security|Campaign|Movement|Trust|Fund|Embassy"
    r"|Consulate"
    r"|Government|Guard|Google|Twitter|Facebook|Microsoft|YouTube|WikiLeaks|Wikileaks|Breitbart|Democrats|Republicans"
    r"|Project|Systems|Airlines|Airways|Hospital|Museum|Theatre|Theater|Airport|Affairs|Examiner|Express|Telegraph",
    things=r"Open|Tournament|Championships?|Masters|Tour|Series|Festival|Forum|Act|Acts|Law|Bill|Treaty|Convention|Code|Amendment|Constitution|War|Street|Road|Avenue|Award|Awards"
    r"|Prize|Cup|Expo"
    r"|Station|Games|Championship|Olympics|Day|Week|River|Lake|Mountain|Island|Islands|Bay|View|Square|Tower"
    r"|Towers|Plaza"
    r"|Hall|Field|Park|Bridge|State|States|Province|County|Beach|Valley|Springs|Creek|Hills|Heights|Falls|Canyon|Desert|Forest|Village|Women|Men|Girls|Boys|People|Voters"
    r"|Belt|Parenthood|Recession|Depression|District|Coliseum|Reserve|Bargain|Partnership|Candidates|Rights|Rankings"
    r"|Sales|Insider|Initiative|Citizenship|Enforcement|Arrivals|Residents|Crisis|Lines|Images|Matter|Beast|Watch"
    r"|Survey|Poll|Veterans|Workers|Partners|Studios|Gallery|Hotel|Rally|Emirates|Supporters|Fans|Edition|Wars|Zoo|Image|Photo|Edition|Conference"
    r"|Summit|Debate|Lighting|Region|Terminal|Census|Goals|Cities|Programmes?|Programs?|Municipality|Stadium|Arena|Airport|Project|Agreement"
    r"|Budget|Strategy|Scheme|Museum|Library|Theatre|Theater|Mall|Tax|Trial|Attacks?|Virus|Energy|Health|System|Report|Index"
    r"|Study|Podcast|App|Restaurant|Highway|Freeway|Railway|Mines|Cathedral|Mosque|Cemetery|Peninsula|Basin|Plateau|Canal|Channel"
    r"|Convention|Primary|Election|Elections|Republic|Kingdom|Ocean|Sea|Base|Camp|Org|Countdown|Gulf|East|West|North|South|Internet|Award",
    joins=r"of|for|(?<=Committee )on|(?<=Commission )on|(?<=Council )on|(?<=Institute )on",
    role_of=r"of|of the|for",
    courts=r"Court|Tribunal|Courts",
    determiners=r"the|a|an|his|her|their|its|our|my|one|two|three|some|several|many|another|both|other|this|these"
    r"|those|all|no|every",
    prepositions=r"of|for|from|at|in|with|to|by|on|about|against|under|near|between|into|over|after|before|during"
    r"|among|than|like"
    r"|including|via|behind|within|through|toward|towards|without|around|regarding|despite|following|outside"
    r"|inside|upon|versus",
    links=r"for|to|from|by|with",
    adverbials=r"on (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|in an?"
    r"|in his|in her|in the"
    r"|at an?|at the|to an?|to reporters|told|last|yesterday|today|in \d{4}|via|through|told|later|adding"
    r"|referring|speaking|"
    r"during|on Twitter|on Facebook|on CNN|on the|on his|on her|this|to the|to CNN|to Reuters|about",
    introductions=r"given|\w+ (?:later|earlier|ago|afterwards)"
    r"|yesterday|today|earlier|later|meanwhile|however|still|also|then|now|but|and|so|yet|last|when"
    r"|as|if|while|"
    r"although|though|because|since|once|monday|tuesday|wednesday|thursday|friday|saturday|sunday",
    places={state: state for state in _STATES} | _SPELT | dict.fromkeys(_CITIES.split("|"), ""),
    peoples={people: state for state, people in _STATES.items()} | {"American": "United States",
    "European": "European Union",
             "Britons": "Britain", "Saudi": "Saudi Arabia", "Filipino": "Philippines", "Argentinian": "Argentina"},
    not_names=frozenset(
        words("""
the a an and or but if in on at by for from of to with as it he she they we i you this that these those there here
what when where who why how which while after before since until because although though during despite according
nevertheless nonetheless furthermore otherwise thus hence therefore indeed overall finally ironically previously
someone others wait together absent figures persons supporters aides unlike like among amid
given instead perhaps maybe rival fellow
his her its their our my your one two three four five six seven eight nine ten many some several most all no not
monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
september october november december today yesterday tomorrow image photo video file updated published read
besides additionally similarly likewise regardless fortunately unfortunately eventually ultimately initially
originally recently currently basically usually typically generally often sometimes rarely never always apparently
clearly obviously certainly actually frankly simply further nearly almost around above below behind beyond inside
outside off out plus through throughout toward towards upon via down except including regarding concerning
considering whether whereas whenever wherever whatever whichever whoever anyone everyone nobody nothing something
everything anything somebody everybody none neither nor either whose whom
christmas easter also then now later earlier however meanwhile moreover still yet even just only both either
speaking writing asked citing following given under over about between among against within without more other
another last next first second every each such so let well yes no oh ok please thank thanks let's don't isn't it's
i'm i've he's she's that's there's we're they're you're gmt est edt pm am is are was were do does did can could
would should will has have had be been being asked
""")
    ),
    surnames_too=frozenset(("May", "March", "April", "June", "August", "So", "Read", "Will")),
    male=MALE | EITHER,
    female=FEMALE | EITHER,
    genders={"mr": "m", "sir": "m", "lord": "m", "king": "m", "prince": "m", "congressman": "m",
             "spokesman": "m", "father": "m", "husband": "m", "brother": "m", "son": "m", "businessman": "m",
             "actor": "m",
             "pope": "m", "mrs": "f", "ms": "f", "miss": "f", "dame": "f", "lady": "f", "queen": "f", "princess": "f",
             "congresswoman": "f", "chairwoman": "f", "spokeswoman": "f", "mother": "f", "wife": "f", "sister": "f",
             "daughter": "f", "actress": "f", "boy": "m", "man": "m", "woman": "f", "girl": "f"},
    definite=r"the|this",
    demonstratives=r"this|that",
    indefinite=r"an?",
    many_owners=r"People|Women|Men|Children|Workers|Farmers|Teachers|Veterans|Ladies|Citizens|Consumers|Players|Nurses"
    r"|Voters|Writers|Lawyers|Parents|Patients|Taxpayers|Police Officers",
    no_plurals=r"sometimes|always|perhaps|afterwards|besides|this|thus|is|was|has|does|its|as|less|towards",
    somebody=r"[Aa]nother|[Oo]thers|[Ss]ome others",
    unnamed=r"an?|another|one|his|her|their|my|[\w’'-]+[’']s",
    no_first_names=r"West|East|North|South|Northern|Southern|Eastern|Western|Upper|Lower|Lake|Mount|Fort|Port|San|Santa|Los|Las|New|Young|Great|Big|Presumptive"
    r"|Democratic|Republican|Muslim|Islamic|Arab|American|Federal|Public|National|Human|Grand|Never|Stop|Team|Radical"
    r"|Global|United|Presidential|Deputy|Assistant|Senior|Chief|Royal|Central|International|General",
    only_of_people=r"who|whose",
    anybody=r"\d+-year-old(?: [\w-]+){0,3}"
    r"|[Rr]epublican|[Dd]emocrat|[Ss]ocialist|[Cc]ommunist|[Cc]entrist|[Cc]onservative|[Tt]ory|[Ll]iberal|native|politician"
    r"|front-?runner|veteran|businessman|businesswoman|billionaire|star|winner|incumbent|rookie|champion|mother|father|teen|teenager|man|woman",
    speaking_things=frozenset(("it",)),
    bodies=r"ministry|department|university|court|council|commission|committee|party|union|bank|agency|institute|newspaper"
    r"|times|association|foundation|board|bureau|office|school|college|hospital|club|league|federation|embassy|church"
    r"|parliament|senate|house|army|navy|police|service|authority|society|centre|center|press",
    companies=r"company|firm|corporation|group|organi[sz]ation|network|broadcaster|manufacturer|retailer|airline|agency"
    r"|maker|giant|charity|watchdog|newspaper|paper|website|publication|magazine|start-?up|lender|carrier",
    teams=r"team|club|side|squad|band",
    pursued=frozenset(("activist", "cyberactivist", "whistleblower", "whistle-blower", "defendant", "accused",
                       "suspect",
                       "fugitive", "publisher", "journalist", "detainee", "prisoner", "convict")),
    pursuit=(
        r"(?:charges?|case|indictment|counts?|allegations|proceedings|warrant|prosecution|charged|trial"
        r"|sentence)[^.\n]{0,12}? "
        r"(?:against|of|on|for) {name}",
        r"{name}(?:'s|’s|'|’)? (?:defen[cs]e|lawyers?|attorneys?|legal team|trial|extradition|indictment"
        r"|conviction|arrest|appeal)",
        r"{name},? (?:was|is|has been|had been|were) (?:charged|indicted|arrested|extradited|convicted|sentenced"
        r"|detained|jailed)",
        r"(?:extradite|extradition of|prosecute|indict|arrest of|try|asylum (?:to|for)(?: [\w]+){0,2}) {name}",
    ),
    possessive=r"(?:'s|’s|'|’)",
    wide_roles=frozenset(
        ("officer", "scientist", "researcher", "academic", "scholar", "doctor", "physician", "artist", "musician",
         "author", "writer", "athlete", "player", "lawyer", "attorney", "journalist", "politician", "executive",
         "businessman", "businesswoman", "adviser", "advisor", "activist", "cleric", "trooper", "constable", "senator",
         "teacher", "educator")
    ),
    generic_roles=frozenset(
        ("ruler", "leader", "head of state", "head of government", "lawmaker", "legislator", "diplomat")
    ),
    press=r"newspaper|paper|publication|magazine|website|broadcaster|network",
    press_names=r"Times|Post|News|Journal|Herald|Tribune|Star|Mail|Guardian|Gazette|Globe|Sun|Today|Press|Review|Magazine|Weekly"
    r"|Observer|Independent|Telegraph|Chronicle|Inquirer|Examiner|Reuters|Bloomberg|Politico|Radio|Television|[A-Z]{3,4}",
    news_names=r"Times|Post|News|Journal|Herald|Tribune|Mail|Guardian|Gazette|Daily|Press|Magazine|Weekly|Observer"
    r"|Independent|Telegraph|Chronicle|Inquirer|Examiner|Reuters|Bloomberg|Politico|Radio|Xinhua|HuffPost|CNN|BBC"
    r"|NBC|CBS|ABC|NPR|PBS|AFP|AP|ITV|MSNBC|CNBC|ESPN|RT",
    no_companies=r"Social Security"
    r"|Party|Senate|House|Congress|Court|Parliament|Government|Police|Committee|Department|Ministry|University|College|School",
    plain=frozenset(("former", "new", "local", "senior", "then", "veteran", "late", "outgoing", "current", "acting",
                     "old", "young", "top", "first", "vice", "deputy", "regional", "own", "same", "embattled", "ex")),
    offices=frozenset(("head of state", "head of government", "minister", "expert")),
    common_people=frozenset(("person", "family", "member", "official", "resident", "witness", "student", "victim",
                             "spokesperson", "worker", "officer", "activist", "politician", "counsel", "prosecutor",
                             "host", "adviser")),
)  # fmt: skip
