"""The sample archive comes out the same every time, has what its README says, and our readers take all of it in."""

import hashlib
import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest

from amparo.desk.indexing import indexed
from amparo.records.model import Kind, Record, record_to_json
from amparo.records.read import read
from amparo.records.reading import Input, Part, Unreadable
from amparo.search.tantivy_engine import TantivyEngine

ROOT = Path(__file__).parents[3]
GENERATE = ROOT / "samples" / "generate.py"
# A sample of the names of states, peoples and capitals that nothing here may be mistaken for.
REAL = (
    "Afghanistan|Albania|Algeria|America|American|Argentina|Australia|Austria|Austrian|Belgium|Belgian|Bolivia"
    "|Brazil|Britain|British|Bulgaria|Canada|Canadian|Chile|China|Chinese|Colombia|Croatia|Cuba|Denmark|Danish"
    "|Ecuador|Egypt|England|English|Estonia|Ethiopia|Finland|Finnish|France|French|Germany|German|Ghana|Greece"
    "|Greek|Hungary|Iceland|India|Indonesia|Iran|Iraq|Ireland|Irish|Israel|Italy|Italian|Japan|Kenya|Korea|Latvia"
    "|Lebanon|Libya|Lithuania|Malta|Mexico|Morocco|Netherlands|Dutch|Nigeria|Norway|Norwegian|Pakistan|Panama|Peru"
    "|Poland|Portugal|Romania|Russia|Russian|Scotland|Scottish|Serbia|Slovakia|Slovenia|Spain|Spanish|Sudan|Sweden"
    "|Swedish|Switzerland|Swiss|Syria|Turkey|Turkish|Ukraine|Venezuela|Vietnam|Wales|Welsh|Yemen|Washington|Moscow"
    "|London|Paris|Berlin|Brussels|Vienna|Geneva|NATO|CIA|FBI"
)


def generate(to: Path, *options: str) -> Path:
    command = [sys.executable, str(GENERATE), "--to", str(to), *options]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    return to


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return generate(tmp_path_factory.mktemp("samples"))


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def digests(folder: Path) -> dict[str, str]:
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files(folder)}


def records(folder: Path) -> Iterator[Record]:
    """What our readers make of every file; anything refused fails the test."""
    waiting = [(path.name, path.read_bytes()) for path in files(folder)]
    while waiting:
        name, data = waiting.pop()
        for found in read(Input.of(data, name)):
            assert not isinstance(found, Unreadable), (name, found)
            if isinstance(found, Part):
                waiting.append((found.untrusted_name, found.data))
            else:
                yield found


@pytest.fixture(scope="module")
def cables(archive: Path) -> list[Record]:
    return list(records(archive / "tarsk-despatches"))


def test_same_bytes_every_time(archive: Path, tmp_path: Path) -> None:
    assert digests(generate(tmp_path)) == digests(archive)


def test_another_seed_makes_another_archive(archive: Path, tmp_path: Path) -> None:
    other, same = digests(generate(tmp_path, "--seed", "7")), digests(archive)
    assert other.keys() == same.keys()
    assert [name for name in other if name.endswith(".csv") and other[name] == same[name]] == []


def test_generator_needs_only_what_a_running_system_has() -> None:
    allowed = {*sys.stdlib_module_names, "invented", "pypdfium2"}
    for source in [GENERATE, *(ROOT / "samples" / "invented").glob("*.py")]:
        imported = re.findall(r"^(?:from|import) (\w+)", source.read_text(), re.MULTILINE)
        assert set(imported) <= allowed, source.name
    assert re.search(r"^pypdfium2==", (ROOT / "locks" / "run.txt").read_text(), re.MULTILINE)


def test_catalogue_names_every_collection(archive: Path) -> None:
    catalogue = json.loads((archive / "collections.json").read_text())
    assert [entry["kind"] for entry in catalogue] == ["cable", "incident", "mail", "dossier"]
    for entry in catalogue:
        assert set(entry) == {"slug", "title", "kind", "path", "description"}
        assert files(archive / entry["path"])


def test_case_files_go_along(archive: Path) -> None:
    kept = {path.name: path.read_bytes() for path in (ROOT / "samples" / "cases").glob("*.yaml")}
    assert {path.name: path.read_bytes() for path in (archive / "cases").glob("*")} == kept


def test_cables_are_240_in_four_files(archive: Path, cables: list[Record]) -> None:
    assert len(files(archive / "tarsk-despatches")) == 4
    assert {cable.kind for cable in cables} == {Kind.CABLE}
    assert len({cable.document_id for cable in cables}) == len(cables) == 240


def test_cables_of_the_tables_say_all_a_cable_can_say(cables: list[Record]) -> None:
    leaked = [cable for cable in cables if cable.media_type == "text/csv"]
    assert len(leaked) == 120
    for cable in leaked:
        assert cable.date
        assert cable.sender
        assert cable.recipients
        for field in ("number", "classification", "tags", "info"):
            assert cable.field(field), field
        assert cable.field("place") or cable.sender == ("Foreign Ministry",)
    numbers = Counter(cable.field("number")[0] for cable in leaked)
    assert max(numbers.values()) == 1
    quoted = [number for cable in leaked for number in cable.field("references")]
    assert len([number for number in quoted if number in numbers]) > 50


