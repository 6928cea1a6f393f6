"""When a PDF says it was made: EDTF, as exact as it is written, and never the date of the document."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from fpdf import FPDF

from amparo.records.edtf import is_edtf
from amparo.records.model import Record
from amparo.records.read import read
from amparo.records.readers.pdf_dates import pdf_date
from amparo.records.reading import Input


@pytest.mark.parametrize(
    ("written", "edtf"),
    [
        ("D:19990604090000Z", "1999-06-04T09:00:00Z"),
        ("D:19990604090000Z00'00'", "1999-06-04T09:00:00Z"),
        ("D:19990604090000+02'30'", "1999-06-04T09:00:00+02:30"),
        ("D:19990604090000-05'00", "1999-06-04T09:00:00-05:00"),
        ("19990604090000", "1999-06-04T09:00:00"),
        ("D:199906040907", "1999-06-04T09:07:00"),
        ("D:1999060409", "1999-06-04"),
        ("D:19990604", "1999-06-04"),
        ("D:199906", "1999-06"),
        ("D:1999", "1999"),
        ("D:19991399", None),
        ("Friday", None),
        ("", None),
    ],
)
def test_as_exact_as_written(written: str, edtf: str | None) -> None:
    assert pdf_date(written) == edtf
    assert edtf is None or is_edtf(edtf)


def test_the_file_s_date_is_a_field_and_not_the_document_s_date() -> None:
    document = FPDF()
    document.set_creation_date(datetime(1999, 6, 4, 9, 0, tzinfo=UTC))
    document.add_page()
    document.set_font("helvetica")
    document.cell(text="The minutes of the harbour")
    (record,) = read(Input.of(bytes(document.output()), "minutes.pdf"))
    assert isinstance(record, Record)
    assert record.date is None
    assert record.field("created") == ("1999-06-04T09:00:00Z",)
