"""Small forms, shaped like the standard ones, that the rule tests speak of."""

from tonghop.core.definitions import Choice, FieldType, FixedRow, Form, FormField, Rows, Rule, Scope, Source, Text


def same(words: str) -> Text:
    return Text(vi=words, en=words)


def count(name: str, vi: str, en: str) -> FormField:
    return FormField(name=name, label=Text(vi=vi, en=en), type=FieldType.COUNT)


def computed(name: str, vi: str, en: str, formula: str, type_: FieldType = FieldType.COUNT) -> FormField:
    return FormField(name=name, label=Text(vi=vi, en=en), type=type_, source=Source.COMPUTED, formula=formula)


MODES = (
    Choice(code="in_person", label=Text(vi="Trực tiếp", en="In person")),
    Choice(code="online", label=Text(vi="Trực tuyến", en="Online")),
    Choice(code="lecture", label=Text(vi='Nghe “băng” ghi sẵn, "đĩa"', en="Recorded lecture")),
)

ATTENDANCE = Form(
    code="attendance",
    version=1,
    number="Biểu số 2",
    sheet="Biểu 2",
    title=Text(vi="Học tập, quán triệt", en="Attendance"),
    rows=Rows.LIST,
    capacity=20,
    count_label=Text(vi="Số hội nghị", en="Conferences"),
    fields=(
        FormField(name="date", label=Text(vi="Ngày tổ chức", en="Date held"), type=FieldType.DATE),
        FormField(name="until", label=Text(vi="Ngày kết thúc", en="Date ended"), type=FieldType.DATE),
        FormField(name="mode", label=Text(vi="Hình thức", en="Mode"), type=FieldType.CHOICE, choices=MODES),
        FormField(name="days", label=Text(vi="Số ngày", en="Days"), type=FieldType.DECIMAL),
        count("bridge_province", "Điểm cầu tỉnh", "Province bridge points"),
        count("bridge_district", "Điểm cầu huyện", "District bridge points"),
        count("bridge_commune", "Điểm cầu xã", "Commune bridge points"),
        count("summoned", "Số triệu tập", "Summoned"),
        count("attended", "Dự", "Attended"),
        count("beyond", "Dự mở rộng", "Came beyond"),
        count("absent_excused", "Vắng có lý do", "Absent with reason"),
        count("absent_unexcused", "Vắng không lý do", "Absent without reason"),
        computed("rate", "Tỷ lệ", "Rate", "attended / summoned", FieldType.RATE),
        FormField(name="note", label=Text(vi="Ghi chú", en="Note"), type=FieldType.TEXT),
        count("members", "Đảng viên", "Members"),
        count("exempt", "Miễn sinh hoạt", "Exempt"),
        count("officials", "Cán bộ", "Officials"),
        count("union_members", "Đoàn viên", "Union members"),
        count("people", "Nhân dân", "People"),
    ),
)

MATERIALS = Form(
    code="materials",
    version=1,
    number="Biểu số 3",
    sheet="Biểu 3",
    title=Text(vi="Cấp phát tài liệu", en="Materials"),
    rows=Rows.FIXED,
    fields=(
        count("recipients", "Số đối tượng", "Recipients"),
        FormField(name="norm", label=Text(vi="Định mức", en="Norm"), type=FieldType.DECIMAL, source=Source.GIVEN),
        computed("entitled", "Được cấp", "Entitled", "recipients * norm"),
        count("received", "Đã nhận", "Received"),
        count("bought", "Đặt mua thêm", "Bought"),
        count("photocopied", "Photo", "Photocopied"),
        count("handed_out", "Đã phát", "Handed out"),
        count("passed_down", "Chuyển cấp dưới", "Passed down"),
        computed("left", "Còn lại", "Left", "received + bought + photocopied - handed_out - passed_down"),
    ),
    fixed_rows=(FixedRow(code="book", label=Text(vi="Sách", en="Book"), given={"norm": 2}),),
)

RESULTS = Form(
    code="results",
    version=1,
    number="Biểu số 4",
    sheet="Biểu 4",
    title=Text(vi="Kết quả", en="Results"),
    rows=Rows.FIXED,
    fields=(
        FormField(
            name="earlier_total",
            label=Text(vi="Lũy kế trước", en="Before"),
            type=FieldType.DECIMAL,
            source=Source.HISTORY,
            accumulates="this_period",
        ),
        count("this_period", "Trong kỳ", "This period"),
        computed("total", "Lũy kế", "Total", "earlier_total + this_period", FieldType.DECIMAL),
    ),
    fixed_rows=(FixedRow(code="saved", label=Text(vi="Tiết kiệm", en="Saved"), type="decimal"),),
)


def rule(expression: str, when: str | None = None, scope: Scope = Scope.ROW) -> Rule:
    return Rule(code="under_test", expression=expression, when=when, scope=scope)
