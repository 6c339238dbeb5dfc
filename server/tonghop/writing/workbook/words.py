"""The words that stand in every clerk's workbook, in both languages; the campaign says which is shown."""

from tonghop.core.definitions import Text


def _text(vi: str, en: str) -> Text:
    return Text(vi=vi, en=en)


# The in-sheet checks.

MISSING = _text("Thiếu: {label}", "Missing: {label}")
WHOLE_EXPECTED = _text(
    "{label} phải là số nguyên từ 0 trở lên, chỉ gõ chữ số (ví dụ 3640)",
    "{label} must be a whole number, 0 or more, digits only (e.g. 3640)",
)
NUMBER_EXPECTED = _text("{label} phải là số từ 0 trở lên (ví dụ 0,5)", "{label} must be a number, 0 or more (e.g. 0.5)")
DATE_EXPECTED = _text("{label} phải là ngày/tháng/năm (ví dụ 17/12/2019)", "{label} must be a day/month/year date")
CHOICE_EXPECTED = _text("{label} phải chọn trong danh sách", "{label} must be chosen from the list")
WHOLE_AT_MOST = _text(
    "{label} phải là số nguyên từ 0 đến {maximum}, chỉ gõ chữ số",
    "{label} must be a whole number from 0 to {maximum}, digits only",
)
NUMBER_AT_MOST = _text("{label} phải là số từ 0 đến {maximum}", "{label} must be a number from 0 to {maximum}")
SUMMARY_FIGURES = _text(
    "Ghi số cộng của các đơn vị trực thuộc; không gồm số của chính đơn vị lập biểu này.",
    "Enter what the units below add up to, without the figures of the unit that fills this in.",
)
SUMMARY_LIST = _text(
    "Mỗi hội nghị, buổi học tập do đơn vị trực thuộc tổ chức ghi một dòng, kèm tên đơn vị; không ghi tên người.",
    "One row for each conference or session that a unit below held, with the unit's name; no names of people.",
)
CAUTION = _text("Lưu ý: ", "Note: ")

STILL_MISSING = _text("Còn thiếu {count} ô", "Missing cells: {count}")
ERRORS = _text("{count} lỗi", "errors: {count}")
CAUTIONS = _text("{count} lưu ý", "notes: {count}")
COMPLETE = _text("Đã đủ, không có lỗi", "Complete, no errors")
ROW = _text("dòng", "row")
NOT_BEGUN = _text("Chưa nhập dòng nào (không có gì để báo cáo thì để trống)", "No row yet (leave blank if none)")
INSERTED = _text(
    "{count} dòng chèn thêm sẽ được kiểm tra khi gửi", "inserted rows, checked when the file is sent: {count}"
)
PARTING, TELLING = " · ", " – "

# The sheets of the forms.

TO_COVER = _text("← Trang bìa", "← Cover")
CONTINUED = _text("(tiếp theo)", "(continued)")
TOTAL = _text("Cộng", "Total")
UNIT = _text("Đơn vị", "Unit")
UNIT_CODE = _text("mã", "code")
CODE_OF_UNIT = _text("Mã đơn vị", "Unit code")
PERIOD = _text("Kỳ báo cáo", "Period")
MEASURE_OF = _text("Đơn vị tính", "Unit of measure")
MEASURE_COLUMNS = _text("{measure} (cột {columns})", "{measure} (columns {columns})")
SUMMARY = _text(
    "Tổng hợp của các đơn vị trực thuộc (không gồm số liệu riêng của đơn vị)",
    "Summary of the units below (the unit's own figures not included)",
)
PLACE_AND_DATE = _text("…………………, ngày …… tháng …… năm 20……", "…………………, day …… month …… year 20……")
PREPARED_BY = _text("NGƯỜI LẬP BIỂU", "PREPARED BY")
PREPARED_HOW = _text("(Ký, ghi rõ họ tên)", "(Signature, full name)")
ON_BEHALF = _text("TM. CẤP ỦY (ĐƠN VỊ)", "ON BEHALF OF THE UNIT")
SIGNED_HOW = _text("(Ký tên, đóng dấu)", "(Signature, seal)")
PAGE = _text("Trang &P/&N", "Page &P/&N")

# What a cell says when it is entered, and when it refuses.

REFUSED_TITLE = _text("Chưa đúng", "Not right")
DOUBTED_TITLE = _text("Đồng chí xem lại", "Please check")
REFUSE_WHOLE = _text(
    "Ô này nhận số nguyên từ 0 trở lên. Chỉ gõ chữ số, không gõ chữ hay đơn vị tính: "
    "ba nghìn sáu trăm bốn mươi gõ là 3640.",
    "This cell takes a whole number, 0 or more. Type digits only: 3640.",
)
REFUSE_LARGE = _text(
    "Ô này nhận số nguyên từ 0 đến {maximum}. Chỉ gõ chữ số.", "This cell takes a whole number from 0 to {maximum}."
)
REFUSE_NUMBER = _text(
    "Ô này nhận số từ 0 trở lên, có thể có phần lẻ, ví dụ 0,5 (nửa ngày).",
    "This cell takes a number, 0 or more; it may have decimals, e.g. 0.5.",
)
DOUBT_DATE = _text(
    "Ô này nhận ngày/tháng/năm, từ {first} đến {last}. Vẫn giữ ngày vừa gõ?",
    "This cell takes a day/month/year from {first} to {last}. Keep the date as typed?",
)
REFUSE_CHOICE = _text(
    "Bấm mũi tên bên phải ô và chọn một mục trong danh sách.",
    "Press the arrow beside the cell and choose from the list.",
)

