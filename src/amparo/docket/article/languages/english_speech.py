"""English: words of speaking."""

from __future__ import annotations

from amparo.docket.article.alternatives import one_of
from amparo.docket.article.languages.vocabulary import SpeechWords, words

# Verbs as base, then past; -s and -ing forms are made. Those of `said` take what was said after them or before.
_SAID = (
    "say/said add/added write/wrote state/stated note/noted claim/claimed argue/argued explain/explained "
    "declare/declared "
    "announce/announced insist/insisted assert/asserted reply/replied respond/responded answer/answered "
    "conclude/concluded comment/commented tweet/tweeted recall/recalled remark/remarked ask/asked warn/warned "
    "admit/admitted "
    "acknowledge/acknowledged believe/believed think/thought observe/observed predict/predicted report/reported "
    "joke/joked quip/quipped boast/boasted vow/vowed promise/promised pledge/pledged suggest/suggested stress/stressed "
    "emphasize/emphasized emphasise/emphasised reiterate/reiterated repeat/repeated confirm/confirmed deny/denied "
    "complain/complained lament/lamented agree/agreed maintain/maintained allege/alleged contend/contended "
    "concede/conceded counter/countered charge/charged demand/demanded plead/pleaded urge/urged shout/shouted "
    "yell/yelled scream/screamed cry/cried whisper/whispered exclaim/exclaimed muse/mused reflect/reflected "
    "proclaim/proclaimed testify/testified caution/cautioned chant/chanted quote/quoted post/posted "
    "inquire/inquired wonder/wondered retort/retorted sing/sang offer/offered opine/opined elaborate/elaborated "
    "clarify/clarified reveal/revealed mention/mentioned recount/recounted relate/related exhort/exhorted "
    "point/pointed grouse/groused snipe/sniped gripe/griped theorise/theorised "
    "theorize/theorized speculate/speculated remind/reminded hope/hoped feel/felt interject/interjected "
    "object/objected "
    "caption/captioned swear/swore dismiss/dismissed blast/blasted rail/railed "
    "reason/reasoned remember/remembered enthuse/enthused gush/gushed sum/summed chime/chimed fume/fumed "
    "quibble/quibbled question/questioned react/reacted indicate/indicated"
)
# Verbs whose other forms are more often nouns or other verbs.
_SAID_ONCE = (
    "advised advises affirmed affirms apologised apologized barked begged bellowed bemoaned blogged "
    "boomed chided chuckled concedes confessed confesses confided counseled counselled crowed deadpanned "
    "echoed echoes emailed estimated estimates forecasted growled hollered implored interrupted intoned "
    "jeered jokes kidded laughed laughs lectured marveled marvels murmured muttered narrated opined "
    "philosophised philosophized pondered posited preached professed pronounced ranted recommended "
    "recommends rejoined rhapsodised riffed scoffed seethed shrugged sighed sighs snapped sneered sniffed "
    "written beamed grinned growled growls "
    "sobbed drawled gasped protested recited prayed grumbled whined raged bragged brags fretted frets "
    "summarised summarized surmised teased texted thundered underlined underscored ventured volunteered"
)
_SAID_IN_WORDS = (
    "continued", "continues", "continuing", "went on", "put it", "puts it", "had this to say", "read", "reads",
)  # fmt: skip
_TOLD = "tell/told ask/asked inform/informed assure/assured remind/reminded warn/warned"
_CALLED = (
    "call/called describe/described dub/dubbed label/labeled label/labelled characterize/characterized "
    "characterise/characterised brand/branded consider/considered denounce/denounced condemn/condemned "
    "criticize/criticized "
    "criticise/criticised praise/praised refer/referred deem/deemed slam/slammed hail/hailed accuse/accused "
    "blame/blamed "
    "mock/mocked ridicule/ridiculed cite/cited defend/defended deride/derided tout/touted regard/regarded view/viewed "
    "express/expressed voice/voiced urge/urged promise/promised vow/vowed highlight/highlighted "
    "congratulate/congratulated thank/thanked applaud/applauded commend/commended laud/lauded liken/likened "
    "lambaste/lambasted welcome/welcomed portray/portrayed depict/depicted bemoan/bemoaned "
    "decry/decried lambast/lambasted likened/likened"
)
_ALSO_REPORTED = " regret/regretted highlight/highlighted tell/told inform/informed assure/assured"
_NOT_REPORTED = frozenset(words("sing read charge blast rail offer begin"))


