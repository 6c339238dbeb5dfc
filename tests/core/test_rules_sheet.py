"""Rules as Excel formulas: what is written, and that LibreOffice and Python come to the same verdict."""

import itertools
import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from tests.core.rule_forms import ATTENDANCE, MATERIALS, RESULTS, rule
from tests.office import recalculated

from tonghop.core.cells import RawValue, a1
from tonghop.core.definitions import FieldType, Form, FormField, Rule, Scope
from tonghop.core.errors import DefinitionError
from tonghop.core.rules import (
    Environment,
    computed_fields,
    evaluate,
    excel_broken,
    excel_formula,
    judge,
    parse_expression,
)
from tonghop.core.submission import AnswerValue

ENVIRONMENT = Environment(
    windows=((date(2019, 12, 17), date(2020, 2, 29)), (date(2020, 4, 1), date(2020, 4, 30))),
    constants={"period_start": date(2020, 1, 1), "period_end": date(2020, 3, 31)},
)
ONLINE = 'mode == "online"'
CELLS = {field.name: f"${column}12" for field, column in zip(ATTENDANCE.fields, "BCDEFGHIJKLMNOPQRST", strict=True)}
RANGES = {name: f"{cell[:2]}$9:{cell[:2]}$28" for name, cell in CELLS.items()}


@pytest.mark.parametrize(
    ("tested", "formula"),
    [
        (rule("attended <= summoned"), "IFERROR(AND(COUNT($J12,$I12)=2,$J12>$I12),FALSE)"),
        (
            rule("attended + absent_excused + absent_unexcused == summoned"),
            "IFERROR(AND(COUNT($J12,$L12,$M12,$I12)=4,$J12+$L12+$M12<>$I12),FALSE)",
        ),
        (rule("days <= 5.5"), "IFERROR(AND(COUNT($E12)=1,ROUND($E12,6)>5.5),FALSE)"),
        (
            rule("bridge_province >= 1", ONLINE),
            'IFERROR(AND(COUNT($F12)=1,OR($D12="Trực tuyến",$D12="online"),$F12<1),FALSE)',
        ),
        (
            rule("date <= period_end"),
            "IFERROR(AND(COUNT($B12)=1,INT($B12)>DATE(2020,3,31)),FALSE)",
        ),
        (
            rule("in_window(date)"),
            (
                "IFERROR(AND(COUNT($B12)=1,AND(OR(INT($B12)<DATE(2019,12,17),INT($B12)>DATE(2020,2,29)),"
                "OR(INT($B12)<DATE(2020,4,1),INT($B12)>DATE(2020,4,30)))),FALSE)"
            ),
        ),
        (
            rule("sum_of(attended) <= sum_of(summoned)", scope=Scope.FORM),
            "IFERROR(AND(COUNT($J$9:$J$28)>0,COUNT($I$9:$I$28)>0,SUM($J$9:$J$28)>SUM($I$9:$I$28)),FALSE)",
        ),
        (rule("attended <= previous(attended)", scope=Scope.HISTORY), None),
        (rule("attended == below(attended)", scope=Scope.SUBTREE), None),
    ],
    ids=lambda value: value.expression if isinstance(value, Rule) else "",
)
def test_formulas(tested: Rule, formula: str | None) -> None:
    assert excel_broken(tested, CELLS, ENVIRONMENT, RANGES, form=ATTENDANCE) == formula


@pytest.mark.parametrize("source", ["in_window(date)", "date <= period_end"])
def test_what_the_environment_lacks_never_lights_up(source: str) -> None:
    assert excel_broken(rule(source), CELLS, Environment(), form=ATTENDANCE) == "FALSE"


def test_a_computed_field_shows_nothing_until_all_is_there() -> None:
    formula = excel_formula(parse_expression("attended / summoned"), CELLS, ENVIRONMENT, form=ATTENDANCE)

    assert formula == 'IF(COUNT($J12,$I12)=2,IFERROR($J12/$I12,""),"")'


def test_a_field_without_a_cell_is_a_mistake_in_the_definition() -> None:
    with pytest.raises(DefinitionError, match="summoned has no place"):
        excel_broken(rule("attended <= summoned"), {"attended": "A1"}, ENVIRONMENT, form=ATTENDANCE)
    with pytest.raises(DefinitionError, match="attended has no place"):
        excel_broken(rule("sum_of(attended) >= 1", scope=Scope.FORM), {}, ENVIRONMENT, form=ATTENDANCE)


