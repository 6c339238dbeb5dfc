"""Campaign workbooks: what a clerk sees in them, and what he is told when an edit went wrong."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from openpyxl.utils import get_column_letter

from tonghop import catalogue
from tonghop.catalogue import campaign_workbook, read_campaign
from tonghop.catalogue.workbook.kinds import WAYS, Codes, Day, Flag, Given, Numeral, Words
from tonghop.catalogue.workbook.layout import Table
from tonghop.catalogue.workbook.tables import FIXED_ROWS, TABLES
from tonghop.core.definitions import Deadline
from tonghop.core.errors import DefinitionError, NotAWorkbook, UnreadableFile
from tonghop.sentences import say_error

CODE = "kien-giang-2020"
Edit = Callable[[openpyxl.Workbook], None]


@pytest.fixture(scope="module")
def content() -> bytes:
    return campaign_workbook(*catalogue.load_shipped(CODE))


def edited(content: bytes, edit: Edit) -> bytes:
    book = openpyxl.load_workbook(BytesIO(content))
    edit(book)
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def put(sheet: str, cell: str, value: str | int | None) -> Edit:
    def edit(book: openpyxl.Workbook) -> None:
        book[sheet][cell] = value

    return edit


@pytest.mark.parametrize("code", catalogue.shipped())
def test_a_shipped_campaign_comes_back_equal(code: str) -> None:
    campaign, units = catalogue.load_shipped(code)
    assert read_campaign(campaign_workbook(campaign, units)) == (campaign, units)


def test_every_kind_of_thing_has_its_sheet_with_headings_lists_and_explanations(content: bytes) -> None:
    book = openpyxl.load_workbook(BytesIO(content))
    assert book.sheetnames == ["Hướng dẫn", *(table.name for table in TABLES)]
    for table in TABLES:
        sheet = book[table.name]
        assert sheet.freeze_panes is not None
        if table.vertical:
            continue
        headings = [column.heading for column in table.columns]
        assert [cell.value for cell in sheet[3]][: len(headings)] == [heading.vi for heading in headings]
        assert [cell.value for cell in sheet[4]][: len(headings)] == [heading.en for heading in headings]
        explained = {cell.value for cell in sheet[3] if cell.comment}
        assert explained >= {column.heading.vi for column in table.columns if column.note.vi}
        lists = sum(validation.type == "list" for validation in sheet.data_validations.dataValidation)
        assert lists == sum(bool(column.kind.choices or column.of) for column in table.columns)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.english)
def test_no_two_columns_of_a_sheet_are_called_alike(table: Table) -> None:
    columns = table.columns
    said = [word.casefold() for column in columns for word in {column.heading.vi, column.heading.en}]
    assert len(set(said)) == len(said)


def test_what_a_clerk_may_do_changes_nothing(content: bytes) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        units = book["Đơn vị"]
        units.insert_rows(7)  # a blank row
        units.insert_cols(1)  # a blank column
        book["Cấp"].insert_rows(1, 2)  # rows above
        book["Quy tắc"].move_range("B3:B60", cols=9)  # a column moved to the end
        book.create_sheet("Nháp")["A1"] = "của tôi"
        book["Đợt"]["B6"] = "1"  # a number typed as text

    assert read_campaign(edited(content, edit)) == catalogue.load_shipped(CODE)


def test_a_clerk_s_additions_are_read(content: bytes) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        units = book["Đơn vị"]
        last = units.max_row + 1
        for place, value in enumerate(["  99999 ", 91, "district", "Huyện ủy mới", "1/7/2020", None, "899, 900"], 1):
            units.cell(last, place, value)
        notes = book["Ghi chú"]
        notes.cell(notes.max_row + 1, 1, "Chỉ có tiếng Việt")
        book["Đợt"]["B6"] = 2

    campaign, units = read_campaign(edited(content, edit))
    added = units[-1]
    assert (added.code, added.parent, added.successors) == ("99999", "91", ("899", "900"))
    assert added.valid_from is not None
    assert added.valid_from.isoformat() == "2020-07-01"
    assert campaign.notes[-1].said("en") == "Chỉ có tiếng Việt"
    assert campaign.version == 2


MISTAKES = [
    # Sheet, cell, what is typed, the cell that is named, what is said in Vietnamese.
    ("Đợt", "B5", "mã có dấu", "Đợt!B5", "mã chỉ gồm chữ không dấu"),
    ("Đợt", "B6", "một", "Đợt!B6", "không phải là số"),
    ("Đợt", "B6", None, "Đợt!B6", "còn thiếu"),
    ("Đợt", "A6", "Phiên ban", "Đợt!A6", "không phải là tiêu đề"),
    ("Cấp", "A6", "province", "Cấp!A6", "có hai lần: province"),
    ("Cấp", "A3", "Mã", "Cấp!A3", "không phải là tiêu đề"),
    ("Cột", "F5", "số nguyên", "Cột!F5", "không có trong danh sách; hãy ghi một trong: số đếm"),
    ("Cột", "A5", "money", "Cột!A5", "không phải là mã của biểu nào"),
    ("Cột", "H5", "a + b", "Cột!H5", "cột do công thức tính thì phải có công thức"),
    ("Lựa chọn", "B5", "no_such", "Lựa chọn!B5", "không phải là cột của biểu này"),
    ("Dòng", "I5", "choirs", "Dòng!I5", "không có: choirs"),
    ("Dòng", "P5", "một", "Dòng!P5", "“một” không ghi ở đây được; cột này ghi số, từ 0 trở lên"),
    ("Dòng", "P5", -1, "Dòng!P5", "“-1” không ghi ở đây được; cột này ghi số, từ 0 trở lên"),
    ("Quy tắc", "E5", "nobody >= 1", "Quy tắc!E5", "không có cột nobody"),
    ("Quy tắc", "B5", "Hai Chữ", "Quy tắc!B5", "chữ thường không dấu"),
    ("Kỳ báo cáo", "E5", "hôm qua", "Kỳ báo cáo!E5", "không phải là ngày"),
    ("Kỳ báo cáo", "F5", "1/1/1999", "Kỳ báo cáo!F5", "ngày cuối đứng trước ngày đầu"),
    ("Kỳ báo cáo", "H5", None, "Kỳ báo cáo!H5", "còn thiếu"),
    ("Kỳ báo cáo", "G5", None, "Kỳ báo cáo!G5", "hãy chọn cách tính hạn"),
    ("Kỳ báo cáo", "J5", "registry", "Kỳ báo cáo!J5", "không có: registry"),
    ("Công việc", "D5", "1/1/2031", "Công việc!F5", "hoàn thành trước khi bắt đầu"),
    ("Đơn vị", "C6", "office", "Đơn vị!C6", "không có: office"),
    ("Đơn vị", "B6", "nowhere", "Đơn vị!A6", "cấp trên không có trong danh sách"),
    ("Đơn vị", "D6", None, "Đơn vị!D6", "còn thiếu"),
    ("Đơn vị", "E6", "=1/0", "Đơn vị!E6", "công thức chưa có kết quả"),
]


@pytest.mark.parametrize(("sheet", "cell", "typed", "named", "said"), MISTAKES)
def test_a_mistake_is_told_by_its_cell(
    content: bytes, sheet: str, cell: str, typed: str | int | None, named: str, said: str
) -> None:
    with pytest.raises(DefinitionError) as refused:
        read_campaign(edited(content, put(sheet, cell, typed)))
    told, english = (say_error(refused.value, language) for language in ("vi", "en"))
    assert told.startswith(f"{named}: ")
    assert said in told
    assert english.startswith(f"{named}: ")
    assert said not in english


def test_several_mistakes_are_told_at_once(content: bytes) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        book["Quy tắc"]["F5"] = "nặng"
        book["Cột"]["F6"] = "số gì"

    with pytest.raises(DefinitionError) as refused:
        read_campaign(edited(content, edit))
    told = say_error(refused.value, "vi")
    assert "Quy tắc!F5" in told
    assert "Cột!F6" in told


def test_a_missing_sheet_or_column_is_told(content: bytes) -> None:
    with pytest.raises(DefinitionError, match="Quy tắc: the sheet is missing"):
        read_campaign(edited(content, lambda book: book.remove(book["Quy tắc"])))
    with pytest.raises(DefinitionError, match="Đơn vị: the column “Successors” is missing"):
        read_campaign(edited(content, lambda book: book["Đơn vị"].delete_cols(7)))


@pytest.mark.parametrize("content", [b"", b"nothing", b"PK\x03\x04"])
def test_what_is_no_workbook_is_refused(content: bytes) -> None:
    with pytest.raises(UnreadableFile):
        read_campaign(content)
    assert issubclass(NotAWorkbook, UnreadableFile)


@pytest.mark.parametrize(
    ("kind", "cell", "value"),
    [
        (Words(), "  chữ ", "chữ"),
        (Words(), 901.0, "901"),
        (Words(), "\\", ""),
        (Words(), "   ", None),
        (Codes(), "a, b ;c\nd", ("a", "b", "c", "d")),
        (Codes(), 901, ("901",)),
        (Codes(), None, ()),
        (Flag(), "X", True),
        (Flag(), "CÓ", True),
        (Flag(default=True), "Không", False),
        (Flag(default=True), None, True),
        (Numeral(), "0,5", Decimal("0.5")),
        (Given(), "12", 12),
        (Given(), "\\12", "12"),
        (Given(), "ít nhất 2", "ít nhất 2"),
        (Day(), "31-12-2020", date(2020, 12, 31)),
    ],
)
def test_how_a_typed_cell_is_read(kind: Words, cell: object, value: object) -> None:
    assert kind.read(cell) == value  # type: ignore[arg-type]


def test_every_way_of_saying_a_deadline_has_its_word() -> None:
    assert set(WAYS) == set(Deadline.model_fields) - {"assumed"}


def test_a_number_that_could_be_two_is_asked_about(content: bytes) -> None:
    place = len(FIXED_ROWS.columns) + 1
    letter = get_column_letter(place)
    with pytest.raises(DefinitionError, match=f"Dòng!{letter}5: “3.640” can be read as two numbers"):
        read_campaign(edited(content, put("Dòng", f"{letter}5", "3.640")))
