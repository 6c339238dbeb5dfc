"""A group's workbook becomes the submissions of its units.

Every row is somebody's, by its code in the column “Mã đơn vị”. For each unit the others' rows are left out,
and what remains is read as the unit's own workbook would be, by the same code; so cells keep their names.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from tonghop.core.cells import CellRef, Sheet, Sheets
from tonghop.core.definitions import Campaign, Form, Period, Rows
from tonghop.core.findings import Finding
from tonghop.core.group_layout import GroupLayout, group_layout
from tonghop.core.layout import UNIT_CODE, FormLayout, text_code
from tonghop.core.normalising import match_key
from tonghop.core.parsing import Parsed, parse_places
from tonghop.core.parsing.answering import Answering
from tonghop.core.parsing.headings import has_content, key_at
from tonghop.core.parsing.locating import TOTALS, Table, locate
from tonghop.core.parsing.sheets import Places, find_sheets, other_units
from tonghop.core.spelling import code_text
from tonghop.core.stamp import Stamp
from tonghop.core.units import Unit

_UNIT_HEADINGS = frozenset({match_key(UNIT_CODE.vi), match_key(UNIT_CODE.en)})


def parse_group(
    sheets: Sheets, stamp: Stamp, campaign: Campaign, period: Period, members: Sequence[Unit]
) -> tuple[Parsed, ...]:
    """Read a result for each unit that filled in anything; one whose rows are all blank has not reported."""
    layouts = [layout for code in period.forms if (layout := group_layout(campaign.form(code), members)).members]
    places = find_sheets(sheets, [layout.frame.form for layout in layouts], campaign.forms)
    places.findings += other_units(places.sheets, stamp.unit, stamp.unit)
    found = {layout.frame.form.code: layout for layout in layouts if layout.frame.form.code in places.sheets}
    parts = {code: _Part.of(places.sheets[code], layout) for code, layout in found.items()}
    group = _Group(layouts, parts, places.findings)
    reporting = [unit for unit in members if any(part.concerns(unit.code) for part in parts.values())]
    if not reporting and any(part.general for part in parts.values()):
        reporting = list(members[:1])  # Somebody has to be told.
    return tuple(_unit(replace(stamp, unit=unit.code), campaign, period, unit, group) for unit in reporting)


def why_nothing(sheets: Sheets, campaign: Campaign, period: Period, members: Sequence[Unit]) -> Finding:
    """Return why a workbook gave nobody's report: its sheets or tables are gone, or nothing was filled in."""
    layouts = [layout for code in period.forms if (layout := group_layout(campaign.form(code), members)).members]
    places = find_sheets(sheets, [layout.frame.form for layout in layouts], campaign.forms)
    found = list(places.findings)
    for layout in layouts:
        if layout.frame.form.code in places.sheets:
            found += locate(places.sheets[layout.frame.form.code], layout.frame)[1]
    return next((finding for finding in found if finding.blocks), Finding("workbook_unfilled"))


@dataclass(frozen=True, slots=True)
class _Group:
    """A group's forms: where they were given out, and what came back."""

    layouts: Sequence[GroupLayout]
    parts: Mapping[str, "_Part"]
    """By the form's code; a form whose sheet was not found has none."""
    findings: Sequence[Finding]
    """What is to be said of the tabs."""

    def layout_of(self, form: Form, unit: str) -> FormLayout:
        """Return where a unit's rows of a form were given out."""
        return next(one.units[unit] for one in self.layouts if one.frame.form.code == form.code)


def _unit(stamp: Stamp, campaign: Campaign, period: Period, unit: Unit, group: _Group) -> Parsed:
    legible = {form: part.only(unit.code) for form, part in group.parts.items() if not part.general}
    own = Places(legible, list(group.findings))
    parsed = parse_places(own, stamp, campaign, period, unit, lambda form, _level: group.layout_of(form, unit.code))
    parts = [group.parts[form.code] for form in campaign.forms_due(period, unit.level) if form.code in group.parts]
    told = [finding for part in parts for finding in (*part.general, *part.findings.get(unit.code, ()))]
    return replace(parsed, findings=(*parsed.findings, *told))


