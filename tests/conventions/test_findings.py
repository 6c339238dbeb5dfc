"""Every code of the catalogue has one case that gives it and one, as near as can be, that does not."""

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from tests.core import clerks_plan as clerk
from tests.core.clerks_plan import CAMPAIGN, MATERIALS, MEETINGS, OTHER, REGISTER, RESULTS, STAMP, UNIT, sheets
from tests.inline import cover, sheet
from tests.reading.group_workbooks import FULL, MEMBERS, PARENT, changed, group_parsed, group_sheets
from tests.small_plan import JANUARY, UNITS, brought_together, period_of, plan, report

import tonghop
from tonghop.core.cells import Area, Sheet, Sheets
from tonghop.core.consolidating import measuring
from tonghop.core.consolidating.watching import jumps
from tonghop.core.consolidation import Measure, Revision
from tonghop.core.definitions import Campaign, Language
from tonghop.core.findings import CATALOGUE, Finding
from tonghop.core.group_layout import group_layout
from tonghop.core.identifying import identify
from tonghop.core.stamp import SHEET, Stamp, stamp_rows
from tonghop.core.units import Unit, UnitTree
from tonghop.sentences import say_finding
from tonghop.workflow.sheets.telling import without_figures

_KEY = b"a key of the tests"
_SOURCE = Path(tonghop.__file__).parent


@dataclass(frozen=True)
class Case:
    """What gives the finding, and what is nearly the same and does not."""

    wrong: Callable[[], Iterable[Finding]]
    right: Callable[[], Iterable[Finding]]


# Whose workbook it is.


def _identified(
    stamp: Stamp | None, claimed: str | None = None, key: bytes = _KEY, *, shown: str = UNIT.code
) -> list[Finding]:
    marks = () if stamp is None else (Sheet(SHEET, stamp_rows(stamp, key), visible=False),)
    found = identify(Sheets((cover(shown), *marks)), _KEY, _campaign, _units, claimed_unit=claimed)
    return [found] if isinstance(found, Finding) else []


def _campaign(code: str, version: int) -> Campaign | None:
    return CAMPAIGN if (code, version) == (CAMPAIGN.code, CAMPAIGN.version) else None


def _units(code: str) -> tuple[Unit, ...]:
    return (UNIT, OTHER) if code == CAMPAIGN.code else ()


def _stamped(stamp: Stamp | None, claimed: str | None = None, key: bytes = _KEY) -> Case:
    return Case(lambda: _identified(stamp, claimed, key), lambda: _identified(STAMP, UNIT.code))


# What stands in it.


def _typed(sheet: str, old: str, wrong: str, right: str | None = None) -> Case:
    """One place of the workbook: as it stands when filled rightly, or as ``right`` if given, against ``wrong``."""
    return Case(
        lambda: clerk.checked(sheets((sheet, old, wrong))).findings,
        lambda: clerk.checked(sheets((sheet, old, old if right is None else right))).findings,
    )


def _number(wrong: str, right: str) -> Case:
    return _typed(REGISTER, "120", wrong, right)


def _left_blank(*sheets_left: str) -> Sheets:
    blank = {
        REGISTER: [(REGISTER, "120       | 8", "          |  ")],
        MEETINGS: [
            (MEETINGS, "17/12/2019 | Quán triệt | Trực tiếp | 30     | 27     | 0.9 ", "| | | | | "),
            (MEETINGS, "05/02/2020 | Sơ kết |            | 10        | 9      | 0.9 ", "| | | | | "),
        ],
        MATERIALS: [(MATERIALS, "| 8       |", "| |"), (MATERIALS, "| 1       |", "| |")],
        RESULTS: [(RESULTS, "| 3        | 3", "| | "), (RESULTS, "1.5", ""), (RESULTS, "Kịp thời", "")],
    }
    return sheets(*(one for sheet in sheets_left for one in blank[sheet]))


# Whose a row of a group's workbook is.


def _grouped(wrong: Callable[[Sheets, int], Sheets], right: Callable[[Sheets, int], Sheets]) -> Case:
    """A group's workbook with the register of X1 filled in; the changes are told its row."""
    place = group_layout(CAMPAIGN.form("register"), MEMBERS).frame.first_row

    def of(change: Callable[[Sheets, int], Sheets]) -> list[Finding]:
        read = group_parsed(change(group_sheets({"X1": FULL}), place))
        return [finding for parsed in read.values() for finding in parsed.findings]

    return Case(lambda: of(wrong), lambda: of(right))


