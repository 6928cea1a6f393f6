"""What the cables are about: nine threads of the story, each with its time, its tags and its sentences (see grammar.py)."""

# ruff: noqa: E501 (a sentence is easier to write and read unbroken)

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Topic:
    """One thread. `points` stand in the order of an argument; a cable takes some of them."""

    first: date
    last: date
    weight: int
    tags: str
    subjects: tuple[str, ...]
    points: tuple[str, ...]
    comments: tuple[str, ...]


TRANSIT = Topic(
    date(1996, 2, 5),
    date(2004, 11, 19),
    30,
    "ETRD, EWWT, TK, OV",
    (
        "Transit Dues on the Anvel",
        "Transit Dues: {mossavane} [Asks for More|Will Not Be Hurried|Names a Figure]",
        "Grain Barges Held at Halmere",
        "Grain at Halmere: {few} Barges, {many} Excuses",
        "Renewal of the River Convention",
        "River Commission: [The {month} Meeting|Article 9|An Adjournment]",
        "Weighing of Cargoes at the Estuary",
        "The {ship} Declines to Pay",
    ),
    (
        "{mossavane} [received me|asked me to call|kept me waiting an hour, then received me] on {weekday} to say that Orlavia [could no longer|did not mean to] hold the transit dues at [the level of the 1971 Convention|last season's level].",
        "[He put|The note puts] the [shortfall|loss to his budget] at {sum} a year and [blamed|laid the whole of it at the door of] the silting of the lower channel.",
        "I [replied|answered] that {grain} of our grain had waited at Halmere since {month} and that [every week of delay cost more than the dues|the barge masters were near the end of their patience].",
        "On the weighing of cargoes he [gave way|conceded a little]: Tarsk inspectors may stand at the scales on [odd|alternate] days, [provided|on condition] that they sign the Authority's sheet and [no other|do not keep their own].",
        "The River Commission meets again in {month}. Its secretary [told|let] us [privately|in confidence] that Article 9 [would be read narrowly|was never meant to cover dredging].",
        "The master of the {ship} [refused|declined] to pay the supplementary due and [was kept at the outer buoys for {few} nights|lay {few} nights at the outer buoys without a pilot].",
        "Merchants here [say openly|have begun to say] that the dues [pay for|are paying for] a dredger that [dredges very little|is seldom seen to move].",
        "We have [drafted|prepared] a counter-proposal: a fixed due for {few} years, payable quarterly, against a published account of what the Authority spends on the channel.",
        "The harbour master [would not|declined to] show us the soundings for the last {few} quarters, [saying|on the ground] that they were [with the Ministry|being copied].",
        "At the outer buoys I counted {many} barges. Their masters [play cards and write to the newspapers|have formed a committee, which is worse than a queue].",
        "The Treasury at Brenna [was not consulted|learned of the new due from our note], which [its secretary minds|they do not trouble to hide].",
        "Our millers will [pay|find] the difference until {month}; after that bread in Veszany [goes up|is dearer by a tenth].",
        "He [offered|proposed], as if it had just occurred to him, that the dues [be paid to an account of the Authority|might go to the Authority and not the Treasury].",
    ),
    (
        "The dues are [not the point|a pretext]. Somebody at Halmere needs money that does not come from the Treasury.",
        "We [can live with|could accept] the figure. We cannot accept that it may change by [letter|a notice on the harbour door].",
        "{mossavane} [wants|needs] a quarrel before the budget debate and [would rather|prefers to] have it with us.",
    ),
)

