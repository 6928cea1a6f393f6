"""Families of files, as people name them: `type:pdf`, `type:spreadsheet`. Pure tables. Spec: specs/query-language.md,
"Types".
"""

from __future__ import annotations

KINDS = ("cable", "incident", "dossier", "plain")
"""Kinds of document that may be asked for as types too. Mail is a kind and a family, and means the family."""

_FAMILY_OF = {
    "application/pdf": "pdf",
    "message/rfc822": "mail",
    "application/vnd.ms-outlook": "mail",
    "application/vnd.ms-tnef": "mail",
    "text/csv": "spreadsheet",
    "text/tab-separated-values": "spreadsheet",
    "application/x-dif": "spreadsheet",
    "text/html": "web",
    "application/rtf": "document",
    "application/msword": "document",
    "application/x-mswrite": "document",
    "application/x-hwp": "document",
    "application/epub+zip": "document",
    "application/vnd.ms-xpsdocument": "document",
    "application/vnd.adobe.indesign-idml-package": "document",
    "application/vnd.apple.iwork": "document",
    "application/vnd.sqlite3": "database",
    "application/x-dbf": "database",
    "application/vnd.ms-visio.drawing": "drawing",
    "image/vnd.dwg": "drawing",
    "application/postscript": "document",
    "application/xml": "data",
    "application/tei+xml": "data",
    "application/json": "data",
    "application/x-plist": "data",
}
# Asked in this order when the whole type is not in the table above; the first that occurs in it decides.
_PARTS = (
    ("spreadsheet", "spreadsheet"),
    ("ms-excel", "spreadsheet"),
    ("lotus", "spreadsheet"),
    ("presentation", "presentation"),
    ("powerpoint", "presentation"),
    ("wordprocessing", "document"),
    ("wordperfect", "document"),
    ("opendocument.text", "document"),
    ("opendocument.graphics", "drawing"),
    ("opendocument.database", "database"),
    ("image/", "image"),
    ("audio/", "audio"),
    ("video/", "video"),
    ("text/", "text"),
)
OTHER = "other"
FAMILIES = tuple(sorted({*_FAMILY_OF.values(), *(family for _, family in _PARTS), OTHER}))

_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."
_SAME = {
    "email": "mail",
    "emails": "mail",
    "mails": "mail",
    "e-mail": "mail",
    "excel": "spreadsheet",
    "sheet": "spreadsheet",
    "table": "spreadsheet",
    "word": "document",
    "office": "document",
    "powerpoint": "presentation",
    "slides": "presentation",
    "html": "web",
    "webpage": "web",
    "picture": "image",
    "photo": "image",
    "sound": "audio",
    "film": "video",
    "txt": "text",
}
_MEDIA = {
    "docx": _OFFICE + "wordprocessingml.document",
    "xlsx": _OFFICE + "spreadsheetml.sheet",
    "pptx": _OFFICE + "presentationml.presentation",
    "odt": _OPEN + "text",
    "ods": _OPEN + "spreadsheet",
    "odp": _OPEN + "presentation",
    "doc": "application/msword",
    "xls": "application/vnd.ms-excel",
    "ppt": "application/vnd.ms-powerpoint",
    "rtf": "application/rtf",
    "epub": "application/epub+zip",
    "csv": "text/csv",
    "xml": "application/xml",
    "json": "application/json",
    "eml": "message/rfc822",
    "msg": "application/vnd.ms-outlook",
    "sqlite": "application/vnd.sqlite3",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "gif": "image/gif",
    "tif": "image/tiff",
    "tiff": "image/tiff",
    "mp3": "audio/mpeg",
    "mp4": "video/mp4",
}


def family(media_type: str, kind: str) -> str:
    """The family of a document. One whose file is not known (published documents) goes by its kind."""
    media = media_type.lower()
    if kind == "mail" and not media:
        return "mail"
    return _FAMILY_OF.get(media) or next((name for part, name in _PARTS if part in media), OTHER)


def names() -> tuple[str, ...]:
    """Every word that may be written for a type, but for media types."""
    return (*FAMILIES, *_SAME, *KINDS, *_MEDIA)


def meaning(name: str) -> tuple[str, str] | None:
    """The field and value that a type as typed stands for; None when there is no such type."""
    lower = name.lower()
    if lower in FAMILIES or lower in _SAME:
        return "type", _SAME.get(lower, lower)
    if lower in KINDS:
        return "kind", lower
    if lower in _MEDIA or "/" in lower:
        return "media", _MEDIA.get(lower, lower)
    return None
