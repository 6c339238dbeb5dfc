"""What of a district's shared Google spreadsheet is the system's own, and where it stands.

The spreadsheet is the group's workbook (see ``group_layout``) with three columns more on each form's tab, after
the in-sheet check and its hidden counts, and one tab more. Tabs are given these numbers when they are made, and
are known by them from then on: a title is for people, and a clerk may change it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from tonghop.core.cells import Position
from tonghop.core.definitions import Text

COVER_ID, LISTS_ID, STAMP_ID, FINDINGS_ID = 1, 2, 3, 4
"""The sheetIds of the cover, the hidden lists, the hidden stamp and the tab “Lỗi”."""
FIRST_FORM_ID = 100
"""The first form's tab; the others follow in the period's order."""


class Own(StrEnum):
    """The columns of a form's tab that the system alone writes."""

    RESULT = "result"
    """What was found in the row, in words."""
    READ_AT = "read_at"
    """When the row was read."""
    CELLS = "cells"
    """Hidden: which cells of the row to colour, as in “|I:e|K:w|”; conditional formats look here."""


OWN_HEADINGS: Mapping[Own, Text] = MappingProxyType(
    {
        Own.RESULT: Text(vi="Kết quả trên hệ thống", en="Result in the system"),
        Own.READ_AT: Text(vi="Hệ thống đọc lúc", en="Read by the system at"),
        Own.CELLS: Text(vi="Ô hệ thống tô màu", en="Cells coloured by the system"),
    }
)
"""What stands over them in the row of the column headings (``layout.LABEL_ROW``), by which they are found again."""

OWN_AFTER_STATUS = 4
"""How far right of the in-sheet check's column the first of them is given out: the check has three hidden counts."""


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab as it was read: what is needed to write marks to it, and nothing of its figures."""

    sheet_id: int
    title: str
    rows: int
    """How many rows its grid has."""
    columns: int
    notes: Mapping[Position, str] = field(default_factory=lambda: MappingProxyType({}))
    """Every note that stands on a cell, whoever wrote it."""
    own: Mapping[Own, int] = field(default_factory=lambda: MappingProxyType({}))
    """Where the system's columns stand now; one that somebody deleted is absent."""
    heading_row: int | None = None
    """The row of the headings by which they were found."""
    guard: int | None = None
    """The blank column right of the system's, into which a merge beside it reaches as soon as a column is inserted;
    so Google can be asked to refuse marks that would land beside their columns. ``None`` where it cannot."""
    written: Mapping[Position, str] = field(default_factory=lambda: MappingProxyType({}))
    """What stands in the system's columns under their headings."""
