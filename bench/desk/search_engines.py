"""The engines that are measured, each behind the same four verbs: fill, size, find, close."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Protocol

from search_corpus import Made

from amparo.search.counts import REMEMBERED
from amparo.search.engine import Indexed
from amparo.search.tantivy_engine import TantivyEngine

PAGE = 20
_COUNTED = re.compile(r"#(\d+)\n")


class Measured(Protocol):
    """One engine over a directory of its own."""

    def fill(self, documents: Iterable[Made]) -> None:
        """Index everything, durably, ready to be searched."""

    def find(self, query: tuple[str, ...]) -> int:
        """Hits of all these words (one that begins and ends with " is a phrase), the first 20 fetched with their
        titles, best first.
        """

    def cpu(self) -> float:
        """Processor seconds used so far by whoever answers."""

    def close(self) -> None:
        """Let go."""


class _InProcess:
    """What answers in this process."""

    def cpu(self) -> float:
        return time.process_time()


class Amparo(_InProcess):
    """Ours. What it does more than the others: exact counts, snippets, a stored text; `facets` counts six fields."""

    def __init__(self, directory: Path, *, facets: bool = False) -> None:
        self._engine = TantivyEngine.open(directory)
        self._facets = facets

    def fill(self, documents: Iterable[Made]) -> None:
        self._engine.add(_indexed(made) for made in documents)
        self._engine.commit()
        self._engine.close()

    def find(self, query: tuple[str, ...]) -> int:
        REMEMBERED.forget()
        return self._engine.search(" ".join(query), limit=PAGE, facets=self._facets).total

    def close(self) -> None:
        self._engine.close()


def _indexed(made: Made) -> Indexed:
    place = int(made.id[1:])
    return Indexed(
        id=made.id,
        title=made.title,
        pages=(made.text,),
        kind=("mail", "plain", "cable")[place % 3],
        collections=(f"c{place % 5}",),
        name=f"{made.id}.txt",
        date=made.day.isoformat(),
        first_day=made.day,
        last_day=made.day,
        language=("en", "fr", "es")[place % 3],
        media_type=("message/rfc822", "text/plain", "application/pdf")[place % 3],
        size=len(made.text),
    )


class Fts5(_InProcess):
    """SQLite's full-text search, with its text, as most programs use it."""

    def __init__(self, directory: Path) -> None:
        directory.mkdir(parents=True, exist_ok=True)
        self._database = sqlite3.connect(directory / "fts5.sqlite")

    def fill(self, documents: Iterable[Made]) -> None:
        self._database.execute(
            "CREATE VIRTUAL TABLE d USING fts5(title, text, tokenize='unicode61 remove_diacritics 2')"
        )
        self._database.executemany(
            "INSERT INTO d (title, text) VALUES (?, ?)", ((made.title, made.text) for made in documents)
        )
        self._database.execute("INSERT INTO d (d) VALUES ('optimize')")
        self._database.commit()

    def find(self, query: tuple[str, ...]) -> int:
        words = " ".join(part if part.startswith('"') or part.endswith("*") else f'"{part}"' for part in query)
        found = self._database.execute(
            "SELECT title, snippet(d, 1, '[', ']', '…', 30) FROM d WHERE d MATCH ? ORDER BY rank LIMIT ?", (words, PAGE)
        ).fetchall()
        assert len(found) <= PAGE
        total: int = self._database.execute("SELECT count(*) FROM d WHERE d MATCH ?", (words,)).fetchone()[0]
        return total

    def close(self) -> None:
        self._database.close()


class Xapian(_InProcess):
    """Xapian with Debian's Python binding, one field of text, positions kept, titles as data."""

    def __init__(self, directory: Path) -> None:
        self._xapian: Any = _debian_module("xapian")
        self._path = directory
        self._database: Any = None

    def fill(self, documents: Iterable[Made]) -> None:
        xapian = self._xapian
        database = xapian.WritableDatabase(str(self._path), xapian.DB_CREATE_OR_OVERWRITE)
        generator = xapian.TermGenerator()
        for made in documents:
            document = xapian.Document()
            generator.set_document(document)
            generator.index_text(made.title, 2)
            generator.increase_termpos()
            generator.index_text(made.text)
            document.set_data(json.dumps([made.title, made.text]))
            database.add_document(document)
        database.commit()
        database.close()

    def find(self, query: tuple[str, ...]) -> int:
        xapian = self._xapian
        if self._database is None:
            self._database = xapian.Database(str(self._path))
        parser = xapian.QueryParser()
        parser.set_database(self._database)
        parser.set_default_op(xapian.Query.OP_AND)
        flags = parser.FLAG_PHRASE | parser.FLAG_WILDCARD
        enquire = xapian.Enquire(self._database)
        enquire.set_query(parser.parse_query(" ".join(query), flags))
        found = enquire.get_mset(0, PAGE, self._database.get_doccount())
        for match in found:
            title, text = json.loads(match.document.get_data())
            found.snippet(text, 240)
            assert title is not None
        total: int = found.get_matches_estimated()
        return total

    def close(self) -> None:
        if self._database is not None:
            self._database.close()


class Postgres:
    """PostgreSQL with a GIN index over to_tsvector('simple'), in a cluster of its own on a Unix socket, asked through
    one psql that stays.
    """

    def __init__(self, directory: Path) -> None:
        self._path = directory.absolute()
        self._path.mkdir(parents=True, exist_ok=True)
        self._bin = Path(shutil.which("postgres") or "").resolve().parent
        self._user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        if os.geteuid() == 0:
            shutil.chown(self._path, "postgres")
        if not (self._path / "data").exists():
            self._run("initdb", "-D", str(self._path / "data"), "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
        settings = f"-c listen_addresses= -c unix_socket_directories={self._path} -c shared_buffers=1GB"
        self._run(
            "pg_ctl", "-D", str(self._path / "data"), "-o", settings, "-l", str(self._path / "log"), "-w", "start"
        )
        self._psql: subprocess.Popen[str] | None = None
        self._backend = ""

    def _run(self, program: str, *words: str) -> None:
        command = [*self._user, str(self._bin / program), *words]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/")

    def _session(self) -> subprocess.Popen[str]:
        command = [*self._user, "psql", "-h", str(self._path), "-d", "postgres", "-qAtX"]
        return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd="/")

    def fill(self, documents: Iterable[Made]) -> None:
        psql = self._session()
        assert psql.stdin is not None
        psql.stdin.write("SET maintenance_work_mem = '1GB'; CREATE TABLE d (title text, text text, v tsvector);\n")
        psql.stdin.write("CREATE TEMP TABLE raw (title text, text text);\nCOPY raw FROM STDIN;\n")
        for made in documents:
            psql.stdin.write(f"{_copied(made.title)}\t{_copied(made.text)}\n")
        psql.stdin.write(
            "\\.\nINSERT INTO d SELECT title, text, to_tsvector('simple', title || ' ' || text) FROM raw;\n"
        )
        psql.stdin.write("CREATE INDEX d_v ON d USING gin (v); VACUUM ANALYZE d;\n")
        psql.communicate()
        assert psql.returncode == 0

    def find(self, query: tuple[str, ...]) -> int:
        if self._psql is None:
            self._psql = self._session()
        assert self._psql.stdin is not None and self._psql.stdout is not None
        wanted = " && ".join(
            f"phraseto_tsquery('simple', '{part[1:-1]}')"
            if part.startswith('"')
            else f"to_tsquery('simple', '{part.removesuffix('*')}{':*' if part.endswith('*') else ''}')"
            for part in query
        )
        # Words of our own lists and no one else's.
        best = f"SELECT title, text FROM d WHERE v @@ ({wanted}) ORDER BY ts_rank(v, {wanted}) DESC LIMIT {PAGE}"  # noqa: S608 - our own words
        shown = f"replace(title || ts_headline('simple', text, {wanted}), E'\\n', ' ')"
        count = f"SELECT '#' || count(*) FROM d WHERE v @@ ({wanted})"  # noqa: S608 - our own words
        self._psql.stdin.write(f"SELECT {shown} FROM ({best}) AS best;\n{count};\n")  # noqa: S608 - our own words
        self._psql.stdin.flush()
        # A text may begin with that sign too, but no row of one is a number alone.
        while not (counted := _COUNTED.fullmatch(line := self._psql.stdout.readline())):
            assert line
        return int(counted[1])

    def cpu(self) -> float:
        """This process and the server's that answers it."""
        assert self._psql is not None and self._psql.stdin is not None and self._psql.stdout is not None
        if not self._backend:
            self._psql.stdin.write("SELECT pg_backend_pid();\n")
            self._psql.stdin.flush()
            self._backend = self._psql.stdout.readline().strip()
        served = int(Path(f"/proc/{self._backend}/schedstat").read_text().split()[0])
        return time.process_time() + served / 1e9

    def close(self) -> None:
        if self._psql is not None:
            self._psql.communicate()
        self._run("pg_ctl", "-D", str(self._path / "data"), "-m", "fast", "-w", "stop")


def _copied(text: str) -> str:
    return text.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t").replace("\r", "\\r").replace("\0", " ")


def _debian_module(name: str) -> Any:
    """A module of Debian's Python, which a virtual environment does not see; SystemExit when it is not installed."""
    folder = Path("/usr/lib/python3/dist-packages") / name
    spec = importlib.util.spec_from_file_location(
        name, folder / "__init__.py", submodule_search_locations=[str(folder)]
    )
    if spec is None or spec.loader is None or not folder.is_dir():
        raise SystemExit(f"{name} is not installed: apt install python3-{name}")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def directory_bytes(path: Path) -> int:
    """Bytes of all files under a directory."""
    return sum(each.stat().st_size for each in path.rglob("*") if each.is_file())


def cpu_seconds() -> float:
    """Processor time of this process and of its children that ended, all threads."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def now() -> float:
    """Wall time in seconds, monotonic."""
    return time.perf_counter()