TABLE_OF = clerk.TABLES
_THIRD = "| 3   |            |        |            |           |        |         |"


def _parsed(read: Sheets) -> Iterable[Finding]:
    return clerk.parsed(read).findings


def _changed(tab: str, **changes: object) -> Iterable[Finding]:
    """Look at the workbook with one sheet's attributes changed."""
    changed = (replace(one, **changes) if one.name == tab else one for one in sheets().sheets)  # type: ignore[arg-type]
    return _parsed(Sheets(tuple(changed)))


def _tab(name: str, renamed: str) -> Iterable[Finding]:
    return _changed(name, name=renamed)


def _hidden(rows: Collection[int] = (), columns: Collection[int] = ()) -> Iterable[Finding]:
    return _changed(MEETINGS, hidden_rows=frozenset(rows), hidden_columns=frozenset(columns))


def _merged(area: Area) -> Iterable[Finding]:
    return _changed(MEETINGS, merged=(area,))


def _pasted(wrong: str, right: str) -> Case:
    return _typed(MEETINGS, _THIRD, f"{wrong}\n{_THIRD}", f"{right}\n{_THIRD}")


def _two_columns(second: str) -> Iterable[Finding]:
    heads = (REGISTER, "| Chi bộ | Kiểm tra", "| Chi bộ | Kiểm tra | | | | Đảng viên")
    return _parsed(sheets(heads, (REGISTER, "| 8      | Đủ", f"| 8 | Đủ | | | | {second}")))


def _copied(summoned: str) -> Iterable[Finding]:
    copy = sheet("Biểu 2 (2)", TABLE_OF[MEETINGS].replace("| 30     |", f"| {summoned} |"))
    return _parsed(Sheets((*sheets().sheets, copy)))


def _headed(code: str) -> Iterable[Finding]:
    """Put units' codes into the heads of two sheets."""
    shown = {REGISTER: "X1", MEETINGS: code}
    heads = [
        replace(one, rows=[[f"Xã Bình An (mã {shown[one.name]})"], *one.rows[1:]]) if one.name in shown else one
        for one in sheets().sheets
    ]
    return _parsed(Sheets(tuple(heads)))


def _numbers(first: str, second: str) -> Iterable[Finding]:
    return _parsed(
        sheets((MEETINGS, "| 30     | 27 ", f"| {first} | 27 "), (MEETINGS, "| 10        |", f"| {second} |"))
    )


def _unstamped(claimed: str) -> Iterable[Finding]:
    periods = [(CAMPAIGN, [clerk.PERIOD])]
    found = identify(sheets(), _KEY, _campaign, _units, claimed_unit=claimed, campaigns=periods)
    return [found] if isinstance(found, Finding) else found.findings


def _unstamped_group(claimed: str) -> Iterable[Finding]:
    whole = group_sheets({"X1": FULL})
    bare = Sheets(tuple(one for one in whole.sheets if one.name != SHEET))
    periods = [(CAMPAIGN, [clerk.PERIOD])]
    units = (PARENT, *MEMBERS)
    found = identify(bare, _KEY, _campaign, lambda _: units, claimed_unit=claimed, campaigns=periods)
    return [found] if isinstance(found, Finding) else found.findings


def _for_period(code: str) -> Iterable[Finding]:
    marked = Sheets((Sheet(SHEET, stamp_rows(STAMP, _KEY), visible=False),))
    found = identify(marked, _KEY, _campaign, _units, claimed_period=code)
    return [found] if isinstance(found, Finding) else []


def _two_stamps(unit: str) -> Iterable[Finding]:
    stamps = (Sheet(SHEET, stamp_rows(STAMP, _KEY)), Sheet(f"{SHEET} (2)", stamp_rows(replace(STAMP, unit=unit), _KEY)))
    found = identify(Sheets(stamps), _KEY, _campaign, _units)
    return [found] if isinstance(found, Finding) else []


# What units say against each other.


def _consolidated(*revisions: Revision, stands_in: bool = False, former: tuple[Unit, ...] = ()) -> list[Finding]:
    made = brought_together(*revisions, campaign=plan(stands_in=stands_in), former=former)
    return [one.finding for one in made.findings]


