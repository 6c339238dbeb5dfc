"""The shipped campaigns say what their plans say: the table of the four plans, row by row."""

from collections import Counter
from datetime import date
from decimal import Decimal
from functools import cache

import pytest

from tonghop import catalogue
from tonghop.core import calendar
from tonghop.core.definitions import (
    Aggregation,
    Campaign,
    FieldType,
    FixedRow,
    Report,
)
from tonghop.core.units import Unit, UnitTree

KIEN_GIANG, TRA_VINH, XA_76, SO_28 = "kien-giang-2020", "tra-vinh-2017", "xa-76-2023", "so-28-2022"
FORMS = ("register", "attendance", "materials", "results")
FAR = date(2027, 1, 1)


@cache
def plan(code: str) -> tuple[Campaign, tuple[Unit, ...]]:
    """A shipped campaign and its units."""
    return catalogue.load_shipped(code)


def campaign(code: str) -> Campaign:
    return plan(code)[0]


def units_by_level(code: str) -> dict[str, int]:
    return dict(Counter(unit.level for unit in plan(code)[1]))


def due(code: str) -> dict[str, str]:
    """Each period with the words of its deadline."""
    here = campaign(code)
    return {
        period.code: calendar.deadline_text(_report_of(here, period.code).due, period.end).vi
        for period in calendar.periods(here, FAR)
    }


def _report_of(here: Campaign, period: str) -> Report:
    return max((r for r in here.reports if period.startswith(r.code)), key=lambda report: len(report.code))


def row(code: str, form: str, row_code: str) -> FixedRow:
    return next(row for row in campaign(code).form(form).fixed_rows if row.code == row_code)


def labels(code: str, form: str) -> str:
    """All row labels of a form in one text."""
    return "\n".join(
        f"{row.group.vi if row.group else ''} {row.label.vi}" for row in campaign(code).form(form).fixed_rows
    )


def filled_by(code: str, form: str, level: str) -> list[str]:
    return [row.code for row in campaign(code).form(form).rows_for(level)]


def test_the_four_plans_are_shipped() -> None:
    assert catalogue.shipped() == tuple(sorted((KIEN_GIANG, TRA_VINH, XA_76, SO_28)))


# kien-giang-2020


def test_kien_giang_is_issued_by_its_plan() -> None:
    here = campaign(KIEN_GIANG)
    assert here.issuer.vi == "Ban Thường vụ Tỉnh ủy Kiên Giang"
    assert "108-HD/BTGTW, ngày 04-12-2019" in here.basis[0]


def test_kien_giang_has_a_province_15_districts_143_communes_and_made_committees() -> None:
    _, units = plan(KIEN_GIANG)
    assert units_by_level(KIEN_GIANG) == {"province": 1, "district": 15, "commune": 143, "committee": 6}
    assert {unit.level for unit in units if unit.made} == {"committee"}
    assert UnitTree.of(units).by_code["899"].name == "Thành ủy Rạch Giá"
    assert UnitTree.of(units).by_code["30808"].name == UnitTree.of(units).by_code["30898"].name == "Đảng ủy xã Bình An"


def test_kien_giang_reports_by_the_assumed_ends_of_months() -> None:
    assert due(KIEN_GIANG) == {
        "CD-2020": "chậm nhất ngày 31/8/2020 (giả định)",
        "T02-2020": "trong tháng 3-2020 (giả định)",
        "T03-2020": "trong tháng 4-2020 (giả định)",
        "T04-2020": "trong tháng 5-2020 (giả định)",
        "TK-2020": "chậm nhất ngày 31/8/2020 (giả định)",
    }
    periods = [one for one in calendar.periods(campaign(KIEN_GIANG), FAR) if not one.derived]
    assert [period.due for period in periods] == [
        date(2020, 3, 31),
        date(2020, 4, 30),
        date(2020, 5, 31),
        date(2020, 8, 31),
    ]
    assert [period.forms for period in periods] == [FORMS, ("results",), ("results",), FORMS]
    assert all(period.levels == () for period in periods)


