"""Queries as somebody reads them who has the description of the language and no index: a tree of its own, written as a
query, and what it finds told by going through a document word by word (specs/query-language.md).
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import product

from hypothesis import strategies as st

from amparo.search.engine import Indexed

WORDS = ["ban", "bans", "Band", "bän", "treaty", "Vertrag", "straße", "strasse", "a", "b7", "Ćirić", "договор", "Ёлка"]
FIELDS = {"title": "title", "from": "sender", "place": "place", "tag": "tags"}
Test = Callable[[Indexed], bool]


@dataclass(frozen=True)
class Asked:
    """A query as it is written, and whether a document belongs to its answer."""

    written: str
    holds: Test


def plain(word: str) -> str:
    """Lower case, without accents (the words above need no more than that)."""
    bare = unicodedata.normalize("NFKD", word.lower().replace("ß", "ss"))
    return "".join(letter for letter in bare if not unicodedata.combining(letter))


def cut(text: str) -> list[str]:
    """The words of a text."""
    return re.findall(r"[^\W_]+", plain(text))


def places(document: Indexed, field: str | None) -> Iterator[list[str]]:
    """The words of each value that a search in a field, or without one, looks at."""
    named = {"title": (document.title,), "from": document.sender, "name": (document.name, document.path)}
    if field is None:
        yield cut("\f".join(document.pages))
        for value in (document.title, document.name, *document.sender, *document.recipients):
            yield cut(value)
        for values in document.fields.values():
            yield from map(cut, values)
    elif field == "text":
        yield cut("\f".join(document.pages))
    else:
        yield from map(cut, named.get(field, document.fields.get(FIELDS.get(field, field), ())))


def somewhere(field: str | None, found: Callable[[list[str]], bool]) -> Test:
    return lambda document: any(found(place) for place in places(document, field))


def follow(sequence: list[Callable[[str], bool]]) -> Callable[[list[str]], bool]:
    """Whether words that pass these tests stand next to each other in this order."""

    def found(place: list[str]) -> bool:
        starts = range(len(place) - len(sequence) + 1)
        return any(all(test(place[at + n]) for n, test in enumerate(sequence)) for at in starts)

    return found


def near(sequence: list[str], slop: int) -> Callable[[list[str]], bool]:
    """Whether the words stand at most so many places from where they would stand behind each other, each for itself."""

    def found(place: list[str]) -> bool:
        where = [[at for at, word in enumerate(place) if word == wanted] for wanted in sequence]
        for chosen in product(*where):
            apart = [at - number for number, at in enumerate(chosen)]
            if len(set(chosen)) == len(chosen) and max(apart) - min(apart) <= slop:
                return True
        return False

    return found


def edits(first: str, second: str) -> int:
    """Letters inserted, left out, exchanged, or swapped with the next, from one word to the other."""
    rows = [[0] * (len(second) + 1) for _ in range(len(first) + 1)]
    for i in range(len(first) + 1):
        for j in range(len(second) + 1):
            if not i or not j:
                rows[i][j] = i + j
                continue
            least = min(rows[i - 1][j], rows[i][j - 1]) + 1
            rows[i][j] = min(least, rows[i - 1][j - 1] + (first[i - 1] != second[j - 1]))
            if i > 1 and j > 1 and first[i - 1] == second[j - 2] and first[i - 2] == second[j - 1]:
                rows[i][j] = min(rows[i][j], rows[i - 2][j - 2] + 1)
    return rows[-1][-1]


def is_word(word: str) -> Callable[[str], bool]:
    return lambda other: other == plain(word)


def like_glob(glob: str) -> Callable[[str], bool]:
    parts = (".*" if sign == "*" else "." if sign == "?" else re.escape(sign) for sign in plain(glob))
    pattern = re.compile("".join(parts), re.DOTALL)
    return lambda word: pattern.fullmatch(word) is not None


def as_test(part: str) -> Callable[[str], bool]:
    return like_glob(part) if "*" in part or "?" in part else is_word(part)


one_word = st.sampled_from([*WORDS, "BAN", "ciric", "елка", "nowhere", "bandi", "tretay"])
globs = st.sampled_from(["ban*", "*rag", "b?n", "?an*", "*a*", "str*e", "t??aty", "до*р", "*", "b*n?"])
fields = st.sampled_from([None, None, None, "title", "text", "from", "place", "tag"])
expressions = st.sampled_from(["ban.?", "b[aä]nd?", "(tre|ver).*", "[a-z]{3,4}", r"\w\d", "ста.*", "stra(ss|ß)e"])


def in_field(field: str | None, written: str) -> str:
    return written if field is None else f"{field}:{written}"


@st.composite
def leaves(draw: st.DrawFn) -> Asked:
    kind = draw(st.sampled_from(["word", "word", "phrase", "near", "glob", "fuzzy", "regex", "run", "date", "number",
                                 "pages", "lang", "has", "undated", "type"]))  # fmt: skip
    field = draw(fields)
    match kind:
        case "word":
            word = draw(one_word)
            return Asked(in_field(field, word), somewhere(field, follow([is_word(word)])))
        case "phrase" | "run":
            parts = draw(st.lists(st.one_of(one_word, globs) if kind == "phrase" else one_word, min_size=2, max_size=3))
            test = somewhere(field, follow([as_test(part) for part in parts]))
            joined = " ".join(parts) if kind == "phrase" else draw(st.sampled_from("-.'/_")).join(parts)
            return Asked(in_field(field, f'"{joined}"' if kind == "phrase" else joined), test)
        case "near":
            return draw(nearby())
        case "glob":
            glob = draw(globs.filter(lambda glob: glob != "*" or field is not None))
            return Asked(in_field(field, glob), somewhere(field, follow([like_glob(glob)])))
        case "fuzzy":
            word, most = draw(one_word), draw(st.integers(1, 2))
            test = somewhere(field, follow([lambda other: edits(plain(word), other) <= most]))
            return Asked(in_field(field, f"{word}~{most}"), test)
        case "regex":
            pattern = draw(expressions)
            compiled = re.compile(plain(pattern))
            test = somewhere(field, follow([lambda other: compiled.fullmatch(other) is not None]))
            return Asked(in_field(field, f"/{pattern}/"), test)
        case _:
            return draw(wholes(kind))


@st.composite
def nearby(draw: st.DrawFn) -> Asked:
    """In the text any words; in a field two different ones, for which its values are read one behind the other."""
    field, slop = draw(fields) or "text", draw(st.integers(1, 6))
    most = 4 if field == "text" else 2
    sequence = draw(st.lists(one_word, min_size=2, max_size=most, unique_by=None if field == "text" else plain))
    found = near([plain(word) for word in sequence], slop)

    def holds(document: Indexed) -> bool:
        return found([word for place in places(document, field) for word in (*place, "\0")])

    return Asked(in_field(field, f'"{" ".join(sequence)}"~{slop}'), holds)


@st.composite
def wholes(draw: st.DrawFn, kind: str) -> Asked:
    """What is compared as a whole, as a date or as a number."""
    match kind:
        case "date":
            return draw(dates())
        case "number":
            low, high = sorted((draw(st.integers(0, 9)), draw(st.integers(0, 9))))
            forms = [("[%s TO %s]", 0, 0), ("{%s TO %s]", 1, 0), ("[%s TO %s}", 0, 1), ("%s..%s", 0, 0)]
            written, opened, closed = draw(st.sampled_from(forms))
            return Asked(
                f"killed:{written % (low, high)}",
                lambda d: (
                    any(_above(v, low, opened) for v in _counted(d))
                    and any(_below(v, high, closed) for v in _counted(d))
                ),
            )
        case "pages":
            sign, bound = draw(st.sampled_from(["", ">", ">=", "<", "<="])), draw(st.integers(0, 4))
            compare: dict[str, Test] = {"": lambda d: len(d.pages) == bound, ">": lambda d: len(d.pages) > bound,
                       ">=": lambda d: len(d.pages) >= bound, "<": lambda d: len(d.pages) < bound,
                       "<=": lambda d: len(d.pages) <= bound}  # fmt: skip
            return Asked(f"pages:{sign}{bound}", compare[sign])
        case "lang":
            language = draw(st.sampled_from(["en", "de", "ru", "*"]))
            return Asked(f"lang:{language}", lambda d: d.language is not None and language in ("*", d.language[:2]))
        case "has":
            name = draw(st.sampled_from(["place", "from", "tag", "date", "attachment"]))
            tests: dict[str, Test] = {"place": lambda d: bool(d.fields.get("place")), "from": lambda d: bool(d.sender),
                     "tag": lambda d: bool(d.fields.get("tags")), "date": lambda d: d.first_day is not None,
                     "attachment": lambda d: bool(d.fields.get("attachments"))}  # fmt: skip
            return Asked(f"has:{name}", tests[name])
        case "type":
            return Asked("type:pdf", lambda d: d.media_type == "application/pdf")
        case _:
            return Asked("date:*", lambda d: d.first_day is not None)


def _counted(document: Indexed) -> list[float]:
    return [float(value) for value in document.fields.get("killed", ())]


def _above(value: float, bound: int, is_open: int) -> bool:
    return value > bound if is_open else value >= bound


def _below(value: float, bound: int, is_open: int) -> bool:
    return value < bound if is_open else value <= bound


@st.composite
def dates(draw: st.DrawFn) -> Asked:
    year, month = draw(st.integers(1973, 1976)), draw(st.integers(1, 12))
    first, last = datetime.date(year, month, 1), _month_end(year, month)
    name = f"{year}-{month:02}"
    written, low, high = draw(
        st.sampled_from([
            (f"date:{year}", datetime.date(year, 1, 1), datetime.date(year, 12, 31)),
            (f"date:{name}", first, last),
            (f"date:>={name}", first, datetime.date.max),
            (f"date:>{name}", last + datetime.timedelta(1), datetime.date.max),
            (f"date:<={name}", datetime.date.min, last),
            (f"date:<{name}", datetime.date.min, first - datetime.timedelta(1)),
            (f"date:{name}..", first, datetime.date.max),
            (f"date:[{year} TO {name}]", datetime.date(year, 1, 1), last),
            (f"date:{{{name} TO *]", last + datetime.timedelta(1), datetime.date.max),
            (f"date:{first}", first, first),
        ])
    )  # fmt: skip

    def holds(document: Indexed) -> bool:
        begins, ends = document.first_day, document.last_day
        return begins is not None and ends is not None and begins <= high and ends >= low

    return Asked(written, holds)


def _month_end(year: int, month: int) -> datetime.date:
    return datetime.date(year + month // 12, month % 12 + 1, 1) - datetime.timedelta(1)


def both(parts: list[Asked], written: str) -> Asked:
    return Asked(written, lambda document: all(part.holds(document) for part in parts))


@st.composite
def wholly(draw: st.DrawFn, inner: st.SearchStrategy[Asked]) -> Asked:
    """Brackets around each part that could bind otherwise, so that the oracle need not know what binds closest."""
    parts = draw(st.lists(inner, min_size=2, max_size=3))
    kind = draw(st.sampled_from(["and", "or", "not", "minus"]))
    texts = [f"({part.written})" for part in parts]
    first, second = parts[0], parts[1]
    match kind:
        case "and":
            return both(parts, draw(st.sampled_from([" ", " AND ", " && "])).join(texts))
        case "or":
            written = draw(st.sampled_from([" OR ", " || "])).join(texts)
            return Asked(written, lambda document: any(part.holds(document) for part in parts))
        case "not":
            return Asked(f"NOT {texts[0]}", lambda document: not first.holds(document))
        case _:
            sign = draw(st.sampled_from(["-", "NOT ", "AND NOT ", "!"]))
            written = f"{texts[0]} {sign}{texts[1]}"
            return Asked(written, lambda document: first.holds(document) and not second.holds(document))


queries = st.recursive(leaves(), wholly, max_leaves=6)
