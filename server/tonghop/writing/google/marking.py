"""What was found in a shared spreadsheet, as one batch of requests that touch only what is the system's own.

That is: the system's three columns on each form's tab, lines of notes that begin with our tag, and the tab “Lỗi”.
The requests say what shall stand there, not what shall change; so a batch whose answer was lost may be sent again.
"""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from hashlib import sha256

from tonghop.core.cells import Position
from tonghop.core.definitions import Language
from tonghop.core.findings import Finding
from tonghop.core.shared_sheets import FINDINGS_ID, Tab
from tonghop.writing.google.batches import Request, size
from tonghop.writing.google.found import UnitMarks, by_cell, gathered, refused
from tonghop.writing.google.guarding import ask_guard
from tonghop.writing.google.listing import Listing, listing, listing_in_place, listing_requests
from tonghop.writing.google.notes import note_requests, notes_in_place, our_notes
from tonghop.writing.google.rows import RowMark, Speech, changing_marks, row_marks, row_requests, rows_in_place
from tonghop.writing.marked.entries import Say

__all__ = ["Marks", "UnitMarks", "marks"]

_BATCH = 1_900_000
"""Bytes of JSON of a batch: Google advises not to send more than 2 MB."""
_LEAST = 300_000
"""Bytes for notes and the tab “Lỗi”, however much stands in the rows."""
_TIME = "22/11/2026 14:05"
"""As long as any time."""


@dataclass(frozen=True, slots=True)
class Marks:
    """What is to be written into one spreadsheet."""

    requests: tuple[Request, ...]
    """Of one batchUpdate."""
    digest: str
    """SHA-256 of what the marks say, without the time: the same as last written has nothing new to tell."""
    in_place: bool
    """Whether marks stand in the very places where these are to stand: nobody wiped or copied any."""


def marks(  # noqa: PLR0913 -- what marks are made of
    tabs: Sequence[Tab],
    units: Sequence[UnitMarks],
    general: Sequence[Finding],
    say: Say,
    *,
    read_at: str,
    language: Language,
    changing: Collection[tuple[int, int]] = (),
    refusal: str | None = None,
) -> Marks:
    """Return what a pull has to say, as requests for the spreadsheet whose tabs were read last.

    ``general`` are findings that concern no single unit, ``read_at`` is the time of reading in words. ``changing``
    are rows (sheetId, row from 0) that somebody changed since: those that bore a mark say so. ``refusal`` is why
    nothing at all was taken, where that is no finding.
    """
    found = (*refused(refusal, language), *gathered(units, general, say, language))
    forms = [tab for tab in tabs if tab.sheet_id != FINDINGS_ID]
    cells = {tab.sheet_id: by_cell(tab, found) for tab in forms}
    speech = Speech([one for one in found if one.unit is None], language)
    rows = {
        tab.sheet_id: {**row_marks(tab, cells[tab.sheet_id], units, speech), **changing_marks(tab, changing, speech)}
        for tab in forms
    }
    left = _left_beside(forms, rows)
    notes = our_notes(cells, language, left * 3 // 8)
    told = _Told(rows, notes, listing(tabs, units, found, language, left * 5 // 8))
    requests = (*_on_forms(forms, told, read_at), *listing_requests(tabs, told.listing, read_at, language))
    return Marks(requests, told.digest, told.in_place(forms) and listing_in_place(tabs))


def _left_beside(forms: Sequence[Tab], rows: Mapping[int, Mapping[int, RowMark]]) -> int:
    """Return the bytes left for the rest of the batch, whatever stands in the rows now."""
    bare = (replace(tab, written={}) for tab in forms)
    taken = sum(size(list(row_requests(tab, rows[tab.sheet_id], _TIME))) for tab in bare)
    return max(_BATCH - taken, _LEAST)


@dataclass(frozen=True, slots=True)
class _Told:
    """All that the marks say, by the tabs' numbers."""

    rows: Mapping[int, Mapping[int, RowMark]]
    notes: Mapping[int, Mapping[Position, str]]
    listing: Listing

    @property
    def digest(self) -> str:
        rows = [(sheet, row, asdict(mark)) for sheet, here in self.rows.items() for row, mark in here.items()]
        notes = [(sheet, place, note) for sheet, here in self.notes.items() for place, note in sorted(here.items())]
        said = json.dumps([rows, notes, self.listing.said], sort_keys=True)
        return sha256(said.encode()).hexdigest()

    def in_place(self, forms: Sequence[Tab]) -> bool:
        return all(
            rows_in_place(tab, self.rows[tab.sheet_id]) and notes_in_place(tab, self.notes[tab.sheet_id])
            for tab in forms
        )


def _on_forms(forms: Sequence[Tab], told: _Told, read_at: str) -> Iterator[Request]:
    for tab in forms:
        if tab.guard is not None:
            yield ask_guard(tab.sheet_id, tab.guard)
    for tab in forms:
        yield from row_requests(tab, told.rows[tab.sheet_id], read_at)
        yield from note_requests(tab, told.notes[tab.sheet_id])
