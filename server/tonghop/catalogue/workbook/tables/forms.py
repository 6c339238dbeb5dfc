"""The sheets about forms: their columns, choices, rows and rules."""

from tonghop.catalogue.workbook.kinds import OneOf
from tonghop.catalogue.workbook.layout import Table
from tonghop.catalogue.workbook.tables.columns import (
    CODE,
    CODES,
    FLAG,
    LEVELS_NOTE,
    NUMBER,
    OF_FORM,
    WATCHING,
    both,
    column,
    offered,
)
from tonghop.catalogue.workbook.vocabulary import (
    AGGREGATIONS,
    PLACES,
    ROW_TYPES,
    ROWS,
    SCOPES,
    SEVERITIES,
    SOURCES,
    TYPES,
)
from tonghop.core.definitions import Text

FORMS = Table(
    "Biểu mẫu",
    "Forms",
    Text(
        vi="Các biểu mà đơn vị điền; mỗi biểu là một trang trong tệp của đơn vị.",
        en="The forms that units fill; each is a sheet of the unit's workbook.",
    ),
    (
        column("code", "Mã biểu", "Code", CODE, width=14),
        column(
            "version",
            "Phiên bản biểu",
            "Form version",
            ("Số nguyên; đổi cột hay dòng thì tăng lên một.", "A whole number; raise it when columns or rows change."),
            NUMBER,
            11,
        ),
        column("number", "Số biểu", "Number", ("Ví dụ: Biểu số 1.", "For instance: Biểu số 1."), width=12),
        column(
            "sheet",
            "Tên trang",
            "Tab name",
            (
                "Tên trang tính trong tệp của đơn vị; tối đa 31 chữ, không có []:*?/\\.",
                "The tab's name in the unit's workbook; at most 31 letters, without []:*?/\\.",
            ),
            width=28,
        ),
        *both("title", "Tên biểu", "Title", ("In trên đầu biểu.", "Printed at the top.")),
        *both(
            "note",
            "Ghi chú của biểu",
            "Note",
            ("In dưới tên biểu. Có thể để trống.", "Printed under the title. May be blank."),
        ),
        column(
            "rows",
            "Loại dòng",
            "Rows",
            (
                "Một dòng: số liệu nền. Danh sách: mỗi sự việc một dòng. Dòng có mã số: những dòng ở trang “Dòng”.",
                "One row: the register. List: a row per event. Fixed rows: those of the sheet “Dòng”.",
            ),
            OneOf(words=ROWS),
            16,
        ),
        column(
            "capacity",
            "Số dòng trống",
            "Prepared rows",
            ("Chỉ với danh sách: in sẵn bao nhiêu dòng trống.", "For a list only: how many blank rows are prepared."),
            NUMBER,
            10,
        ),
        *both(
            "row_heading",
            "Đầu cột tên dòng",
            "Row heading",
            ("Chữ trên cột tên các dòng có mã số. Có thể để trống.", "Over the fixed rows' labels. May be blank."),
            22,
        ),
        *both(
            "count_label",
            "Tên phép đếm dòng",
            "Count label",
            (
                "Chỉ với danh sách: đếm dòng là đếm gì, ví dụ “Số hội nghị”.",
                "For a list only: what counting rows measures, e.g. number of conferences.",
            ),
            22,
        ),
        column("levels", "Cấp điền biểu", "Levels", LEVELS_NOTE, CODES, 24),
    ),
)