def test_kien_giang_finishes_its_work_as_ordered() -> None:
    finishes = {
        activity.code: calendar.deadline_text(activity.finish, FAR).vi for activity in campaign(KIEN_GIANG).activities
    }
    assert finishes["HN-TINH"] == "chậm nhất ngày 17/12/2019"
    assert finishes["TRIEN-KHAI"] == finishes["KE-HOACH"] == "trong tháng 02-2020"
    assert finishes["CAM-KET"] == "trong tháng 3-2020"
    assert finishes["BAN-TIN"] == "trong tháng 4-2020"
    windows = calendar.windows(campaign(KIEN_GIANG), "attendance")
    assert any(start <= date(2019, 12, 17) <= end for start, end in windows)


def test_kien_giang_s_office_reports_early_in_september() -> None:
    (office,) = campaign(KIEN_GIANG).office
    assert office.to.vi == "Ban Thường vụ Tỉnh ủy và Ban Tuyên giáo Trung ương"
    assert office.due is not None
    assert calendar.deadline_text(office.due, FAR).vi == "đầu tháng 9-2020"
    assert calendar.last_day(office.due, FAR) == date(2020, 9, 10)


def test_kien_giang_counts_bridge_points_at_three_levels() -> None:
    form = campaign(KIEN_GIANG).form("attendance")
    assert form.field("bridge_total").formula == "bridge_province + bridge_district + bridge_commune"
    assert {choice.code for choice in form.field("mode").choices} >= {"online", "recorded"}


def test_kien_giang_has_the_plan_s_norms() -> None:
    norms = {(norm.base, norm.quantity) for norm in campaign(KIEN_GIANG).norms()}
    assert norms == {
        ("key_cadres", Decimal(1)),
        ("speakers", Decimal(1)),
        ("grassroots", Decimal(3)),
        ("cells", Decimal(2)),
    }


def test_kien_giang_gives_discs_and_reference_books_to_committees_directly_below_only() -> None:
    communes = filled_by(KIEN_GIANG, "materials", "commune")
    assert communes == ["TL1", "TL2", "TL3", "TL4"]
    assert filled_by(KIEN_GIANG, "materials", "committee") == [*communes, "DIA", "TK1A", "TK2A"]
    assert filled_by(KIEN_GIANG, "materials", "district") == [*communes, "DIA", "TK1A", "TK2A"]
    assert len(filled_by(KIEN_GIANG, "materials", "province")) == 11


RESULT_WORDS = {
    KIEN_GIANG: (
        "Kế hoạch thực hiện chuyên đề",
        "Đảng viên đã viết bản cam kết",
        "miễn sinh hoạt",
        "Kế hoạch thực hiện của tập thể đã công khai",
        "Bản cam kết của cá nhân đã công khai",
        "hằng tháng",
        "hằng quý",
        "câu lạc bộ",
        "tọa đàm",
        "Tin, bài",
        "phát thanh, truyền hình",
        "tiếp dân",
        "đối thoại",
        "tiết kiệm",
        "kiểm tra, giám sát",
        "Mô hình hay",
        "điển hình",
        "đồng bào có đạo",
        "đồng bào dân tộc thiểu số",
        "Bản tin sinh hoạt nội bộ",
    ),
    TRA_VINH: (
        "Bản cam kết của đảng viên Người viết cam kết, đăng ký 1 vấn đề",
        "Bản cam kết của đảng viên Người viết cam kết, đăng ký 3 vấn đề",
        "không phải đảng viên Người viết cam kết, đăng ký 2 vấn đề",
        "sinh hoạt chi bộ",
        "thế hệ trẻ",
        "tiếp tục thực hiện",
        "Mô hình mới",
        "tiếp dân",
        "đã tiếp nhận",
        "đã xử lý",
        "Cuộc kiểm tra",
        "giải thưởng",
        "sự hài lòng",
    ),
    XA_76: (
        "Chi bộ đã tổ chức sinh hoạt",
        *(f"nội dung {number}." for number in ("1.1", "1.2", "2.1", "2.2", "2.3")),
        *(f"bước {number}" for number in (1, 2, 3, 4)),
        "viết thu hoạch",
        "tọa đàm",
        "mạng xã hội",
        "truyền thanh",
        "cuộc thi",
    ),
    SO_28: ("chương trình hành động", "Cuộc sinh hoạt", "trang thông tin điện tử của Sở", "kiểm điểm"),
}


