"""The sheets about the plan: what the campaign is, its levels, schedule and units."""

from tonghop.catalogue.workbook.kinds import Flag, OneOf, Watching
from tonghop.catalogue.workbook.layout import Table
from tonghop.catalogue.workbook.tables.columns import (
    CODE,
    CODES,
    DAY,
    FLAG,
    FORMS_NOTE,
    LEVELS_NOTE,
    NUMBER,
    both,
    column,
    deadline,
    line,
    offered,
)
from tonghop.catalogue.workbook.vocabulary import KINDS, LANGUAGES
from tonghop.core.definitions import Text, Watch

CAMPAIGN = Table(
    "Đợt",
    "Campaign",
    Text(
        vi="Những điều chung của đợt. Sửa bất cứ điều gì trong tệp này thì tăng “Phiên bản” lên một.",
        en="What the campaign is. Whatever you change in this file, raise “Version” by one.",
    ),
    (
        column("code", "Mã đợt", "Code", CODE),
        column(
            "version",
            "Phiên bản",
            "Version",
            (
                "Số nguyên. Nội dung đã nạp không bao giờ đổi: sửa xong phải tăng lên một.",
                "A whole number. What was loaded never changes: after an edit, raise it by one.",
            ),
            NUMBER,
        ),
        line(column("title", "Tên đầy đủ", "Title", ("Như trên văn bản.", "As on the paper.")), bilingual=True),
        line(
            column(
                "short_title",
                "Tên gọi tắt",
                "Short title",
                ("Hiện trên màn hình và bìa của tệp.", "Shown on screens and covers."),
            ),
            bilingual=True,
        ),
        line(column("issuer", "Cơ quan ban hành", "Issuer", ("", "")), bilingual=True),
        column(
            "number",
            "Số văn bản",
            "Number",
            ("Ví dụ: 28-KH/ĐUS. Có thể để trống.", "For instance 28-KH/ĐUS. May be blank."),
        ),
        column("issued", "Ngày ban hành", "Issued", ("Có thể để trống.", "May be blank."), DAY),
        line(
            column(
                "basis",
                "Căn cứ",
                "Basis",
                (
                    "Mỗi văn bản một dòng; cần thêm thì chèn dòng và chép chữ “Căn cứ”.",
                    "A line for each paper; to add one, insert a line and copy the word “Căn cứ”.",
                ),
            ),
            repeats=True,
        ),
        column(
            "language",
            "Ngôn ngữ",
            "Language",
            ("Của các tệp giao cho đơn vị.", "Of the workbooks given out."),
            OneOf(words=LANGUAGES, blank=None),
        ),
        column(
            "review_levels",
            "Số cấp duyệt",
            "Review levels",
            (
                "0 đến 3: báo cáo qua mấy lần duyệt mới được tính là đã duyệt.",
                "0 to 3: how many approvals make a report accepted.",
            ),
            NUMBER,
        ),
        column(
            "watch",
            "Theo dõi bất thường",
            "Watch",
            (
                'Khi nào hỏi lại số bất thường, ví dụ {"least": 50}. Để trống: như bình thường.',
                'When figures out of line are asked about, e.g. {"least": 50}. Blank: as usual.',
            ),
            Watching(blank=Watch()),
        ),
        column(
            "summary_stands_in",
            "Bản tổng hợp thay cho cấp dưới",
            "Summary stands in",
            (
                "“có” nếu cấp dưới không gửi về đây mà chỉ gửi cấp trên trực tiếp tổng hợp.",
                "“có” (yes) where the units below send nothing here, only to the unit above them, which sums up.",
            ),
            FLAG,
        ),
    ),
    vertical=True,
)

LEVELS = Table(
    "Cấp",
    "Levels",
    Text(vi="Các cấp của cây đơn vị, từ trên xuống.", en="The levels of the tree of units, from the top down."),
    (
        column("code", "Mã cấp", "Code", CODE, width=16),
        *both("label", "Tên cấp", "Name", ("Ví dụ: Đảng ủy xã, phường, thị trấn.", "For instance: Commune committee.")),
        column(
            "reports",
            "Gửi báo cáo về đây",
            "Reports here",
            (
                "“không” nếu cấp này chỉ báo cáo cho cấp trên trực tiếp.",
                "“không” (no) where this level reports to the unit above it alone.",
            ),
            Flag(default=True),
            16,
        ),
    ),
)

