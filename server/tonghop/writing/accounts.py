"""Lists of accounts as workbooks: to be changed and sent back, and with the first passwords to hand out."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from types import MappingProxyType

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from tonghop.core.accounts import Account
from tonghop.writing import styles
from tonghop.writing.styles import WORKBOOK_OPTIONS, Formats, style
from tonghop.writing.texts import harmless

LIST, PASSWORDS, SLIPS = "Tài khoản", "Mật khẩu", "Phiếu"
HEADINGS: Mapping[str, str] = MappingProxyType(
    {
        "name": "Tài khoản",
        "role": "Vai trò",
        "unit": "Mã đơn vị",
        "unit_name": "Tên đơn vị",
        "email": "Thư điện tử",
    }
)
PASSWORD = "Mật khẩu dùng lần đầu"  # noqa: S105 - a heading
_WIDTHS = {"name": 24, "role": 26, "unit": 14, "unit_name": 44, "email": 30}
_TEXT = style(styles.TABLE, styles.TEXT)
_SECRET = style(_TEXT, font_name="Courier New", bold=True)
_ROOM = 500
"""Lines below the list where a role can be chosen from the list of roles."""
_A4, _SLIPS_ON_A_PAGE = 9, 5
_SLIP_LINE, _SLIP_GAP = 21.0, 26.0
_ASK = "Phải đổi mật khẩu này ngay khi đăng nhập lần đầu. Không đưa cho người khác."
_CUT = style(top=3, top_color=styles.LINE)


def account_list(accounts: Sequence[Account], roles: Mapping[str, str], units: Mapping[str, str]) -> bytes:
    """Return accounts as a workbook; ``roles`` and ``units`` are their words, by role and by code."""
    target = BytesIO()
    book = Workbook(target, dict(WORKBOOK_OPTIONS))
    formats = Formats(book)
    sheet = _table(book, formats, LIST, _WIDTHS)
    for row, account in enumerate(accounts, 1):
        _write(sheet, row, _values(account, roles, units), formats)
    words = list(roles.values())
    sheet.data_validation(1, 1, len(accounts) + _ROOM, 1, {"validate": "list", "source": words})
    book.close()
    return target.getvalue()


def password_slips(
    made: Sequence[tuple[Account, str]], roles: Mapping[str, str], units: Mapping[str, str], address: str
) -> bytes:
    """Return accounts with their first passwords, one a line, and as slips to cut and hand out."""
    target = BytesIO()
    book = Workbook(target, dict(WORKBOOK_OPTIONS))
    formats = Formats(book)
    sheet = _table(book, formats, PASSWORDS, {**_WIDTHS, PASSWORD: 26})
    for row, (account, password) in enumerate(made, 1):
        _write(sheet, row, _values(account, roles, units), formats)
        sheet.write_string(row, len(_WIDTHS), password, formats.of(_SECRET))
    _slips(book, formats, made, units, address)
    book.close()
    return target.getvalue()


def _table(book: Workbook, formats: Formats, name: str, widths: Mapping[str, int]) -> Worksheet:
    sheet = book.add_worksheet(name)
    sheet.set_paper(_A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.freeze_panes(1, 1)
    for column, (heading, width) in enumerate(widths.items()):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, HEADINGS.get(heading, heading), formats.of(styles.HEAD))
    return sheet


def _values(account: Account, roles: Mapping[str, str], units: Mapping[str, str]) -> tuple[str, ...]:
    code = account.unit or ""
    return account.name, roles[account.role.value], code, units.get(code, ""), account.email or ""


def _write(sheet: Worksheet, row: int, values: Sequence[str], formats: Formats) -> None:
    for column, value in enumerate(values):
        sheet.write_string(row, column, harmless(value), formats.of(_TEXT))


def _slips(
    book: Workbook, formats: Formats, made: Sequence[tuple[Account, str]], units: Mapping[str, str], address: str
) -> None:
    sheet = book.add_worksheet(SLIPS)
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 62)
    breaks = []
    row = 0
    for place, (account, password) in enumerate(made):
        if place and place % _SLIPS_ON_A_PAGE == 0:
            breaks.append(row)
        row = _slip(sheet, formats, row, (units.get(account.unit or "", ""), account.name, password, address))
    sheet.set_h_pagebreaks(breaks)


def _slip(sheet: Worksheet, formats: Formats, row: int, told: tuple[str, str, str, str]) -> int:
    """Write one slip and return the row of the next."""
    unit, name, password, address = told
    lines = (("Đơn vị", unit), ("Địa chỉ", address), (HEADINGS["name"], name), (PASSWORD, password))
    for heading, value in lines:
        sheet.set_row(row, _SLIP_LINE)
        sheet.write_string(row, 0, heading, formats.of(styles.PLAIN))
        look = _SECRET if heading in {PASSWORD, HEADINGS["name"]} else style(_TEXT, styles.BOLD)
        sheet.write_string(row, 1, harmless(value), formats.of(look))
        row += 1
    sheet.write_string(row, 0, _ASK, formats.of(styles.NOTE))
    row += 1
    sheet.set_row(row, _SLIP_GAP)
    sheet.set_row(row + 1, _SLIP_GAP)
    for column in range(2):
        sheet.write_blank(row + 1, column, None, formats.of(_CUT))
    return row + 2
