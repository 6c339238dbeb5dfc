"""What clerks do to a workbook, each with what is read and what is said."""

from collections.abc import Collection
from dataclasses import replace

import pytest
from tests.core.clerks_plan import (
    CAMPAIGN,
    MATERIALS,
    MEETINGS,
    PERIOD,
    REGISTER,
    RESULTS,
    STAMP,
    TABLES,
    UNIT,
    parsed,
    places,
    sheets,
)
from tests.core.test_parsing import values
from tests.inline import cover, sheet

from tonghop.core.cells import Sheets
from tonghop.core.contradictions import refuse_contradictions
from tonghop.core.definitions import Campaign, FormField, Severity
from tonghop.core.errors import DefinitionError
from tonghop.core.findings import Finding
from tonghop.core.identifying import Identified, identify
from tonghop.core.normalising import normalise, number_style, repair_legacy
from tonghop.core.parsing import Parsed, parse
from tonghop.core.stamp import SHEET, stamp_rows

_ROW_3 = "| 3   |            |        |            |           |        |         |"
_HEAD = "\n".join(TABLES[MEETINGS].strip().splitlines()[:3])


def codes(one: Parsed) -> list[str]:
    return [found.code for found in one.findings]


def swapped(*names: str) -> Sheets:
    """Give the sheets each other's names."""
    turned = dict(zip(names, (*names[1:], names[0]), strict=True))
    return Sheets(tuple(replace(one, name=turned.get(one.name, one.name)) for one in sheets().sheets))


def test_a_whole_head_pasted_below_the_first_is_left_out_and_told_of() -> None:
    one = parsed(sheets((MEETINGS, _ROW_3, f"{_HEAD}\n{_ROW_3}")))
    assert codes(one) == ["header_repeated"]
    assert values(one, "meetings", "summoned") == [(30,), (10,)]


def test_a_second_head_with_two_columns_exchanged_is_a_conflict() -> None:
    """One heading over another column is enough: no rule need notice that its figures were taken for others."""
    exchanged = _HEAD.replace("Triệu tập", "?").replace("Có mặt", "Triệu tập").replace("?", "Có mặt")
    assert exchanged != _HEAD
    one = parsed(sheets((MEETINGS, _ROW_3, f"{exchanged}\n{_ROW_3}")))
    assert codes(one) == ["header_conflict"]
    assert values(one, "meetings", "summoned") == [(30,), (10,)]


def test_a_column_that_stands_twice_is_told_of_once() -> None:
    one = parsed(
        sheets(
            (REGISTER, "| Chi bộ | Kiểm tra", "| Chi bộ | Kiểm tra | | | | Chi bộ"),
            (REGISTER, "| 8      | Đủ", "| 8 | Đủ | | | | 9"),
        )
    )
    assert codes(one) == ["column_repeated"]


def test_a_letterhead_moves_the_table_down_and_no_figure_is_lost() -> None:
    lowered = [sheet(name, "| TỈNH ỦY |\n| Số: 12-BC/TU |\n" + table, first_row=4) for name, table in TABLES.items()]
    one = parsed(Sheets((cover("X1"), *lowered)))
    assert one.findings == ()
    assert values(one, "register", "members") == [(120,)]


def test_figures_over_the_headings_are_not_lost_in_silence() -> None:
    lifted = "| | 17/12/2019 | Họp | | 5 | 4 | |\n" + TABLES[MEETINGS].strip()
    read = sheets()
    moved = tuple(sheet(MEETINGS, lifted, first_row=4) if one.name == MEETINGS else one for one in read.sheets)
    assert places(parsed(Sheets(moved)).findings) == [("value_below_table", "Biểu 2!E5")]


def test_sheets_that_bear_each_others_names_are_read_by_their_headings() -> None:
    one = parsed(swapped(MEETINGS, MATERIALS, RESULTS))
    assert codes(one) == ["sheet_renamed"] * 3
    assert values(one, "meetings", "summoned") == [(30,), (10,)]
    assert values(one, "results", "done")[0] == (3,)