DREDGING = Topic(
    date(1998, 3, 2),
    date(2003, 6, 30),
    40,
    "EINV, EWWT, ECON, OV",
    (
        "Award of the Halmere Dredging Contract",
        "Corvane Marine and the Deep Channel",
        "Corvane Marine: [Who Owns It|Its Bankers|A Visit to the Office]",
        "Cost of the Deep Channel",
        "Deep Channel: [The {month} Invoices|Soundings and Sums|A Question of Depth]",
        "Director Halverstane on the Dredging Accounts",
        "The Lady Orrin [Lies at Her Moorings|Seen Working]",
        "The Lantern Trust [and the Harbour Money|at Pellmar]",
    ),
    (
        "The Harbour Authority [has awarded|yesterday awarded] the deep channel to Corvane Marine for {sum}. [No other bid was opened|Two other bids were returned unopened].",
        "Corvane was [registered in Sarrow|entered in the Pellmar register] {few} months before the call for tenders; its managing partner, {brackenfold}, [owned|once owned] a chandler's shop and has [never|to our knowledge never] built anything under water.",
        "Director {halverstane} [assured|told] the Consul that the price covered {tonnes} of spoil, [carried to the licensed ground beyond the Shoals|to be carried forty miles out].",
        "{official} [says|tells us] that the suction dredger Lady Orrin has [worked|been at work] at most {few} days in any month since {month}, though the Authority is [billed for|paying for] every one.",
        "Invoices are settled [within a day|the same afternoon], which is [unheard of|without example] at Halmere, where a [rope-maker|lamp supplier] waits a year.",
        "The soundings [do not agree|cannot be squared] with the invoices: by our pilot's lead the channel is {few} feet [shallower|less] than the Authority's chart of {month}.",
        "The accounts office has [twice|repeatedly] asked for delivery notes. {halverstane} [answered in writing|replied] that the notes were [confidential between the parties|held by the contractor].",
        "A payment of {sum} went from the Authority's sinking fund to the Lantern Trust at Pellmar on the last {weekday} of {month}; the [reference|remark] on the order was the single word TANSY.",
        "The Ministry's own engineer, asked to certify the {month} works, [went on leave|was transferred to the lighthouse service] and [has not been replaced|his desk stands empty].",
        "{mossavane} [dismissed|brushed aside] my question with the remark that ['a channel is not a shop window'|'mud has no receipts'].",
        "The firm's office at Pellmar is a brass plate, a clerk and a [canary|kettle]. The clerk [had not heard of|asked me to spell] Halmere.",
        "A bargeman paid off in {month} says that the Lady Orrin [took up the same bank {few} times|was towed out and back with her buckets dry].",
        "The budget committee [asked|put] {few} questions about the sinking fund and was [told that it sinks|shown a model of a dredger].",
        "Between {month} and {month} the contract grew by {sum} through [letters of variation|a clause on 'unforeseen clay'], none of them [published|laid before the committee].",
        "A clerk of the Authority, whom I shall not name here, [said|told the Consul] that in the accounts office 'we add it up and then [nobody wants the answer|we are asked to add it again]'.",
    ),
    (
        "Corvane [is a purse|exists on paper]. The question is [whose hand is in it|who holds the strings].",
        "If the channel is not dug, our deep barges will [ground|touch bottom] at Halmere within {few} seasons. The Ministry should know this whatever it decides to say.",
        "We have [one source for this and he is frightened|two sources who do not know each other]; please [protect|limit distribution of] this message.",
    ),
)

SPOIL = Topic(
    date(1999, 5, 10),
    date(2004, 4, 30),
    32,
    "SENV, EFIS, SOCI, OV",
    (
        "Dumping of Spoil on the Gannet Shoals",
        "Spoil: [Hoppers by Night|The Licensed Ground Is Empty|What {village} Saw]",
        "Sickness Among Shellfish Gatherers",
        "Sickness at {village}",
        "Fishing Rights at the Gannet Shoals",
        "A Physician's Report From the Gannet Shore",
        "{metal} in Mussels: [Our Own Analysis|The Ministry Denies]",
        "Sarrow Protests About [Nets|Fishing Grounds]",
    ),
    (
        "Fishermen of {village} [report|swear] that hopper barges empty their loads on {shoal} [by night and without lights|after dark, on the ebb], a short steam from the harbour mouth and not at the licensed ground.",
        "Dr. {rushenfeld} has [seen|counted] {many} families with the same [tremor|loss of feeling in the hands] since {month}. She [sent|has sent] samples to Brenna and [had no answer|was told that they were lost].",
        "A private analysis [paid for by the parish|made at our University] found {metal} in mussels from {shoal} at {few} times the limit that Orlavia's own law allows.",
        "The old inner basin at Halmere was a [paint works|plating works] for sixty years; whoever dug there [knew|must have known] what was in the mud.",
        "The fishing fleet [has moved|moved] its nets to waters claimed by Sarrow, and Premier {combewater} [protested|has protested] in a note of [unusual|some] sharpness.",
        "{ministry} [issued|put out] a statement that the shellfish are [wholesome|safe] and that rumours [serve foreign interests|come from up river], by which we are meant.",
        "The Guard [boarded|turned back] {few} boats of the {village} men who had gone out to [photograph|follow] the hoppers; one man, aged nineteen, [has not been found|was lost overboard].",
        "Captain {loamsby} of the Harbour Guard [told|admitted to] our Consul that he had [been ordered|a standing order] to keep the ground clear 'during works'.",
        "We [buy|import] some [eighty|two hundred] tonnes of these mussels a year. I recommend that the Ministry of Health [be told now|stop them at the frontier, quietly].",
        "The parish of {village} keeps [its own list|a copybook] of who is ill. It has {many} names. The youngest is [four|six].",
        "Gannets have [left|not nested on] the Stack at {village} for {few} years, which the older people [take for a sign|say happened once before, in the year of the mine].",
        "The Brenna laboratory that [mislaid|lost] the samples is [housed in|a tenant of] the Ministry of Waterways.",
        "I ate [none of the mussels I was offered|what was put before me at {village}, it being all they had], and write this [with a steady hand|two days after, so far well].",
    ),
    (
        "The doctor is [careful and believed|the kind of witness whom nobody can call a politician].",
        "There is a [cheap way|short way] to end this, which is to publish where each barge went. That it is not taken [says enough|tells us most of what we need].",
        "This will reach the newspapers. We should [decide beforehand|know] whether we wish to have been silent.",
    ),
)

