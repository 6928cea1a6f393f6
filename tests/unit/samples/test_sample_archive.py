"""The sample archive comes out the same every time, has what its README says, and reads as what it claims to be."""

import csv
import hashlib
import io
import json
import mailbox
import subprocess
import sys
from pathlib import Path

import pypdfium2
import pytest
from lxml import etree

ROOT = Path(__file__).parents[3]
TEI = {"t": "http://www.tei-c.org/ns/1.0"}


def generate(to: Path) -> Path:
    command = [sys.executable, str(ROOT / "samples" / "generate.py"), "--to", str(to)]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    return to


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return generate(tmp_path_factory.mktemp("samples"))


def digests(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_same_bytes_every_time(archive: Path, tmp_path: Path) -> None:
    assert digests(generate(tmp_path)) == digests(archive)


def test_catalogue_names_every_collection(archive: Path) -> None:
    catalogue = json.loads((archive / "collections.json").read_text())
    assert [entry["kind"] for entry in catalogue] == ["cable", "incident", "mail", "dossier"]
    for entry in catalogue:
        assert set(entry) == {"slug", "title", "kind", "path", "description"}
        assert list((archive / entry["path"]).iterdir())


def test_cables_are_240_in_four_volumes_with_unique_ids(archive: Path) -> None:
    volumes = sorted((archive / "tarsk-despatches").glob("*.xml"))
    counts = []
    for volume in volumes:
        tree = etree.parse(volume)
        counts.append(len(tree.xpath("//t:div[@type='document']", namespaces=TEI)))
        ids = tree.xpath("//@xml:id")
        assert len(ids) == len(set(ids))
        named = set(tree.xpath("//t:persName/@corresp", namespaces=TEI))
        assert named <= {f"#{key}" for key in ids}
    assert counts == [60, 60, 60, 60]


def test_cables_differ_from_one_another(archive: Path) -> None:
    bodies = []
    for volume in (archive / "tarsk-despatches").glob("*.xml"):
        for document in etree.parse(volume).xpath("//t:div[@type='document']", namespaces=TEI):
            bodies.append("".join(document.itertext()))
    assert len(set(bodies)) == 240
    assert not any("{" in body or "|" in body for body in bodies)


def test_incidents_are_120_rows_of_32_columns(archive: Path) -> None:
    rows = []
    for log in sorted((archive / "halmere-guard-log").glob("*.csv")):
        rows += list(csv.reader(io.StringIO(log.read_bytes().decode(), newline="")))
    assert len(rows) == 120
    assert {len(row) for row in rows} == {32}
    assert len({row[0] for row in rows}) == 120


def test_mails_are_80_in_threads_with_attachments(archive: Path) -> None:
    mails = []
    for path in (archive / "harbour-mail").glob("*.mbox"):
        box = mailbox.mbox(path)
        mails += list(box)
        box.close()
    assert len(mails) == 80
    ids = {mail["Message-ID"] for mail in mails}
    assert len(ids) == 80
    replies = [mail for mail in mails if mail["In-Reply-To"]]
    assert len(replies) > 40
    assert {mail["In-Reply-To"] for mail in replies} <= ids
    assert {part.get_content_type() for mail in mails for part in mail.walk() if part.get_filename()} == {
        "text/csv",
        "text/plain",
        "application/pdf",
    }


def test_papers_are_12_pdfs_with_readable_text_behind_the_scans(archive: Path) -> None:
    papers = sorted((archive / "bureau-files").glob("*.pdf"))
    assert len(papers) == 12
    for paper in papers:
        document = pypdfium2.PdfDocument(paper)
        assert document[0].get_textpage().get_text_bounded().strip()
        document.close()
    scanned = [paper for paper in papers if b"/Subtype /Image" in paper.read_bytes()]
    assert len(scanned) == 8


def test_nobody_can_own_an_address_in_it(archive: Path) -> None:
    for path in (archive / "harbour-mail").glob("*.mbox"):
        box = mailbox.mbox(path)
        for mail in box:
            assert mail["From"].endswith(".example>")
            assert mail["To"].endswith(".example>")
        box.close()