# The cover.

COVER_HEADING = _text("TỆP BÁO CÁO", "REPORTING WORKBOOK")
PLAN_NUMBER = _text("Số {number}", "No. {number}")
PLAN_DATE = _text("ngày {date}", "of {date}")
COVERAGE = _text("Phạm vi", "Coverage")
COVERAGE_OWN = _text("Số liệu của chính đơn vị", "The unit's own figures")
DUE = _text("Hạn báo cáo", "Report due")
DUE_LAST = _text("hết ngày {date}", "by the end of {date}")
DUE_ASSUMED = _text(" (tạm lấy, kế hoạch không nêu ngày)", " (assumed; the plan names no day)")
REPORTS_TO = _text("Nơi nhận", "Report to")
OVERALL = _text("Tình trạng chung", "Overall state")
FORMS_HEADING = _text("CÁC BIỂU PHẢI ĐIỀN (bấm vào tên để mở)", "FORMS TO FILL (press a name to open it)")
FORM_NUMBER = _text("Biểu số", "Form")
FORM_TITLE = _text("Tên biểu", "Title")
FORM_STATE = _text("Tình trạng", "State")
LEGEND_HEADING = _text("MÀU CỦA CÁC Ô", "WHAT THE COLOURS MEAN")
LEGEND_INPUT = _text("Ô để điền", "Fill these cells")
LEGEND_LOCKED = _text("Ô tính sẵn hoặc đã cho trước, đã khóa", "Computed or given, locked")
LEGEND_MISSING = _text("Ô bắt buộc còn thiếu", "Required, still missing")
LEGEND_ERROR = _text("Ô có lỗi: xem cột “Kiểm tra” bên phải bảng", "Wrong: see the column “Check” right of the table")
LEGEND_WARNING = _text("Ô cần xem lại, vẫn gửi được", "To be looked at again; may be sent")
HOW_HEADING = _text("CÁCH ĐIỀN", "HOW TO FILL")
HOW = (
    _text(
        "1. Chỉ điền vào ô màu vàng nhạt. Không đổi tên trang, tiêu đề cột, cột “Mã số”. Cột “Kiểm tra” báo ngay chỗ "
        "chưa đúng.",
        "1. Fill the pale yellow cells only. Keep sheet names, headings and codes. The column “Check” says what is "
        "wrong.",
    ),
    _text(
        "2. Số: chỉ gõ chữ số, ví dụ 3640; số lẻ gõ dấu phẩy, ví dụ 0,5. Không có thì gõ 0; chưa biết thì để trống "
        "(để trống không phải là 0).",
        "2. Numbers: digits only, e.g. 3640; decimals as 0.5. None is 0; unknown is blank (blank is not 0).",
    ),
    _text(
        "3. Ngày: gõ ngày/tháng/năm, ví dụ 17/12/2019. Ô có mũi tên: chọn trong danh sách.",
        "3. Dates: day/month/year, e.g. 17/12/2019. Cells with an arrow: choose from the list.",
    ),
    _text(
        "4. Hết dòng: chèn thêm dòng phía trên vạch xám cuối bảng (bấm chuột phải vào số dòng, chọn Insert), rồi điền "
        "như các dòng khác; dòng cộng tự tính cả dòng mới.",
        "4. No rows left: insert rows above the grey line that closes the table; the total counts them in.",
    ),
    _text(
        "5. Chỉ ghi số lượng, không ghi họ tên, danh sách hay nhận xét về cá nhân.",
        "5. Write counts only: no names, no lists, no remarks on persons.",
    ),
    _text(
        "6. Gửi: lưu tệp (giữ dạng .xlsx, không đặt mật khẩu) và gửi chính tệp này cho nơi nhận. Muốn sửa, sửa trong "
        "tệp này rồi gửi lại: lần gửi sau thay lần gửi trước, không bị tính hai lần.",
        "6. Send: save the file (.xlsx, no password) and send this very file. To correct, change it and send it again: "
        "the later one replaces the earlier, nothing is counted twice.",
    ),
    _text(
        "7. Các trang được khóa nhẹ, không có mật khẩu; vẫn đổi được cỡ chữ, độ rộng cột, chèn dòng, thêm ghi chú.",
        "7. The sheets are protected without a password; formatting, inserting rows and notes stay free.",
    ),
)
ASK = _text("8. Cần hỏi: liên hệ {whom}.", "8. Questions: ask {whom}.")