LEDGERS = Topic(
    date(2002, 9, 2),
    date(2003, 3, 28),
    34,
    "PHUM, PINR, KJUS, OV",
    (
        "Harbour Ledgers in the Courier",
        "Harbour Ledgers: [The {weekday} Instalment|What They Show|No Denial Yet]",
        "The Accountant Oldeval",
        "Arrest of Maren Oldeval",
        "Search of the Courier's Offices",
        "Who Gave the Dredging Ledgers to the Press",
        "Crowds at the Harbour Office",
        "The State Papers Act [and the Press|Explained]",
    ),
    (
        "The Courier [has begun to print|on {weekday} printed] the Harbour Authority's private dredging ledgers: {many} pages, with dates, barges and sums, [in a clerk's clear hand|evidently from the accounts office].",
        "They show {tonnes} [charged|invoiced] to the deep channel and [carried nowhere|never lifted], and payments of {sum} to the Lantern Trust.",
        "Editor {teaselby} [will not|declines to] say how he came by them. He [told me|says] only that they came 'in a mussel sack, with a note asking for nothing'.",
        "The police searched the Courier [for nine hours|twice in one week] and took away {few} typewriters and the [subscription book|photographer's negatives]. They did not find the ledgers, which [were|are] by then in {few} other places.",
        "{halverstane} [named|has named] the accountant Maren {oldeval} to the Crown Solicitor. She has been with the Authority [seventeen|eighteen] years and [once asked him for delivery notes|kept the channel account from its first day].",
        "She was [taken from her desk|arrested at her desk] on {weekday} under the State Papers Act, which [was written for dockyard drawings|dates from the last war] and allows no defence that the public [had a right to know|gained by it].",
        "{official} [says|believes] that she acted alone; {mossavane} [prefers|professes] to believe that she acted for us. [I need hardly say that she did not|There is nothing in it].",
        "The Act gives seven years for each paper communicated. The Crown Solicitor [counts|is said to count] {many} papers.",
        "[Some two thousand|A crowd of perhaps three thousand] people stood outside the Harbour Office on {weekday} evening, [saying nothing|holding mussel shells]. It is the [oddest|quietest] demonstration I have seen here.",
        "The Authority has [forbidden|cancelled leave and forbidden] its clerks to speak [to anyone of the press|of barges]. In the accounts office the filing rooms are now [locked by the Director himself|under guard].",
        "The Courier [sold out|was gone] by eight. Copies change hands at [the price of a dinner|{few} times the price], and the ferry men [read them aloud|rent them by the crossing].",
        "The word TANSY stands beside {many} entries. [Nobody at the Authority can say|The Director says that it is a kind of flower and does not say] what it is short for.",
        "Her landlady [says|told the police] that she [owned a bicycle and a slide rule|left her room swept and the rent in an envelope].",
        "The clerks' union [voted|has voted] a collection for her defence. {official} gave, [and asked that it not be written down|in coin].",
        "One page, for {month}, is [missing|blank]. The Courier says that she left it out since it [named the sick|had a child's name in it].",
    ),
    (
        "No figure in the ledgers has been [denied|challenged]. Only the [hand that carried them|carrying of them] is called a crime.",
        "We should [say nothing in public|keep out of it publicly]; any word of ours would [hang her|be used at her trial].",
        "She [took nothing for it|asked for nothing]. That is what {mossavane} cannot [understand|forgive].",
    ),
)