@dataclass
class _Part:
    """One form's sheet: whose each row is, and what is to be told to whom."""

    sheet: Sheet
    table: Table | None
    owners: Mapping[int, str]
    """The unit of each row of the table and under it; rows of nobody are absent."""
    begun: Collection[str]
    """The units in whose rows something was filled in."""
    findings: Mapping[str, Sequence[Finding]] = field(default_factory=dict)
    general: Sequence[Finding] = ()
    """What keeps it from being known whose any row is."""

    @classmethod
    def of(cls, sheet: Sheet, layout: GroupLayout) -> "_Part":
        """Find out whose the rows of a sheet are."""
        table, _ = locate(sheet, layout.frame)
        if table is None:
            return cls(sheet, None, {}, frozenset())
        column = _unit_column(table, layout)
        if column is None:
            return cls(sheet, table, {}, frozenset(), general=(_column_missing(table),))
        sorting = _Sorting(table, layout, column)
        sorting.sort()
        return cls(sheet, table, sorting.owners, sorting.begun, sorting.findings)

    def concerns(self, unit: str) -> bool:
        """Tell whether a unit filled in anything, or something is to be told to it."""
        return unit in self.begun or bool(self.findings.get(unit))

    def only(self, unit: str) -> Sheet:
        """Return the sheet with the head and one unit's rows; every cell stays where it is."""
        if self.table is None:
            return self.sheet
        first = self.table.first_row
        kept = {row for row in range(len(self.sheet.rows)) if row < first or self.owners.get(row, unit) == unit}
        return replace(
            self.sheet,
            rows=tuple(cells if row in kept else () for row, cells in enumerate(self.sheet.rows)),
            errors={place: error for place, error in self.sheet.errors.items() if place[0] in kept},
            uncached=frozenset(place for place in self.sheet.uncached if place[0] in kept),
        )


