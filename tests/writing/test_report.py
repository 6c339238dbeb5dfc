"""The report says what the consolidation says: every figure, who has not reported, what the units wrote."""

import re
import zipfile
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from tests.small_plan import FEBRUARY, HALF_YEAR, JANUARY, brought_together, report
from tests.writing.report_cases import (
    LETTERHEAD,
    annex_figures,
    campaign,
    charts,
    consolidation,
    json_of,
    numbers,
    saved,
    shown_columns,
    tables_under,
    template,
    text,
    vietnamese,
    written,
)

from tonghop.core.consolidation import Consolidation, Include
from tonghop.core.definitions import FieldType
from tonghop.core.units import Unit, UnitTree
from tonghop.writing.report import Letterhead, report_document
from tonghop.writing.report.figures import change, compared, figure

_MARCH = datetime(2020, 3, 9, 3, 0, tzinfo=UTC)
FORMS = {"reg": 1, "att": 2, "mat": 3, "res": 4}

CASES: dict[str, Callable[[], Consolidation]] = {
    "two months": consolidation,
    "first month": lambda: consolidation(JANUARY),
    "half-year": lambda: consolidation(HALF_YEAR),
    "accepted only": lambda: consolidation(include=Include.ACCEPTED),
    "no reports": lambda: brought_together(campaign=campaign(), period=FEBRUARY),
    "one unit": lambda: brought_together(
        report("P", reg={"members": 5}), campaign=campaign(), tree=UnitTree.of([Unit("P", None, "province", "Tỉnh")])
    ),
}


@pytest.fixture(params=CASES)
def made(request: pytest.FixtureRequest) -> Consolidation:
    return CASES[request.param]()


@pytest.mark.parametrize(("form", "place"), FORMS.items())
def test_an_annex_holds_the_figures_of_the_json_and_no_others(made: Consolidation, form: str, place: int) -> None:
    shown = numbers(tables_under(written(made), f"PHỤ LỤC {place}."))
    expected = annex_figures(json_of(made), form)
    assert shown == expected


@pytest.mark.parametrize(("form", "place"), FORMS.items())
def test_a_table_of_results_holds_the_whole_of_the_json(made: Consolidation, form: str, place: int) -> None:
    plain = json_of(made)
    columns = [one for one in shown_columns(plain, form) if one["field"] != "earlier"]
    values = plain["lines"][0]["values"]
    expected = Counter(vietnamese(values[one["measure"]], one["type"]) for one in columns if one["measure"] in values)
    assert numbers(tables_under(written(made), f"Bảng {place}.")) == expected


def test_the_period_before_stands_beside_with_the_difference() -> None:
    now, before = consolidation(), consolidation(JANUARY)
    document = written(now, before)
    (table,) = tables_under(document, "Bảng 1.")
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert rows[0] == ["Chỉ tiêu", "Kỳ trước", "Kỳ này", "Tăng (+), giảm (-)"]
    assert ["members", "1.264", "1.245", "-19"] in rows
    (results,) = tables_under(document, "Bảng 4.")
    rows = [[cell.text for cell in row.cells] for row in results.rows]
    assert ["plans", "13", "2", "-11", "15"] in rows
    assert ["cells that met", "", "4", "", ""] in rows
    (items,) = tables_under(document, "Bảng 3.")
    assert "Kỳ trước" in [row.cells[0].text for row in items.rows]
    assert "members: 1.245 (kỳ trước 1.264, giảm 19)" in text(document).lower()
    assert "T 01/2020, 3/6 báo cáo." in text(document)


def test_without_a_period_before_nothing_is_compared() -> None:
    shown = text(written(consolidation(JANUARY)))
    assert "kỳ trước" not in shown.lower()


def test_figures_in_sentences_are_the_jsons() -> None:
    made, previous = consolidation(), consolidation(JANUARY)
    known = {
        vietnamese(value, column["type"])
        for plain in (json_of(made), json_of(previous))
        for column in plain["columns"]
        for measure, value in plain["lines"][0]["values"].items()
        if measure == column["measure"]
    }
    shown = text(written(made, previous))
    results = shown[shown.index("II. KẾT QUẢ") : shown.index("III. HẠN CHẾ")]
    told = re.findall(
        r": ([\d.,]+(?:\N{NO-BREAK SPACE}%)?)(?= \(|;|\.\n)|kỳ trước ([\d.,]*\d(?:\N{NO-BREAK SPACE}%)?)", results
    )
    found = {one or other for one, other in told}
    assert len(found) > 6
    assert found <= known


def test_the_face_says_on_what_the_figures_rest() -> None:
    shown = text(written(consolidation()))
    assert "tổng hợp từ 2/5 báo cáo phải gửi, gồm tất cả báo cáo đã gửi hợp lệ" in shown
    assert "tính đến ngày 30/6/2020" in shown
    accepted = text(written(consolidation(include=Include.ACCEPTED)))
    assert "tổng hợp từ 1/5 báo cáo phải gửi, gồm chỉ các báo cáo đã được duyệt" in accepted
    assert "Đã gửi nhưng chưa được duyệt, chưa lấy vào số liệu (1 báo cáo): Huyện Một." in accepted


