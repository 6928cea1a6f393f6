"""Numbers as a spreadsheet shows them: format codes of Office Open XML (ISO/IEC 29500-1 §18.8.30, §18.8.31), which the
older files of Excel use as well.

What a page would show stands in the text; where that hides more than one part in 100,000 of a number, the number stands
behind it: `33% [0.3333]`. Dates are no business of this module: they are written the same way everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from fractions import Fraction
from functools import lru_cache
from itertools import takewhile
from math import inf, nextafter

BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??",
    37: "#,##0_);(#,##0)", 38: "#,##0_);(#,##0)", 39: "#,##0.00_);(#,##0.00)", 40: "#,##0.00_);(#,##0.00)",
    **dict.fromkeys((5, 6, 41, 42), "#,##0_);(#,##0)"), **dict.fromkeys((7, 8, 43, 44), "#,##0.00_);(#,##0.00)"),
    48: "##0.0E+0",
}  # fmt: skip
"""Codes that files name by number alone; the sign of money among them is that of the reader's country, and left out."""

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|_.|\*.|\[\$(?P<money>[^\]\-]*)[^\]]*\]|\[(?P<test>[<>=]{1,2})(?P<bound>-?[\d.]+)\]'
    r"|\[[^\]]*\]|(?P<general>General)|(?P<exponent>E[+-])|(?P<one>.)",
    re.DOTALL | re.IGNORECASE,
)
_PIECE = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|.', re.DOTALL)
_TESTS: dict[str, Callable[[float, float], bool]] = {
    "<": lambda value, bound: value < bound, "<=": lambda value, bound: value <= bound,
    ">": lambda value, bound: value > bound, ">=": lambda value, bound: value >= bound,
    "=": lambda value, bound: value == bound, "<>": lambda value, bound: value != bound,
}  # fmt: skip
_DATES = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
_LONGEST, _MOST_DECIMALS = 255, 30
_IN_A_ROW = re.compile(r"[x%]*(?P<whole>[#?]*,?[#?]*0*|#,##0)(?:\.(?P<decimals>0*[#?]*))?[x%]*")
_HIDDEN = 1e-5
_Tokens = tuple[tuple[str, str], ...]
_EXACT = 1e15


@dataclass(frozen=True, slots=True)
class _Row:
    """Digits in one row: the fewest before the point, how many behind it, and of these how many only where told."""

    before: str
    behind: str
    least: int
    decimals: int
    optional: int
    is_parted: bool
    factor: float

    def shown(self, value: float) -> tuple[str, float]:
        """(a number that is not negative as it is shown, the number that one would read there)."""
        # The next float: halves are rounded up, and most of them lie a little below what they stand for.
        text = f"{nextafter(value * self.factor, inf):{',' if self.is_parted else ''}.{self.decimals}f}"
        kept = float(text.replace(",", "")) / self.factor
        if self.optional:
            bare = text.rstrip("0")
            text = text[: max(len(bare), len(text) - self.optional)].rstrip(".")
        if not self.least and text.startswith("0"):
            text = text[1:]
        elif self.least > 1:
            text = "0" * (self.least - len(text.partition(".")[0])) + text
        return self.before + text + self.behind, kept


@dataclass(frozen=True, slots=True)
class _Section:
    """One of up to four parts of a code: what it is for, and its letters: `0 # ? . , % / E`, others are literal."""

    test: Callable[[float], bool] | None
    tokens: _Tokens
    row: _Row | None


@lru_cache(maxsize=4_096)
def shown_number(value: float, code: str) -> str:
    """A number by a format code; the bare number where the code is General, unknown or damaged."""
    plain = general(value)
    if not code or code.lower() == "general" or len(code) > _LONGEST:
        return plain
    try:
        shown, kept = _by(value, _sections(code))
    except (ValueError, ArithmeticError, InvalidOperation):
        return plain
    if shown.strip() in ("", plain):
        return plain
    hides = abs(kept - value) > abs(value) * _HIDDEN
    return f"{shown.strip()} [{plain}]" if hides else shown.strip()


