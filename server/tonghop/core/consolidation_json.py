"""A consolidation as plain values for JSON: stable keys, and numbers that lose nothing on the way.

Whole numbers are JSON numbers. Decimals and rates are strings (“0.5”), since most readers of JSON
would turn them into binary fractions. Dates are ISO 8601, instants in UTC. A measure that is absent
from ``values`` is blank, which is not zero. Measures are keyed “form.row.field”, or “form.field”
where the form has no fixed rows.
"""

from collections.abc import Mapping
from datetime import UTC
from typing import Any, TypeAlias

from tonghop.core.completeness import Progress, Standing, progress
from tonghop.core.consolidation import Changes, Column, Consolidation, Difference, Line, Measure, Revision, UnitFinding
from tonghop.core.definitions import Form, Number, Period, Text

Json: TypeAlias = dict[str, Any]


def as_json(consolidation: Consolidation) -> Json:
    """Return the consolidation as dictionaries, lists, texts, whole numbers, truth values and ``None``."""
    campaign = consolidation.campaign
    return {
        "campaign": {"code": campaign.code, "version": campaign.version, "title": _text(campaign.title)},
        "period": _period(consolidation.period),
        "periods": [_period(period) for period in consolidation.periods],
        "as_of": consolidation.as_of.isoformat(),
        "include": consolidation.include.value,
        "forms": [_form(form) for form in campaign.forms],
        "columns": [_column(column) for column in consolidation.columns],
        "lines": [_line(line) for line in consolidation.lines],
        "progress": [
            _progress(progress(consolidation.standings, period.code)) for period in consolidation.matrix_periods
        ],
        "standings": [standing_json(standing) for standing in consolidation.standings],
        "differences": [_difference(difference) for difference in consolidation.differences],
        "findings": [_finding(found) for found in consolidation.findings],
        "changes": None if consolidation.changes is None else _changes(consolidation.changes),
    }


def _changes(changes: Changes) -> Json:
    return {
        "issue": changes.since.number,
        "as_of": changes.since.as_of.isoformat(),
        "digest": changes.since.digest,
        "figures": [
            {
                "unit": one.unit,
                "period": one.period,
                "coverage": one.coverage.value,
                "measure": str(one.measure),
                "old": None if one.old is None else _number(one.old),
                "new": None if one.new is None else _number(one.new),
                "revision": one.revision,
                "sender": one.sender,
                "came": one.came,
                "went": one.went,
            }
            for one in changes.changes
        ],
    }


def _text(text: Text) -> Json:
    return {"vi": text.vi, "en": text.en}


def _number(value: Number) -> int | str:
    return value if isinstance(value, int) else f"{value:f}"


def _values(values: Mapping[Measure, Number]) -> Json:
    return {str(measure): _number(value) for measure, value in values.items()}


def _period(period: Period) -> Json:
    return {
        "code": period.code,
        "label": _text(period.label),
        "start": period.start.isoformat(),
        "end": period.end.isoformat(),
        "due": period.due.isoformat(),
        "assumed": period.assumed,
        "derived": period.derived,
    }


def _form(form: Form) -> Json:
    return {"code": form.code, "number": form.number, "title": _text(form.title)}


def _column(column: Column) -> Json:
    return {
        "measure": str(column.measure),
        "form": column.measure.form,
        "row": column.measure.row or None,
        "field": column.measure.field,
        "label": _text(column.label),
        "row_label": None if column.row is None else _text(column.row.label),
        "type": column.type.value,
        "over_units": column.over_units.value,
        "over_time": column.over_time.value,
        "formula": column.formula,
    }


def _line(line: Line) -> Json:
    return {
        "kind": line.kind.value,
        "unit": line.unit.code,
        "parent": line.unit.parent,
        "level": line.unit.level,
        "name": line.unit.name,
        "depth": line.depth,
        "state": None if line.standing is None else line.standing.state.value,
        "values": _values(line.values),
        "parts": list(line.parts),
        "cells": {str(measure): list(cells) for measure, cells in line.cells.items()},
        "revisions": [_revision(revision) for revision in line.revisions],
        "earlier_revisions": [_revision(revision) for revision in line.earlier],
    }


def _revision(revision: Revision) -> Json:
    return {
        "unit": revision.key.unit,
        "period": revision.key.period,
        "coverage": revision.key.coverage.value,
        "number": revision.number,
        "state": revision.state.value,
        "received": revision.received.astimezone(UTC).isoformat(),
        "sender": revision.sender,
        "file": revision.file_name,
        "digest": revision.digest,
        "waiting": revision.waiting,
    }


def _progress(counts: Progress) -> Json:
    return {
        "period": counts.period,
        "owed": counts.owed,
        "on_time": counts.on_time,
        "late": counts.late,
        "not_due": counts.not_due,
        "missing": counts.missing,
        "empty": counts.empty,
        "blocked": counts.blocked,
        "returned": counts.returned,
        "accepted": counts.accepted,
        "exempt": counts.exempt,
        "rate": None if counts.rate is None else _number(counts.rate),
    }


def standing_json(standing: Standing) -> Json:
    """Return how one owed report stands."""
    return {
        "unit": standing.unit,
        "period": standing.period,
        "coverage": standing.coverage.value,
        "state": standing.state.value,
        "due": standing.due.isoformat(),
        "received": None if standing.received is None else standing.received.isoformat(),
        "days_late": standing.days_late,
        "accepted_levels": standing.accepted_levels,
        "waiting": standing.waiting,
    }


def _difference(difference: Difference) -> Json:
    return {
        "unit": difference.unit.code,
        "period": difference.period,
        "measure": str(difference.measure),
        "summary": _number(difference.summary),
        "below": _number(difference.below),
        "adds_summary": difference.adds_summary,
    }


def _finding(found: UnitFinding) -> Json:
    finding = found.finding
    return {
        "unit": found.unit,
        "period": found.period,
        "coverage": found.coverage.value,
        "code": finding.code,
        "severity": finding.severity.value,
        "cell": None if finding.cell is None else str(finding.cell),
        "sheet": finding.sheet if finding.cell is None else finding.cell.sheet,
        "form": finding.form,
        "row": finding.row,
        "field": finding.field,
        "read": finding.read,
        "expected": finding.expected,
        "parameters": {
            name: _text(value) if isinstance(value, Text) else value for name, value in finding.parameters.items()
        },
    }
