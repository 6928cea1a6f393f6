"""Control words of Rich Text Format (Microsoft RTF 1.9.1) by what they mean to somebody who reads: groups that hold no
text of the document, groups that do although programs may pass over them, characters, names of properties, encodings.
"""

from __future__ import annotations

SKIPPED = frozenset((
    "fonttbl", "colortbl", "stylesheet", "listtable", "listoverridetable", "rsidtbl", "generator", "info",
    "filetbl", "revtbl", "latentstyles", "themedata", "colorschememapping", "datastore", "xmlnstbl",
    "wgrffmtfilter", "atnid", "atnref", "atrfstart", "atrfend", "atndate", "atnicn", "atnparent", "pnseclvl",
    "mmathPr", "nonshppict", "objclass", "objname", "bkmkstart", "bkmkend", "pgptbl", "sp", "panose", "falt",
    "htmltag", "mhtmltag", "private", "passwordhash", "defchp", "defpap", "blipuid", "picprop", "userprops",
    "docvar",
))  # fmt: skip
KEPT_IGNORABLE = frozenset((
    "annotation", "shptxt", "shpinst", "footnote", "shppict", "objdata", "atnauthor", "shprslt", "ftnsep", "txe",
    "rxe", "fldinst",
))  # fmt: skip
CHARACTERS = {
    "par": "\n", "line": "\n", "page": "\f", "sect": "\n", "tab": "\t", "cell": "\t", "nestcell": "\t", "row": "\n",
    "nestrow": "\n", "emdash": "\u2014", "endash": "\u2013", "lquote": "\u2018", "rquote": "\u2019", "ldblquote":
    "\u201c", "rdblquote": "\u201d", "bullet": "\u2022", "emspace": " ", "enspace": " ", "qmspace": " ", "softline":
    "\n", "pagebb": "\f",
}  # fmt: skip
SYMBOLS = {b"~": "\xa0", b"_": "\u2011", b"\\": "\\", b"{": "{", b"}": "}", b"\n": "\n", b"\r": "\n", b"-": ""}
NAMED = {"header": "header", "headerl": "header", "headerr": "header", "headerf": "header", "footer": "footer",
          "footerl": "footer", "footerr": "footer", "footerf": "footer", "footnote": "note"}  # fmt: skip
INFO = {"author": "author", "operator": "last_modified_by", "subject": "subject", "keywords": "keywords",
         "company": "company", "manager": "manager", "doccomm": "description", "category": "category"}  # fmt: skip
CHARSETS = {
    0: "cp1252", 1: "cp1252", 77: "mac_roman", 78: "shift_jis", 128: "cp932", 129: "cp949", 130: "johab", 134: "gbk",
    136: "big5", 161: "cp1253", 162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257",
    204: "cp1251", 222: "cp874", 238: "cp1250", 254: "cp437", 255: "cp850",
}  # fmt: skip
CODE_PAGES = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850", "ansi": "cp1252"}
