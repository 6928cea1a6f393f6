"""Reading one file: find its reader, run it, and turn whatever goes wrong into a finding."""

from __future__ import annotations

from collections.abc import Iterator

from amparo.records.identify import identify
from amparo.records.reading import Found, Input, Reason, Unreadable

_READERS = "amparo.records.readers."


def read(given: Input) -> Iterator[Found]:
    """Everything one input holds. Yields at least one finding, and never raises for its bytes.

    A defect of a reader is a finding too (CRASHED): the rest of a batch must go on.
    """
    found = False
    try:
        reader = identify(given)
        if reader.__module__.startswith(_READERS):
            given.met[reader.__module__.rpartition(".")[2]] = None
        for finding in reader(given):
            found = True
            yield finding
        yield from _left(given)
    except MemoryError:
        yield Unreadable(Reason.TOO_LARGE, "Reading this file needs more memory than it may have.")
    except RecursionError:
        yield Unreadable(Reason.TOO_DEEP, "This file is nested too deeply.")
    except Exception as error:
        yield Unreadable(Reason.CRASHED, f"The reader of this kind of file failed ({type(error).__name__}).")
    else:
        if not found:
            yield Unreadable(Reason.EMPTY, "There is no document in this file.")


def _left(given: Input) -> Iterator[Found]:
    """Pictures in a document that were left unread: findings of their own, so that they are listed and tried again.
    What no other try would read stands in the document's fields alone.
    """
    for left, count in given.left.items():
        if left.reason is not Reason.CORRUPT:
            yield Unreadable(left.reason, f"{count:,} pictures in it were not read. {left.explanation}", "pictures")
