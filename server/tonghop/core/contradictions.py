"""Whether a campaign makes sense as a whole: everything it names is there, and every page can be printed."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import TypeAlias

from tonghop.core.calendar import windows
from tonghop.core.definitions import Activity, Campaign, Deadline, Form, FormField, Report, ReportKind, Rows, Source
from tonghop.core.errors import DefinitionError
from tonghop.core.layout import COVER_SHEET, text_code
from tonghop.core.rules import validate_rules
from tonghop.core.units import Unit, UnitTree

MOST_PRINTED_COLUMNS = 14
"""More cannot be read on A4 landscape."""

_NOT_IN_TAB_NAMES = frozenset("[]:*?/\\")

Problem: TypeAlias = tuple[str, str]
"""The key it is found at, and what is wrong."""


def refuse_contradictions(campaign: Campaign, units: tuple[Unit, ...], where: str) -> None:
    """Raise DefinitionError for the first thing that contradicts itself; ``where`` names the campaign's file."""
    for key, problem in _problems(campaign, units):
        raise DefinitionError(where=f"{where}: {key}", problem=problem)


def _problems(campaign: Campaign, units: tuple[Unit, ...]) -> Iterator[Problem]:
    yield from _repeated("levels", (level.code for level in campaign.levels))
    yield from _repeated("forms", (form.code for form in campaign.forms))
    yield from _repeated("reports", (report.code for report in campaign.reports))
    yield from _repeated("activities", (activity.code for activity in campaign.activities))
    yield from _tabs(campaign)
    bases = {field.name for form in campaign.forms if form.rows is Rows.SINGLE for field in form.fields}
    for form in campaign.forms:
        yield from _form(form, campaign, bases)
    for report in campaign.reports:
        yield from _report(report, campaign)
    for activity in campaign.activities:
        yield from _activity(activity, campaign)
    yield from _units(campaign, units)


def _repeated(key: str, codes: Iterable[str]) -> Iterator[Problem]:
    twice = [code for code, times in Counter(codes).items() if times > 1]
    if twice:
        yield key, f"stands twice: {', '.join(twice)}"


def _clash(key: str, codes: Iterable[str]) -> Iterator[Problem]:
    same = sorted(codes)
    if same:
        yield key, f"the codes of free texts: {', '.join(same)}"


def _unknown(key: str, named: Iterable[str], known: Iterable[str]) -> Iterator[Problem]:
    strange = sorted(set(named) - set(known))
    if strange:
        yield key, f"unknown: {', '.join(strange)}"


def _raised(check: Callable[[], object]) -> Iterator[Problem]:
    """Yield what another room refuses, to be told with the campaign's file."""
    try:
        check()
    except DefinitionError as error:
        yield str(error.parameters["where"]), str(error.parameters["problem"])


def _tabs(campaign: Campaign) -> Iterator[Problem]:
    names = [form.sheet for form in campaign.forms]
    yield from _repeated("forms: the tab name", (name.casefold() for name in (*names, COVER_SHEET)))
    for name in names:
        if _NOT_IN_TAB_NAMES & set(name) or name.strip("'") != name or name.startswith("_"):
            yield "forms: the tab name", f"“{name}” holds one of []:*?/\\, has ' at an end, or begins with _"


# Forms.


