"""The words that stand in a group's workbook only, in both languages."""

from tonghop.core.definitions import Text
from tonghop.writing.workbook import words

GROUP = Text(vi="Các đơn vị trực thuộc, mỗi đơn vị một báo cáo", en="The units below, a report for each")
COVERED = Text(
    vi="{count} đơn vị trực thuộc nêu dưới đây, mỗi đơn vị một báo cáo riêng; không gồm số liệu của chính {unit} "
    "(có tệp riêng)",
    en="The {count} units below, a report of its own for each; not the figures of {unit} itself "
    "(it has its own workbook)",
)
UNITS_HEADING = Text(
    vi="TÌNH HÌNH TỪNG ĐƠN VỊ (bấm vào tên để đến chỗ điền)", en="EACH UNIT (press a name to go to its rows)"
)
NOT_BEGUN = Text(vi="Chưa nhập", en="Not begun")
UNIT_EXPECTED = Text(vi="“Mã đơn vị” phải chọn trong danh sách", en="“Unit code” must be chosen from the list")
CHOOSE_UNIT = Text(vi="Dòng này của đơn vị nào?", en="Whose row is this?")
CHOOSE_HOW = Text(
    vi="Bấm mũi tên và chọn mã; tên đơn vị hiện ở cột bên. Mã của các đơn vị nêu ở Trang bìa.",
    en="Press the arrow and choose the code; the unit's name appears beside it. The cover lists the codes.",
)
HOW = (
    words.HOW[0],
    words.HOW[1],
    words.HOW[2],
    Text(
        vi="4. Mỗi dòng thuộc đơn vị có mã ở cột “Mã đơn vị”. Ở biểu có nhiều dòng (hội nghị), các dòng cuối để "
        "trống mã: "
        "chọn mã rồi điền. Các dòng của một đơn vị không cần đứng liền nhau. Hết dòng thì chèn thêm phía "
        "trên vạch xám.",
        en="4. A row belongs to the unit whose code stands in “Unit code”. In lists the last rows have no code yet: "
        "choose one, then fill. A unit's rows need not stand together; insert rows above the grey line when none is "
        "left.",
    ),
    Text(
        vi="5. Đơn vị chưa có số liệu thì để trống mọi dòng của đơn vị đó: coi như chưa báo cáo. Lỗi của một "
        "đơn vị chỉ "
        "giữ lại báo cáo của đơn vị ấy, các đơn vị khác vẫn được nhận.",
        en="5. Leave all rows of a unit blank while it has nothing yet: it has then not reported. An error "
        "stops its own "
        "unit only; the others are taken.",
    ),
    Text(
        vi="6. Chỉ ghi số lượng, không ghi họ tên, danh sách hay nhận xét về cá nhân. Các trang được khóa nhẹ, "
        "không có "
        "mật khẩu.",
        en="6. Write counts only: no names, no lists, no remarks on persons. The sheets are protected without a "
        "password.",
    ),
    Text(
        vi="7. Gửi: lưu tệp (giữ dạng .xlsx, không đặt mật khẩu) và gửi chính tệp này. Có thể gửi nhiều lần, "
        "mỗi lần thêm "
        "đơn vị hoặc sửa số: lần sau thay lần trước của từng đơn vị, không bị tính hai lần.",
        en="7. Send: save the file (.xlsx, no password) and send this very file. It may be sent again with more "
        "units or "
        "corrections: for each unit the later one replaces the earlier, nothing is counted twice.",
    ),
)