def _sums(summary: int, *, stands_in: bool) -> list[Finding]:
    return _consolidated(
        report("D1", summary=True, res={"PLANS": {"done": summary}}),
        report("C11", res={"PLANS": {"done": 70}}),
        stands_in=stands_in,
    )


def _gone(*successors: str) -> list[Finding]:
    unit = Unit("C15", "D1", "commune", "Xã cũ", successors=successors)
    return _consolidated(report("C15", res={"PLANS": {"done": 10}}), former=(unit,))


def _jumped(members: int) -> list[Finding]:
    sent = report("C11", reg={"members": members})
    columns = measuring.columns(plan(), period_of(plan(), JANUARY))
    return list(jumps(plan(), columns, sent.submission, [{Measure("reg", "members"): 100}]))


def _among_peers(members: int) -> list[Finding]:
    communes = [Unit(f"X{number}", "D1", "commune", f"Xã {number}") for number in range(10)]
    sent = [report(unit.code, reg={"members": 90 + place}) for place, unit in enumerate(communes)]
    made = brought_together(report("C11", reg={"members": members}), *sent, tree=UnitTree.of([*UNITS, *communes]))
    return [one.finding for one in made.findings]


def _passed_down(arrived: int) -> list[Finding]:
    def book(**figures: int) -> dict[str, dict[str, int]]:
        return {"BOOK": figures}

    return _consolidated(
        report("D2", mat=book(received=9, passed_down=5)), report("C21", mat=book(received=arrived, passed_down=0))
    )


def _of_version(version: int, figure: int) -> list[Finding]:
    """A report on a workbook of that version, with a figure in a row that the second version lacks."""
    sent = report("C11", res={"PLANS": {"done": 1}, "GONE": {"done": figure}})
    old = replace(sent, submission=replace(sent.submission, version=version))
    made = brought_together(old, campaign=plan(version=2))
    return [one.finding for one in made.findings]


def _taken_over(day: int) -> list[Finding]:
    unit = Unit("C15", "D1", "commune", "Xã cũ", valid_to=date(2020, 1, 25), successors=("C11",))
    own = report("C11", res={"PLANS": {"done": 1}}, received=datetime(2020, 1, day, tzinfo=UTC))
    return _consolidated(own, report("C15", res={"PLANS": {"done": 10}}), former=(unit,))