def general(value: float) -> str:
    """A number without a format: 15 digits, which is what a spreadsheet calculates with."""
    if value.is_integer() and abs(value) < _EXACT:
        return str(int(value))
    return f"{value:.15G}" if abs(value) >= _EXACT else f"{value:.15g}"


def shows_date(number: int, code: str) -> bool:
    """Whether a format, which has a number and perhaps a code, shows a date or a time."""
    if not code:
        return number in _DATES
    bare = re.sub(r'"[^"]*"|\\.|\[[^\]]*\]', "", code).lower()
    return "general" not in bare and bool(re.search(r"[dy]|m{2,}|h", bare))


@lru_cache(maxsize=512)
def _sections(code: str) -> tuple[_Section, ...]:
    parts = [""]
    for piece in _PIECE.findall(code):
        if piece == ";":
            parts.append("")
        else:
            parts[-1] += piece
    return tuple(map(_section, parts[:4]))


def _section(text: str) -> _Section:
    test, tokens = None, []
    for match in _TOKEN.finditer(text):
        literal = match["quoted"] or match["escaped"] or match["money"]
        if literal:
            tokens.append(("", literal))
        elif match["test"] in _TESTS:
            test = _compared(_TESTS[match["test"]], float(match["bound"]))
        elif match["general"] or match["exponent"]:
            tokens.append(("G" if match["general"] else "E", match[0]))
        elif match["one"]:
            tokens.append((match["one"] if match["one"] in "0#?.,%/@" else "", match["one"]))
    return _Section(test, tuple(tokens), _row(tuple(tokens)))


def _compared(test: Callable[[float, float], bool], bound: float) -> Callable[[float], bool]:
    return lambda value: test(value, bound)


def _by(value: float, sections: tuple[_Section, ...]) -> tuple[str, float]:
    """(what is shown, the number that one would read there)."""
    tested = [each for each in sections if each.test]
    if tested:
        chosen = next((each for each in sections if each.test is None or each.test(value)), sections[-1])
        return _shown(value, chosen, is_signed=True)
    numbers = sections[:3]
    if value == 0 and len(numbers) > 2:
        return _shown(value, numbers[2], is_signed=False)
    if value < 0 and len(numbers) > 1:
        shown, kept = _shown(-value, numbers[1], is_signed=False)
        return shown, -kept
    return _shown(value, numbers[0], is_signed=True)


def _shown(value: float, section: _Section, *, is_signed: bool) -> tuple[str, float]:
    sign = "-" if is_signed and value < 0 else ""
    if section.row and abs(value) < _EXACT:
        shown, kept = section.row.shown(abs(value))
        return sign + shown, -kept if value < 0 else kept
    kinds = [kind for kind, _ in section.tokens]
    if "G" in kinds:
        text = "".join(general(abs(value)) if kind == "G" else letters for kind, letters in section.tokens)
        return sign + text, value
    if not any(kind in "0#?" for kind in kinds if kind):
        # Words in place of a number, or nothing at all.
        return "".join(letters for kind, letters in section.tokens if kind != "@"), inf if value else 0
    if "/" in kinds:
        shown, kept = _fraction(abs(value), section.tokens)
    elif "E" in kinds:
        shown, kept = _scientific(abs(value), section.tokens)
    else:
        shown, kept = _plain(abs(value), section.tokens)
    return sign + shown, -kept if value < 0 else kept


def _row(tokens: _Tokens) -> _Row | None:
    """What most codes are: digits in one row, with words before and behind."""
    kinds = "".join(kind or "x" for kind, _ in tokens)
    match = _IN_A_ROW.fullmatch(kinds)
    if match is None or not any(kind in "0#?" for kind in kinds):
        return None
    letters = ["" if kind and kind in "0#?.," else letters for kind, letters in tokens]
    whole, decimals = match["whole"], match["decimals"] or ""
    return _Row(
        before="".join(letters[: match.start("whole")]),
        behind="".join(letters[match.end("whole") :]),
        least=whole.count("0"),
        decimals=len(decimals),
        optional=len(decimals) - len(decimals.rstrip("#?")),
        is_parted="," in whole,
        factor=100.0 ** kinds.count("%"),
    )


