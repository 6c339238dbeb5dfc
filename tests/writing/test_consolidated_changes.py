"""“Thay đổi”, and the figures of what units say against each other in “Cảnh báo”."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from tests.office import recalculated
from tests.small_plan import brought_together, report
from tests.writing.consolidated_cases import shown, text_of

from tonghop.core.consolidating.changes import issue, since
from tonghop.core.consolidation import Consolidation
from tonghop.sentences import say_finding
from tonghop.writing.consolidated import consolidated_workbook

AT = datetime(2020, 2, 1, tzinfo=UTC)


def written(made: Consolidation, folder: Path) -> Path:
    path = folder / "tong-hop.xlsx"
    path.write_bytes(consolidated_workbook(made, lambda finding: str(say_finding(finding, "vi"))))
    return path


def reissued() -> Consolidation:
    before = brought_together(
        report("C11", reg={"members": 120}, res={"PLANS": {"done": 3}}), report("C12", reg={"members": 80})
    )
    corrected = replace(report("C11", reg={"members": 102}, res={"PLANS": {"done": 3}}), number=2, sender="=an")
    after = brought_together(corrected, report("C21", reg={"members": 60}))
    return replace(after, changes=since(issue(before, b"xlsx", who="ha", at=AT), after))


def test_what_changed_stands_with_old_and_new_revision_and_sender(tmp_path: Path) -> None:
    sheet = shown(recalculated(written(reissued(), tmp_path)))["Thay đổi"]
    rows = [[cell.value for cell in row][1:12] for row in sheet.iter_rows(min_row=5)]
    period = "T 01/2020"
    assert rows == [
        ["C11", "Xã Bình An", period, "Của đơn vị", None, "Biểu reg – members", 120, 102, 2, "=an", None],
        ["C21", "Xã Bình An", period, "Của đơn vị", None, "Biểu reg – members", None, 60, 1, "clerk of C21", "Báo cáo mới có"],  # noqa: E501
        ["C12", "Xã Hai", period, "Của đơn vị", None, "Biểu reg – members", 80, None, 1, "clerk of C12", "Báo cáo không còn lấy"],  # noqa: E501
    ]  # fmt: skip
    assert "lần phát hành 1" in text_of(sheet)


def test_a_first_consolidation_has_no_such_sheet(tmp_path: Path) -> None:
    made = brought_together(report("C11", reg={"members": 120}))
    assert "Thay đổi" not in shown(written(made, tmp_path)).sheetnames


def test_warnings_between_units_say_both_figures_and_which_units(tmp_path: Path) -> None:
    made = brought_together(
        report("D1", mat={"BOOK": {"received": 90, "passed_down": 60}}),
        report("D1", summary=True, reg={"members": 210}),
        report("C11", mat={"BOOK": {"received": 30, "passed_down": 0}}, reg={"members": 120}),
        report("C12", mat={"BOOK": {"received": 25, "passed_down": 0}}, reg={"members": 80}),
    )
    told = text_of(shown(written(made, tmp_path))["Cảnh báo"])
    assert "Huyện Một ghi 60, các đơn vị cấp dưới cộng lại 55 (Xã Bình An: 30; Xã Hai: 25)" in told
    assert "báo cáo tổng hợp của Huyện Một ghi 210, cộng báo cáo của các đơn vị cấp dưới là 200" in told
