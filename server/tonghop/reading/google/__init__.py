"""A shared spreadsheet as Google tells of it: what is kept of it, what is read of it, what of it is ours.

``snapshot`` is what is kept as a delivery's content: the answer without what the system wrote, in one canonical
form, so that the same contents are the same bytes whatever marks stand beside them.
"""

import gzip

from tonghop.core.cells import Sheets
from tonghop.core.shared_sheets import Tab
from tonghop.reading.google.answers import answer_bytes, answer_of, is_answer, is_snapshot
from tonghop.reading.google.differing import differing
from tonghop.reading.google.own import contents, tab
from tonghop.reading.google.sheets import sheets_of

__all__ = ["changed_rows", "is_answer", "is_snapshot", "read_snapshot", "snapshot", "tabs"]


def snapshot(answer: bytes) -> bytes:
    """Return what is kept of an answer; that of a snapshot is itself. Raises a kind of UnreadableFile."""
    return gzip.compress(answer_bytes(contents(answer_of(answer))), mtime=0)


def tabs(answer: bytes) -> tuple[Tab, ...]:
    """Return the tabs of an answer as marks are written to them; raises a kind of UnreadableFile."""
    return tuple(tab(part) for part in answer_of(answer).sheets if part.has_cells)


def read_snapshot(content: bytes) -> Sheets:
    """Read a snapshot's tabs from A1 on; raises a kind of UnreadableFile."""
    return sheets_of(answer_of(content))


def changed_rows(before: bytes, after: bytes) -> frozenset[tuple[int, int]]:
    """Return sheetId and row (from 0) where two answers, or snapshots, hold different things; marks do not count."""
    return differing(answer_of(before), answer_of(after))
