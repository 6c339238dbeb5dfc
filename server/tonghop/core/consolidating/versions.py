"""What reports on an older version's workbook hold that the version in force has no place for."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from tonghop.core.consolidation import Line, Revision, UnitFinding
from tonghop.core.definitions import Campaign, FieldType, Rows, Source, Text
from tonghop.core.findings import Finding
from tonghop.core.labels import named
from tonghop.core.normalising import spelled
from tonghop.core.submission import Answer


def left_out(campaign: Campaign, lines: Iterable[Line]) -> Iterator[UnitFinding]:
    """Tell of each figure that is in no total because its form, row or column is no longer there."""
    older = (one for line in lines for one in line.revisions if one.submission.version != campaign.version)
    for revision in older:
        key = revision.key
        for form, row, field, answer in revision.submission.answers():
            if (
                not _is_figure(answer)
                or not _was_typed(campaign, form, field)
                or _has_place(campaign, form, row, field)
            ):
                continue
            found = _finding(campaign, revision, (form, row, field), answer)
            yield UnitFinding(key.unit, key.period, key.coverage, found)


def _has_place(campaign: Campaign, form: str, row: str, field: str) -> bool:
    found = next((one for one in campaign.forms if one.code == form), None)
    if found is None:
        return False
    rows = {one.code for one in found.fixed_rows} if found.rows is Rows.FIXED and row else {row}
    return row in rows and field in {one.name for one in (*found.fields, *found.texts)}


def _was_typed(campaign: Campaign, form: str, field: str) -> bool:
    """Leave out what the server works out itself; of a column that is gone too it is not known."""
    fields = (one for two in campaign.forms if two.code == form for one in two.fields)
    return all(one.source is Source.CLERK for one in fields if one.name == field)


def _is_figure(answer: Answer) -> bool:
    return isinstance(answer.value, int | Decimal) and answer.value != 0


def _finding(campaign: Campaign, revision: Revision, place: tuple[str, str, str], answer: Answer) -> Finding:
    form, row, field = place
    read = spelled(answer.value, FieldType.DECIMAL)
    version = revision.submission.version
    return Finding(
        "figure_without_place",
        cell=answer.cell,
        form=form,
        row=row,
        field=field,
        read=read,
        parameters={
            "label": _label(campaign, form, row, field),
            "read": read,
            "version": version,
            "newest": campaign.version,
        },
    )


def _label(campaign: Campaign, form: str, row: str, field: str) -> Text:
    """Name a figure; a row that is gone has no words any more, so its code says which one it was."""
    told = named(campaign, form, row, field)
    there = {one.code for two in campaign.forms if two.code == form for one in two.fixed_rows}
    if not there or row in there:
        return told
    return Text(vi=f"{told.said('vi')} (mã số {row})", en=f"{told.said('en')} (code {row})")
