"""Keeps the gettext catalogues of the drop: collects the sentences of its pages, merges them into each language.

    scripts/catalogues.py update [LANGUAGE...]   new and changed sentences into every .po (or these; a new one is begun)
    scripts/catalogues.py compile                .mo beside each .po, as an install does
    scripts/catalogues.py missing                what each language does not have yet

Sentences come from the templates of the drop and of the shared shell, from `N_()`, and from the errors that a source
can meet: their classes' first two arguments.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from hatch_build import compile_catalogues  # noqa: E402 found by the line above

SOURCE = ROOT / "src" / "amparo"
LOCALE = SOURCE / "drop" / "locale"
TEMPLATES = ("src/amparo/drop/templates/*.html", "src/amparo/web/templates/*.html", "sealer/page.html")
MODULES = (
    "drop/pages/*.py",
    *(
        f"drop/{name}.py"
        for name in ("blobs", "body", "database", "form", "intake", "letters", "reception", "sealed_form", "space")
    ),
    "seal/passphrase.py",
)
"""Where what a source can be told is written. What desks, programs and operators are told stays English."""
ERRORS = ("InputError", "TruncatedError", "TooLargeError", "NoMatchError", "StateError", "StoreError", "FullError")


def sentences() -> Iterator[tuple[str, int, str | tuple[str, ...]]]:
    """(file, line, sentence or its singular and plural) of everything a source can see."""
    for pattern in TEMPLATES:
        for path in sorted(ROOT.glob(pattern)):
            yield from _found(path, "jinja2.ext:babel_extract", {"_": None, "gettext": None, "ngettext": (1, 2)})
    for pattern in MODULES:
        for path in sorted(SOURCE.glob(pattern)):
            yield from _found(path, "python", {"N_": None} | dict.fromkeys(ERRORS, (1,)))
            yield from _found(path, "python", dict.fromkeys(ERRORS, (2,)))


def _found(path: Path, method: str, words: dict[str, Any]) -> Iterator[tuple[str, int, str | tuple[str, ...]]]:
    place = str(path.relative_to(ROOT))
    options = {"silent": "false", "trim_blocks": "true", "lstrip_blocks": "true"}
    for line, message, _comments, _context in extract_from_file(method, path, keywords=words, options=options):
        if message:
            yield place, line, message


def template() -> Catalog:
    """The catalogue of everything to be translated."""
    catalogue = Catalog(project="amparo", charset="utf-8", fuzzy=False)
    for place, line, message in sentences():
        catalogue.add(message, locations=[(place, line)])
    return catalogue


def path_of(language: str) -> Path:
    """The .po of a language."""
    return LOCALE / language.replace("-", "_") / "LC_MESSAGES" / "amparo.po"


def read(language: str) -> Catalog:
    """A language's catalogue, or an empty one."""
    if not path_of(language).exists():
        return Catalog(locale=language.replace("-", "_"), project="amparo", charset="utf-8", fuzzy=False)
    with path_of(language).open("rb") as file:
        return read_po(file, locale=language.replace("-", "_"))


def known() -> list[str]:
    """The languages there are."""
    return sorted(path.parent.parent.name for path in LOCALE.glob("*/LC_MESSAGES/amparo.po"))


def update(languages: list[str]) -> None:
    """Merge the sentences of today into these catalogues; sentences that are gone are dropped, none is guessed."""
    today = template()
    for language in languages or known():
        catalogue = read(language)
        catalogue.update(today, no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        path = path_of(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            write_po(file, catalogue, width=120, no_location=True, omit_header=False, sort_output=False)


def missing() -> dict[str, list[str]]:
    """Sentences without a translation, by language."""
    wanted = [message.id for message in template() if message.id]
    found: dict[str, list[str]] = {}
    for language in known():
        catalogue = read(language)
        held = {message.id: message.string for message in catalogue if message.id and not message.fuzzy}
        found[language] = [str(id_) for id_ in wanted if not _whole(held.get(id_))]
    return found


def _whole(string: object) -> bool:
    return all(string) if isinstance(string, tuple) else bool(string)


def main(words: list[str]) -> int:
    """Run one verb."""
    match words:
        case ["update", *languages]:
            update(languages)
        case ["compile"]:
            compile_catalogues(ROOT)
        case ["missing"]:
            for language, ids in missing().items():
                print(f"{language}: {len(ids)} missing", *ids[:3], sep="\n   ")
        case _:
            print(__doc__)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
