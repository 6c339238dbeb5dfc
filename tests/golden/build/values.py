"""Workbooks in which single cells are typed as people type them."""

import unicodedata
from collections.abc import Callable, Mapping

from openpyxl.styles import Font
from openpyxl.workbook import Workbook
from tests.golden.build.editing import B1, B2, B4, edited, put
from tests.golden.build.plans import (
    CLEAN,
    COMMUNE,
    COMMUNE_RESULTS,
    HAMLET,
    Fill,
    cell_of_department,
    commune,
    commune_results,
    hamlet,
)

AS_TYPED: Fill = {
    ("register", "1", "as_of_date"): "1-3-2022",
    ("register", "1", "members"): "018",
    ("attendance", "1", "date"): "ngày 18 tháng 3 năm 2022",
    ("attendance", "1", "days"): "0,5",
    ("attendance", "1", "came_beyond"): "03 người",
    ("attendance", "1", "people"): "không",
    ("materials", "HT", "photocopied"): "2\u00a0",
}
WRONG: Fill = {
    ("register", "1", "members"): "khoảng 18",
    ("attendance", "1", "days"): "1.250",
    ("attendance", "1", "members"): 12,
    ("materials", "NC", "handed_out"): 99,
    ("results", "SH1", "this_period"): -2,
}
WRONG_RESULTS: Fill = {
    ("results", "CK1", "this_period"): "trên 100",
    ("results", "SH2", "this_period"): 16.5,
    ("results", "TK2", "this_period"): "3.640",
    ("results", "TD1", "this_period"): -4,
}
WITH_MEASURES: Fill = {
    ("results", "CK1", "this_period"): "118 người",
    ("results", "SH1", "this_period"): "08 chi bộ",
    ("results", "TK2", "this_period"): "12,5 triệu đồng",
    ("results", "TD1", "this_period"): "4 (buổi)",
    ("results", "TT1", "this_period"): "9 tin, bài.",
}
FULL_WIDTH: Fill = {
    ("results", "CK1", "this_period"): "１１８",
    ("results", "CK2", "this_period"): "\u00a04\u00a0",
    ("results", "CT2", "this_period"): "\u200b118\ufeff",
    ("results", "SH2", "this_period"): "\u202f16",
    ("results", "TK2", "this_period"): "１２，５",
}
GROUPED: Fill = {
    ("results", "CK1", "this_period"): "3.640",
    ("results", "CT2", "this_period"): "1 118",
    ("results", "TK2", "this_period"): "1.250,5",
    ("results", "TT1", "this_period"): "1.234.567",
}
TAKEN_FOR_DECIMALS: Fill = {
    ("results", "CK1", "this_period"): 3.64,
    ("results", "CT2", "this_period"): "1,118",
}
DOUBTFUL: Fill = {
    ("results", "TK2", "this_period"): "3.640",
    ("results", "SH2", "this_period"): "12-15",
    ("results", "TD3", "this_period"): "6 hoặc 7",
}
TWO_STYLES: Fill = {
    ("results", "CK1", "this_period"): "3.640",
    ("results", "CT1", "this_period"): "1.100",
    ("results", "TK2", "this_period"): "12.5",
}
IMPOSSIBLE: Fill = {
    ("results", "CK1", "this_period"): -118,
    ("results", "CT2", "this_period"): 10**16,
    ("results", "SH2", "this_period"): 16.4,
    ("results", "SH3", "this_period"): True,
    ("results", "TD1", "this_period"): "bốn",
    ("results", "TD2", "this_period"): "1 triệu",
}
ZERO_WORDS: Fill = {
    ("results", "SH4", "this_period"): "-",
    ("results", "TL1", "this_period"): "không",
    ("results", "TL2", "this_period"): "Không có",
    ("results", "KT1", "this_period"): "–",
}
ZERO_WHERE_NOT_SURE: Fill = {
    ("attendance", "1", "summoned"): "-",
    ("attendance", "1", "days"): "không",
}
BLANK: Fill = {
    ("register", "1", "as_of_date"): None,
    ("register", "1", "exempt"): None,
    ("attendance", "1", "mode"): None,
    ("attendance", "1", "name"): None,
    ("materials", "NC", "bought"): None,
    ("results", "TT1", "this_period"): "   ",
}
DAYS: tuple[object, ...] = (
    *("1-1-2020", "2/1/2020", "3.1.2020", "ngày 4/1/2020", "5 tháng 1 năm 2020", "2020-01-06", "7/1/20", 43838),
    *("9/1/2020 7h30", "ngày 10 tháng 01, 2020", "11 / 01 / 2020", "１２/１/２０２０"),
)
"""The same month, day after day, as it is written."""
WRONG_DAYS: tuple[object, ...] = ("31/02/2022", "3/15/2022", "tháng 3", "20220318", 2022, "18/3")
CHOICES: tuple[tuple[object, object], ...] = (
    *(("chi bộ", "trực tiếp"), ("CHI BỘ", "Truc tuyen"), ("cell", "online")),
    ("Chi  bộ.", "Nghe đĩa ghi hình "),
)
WRONG_CHOICES: Fill = {
    ("attendance", "1", "level"): "Chi bô",
    ("attendance", "1", "mode"): "Trực tiếp và trực tuyến",
}
LISTED: Fill = {
    ("attendance", "1", "contents"): "2.1, 1.1",
    ("attendance", "1", "steps"): "Bước 1: giới thiệu nội dung; 2",
}
WRONG_LISTED: Fill = {("attendance", "1", "contents"): "2,1", ("attendance", "1", "steps"): "1; 5"}

