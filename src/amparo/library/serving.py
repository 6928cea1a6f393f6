"""Serves the files of the static tree, and nothing else on the disk: no links, no hidden names, no way out."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response

from amparo.library.headers import headers_of

_PART = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,127}")


class Tree:
    """The ASGI endpoint of the tree at `root`."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def __call__(self, request: Request) -> Response:
        """A file, a folder's index.html, or 404. A folder without its final slash is sent on to the address with it."""
        # The decoded path of the scope: `request.url` is built from the Host header, which the peer chose.
        asked = str(request.scope["path"])
        folder = asked.endswith("/")
        parts = [part for part in asked.strip("/").split("/") if part]
        if "//" in asked or not all(_PART.fullmatch(part) for part in parts):
            raise HTTPException(404)
        path = self.root.joinpath(*parts)
        status = self._status(parts)
        if status is not None and stat.S_ISDIR(status.st_mode):
            if not folder:
                return RedirectResponse("/" + "/".join(parts) + "/", status_code=308)
            parts, path = [*parts, "index.html"], path / "index.html"
            status = self._status(parts)
        elif folder:
            raise HTTPException(404)
        if status is None or not stat.S_ISREG(status.st_mode):
            raise HTTPException(404)
        return _file(request, path, "/".join(parts), status)

    def _status(self, parts: list[str]) -> os.stat_result | None:
        """What lies at a path no part of which is a link; None when there is nothing."""
        path, status = self.root, self.root.stat()
        for part in parts:
            path = path / part
            try:
                status = os.lstat(path)
            except (FileNotFoundError, NotADirectoryError):
                return None
            if stat.S_ISLNK(status.st_mode):
                return None
        return status


def _file(request: Request, path: Path, name: str, status: os.stat_result) -> Response:
    headers = headers_of(name)
    kind = headers.pop("content-type")
    response = FileResponse(path, headers=headers, stat_result=status)
    # Set afterwards: Starlette would add a charset to text of which we do not know the encoding.
    response.headers["content-type"] = kind
    if request.headers.get("if-none-match") == response.headers["etag"]:
        kept = {key: value for key, value in response.headers.items() if key not in ("content-length", "content-type")}
        return Response(status_code=304, headers=kept)
    return response
