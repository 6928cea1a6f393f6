"""The published JSON Schema of a case file, and what its refusals mean in plain words. Spec: specs/case.md."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from amparo.docket.positions import Pointer
from amparo.docket.refusal import Refusal, shown

NAME = "case.schema.json"

_CITE_HINT = "Give it cites: with source, span and words of the sentence it rests on."
_MISSING = {
    "cites": ("This fact cites nothing.", _CITE_HINT),
    "span": ("This citation has no span.", "Give the first character and the one after the last: span: [120, 164]"),
    "words": ("This citation has no words.", "Quote the words at the span."),
    "retrieved": ("This source does not say when it was read.", "Add retrieved: YYYY-MM-DD."),
    "text": ("This source does not say which text was read.", "Add text: with sha256 and characters."),
    "what": ("A reported statement needs its content.", "Say it in your own words in what:."),
}
_NEEDED = {
    "format": "Add format: amparo/case/v1.",
    "sources": "Add sources: the texts that were read, at least one.",
    "actors": "Add actors: with at least one of kind: person and role: defendant or subject.",
    "sha256": "Add sha256: as sha256sum prints it for the text that was read.",
    "characters": "Add characters: the length of that text in characters.",
}
_DESCRIBED = {
    "sha256": "Write the 64 letters and digits that sha256sum prints for the text that was read.",
    "characters": "Write how many characters the text has.",
    "sources": "List the texts that were read, at least one.",
    "actors": "List who appears, at least one.",
    "steps": "List what happened, at least one step.",
    "counts": "Write a whole number: how many counts.",
    "value": "Write a whole number, as the source states it.",
    "title": "Write the title on one line, in quotation marks.",
    "": "A case file is a list of fields: format:, id:, title:, sources:, actors:.",
}
_TYPES = {"object": "a group of fields", "array": "a list", "string": "text", "integer": "a whole number"}
_DATE_HINT = "Write 2022-04-20, 2022-04, 2022 or a range, or edtf: with written: and inferred:."


@cache
def text() -> bytes:
    """The schema as published."""
    return (files("amparo.docket") / NAME).read_bytes()


@cache
def _validator() -> Draft202012Validator:
    return Draft202012Validator(json.loads(text()))


def refusals(values: Any) -> Iterator[Refusal]:
    """What the schema refuses in these values, each once."""
    seen = set()
    for error in _validator().iter_errors(values):
        for refusal in _explained(error):
            if refusal not in seen:
                seen.add(refusal)
                yield refusal


def _explained(error: ValidationError) -> Iterator[Refusal]:
    at: Pointer = tuple(error.absolute_path)
    rule = error.validator
    wanted: Any = error.validator_value
    value: Any = error.instance
    if rule == "required":
        for name in (name for name in wanted if name not in value):
            what, hint = _MISSING.get(name, (f"The field {name} is missing.", _NEEDED.get(name, f"Add {name}:.")))
            yield Refusal(at, what, hint)
    elif rule == "additionalProperties":
        known = _schema(error).get("properties", {})
        for name in (name for name in value if name not in known):
            yield Refusal((*at, name), f"There is no field {shown(name)} here.", f"Known: {', '.join(known)}.")
    else:
        yield _of_value(error, at)


def _of_value(error: ValidationError, at: Pointer) -> Refusal:
    rule = error.validator
    wanted: Any = error.validator_value
    name = str(at[-1]) if at else ""
    if name == "cites" and rule == "minItems":
        return Refusal(at, *_MISSING["cites"])
    if "span" in at[-2:]:
        return Refusal(at, "A span is two whole numbers.", _MISSING["span"][1])
    if rule == "oneOf" and {"required": ["maximum"]} in wanted:
        return Refusal(at, "A statute says its maximum once.", "Give maximum: 10 years, or life, death, fine, unknown.")
    if rule == "oneOf":
        return Refusal(at, "This is not a date as a case writes it.", _DATE_HINT)
    if rule is None:
        return Refusal(
            (*at, "what"),
            "A direct statement has no content of its own.",
            "Its cited words are what was said: remove it.",
        )
    if rule in ("enum", "const"):
        allowed = wanted if isinstance(wanted, list) else [wanted]
        return Refusal(
            at, f"{shown(error.instance)} is not one of the values allowed here.", f"Allowed: {', '.join(allowed)}."
        )
    if rule == "type":
        return Refusal(at, f"This must be {_TYPES.get(str(wanted), 'true or false')}.", _described(error, at))
    return Refusal(at, _limit(error), _described(error, at))


def _described(error: ValidationError, at: Pointer) -> str:
    """What the schema says of the value, or what is told here, or where to look."""
    name = next((step for step in reversed(at) if isinstance(step, str)), "")
    said = str(_schema(error).get("description", "")) or _DESCRIBED.get(name, "")
    return said or "specs/case.md says what a case has in this place; samples/cases/orrel.yaml shows it."


def _schema(error: ValidationError) -> Mapping[str, Any]:
    return error.schema if isinstance(error.schema, Mapping) else {}


def _limit(error: ValidationError) -> str:
    wanted = error.validator_value
    return {
        "minItems": f"There must be at least {wanted} of these.",
        "maxItems": f"There may be at most {wanted} of these.",
        "uniqueItems": "One of these is here twice.",
        "minLength": "This is empty.",
        "maxLength": f"This is longer than {wanted} characters.",
        "minimum": f"This is less than {wanted}.",
        "maximum": f"This is more than {wanted}.",
    }.get(str(error.validator), "This is not written as it must be.")
