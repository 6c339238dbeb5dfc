"""A district's spreadsheet: the group's workbook, translated, with the system's own columns and tab.

Whatever is changed in the group's workbook is changed here with it: this room reads the xlsx and knows no forms.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from openpyxl.worksheet.worksheet import Worksheet

from tonghop.core.definitions import Language
from tonghop.core.errors import TonghopError, marked
from tonghop.core.layout import CHECK, COVER_SHEET, LABEL_ROW, LISTS_SHEET
from tonghop.core.shared_sheets import (
    COVER_ID,
    FINDINGS_ID,
    FIRST_FORM_ID,
    LISTS_ID,
    OWN_AFTER_STATUS,
    STAMP_ID,
    Own,
)
from tonghop.core.stamp import SHEET as STAMP_SHEET
from tonghop.writing.google.batches import Blueprint, Request, packed, packed_whole
from tonghop.writing.google.contents import dressed, merged, written
from tonghop.writing.google.frames import Frame, Place, add_tab, fitted, opened, sizes
from tonghop.writing.google.guarding import GUARD, guard, protect, protections
from tonghop.writing.google.own import (
    FINDINGS_ROWS,
    HEADINGS,
    add_findings_tab,
    findings_tab,
    own_columns,
    own_lights,
)
from tonghop.writing.google.rules import add_light, lights, validations
from tonghop.writing.google.sheet_words import changed_words
from tonghop.writing.marked import words

_SCRATCH: Final = 9
"""A tab that stands while the others are made: a spreadsheet must always have one."""
_SCRATCH_TITLE: Final = "…"
_SPARE_ROWS: Final = 20
_OTHERS: Final[Mapping[str, int]] = {COVER_SHEET: COVER_ID, LISTS_SHEET: LISTS_ID, STAMP_SHEET: STAMP_ID}


class NoGroupWorkbook(TonghopError):
    message = marked("The sheet “{sheet}” has no column “{heading}”: this is not a group's workbook.")


@dataclass(frozen=True, slots=True)
class _Plan:
    """What the tabs of one spreadsheet have in common."""

    language: Language
    editors: tuple[str, ...]
    tabs: Mapping[str, int]


def group_spreadsheet(
    content: bytes, language: Language, *, editors: Sequence[str], present: Collection[int] = (0,)
) -> Blueprint:
    """Return how a group's workbook (the bytes of ``group_workbook``) becomes a spreadsheet.

    ``editors`` are the system's accounts, which alone may change what is protected. ``present`` are the tabs that
    stand there now: everything in them is thrown away, so this is for a spreadsheet that nobody was given yet,
    new or with its making cut off. Raises NoGroupWorkbook, UnknownToGoogle.
    """
    book, growing = opened(content)
    places = _places(book.worksheets)
    plan = _Plan(language, tuple(editors), {title: place.sheet_id for title, place in places.items()})
    frames = [Frame(sheet, places[sheet.title], growing[sheet.title]) for sheet in book.worksheets]
    batches = [*packed_whole(_made(frames, plan, present)), *packed(_filled(frames, plan))]
    titles = {frame.sheet_id: frame.title for frame in frames} | {FINDINGS_ID: words.SHEET}
    cells = sum(frame.rows * frame.columns for frame in frames) + FINDINGS_ROWS * len(HEADINGS)
    return Blueprint(tuple(batches), titles, cells)


def _places(sheets: Sequence[Worksheet]) -> dict[str, Place]:
    forms = [sheet.title for sheet in sheets if sheet.title not in _OTHERS]
    places = {sheet.title: Place(_OTHERS[sheet.title]) for sheet in sheets if sheet.title in _OTHERS}
    for number, title in enumerate(forms, start=FIRST_FORM_ID):
        places[title] = Place(number, _SPARE_ROWS, len(Own) + GUARD)
    return places


def _is_form(frame: Frame) -> bool:
    return frame.sheet_id >= FIRST_FORM_ID


def _cleared(present: Collection[int]) -> list[Request]:
    """Put the spreadsheet back to nothing but the scratch tab, and with the tabs all that was protected in them."""
    adding = {"properties": {"sheetId": _SCRATCH, "title": _SCRATCH_TITLE}}
    added: list[Request] = [] if _SCRATCH in present else [{"addSheet": adding}]
    return added + [{"deleteSheet": {"sheetId": one}} for one in present if one != _SCRATCH]


def _made(frames: Sequence[Frame], plan: _Plan, present: Collection[int]) -> Iterator[Sequence[Request]]:
    """Return what cannot be done twice, by tab: adding it fails the second time, and with it its whole batch.

    The hidden tabs come first, since lists are referred to; the visible ones are put before them.
    """
    visible = [frame for frame in frames if frame.sheet.sheet_state == "visible"]
    yield _cleared(present)
    for frame in frames:
        if frame not in visible:
            yield list(_tab(frame, None, plan))
    for index, frame in enumerate(visible, start=1):
        yield list(_tab(frame, index, plan))
    yield [add_findings_tab(len(visible) + 1), protect(FINDINGS_ID, None, plan.editors, plan.language)]


def _tab(frame: Frame, index: int | None, plan: _Plan) -> Iterator[Request]:
    yield add_tab(frame, index)
    yield from merged(frame)
    rules = list(lights(frame))
    if _is_form(frame):
        status = _status_column(frame, plan.language)
        rules = [*own_lights(frame.sheet_id, status + OWN_AFTER_STATUS, frame.rows), *rules]
        yield guard(frame)
        yield from protections(frame, status, plan.editors, plan.language)
    else:
        yield protect(frame.sheet_id, None, plan.editors, plan.language)
    yield from (add_light(rule, place) for place, rule in enumerate(rules))


def _filled(frames: Sequence[Frame], plan: _Plan) -> Iterator[Request]:
    """Return what may be done again: looks, rules for typing, values; at last the scratch tab goes."""
    for frame in frames:
        yield from sizes(frame)
        yield from dressed(frame)
        yield from validations(frame)
        if _is_form(frame):
            first = _status_column(frame, plan.language) + OWN_AFTER_STATUS
            yield from own_columns(frame.sheet_id, first, frame.rows, plan.language)
    yield from findings_tab(plan.language)
    said = changed_words(plan.language)
    for frame in frames:
        yield from written(frame, plan.tabs, said if frame.sheet_id == COVER_ID else {})
    for frame in frames:
        yield from fitted(frame)
    yield {"deleteSheet": {"sheetId": _SCRATCH}}


def _status_column(frame: Frame, language: Language) -> int:
    heading = CHECK.said(language)
    for cell in frame.sheet[LABEL_ROW + 1]:
        if cell.value == heading:
            return int(cell.column) - 1
    raise NoGroupWorkbook(sheet=frame.title, heading=heading)