GROUP: Mapping[str, Fill] = dict.fromkeys(("31108", "31111", "31114", "31115"), COMMUNE_RESULTS)


def _events(column: str, values: tuple[object, ...], of: Fill = CLEAN) -> Fill:
    """Repeat the conference, with one value after the other in a column; names tell them apart."""
    event = {name: value for (form, _, name), value in of.items() if form == "attendance"}
    rows = {
        str(number): {**event, "name": f"Sinh hoạt lần {number}", column: value}
        for number, value in enumerate(values, start=1)
    }
    return {("attendance", row, name): value for row, cells in rows.items() for name, value in cells.items()}  # type: ignore[misc]


def _choices() -> bytes:
    fill = {**_events("level", tuple(level for level, _ in CHOICES))}
    for number, (_, mode) in enumerate(CHOICES, start=1):
        fill["attendance", str(number), "mode"] = mode  # type: ignore[assignment]
    return cell_of_department(fill)


def _decomposed() -> bytes:
    """What a Macintosh types: every accent a character of its own."""
    texts = {key: unicodedata.normalize("NFD", value) for key, value in HAMLET.items() if isinstance(value, str)}
    return hamlet(texts)


def _in_font(texts: Mapping[tuple[str, str], str], font: str) -> bytes:
    def change(book: Workbook) -> None:
        for (sheet, cell), text in texts.items():
            put(book[sheet], cell, text)
            book[sheet][cell].font = Font(name=font)

    return edited(cell_of_department(), change)


_TCVN3 = {
    (B2, "C10"): "Héi nghÞ häc tËp, qu¸n triÖt",
    (B2, "D10"): "Chi bé",
    (B2, "E10"): "Trùc tiÕp",
    (B4, "D17"): "§¶ng viªn dù ®Çy ®ñ.",
}
_VNI = {
    (B2, "C10"): "Hoäi nghò hoïc taäp, quaùn trieät",
    (B2, "D10"): "Chi boä",
    (B2, "E10"): "Tröïc tieáp",
    (B4, "D17"): "Ñaûng vieân döï ñaày ñuû.",
}
_ERRORS = ("#REF!", "#DIV/0!", "#N/A", "#NAME?", "#VALUE!", "#NULL!", "#NUM!")


def _errors(book: Workbook) -> None:
    register = book[B1]
    put(register, "C9", "#REF!")
    put(register, "D9", "=C9-C9")


def _all_errors(book: Workbook) -> None:
    for row, error in enumerate(_ERRORS, start=10):
        put(book[B4], f"F{row if row < 15 else row + 1}", error)


def _too_long() -> bytes:
    return commune_results({("results", "", "went_well"): "Đã làm tốt việc này. " * 120})


WORKBOOKS: Mapping[str, Callable[[], bytes]] = {
    "as-typed.xlsx": lambda: cell_of_department(AS_TYPED),
    "wrong.xlsx": lambda: cell_of_department(WRONG),
    "with-measures.xlsx": lambda: commune_results(WITH_MEASURES),
    "full-width.xlsx": lambda: commune_results(FULL_WIDTH),
    "grouped.xlsx": lambda: commune_results(GROUPED),
    "taken-for-decimals.xlsx": lambda: commune_results(TAKEN_FOR_DECIMALS),
    "doubtful.xlsx": lambda: commune_results(DOUBTFUL),
    "two-styles.xlsx": lambda: commune_results(TWO_STYLES),
    "impossible.xlsx": lambda: commune_results(IMPOSSIBLE),
    "zero-words.xlsx": lambda: commune_results(ZERO_WORDS),
    "zero-not-sure.xlsx": lambda: cell_of_department(ZERO_WHERE_NOT_SURE),
    "blank.xlsx": lambda: cell_of_department(BLANK),
    "dates.xlsx": lambda: commune(_events("date", DAYS, COMMUNE)),
    "wrong-dates.xlsx": lambda: cell_of_department(_events("date", WRONG_DAYS)),
    "choices.xlsx": _choices,
    "wrong-choices.xlsx": lambda: cell_of_department(WRONG_CHOICES),
    "listed.xlsx": lambda: hamlet(LISTED),
    "wrong-listed.xlsx": lambda: hamlet(WRONG_LISTED),
    "decomposed.xlsx": _decomposed,
    "tcvn3.xlsx": lambda: _in_font(_TCVN3, ".VnTime"),
    "vni.xlsx": lambda: _in_font(_VNI, "VNI-Times"),
    "errors.xlsx": lambda: edited(cell_of_department(), _errors),
    "all-errors.xlsx": lambda: edited(commune_results(), _all_errors),
    "too-long.xlsx": _too_long,
    "commune.xlsx": commune,
    "commune-results.xlsx": commune_results,
}