def test_cables_of_the_volumes_have_routes_levels_and_persons(cables: list[Record]) -> None:
    printed = [cable for cable in cables if cable.field("volume")]
    notes = [cable for cable in printed if cable.field("category") == ("editorial_note",)]
    assert (len(printed), len(notes)) == (120, 2)
    for cable in printed:
        if cable not in notes:
            assert cable.sender
            assert cable.recipients
            assert cable.field("classification")
            assert cable.field("persons")
    assert any("/" in (cable.date or "") or ".." in (cable.date or "") for cable in printed)
    assert any(cable.field("withheld") for cable in printed)
    assert any(cable.field("telegram") for cable in printed)


def test_cables_differ_from_one_another(cables: list[Record]) -> None:
    assert len({cable.text for cable in cables}) == 240
    assert len({cable.title for cable in cables}) > 120


def test_nothing_of_the_templates_is_left(archive: Path) -> None:
    for folder in ("tarsk-despatches", "halmere-guard-log", "harbour-mail", "bureau-files"):
        for record in records(archive / folder):
            assert not re.search(r"[{}|]", record.title + record.text), record.name


def test_incidents_are_120_with_place_and_time(archive: Path) -> None:
    incidents = list(records(archive / "halmere-guard-log"))
    assert len({incident.document_id for incident in incidents}) == len(incidents) == 120
    for incident in incidents:
        assert incident.kind is Kind.INCIDENT
        assert incident.date
        assert incident.field("category")
        assert -43 < float(incident.field("latitude")[0]) < -39
        assert -28 < float(incident.field("longitude")[0]) < -22
    unhurt = ((), ("0",))
    harmed = [i for i in incidents if i.field("killed") not in unhurt or i.field("wounded") not in unhurt]
    assert 5 < len(harmed) < 60


def test_mails_are_80_in_threads_with_attachments(archive: Path) -> None:
    found = list(records(archive / "harbour-mail"))
    mails = [record for record in found if record.kind is Kind.MAIL]
    assert len(mails) == 80
    ids = {mail.field("message_id") for mail in mails}
    assert len(ids) == 80
    replies = [mail.field("in_reply_to") for mail in mails if mail.field("in_reply_to")]
    assert len(replies) > 40
    assert set(replies) <= ids
    attached = {record.sha256 for record in found if record.kind is not Kind.MAIL}
    assert len(attached) == 11
    assert {digest for mail in mails for digest in mail.field("attachment_sha256")} == attached
    assert {record.media_type for record in found} == {"message/rfc822", "text/plain", "application/pdf"}


def test_nobody_can_own_an_address_in_the_mails(archive: Path) -> None:
    for mail in records(archive / "harbour-mail"):
        for address in (*mail.sender, *mail.recipients):
            assert address.endswith(".example>")


def test_papers_are_12_and_a_search_finds_what_the_scans_say(archive: Path) -> None:
    papers = {record.name: record for record in records(archive / "bureau-files")}
    assert len(papers) == 12
    assert sum(len(paper.pages) for paper in papers.values()) == 20
    assert all(page for paper in papers.values() for page in paper.pages)
    assert "Refuses to erase" in papers["bureau-oldeval.pdf"].text
    assert "CONTESTED" in papers["bureau-rushenfeld.pdf"].text


def test_scans_are_pictures_with_invisible_text(archive: Path) -> None:
    scanned = []
    for path in files(archive / "bureau-files"):
        document = pypdfium2.PdfDocument(path)
        try:
            kinds = {item.type for item in document[0].get_objects()}
        finally:
            document.close()
        if pypdfium2.raw.FPDF_PAGEOBJ_IMAGE in kinds:
            scanned.append(path.name)
    assert len(scanned) == 8
    assert not any(name.startswith(("invoice", "statement")) for name in scanned)


def test_nothing_real_is_named(archive: Path) -> None:
    real = re.compile(rf"\b(?:{REAL})\b", re.IGNORECASE)
    for folder in ("tarsk-despatches", "halmere-guard-log", "harbour-mail", "bureau-files"):
        for record in records(archive / folder):
            said = (record.title, record.text, *record.sender, *record.recipients)
            assert not real.search("\n".join(said)), record.name


def test_searches_of_the_readme_find_something(archive: Path, tmp_path: Path) -> None:
    queries = re.findall(r"^\| `(.+?)` \|", (ROOT / "samples" / "README.md").read_text(), re.MULTILINE)
    queries = [query for query in queries if not (archive / query).is_dir()]
    assert len(queries) == 9
    engine = TantivyEngine.open(tmp_path / "index")
    for folder in ("tarsk-despatches", "halmere-guard-log", "harbour-mail", "bureau-files"):
        engine.add(indexed(record_to_json(record), (folder,), record.name) for record in records(archive / folder))
    engine.commit()
    totals = {query: engine.search(query).total for query in queries}
    engine.close()
    assert [query for query, total in totals.items() if not 2 <= total <= 150] == []
