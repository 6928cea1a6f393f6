"""In which language a text is written, by its script and its commonest words. Pure.

Most scripts name their language. Where languages share one, each common word of a language speaks for it, the more the
commoner it is (Zipf), and each letter that a language does not have speaks against it. No answer is given when the text
is too short or the evidence does not decide; see `detect`. Spec: specs/records.md, "Language"; docs/adr/0160.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping
from math import log

from amparo.records.language_words import LETTERS, WORDS

SLICE = 350
"""Characters looked at, at the beginning, in the middle and at the end of a text."""
FEWEST_LETTERS = 24
"""A text with fewer letters than this is too short, in scripts of letters."""
FEWEST_SIGNS = 6
"""The same for Chinese, Japanese and Korean, whose signs say more each."""
FEWEST_WORDS = 3
"""Different common words of a language that must have been seen."""
FEWEST_COMMON = 0.1
"""Part of all words that must be common words of that language; a list of names has fewer."""
MARGIN = 2.0
"""How far the evidence must lead before the next language's."""

_FOREIGN_LETTER = 2.0
_OWN_LETTER = 1.0
_FLOOR = 0.0004
_COMMONEST = 0.06

_BLOCKS = (
    (0x0041, "latin"),
    (0x0370, "el"),
    (0x0400, "cyrillic"),
    (0x0530, "hy"),
    (0x0590, "hebrew"),
    (0x0600, "arabic"),
    (0x0700, ""),
    (0x0750, "arabic"),
    (0x0780, ""),
    (0x08A0, "arabic"),
    (0x0900, "devanagari"),
    (0x0980, "bn"),
    (0x0A00, "pa"),
    (0x0A80, "gu"),
    (0x0B00, "or"),
    (0x0B80, "ta"),
    (0x0C00, "te"),
    (0x0C80, "kn"),
    (0x0D00, "ml"),
    (0x0D80, "si"),
    (0x0E00, "th"),
    (0x0E80, "lo"),
    (0x0F00, "bo"),
    (0x1000, "my"),
    (0x10A0, "ka"),
    (0x1100, "ko"),
    (0x1200, "ethiopic"),
    (0x13A0, ""),
    (0x1780, "km"),
    (0x1800, ""),
    (0x1E00, "latin"),
    (0x1F00, "el"),
    (0x2000, ""),
    (0x3040, "kana"),
    (0x3100, ""),
    (0x3130, "ko"),
    (0x3190, ""),
    (0x3400, "han"),
    (0xA000, ""),
    (0xAC00, "ko"),
    (0xD7B0, ""),
    (0xF900, "han"),
    (0xFB00, ""),
    (0xFB50, "arabic"),
    (0xFE00, ""),
    (0x20000, "han"),
    (0x32000, ""),
)
"""Where a script begins (Unicode blocks); the languages that have one to themselves are named at once."""
_STARTS = [start for start, _ in _BLOCKS]
_WORD = re.compile("(?<![@./])[^\\s\x00-@\\[-`{-\xa9\xab-\xb4\xb6-\xb9\xbb-\xbf\u2000-\u206f\u3000-\u303f،؛؟۔।॥]+")
_ASCII = re.compile("[\x00-\x7f]+")
_NO_LETTERS = bytes(code for code in range(128) if not chr(code).isalpha())
_OF_SIGNS = {"han": "zh", "kana": "ja", "ko": "ko"}
_KANA = 0.05
_MOST_OF_A_TEXT = 0.6


def _weights(languages: Mapping[str, str]) -> dict[str, tuple[tuple[str, float], ...]]:
    """For each common word, how much it speaks for which languages."""
    by_word: dict[str, dict[str, float]] = {}
    for language, words in languages.items():
        for rank, word in enumerate(dict.fromkeys(words.split())):
            by_word.setdefault(word, {})[language] = log(_COMMONEST / (rank + 1.3) / _FLOOR)
    return {word: tuple(weights.items()) for word, weights in by_word.items()}


_VOCABULARY = {language: frozenset(words.split()) for spoken in WORDS.values() for language, words in spoken.items()}
_WEIGHTS = {script: _weights(languages) for script, languages in WORDS.items()}


def detect(text: str) -> str | None:
    """The ISO 639-1 code of the language most of a text is in, or None.

    None when the text has fewer than FEWEST_LETTERS letters, when no script has most of them, when fewer than
    FEWEST_WORDS different common words or FEWEST_COMMON of all words are the language's, or when another language is
    within MARGIN.
    """
    sample = unicodedata.normalize("NFC", _sample(text))
    beyond = Counter(_ASCII.sub("", sample))
    script, letters = _script(len(sample.encode("ascii", "ignore").translate(None, _NO_LETTERS)), beyond)
    if script in _OF_SIGNS:
        return _OF_SIGNS[script] if letters >= FEWEST_SIGNS else None
    if letters < FEWEST_LETTERS:
        return None
    return _by_words(sample.lower(), script, beyond) if script in WORDS else script or None


def primary(tag: str | None) -> str | None:
    """The language alone of a BCP 47 tag, in lower case: `en` of `en-US`."""
    return tag.strip().lower().replace("_", "-").partition("-")[0] or None if tag else None


def _sample(text: str) -> str:
    if len(text) <= 3 * SLICE:
        return text
    middle = (len(text) - SLICE) // 2
    return "\n".join((text[:SLICE], text[middle : middle + SLICE], text[-SLICE:]))


def _script(plain: int, beyond: Counter[str]) -> tuple[str, int]:
    """The script most letters are of, and how many those are; "" when none has most. `plain` counts the letters of
    ASCII, `beyond` the other characters.
    """
    counts = Counter(latin=plain)
    for character, count in beyond.items():
        if character.isalpha():
            counts[_BLOCKS[max(bisect_right(_STARTS, ord(character)) - 1, 0)][1]] += count
    if counts["kana"] > _KANA * counts["han"]:
        counts["kana"] += counts.pop("han", 0)
    script, letters = counts.most_common(1)[0]
    return (script, letters) if letters >= _MOST_OF_A_TEXT * counts.total() else ("", letters)


def _by_words(sample: str, script: str, beyond: Counter[str]) -> str | None:
    found, known = _WORD.findall(sample), _WEIGHTS[script]
    # Only common words are counted each: most others come once.
    tokens, scores = Counter(filter(known.__contains__, found)), dict.fromkeys(WORDS[script], 0.0)
    for word, count in tokens.items():
        strength = 1 + log(count)
        for language, weight in known[word]:
            scores[language] += weight * strength
    _judge_letters(beyond, scores)
    second, best = sorted(scores, key=scores.__getitem__)[-2:]
    common = [tokens[word] for word in _VOCABULARY[best] & tokens.keys()]
    enough = len(common) >= FEWEST_WORDS and sum(common) >= FEWEST_COMMON * len(found)
    return best if enough and scores[best] - scores[second] >= MARGIN else None


def _judge_letters(beyond: Counter[str], scores: dict[str, float]) -> None:
    for letter, count in beyond.items():
        if letter.isalpha():
            strength = 1 + log(count)
            for language in scores:
                if language in LETTERS:
                    own = letter.lower() in LETTERS[language]
                    scores[language] += strength * (_OWN_LETTER if own else -_FOREIGN_LETTER)