def test_a_sheet_of_another_campaigns_form_is_no_form_of_this_one() -> None:
    other = "| | | | | |\n| STT | Ngày | Nội dung | Kinh phí | Nguồn | Chi | Còn |\n| 1 | 5 | 6 | 7 | 8 | 9 | 10 |"
    one = parsed(sheets((MEETINGS, TABLES[MEETINGS], other)))
    assert codes(one) == ["sheet_other_form"]


def test_headings_in_an_old_encoding_are_known() -> None:
    tcvn3 = (MEETINGS, "Triệu tập | Có mặt", "TriÖu tËp | Cã mÆt")
    one = parsed(sheets(tcvn3))
    assert values(one, "meetings", "summoned", "attended") == [(30, 27), (10, 9)]
    assert not [found for found in one.findings if found.blocks]


@pytest.mark.parametrize(
    ("font", "text", "read"), [(".VnTime", "Hµ Néi", "Hà Nội"), ("VNI-Times", "Haø Noäi", "Hà Nội")]
)
def test_the_font_settles_an_old_encoding(font: str, text: str, read: str) -> None:
    assert repair_legacy(text, font) == read
    assert repair_legacy("Hội nghị", font) is None


def test_a_text_in_an_old_font_is_repaired_and_shown() -> None:
    read = sheets((MEETINGS, "Quán triệt", "¸"))
    in_font = tuple(replace(one, fonts={(9, 2): ".VnTime"}) if one.name == MEETINGS else one for one in read.sheets)
    found = [one for one in parsed(Sheets(in_font)).findings if one.code == "text_repaired"]
    assert [(one.read, one.expected) for one in found] == [("¸", "á")]


def hidden(rows: Collection[int] = (), columns: Collection[int] = ()) -> list[tuple[str, object]]:
    read = tuple(
        replace(one, hidden_rows=frozenset(rows), hidden_columns=frozenset(columns)) if one.name == MEETINGS else one
        for one in sheets().sheets
    )
    one = parsed(Sheets(read))
    assert values(one, "meetings", "summoned") == [(30,), (10,)]
    return [(found.code, found.parameters["hidden"]) for found in one.findings]


def test_what_is_hidden_is_read_and_named() -> None:
    assert hidden(rows={9, 10}) == [("hidden_rows", "10–11")]
    assert hidden(columns={4, 5, 8}) == [("hidden_columns", "E–F")]
    assert hidden(rows={11}, columns={6, 7}) == []


def test_figures_beneath_a_merge_block() -> None:
    read = tuple(replace(one, merged=((9, 4, 9, 5),)) if one.name == MEETINGS else one for one in sheets().sheets)
    (found,) = parsed(Sheets(read)).findings
    assert (found.code, found.severity, found.parameters["area"]) == ("merged_cells", Severity.BLOCKING, "E10:F10")


@pytest.mark.parametrize(("typed", "severity"), [("x", Severity.WARNING), ("'5", Severity.BLOCKING)])
def test_a_stray_value_far_below_is_named_and_is_no_event(typed: str, severity: Severity) -> None:
    far = "\n".join(["| | | | | | | |"] * 30 + [f"| | | {typed} | | | | |"])
    one = parsed(sheets((MEETINGS, _ROW_3, f"{_ROW_3}\n{far}")))
    assert [(found.code, str(found.cell), found.severity) for found in one.findings] == [
        ("stray_value", "Biểu 2!C43", severity)
    ]
    assert values(one, "meetings", "summoned") == [(30,), (10,)]


def test_an_old_version_that_is_kept_is_read_by_its_own_form() -> None:
    old = Campaign.model_validate({**CAMPAIGN.model_dump(), "version": 1, "title": {"vi": "Cũ", "en": "Old"}})
    stamp = replace(STAMP, version=1)
    marked = Sheets((*sheets().sheets, replace(cover("X1"), name=SHEET, rows=stamp_rows(stamp, b"k"))))
    found = identify(marked, b"k", lambda _code, version: {1: old, 2: CAMPAIGN}.get(version), lambda _code: (UNIT,))
    assert isinstance(found, Identified)
    assert found.campaign is old
    (one,) = parse(marked, found.stamp, found.campaign, PERIOD, UNIT)
    assert one.submission.version == 1
    gone = identify(marked, b"k", lambda _code, _version: None, lambda _code: (UNIT,))
    assert isinstance(gone, Finding)
    assert gone.code == "version_unknown"