FIELDS = Table(
    "Cột",
    "Columns",
    Text(
        vi="Các cột của mọi biểu, từ trái sang phải. Quy tắc và công thức gọi cột bằng “Tên trong quy tắc”.",
        en="The columns of all forms, from left to right. Rules and formulas call a column by its “Name in rules”.",
    ),
    (
        offered(column("form", "Mã biểu", "Form", OF_FORM, width=13), "Biểu mẫu"),
        column(
            "place",
            "Chỗ đứng",
            "Place",
            ("Cột của bảng, hoặc ô chữ dưới bảng.", "A column, or a text under the table."),
            OneOf(words=PLACES),
            14,
        ),
        column(
            "name",
            "Tên trong quy tắc",
            "Name in rules",
            (
                "Chữ thường không dấu, số và _ ; bắt đầu bằng chữ.",
                "Small letters without accents, digits and _ ; a letter first.",
            ),
            width=18,
        ),
        *both("label", "Tiêu đề cột", "Label", ("Đơn vị thấy trên đầu cột.", "What the unit sees over the column.")),
        column(
            "type",
            "Loại dữ liệu",
            "Type",
            (
                "Số đếm: số nguyên từ 0. Tỷ lệ: tính lại từ tổng, không cộng. Lựa chọn: theo trang “Lựa chọn”.",
                "Count: whole, 0 or more. Rate: recomputed from sums. Choices: see the sheet “Lựa chọn”.",
            ),
            OneOf(words=TYPES),
            15,
        ),
        column(
            "source",
            "Ai điền",
            "Source",
            (
                "Đơn vị điền; công thức tính; in sẵn khi giao; hay lũy kế từ các kỳ trước.",
                "The unit; a formula; given out; or added up from earlier periods.",
            ),
            OneOf(words=SOURCES),
            17,
        ),
        column(
            "formula",
            "Công thức",
            "Formula",
            (
                "Chỉ khi “Ai điền” là công thức. Ví dụ: attended / summoned.",
                "Only where a formula fills it. E.g. attended / summoned.",
            ),
            width=28,
        ),
        column(
            "accumulates",
            "Lũy kế của cột",
            "Accumulates",
            (
                "Chỉ khi lũy kế kỳ trước: tên cột được cộng dồn.",
                "Only for earlier periods: the column that is added up.",
            ),
            width=16,
        ),
        *both(
            "group",
            "Nhóm cột",
            "Group",
            ("Tiêu đề chung trên các cột liền nhau.", "The heading over neighbouring columns."),
            22,
        ),
        *both("measure", "Đơn vị tính", "Unit of measure", ("Ví dụ: người, cuốn.", "E.g. persons, copies."), 12),
        column(
            "required", "Bắt buộc", "Required", ("“có”: bỏ trống là lỗi.", "“có” (yes): blank is an error."), FLAG, 10
        ),
        column(
            "zero_words",
            "“-” là số 0",
            "“-” is zero",
            ("“có”: “-” và “không” được đọc là 0.", "“có” (yes): “-” and “không” are read as 0."),
            FLAG,
            10,
        ),
        column(
            "over_units",
            "Gộp giữa các đơn vị",
            "Over units",
            ("Cộng, lấy số lớn nhất, hay không gộp (để trống).", "Sum, largest, or none (blank)."),
            OneOf(words=AGGREGATIONS, blank="none"),
            15,
        ),
        column(
            "over_time",
            "Gộp theo thời gian",
            "Over time",
            (
                "Cộng các kỳ, lấy kỳ mới nhất, lớn nhất, hay không gộp (để trống).",
                "Sum, newest, largest, or none (blank).",
            ),
            OneOf(words=AGGREGATIONS, blank="none"),
            15,
        ),
        column(
            "maximum",
            "Lớn nhất",
            "Maximum",
            ("Số lớn hơn là lỗi. Để trống: không giới hạn.", "A larger number is an error. Blank: no limit."),
            NUMBER,
            10,
        ),
        column(
            "watch",
            "Theo dõi bất thường",
            "Watch",
            (
                'Khi nào hỏi lại số bất thường, ví dụ {"least": 50}. Để trống: như bình thường.',
                'When figures out of line are asked about, e.g. {"least": 50}. Blank: as usual.',
            ),
            WATCHING,
            18,
        ),
        column("page", "In ở trang", "Page", ("1 hoặc 2.", "1 or 2."), NUMBER, 8),
        column(
            "key",
            "Lặp lại mỗi trang",
            "Repeats",
            ("“có”: cột in lại ở cả hai trang.", "“có” (yes): printed on both pages."),
            FLAG,
            10,
        ),
        column("width", "Độ rộng", "Width", ("Tính theo số chữ.", "In characters."), NUMBER, 8),
        column(
            "optional",
            "Tùy chọn",
            "Optional",
            (
                "“có”: biểu chuẩn không dùng cột này trừ khi đợt cần.",
                "“có” (yes): a standard form leaves it out unless asked for.",
            ),
            FLAG,
            10,
        ),
        *both("help", "Hướng dẫn", "Help", ("Đơn vị thấy khi chọn ô.", "Shown when the cell is selected."), 40),
    ),
    frozen=3,
)

CHOICES = Table(
    "Lựa chọn",
    "Choices",
    Text(
        vi="Những câu trả lời được chọn, của các cột loại “một lựa chọn” hoặc “nhiều lựa chọn”.",
        en="What may be chosen in columns of the types “one choice” and “several choices”.",
    ),
    (
        offered(column("form", "Mã biểu", "Form", OF_FORM, width=13), "Biểu mẫu"),
        column(
            "field",
            "Tên cột",
            "Column",
            ("“Tên trong quy tắc” ở trang “Cột”.", "Its “Name in rules” in the sheet “Cột”."),
            width=18,
        ),
        column("code", "Mã lựa chọn", "Code", CODE, width=16),
        *both(
            "label",
            "Chữ để chọn",
            "Label",
            ("Đơn vị thấy trong danh sách thả xuống.", "What the unit sees in the list."),
        ),
    ),
    frozen=2,
)

