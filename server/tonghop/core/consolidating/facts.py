"""A consolidation as flat rows, one figure each, ready for a pivot: the “Dữ liệu” sheet."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from tonghop.core.cells import CellRef, a1
from tonghop.core.consolidating.measuring import measure_figures
from tonghop.core.consolidation import Column, Consolidation, Revision
from tonghop.core.definitions import Form, Number, Period
from tonghop.core.submission import Coverage
from tonghop.core.units import Unit


@dataclass(frozen=True, slots=True)
class Fact:
    """One figure of one unit's report for one filled period."""

    period: Period
    unit: Unit
    """Whose report it is; ``unit.parent`` and ``unit.level`` are the codes of what stands above it and of its level."""
    coverage: Coverage
    form: Form
    column: Column
    """Its measure (form, row, field), label and fixed row."""
    value: Number
    cell: str
    """Where it stood: “Biểu 2!I12”, or the cells it is the sum of: “Biểu 2!I9:I12”."""
    revision: Revision
    """The file it came in."""


def facts(consolidation: Consolidation) -> Iterator[Fact]:
    """Yield every figure that the lines are made of, in the order of lines, periods and columns.

    Rates are left out: a pivot would add them up. What a derived period's lines bring together over
    time stands here period by period.
    """
    forms = {form.code: form for form in consolidation.campaign.forms}
    periods = {period.code: period for period in consolidation.periods}
    for line in consolidation.lines:
        for revision in line.revisions:
            figures = measure_figures(revision.submission, consolidation.columns)
            for column in consolidation.columns:
                figure = figures.get(column.measure)
                if figure is not None:
                    yield Fact(
                        period=periods[revision.key.period],
                        unit=line.unit,
                        coverage=revision.key.coverage,
                        form=forms[column.measure.form],
                        column=column,
                        value=figure.value,
                        cell=span(figure.cells),
                        revision=revision,
                    )


def span(cells: Sequence[CellRef]) -> str:
    """Write cells as a clerk points at them, neighbours below one another as a range: “Biểu 2!I9:I12; Biểu 2!I20”."""
    ordered = sorted(dict.fromkeys(cells), key=lambda cell: (cell.sheet, cell.column, cell.row))
    runs = groupby(enumerate(ordered), key=lambda one: (one[1].sheet, one[1].column, one[1].row - one[0]))
    return "; ".join(_range([cell for _, cell in run]) for _, run in runs)


def _range(run: Sequence[CellRef]) -> str:
    first, last = run[0], run[-1]
    return str(first) if first == last else f"{first}:{a1((last.row, last.column))}"
