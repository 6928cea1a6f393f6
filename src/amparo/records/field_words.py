"""What the fields of records are called on pages: plain words for names in lower_snake. Pure. Spec: specs/records.md.

The words are English and go through each room's gettext where they are shown. A field that is not listed is one that
a source format brought along: its own name is its label.
"""

from __future__ import annotations

from collections.abc import Mapping

LABELS: Mapping[str, str] = {
    # files
    "author": "Author, as the file says",
    "creator": "Written with",
    "producer": "Converted with",
    "created": "File made",
    "pages_without_text": "Pages without text",
    "declared_kind": "Declared to be",
    "contains": "Beside its text it contains",
    "text_source": "Its text comes from",
    "pages_by_ocr": "Pages read by OCR",
    "pages_not_read": "Pages not read for want of time or of OCR",
    "pictures_not_read": "Pictures in it not read",
    "opened_with": "It was locked, and opened with",
    "gps_time": "Time by satellite",
    # mail
    "message_id": "Message-ID",
    "in_reply_to": "Answer to",
    "references": "References",
    "reply_to": "Replies go to",
    "cc": "Copy to",
    "bcc": "Hidden copy to",
    "mailer": "Mail program",
    "list": "Mailing list",
    "attachments": "Attachments",
    "attachment_sha256": "SHA-256 of attachments",
    # cables
    "number": "Number",
    "identity": "Number in its source",
    "info": "For information to",
    "persons": "Persons named",
    "printed_pages": "Printed pages",
    "telegram": "Telegram number",
    "volume": "Volume",
    "volume_title": "Title of the volume",
    "withheld": "Withheld",
    # incidents
    "report_key": "Report key",
    "type": "Type",
    "category": "Category",
    "tracking_number": "Tracking number",
    "region": "Region",
    "attack_on": "Side that acted",
    "complex_attack": "Several weapons or places",
    "reporting_unit": "Reported by unit",
    "unit_name": "Unit concerned",
    "type_of_unit": "Type of unit",
    "friendly_killed": "Own side killed",
    "friendly_wounded": "Own side wounded",
    "host_nation_killed": "Host nation killed",
    "host_nation_wounded": "Host nation wounded",
    "civilian_killed": "Civilians killed",
    "civilian_wounded": "Civilians wounded",
    "enemy_killed": "Enemy killed",
    "enemy_wounded": "Enemy wounded",
    "enemy_detained": "Enemy detained",
    "mgrs": "Grid reference (MGRS)",
    "latitude": "Latitude",
    "longitude": "Longitude",
    "originator_group": "Written by",
    "updated_by_group": "Updated by",
    "ccir": "Information requirement (CCIR)",
    "sigact": "Significant activity (SIGACT)",
    "affiliation": "Affiliation, as reported",
    "classification": "Classification",
}

ABOUT_THE_TEXT = (
    "contains",
    "text_source",
    "pages_by_ocr",
    "pages_not_read",
    "pages_without_text",
    "pictures_not_read",
    "opened_with",
)
"""What a reader should know before trusting a text: what is hidden in it, who read it, what was not read."""

GAPS = ("pages_not_read", "pictures_not_read")
"""What another try may read: it ran out of time, or its tool was not installed."""

UNSHOWN = frozenset({"dcolor"})
"""How a source's own program drew the row; kept in the record, of no use to a reader."""


def label(field: str) -> str:
    """What to call a field of a record on a page."""
    return LABELS.get(field) or field.replace("_", " ").strip().capitalize()
