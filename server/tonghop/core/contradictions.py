"""Whether a campaign makes sense as a whole: everything it names is there, and every page can be printed."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import partial
from itertools import combinations
from typing import TypeAlias

from tonghop.core.allocating import items
from tonghop.core.calendar import windows
from tonghop.core.definitions import (
    Activity,
    Aggregation,
    Campaign,
    Deadline,
    FixedRow,
    Form,
    FormField,
    Report,
    ReportKind,
    Rows,
    Source,
)
from tonghop.core.errors import DefinitionError, Phrase, marked
from tonghop.core.layout import COVER_SHEET, text_code
from tonghop.core.reorganising import refuse_broken
from tonghop.core.rules import validate_rules
from tonghop.core.units import Unit

MOST_PRINTED_COLUMNS = 14
"""More cannot be read on A4 landscape."""

_NOT_IN_TAB_NAMES = frozenset("[]:*?/\\")

Problem: TypeAlias = tuple[object, object]
"""Where it is found, and what is wrong: phrases, or what other rooms raised."""


def refuse_contradictions(campaign: Campaign, units: tuple[Unit, ...], where: str) -> None:
    """Raise DefinitionError for the first thing that contradicts itself; ``where`` names the campaign's file."""
    for place, problem in contradictions(campaign, units):
        raise DefinitionError(where=Phrase("{file}: {place}", file=where, place=place), problem=problem)


def contradictions(campaign: Campaign, units: tuple[Unit, ...]) -> Iterator[Problem]:
    """Yield what contradicts itself; only the first is sure, as others may come of it."""
    yield from _repeated("levels", (level.code for level in campaign.levels))
    yield from _repeated("forms", (form.code for form in campaign.forms))
    yield from _repeated("reports", (report.code for report in campaign.reports))
    yield from _repeated("activities", (activity.code for activity in campaign.activities))
    yield from _repeated("items of material", (item.code for item in items(campaign)))
    yield from _tabs(campaign)
    bases = {field.name for form in campaign.forms if form.rows is Rows.SINGLE for field in form.fields}
    for form in campaign.forms:
        yield from _form(form, campaign, bases)
    for report in campaign.reports:
        yield from _report(report, campaign)
    yield from _overlapping(campaign)
    for activity in campaign.activities:
        yield from _activity(activity, campaign)
    yield from unit_contradictions(campaign, units)


def _repeated(place: str | Phrase, codes: Iterable[str]) -> Iterator[Problem]:
    twice = [code for code, times in Counter(codes).items() if times > 1]
    if twice:
        yield _among(place, twice), Phrase(marked("stands twice: {codes}"), codes=", ".join(twice))


def _clash(place: str | Phrase, codes: Iterable[str]) -> Iterator[Problem]:
    same = sorted(codes)
    if same:
        yield place, Phrase(marked("the codes of free texts: {codes}"), codes=", ".join(same))


def _unknown(place: str | Phrase, named: Iterable[str], known: Iterable[str]) -> Iterator[Problem]:
    strange = sorted(set(named) - set(known))
    if strange:
        yield _among(place, strange), Phrase(marked("unknown: {codes}"), codes=", ".join(strange))


def _among(place: str | Phrase, codes: Iterable[str]) -> Phrase:
    """Name a place and which of its entries are meant, for those who look for their cells."""
    if isinstance(place, str):
        return Phrase("{key}", key=place, entries=tuple(codes))
    return Phrase(place.message, entries=tuple(codes), **place.parameters)


def _form_place(form: Form, key: str) -> Phrase:
    return Phrase(marked("form {form}, {key}"), form=form.code, key=key)


def _row_place(form: Form, row: FixedRow, key: str) -> Phrase:
    return Phrase(marked("form {form}, row {row}, {key}"), form=form.code, row=row.code, key=key)


def _raised(check: Callable[[], object]) -> Iterator[Problem]:
    """Yield what another room refuses, to be told with the campaign's file."""
    try:
        check()
    except DefinitionError as error:
        yield error.parameters["where"], error.parameters["problem"]


