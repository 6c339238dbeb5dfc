"""The words of a district's spreadsheet that differ from those of the group's workbook, in both languages."""

from collections.abc import Mapping

from tonghop.core.definitions import Language, Text
from tonghop.writing.workbook import group_words, words

KEPT = Text(vi="Phần do hệ thống giữ: xin không sửa", en="Kept by the system: please do not change")
"""What a clerk reads who tries to change what is protected."""

FINDINGS_TITLE = Text(
    vi="Những chỗ cần xem lại trong bảng tính này: hệ thống ghi sau lần đọc đầu tiên",
    en="What to look at in this spreadsheet: the system writes it after its first reading",
)
UNIT = Text(vi="Đơn vị", en="Unit")

_CHANGED = (
    (words.COVER_HEADING, Text(vi="BẢNG BÁO CÁO CHUNG", en="SHARED REPORT")),
    (
        group_words.HOW[5],
        Text(
            vi="6. Chỉ ghi số lượng, không ghi họ tên, danh sách hay nhận xét về cá nhân. Tiêu đề, cột mã, ô tính "
            "sẵn và các cột của hệ thống được khóa; các ô khác vẫn tô màu, thêm ghi chú được.",
            en="6. Write counts only: no names, no lists, no remarks on persons. Headings, codes, computed cells and "
            "the system's columns are protected; elsewhere colours and notes stay free.",
        ),
    ),
    (
        group_words.HOW[6],
        Text(
            vi="7. Không phải gửi: hệ thống tự đọc bảng này sau ít phút, ghi kết quả vào cột “Kết quả trên hệ thống” "
            "và trang “Lỗi”. Sửa ngay trong bảng: lần đọc sau thay lần trước của từng đơn vị, không bị tính hai lần.",
            en="7. Nothing need be sent: the system reads this spreadsheet within minutes and writes what it found in "
            "“Result in the system” and on the tab “Lỗi”. Correct it here: nothing is counted twice.",
        ),
    ),
)


def changed_words(language: Language) -> Mapping[str, str]:
    """Return what is said instead of some texts of the workbook: nobody saves or sends a file here."""
    return {before.said(language): now.said(language) for before, now in _CHANGED}
