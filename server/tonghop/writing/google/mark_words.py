"""The words of the marks in a shared spreadsheet, besides the findings' own and those of every marked file."""

from tonghop.core.definitions import Text
from tonghop.writing.marked import words

SHEET = words.SHEET

# What stands in a row.

CLEAN = Text(vi="Đã nhận, không có lỗi", en="Received, no errors")
RECEIVED = Text(vi="Đã nhận", en="Received")
NOT_RECEIVED = Text(vi="Chưa nhận", en="Not received")
CHANGING = Text(vi="Đang kiểm tra lại: dòng vừa được sửa", en="Being checked again: the row was just changed")
NOT_RECEIVED_FOR = Text(vi="Chưa nhận: đơn vị còn lỗi ở {where}", en="Not received: the unit has an error in {where}")
HERE = Text(vi="ô {cell}", en="cell {cell}")
THERE = Text(vi="trang “{sheet}”, ô {cell}", en="sheet “{sheet}”, cell {cell}")
ON_SHEET = Text(vi="trang “{sheet}”", en="sheet “{sheet}”")
OTHERS = Text(vi="và {count} chỗ khác", en="and {count} more")
PARTING = " · "

# What stands in a note.

MORE_IN_CELL = Text(
    vi="Còn {count} phát hiện khác ở ô này, xem trang “Lỗi”.", en="{count} more findings in this cell: see “Lỗi”."
)

# The tab “Lỗi”.

TITLE = Text(vi="Những chỗ cần xem lại trong bảng tính này", en="What to look at in this spreadsheet")
READ = Text(vi="Hệ thống đọc lúc {read_at}. {counts}", en="Read by the system at {read_at}. {counts}")
UNITS = Text(
    vi="Đã nhận báo cáo của {taken} đơn vị; {waiting} đơn vị chưa nhận được vì còn lỗi.",
    en="Reports received: {taken} units; not received because of errors: {waiting} units.",
)
HOW = (
    Text(
        vi="Bấm vào tên ô để đến đúng chỗ và sửa ngay tại đó; không cần lưu hay gửi, hệ thống đọc lại sau ít phút.",
        en="Click a cell's name to go there and correct it; nothing need be saved or sent, it is read again in a few "
        "minutes.",
    ),
    Text(
        vi="Trang này, màu, ghi chú [KT] và các cột của hệ thống do phần mềm ghi; số liệu và ghi chú của đồng chí "
        "không bị thay đổi.",
        en="This sheet, the colours, the [KT] notes and the system's columns are the software's; your figures and "
        "notes are never changed.",
    ),
)
MORE = Text(
    vi="Còn {count} phát hiện nữa chưa nêu ở đây: sửa những chỗ trên, các chỗ còn lại sẽ hiện ở lần đọc sau.",
    en="{count} more findings are not listed: correct those above and the rest appear when it is read again.",
)
REPORT = Text(vi="Cả báo cáo", en="The whole report")
WHOLE = Text(vi="Cả bảng tính", en="The whole spreadsheet")
PROTECTED = Text(
    vi="Trang này do hệ thống ghi, mỗi lần đọc lại ghi mới.", en="The system writes this sheet anew at each reading."
)
