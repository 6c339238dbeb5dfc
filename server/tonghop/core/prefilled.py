"""What stands in a workbook when it is given out: the one truth for its writer and for the check of what came back."""

from collections.abc import Mapping

from tonghop.core.consolidation import Measure
from tonghop.core.definitions import Aggregation, FixedRow, Form, FormField, Number, Source


def prefilled(
    form: Form, row: FixedRow | None, field: FormField, accumulated: Mapping[Measure, Number]
) -> Number | str | None:
    """Return the value of a given or history field, ``None`` where it is blank.

    A history field is what the earlier periods add up to, 0 before the first; it is blank where
    the field it accumulates must not be added over time.
    """
    if field.source is Source.GIVEN:
        return row.given.get(field.name) if row is not None else None
    if field.source is not Source.HISTORY or field.accumulates is None:
        return None
    target = form.field(field.accumulates)
    narrowed = row.over_time if row is not None else None
    if target.over_time is not Aggregation.SUM or narrowed not in {None, Aggregation.SUM}:
        return None
    return accumulated.get(Measure(form.code, target.name, row.code if row is not None else ""), 0)