TRIAL = Topic(
    date(2003, 1, 13),
    date(2004, 7, 30),
    32,
    "KJUS, PHUM, PGOV, OV",
    (
        "The Oldeval Trial Opens",
        "The Oldeval Case: [Questions of Jurisdiction|The Director Testifies|A Stenographer Falls Ill]",
        "The Oldeval Case: {few} Witnesses",
        "Closed Sessions in the Oldeval Case",
        "Magistrate Ashlarane [Writes Again|and Her Ministry]",
        "Sentence in the Oldeval Case",
        "The Bureau of State Papers and Its Files",
        "What the Court Did Not Hear",
    ),
    (
        "Magistrate {ashlarane} [heard|has heard] {few} witnesses in closed session. Our observer was [put out with the press|admitted on the first day only].",
        "The defence [asked|moved] that the ledgers be compared with the Authority's bank statements; the motion was [refused|refused without reasons] on {weekday}.",
        "Director {halverstane} [testified|told the court] that the papers were 'of a strategic nature'. Asked which, he [named|pointed to] an invoice for [rope|lamp oil].",
        "Counsel [put it|argued] that a document which proves a theft cannot be a state paper. {ashlarane} [said|remarked] that this was [a question for Parliament|an argument for another century].",
        "Dr. {rushenfeld} was [not allowed to speak of her patients|heard for ten minutes]; the clerk recorded ['not relevant'|'witness excused'].",
        "The accused [spoke once|made one statement]: that she had added up the same column for three years and [wished somebody else to see the total|found that nobody wanted the sum].",
        "The Bureau of State Papers [laid|has laid] before the court a personal file on her which [gives her a brother in Tarsk whom she does not have|is wrong in at least four particulars].",
        "The hearing was [put off|adjourned] to {month}, [the stenographer having fallen ill|for want of a stenographer].",
        "{paper} [prints|has printed] each evening a blank column under the heading 'What the court heard today'.",
        "Captain {loamsby} [was called|appeared] for the defence and [recited the missing page of his log from memory|asked whether he was under oath to the court or to the State].",
        "The indictment was [read|put] in a room with {few} chairs. It [lists|has] {many} counts, one for each paper, so that [every page is a crime by itself|a longer ledger would have been a worse one].",
        "A juror of an earlier case [writes|has written] to the Gazette that he [was paid in barges|would not sit again].",
        "The prosecutor [conceded|allowed] that no harm to the State had been [shown|found], and [argued|submitted] that the Act does not ask for any.",
    ),
    (
        "An acquittal would be an [inquiry|accusation]. There will [therefore|accordingly] be no acquittal.",
        "Her lawyers [expect|look for] a sentence near the maximum and a [quiet|private] offer afterwards: silence, against her passport.",
        "{ashlarane} is [honest and alone|not the villain of this]. She has written {few} times to the Ministry of Justice and keeps copies.",
    ),
)