CASES: dict[str, Case] = {
    "stamp_missing": _stamped(None),
    "stamp_invalid": _stamped(STAMP, key=b"another key"),
    "stamp_other_campaign": _stamped(replace(STAMP, campaign="khac")),
    "stamp_unknown_period": _stamped(replace(STAMP, period="T2031-01")),
    "stamp_unknown_unit": _stamped(replace(STAMP, unit="X9")),
    "stamp_other_unit": _stamped(STAMP, "X2"),
    "version_unknown": _stamped(replace(STAMP, version=1)),
    "unit_cell_changed": Case(lambda: _identified(STAMP, shown="X2"), lambda: _identified(STAMP, shown=" X1 ")),
    "sheet_missing": Case(
        lambda: clerk.checked(sheets(drop=RESULTS)).findings, lambda: clerk.checked(sheets()).findings
    ),
    "table_missing": _typed(REGISTER, "Đảng viên | Chi bộ", "A | B", "Đảng viên | B"),
    "column_missing": _typed(MEETINGS, "Triệu tập | Có mặt", "Cột A | Cột B", "TRIỆU  TẬP | Có mặt"),
    "column_renamed": _typed(MEETINGS, "Triệu tập | Có mặt", "Số mời | Có mặt", "TRIỆU TẬP. | Có mặt"),
    "column_repeated": Case(lambda: _two_columns("121"), lambda: _two_columns("120")),
    "sheet_renamed": Case(lambda: _tab(MEETINGS, "Sheet1"), lambda: _tab(MEETINGS, "BIỂU 2")),
    "sheet_repeated": Case(lambda: _copied("31"), lambda: _copied("30")),
    "sheet_other_form": Case(
        lambda: _parsed(sheets((MEETINGS, TABLE_OF[MEETINGS], TABLE_OF[RESULTS]), drop=RESULTS)),
        lambda: _parsed(sheets()),
    ),
    "sheet_other_unit": Case(lambda: _headed("X2"), lambda: _headed("X1")),
    "header_repeated": _pasted("| | (1) | (2) | (3) | (4) | (5) | |", "| | | | | | | |"),
    "header_conflict": _pasted("| | Tên | Ngày | | Có mặt | Triệu tập | |", "| | | | | | | |"),
    "hidden_rows": Case(lambda: _hidden(rows={9}), lambda: _hidden(rows={11})),
    "hidden_columns": Case(lambda: _hidden(columns={4}), lambda: _hidden(columns={7})),
    "merged_cells": Case(lambda: _merged((9, 2, 9, 3)), lambda: _merged((5, 4, 5, 6))),
    "stray_value": _typed(MEETINGS, _THIRD, f"{_THIRD}\n" + "| | | | | | | |\n" * 20 + "| | | . | | | | |"),
    "number_styles_mixed": Case(lambda: _numbers("'3.640", "'3,640"), lambda: _numbers("'3.640", "'3.641")),
    "stamp_other_period": Case(lambda: _for_period("T2020-03"), lambda: _for_period("T2020-02")),
    "stamp_replaced": Case(lambda: _unstamped("X1"), lambda: _identified(STAMP)),
    "stamp_claim_unfit": Case(lambda: _unstamped_group("X1"), lambda: _unstamped_group("H")),
    "stamp_group_replaced": Case(lambda: _unstamped_group("H"), lambda: _unstamped_group("X1")),
    "stamp_two_units": Case(lambda: _two_stamps("X2"), lambda: _two_stamps("X1")),
    "column_moved": _typed(REGISTER, "Đảng viên | Chi bộ", "Chi bộ | Đảng viên"),
    "column_unknown": _typed(REGISTER, "8      | Đủ", "8 | Đủ | | | | 5", "8 | Đủ | | | 5"),
    "total_row_left_out": _typed(MEETINGS, "| 3   |            |", "| 3 | Tổng | | | 40 |", "| 3 | | Tổng kết |"),
    "row_missing": _typed(MATERIALS, "DIA", "DIB", "dia"),
    "row_repeated": _typed(MATERIALS, "DIA", "SO "),
    "row_unknown": _typed(MATERIALS, "DIA", "DIB"),
    "row_of_two": _typed(MATERIALS, "SO    | Chi bộ", "SO    | Đĩa", "SO    | Chi bộ trực thuộc"),
    "row_unit_missing": _grouped(
        lambda whole, place: changed(whole, REGISTER, (place, 1, None)),
        lambda whole, place: changed(whole, REGISTER, (place, 1, "X1")),
    ),
    "unit_without_figures": Case(
        lambda: without_figures(["X1", "X2"], ["X2"], {"X1": "Xã Một"}),
        lambda: without_figures(["X1", "X2"], ["X2", "X1"], {"X1": "Xã Một"}),
    ),
    "row_unit_unknown": _grouped(
        lambda whole, place: changed(whole, REGISTER, (place, 1, "X9")),
        lambda whole, place: changed(whole, REGISTER, (place, 1, " x1 ")),
    ),
    "row_unit_repeated": _grouped(
        lambda whole, place: changed(whole, REGISTER, (place + 1, 1, "X1"), (place + 1, 3, 5.0)),
        lambda whole, place: changed(whole, REGISTER, (place + 1, 1, "X1")),
    ),
    "sheet_unfilled": Case(
        lambda: clerk.checked(_left_blank(REGISTER)).findings, lambda: clerk.checked(_left_blank()).findings
    ),
    "list_left_blank": Case(
        lambda: clerk.checked(_left_blank(MEETINGS)).findings, lambda: clerk.checked(_left_blank(REGISTER)).findings
    ),
    "row_twice": _typed(
        MEETINGS, "05/02/2020 | Sơ kết |            | 10        | 9 ", "17/12/2019 | Quán triệt | Trực tiếp | 30 | 27 "
    ),
    "workbook_unfilled": Case(
        lambda: clerk.checked(_left_blank(REGISTER, MEETINGS, MATERIALS, RESULTS)).findings,
        lambda: clerk.checked(_left_blank(REGISTER, MEETINGS, MATERIALS)).findings,
    ),
    "error_cell": _number("#REF!", "120"),
    "formula_without_value": _number("=", "120"),
    "number_expected": _number("trăm hai", "'120"),
    "number_ambiguous": _typed(RESULTS, "| 1.5 ", "| '3.640 ", "| '0,5 "),
    "whole_number_expected": _number("3.64", "3640"),
    "negative_number": _number("-1", "0"),
    "number_too_large": _typed(MEETINGS, "| 30     | 27", "| 100001 | 27", "| 100000 | 27"),
    "zero_word": _number("không", "0"),
    "date_expected": _typed(MEETINGS, "17/12/2019", "tháng 12", "17-12-2019"),
    "choice_expected": _typed(MEETINGS, "Trực tiếp", "Trên mạng", "Trực tuyến"),
    "text_too_long": _typed(RESULTS, "Kịp thời", "x" * 2001, "x" * 2000),
    "required_blank": _number("", "0"),
    "read_differently": _number("'3.640", "3640"),
    "text_repaired": _typed(MEETINGS, "Quán triệt", "TriÓn khai häc tËp nghÞ quyÕt", "Triển khai học tập nghị quyết"),
    "value_below_table": _typed(MATERIALS, "| 2   | DIA", "| | | | | 5 |\n| 2   | DIA", "| | | Sách |\n| 2   | DIA"),
    "rule_broken": _typed(MEETINGS, "| 30     | 27 ", "| 30     | 31 ", "| 30     | 30 "),
    "computed_differs": _typed(MATERIALS, "| 16       |", "| 17       |", "|          |"),
    "given_changed": _typed(MATERIALS, "| 2        | 16", "| 3        | 16", "|          | 16"),
    "cumulative_differs": Case(
        lambda: clerk.checked(sheets(), {Measure("results", "done", "KH"): 5}).findings,
        lambda: clerk.checked(sheets(), {Measure("results", "done", "KH"): 0}).findings,
    ),
    "recipients_differ_from_register": _typed(REGISTER, "| 120       | 8 ", "| 120       | 9 "),
    "received_differs_from_allocation": Case(
        lambda: clerk.checked(sheets(), allocated={Measure("materials", "recipients", "SO"): 9}).findings,
        lambda: clerk.checked(sheets(), allocated={Measure("materials", "recipients", "SO"): 8}).findings,
    ),
    "summary_differs": Case(lambda: _sums(100, stands_in=False), lambda: _sums(70, stands_in=False)),
    "summary_stands_in": Case(lambda: _sums(100, stands_in=True), lambda: _sums(70, stands_in=True)),
    "revision_waits": Case(
        lambda: _consolidated(replace(report("C11"), waiting=2)), lambda: _consolidated(report("C11"))
    ),
    "jump_from_history": Case(lambda: _jumped(1000), lambda: _jumped(300)),
    "figure_without_place": Case(lambda: _of_version(1, 3), lambda: _of_version(1, 0)),
    "outlier_among_peers": Case(lambda: _among_peers(950), lambda: _among_peers(95)),
    "below_differs": Case(lambda: _passed_down(4), lambda: _passed_down(5)),
    "former_report_added": Case(lambda: _taken_over(28), lambda: _taken_over(20)),
    "unit_not_placed": Case(lambda: _gone("C11", "C12"), lambda: _gone("C11")),
}


