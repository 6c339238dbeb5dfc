"""The Vietnamese words of the consolidated workbook: sheets, states, severities."""

from collections.abc import Mapping
from types import MappingProxyType

from tonghop.core.completeness import USABLE, Standing, State
from tonghop.core.consolidation import Include, Line, LineKind
from tonghop.core.definitions import Severity
from tonghop.core.submission import Coverage
from tonghop.writing import styles
from tonghop.writing.styles import Style, style

TABS = OVERVIEW, STATUS, WARNINGS, SOURCES, FACTS = (
    "Tổng quan",
    "Tình hình gửi",
    "Cảnh báo",
    "Nguồn số liệu",
    "Dữ liệu",
)
"""The tabs beside the forms' own."""

CHANGES = "Thay đổi"
"""The tab of what changed since the last issue, where there was one."""

STATES: Mapping[State, str] = MappingProxyType(
    {
        State.NOT_DUE: "Chưa đến hạn",
        State.NOT_SENT: "Chưa gửi",
        State.EMPTY: "Gửi tệp trống",
        State.BLOCKED: "Có lỗi, chưa nhận",
        State.SUBMITTED: "Đã gửi",
        State.RETURNED: "Trả lại",
        State.ACCEPTED: "Đã duyệt",
        State.REOPENED: "Mở lại",
        State.EXEMPT: "Được miễn",
    }
)

LATE = ", trễ"
"""Follows the word of a usable report that came after its last day."""

_OVERDUE = style(bg_color="#F8CBAD", font_color="#843C0C")

STATE_STYLES: Mapping[State, Style] = MappingProxyType(
    {
        State.NOT_DUE: style(bg_color="#F2F2F2", font_color=styles.QUIET),
        State.NOT_SENT: styles.ERROR,
        State.EMPTY: _OVERDUE,
        State.BLOCKED: _OVERDUE,
        State.SUBMITTED: style(bg_color="#DDEBF7", font_color=styles.BLUE),
        State.RETURNED: _OVERDUE,
        State.ACCEPTED: styles.GOOD,
        State.REOPENED: style(bg_color="#E4DFEC", font_color="#3F3151"),
        State.EXEMPT: style(bg_color="#FFFFFF", font_color=styles.QUIET, italic=True),
    }
)

NO_REPORT = style(bg_color="#EDEDED", font_color=styles.QUIET, italic=True)
"""A line whose figures are missing."""

NOT_TAKEN, NOT_OWED, NOT_FILLED = "Chưa duyệt, chưa lấy", "Không phải nộp", "Không lập biểu này"

INCLUDED: Mapping[Include, str] = MappingProxyType(
    {
        Include.ACCEPTED: "Chỉ gồm các báo cáo ĐÃ ĐƯỢC DUYỆT",
        Include.SUBMITTED: "Gồm TẤT CẢ báo cáo đã gửi hợp lệ, kể cả báo cáo chưa duyệt",
    }
)

SEVERITIES: Mapping[Severity, str] = MappingProxyType(
    {Severity.BLOCKING: "Lỗi", Severity.WARNING: "Cảnh báo", Severity.NOTE: "Lưu ý"}
)

SEVERITY_STYLES: Mapping[Severity, Style] = MappingProxyType(
    {Severity.BLOCKING: styles.ERROR, Severity.WARNING: styles.WARNING, Severity.NOTE: style(font_color=styles.QUIET)}
)

COVERAGES: Mapping[Coverage, str] = MappingProxyType(
    {Coverage.OWN: "Của đơn vị", Coverage.SUMMARY: "Tổng hợp cấp dưới"}
)


def state_word(standing: Standing) -> str:
    """Return a report's state in words: “Đã gửi, trễ”."""
    late = standing.state in USABLE and standing.is_late
    return STATES[standing.state] + (LATE if late else "")


def unit_words(line: Line, *, beneath_total: bool) -> str:
    """Return what a line is called; the unit's own figures are told from the unit with all below it."""
    if line.kind is LineKind.SUMMARY:
        return f"{line.unit.name} (tổng hợp cấp dưới)"
    if line.kind is LineKind.OWN and beneath_total:
        return f"{line.unit.name} (của riêng đơn vị)"
    return line.unit.name