@pytest.mark.parametrize(("code", "words"), [(code, word) for code, words in RESULT_WORDS.items() for word in words])
def test_every_result_that_a_plan_orders_has_a_row(code: str, words: str) -> None:
    assert words in labels(code, "results")


# tra-vinh-2017


def test_tra_vinh_is_issued_by_its_plan() -> None:
    here = campaign(TRA_VINH)
    assert here.issued == date(2017, 3, 27)
    assert ["05-CT/TW" in here.basis[0], "11-CTr/TU" in here.basis[1]] == [True, True]
    assert [form.code for form in here.forms] == ["register", "attendance", "results"]


def test_tra_vinh_has_9_districts_that_report_for_their_104_communes() -> None:
    here = campaign(TRA_VINH)
    assert units_by_level(TRA_VINH) == {"province": 1, "district": 9, "commune": 104, "committee": 6}
    assert [level.code for level in here.levels if not level.reports] == ["commune"]
    assert here.summary_stands_in
    assert UnitTree.of(plan(TRA_VINH)[1]).by_code["851"].name == "Thị ủy Duyên Hải"


def test_tra_vinh_reports_monthly_and_derives_half_year_and_year() -> None:
    here = campaign(TRA_VINH)
    periods = calendar.periods(here, FAR)
    months = [f"T2017-{month:02}" for month in range(4, 13)]
    assert [period.code for period in periods if not period.derived] == months
    assert due(TRA_VINH)["T2017-04"] == "ngày cuối kỳ 30/4/2017 (giả định)"
    half, year = (period for period in periods if period.derived)
    assert [period.code for period in calendar.components(here, half)] == months[:3]
    assert [period.code for period in calendar.components(here, year)] == months


def test_tra_vinh_s_office_reports_by_rule_of_the_centre() -> None:
    (office,) = campaign(TRA_VINH).office
    assert (office.due, office.rule is not None and "theo quy định của Trung ương" in office.rule.vi) == (None, True)


def test_models_that_go_on_are_not_added_over_months() -> None:
    assert row(TRA_VINH, "results", "MH1").over_time is Aggregation.LAST
    assert row(TRA_VINH, "results", "SH1").over_time is Aggregation.MAX
    assert row(TRA_VINH, "results", "MH2").over_time is None


# xa-76-2023


def test_xa_76_is_issued_by_its_plan() -> None:
    here = campaign(XA_76)
    assert here.number == "76-KH/ĐU"
    assert "105-KH/HU ngày 07/4/2023" in here.basis[0]
    assert here.office[0].to.vi == "Ban Tuyên giáo Huyện ủy"


def test_xa_76_has_a_committee_12_cells_and_the_bodies_of_part_5() -> None:
    _, units = plan(XA_76)
    assert units_by_level(XA_76) == {"committee": 1, "cell": 12, "body": 12}
    assert all(unit.made for unit in units)
    names = " ".join(unit.name for unit in units)
    for body in ("Ban Chỉ đạo 35", "Mặt trận Tổ quốc", "Văn hóa - Xã hội", "Đài Truyền thanh", "Ban Tuyên giáo"):
        assert body in names
    assert names.count("Văn phòng") == 2


def test_xa_76_reports_before_20_april_then_every_november_without_end() -> None:
    said = due(XA_76)
    assert said["TK-2023"] == "trước ngày 20/4/2023"
    assert said["N2023"] == "tháng 11 hằng năm (ngày 30/11/2023)"
    assert said["SK-2025"] == "trong tháng 10-2025"
    here = campaign(XA_76)
    assert calendar.find_period(here, "TK-2023").due == date(2023, 4, 19)
    assert calendar.find_period(here, "N2033").due == date(2033, 11, 30)
    first, second = (calendar.find_period(here, code) for code in ("N2023", "N2024"))
    assert (first.start, first.end) == (date(2023, 4, 20), date(2023, 11, 30))
    assert (second.start, second.end) == (date(2023, 12, 1), date(2024, 11, 30))