def _plain(value: float, tokens: _Tokens) -> tuple[str, float]:
    kinds = [kind for kind, _ in tokens]
    dot = kinds.index(".") if "." in kinds else len(kinds)
    places = [at for at, kind in enumerate(kinds) if kind and kind in "0#?"]
    whole = [at for at in places if at < dot]
    decimals = [at for at in places if at > dot]
    last = max(whole, default=-1)
    # A comma behind the last digit divides by a thousand, one between digits parts them in threes.
    thousands = sum(kind == "," and (last < at < dot or at > places[-1]) for at, kind in enumerate(kinds))
    is_parted = any(kind == "," and at < last for at, kind in enumerate(kinds))
    factor = Decimal(100) ** kinds.count("%") / Decimal(1000) ** thousands
    number = Decimal(repr(value)) * factor
    rounded = number.quantize(Decimal(1).scaleb(-min(len(decimals), _MOST_DECIMALS)), ROUND_HALF_UP)
    front, _, back = f"{rounded:f}".partition(".")
    front = front.lstrip("0").rjust(sum(kinds[at] == "0" for at in whole), "0")
    while back and kinds[decimals[len(back) - 1]] != "0" and back.endswith("0"):
        back = back[:-1]
    return _placed(tokens, whole, decimals, front, back, is_parted=is_parted), float(rounded / factor)


def _placed(tokens: _Tokens, whole: list[int], decimals: list[int], front: str, back: str, *, is_parted: bool) -> str:
    """Digits in their places; those for which there is no place stand before the first."""
    digits: dict[int, str] = {}
    for distance, at in enumerate(reversed(whole)):
        end = len(front) - distance
        digit = front[: max(end, 0)] if at == whole[0] else front[max(end - 1, 0) : max(end, 0)]
        digits[at] = _parted(digit, distance) if is_parted else digit
    digits |= dict(zip(decimals, back, strict=False))
    out = []
    for at, (kind, letters) in enumerate(tokens):
        if kind in ("", "%"):
            out.append(letters)
        elif kind == "." and (back or any(tokens[each][0] == "0" for each in decimals)):
            out.append(".")
        else:
            out.append(digits.get(at, ""))
    return "".join(out)


def _parted(digits: str, distance: int) -> str:
    """Digits with a comma behind each that has a number of digits behind it that divides by three."""
    out = []
    for number, digit in enumerate(digits):
        behind = distance + len(digits) - 1 - number
        out.append(f"{digit}," if behind and behind % 3 == 0 else digit)
    return "".join(out)


def _scientific(value: float, tokens: _Tokens) -> tuple[str, float]:
    kinds = [kind for kind, _ in tokens]
    mark = kinds.index("E")
    dot = kinds.index(".") if "." in kinds[:mark] else mark
    decimals = min(sum(kind in ("0", "#", "?") for kind in kinds[dot:mark]), _MOST_DECIMALS)
    width = sum(kind in ("0", "#", "?") for kind in kinds[mark:])
    head, _, power = f"{value:.{decimals}E}".partition("E")
    sign = "-" if power.startswith("-") else "+" if tokens[mark][1].endswith("+") else ""
    return f"{head}E{sign}{str(abs(int(power))).rjust(width, '0')}", float(f"{head}E{power}")


def _fraction(value: float, tokens: _Tokens) -> tuple[str, float]:
    letters = "".join(letters for _, letters in tokens)
    above, _, below = letters.partition("/")
    fixed = re.match(r"\s*([1-9]\d*)", below)
    size = len("".join(takewhile(lambda one: one.isspace() or one in "?#0", below)).strip() or "?")
    whole = int(value) if len(above.split()) > 1 else 0
    if fixed:
        part = Fraction(round((value - whole) * int(fixed[1])), int(fixed[1]))
        told = f"{round((value - whole) * int(fixed[1]))}/{fixed[1]}"
    else:
        part = Fraction(value - whole).limit_denominator(10 ** min(size, 5) - 1)
        told = f"{part.numerator}/{part.denominator}"
    if part == 0 or (part == 1 and whole):
        return str(whole + int(part)), whole + float(part)
    return f"{whole} {told}" if whole else told, whole + float(part)