def _tabs(campaign: Campaign) -> Iterator[Problem]:
    names = [form.sheet for form in campaign.forms]
    yield from _repeated("forms: the tab name", (name.casefold() for name in (*names, COVER_SHEET)))
    for name in names:
        if _NOT_IN_TAB_NAMES & set(name) or name.strip("'") != name or name.startswith("_"):
            message = marked("“{name}” holds one of []:*?/\\, has ' at an end, or begins with _")
            yield _among("forms: the tab name", [name]), Phrase(message, name=name)


# Forms.


def _form(form: Form, campaign: Campaign, bases: set[str]) -> Iterator[Problem]:
    levels = [level.code for level in campaign.levels]
    yield from _repeated(_form_place(form, "columns"), (field.name for field in (*form.fields, *form.texts)))
    yield from _repeated(_form_place(form, "rows"), (row.code for row in form.fixed_rows))
    # On the sheet both stand in the column “Mã số”, where a text could be taken for the row.
    text_codes = {text_code(place).casefold() for place in range(len(form.texts))}
    clashing = (row.code for row in form.fixed_rows if row.code.casefold() in text_codes)
    yield from _clash(_form_place(form, "rows"), clashing)
    yield from _unknown(_form_place(form, "levels"), form.levels, levels)
    kept = [field.accumulates for field in form.fields if field.accumulates is not None]
    yield from _unknown(
        _form_place(form, "accumulates"), kept, (field.name for field in form.fields if field.is_number)
    )
    given = [field.name for field in form.fields if field.source is Source.GIVEN]
    for row in form.fixed_rows:
        yield from _unknown(_row_place(form, row, "levels"), row.levels, levels)
        yield from _unknown(_row_place(form, row, "given"), row.given, given)
        yield from _given(form, row)
        yield from _unknown(_row_place(form, row, "base"), filter(None, [row.base]), bases)
    if form.fixed_rows:
        idle = [level for level in form.levels or levels if not form.rows_for(level)]
        if idle:
            message = marked("no row is filled by {levels}; name the form's levels without it")
            yield _form_place(form, "levels"), Phrase(message, levels=", ".join(idle))
    yield from _pages(form)
    yield from _raised(partial(validate_rules, form))


def _given(form: Form, row: FixedRow) -> Iterator[Problem]:
    """Yield what stands in a column of numbers and is none: a norm that nothing can be multiplied by."""
    for field in form.fields:
        value = row.given.get(field.name)
        if field.is_number and value is not None and (isinstance(value, str) or not value >= 0):
            message = marked("“{value}” cannot stand here; this column holds numbers from 0 up")
            yield _among(_row_place(form, row, "given"), [field.name]), Phrase(message, value=value)


def _pages(form: Form) -> Iterator[Problem]:
    place = Phrase(marked("form {form}"), form=form.code)
    order = [(not field.key, field.page) for field in form.fields]
    if order != sorted(order):
        yield place, Phrase(marked("key columns come first, then those of page 1, then those of page 2"))
    for page in (1, 2):
        columns = _printed_columns(form, page)
        if columns > MOST_PRINTED_COLUMNS:
            message = marked("page {page} would print {columns} columns; at most {most} can be read")
            yield place, Phrase(message, page=page, columns=columns, most=MOST_PRINTED_COLUMNS)


def _printed_columns(form: Form, page: int) -> int:
    """Count a page's columns: STT (with code, label and measure before fixed rows), the keys, its own."""
    before = 4 if form.rows is Rows.FIXED else 1

    def stands(field: FormField) -> bool:
        return field.key or field.page == page

    return before + sum(map(stands, form.fields))


# The schedule.