# The three-way agreement: rule, Python and LibreOffice over many rows, in one workbook.

ROW_RULES = (
    (ATTENDANCE, rule("attended + absent_excused + absent_unexcused == summoned")),
    (ATTENDANCE, rule("attended <= summoned")),
    (ATTENDANCE, rule("exempt <= members")),
    (ATTENDANCE, rule("members + officials + union_members + people == attended + beyond")),
    (ATTENDANCE, rule("days <= 5")),
    (ATTENDANCE, rule("days + days + days != 0.3")),
    (ATTENDANCE, rule("in_window(date)")),
    (ATTENDANCE, rule("not in_window(date)")),
    (ATTENDANCE, rule("date >= period_start and date <= period_end")),
    (ATTENDANCE, rule("date <= until")),
    (ATTENDANCE, rule("until != date", "attended >= 1")),
    (ATTENDANCE, rule("bridge_province + bridge_district + bridge_commune >= 1", ONLINE)),
    (ATTENDANCE, rule("bridge_province == 0", 'mode != "online"')),
    (ATTENDANCE, rule('mode in ("online", "lecture")')),
    (ATTENDANCE, rule('mode not in ("online", "lecture")', "in_window(date)")),
    (ATTENDANCE, rule("attended >= 1", 'mode == "online" or days >= 1')),
    (ATTENDANCE, rule("attended >= 1", 'not (mode == "lecture" and days >= 1)')),
    (ATTENDANCE, rule('mode == "online" and days >= 0.5')),
    (ATTENDANCE, rule('mode == "in_person" or bridge_commune == 1 or beyond == 0')),
    (ATTENDANCE, rule("attended / summoned <= 0.666667")),
    (ATTENDANCE, rule("attended / (summoned - beyond) >= 0.5")),
    (ATTENDANCE, rule("beyond / (days - 0.1 - 0.2) < 4", "attended > beyond or absent_excused < 2")),
    (ATTENDANCE, rule("attended * (summoned - 1) - (beyond - 2) > -1 * absent_excused")),
    (MATERIALS, rule("received + bought + photocopied == handed_out + passed_down + left")),
    (MATERIALS, rule("left >= 0")),
    (MATERIALS, rule("received >= entitled")),
    (MATERIALS, rule("received == recipients * norm")),
    (RESULTS, rule("this_period <= earlier_total")),
    (RESULTS, rule("earlier_total - this_period >= 0.1")),
)
FORMULAS = (
    (ATTENDANCE, "attended / summoned"),
    (ATTENDANCE, "(attended + beyond) / (attended - beyond) * 2"),
    (ATTENDANCE, "beyond / (days - 0.1 - 0.2)"),
    (MATERIALS, "recipients * norm"),
    (MATERIALS, "received + bought + photocopied - handed_out - passed_down"),
    (RESULTS, "earlier_total + this_period"),
)
FORM_RULES = (
    rule("sum_of(attended) <= sum_of(summoned)", scope=Scope.FORM),
    rule("sum_of(days) <= 0.6", scope=Scope.FORM),
    rule("count_rows() >= 3", scope=Scope.FORM),
    rule("sum_of(beyond) / count_rows() < 1", "count_rows() != 2", scope=Scope.FORM),
    rule("sum_of(attended) * 2 == sum_of(absent_excused) + 2", scope=Scope.FORM),
)
ROWS_PER_RULE = 100
BLOCKS, BLOCK_ROWS = 60, 4

Cell = tuple[RawValue, AnswerValue]
"""What is typed, and what reading makes of it: a text where a number belongs is no answer."""
Written = dict[str, Cell]


def counts(form: Form) -> tuple[Cell, ...]:
    whole: tuple[Cell, ...] = ((0, 0), (1, 1), (2, 2), (2, 2), (3, 3), (3640, 3640), (None, None), ("chưa có", None))
    decimal: tuple[Cell, ...] = ((0.1, Decimal("0.1")), (0.3, Decimal("0.3"))) if form is RESULTS else ()
    return whole + decimal


