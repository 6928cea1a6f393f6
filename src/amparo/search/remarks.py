"""What to say beside the hits of a query that was answered, but perhaps not as it was meant. Pure.

Spec: specs/query-language.md, "Errors".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from amparo.search.analysis import words
from amparo.search.other_ways import remark as small_operator
from amparo.search.query import parse
from amparo.search.tree import And, Fuzzy, Node, Not, Or, Phrase, Wildcard, Words

_QUESTION = re.compile(r"\w\?[\"”“»]?\s*\Z")
_IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}", re.ASCII)
_MISSPELT = re.compile(r"\w~\d?(?:\s|\Z)")


def remark(query: str) -> str:
    """Sentences, or "" for nothing. The query is one that was understood."""
    leaves = tuple(_leaves(parse(query)))
    said = (small_operator(query), _question(query, leaves), _misspelling(leaves), _signs(leaves), _account(leaves))
    return " ".join(filter(None, said))


def _question(query: str, leaves: tuple[Node, ...]) -> str:
    last = leaves[-1] if leaves else None
    text = last.pattern if isinstance(last, Wildcard) else last.text if isinstance(last, Phrase) else ""
    if not _QUESTION.search(query) or text.count("?") != 1 or "*" in text or not text.rstrip().endswith("?"):
        return ""
    return "The ? at the end stands for one letter. Leave it out to find the word as it is written."


def _misspelling(leaves: tuple[Node, ...]) -> str:
    if any(isinstance(leaf, Phrase) and _MISSPELT.search(leaf.text) for leaf in leaves):
        return "In quotation marks ~ means nothing: those words were looked for as they are written."
    return ""


def _signs(leaves: tuple[Node, ...]) -> str:
    for leaf in leaves:
        if isinstance(leaf, Words | Phrase | Fuzzy):
            sign = next((sign for sign in leaf.text if _is_symbol(sign)), "")
            if sign:
                return f"{sign} is no letter or digit and was not looked for. An expression finds it: /{sign}/."
            if not words(leaf.text) and any(map(str.isalnum, leaf.text)):
                return "A word of 200 bytes or more was not looked for: the index has none."
    return ""


def _account(leaves: tuple[Node, ...]) -> str:
    """An IBAN is one word to the index, or several, as it is written in the document."""
    texts = [leaf.text for leaf in leaves if isinstance(leaf, Words | Phrase)]
    for text in texts:
        whole = "".join(text.split()).upper()
        if _is_iban(whole):
            grouped = " ".join(whole[at : at + 4] for at in range(0, len(whole), 4))
            if whole not in texts or grouped not in texts:
                return f'Documents have an IBAN with or without blanks. Both are found by {whole} OR "{grouped}".'
    return ""


def _is_iban(text: str) -> bool:
    """By its checksum (ISO 13616)."""
    turned = text[4:] + text[:4]
    return bool(_IBAN.fullmatch(text)) and int("".join(str(int(sign, 36)) for sign in turned)) % 97 == 1


def _is_symbol(sign: str) -> bool:
    return not sign.isascii() and (sign in "§¶" or unicodedata.category(sign)[0] == "S")


def _leaves(node: Node) -> Iterator[Node]:
    match node:
        case And(parts=parts) | Or(parts=parts):
            for part in parts:
                yield from _leaves(part)
        case Not(part=part):
            yield from _leaves(part)
        case _:
            yield node
