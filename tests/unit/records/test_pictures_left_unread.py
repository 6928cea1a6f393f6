"""Pictures in documents that could not be read are counted with the reason; none is passed over in silence."""

from __future__ import annotations

import gzip
import io

import pytest
from PIL import Image, ImageDraw, ImageFont
from tests.unit.records.test_office_documents import run, word

from amparo.records.model import Record
from amparo.records.read import read
from amparo.records.readers import ocr, picture_text
from amparo.records.reading import Found, Input, Ocr, Reason, Unreadable

WORDS = "HARBOUR LEDGER"


def picture(text: str = WORDS, kind: str = "PNG") -> bytes:
    image = Image.new("L", (700, 160), "white")
    ImageDraw.Draw(image).text((30, 40), text, fill="black", font=ImageFont.load_default(60))
    file = io.BytesIO()
    image.save(file, kind)
    return file.getvalue()


def document(*pictures: bytes, text: str = "Said in words.") -> bytes:
    members: dict[str, str | bytes] = {f"word/media/image{n}.png": data for n, data in enumerate(pictures)}
    return word(f"<w:p>{run(text)}</w:p>", members)


def found(data: bytes, settings: Ocr) -> list[Found]:
    return list(read(Input.of(data, "report.docx", ocr=settings)))


@pytest.mark.parametrize(
    ("settings", "reason"),
    [(Ocr(languages="xyz"), Reason.MISSING_TOOL), (Ocr(seconds=-1), Reason.TIMED_OUT)],
)
def test_pictures_without_tool_or_time_are_findings_beside_the_document(settings: Ocr, reason: Reason) -> None:
    kept, left = found(document(picture(), picture("SECOND PAGE")), settings)
    assert isinstance(kept, Record)
    assert kept.text == "Said in words."
    assert kept.field("pictures_not_read")[0].startswith("2: ")
    assert isinstance(left, Unreadable)
    assert (left.reason, left.untrusted_name) == (reason, "pictures")
    assert left.explanation.startswith("2 pictures")


def test_a_document_of_nothing_but_unread_pictures_is_not_told_as_empty() -> None:
    first, *_ = found(document(picture(), text=""), Ocr(seconds=-1))
    assert isinstance(first, Unreadable)
    assert first.reason is Reason.TIMED_OUT


def test_one_slow_picture_is_named_and_the_others_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "_PAGE_SECONDS", 0.001)
    kept, _ = found(document(picture()), Ocr())
    assert isinstance(kept, Record)
    assert kept.field("pictures_not_read")[0].startswith("1: OCR took too long")


def test_pictures_beyond_the_most_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(picture_text, "MOST", 1)
    kept, left = found(document(picture(), picture("SECOND PAGE")), Ocr())
    assert isinstance(kept, Record)
    assert WORDS in kept.text
    assert isinstance(left, Unreadable)
    assert left.reason is Reason.TOO_LARGE


def test_a_damaged_picture_is_named_in_the_document() -> None:
    (kept,) = found(document(picture()[:400] + b"?" * 400, picture()[:12] + b"?" * 800), Ocr())
    assert isinstance(kept, Record)
    assert kept.field("pictures_not_read")


def test_ornaments_are_nothing_left_unread() -> None:
    dot = io.BytesIO()
    Image.effect_noise((40, 40), 90).save(dot, "PNG")
    (kept,) = found(document(dot.getvalue()), Ocr(languages="xyz"))
    assert isinstance(kept, Record)
    assert not kept.field("pictures_not_read")


def test_small_drawn_and_compressed_pictures_are_read() -> None:
    svg = b"<svg xmlns='http://www.w3.org/2000/svg'><text>drawn words</text></svg>"
    # [MS-WMF] META_TEXTOUT: size in words, 0x0521, length, string, y, x.
    line = b"metafile!"
    record = (3 + 1 + 5 + 2).to_bytes(4, "little") + b"\x21\x05" + len(line).to_bytes(2, "little") + line + b"\0" * 5
    wmf = b"\x01\0\x09\0\0\x03" + b"\0" * 12 + record + b"\x03\0\0\0\0\0"
    (kept,) = found(document(svg, gzip.compress(wmf)), Ocr(languages="xyz"))
    assert isinstance(kept, Record)
    assert "[text in a picture: drawn words]" in kept.text
    assert "[text in a picture: metafile!]" in kept.text
