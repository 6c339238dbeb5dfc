"""What rules say, in both languages."""

from datetime import date

import pytest
from tests.core.rule_forms import ATTENDANCE, MATERIALS, RESULTS, rule

from tonghop.core.definitions import FieldType, Form, FormField, Rule, Scope, Text
from tonghop.core.rules import column_numbers, rule_sentence

WINDOWS = ((date(2019, 12, 17), date(2020, 2, 29)),)
ONLINE = 'mode == "online"'


@pytest.mark.parametrize(
    ("form", "tested", "vi", "en"),
    [
        (
            ATTENDANCE,
            rule("attended + absent_excused + absent_unexcused == summoned"),
            "Dự (9) + vắng có lý do (11) + vắng không lý do (12) phải bằng số triệu tập (8)",
            "Attended (9) + absent with reason (11) + absent without reason (12) must equal summoned (8)",
        ),
        (
            ATTENDANCE,
            rule("bridge_province + bridge_district + bridge_commune >= 1", ONLINE),
            (
                "Khi hình thức (3) là “Trực tuyến”: điểm cầu tỉnh (5) + điểm cầu huyện (6) + điểm cầu xã (7) "
                "phải từ 1 trở lên"
            ),
            (
                "When mode (3) is “Online”: province bridge points (5) + district bridge points (6) "
                "+ commune bridge points (7) must be 1 or more"
            ),
        ),
        (
            ATTENDANCE,
            rule("in_window(date)"),
            "Ngày tổ chức (1) phải nằm trong thời gian của kế hoạch (17/12/2019–29/02/2020)",
            "Date held (1) must lie within the time of the plan (17/12/2019–29/02/2020)",
        ),
        (
            ATTENDANCE,
            rule("attended >= 1", "not in_window(date)"),
            "Khi ngày tổ chức (1) nằm ngoài thời gian của kế hoạch (17/12/2019–29/02/2020): dự (9) phải từ 1 trở lên",
            (
                "When date held (1) lies outside the time of the plan (17/12/2019–29/02/2020): "
                "attended (9) must be 1 or more"
            ),
        ),
        (
            ATTENDANCE,
            rule("date <= until and until <= period_end"),
            (
                "Ngày tổ chức (1) không được sau ngày kết thúc (2), "
                "và ngày kết thúc (2) không được sau ngày cuối kỳ báo cáo"
            ),
            (
                "Date held (1) must not be after date ended (2), "
                "and date ended (2) must not be after the last day of the period"
            ),
        ),
        (
            ATTENDANCE,
            rule('not (mode in ("online", "in_person") or days < 0.5)'),
            "Hình thức (3) không được là “Trực tuyến” hoặc “Trực tiếp”, và số ngày (4) phải từ 0,5 trở lên",
            "Mode (3) must not be “Online” or “In person”, and days (4) must be 0.5 or more",
        ),
        (
            ATTENDANCE,
            rule("attended * (1 - 0.5) - (beyond - 1) <= 3640", "attended > 0 and days != 1"),
            (
                "Khi dự (9) lớn hơn 0, và số ngày (4) khác 1: "
                "dự (9) × (1 − 0,5) − (dự mở rộng (10) − 1) không được lớn hơn 3.640"
            ),
            (
                "When attended (9) is more than 0, and days (4) differs from 1: "
                "attended (9) × (1 − 0.5) − (came beyond (10) − 1) must not be more than 3,640"
            ),
        ),
        (
            ATTENDANCE,
            rule("sum_of(attended) >= count_rows()", scope=Scope.FORM),
            "Tổng cột dự (9) không được nhỏ hơn số hội nghị",
            "The total of attended (9) must not be less than conferences",
        ),
        (MATERIALS, rule("left >= 0"), "Còn lại (9) không được âm", "Left (9) must not be negative"),
        (
            MATERIALS,
            rule("passed_down == below(received)", scope=Scope.SUBTREE),
            "Chuyển cấp dưới (8) phải bằng đã nhận (4) do các đơn vị trực thuộc báo cáo",
            "Passed down (8) must equal received (4) as the units directly below report it",
        ),
        (
            RESULTS,
            rule("this_period <= 3 * previous(this_period)", scope=Scope.HISTORY),
            "Trong kỳ (2) không được lớn hơn 3 × trong kỳ (2) của kỳ trước",
            "This period (2) must not be more than 3 × this period (2) of the period before",
        ),
        (
            RESULTS,
            rule("earlier_total == earlier(this_period)", scope=Scope.HISTORY),
            "Lũy kế trước (1) phải bằng trong kỳ (2) lũy kế các kỳ trước",
            "Before (1) must equal this period (2) of all earlier periods",
        ),
    ],
    ids=lambda value: value.expression if isinstance(value, Rule) else "",
)
def test_sentences(form: Form, tested: Rule, vi: str, en: str) -> None:
    assert rule_sentence(tested, form, windows=WINDOWS) == Text(vi=vi, en=en)


def test_without_windows_none_are_shown() -> None:
    said = rule_sentence(rule("in_window(date)"), ATTENDANCE)

    assert said.vi == "Ngày tổ chức (1) phải nằm trong thời gian của kế hoạch"


def test_a_rule_s_own_sentence_is_kept() -> None:
    own = Text(vi="Phải có số", en="A number is needed")

    assert rule_sentence(Rule(code="r", expression="attended >= 1", sentence=own), ATTENDANCE) == own


def test_abbreviations_keep_their_capitals() -> None:
    people = FormField(name="mttq", label=Text(vi="MTTQ các  cấp", en="VFF members"), type=FieldType.COUNT)
    form = ATTENDANCE.model_copy(update={"fields": (*ATTENDANCE.fields, people)})

    assert rule_sentence(rule("attended <= mttq"), form) == Text(
        vi="Dự (9) không được lớn hơn MTTQ các cấp (20)",
        en="Attended (9) must not be more than VFF members (20)",
    )


def test_columns_are_numbered_in_order() -> None:
    assert column_numbers(RESULTS) == {"earlier_total": 1, "this_period": 2, "total": 3}