FIXED_ROWS = Table(
    "Dòng",
    "Rows",
    Text(
        vi="Các dòng có mã số: chỉ tiêu, hoặc tài liệu cho từng đối tượng. Cột “In sẵn: …” là số in sẵn, như định mức.",
        en="Fixed rows: indicators, or items for recipients. Columns “Given: …” hold what is printed, such as norms.",
    ),
    (
        offered(column("form", "Mã biểu", "Form", OF_FORM, width=13), "Biểu mẫu"),
        column("code", "Mã số", "Code", CODE, width=11),
        *both(
            "group",
            "Nhóm dòng",
            "Group",
            ("Tiêu đề mà dòng đứng dưới. Có thể để trống.", "The heading the row stands under. May be blank."),
            30,
        ),
        *both("label", "Tên dòng", "Label", ("Đơn vị thấy ở đầu dòng.", "What the unit sees."), 40),
        *both("measure", "Đơn vị tính", "Unit of measure", ("Ví dụ: người, cuốn.", "E.g. persons, copies."), 12),
        column(
            "base",
            "Nhân với số liệu nền",
            "Times the register's",
            (
                "Định mức nhân với cột nào của biểu số liệu nền (tên trong quy tắc).",
                "The register's column that the norm multiplies (its name in rules).",
            ),
            width=18,
        ),
        column(
            "type", "Loại số", "Type", ("Số đếm hay số thập phân.", "Count or decimal."), OneOf(words=ROW_TYPES), 14
        ),
        column(
            "over_units",
            "Gộp giữa các đơn vị",
            "Over units",
            ("Để trống: như cột của nó.", "Blank: as its column says."),
            OneOf(words=AGGREGATIONS),
            15,
        ),
        column(
            "over_time",
            "Gộp theo thời gian",
            "Over time",
            ("Để trống: như cột của nó.", "Blank: as its column says."),
            OneOf(words=AGGREGATIONS),
            15,
        ),
        column("levels", "Cấp điền dòng", "Levels", LEVELS_NOTE, CODES, 26),
        column(
            "item",
            "Mã tài liệu",
            "Item",
            ("Các dòng cùng mã là các đối tượng của một tài liệu.", "Rows of one code are recipients of one item."),
            width=12,
        ),
        column(
            "priority",
            "Thứ tự ưu tiên",
            "Priority",
            ("Khi thiếu: 1 được cấp trước. Để trống: như nhau.", "When short: 1 is served first. Blank: alike."),
            NUMBER,
            11,
        ),
    ),
    frozen=2,
)

GIVEN = Text(vi="In sẵn: {name}", en="Given: {name}")
"""The headings of the columns that hold what stands printed in a fixed row, after the sheet's own."""

GIVEN_NOTE = Text(
    vi="Số hoặc chữ in sẵn ở cột này của biểu khi giao cho đơn vị. Để trống: không áp dụng.",
    en="The number or text that stands in this column of the form when it is given out. Blank: none applies.",
)

GIVEN_PREFIX = "given."

RULES = Table(
    "Quy tắc",
    "Rules",
    Text(
        vi="Quy tắc kiểm tra số liệu, ví dụ: attended <= summoned. Viết một lần, dùng cho cả tệp Excel lẫn máy chủ.",
        en="Checks of the figures, e.g. attended <= summoned. Written once, used in Excel and on the server.",
    ),
    (
        offered(column("form", "Mã biểu", "Form", OF_FORM, width=13), "Biểu mẫu"),
        column(
            "code",
            "Mã quy tắc",
            "Code",
            ("Chữ thường không dấu, số và _ .", "Small letters without accents, digits and _ ."),
            width=24,
        ),
        column(
            "scope",
            "Xét trên",
            "Scope",
            (
                "Một dòng; cả biểu; so với các kỳ trước; hay so với cấp dưới.",
                "One row; the whole form; earlier periods; or the units below.",
            ),
            OneOf(words=SCOPES),
            15,
        ),
        column(
            "when",
            "Chỉ khi",
            "When",
            ("Chỉ xét nơi điều này đúng. Để trống: luôn xét.", "Looked at only where this holds. Blank: always."),
            width=28,
        ),
        column(
            "expression",
            "Điều phải đúng",
            "Expression",
            (
                "Dùng tên cột, số, + - * / và <= >= < > == !=, and, or, not.",
                "Names of columns, numbers, + - * / and <= >= < > == !=, and, or, not.",
            ),
            width=44,
        ),
        column(
            "severity",
            "Mức độ",
            "Severity",
            (
                "Lỗi: không nhận báo cáo. Cảnh báo và lưu ý: vẫn nhận.",
                "Error: the report is not taken. Warning, note: it is.",
            ),
            OneOf(words=SEVERITIES),
            12,
        ),
        *both(
            "sentence", "Câu báo", "Sentence", ("Để trống: máy tự đặt câu từ quy tắc.", "Blank: made from the rule.")
        ),
        *both("remedy", "Cách sửa", "Remedy", ("Để trống: máy tự đặt.", "Blank: a standard one.")),
    ),
    frozen=2,
)
