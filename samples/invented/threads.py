"""What the Harbour Authority's mail says: conversations, each written once and told twice with other words (grammar.py)."""

# ruff: noqa: E501 (a sentence is easier to write and read unbroken)

from __future__ import annotations

from dataclasses import dataclass

from invented.world import BRACK, HALVE, LOAMS, MOSSA, OLDEV, RUSHE, TEASE, Person


@dataclass(frozen=True, slots=True)
class Thread:
    """Who writes to whom about what; `lines` alternate between the two, a copy goes to `copy` if there is one."""

    subject: str
    first: Person
    second: Person
    lines: tuple[str, ...]
    copy: Person | None = None
    attachment: str = ""


THREADS = (
    Thread(
        "Delivery notes, deep channel, {month}",
        OLDEV,
        HALVE,
        (
            "I cannot post the {month} invoices of Corvane Marine. There are [no delivery notes|notes for {few} days of thirty]. The sum is {sum}. Could the contractor [send them|be asked for them]?",
            "Please post them. The contractor's notes are [confidential between the parties|held at Pellmar]. Use the [same account|channel account] as last month.",
            "I have posted them under protest, and [said so|written so] in the margin. The margin is part of the ledger.",
            "Ledgers do not have opinions, Miss Oldeval. [Kindly rub it out|Correct the page and initial it].",
            "I have not rubbed it out. I have [added the total|carried the total forward].",
        ),
        attachment="csv",
    ),
    Thread(
        "TANSY",
        BRACK,
        HALVE,
        (
            "Received with thanks, {few} days early. Same word on the next order, please; the Trust [files by it|knows it].",
            "It will be the last {weekday} of the month as before. The girl in accounts [asks for paper|is asking for notes again].",
            "Then send her paper. [I have a stack of it here|We can print what she likes]. What does a barge-load look like?",
            "About {tonnes} on a good day. [Do not make every day good|Vary it].",
        ),
        attachment="pdf",
    ),
    Thread(
        "Barges off station",
        LOAMS,
        HALVE,
        (
            "My cutter met the hopper from the Lady Orrin on {shoal} at [two|three|four] in the morning, without lights. Her master showed [your pass|a pass with your stamp]. I ask for [written orders|an order I can enter in the log].",
            "You have your orders. The ground is closed [for works|during works]. Keep [the fishermen off it|it clear] and do not enter what concerns the contractor.",
            "I have entered it. I am [obliged to|sworn to]. If the entry is wrong, [another hand may strike it|let the office strike it].",
        ),
        copy=MOSSA,
    ),
    Thread(
        "Samples from {village}",
        RUSHE,
        MOSSA,
        (
            "I send again the figures for {village}: {metal} in the mussels, and {many} households with [tremor|numb hands]. My first letter was of {month}. [May I have an answer|I should be glad of any answer].",
            "The Minister thanks you for your interest. The shellfish are wholesome. [Samples taken by private persons have no standing|Your samples were mislaid in the post].",
            "I enclose the samples a third time, [by registered post|carried by a fisherman], and a list of those who have died. There are {few} names. [One of them was six|I knew all of them].",
        ),
        attachment="txt",
    ),
    Thread(
        "Advertising for the coming year",
        HALVE,
        TEASE,
        (
            "The Authority would [like|be willing] to take the back page for the year. We should expect [a friendly eye|some understanding] on the channel.",
            "Thank you. The back page is [let to a maker of pianos|not for sale at that price]. Our eye is as it was.",
        ),
    ),
    Thread(
        "Soundings",
        HALVE,
        MOSSA,
        (
            "The survey office has sounded the deep channel without being asked and finds [{few} feet less|less water] than the chart. I have [the sheets here|told them to bring me the sheets].",
            "Keep the sheets. [Charts cost money|A new chart before the vote would be a mistake]. Who was the engineer?",
            "He has been offered the [lighthouse on Orrin Head|lighthouse service]. He [took it badly|asked whether it had soundings].",
        ),
        attachment="csv",
    ),
    Thread(
        "Supper on {weekday}",
        OLDEV,
        RUSHE,
        (
            "Come to supper. I have the [last quarter|whole year] in my head and would rather [say it aloud once|talk of anything else]. There will be soup and no mussels.",
            "I will bring bread. [Talk of it or not, as you like|Say it aloud; I am used to bad news]. My brother can row us over.",
            "Good. [It is {sum}, by the way|The column does not come out, and I have stopped thinking it is me].",
        ),
    ),
    Thread(
        "Pilot's lead",
        LOAMS,
        RUSHE,
        (
            "You asked where they lie down to empty. I may not say. I may say that {few} nights out of seven I would not let my own boat anchor on {shoal}, and that I steer [by the smell|around it].",
            "Thank you for not saying. I have put a [pin|cross] in the chart at {shoal}. It is not the first. Are you [well|sleeping]?",
            "I keep two logs now, one of them [at my sister's|in a biscuit tin]. If you ever need the page for {month}, ask for [biscuits|the tin].",
        ),
    ),
    Thread(
        "Account 7",
        HALVE,
        BRACK,
        (
            "The auditors come on {weekday}, for the first time in {few} years. They will want to know who holds account 7. Who holds account 7?",
            "The Trust holds it for [the holder|a gentleman who prefers rivers to paper]. Give them [lunch|the model of the dredger].",
            "They ate the lunch and asked again. The younger one [writes everything down|has been to sea].",
            "Then he will like the lighthouse service. I hear that they are [short of men|collecting engineers].",
        ),
        copy=MOSSA,
    ),
    Thread(
        "Your column",
        TEASE,
        RUSHE,
        (
            "We should like to print your list of the sick, without names, beside the tide tables. [Our lawyer has gone grey|The printer has offered to set it unpaid].",
            "Print the villages and the numbers. {village} has {many}. The names stay here until [somebody with a seal asks for them|there is a court that will hear them].",
            "It goes in on {weekday}, between the tides and the pianos. [Nobody reads as closely as a man looking for low water|I have told the ministry, so that they can deny it in the same edition].",
        ),
        attachment="txt",
    ),
    Thread(
        "Cancelled leave",
        HALVE,
        OLDEV,
        (
            "Leave in the accounts office is cancelled until {month}. The filing rooms will be locked [at four|from today], and the keys kept [by me|in my desk].",
            "I have not taken leave in {few} years. The channel ledger is [in my handwriting and in my head|on the third shelf]; which of the two do you wish to lock?",
            "That remark will go in your file, Miss Oldeval.",
            "Then [I should like a copy|please number the page].",
        ),
    ),
    Thread(
        "Licensed ground",
        MOSSA,
        HALVE,
        (
            "The fishery people have sailed out to the licensed ground and found [clean sand|nothing but cod]. They ask why it is clean. Draft me an answer of [one paragraph|no more than five lines].",
            "Draft: the ground is swept by strong currents, which [are a natural phenomenon|have been notified]. I attach the tonnage, rounded.",
            "The currents are good. Take out the tonnage; [it invites division|somebody will divide it by the barges].",
        ),
        attachment="csv",
    ),
    Thread(
        "Lamp oil",
        OLDEV,
        LOAMS,
        (
            "A small thing: the Guard's bill for lamp oil, {sum} by a slip of the pen for {few} hundred, has waited since {month}. Corvane's was paid the same afternoon. I [have walked yours through by hand|will stand at the cashier until it is paid].",
            "The men thank you. They had begun to [patrol by moonlight|borrow from the church]. If there is ever anything that the Guard can carry for the accounts office, it has [boats|a boat and does not read labels].",
            "Not at present. [But I am glad to know about the boats|Ask me again in September].",
        ),
    ),
)