def _report(report: Report, campaign: Campaign) -> Iterator[Problem]:
    def at(key: str) -> Phrase:
        return Phrase(marked("report {report}, {key}"), report=report.code, key=key)

    yield from _unknown(at("forms"), report.forms, (form.code for form in campaign.forms))
    yield from _unknown(at("levels"), report.levels, (level.code for level in campaign.levels))
    if not report.forms:
        yield at("forms"), Phrase(marked("name at least one form"))
    if report.last is None and report.kind is ReportKind.ONCE:
        yield at("last"), Phrase(marked("a report that is owed once has a last day"))
    if report.last is not None and report.last < report.first:
        yield at("last"), Phrase(marked("the last day is before the first"))
    if report.due.yearly is not None and report.kind is not ReportKind.YEAR:
        yield at("due"), Phrase(marked("only a yearly report is due in a month of every year"))
    if report.kind is not ReportKind.ONCE and not _comes_again(report.due):
        yield at("due"), Phrase(marked("a report that is owed again and again is due at_end or yearly"))
    if report.derived and not any(other.adds and not other.derived for other in campaign.reports):
        yield at("derived"), Phrase(marked("there is no filled report to bring it together from"))


def _overlapping(campaign: Campaign) -> Iterator[Problem]:
    """Yield reports that would add figures of the same days twice to what is cumulative or derived."""
    adding = [report for report in campaign.reports if report.adds and not report.derived]
    for one, other in combinations(adding, 2):
        if _share_days(one, other) and (not one.levels or not other.levels or set(one.levels) & set(other.levels)):
            twice = [code for code in one.forms if code in other.forms and _is_summed(campaign, code)]
            if twice:
                message = marked(
                    "its days are also those of {other}, and the figures of {forms} would be counted twice; "
                    "let one of the two not add"
                )
                place = Phrase(marked("report {report}, {key}"), report=one.code, key="first")
                yield place, Phrase(message, other=other.code, forms=", ".join(twice))


def _share_days(one: Report, other: Report) -> bool:
    return one.first <= (other.last or date.max) and other.first <= (one.last or date.max)


def _is_summed(campaign: Campaign, form: str) -> bool:
    fields = (field for one in campaign.forms if one.code == form for field in one.fields)
    return any(field.over_time is Aggregation.SUM for field in fields)


def _activity(activity: Activity, campaign: Campaign) -> Iterator[Problem]:
    def at(key: str) -> Phrase:
        return Phrase(marked("activity {activity}, {key}"), activity=activity.code, key=key)

    yield from _unknown(at("forms"), activity.forms, (form.code for form in campaign.forms))
    if _comes_again(activity.finish):
        yield at("finish"), Phrase(marked("an activity is finished on a day or in a month of a year"))
        return
    for form in activity.forms:
        if any(end < start for start, end in windows(campaign, form)):
            yield at("finish"), Phrase(marked("an activity of the same form is finished before it starts"))


def _comes_again(deadline: Deadline) -> bool:
    return deadline.yearly is not None or deadline.at_end is not None


# Units.


def unit_contradictions(campaign: Campaign, units: tuple[Unit, ...]) -> Iterator[Problem]:
    """Yield what contradicts itself in a unit list, or does not fit the campaign."""
    yield from _unknown("units, level", (unit.level for unit in units), (level.code for level in campaign.levels))
    yield from _repeated("units", (unit.code for unit in units if _at_once(unit, units)))
    successors = (code for unit in units for code in unit.successors)
    yield from _unknown("units, successors", successors, (unit.code for unit in units))
    if not campaign.reports:
        yield _among("reports", ()), Phrase(marked("give at least one report"))
        return
    first_day = min(report.first for report in campaign.reports)
    yield from _raised(partial(refuse_broken, units, first_day))


def _at_once(unit: Unit, units: tuple[Unit, ...]) -> bool:
    """Tell whether another line gives the same unit for a day that this one gives: one renamed has several lines."""
    others = (other for other in units if other.code == unit.code and other is not unit)
    return any(_first(unit) <= _last(other) and _first(other) <= _last(unit) for other in others)


def _first(unit: Unit) -> date:
    return unit.valid_from or date.min


def _last(unit: Unit) -> date:
    return unit.valid_to or date.max