ASYLUM = Topic(
    date(2003, 2, 3),
    date(2004, 11, 19),
    24,
    "PREF, PREL, PHUM, OV, SW",
    (
        "Sarrow's Offer of Asylum to Oldeval",
        "Asylum for Oldeval: [The Offer Repeated|Brenna Is Silent|A Matter of Steamers]",
        "Premier Combewater and the Accountant",
        "Extradition Treaty Between Orlavia and Sarrow",
        "Safe Conduct for Maren Oldeval",
        "Corvane in Pellmar: [The Neighbour|Mr Brackenfold at Home]",
    ),
    (
        "Premier {combewater} [repeated|said again] on {weekday} that the islands would [take in|receive] Maren {oldeval} 'and whoever she eats supper with'.",
        "The offer was first made in February 2003, [in a speech about lighthouses|at a harbour supper]. Brenna [took it for a joke|did not answer].",
        "Orlavia [recalled|has recalled] its Resident from Pellmar and [hinted|let it be known] that the mail steamer might [call less often|not sail].",
        "The extradition treaty of 1934 [excepts|makes an exception for] offences 'of a political complexion'. The Attorney here [reads|construes] that as covering [papers but not money|whatever the Premier wishes].",
        "{brackenfold} lives [on the hill above Pellmar|within sight of the Premier's garden], and the Lantern Trust pays [a fifth|nearly a quarter] of the islands' revenue. [The Premier knows both facts|This gives the offer a certain salt].",
        "I asked [what|whether] Sarrow would do if the Trust [objected|left]. {combewater} said that [a bank can be rowed away in an afternoon|an island that sells its door has no inside].",
        "The Consul [has been asked|was asked] whether she might cross by a Tarsk barge. I have [instructed him to have no opinion|no instructions on this and request them].",
        "The delegate of the Relief Society [saw|was allowed to see] her for {few} minutes. She is [thin and in good order|well] and asked for [a slide rule|squared paper].",
        "The school at Pellmar has [written|sent] {many} letters to her. They are [held by the censor at Brenna|counted as communications with a foreign power].",
        "The Premier's offer is [a room over the customs house|the keeper's cottage below Orrin Head] and the post of [examiner of the island accounts|inspector of weights], [which is vacant|unfilled since the last one resigned].",
        "Orlavia's note [runs to|has] {few} pages and [does not use her name|calls her 'the said clerk' throughout].",
    ),
    (
        "{combewater} [means it|is in earnest]. He is also [up for election|two votes short in the Assembly].",
        "Neither government [wants|would welcome] a safe conduct; each would [like|prefer] the other to refuse it.",
        "If she reaches Pellmar she [will be|becomes] the neighbour of the man whose accounts she published.",
    ),
)

ARMS = Topic(
    date(1997, 6, 9),
    date(2002, 8, 30),
    22,
    "MARR, PTER, EWWT, TK",
    (
        "Cargo of the Petrel Dawn",
        "Petrel Dawn: [The Lighthouse Book|Pump Parts|A Missing Page]",
        "Arms Through the Free Zone at Halmere",
        "Stores for the Frontier Battalion",
        "What Was Found at Lower Veszany",
    ),
    (
        "The Petrel Dawn [cleared|left] Halmere on {weekday} with {many} cases [entered as pump parts|described as lighthouse stores]. A lighter master who [handled|lifted] them says that pumps do not [rattle so|need to be kept from salt].",
        "The Free Zone keeps [no register|a register that begins every page anew]; cargoes change [papers|owners] there between two tides.",
        "{official} [believes|is certain] that the cases went up the north arm of the Anvel to the Frontier Battalion, which has [not been paid|been unpaid] since {month}.",
        "Our customs house at Lower Veszany [stopped|opened] {few} crates with the same stencil and found [rifle bolts packed in grain|detonators under a layer of candles].",
        "I [raised|have raised] it with {mossavane}, who [expressed surprise|promised an inquiry] and [talked about herring|inquired after my roses].",
        "The ship's owner of record is [a post box in Pellmar|the widow of a pilot, who has never seen her].",
        "The Guard's log for that night has [a page missing|a gap of five hours]. Captain {loamsby} [remembers fog|says there was fog]; the lighthouse book says a clear night and a falling glass.",
        "A seaman of the Petrel Dawn, [drunk|sober for once], [told|swore to] a shipping agent that they [sail light and come back heavy|were paid double to forget the north arm].",
        "The insurers at Brenna [cover|have covered] the cargo as [pumps|lighthouse stores] for {sum}, which would [drain|light] the whole estuary.",
    ),
    (
        "We [have|hold] enough for a protest and [not enough|too little] for an accusation.",
        "The Battalion is the Minister's [insurance|answer to the next election]. I would not [press|touch] this without the General Staff's view.",
    ),
)

