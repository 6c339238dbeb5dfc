"""The province's live spreadsheet: the consolidated workbook, its formulas alive, written anew at each push.

Tabs stay where they are and keep their numbers, so that what somebody wrote elsewhere about their cells goes on
working. Others' tabs are left alone.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final
from zlib import crc32

from openpyxl.worksheet.cell_range import CellRange

from tonghop.core.errors import TonghopError, marked
from tonghop.writing.google.batches import Blueprint, Request, grid_range, packed
from tonghop.writing.google.contents import dressed, merged, written
from tonghop.writing.google.frames import Frame, Place, add_tab, fitted, opened, sizes, update_tab
from tonghop.writing.google.rules import add_light, area_of, lights

_FIRST_ID: Final = 1_000_000_000
_TICKET: Final = 999_999_999
"""A hidden tab that stands while a push goes on: the batch that must not be carried out twice takes it away."""
_TICKET_TITLE: Final = "…"
_FIRST_TAB: Final = 0
"""The number of the tab that a new spreadsheet is made with."""


class TitleTaken(TonghopError):
    message = marked("The spreadsheet has a tab “{title}” of somebody else's. Rename it, then push again.")


@dataclass(frozen=True, slots=True)
class Present:
    """A tab that stands in the spreadsheet now."""

    sheet_id: int
    title: str
    lights: int = 0
    """How many conditional formats it has."""


def live_id(title: str) -> int:
    """Return the number of the tab on which a sheet of that name is shown, the same at every push."""
    return _FIRST_ID + crc32(title.encode()) % _FIRST_ID


def live_spreadsheet(content: bytes, present: Sequence[Present]) -> Blueprint:
    """Return how the bytes of a consolidated workbook become, or replace, what the live spreadsheet shows.

    ``present`` are all tabs that stand there now. Of a new spreadsheet the one empty tab goes; of a tab of ours
    that the workbook no longer has, everything. Raises UnknownToGoogle, TitleTaken.
    """
    book, growing = opened(content)
    frames = [Frame(sheet, Place(live_id(sheet.title)), growing[sheet.title]) for sheet in book.worksheets]
    _refuse_taken(frames, present)
    changed = tuple(_tabs(frames, present))
    batches = [*([changed] if changed else []), *packed(_anew(frames)), tuple(_lit(frames))]
    return Blueprint(
        tuple(batches),
        {frame.sheet_id: frame.title for frame in frames},
        sum(frame.rows * frame.columns for frame in frames),
    )


def _refuse_taken(frames: Sequence[Frame], present: Sequence[Present]) -> None:
    ours = {frame.title.casefold(): frame.sheet_id for frame in frames}
    for tab in present:
        if ours.get(tab.title.casefold(), tab.sheet_id) != tab.sheet_id:
            raise TitleTaken(title=tab.title)


def _tabs(frames: Sequence[Frame], present: Sequence[Present]) -> Iterator[Request]:
    """Add what is not there yet, and the ticket; then remove what is gone, and the conditional formats.

    Those have no numbers to know them by, and some would go with the rows that a smaller grid loses. A second time
    Google refuses all of it: the tabs are there, the formats are gone.
    """
    there, wanted = {tab.sheet_id for tab in present}, {frame.sheet_id for frame in frames}
    if _TICKET not in there:
        yield {"addSheet": {"properties": {"sheetId": _TICKET, "title": _TICKET_TITLE, "hidden": True}}}
    for index, frame in enumerate(frames):
        if frame.sheet_id not in there:
            yield add_tab(frame, index)
    for tab in present:
        is_first = tab.sheet_id == _FIRST_TAB and not there & wanted
        if is_first or (tab.sheet_id == live_id(tab.title) and tab.sheet_id not in wanted):
            yield {"deleteSheet": {"sheetId": tab.sheet_id}}
        elif tab.sheet_id in wanted:
            yield from [{"deleteConditionalFormatRule": {"sheetId": tab.sheet_id, "index": 0}}] * tab.lights


def _anew(frames: Sequence[Frame]) -> Iterator[Request]:
    """Write everything that may be written again and again.

    What is merged is parted first: Google refuses to freeze a part of it.
    """
    for frame in frames:
        yield {"clearBasicFilter": {"sheetId": frame.sheet_id}}
        yield {"unmergeCells": {"range": grid_range(frame.sheet_id)}}
        yield update_tab(frame)
        yield from sizes(frame)
        yield from dressed(frame)
        yield from merged(frame)
    tabs = {frame.title: frame.sheet_id for frame in frames}
    for frame in frames:
        yield from written(frame, tabs)
    for frame in frames:
        yield from fitted(frame)
        if frame.sheet.auto_filter.ref:
            area = area_of(CellRange(frame.sheet.auto_filter.ref))
            yield {"setBasicFilter": {"filter": {"range": grid_range(frame.sheet_id, area)}}}


def _lit(frames: Sequence[Frame]) -> Iterator[Request]:
    """Add the conditional formats, and give the ticket up."""
    for frame in frames:
        for index, light in enumerate(lights(frame)):
            yield add_light(light, index)
    yield {"deleteSheet": {"sheetId": _TICKET}}