REPORTS = Table(
    "Kỳ báo cáo",
    "Reports",
    Text(
        vi="Báo cáo phải gửi: một lần, hay lặp lại hằng tháng, nửa năm, hằng năm.",
        en="Reports owed: once, or every month, half-year or year.",
    ),
    (
        column(
            "code",
            "Mã",
            "Code",
            (
                "Một lần: mã của kỳ. Lặp lại: phần đầu của mã, ví dụ T cho T2017-03.",
                "Once: the period's code. Again and again: its start, e.g. T for T2017-03.",
            ),
            width=12,
        ),
        *both("label", "Tên kỳ", "Label", ("Ví dụ: Báo cáo tháng.", "E.g. Monthly report.")),
        column(
            "kind",
            "Lặp lại",
            "Kind",
            ("Một lần, hằng tháng, nửa năm hay hằng năm.", "Once, month, half-year or year."),
            OneOf(words=KINDS),
            13,
        ),
        column("first", "Từ ngày", "First day", ("Ngày đầu của số liệu.", "First day the answers describe."), DAY, 12),
        column(
            "last",
            "Đến ngày",
            "Last day",
            ("Ngày cuối của số liệu; để trống nếu lặp lại mãi.", "Last day; blank where it goes on without end."),
            DAY,
            12,
        ),
        *deadline("due", "Hạn gửi", "Due"),
        column("forms", "Các biểu", "Forms", FORMS_NOTE, CODES, 34),
        column("levels", "Cấp phải gửi", "Levels", LEVELS_NOTE, CODES, 26),
        column(
            "adds",
            "Được cộng dồn",
            "Adds up",
            ("“không” nếu báo cáo chỉ nhắc lại số của các kỳ khác.", "“không” (no) where it restates other periods."),
            Flag(default=True),
            12,
        ),
        column(
            "derived",
            "Cộng từ kỳ khác",
            "Derived",
            ("“có”: không ai điền, máy cộng từ các kỳ nằm trong nó.", "“có” (yes): nobody fills it, it is added up."),
            FLAG,
            12,
        ),
    ),
)

ACTIVITIES = Table(
    "Công việc",
    "Activities",
    Text(
        vi="Việc kế hoạch yêu cầu, với khoảng thời gian riêng; ngày ghi trong biểu phải nằm trong khoảng của một việc.",
        en="What the plan orders, with windows of time; dates in the forms must fall in one of them.",
    ),
    (
        column("code", "Mã việc", "Code", CODE, width=14),
        *both("label", "Tên việc", "Label", ("", "")),
        column("start", "Bắt đầu", "Start", ("Ngày đầu.", "First day."), DAY, 12),
        *deadline("finish", "Hoàn thành", "Finish"),
        column(
            "until",
            "Kéo dài đến",
            "Until",
            (
                "Nếu còn nhận việc sau ngày hoàn thành. Thường để trống.",
                "Where it may come later than the finish. Mostly blank.",
            ),
            DAY,
            12,
        ),
        column("forms", "Các biểu", "Forms", FORMS_NOTE, CODES, 26),
    ),
)

OFFICE = Table(
    "Cơ quan nhận",
    "Office",
    Text(vi="Cơ quan ban hành phải báo cáo lên đâu, khi nào.", en="Where and when the issuing office reports upward."),
    (
        *both("to", "Báo cáo lên", "Reports to", ("Tên cơ quan nhận.", "The office.")),
        *deadline("due", "Hạn gửi", "Due"),
        *both(
            "rule",
            "Theo quy định",
            "By the rule",
            ("Khi kế hoạch không ghi ngày: quy định được dẫn.", "Where the plan names no day: the rule it refers to."),
        ),
    ),
)

NOTES = Table(
    "Ghi chú",
    "Notes",
    Text(
        vi="Điều đọc được từ kế hoạch và điều phải giả định; hiện cùng với đợt.",
        en="What was read out of the plan and what was assumed; shown with the campaign.",
    ),
    both("note", "Ghi chú", "Note", ("Mỗi dòng một ghi chú.", "A note on each row."), 90),
)

UNITS = Table(
    "Đơn vị",
    "Units",
    Text(
        vi="Cây đơn vị: mỗi đơn vị một dòng, ghi mã của đơn vị cấp trên trực tiếp.",
        en="The tree of units: a row each, with the code of the unit above it.",
    ),
    (
        column(
            "code",
            "Mã đơn vị",
            "Code",
            (
                "Không đổi mã của đơn vị đã có; đơn vị mới thì đặt mã mới.",
                "Never change the code of a unit that is there; a new unit gets a new code.",
            ),
            width=14,
        ),
        column(
            "parent",
            "Mã cấp trên",
            "Parent",
            ("Mã đơn vị cấp trên. Chỉ đơn vị cao nhất để trống.", "The unit above. Blank for the topmost alone."),
            width=14,
        ),
        offered(
            column("level", "Cấp", "Level", ("Mã cấp (trang “Cấp”).", "The level's code (sheet “Cấp”)."), width=14),
            "Cấp",
        ),
        column("name", "Tên đơn vị", "Name", ("", ""), width=52),
        column(
            "valid_from", "Có từ ngày", "Valid from", ("Để trống: từ trước tới nay.", "Blank: always was."), DAY, 12
        ),
        column(
            "valid_to",
            "Đến hết ngày",
            "Valid to",
            ("Ngày cuối còn tồn tại. Để trống: vẫn còn.", "The last day it exists. Blank: it still does."),
            DAY,
            12,
        ),
        column(
            "successors",
            "Đơn vị kế tục",
            "Successors",
            (
                "Sau sáp nhập, chia tách: mã các đơn vị nhận lại, cách nhau bằng dấu ; .",
                "After a merger or split: the codes of those that took it over, parted by ; .",
            ),
            CODES,
            22,
        ),
        column(
            "made",
            "Đặt thêm",
            "Made",
            ("“có”: không có trong danh mục chính thức.", "“có” (yes): not in the official list."),
            FLAG,
            10,
        ),
    ),
)