DECIMALS: tuple[Cell, ...] = (
    (0, 0),
    (0.1, Decimal("0.1")),
    (0.2, Decimal("0.2")),
    (0.3, Decimal("0.3")),
    (0.5, Decimal("0.5")),
    (5, 5),
    (5.0000001, Decimal("5.0000001")),
    (5.5, Decimal("5.5")),
    (None, None),
    ("nửa ngày", None),
    ("0.5", None),
)
DATES: tuple[Cell, ...] = (
    (datetime(2020, 2, 29, 14, 30), date(2020, 2, 29)),  # noqa: DTZ001 -- a cell knows no zone
    *(
        (day, day)
        for day in (date(2019, 12, 16), date(2019, 12, 17), date(2020, 2, 29), date(2020, 3, 1), date(2020, 4, 30))
    ),
    (None, None),
    ("17-12", None),
)
CHOICES: tuple[Cell, ...] = (
    *((choice.label.vi, choice.code) for choice in ATTENDANCE.field("mode").choices),
    ("Trực tuyến", "online"),
    ("TRỰC TUYẾN", "online"),
    ("lecture", "lecture"),
    (None, None),
    ("qua điện thoại", None),
)


def cells_of(form: Form, field: FormField) -> tuple[Cell, ...]:
    match field.type:
        case FieldType.DATE:
            return DATES
        case FieldType.CHOICE:
            return CHOICES
        case FieldType.DECIMAL:
            return DECIMALS
        case FieldType.TEXT:
            return ((None, None), ("ghi chú", "ghi chú"))
        case _:
            return counts(form)


def written_row(form: Form, chance: random.Random, number: int, needed: Iterable[str]) -> Written:
    """A random row; of four in turn, one is of zeros and ones, one has what a clerk typed over its formulas,
    one has blanks and texts in what is needed, and one has none."""
    row: Written = {}
    for field in form.fields:
        cells = cells_of(form, field)
        if number % 4 and field.name in needed:
            cells = tuple(cell for cell in cells if cell[1] is not None)
        if number % 4 == 1 and field.is_number:
            cells = tuple(cell for cell in cells if cell[1] in {0, 1, None})
        row[field.name] = chance.choice(cells)
    if number % 4 != 2:
        for field in computed_fields(form):
            row[field.name] = computed_cell(field, row)
    return row


def computed_cell(field: FormField, row: Written) -> Cell:
    """What a computed cell holds: its formula shows "" where there is nothing to compute."""
    value = evaluate(parse_expression(str(field.formula)), answers(row))
    assert isinstance(value, int | Decimal | None)
    return ("", None) if value is None else (float(value), value)


def answers(row: Written) -> dict[str, AnswerValue]:
    return {name: value for name, (_, value) in row.items()}


@dataclass(frozen=True)
class Case:
    formula: str
    rows: tuple[Written, ...]
    expected: object
    about: str
    holds: bool | None = None


def row_cases() -> Iterable[Case]:
    chance = random.Random(5)  # noqa: S311 -- the same rows every time
    for (form, tested), number in itertools.product(ROW_RULES, range(ROWS_PER_RULE)):
        expressions = [parse_expression(text) for text in (tested.expression, tested.when) if text is not None]
        needed = frozenset().union(*(expression.names for expression in expressions))
        row = written_row(form, chance, number, needed)
        formula = excel_broken(tested, places(form), ENVIRONMENT, form=form)
        assert formula is not None
        holds = judge(tested, answers(row), ENVIRONMENT).holds
        yield Case(formula, (row,), holds is False, f"{tested.when} {tested.expression} {answers(row)}", holds)


def formula_cases() -> Iterable[Case]:
    chance = random.Random(6)  # noqa: S311 -- the same rows every time
    for (form, source), number in itertools.product(FORMULAS, range(ROWS_PER_RULE)):
        expression = parse_expression(source)
        row = written_row(form, chance, number, expression.names)
        expected = evaluate(expression, answers(row), ENVIRONMENT)
        formula = excel_formula(expression, places(form), ENVIRONMENT, form=form)
        yield Case(formula, (row,), "" if expected is None else expected, f"{source} {answers(row)}")


