"""Where everything stands in an allocation's workbook: settled first, so that sheets can point at one another."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import cached_property

from tonghop.core.allocating import NORM, Allocation, ItemAllocation, Share
from tonghop.core.consolidation import LineKind
from tonghop.core.definitions import FixedRow
from tonghop.core.units import Unit
from tonghop.writing.consolidated.layout import ordinal, sheet_name

STT, CODE, UNIT, FIRST_COLUMN = range(4)
"""The columns before an item's own."""
HEAD_ROW, FIRST_LINE = 4, 8
"""Rows of an item's sheet: three headings, the columns' numbers, then the lines."""

FRONT = "Phân bổ"
SLIP = "Phiếu"


class Kind(Enum):
    """What a column of an item's sheet shows."""

    RECIPIENTS = "Số liệu nền"
    ENTITLED = "Được cấp"
    COPIES = "Phân bổ"
    LACKING = "Còn thiếu"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an item's sheet: a unit with all below it, or what it keeps itself."""

    kind: LineKind
    unit: Unit
    depth: int
    number: str
    shares: tuple[Share, ...]
    """Of the unit, and of all below it on a TOTAL line."""
    parts: tuple[int, ...] = ()
    """For a TOTAL line: the indexes of the lines it is the sum of."""

    def value(self, kind: Kind, row: str | None) -> int | None:
        """Return a figure of one row, or of all of them; ``None`` where nothing is known."""
        shares = [share for share in self.shares if row in {None, share.row}]
        entitled = [share.entitled for share in shares if share.entitled is not None]
        copies = [share.copies for share in shares if share.entitled is not None]
        recipients = [share.recipients for share in shares if share.recipients is not None]
        figures = {Kind.RECIPIENTS: recipients, Kind.ENTITLED: entitled, Kind.COPIES: copies}
        if kind is Kind.LACKING:
            return sum(entitled) - sum(copies) if entitled else None
        return sum(figures[kind]) if figures[kind] else None

    @property
    def silent(self) -> int:
        """How many units of the line have no register."""
        return len({share.unit for share in self.shares if share.entitled is None})


@dataclass(frozen=True)
class ItemSheet:
    """The sheet of one item."""

    name: str
    allocated: ItemAllocation
    lines: tuple[Line, ...]
    columns: tuple[tuple[Kind, FixedRow | None], ...]
    """Each fixed row's columns, then those of all its rows together."""

    @property
    def label(self) -> str:
        """What the item is called."""
        return self.allocated.item.label.vi

    @property
    def measure(self) -> str:
        """Its unit of measure; “bản” where it names none."""
        measure = self.allocated.item.measure
        return "bản" if measure is None else measure.vi

    @property
    def rows(self) -> tuple[FixedRow, ...]:
        """The fixed rows that are shared out."""
        return tuple(row for kind, row in self.columns if row is not None and kind is Kind.COPIES)

    def column(self, kind: Kind, row: FixedRow | None = None) -> int:
        """Return where a figure stands."""
        return FIRST_COLUMN + self.columns.index((kind, row))

    @property
    def note(self) -> int:
        """The column of remarks, the last."""
        return FIRST_COLUMN + len(self.columns)

    @cached_property
    def place(self) -> Mapping[tuple[str, LineKind], int]:
        """The sheet's row of each line."""
        return {(line.unit.code, line.kind): FIRST_LINE + index for index, line in enumerate(self.lines)}

    def line(self, row: int) -> Line:
        """Return the line that stands in a row of the sheet."""
        return self.lines[row - FIRST_LINE]

    def whole(self, unit: str) -> int | None:
        """Return the sheet's row with all that reaches a unit, for those below it too; ``None`` when nothing does."""
        own = self.place.get((unit, LineKind.OWN))
        return self.place.get((unit, LineKind.TOTAL), own)


@dataclass(frozen=True)
class Plan:
    """The whole workbook's layout."""

    allocation: Allocation
    as_of: date
    sheets: tuple[ItemSheet, ...]

    @classmethod
    def of(cls, allocation: Allocation, as_of: date) -> "Plan":
        """Lay an allocation out: a sheet for each item that is shared out."""
        taken = {FRONT.casefold(), "history"}
        sheets = tuple(
            ItemSheet(sheet_name(one.item.code, taken), one, _lines(allocation, one), tuple(_columns(one)))
            for one in allocation.items
            if one.shares
        )
        return cls(allocation, as_of, sheets)

    @cached_property
    def givers(self) -> tuple[tuple[Unit, str], ...]:
        """Units that hand copies on, each with the name of its slip's sheet."""
        taken = {FRONT.casefold(), "history", *(sheet.name.casefold() for sheet in self.sheets)}
        totalled = {code for sheet in self.sheets for code, kind in sheet.place if kind is LineKind.TOTAL}
        units = [unit for unit in self.allocation.tree.units if unit.code in totalled]
        return tuple((unit, sheet_name(f"{SLIP} {unit.code}", taken)) for unit in units)


def _columns(one: ItemAllocation) -> Iterator[tuple[Kind, FixedRow | None]]:
    present = {share.row for share in one.shares}
    for row in one.item.rows:
        if row.code in present:
            if NORM in row.given:
                yield Kind.RECIPIENTS, row
            yield from ((Kind.ENTITLED, row), (Kind.COPIES, row))
    yield from ((Kind.ENTITLED, None), (Kind.COPIES, None), (Kind.LACKING, None))


def _lines(allocation: Allocation, one: ItemAllocation) -> tuple[Line, ...]:
    """Return a line for each unit that has a share or has such units below it, in tree order."""
    tree = allocation.tree
    own: dict[str, list[Share]] = {}
    for share in one.shares:
        own.setdefault(share.unit, []).append(share)
    within = {unit.code: list(own.get(unit.code, ())) for unit in tree.units}
    for unit in reversed(tree.units):
        if unit.parent is not None:
            within[unit.parent] = within[unit.parent] + within[unit.code]
    numbers = _numbers([unit for unit in tree.units if within[unit.code]], tree.depth)
    lines: list[Line] = []

    def add(unit: Unit) -> int:
        number, depth, place = numbers[unit.code], tree.depth(unit.code), len(lines)
        below = [child for child in tree.children.get(unit.code, ()) if within[child.code]]
        kept = tuple(own.get(unit.code, ()))
        if not below:
            lines.append(Line(LineKind.OWN, unit, depth, number, kept))
            return place
        lines.append(Line(LineKind.TOTAL, unit, depth, number, tuple(within[unit.code])))
        parts: list[int] = []
        if kept:
            parts.append(len(lines))
            lines.append(Line(LineKind.OWN, unit, depth + 1, "", kept))
        parts += [add(child) for child in below]
        lines[place] = Line(LineKind.TOTAL, unit, depth, number, tuple(within[unit.code]), tuple(parts))
        return place

    add(tree.root)
    return tuple(lines)


def _numbers(units: Sequence[Unit], depth_of: Callable[[str], int]) -> Mapping[str, str]:
    """Return “STT” of each unit, as the consolidated workbook numbers them; the root has none."""
    depths = [depth_of(unit.code) for unit in units]
    deep = max(depths, default=0) > 1
    counts: list[int] = []
    numbers: dict[str, str] = {}
    for unit, depth in zip(units, depths, strict=True):
        counts[depth + 1 :] = []
        counts.extend([0] * (depth + 1 - len(counts)))
        counts[depth] += 1
        numbers[unit.code] = ordinal(counts, depth, deep=deep) if depth else ""
    return numbers