def test_two_ways_of_writing_numbers_in_a_column_are_asked_about() -> None:
    first, second = (MEETINGS, "| 30     | 27 ", "| '3.640 | 27 "), (MEETINGS, "| 10        |", "| '3,640 |")
    found = [one for one in parsed(sheets(first, second)).findings if one.code == "number_styles_mixed"]
    assert [(str(one.cell), one.blocks) for one in found] == [("Biểu 2!E11", True)]


@pytest.mark.parametrize(
    ("text", "decimal", "doubtful"),
    [
        ("3.640", ",", True),
        ("3,640", ".", True),
        ("1.234,5", ",", False),
        ("0.5", ".", False),
        ("1,234,567", ".", False),
    ],
)
def test_the_style_of_a_number(text: str, decimal: str, doubtful: bool) -> None:  # noqa: FBT001
    style = number_style(text)
    assert style is not None
    assert (style.decimal, style.doubtful) == (decimal, doubtful)


@pytest.mark.parametrize("text", ["3640", "ba", "", "3 640", "x" * 200])
def test_a_number_without_marks_has_no_style(text: str) -> None:
    assert number_style(text) is None


def test_the_free_texts_are_missed_with_the_column_they_stood_in() -> None:
    read = sheets()
    cut = tuple(
        replace(one, rows=[[*row[:3], *row[4:]] for row in one.rows]) if one.name == RESULTS else one
        for one in read.sheets
    )
    one = parsed(Sheets(cut))
    missing = [found for found in one.findings if found.code == "column_missing"]
    assert [(found.sheet, found.field, found.blocks) for found in missing] == [(RESULTS, None, True)]


# Small things.


def test_a_rows_own_unit_of_measure_may_stand_behind_its_number() -> None:
    document = CAMPAIGN.model_dump()
    document["forms"][3]["fixed_rows"][0]["measure"] = {"vi": "triệu đồng", "en": "million dong"}
    campaign = Campaign.model_validate(document)
    read = sheets((RESULTS, "| 3        | 3      |", "| 3 triệu đồng | 3 |"))
    (one,) = parse(read, STAMP, campaign, PERIOD, UNIT)
    assert values(one, "results", "done")[0] == (3,)
    assert codes(parsed(read)) == ["number_expected"]


@pytest.mark.parametrize("raw", [True, float("nan"), float("inf")])
def test_what_is_no_number_over_a_formula_is_a_warning(raw: float) -> None:
    read = sheets()
    rows = [list(row) for row in next(one for one in read.sheets if one.name == MEETINGS).rows]
    rows[9][6] = raw
    other = tuple(replace(one, rows=rows) if one.name == MEETINGS else one for one in read.sheets)
    (found,) = parsed(Sheets(other)).findings
    assert (found.code, found.field, found.blocks) == ("number_expected", "rate", False)


def test_a_reading_that_the_field_cannot_hold_is_not_suggested() -> None:
    field = CAMPAIGN.forms[1].fields[3].model_copy(update={"maximum": 100, "type": "decimal"})
    assert isinstance(field, FormField)
    assert normalise("3.640", field, CAMPAIGN.form("meetings").fields[3].type.DECIMAL).expected == "3,64"


def test_codes_of_rows_and_of_free_texts_must_not_clash() -> None:
    document = CAMPAIGN.model_dump()
    document["forms"][3]["fixed_rows"][0]["code"] = "t2"
    with pytest.raises(DefinitionError, match="free texts"):
        refuse_contradictions(Campaign.model_validate(document), (UNIT,), "x")