ELECTION = Topic(
    date(2000, 8, 1),
    date(2001, 12, 14),
    14,
    "PGOV, PINR, OV",
    (
        "The Brenna Elections: [First Impressions|The Estuary Count|Posters and Lamps]",
        "Minister Mossavane's Prospects",
        "Soundings Before the Vote",
        "{mossavane} at {village}",
    ),
    (
        "{mossavane} [drew|had] {many} hundred to the market hall at {village}, where he promised [a lamp on every quay|two trains a day]. [The applause was dutiful|They liked the lamps].",
        "The Tideland party [leads|is ahead] in the estuary, where [nobody|no fisherman] will [forgive|forget] the closing of {shoal}.",
        "Money is [plentiful|plainly not short]. Posters are printed in Pellmar, and {official} [puts|estimates] the outlay at {sum}.",
        "{paper} was [offered|promised] the harbour's advertising for a year, and [took|declined] it.",
        "Polling in the delta was [orderly|quiet], save at {village}, where the box [arrived late and heavy|was carried to the count by way of the Guard house].",
        "I expect [a majority of a handful|no majority], and {mossavane} at Waterways for another term, since [whoever governs needs the harbour|that is where the money is].",
        "The Courier [printed|prints] the candidates' houses and what they cost, [without comment|in order of size].",
        "A ballot at {village} bore, [instead of a cross|in place of a name], a drawing of a [hopper barge|mussel].",
    ),
    (
        "The estuary votes with its nets. It [will remember|is counting].",
        "Nothing in this result [helps|hurts] us except its narrowness.",
    ),
)

LIGHTS = Topic(
    date(1996, 4, 1),
    date(2003, 10, 31),
    12,
    "EWWT, PBTS, OV, SW",
    (
        "The Light on Orrin Head",
        "The Light on Orrin Head: [Dark Again|Who Pays for Oil]",
        "Buoys and Soundings in the Lee Channel",
        "The Lighthouse Dispute",
        "Stranding of the {ship}",
    ),
    (
        "The light on Orrin Head was [dark|out] for {few} nights in {month}. Sarrow and Orlavia each [say|maintain] that the other [is to supply|should pay for] the oil.",
        "The keeper, who has [seen four governments|served forty years], [lights|has been lighting] a bonfire [at his own expense|and sends us the bill].",
        "Our pilots [ask|have asked] that the Lee Channel buoys be moved {few} cables east, the bar having [shifted|grown] since spoil was laid on {shoal}.",
        "A joint commission will [meet aboard|sit on] a lightship so as to be in nobody's [waters|territory]; [the cook is to be a Tarsk subject|it is asked to bring its own chairs].",
        "The {ship} [touched|struck] on the bar on {weekday} and came off with the tide. No lives were lost. [Her master blames the chart|The chart she carried was the Authority's newest].",
        "The {month} chart shows {few} fathoms where the lead finds [two|less]. It is [signed|initialled] by an engineer who [has been sent|was posted] to keep a light.",
        "At {village} they [burn|have burned] their own lamp since {month}, [in breach of three ordinances|and a boy tends it].",
    ),
    (
        "It is a small matter that has [outlived three ministers|wrecked two ships].",
        "The [dispute|quarrel] could be settled for the price of the telegrams it has caused.",
    ),
)

TOPICS = (TRANSIT, DREDGING, SPOIL, LEDGERS, TRIAL, ASYLUM, ARMS, ELECTION, LIGHTS)

# What belongs to no thread and makes a despatch a person's.
ASIDES = (
    "{paper} [reports|says] fog until {weekday}. The bag [will go by|goes by] rail.",
    "[I apologise for|Please excuse] the length of this message; the cipher clerk [already has|has said more].",
    "The harbour band played under our windows on {weekday}. I [am told|understand] that it was [an honour|a hint].",
    "Captain {loamsby} [sends|asked me to pass on] his compliments and {few} [lobsters|flares], for which I have signed.",
    "My telephone has [an echo|a second breath in it] since {month}. I have [begun to speak more slowly, out of courtesy|stopped using it].",
    "The roof of the [chancery|consulate] [leaks|leaks again]; {sum} was [refused|asked] for it in {month}.",
    "A [pilot|ferryman] who has [never asked me for anything|known three of my predecessors] [crossed the street to shake my hand|did not know me today].",
    "I [shall be|am] at {village} until {weekday}, where there is [one telephone|no telephone].",
    "Postage on this despatch was [paid in Orlavian stamps|refused twice]; [the stamp shows a dredger|the clerk is new].",
    "Request [instructions|a ruling] before {weekday}, when [the tide|the committee] turns.",
)