def test_a_half_year_says_of_what_it_is_made() -> None:
    shown = text(written(consolidation(HALF_YEAR)))
    assert "Kỳ này cộng từ: T 01/2020, T 02/2020, T 3/2020" in shown


def test_who_has_not_reported_is_named_under_the_unit_above() -> None:
    shown = text(written(consolidation()))
    assert "Quá hạn, chưa gửi báo cáo (2 báo cáo): Tỉnh, Huyện Hai." in shown
    assert "Bị trả lại, chưa gửi bản sửa (1 báo cáo): Huyện Một: Xã Hai." in shown
    assert "Được miễn báo cáo (1 báo cáo): Huyện Hai: Xã Bình An." in shown
    late = text(
        written(brought_together(report("C11", FEBRUARY, received=_MARCH), campaign=campaign(), period=FEBRUARY))
    )
    assert "Gửi muộn so với thời hạn (1 báo cáo): Huyện Một: Xã Bình An." in late


def test_the_table_of_how_reports_came_is_the_jsons(made: Consolidation) -> None:
    plain = json_of(made)
    table = tables_under(written(made), "Tình hình gửi báo cáo")[0]
    rows = [[cell.text for cell in row.cells] for row in table.rows[1:]]
    counted = {one["period"]: one for one in plain["progress"]}
    expected = []
    for period in plain["periods"]:
        one = counted[period["code"]]
        names = ("owed", "on_time", "late", "missing", "blocked", "empty", "returned", "not_due", "exempt")
        rate = "" if one["rate"] is None else vietnamese(one["rate"], "rate")
        expected.append([period["label"]["vi"], *(str(one[name]) for name in names), rate])
    assert rows == expected


def test_words_of_units_are_told_once_with_who_said_them() -> None:
    sent = consolidation(proposals="Đề nghị cấp thêm sách.", fell_short="Không", went_well="Đủ sách.")
    shown = text(written(sent))
    proposals = shown[shown.index("IV. ĐỀ XUẤT") :]
    assert "“Đề nghị cấp thêm sách.” (Xã Bình An (Huyện Một))." in proposals
    assert "“Đủ sách.”" in shown[: shown.index("III. HẠN CHẾ")]
    assert "“Không”" not in shown
    assert "không nêu đề xuất, kiến nghị" in text(written(consolidation()))


def test_charts_are_words_own_with_the_jsons_figures(tmp_path: Path) -> None:
    made = consolidation()
    path = saved(made, None, tmp_path)
    main, came = charts(path)
    plain = json_of(made)
    parts = [plain["lines"][index] for index in plain["lines"][0]["parts"]]
    for (name, units, figures), measure in zip(main[1], ("att.summoned", "att.attended"), strict=True):
        assert name == measure.removeprefix("att.")
        assert len(units) == len(parts)
        assert figures == [str(line["values"][measure]) for line in parts if measure in line["values"]]
    owed = next(one["owed"] for one in plain["progress"] if one["period"] == FEBRUARY)
    assert sum(int(figure) for _, _, figures in came[1] for figure in figures) == owed
    with zipfile.ZipFile(path) as package:
        books = [name for name in package.namelist() if name.startswith("word/embeddings/")]
        assert len(books) == 2
        for name in books:
            assert openpyxl.load_workbook(BytesIO(package.read(name))).active is not None
    assert all("c:externalData" in xml for xml, _ in (main, came))


@pytest.mark.parametrize(
    ("value", "type_", "expected"),
    [
        (3640, FieldType.COUNT, "3.640"),
        (0, FieldType.COUNT, "0"),
        (None, FieldType.COUNT, ""),
        (Decimal("0.5"), FieldType.DECIMAL, "0,5"),
        (Decimal("12345.678"), FieldType.DECIMAL, "12.345,68"),
        (Decimal("-1234.5"), FieldType.DECIMAL, "-1.234,5"),
        (Decimal("0.9835"), FieldType.RATE, "98,4\N{NO-BREAK SPACE}%"),
        (1, FieldType.RATE, "100,0\N{NO-BREAK SPACE}%"),
    ],
)
def test_figures_are_written_as_in_viet_nam(value: int | Decimal | None, type_: FieldType, expected: str) -> None:
    assert figure(value, type_) == expected


def test_changes_have_a_sign() -> None:
    assert change(1500, 300, FieldType.COUNT) == "+1.200"
    assert change(3, 3, FieldType.COUNT) == "0"
    assert change(None, 3, FieldType.COUNT) == ""
    assert change(Decimal("0.5"), Decimal("0.506"), FieldType.RATE) == "-0,6\N{NO-BREAK SPACE}điểm"
    assert compared(5, 5, FieldType.COUNT) == "kỳ trước 5, không đổi"


def test_the_same_report_has_the_same_bytes() -> None:
    one, other = (report_document(consolidation(), None, LETTERHEAD, template()) for _ in range(2))
    assert one == other


def test_what_the_office_did_not_say_is_left_blank() -> None:
    shown = text(written(consolidation(), letterhead=Letterhead()))
    assert "Số         -BC/ĐU" in shown
    assert "……………, ngày …… tháng …… năm 2020" in shown
    assert "T/M AN OFFICE" in shown
    assert "- Cấp trên," in shown
    assert "- Lưu …" in shown