def _forms(verbs: str, progressive: bool = True) -> set[str]:
    shapes = set[str]()
    for pair in verbs.split():
        base, past = pair.split("/")
        stem = base[:-1] if base.endswith("e") and not base.endswith(("ee", "ye")) else base
        third = (
            base[:-1] + "ies"
            if base[-1] == "y" and base[-2] not in "aeiou"
            else base + ("es" if base[-1] in "sho" else "s")
        )
        shapes |= {base, past, third} | ({stem + "ing"} if progressive else set())
    return shapes


def _any(shapes: set[str]) -> str:
    return one_of(sorted(shapes))


ENGLISH_SPEECH = SpeechWords(
    said=_any(_forms(_SAID) | {*words(_SAID_ONCE), *_SAID_IN_WORDS}) + r"|f(?:ound|inds?)(?=,?\sthat\b|,\s*[\"“]|:)",
    told=_any(_forms(_TOLD)),
    according=r"according to|in the words of|as (?:quoted|stated|described|recounted|reported|told) by"
    r"|in the view of|in the opinion of",
    in_view=r"\b[Ii]n\s(?P<who>[^,;:\x00]{2,50}?)(?:'s|’s|'|’)\s(?:own\s)?(?:view|opinion|words|estimation|telling),\s",
    any_verb=r"[a-z]{2,}ed|began|begins|went|goes|cut in|broke in|shot back|spat|let out|kept|spoke",
    called=_any(_forms(_CALLED)),
    reported=_any(_forms(" ".join(pair for pair in _SAID.split() if pair.split("/")[0] not in _NOT_REPORTED)
                         + _ALSO_REPORTED, progressive=False)),
    negated=r"not|never|\w+n[’']t",
    auxiliaries=r"begins?|began|starts?|started|keeps?|kept|has|have|had|is|was|are|were|would|will|could|did|does|also|later|then|once|again|further"
    r"|earlier|in the past|in recent (?:days|weeks|months|years)"
    r"|now|first|just|even|went on to|continued to|sought to|proceeded to|tried to|still"
    r"|both|all|never|not|always"
    r"|often|sometimes|soon|today|yesterday|(?!(?:dai|week|month|fami|assemb|al)ly)[a-z]\w*ly"
    r"|on (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:Mon|Tues"
    r"|Wednes|Thurs"
    r"|Fri|Satur|Sun)day|told \w+ and|can|may|might|must|should",
    before_subject=r"that|what|and|but|while|as|when|because|where|which|if|though|although|so|before|after|until|since"
    r"|whereas|than",
    relative=r"who|whom|whose|which|that|where",
    who=r"who|which",
    joins=r"and|but|or",
    meanwhile=r"before|after|while|without|when|by",
    called_so=r"(?:to )?as|by",
    owned_by_a_body=r"its|their",
    sent_by=r"from|by",
    turn_letters=("Q", "A"),
    addressed=r"you|your|yours|yourself",
    naming=r"called|dubbed|label(?:l)?ed|branded",
    named_by=r"what|which|that|as|whom",
    issued=r"issued|released|posted|sent|wrote|published|put out|signed",
    bystanders=r"we|you|i|.* (?:later|ago|earlier|before)"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:last|this|next|earlier|late) .*",
    documents=r"ad|advertisement|video|statement|letter|message|tweet|email|post|memo|note",
    announced=r"(?:speech|statement|address|remarks|letter|comments|message|e-?mail|tweet|post|testimony|words)"
    r"(?: (?:in full|below|reads?|follows?|to \w+))?",
    papers=r"report|release|press release|study|blog post|posting|ruling|filing|lawsuit|survey|review",
    by_way_of=r"in|via|through|by",
    goes_on=r"and|or|but|as|while|before|after|in|at|on|for|to|of|that|which|who|when|is|was|are|were|has|had",
    goes_on_at=r"[,.;:\x00\"“”]|\b(?:and|but|that|who|when|as|said|says|than|if|because|his|her)\b",
    goes_on_saying=r"(?:And|But|And then|Then|Later|Or|Also|Again)\b[^A-Z.;:]{0,40}:",
    not_subjects=r"that|to|about|in|at|on|for",
    topic=r"for|to",
    recipient=r"(?!)",
    participle=r"\w+(?:ing|ed)",
    progressive=r"\w+ing",
    drops_subject=False,
    gerunds=("ing",),
    passive=r"was|were|been|be|being|is|are|gets?|got",
    reflexive=r"(?!)",
    agent=r"by",
    quoted=r"quoted|cited",
    told_to=r"on|to|via|through|by|told|with|from",
    from_whom=r"from|by|of",
    quoting=r"quot(?:es|ing)|cit(?:es|ing)",
    modal=r"should|must|may|might|can|could",
    clause_follows=r"that|the|an?|it|he|she|they|his|her|their|its|to|there",
    reports=r"\s(?:that\s)?(?:the\s)?",
    works=r"on|in|of|for|from|titled|entitled|named",
    finite=r"has|have|had|will|would|did|does|can|could|may|might|began|called|tweeted|said|says|told"
    r"|prompted|made|took|went|came|tries|tried|sent|wrote|posted"
    r"|read|reads|issued|released|gave|delivered|published"
    r"|stated|argued|noted|claimed|announced|declared|insisted|warned|added|asked",
    noun_like=r"promises?|posts?|claims?|reports?|demands?|calls?|comments?|tweets?|charges?|quotes?|remarks?|states?|answers?"
    r"|reply|points?|retorts?|praise|blame|brands?|labels?|attacks?|hopes?|notes?|urges?|pledges?|vows?|offers?|cries|cry|screams?|shouts?"
    r"|feels?|questions?|accounts?|concerns?|regards?|views?|jokes?|guess|warns?|suggests?|counters?|mentions?|reads?|objects?|thought",
    asked=r"ask(?:s|ed)?|urge[sd]?|want(?:s|ed)?|remind(?:s|ed)?|offer(?:s|ed)?|plead(?:s|ed)?",
    questions=r"if|whether|that|how|why|what|who|when|where|about|for",
    conceded=r"although|though|if|whereas|because|since",
    turned=r"Said|Says|Added|Adds|Wrote|Writes|Replied|Explained|Explains|Recalled|Recalls|Concluded",
    supposed=r"if|unless|whether",
    subordinate=r"when|if|because|since|although|though|after|before|until|where|which|who|whom|whose|unless|than|as",
    speakers=r"government|police|ministry|department|company|campaign|agency|group|court|committee|council|report"
    r"|statement|study"
    r"|survey|poll|ad|editorial|letter|document|article|email|source|critic|supporter|organi[sz]ation|union|party|team|newspaper|website|paper|office|board"
    r"|church|firm"
    r"|people|military|army|administration|commission|court|bank|university|hospital|network|authority|authorities"
    r"|family|town|city|county|state|village|crowd|audience|opinion|complaint|indictment|media|public|community|order|narrator|insider|heckler|person|claim",
    common_speakers=r"\w{3,}(?:ors|ists|ians|ees)|analysis|research|findings|investigation|inquiry|assessment|citizen|clerk|staff|friend|source|colleague|employee|staffer|confidant|neighbou?r|witness(?:es)?|fan|supporter|resident|student|pupil"
    r"|relative|parent|worker|user|customer|shopper|reader|listener|viewer|tourist|survivor|victim|passenger|driver|buyer|seller|owner"
    r"|voter|protester|protestor|demonstrator|campaigner|opponent|rival|ally|allies|aide|observer|onlooker|bystander|visitor|guest"
    r"|caller|commenter|commentator|poster|blogger|reviewer|follower|participant|respondent|patient|prisoner|inmate|refugee|migrant"
    r"|villager|farmer|trader|trainer|local|expert|figure|member|chief|head|boss|bosses|personnel|people|person|others|those|everyone|everybody|somebody|someone"
    r"|many|some|most|few|kid|child|children|teen|teenager|teammate|poll|petition|column|memoir|tabloid|account|blog|site|broadcaster"
    r"|transcript|notice|sign|plaque|banner|bio|profile|caption|headline|description|invitation|declaration|affidavit|motion|judg(?:e)?ment|opinion"
    r"|warning|advisory|guidance|instructions|label|song|poem|book|novel|bible|quran|constitution|law|bill|resolution|treaty|agreement|contract"
    r"|text|page|form|paragraph|passage|verse|section|article|clause|chapter|speech|interview|pitch|voice-?over|slogan|motto|saying|proverb"
    r"|one",
    not_verbs_after=r"(?-i:press)|seeking|requesting|making|giving|answering|including|news|new|recent|latest|first|this|its|official|public|own|good|great|no|any|such|in|on"
    r"|with|for",
    pronouns={"he": "m", "she": "f", "they": "p", "it": "n", "we": "p", "i": "n", "you": "n"},
    other_pronouns={"him": "m", "his": "m", "himself": "m", "her": "f", "hers": "f", "herself": "f"},
)  # fmt: skip
