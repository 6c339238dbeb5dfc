"""The first sheet: how the workbook is edited and given back, and what each sheet holds."""

from collections.abc import Sequence

from xlsxwriter.worksheet import Worksheet

from tonghop.catalogue.workbook.layout import Table
from tonghop.catalogue.workbook.styles import Styles
from tonghop.core.definitions import Campaign

_STEPS = (
    (
        "Sửa thẳng vào các trang; thêm dòng ở cuối bảng hoặc chèn giữa chừng; xóa cả dòng nếu bỏ.",
        "Edit the sheets; add rows below or between; delete whole rows.",
    ),
    (
        "Không đổi tên trang và không sửa hai dòng tiêu đề (được đổi chỗ cột). Rê chuột vào tiêu đề để xem giải thích.",
        "Keep the sheets' names and both heading rows (columns may be moved). Point at a heading for its explanation.",
    ),
    (
        "Ô có mũi tên: chọn trong danh sách. Ô trống nghĩa là không có hoặc theo lệ thường.",
        "Cells with an arrow: choose from the list. A blank cell means none, or the usual.",
    ),
    (
        "Mỗi lần sửa, tăng “Phiên bản” ở trang “Đợt” lên một. Báo cáo đã nhận vẫn theo phiên bản cũ.",
        "At each edit raise “Version” in the sheet “Đợt” by one. Reports already taken keep to their version.",
    ),
    (
        "Lưu dạng Excel (.xlsx), rồi nạp lại: tonghop campaign import TỆP.xlsx. Chỗ sai được báo đúng ô: Quy tắc!C12.",
        "Save as .xlsx and load it: tonghop campaign import FILE.xlsx. What is wrong is told by its cell: Quy tắc!C12.",
    ),
    (
        "Ô bắt đầu bằng dấu \\ giữ nguyên văn phần sau dấu ấy (cho chữ đặc biệt; \\ đứng một mình là chữ rỗng).",
        "A cell that begins with \\ keeps what follows as it is (for odd texts only; \\ alone is an empty text).",
    ),
)


def write_guide(sheet: Worksheet, campaign: Campaign, tables: Sequence[Table], styles: Styles) -> None:
    """Write the guide."""
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 20)
    sheet.set_column(1, 2, 66)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.write_string(0, 0, campaign.short_title.vi, styles.title)
    sheet.write_string(1, 0, "Tệp này là toàn bộ một đợt báo cáo. Sửa trong Excel rồi nạp lại.", styles.about)
    for row, (vi, en) in enumerate(_STEPS, start=3):
        sheet.write_string(row, 0, f"Bước {row - 2}" if row - 2 < len(_STEPS) else "Lưu ý", styles.line)
        sheet.write_string(row, 1, vi, styles.plain)
        sheet.write_string(row, 2, en, styles.note)
        sheet.set_row(row, 32)
    start = len(_STEPS) + 4
    for place, heading in enumerate(("Trang", "Chứa gì", "What it holds")):
        sheet.write_string(start, place, heading, styles.heading)
    for row, table in enumerate(tables, start=start + 1):
        sheet.write_url(row, 0, f"internal:'{table.name}'!A1", styles.link, table.name)
        sheet.write_string(row, 1, table.about.vi, styles.plain)
        sheet.write_string(row, 2, table.about.en, styles.note)
        sheet.set_row(row, 32)