def _form(form: Form, campaign: Campaign, bases: set[str]) -> Iterator[Problem]:
    key = f"form {form.code}"
    levels = [level.code for level in campaign.levels]
    yield from _repeated(f"{key}, columns", (field.name for field in (*form.fields, *form.texts)))
    yield from _repeated(f"{key}, rows", (row.code for row in form.fixed_rows))
    # On the sheet both stand in the column “Mã số”, where a text could be taken for the row.
    text_codes = {text_code(place).casefold() for place in range(len(form.texts))}
    yield from _clash(f"{key}, rows", (row.code for row in form.fixed_rows if row.code.casefold() in text_codes))
    yield from _unknown(f"{key}, levels", form.levels, levels)
    kept = [field.accumulates for field in form.fields if field.accumulates is not None]
    yield from _unknown(f"{key}, accumulates", kept, (field.name for field in form.fields if field.is_number))
    given = [field.name for field in form.fields if field.source is Source.GIVEN]
    for row in form.fixed_rows:
        yield from _unknown(f"{key}, row {row.code}, levels", row.levels, levels)
        yield from _unknown(f"{key}, row {row.code}, given", row.given, given)
        yield from _unknown(f"{key}, row {row.code}, base", filter(None, [row.base]), bases)
    if form.fixed_rows:
        idle = [level for level in form.levels or levels if not form.rows_for(level)]
        if idle:
            yield f"{key}, levels", f"no row is filled by {', '.join(idle)}; name the form's levels without it"
    yield from _pages(form, key)
    yield from _raised(partial(validate_rules, form))


def _pages(form: Form, key: str) -> Iterator[Problem]:
    order = [(not field.key, field.page) for field in form.fields]
    if order != sorted(order):
        yield key, "key columns come first, then those of page 1, then those of page 2"
    for page in (1, 2):
        columns = _printed_columns(form, page)
        if columns > MOST_PRINTED_COLUMNS:
            yield key, f"page {page} would print {columns} columns; at most {MOST_PRINTED_COLUMNS} can be read"


def _printed_columns(form: Form, page: int) -> int:
    """Count a page's columns: STT (with code, label and measure before fixed rows), the keys, its own."""
    before = 4 if form.rows is Rows.FIXED else 1

    def stands(field: FormField) -> bool:
        return field.key or field.page == page

    return before + sum(map(stands, form.fields))


# The schedule.


def _report(report: Report, campaign: Campaign) -> Iterator[Problem]:
    key = f"report {report.code}"
    yield from _unknown(f"{key}, forms", report.forms, (form.code for form in campaign.forms))
    yield from _unknown(f"{key}, levels", report.levels, (level.code for level in campaign.levels))
    if not report.forms:
        yield f"{key}, forms", "name at least one form"
    if report.last is None and report.kind is ReportKind.ONCE:
        yield f"{key}, last", "a report that is owed once has a last day"
    if report.last is not None and report.last < report.first:
        yield f"{key}, last", "the last day is before the first"
    if report.due.yearly is not None and report.kind is not ReportKind.YEAR:
        yield f"{key}, due", "only a yearly report is due in a month of every year"
    if report.kind is not ReportKind.ONCE and not _comes_again(report.due):
        yield f"{key}, due", "a report that is owed again and again is due at_end or yearly"
    if report.derived and not any(other.adds and not other.derived for other in campaign.reports):
        yield f"{key}, derived", "there is no filled report to bring it together from"


def _activity(activity: Activity, campaign: Campaign) -> Iterator[Problem]:
    key = f"activity {activity.code}"
    yield from _unknown(f"{key}, forms", activity.forms, (form.code for form in campaign.forms))
    if _comes_again(activity.finish):
        yield f"{key}, finish", "an activity is finished on a day or in a month of a year"
        return
    for form in activity.forms:
        if any(end < start for start, end in windows(campaign, form)):
            yield f"{key}, finish", "an activity of the same form is finished before it starts"


def _comes_again(deadline: Deadline) -> bool:
    return deadline.yearly is not None or deadline.at_end is not None


# Units.


def _units(campaign: Campaign, units: tuple[Unit, ...]) -> Iterator[Problem]:
    yield from _unknown("units, level", (unit.level for unit in units), (level.code for level in campaign.levels))
    yield from _repeated("units", (unit.code for unit in units))
    successors = (code for unit in units for code in unit.successors)
    yield from _unknown("units, successors", successors, (unit.code for unit in units))
    if not campaign.reports:
        yield "reports", "give at least one [[reports]]"
        return
    first_day = min(report.first for report in campaign.reports)
    yield from _raised(partial(UnitTree.of, units, first_day))