def form_cases() -> Iterable[Case]:
    chance = random.Random(7)  # noqa: S311 -- the same rows every time
    for tested, number in itertools.product(FORM_RULES, range(BLOCKS)):
        rows = tuple(written_block(chance, filled=number % (BLOCK_ROWS + 1)))
        values = [answers(row) for row in rows]
        filled = [row for row in rows if any(typed is not None for typed, _ in row.values())]
        environment = Environment(
            column=columns(values).__getitem__,
            row_count=len(filled),
        )
        holds = judge(tested, {}, environment).holds
        formula = excel_broken(tested, {}, environment, ranges(), form=ATTENDANCE)
        assert formula is not None
        yield Case(formula, rows, holds is False, f"{tested.when} {tested.expression} {values}", holds)


def columns(rows: list[dict[str, AnswerValue]]) -> dict[str, list[AnswerValue]]:
    return {field.name: [row[field.name] for row in rows] for field in ATTENDANCE.fields}


def written_block(chance: random.Random, *, filled: int) -> Iterable[Written]:
    blank: Written = {field.name: (None, None) for field in ATTENDANCE.fields}
    for place in range(BLOCK_ROWS):
        row = written_row(ATTENDANCE, chance, 0, ())
        clerks = {name: cell for name, cell in row.items() if ATTENDANCE.field(name).formula is None}
        yield blank | clerks if place < filled else blank


def places(form: Form) -> Mapping[str, str]:
    """Cells of the row, with {row} for its number, counted from 1."""
    return {field.name: f"{a1((0, column)).rstrip('1')}{{row}}" for column, field in enumerate(form.fields)}


def ranges() -> Mapping[str, str]:
    return {name: f"{place}:{place.replace('{row}', '{last}')}" for name, place in places(ATTENDANCE).items()}


WIDE = 40  # the column of the formulas, right of any form


def write(path: Path, cases: Iterable[Case]) -> None:
    """Write each case's rows, its formula beside the first of them with a lie as its cached result."""
    with xlsxwriter.Workbook(path) as book:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet = book.add_worksheet()
        first = 0
        for case in cases:
            for offset, row in enumerate(case.rows):
                for column, (typed, _) in enumerate(row.values()):
                    if isinstance(typed, date):
                        sheet.write_datetime(first + offset, column, typed, day)
                    elif isinstance(typed, str):
                        sheet.write_string(first + offset, column, typed)
                    elif isinstance(typed, int | float):
                        sheet.write_number(first + offset, column, typed)
            formula = case.formula.replace("{row}", str(first + 1)).replace("{last}", str(first + len(case.rows)))
            sheet.write_formula(first, WIDE, f"={formula}", None, "not recalculated")
            first += len(case.rows)


def computed(path: Path, cases: Iterable[Case]) -> Iterable[tuple[Case, object]]:
    sheet = openpyxl.load_workbook(recalculated(path), data_only=True).worksheets[0]
    first = 1
    for case in cases:
        yield case, sheet.cell(first, WIDE + 1).value
        first += len(case.rows)


def agree(expected: object, found: object) -> bool:
    if isinstance(expected, bool):
        return found is expected
    if isinstance(expected, int | Decimal):
        return isinstance(found, int | float) and abs(float(expected) - found) < 1e-9
    return found in {"", None}


def test_the_rows_bring_out_every_outcome() -> None:
    """The agreement below would say little if a rule never broke, or never held, or never met a blank."""
    outcomes: dict[str, set[bool | None]] = {}
    for case in (*row_cases(), *form_cases()):
        outcomes.setdefault(case.formula, set()).add(case.holds)

    counting = excel_broken(FORM_RULES[2], {}, Environment(), ranges(), form=ATTENDANCE)
    assert [formula for formula, seen in outcomes.items() if seen != {True, False, None}] == [counting]
    assert outcomes[str(counting)] == {True, False}  # there is always a number of rows


def test_usual_rules_stay_short() -> None:
    assert max(len(case.formula) for case in (*row_cases(), *form_cases(), *formula_cases())) < 1000


def test_python_and_the_sheet_agree(tmp_path: Path) -> None:
    cases = (*row_cases(), *form_cases(), *formula_cases())
    path = tmp_path / "rules.xlsx"
    write(path, cases)

    found = list(computed(path, cases))

    apart = [f"{value!r} for {case.about}: {case.formula}" for case, value in found if not agree(case.expected, value)]
    assert len(cases) > 1000
    assert apart == []
