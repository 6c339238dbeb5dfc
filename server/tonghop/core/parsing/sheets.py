"""Which sheet holds which form: found by its name, and by its headings where names were changed."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from tonghop.core.cells import CellRef, Sheet, Sheets
from tonghop.core.definitions import Form
from tonghop.core.findings import Finding, Parameter
from tonghop.core.layout import COVER_SHEET, GROUP_ROW, LISTS_SHEET, UNIT_CODE
from tonghop.core.normalising import match_key
from tonghop.core.parsing.headings import has_content, key_at, keys
from tonghop.core.parsing.locating import find_label_row, heading_score
from tonghop.core.stamp import SHEET

_LIKELY = 0.7
"""The part of a form's headings that a sheet of another name must have."""
_UNLIKELY = 0.5
"""The part below which a sheet of the form's name holds another table."""
_FEW = 3
"""A form with no more columns than this is not told from another by the part of its headings."""
_UNIT_CODE = re.compile(r"\((?:mã|code)\s+([^()\s]+)\)", re.IGNORECASE)


@dataclass(slots=True)
class Places:
    """The sheet of each form, by the form's code, and what is to be said of the tabs."""

    sheets: dict[str, Sheet] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


def find_sheet(sheets: Sheets, form: Form) -> Sheet | None:
    """Return the form's sheet by its name, whatever its case, spaces or punctuation have become."""
    wanted = match_key(form.sheet)
    return sheets.named(form.sheet) or next((one for one in sheets.sheets if match_key(one.name) == wanted), None)


def share(sheet: Sheet, form: Form) -> float:
    """Return which part of the form's headings stands on the sheet."""
    row = find_label_row(sheet, form)
    return 0.0 if row is None else heading_score(sheet, form, row) / len(form.fields)


def is_groups(sheet: Sheet, form: Form) -> bool:
    """Tell whether the rows of a form's sheet are several units': a column holds the units' codes."""
    labels, wanted = find_label_row(sheet, form), keys(UNIT_CODE)
    heads = () if labels is None else (row for row in (labels - 1, labels) if row >= 0)
    return any(key_at(sheet, row, column) in wanted for row in heads for column in range(len(sheet.rows[row])))


def find_sheets(sheets: Sheets, forms: Sequence[Form], all_forms: Sequence[Form]) -> Places:
    """Find the sheet of each of ``forms``; a sheet that holds another form's table is not taken by its name."""
    places = Places()
    named = {form.code: sheet for form in forms if (sheet := find_sheet(sheets, form)) is not None}
    wrong: dict[str, Sheet] = {}
    for form in forms:
        sheet = named.get(form.code)
        if sheet is not None:
            (wrong if _is_other(sheet, form, all_forms) else places.sheets)[form.code] = sheet
    spare = [sheet for sheet in sheets.sheets if sheet not in places.sheets.values() and not _is_ours(sheet)]
    likely = {form.code: list(_likely(form, spare, all_forms)) for form in forms} if spare else {}
    for form in forms:
        _settle(places, form, likely.get(form.code, []), wrong.get(form.code))
    return places


def _is_ours(sheet: Sheet) -> bool:
    return match_key(sheet.name) == match_key(COVER_SHEET) or sheet.name.startswith((LISTS_SHEET, SHEET))


def _is_other(sheet: Sheet, form: Form, all_forms: Iterable[Form]) -> bool:
    """Tell whether the sheet of a form's name holds another form's table, or one of no form here."""
    own = share(sheet, form)
    if own == 1:
        return False
    best = max((share(sheet, other) for other in all_forms if other.code != form.code), default=0.0)
    return (best >= max(_LIKELY, own) and best > own) or (0 < own < _UNLIKELY and len(form.fields) > _FEW)


def _likely(form: Form, spare: Iterable[Sheet], all_forms: Iterable[Form]) -> Iterator[Sheet]:
    others = [other for other in all_forms if other.code != form.code]
    for sheet in spare:
        own = share(sheet, form)
        if own >= _LIKELY and all(share(sheet, other) < own for other in others):
            yield sheet


def _settle(places: Places, form: Form, likely: list[Sheet], wrong: Sheet | None) -> None:
    chosen = places.sheets.get(form.code)
    if chosen is None and len(likely) == 1:
        places.sheets[form.code] = likely[0]
        about = {"sheet": form.sheet, "found": likely[0].name}
        places.findings.append(Finding("sheet_renamed", sheet=likely[0].name, form=form.code, parameters=about))
    elif chosen is None and not likely:
        code, sheet = ("sheet_missing", None) if wrong is None else ("sheet_other_form", wrong.name)
        parameters: Mapping[str, Parameter] = {"sheet": form.sheet, "title": form.title}
        places.findings.append(Finding(code, sheet=sheet, form=form.code, parameters=parameters))
    else:
        _refuse_copies(places, form, likely, chosen)


def _refuse_copies(places: Places, form: Form, likely: Sequence[Sheet], chosen: Sheet | None) -> None:
    """Tell of a second sheet of the same form with other contents: it may be of another unit, or the newer one."""
    one = chosen or likely[0]
    differing = [sheet for sheet in likely if sheet is not one and list(_contents(sheet)) != list(_contents(one))]
    if differing:
        places.sheets.pop(form.code, None)
        names = "”, “".join(sheet.name for sheet in (one, *differing))
        copies: Mapping[str, Parameter] = {"title": form.title, "sheets": names}
        places.findings.append(Finding("sheet_repeated", sheet=differing[0].name, form=form.code, parameters=copies))
    else:
        places.sheets[form.code] = one


def _contents(sheet: Sheet) -> Iterator[tuple[int, int, object]]:
    for row in range(len(sheet.rows)):
        for column in range(len(sheet.rows[row])):
            if has_content(sheet, row, column):
                yield row, column, sheet.value(row, column)


def shown_units(sheets: Mapping[str, Sheet]) -> dict[str, tuple[str, CellRef]]:
    """Return the unit's code that the head of each form's sheet shows, by the form's code."""
    found: dict[str, tuple[str, CellRef]] = {}
    for form, sheet in sheets.items():
        for row in range(min(len(sheet.rows), 2 * GROUP_ROW)):
            value = sheet.value(row, 0)
            match = _UNIT_CODE.search(value) if isinstance(value, str) else None
            if match is not None:
                found[form] = match[1], CellRef(sheet.name, row, 0)
                break
    return found


def other_units(sheets: Mapping[str, Sheet], code: str, name: str) -> Iterator[Finding]:
    """Tell of sheets whose head shows another unit than the other sheets do."""
    shown = shown_units(sheets)
    if len({one for one, _ in shown.values()}) <= 1:
        return
    for form, (other, cell) in shown.items():
        if other != code:
            about = {"shown": other, "unit": name}
            yield Finding("sheet_other_unit", cell=cell, form=form, read=other, expected=code, parameters=about)