def test_every_code_has_its_case() -> None:
    assert set(CASES) == set(CATALOGUE)


@pytest.mark.parametrize("code", CASES)
def test_what_is_wrong_is_found(code: str) -> None:
    assert code in {finding.code for finding in CASES[code].wrong()}


@pytest.mark.parametrize("code", CASES)
def test_what_is_right_is_not(code: str) -> None:
    assert code not in {finding.code for finding in CASES[code].right()}


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("code", CASES)
def test_it_is_said_with_all_its_places_filled(code: str, language: Language) -> None:
    for finding in CASES[code].wrong():
        said = say_finding(finding, language)
        assert said.sentence
        assert said.remedy
        assert "{" not in str(said)
        assert "“”" not in str(said)


@pytest.mark.parametrize("code", CASES)
def test_it_names_the_place_where_it_stands(code: str) -> None:
    whole = {"stamp", "version", "workbook", "unit", "revision", "former"}
    for finding in CASES[code].wrong():
        if finding.code == code and code.partition("_")[0] not in whole:
            assert finding.form is not None
            assert finding.cell is not None or finding.sheet is not None or code == "sheet_missing"


def test_every_code_that_is_given_stands_in_the_catalogue() -> None:
    given = {
        code
        for path in _SOURCE.rglob("*.py")
        for code in re.findall(r"\b(?:Finding|asked)\(\s*(?:code=)?\"([a-z_]+)\"", path.read_text(encoding="utf-8"))
    }
    assert given <= set(CATALOGUE)
    assert len(given) > len(CATALOGUE) / 2
