"""How text becomes words, the same for documents and queries: letters and digits, lower case, without accents.

Spec: specs/query-language.md, "Words". Scripts written without spaces (Chinese, Japanese, Thai and the like) are
cut into single characters, so that any run of them can be found as a phrase.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

import tantivy

from amparo.search.han import LEADS as HAN_LEADS
from amparo.search.han import simplified
from amparo.search.letters import PARTS, TONES, composed, composed_knowing, foreign, has_one_of, is_touched, settled

NAME = "folded"
LONGEST_WORD = 200

UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
    f"{chr(TONES)}-{chr(TONES + 0x3F)}"
)
"""Characters of scripts written without spaces, as a class of an expression has them."""
_UNSPACED = re.compile(f"([{UNSPACED}])")
_UNSPACED_LEADS = bytes((0xE0, 0xE1, *range(0xE3, 0xEA), 0xEF, 0xF0))
"""The first bytes that a character of these scripts may have in UTF-8."""
_OPEN = re.compile(f"{_UNSPACED.pattern}[?]*[*][*?]*{_UNSPACED.pattern}")
_GLOB_RUN = re.compile(rf"(?:[^\W_]|[*?{PARTS}]|{_UNSPACED.pattern})+")
_FOREIGN = re.compile(r"[^\x00-\x7f]")
_ASCII = bytes(range(128))
_FEW_SIGNS = 64
"""Different characters that are exchanged one after the other, which is faster than reading a text letter by letter."""
# Looks back only from a bracket: looking back from every letter took a third of the time of indexing.
_FOOTNOTE = re.compile(r"\[(?<=[^\s\[]\[)\d{1,3}\]")


def analyzer() -> tantivy.TextAnalyzer:
    """The analyzer of every text field."""
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    for step in (
        tantivy.Filter.remove_long(LONGEST_WORD),
        tantivy.Filter.lowercase(),
        tantivy.Filter.ascii_fold(),
    ):
        builder = builder.filter(step)
    return builder.build()


_ANALYZER = analyzer()


def prepare(text: str) -> str:
    """Text as the index takes it: scripts without spaces cut apart, marks of footnotes inside words left out."""
    if text.isascii():
        return _FOOTNOTE.sub("", text) if "[" in text else text
    beyond = foreign(text)
    whole = _FOOTNOTE.sub("", composed_knowing(text, beyond))
    if is_touched(beyond):
        whole = settled(whole)
    if has_one_of(HAN_LEADS, beyond):
        whole = simplified(whole)
    # Split and joined, which takes an eighth of the time of putting spaces around each.
    return " ".join(_UNSPACED.split(whole)) if has_one_of(_UNSPACED_LEADS, beyond) else whole


def composed_and_settled(text: str) -> str:
    """Text as words are cut from it, but for scripts without spaces."""
    return text if text.isascii() else simplified(settled(composed(text)))


def words(text: str) -> tuple[str, ...]:
    """The words of a stretch of text, in order."""
    return tuple(_ANALYZER.analyze(prepare(text)))


@lru_cache(maxsize=65_536)
def folded(word: str) -> tuple[str, ...]:
    """The words one printed word stands for; remembered, because snippets ask for the same ones again and again."""
    return words(word)


def is_unspaced(word: str) -> bool:
    """Whether a word is one character of a script written without spaces."""
    return len(word) == 1 and _UNSPACED.match(word) is not None


def globs(text: str) -> tuple[str, ...]:
    """The words of a text in which `*` and `?` are wildcards, these kept, everything else folded. In scripts without
    spaces each `?` is a word, as each character is, and a `*` says nothing.
    """
    runs = [match[0] for match in _GLOB_RUN.finditer(composed_and_settled(text))]
    return tuple(glob for run in runs for part in _glob_parts(run) if (glob := _folded_glob(part)))


def is_open_between(text: str) -> bool:
    """Whether a `*` stands between characters of a script without spaces, so that no words say how far they are."""
    return _OPEN.search(composed_and_settled(text)) is not None


def is_glob(word: str) -> bool:
    """Whether a word from `globs` has a wildcard in it."""
    return "*" in word or "?" in word


def _glob_parts(run: str) -> Iterator[str]:
    parts = _UNSPACED.split(run)
    for part in parts:
        if len(parts) > 1 and not part.strip("*?"):
            yield from "?" * part.count("?")
        else:
            yield part


def _folded_glob(run: str) -> str:
    return "".join(part if part in ("*", "?") else "".join(folded(part)) for part in re.split(r"([*?])", run))


def same_length_fold(text: str) -> str:
    """Text in lower case without accents, character for character, so that places in it are places in the original:
    as the analyzer folds each, where that is one.
    """
    if text.isascii():
        return text.lower()
    # Its small form would be two; and so is that of a few others, rare enough to go letter by letter.
    lower = text.replace("İ", "I").lower()
    if len(lower) != len(text):
        return "".join(map(_fold_one, text))
    signs = foreign_signs(lower.encode("utf-8", "surrogatepass"))
    if len(signs) > _FEW_SIGNS:
        return _FOREIGN.sub(lambda match: _fold_one(match[0]), lower)
    for sign in signs:
        lower = lower.replace(sign, _fold_one(sign))
    return lower


def foreign_signs(text: bytes) -> set[str]:
    """The different characters outside of ASCII of a text in UTF-8."""
    return set(text.translate(None, _ASCII).decode("utf-8", "surrogatepass"))


@lru_cache(maxsize=65_536)
def is_plain(sign: str) -> bool:
    """Whether a character is no part of a word and is itself in every form: a typographic quotation mark, a dash."""
    return unicodedata.category(sign)[0] in "PSZ" and unicodedata.normalize("NFKD", sign) == sign == sign.lower()


@lru_cache(maxsize=65_536)
def _fold_one(character: str) -> str:
    if character < "\x80":
        return character.lower()
    plain = composed_and_settled(character)
    letters = _ANALYZER.analyze(plain)
    if len(letters) == 1 and len(letters[0]) == 1:
        return str(letters[0])
    return plain.lower() if len(plain) == 1 == len(plain.lower()) else character
