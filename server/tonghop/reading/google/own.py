"""What of an answer is the system's own, and the answer without it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TypeVar

from tonghop.core.cells import Position
from tonghop.core.layout import CHECK, CODE, STT, UNIT_CODE, UNIT_NAME
from tonghop.core.shared_sheets import FINDINGS_ID, OWN_HEADINGS, Own, Tab
from tonghop.reading.google.answers import Answer, Block, Cell, Cells, Part, Side, Value

_OWN = {text: own for own, heading in OWN_HEADINGS.items() for text in (heading.vi, heading.en)}
_GIVEN_OUT = {text for heading in (STT, CODE, UNIT_CODE, UNIT_NAME, CHECK) for text in (heading.vi, heading.en)}
"""Headings that stand in the same row as the system's."""
_BLANK = Cell()

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class _Headings:
    """A row of headings with some of the system's among them."""

    row: int
    own: Mapping[int, Own]
    """By column."""


def contents(answer: Answer) -> Answer:
    """Return what people wrote into a spreadsheet: without the system's tab, columns and notes, or any other note."""
    parts = sorted(answer.sheets, key=lambda part: part.properties.index)
    kept = [part for part in parts if part.properties.sheet_id != FINDINGS_ID]
    # Numbered anew, so that it does not matter whether the system's tab stood among them.
    return replace(answer, sheets=tuple(_contents(part, place) for place, part in enumerate(kept)))


def tab(part: Part) -> Tab:
    """Return what is needed to write marks to a tab."""
    grid, headings = part.properties.grid_properties, next(_headings(part), None)
    found: dict[Own, int] = {}
    for column, own in sorted(headings.own.items()) if headings else ():
        found.setdefault(own, column)
    return Tab(
        sheet_id=part.properties.sheet_id,
        title=part.properties.title,
        rows=grid.row_count if grid else 0,
        columns=grid.column_count if grid else 0,
        notes=MappingProxyType({place: cell.note for place, cell in cells(part) if cell.note is not None}),
        own=MappingProxyType(found),
        heading_row=headings.row if headings else None,
        guard=_guard(part, headings) if headings else None,
        written=MappingProxyType(_written(part, headings.row, frozenset(found.values())) if headings else {}),
    )


def _guard(part: Part, headings: _Headings) -> int | None:
    """Return the column after a merge that goes over the system's columns and further left, if no merge reaches it."""
    grid, last = part.properties.grid_properties, max(headings.own)
    is_there = any(
        one.start_row_index > headings.row
        and one.start_column_index < min(headings.own)
        and one.end_column_index == last + 1
        for one in part.merges
    )
    is_free = not any(one.start_column_index <= last + 1 < one.end_column_index for one in part.merges)
    return last + 1 if is_there and is_free and grid is not None and last + 1 < grid.column_count else None


def cells(part: Part) -> Iterator[tuple[Position, Cell]]:
    """Yield a tab's cells by their place, those that hold nothing among them."""
    for block in part.data:
        for row, one in enumerate(block.row_data, block.start_row):
            for column, cell in enumerate(one.values, block.start_column):
                yield (row, column), cell


def _headings(part: Part) -> Iterator[_Headings]:
    """Yield the rows in which headings of the system stand: beside another heading, or they are a clerk's words."""
    for block in part.data:
        for row, one in enumerate(block.row_data, block.start_row):
            texts = {column: cell.text for column, cell in enumerate(one.values, block.start_column) if cell.text}
            own = {column: _OWN[text] for column, text in texts.items() if text in _OWN}
            if own and len({text for text in texts.values() if text in _OWN or text in _GIVEN_OUT}) > 1:
                yield _Headings(row, own)


def _written(part: Part, heading_row: int, columns: frozenset[int]) -> dict[Position, str]:
    texts = (
        ((row, column), cell.text or cell.formatted_value)
        for (row, column), cell in cells(part)
        if row > heading_row and column in columns
    )
    return {place: text for place, text in texts if text}


def _contents(part: Part, place: int) -> Part:
    first: dict[int, int] = {}
    """The row of the system's heading, by its column."""
    for headings in _headings(part):
        for column in headings.own:
            first.setdefault(column, headings.row)
    blocks = (_block(block, first) for block in part.data)
    return replace(
        part,
        # The system's columns make a grid wider; how many blank cells it has says nothing.
        properties=replace(part.properties, index=place, grid_properties=None),
        data=tuple(block for block in blocks if block.row_data or block.row_metadata or block.column_metadata),
        merges=tuple(sorted(part.merges, key=lambda area: (area.start_row_index, area.start_column_index))),
    )


def _block(block: Block, own: Mapping[int, int]) -> Block:
    rows = [_row(one, row, block.start_column, own) for row, one in enumerate(block.row_data, block.start_row)]
    columns = [
        Side() if column in own else side for column, side in enumerate(block.column_metadata, block.start_column)
    ]
    return replace(
        block,
        row_data=_without_end(rows, Cells()),
        row_metadata=_without_end(list(block.row_metadata), Side()),
        column_metadata=_without_end(columns, Side()),
    )


def _row(one: Cells, row: int, start: int, own: Mapping[int, int]) -> Cells:
    kept = [
        _BLANK if column in own and row >= own[column] else _cell(cell) for column, cell in enumerate(one.values, start)
    ]
    return Cells(values=_without_end(kept, _BLANK))


def _cell(cell: Cell) -> Cell:
    """Return a cell without its note; how a cell without a number is shown says nothing of what stands in it."""
    bare = cell if cell.note is None else replace(cell, note=None)
    number = bare.effective_value.number_value if bare.effective_value else None
    if number is None:
        return bare if bare.effective_format is None else replace(bare, effective_format=None)
    # Google's zero may be negative, the script's never is.
    return bare if number else replace(bare, effective_value=Value(number_value=0.0))


def _without_end(items: list[_T], blank: _T) -> tuple[_T, ...]:
    """Return a list as far as anything stands in it."""
    last = max((place for place, one in enumerate(items, 1) if one != blank), default=0)
    return tuple(items[:last])