def test_xa_76_s_interim_review_is_filled_and_never_added() -> None:
    here = campaign(XA_76)
    review = calendar.find_period(here, "SK-2025")
    assert (review.adds, review.derived, review.due) == (False, False, date(2025, 10, 31))
    before_2026 = calendar.earlier(here, calendar.find_period(here, "N2026"))
    assert [period.code for period in before_2026] == ["TK-2023", "N2023", "N2024", "N2025"]


def test_xa_76_s_launch_covers_1_1_and_1_2_and_the_months_after_2_1_to_2_3() -> None:
    launch, monthly = campaign(XA_76).activities
    assert (launch.start, calendar.last_day(launch.finish, FAR)) == (date(2023, 4, 1), date(2023, 4, 30))
    assert ["1.1, 1.2" in launch.label.vi, "2.1, 2.2, 2.3" in monthly.label.vi] == [True, True]
    form = campaign(XA_76).form("attendance")
    assert [choice.code for choice in form.field("contents").choices] == ["1.1", "1.2", "2.1", "2.2", "2.3"]
    assert [choice.code for choice in form.field("steps").choices] == ["1", "2", "3", "4"]
    assert "khuyến khích" in form.field("steps").choices[3].label.vi


def test_xa_76_names_four_materials_without_norms() -> None:
    assert [row.code for row in campaign(XA_76).form("materials").fixed_rows] == ["TP", "TL", "BT", "BG"]
    assert "PDF" in labels(XA_76, "materials")
    assert "tháng 3/2023" in labels(XA_76, "materials")
    assert list(campaign(XA_76).norms()) == []


def test_xa_76_s_radio_is_counted_by_bodies_and_cells_by_cells() -> None:
    assert row(XA_76, "results", "TT3").levels == ("body",)
    assert row(XA_76, "results", "SH1").levels == ("cell",)


# so-28-2022


def test_so_28_is_issued_by_its_plan() -> None:
    here = campaign(SO_28)
    assert here.number == "28-KH/ĐUK"
    assert "53-KH/ĐUK ngày 01/3/2022" in here.basis[0]
    assert "Đảng ủy Khối" in here.office[0].to.vi


def test_so_28_has_a_committee_9_cells_and_a_union() -> None:
    assert units_by_level(SO_28) == {"committee": 1, "cell": 9, "union": 1}
    assert all(unit.made for unit in plan(SO_28)[1])


def test_so_28_reports_before_28_march_and_reviews_twice() -> None:
    assert due(SO_28) == {
        "KQ-2022": "trước ngày 28/3/2022",
        "6T-2022": "chậm nhất ngày 30/6/2022 (giả định)",
        "CN-2022": "chậm nhất ngày 31/12/2022 (giả định)",
        "NAM-2022": "chậm nhất ngày 31/12/2022 (giả định)",
    }
    assert calendar.find_period(campaign(SO_28), "KQ-2022").due == date(2022, 3, 27)


def test_so_28_s_conference_may_be_held_until_the_month_is_over() -> None:
    here = campaign(SO_28)
    conference = next(activity for activity in here.activities if activity.code == "HOI-NGHI")
    assert calendar.deadline_text(conference.finish, FAR).vi == "trong tháng 3-2022"
    assert calendar.last_day(conference.finish, FAR) > calendar.find_period(here, "KQ-2022").due
    assert any("19/5" in activity.label.vi for activity in here.activities)
    assert here.form("attendance").field("days").type is FieldType.DECIMAL


def test_so_28_has_a_paper_for_each_audience() -> None:
    said = labels(SO_28, "materials")
    for audience in ("cán bộ chủ chốt và báo cáo viên", "cán bộ, đảng viên ở cơ sở", "đoàn viên"):
        assert audience in said
    assert filled_by(SO_28, "materials", "union") == ["HD"]
    assert filled_by(SO_28, "materials", "cell") == ["NC", "HT"]
    assert list(campaign(SO_28).norms()) == []


@pytest.mark.parametrize(("plan", "whole"), [(KIEN_GIANG, "CD-2020"), (SO_28, "NAM-2022")])
def test_the_whole_campaign_adds_up_all_its_rounds(plan: str, whole: str) -> None:
    here = campaign(plan)
    rounds = [one for one in calendar.periods(here, FAR) if not one.derived]
    assert set(calendar.components(here, calendar.find_period(here, whole))) == set(rounds)
