"""The words of a marked file besides the findings' own."""

from collections.abc import Mapping
from types import MappingProxyType

from tonghop.core.definitions import Severity, Text

TAG = "[KT]"
"""Begins every note of ours, and the list's title: “kiểm tra”. What begins so is removed before marking again."""
AUTHOR = "Tổng Hợp"
SHEET = "Lỗi"


def _text(vi: str, en: str) -> Text:
    return Text(vi=vi, en=en)


KINDS: Mapping[Severity, Text] = MappingProxyType(
    {
        Severity.BLOCKING: _text("Lỗi", "Error"),
        Severity.WARNING: _text("Cảnh báo", "Warning"),
        Severity.NOTE: _text("Lưu ý", "Note"),
    }
)
TITLE = _text("Những chỗ cần xem lại trong tệp", "What to look at in this file")
COUNTS = _text(
    "{blocking} lỗi phải sửa (ô tô đỏ), {warning} cảnh báo (vàng), {note} lưu ý (xanh).",
    "{blocking} errors to correct (red cells), {warning} warnings (amber), {note} notes (blue).",
)
HOW = _text(
    "Bấm vào tên ô để đến đúng chỗ. Sửa xong lưu lại và gửi chính tệp này; trang này, màu và ghi chú [KT] "
    "do phần mềm thêm vào, không ảnh hưởng đến số liệu và sẽ được gỡ khi tệp hết lỗi.",
    "Click a cell's name to go there. Correct it, save and send this very file; this sheet, the colours and the "
    "[KT] notes were added by the software, change none of your figures and are taken away once all is right.",
)
HOW_SEPARATE = _text(
    "Tệp gốc: {name}. Sửa các ô này trong tệp gốc, lưu lại và gửi lại tệp gốc.",
    "The file: {name}. Correct these cells in that file, save it and send it again.",
)
RETURNED = _text("Trả lại", "Returned")
AFTER_RETURN = _text(
    "Cấp trên trả lại báo cáo vì lý do này. Hãy sửa rồi gửi lại.",
    "The office above returned the report for this reason. Put it right and send it again.",
)
NOTHING = _text("Không có gì phải sửa.", "Nothing to correct.")
HEADINGS = (
    _text("STT", "No."),
    _text("Trang tính", "Sheet"),
    _text("Ô", "Cell"),
    _text("Loại", "Kind"),
    _text("Nội dung phát hiện", "What was found"),
    _text("Cần làm", "What to do"),
)
WHOLE_FILE = _text("Cả tệp", "The whole file")