@dataclass
class _Sorting:
    """Gives every row of a table to the unit whose it is."""

    table: Table
    layout: GroupLayout
    column: int
    """The column that says whose a row is."""
    owners: dict[int, str] = field(default_factory=dict)
    begun: set[str] = field(default_factory=set)
    findings: dict[str, list[Finding]] = field(default_factory=dict)
    _nearest: str = ""
    """The unit of the last row above that says whose it is."""

    def sort(self) -> None:
        """Go down the table once."""
        known = {unit.code.casefold(): unit.code for unit in self.layout.members}
        answering = Answering(self.table)
        column = self.column
        self._nearest = next(iter(known.values()), "")
        for row in range(self.table.first_row, len(self.table.sheet.rows)):
            written = code_text(self.table.sheet.value(row, column))
            unit = known.get(written.casefold())
            is_begun = answering.is_begun(row) or self._has_text(row)
            if row >= self.table.end_row:
                # What stands there is read for nobody; a row that was moved there is told to whose it is.
                self.owners[row] = unit or self._nearest
            elif unit is not None:
                self._nearest = unit
                self._own(row, unit, is_begun=is_begun, column=column)
            elif row != self.table.first_row or not self._adds_up(row, column):
                self.owners[row] = ""
                if is_begun:
                    self._nobodys(row, column, written, self._likely(row, column, known))

    def _own(self, row: int, unit: str, *, is_begun: bool, column: int) -> None:
        form = self.table.form
        if is_begun and unit in self.begun and form.rows is Rows.SINGLE:
            name = next(one.name for one in self.layout.members if one.code == unit)
            about = {"unit": f"{name} ({unit})"}
            self._tell(
                unit,
                Finding("row_unit_repeated", cell=self.table.cell(row, column), form=form.code, parameters=about),
            )
            self.owners[row] = ""
            return
        self.owners[row] = unit
        if is_begun:
            self.begun.add(unit)

    def _has_text(self, row: int) -> bool:
        """Tell whether the row is a free text under a unit's block that was written."""
        if self.table.code_column is None or not has_content(self.table.sheet, row, self.table.text_column):
            return False
        code = code_text(self.table.sheet.value(row, self.table.code_column)).casefold()
        return any(code == text_code(place).casefold() for place in range(len(self.table.form.texts)))

    def _likely(self, row: int, column: int, known: Mapping[str, str]) -> str:
        """Return whose a row without a code most likely is: that of the unit it was given out to, or stands under.

        It was given out to a unit whose code comes next below, or that no row names any more.
        """
        below = (code_text(self.table.sheet.value(one, column)) for one in range(row + 1, self.table.end_row))
        named = [known[value.casefold()] for value in below if value.casefold() in known]
        given = self.layout.prepared.get(row, "")
        is_next, is_named = named[:1] == [given], given in named or given in self.owners.values()
        return given if given and (is_next or not is_named) else self._nearest

    def _nobodys(self, row: int, column: int, written: str, unit: str) -> None:
        """Tell of a filled row that names no unit of the group: it stops one unit, and no other."""
        form, cell = self.table.form, self.table.cell(row, column)
        if self._adds_up(row, column):
            self._tell(unit, Finding("total_row_left_out", cell=cell, form=form.code))
        elif written:
            about = {"read": written}
            found = Finding("row_unit_unknown", cell=cell, form=form.code, read=written, parameters=about)
            self._tell(unit, found)
        else:
            self._tell(unit, Finding("row_unit_missing", cell=cell, form=form.code))

    def _adds_up(self, row: int, column: int) -> bool:
        return any(key_at(self.table.sheet, row, place) in TOTALS for place in self._word_columns(column))

    def _word_columns(self, column: int) -> Iterator[int]:
        """Yield the columns in which a row says what it is, but for the unit's code."""
        first = min(self.table.columns.values(), default=1)
        yield from (place for place in range(first) if place != column)
        yield from (self.table.columns[one.name] for one in self.table.form.fields if one.key and self._has(one.name))

    def _has(self, name: str) -> bool:
        return name in self.table.columns

    def _tell(self, unit: str, finding: Finding) -> None:
        self.findings.setdefault(unit, []).append(finding)


def owner_cells(sheet: Sheet, form: Form) -> tuple[tuple[str, CellRef], ...] | None:
    """Return what the rows of a sheet say whose they are, and where; none at all where no column says it."""
    table, _ = locate(sheet, group_layout(form, ()).frame)
    headed = [] if table is None else _headed(table)
    if table is None or not headed:
        return None
    cells = ((table.cell(row, column), code_text(sheet.value(row, column))) for column in headed for row in table.body)
    return tuple((code, cell) for cell, code in cells if code)


def _unit_column(table: Table, layout: GroupLayout) -> int | None:
    """Return the one column headed “Mã đơn vị”, or the only one of them that holds codes of units.

    Where the heading is gone it is the column given out, if codes of units still stand there.
    """
    headed = [column for column in _headed(table) if column not in table.columns.values()]
    if len(headed) == 1:
        return headed[0]
    given, leading = table.layout.unit_column or 0, min(table.columns.values(), default=0)
    likely = headed or ([given] if given < leading else [])
    coded = [column for column in likely if _holds_codes(table, column, layout)]
    return coded[0] if len(coded) == 1 else None


def _holds_codes(table: Table, column: int, layout: GroupLayout) -> bool:
    known = {unit.code.casefold() for unit in layout.members}
    return any(code_text(table.sheet.value(row, column)).casefold() in known for row in table.body)


def _headed(table: Table) -> list[int]:
    row = table.label_row
    width = max((len(table.sheet.rows[one]) for one in (row, row - 1) if one >= 0), default=0)
    return [
        place
        for place in range(width)
        if not _UNIT_HEADINGS.isdisjoint({key_at(table.sheet, row, place), key_at(table.sheet, row - 1, place)})
    ]


def _column_missing(table: Table) -> Finding:
    about = {"label": UNIT_CODE}
    return Finding("column_missing", sheet=table.sheet.name, form=table.form.code, parameters=about)
