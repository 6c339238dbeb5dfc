"""What the sheets' columns have in common: how one is declared, and explanations used again and again."""

from dataclasses import replace

from tonghop.catalogue.workbook.kinds import WAYS, Codes, Day, Flag, Kind, Numeral, OneOf, Watching, When, Words
from tonghop.catalogue.workbook.layout import Column
from tonghop.core.definitions import Text

CODE = Text(
    vi="Chữ không dấu, số và . _ - ; không có dấu cách. Mỗi mã chỉ dùng một lần.",
    en="Letters without accents, digits and . _ - ; no space. Each code stands once.",
)


ENGLISH = Text(
    vi="Bản tiếng Anh của ô bên trái. Để trống thì dùng nguyên văn tiếng Việt.",
    en="The cell to the left in English. Left blank, the Vietnamese words are used.",
)


LEVELS_NOTE = Text(
    vi="Mã các cấp (trang “Cấp”), cách nhau bằng dấu ; . Để trống: mọi cấp.",
    en="Codes of levels (sheet “Cấp”), parted by ; . Blank: every level.",
)


OF_FORM = Text(vi="Mã biểu (trang “Biểu mẫu”).", en="The form's code (sheet “Biểu mẫu”).")


FORMS_NOTE = Text(
    vi="Mã các biểu (trang “Biểu mẫu”), cách nhau bằng dấu ; .", en="Codes of forms (sheet “Biểu mẫu”), parted by ; ."
)


WORDS, CODES, DAY, NUMBER, FLAG, WATCHING = Words(), Codes(), Day(), Numeral(), Flag(), Watching()


def column(
    attribute: str, vi: str, en: str, note: tuple[str, str] | Text, kind: Kind = WORDS, width: float = 14
) -> Column:
    """Declare a column, its explanation in Vietnamese and English."""
    said = note if isinstance(note, Text) else Text(vi=note[0], en=note[1])
    return Column(attribute, Text(vi=vi, en=en), said, kind, width)


def both(attribute: str, vi: str, en: str, note: tuple[str, str], width: float = 36) -> tuple[Column, Column]:
    """A Vietnamese column and its English one."""
    first = column(f"{attribute}.vi", vi, en, note, width=width)
    second = column(f"{attribute}.en", f"{vi} (tiếng Anh)", f"{en} (English)", ENGLISH, width=width * 0.75)
    return first, second


def deadline(attribute: str, vi: str, en: str) -> tuple[Column, Column, Column]:
    """Declare the three columns of a deadline."""
    way = (
        "Cách kế hoạch nói về thời hạn: trước một ngày, chậm nhất một ngày, trong một tháng…",
        "How the plan says it: before a day, by a day, in a month…",
    )
    value = (
        "Ngày (31/12/2020); tháng và năm (02/2020); hoặc số tháng (1–12) của “tháng hằng năm”. “Ngày cuối kỳ”: trống.",
        "A day (31/12/2020); month and year (02/2020); or 1–12 for “month of every year”. “Last day”: blank.",
    )
    assumed = ("“có” nếu kế hoạch không ghi rõ, ta tự đặt.", "“có” (yes) where the plan does not state it.")
    return (
        column(f"{attribute}.way", f"{vi}: cách tính", f"{en}: how it is said", way, OneOf(words=WAYS), 17),
        column(f"{attribute}.value", f"{vi}: ngày/tháng", f"{en}: day or month", value, When(), 14),
        column(f"{attribute}.assumed", f"{vi}: giả định", f"{en}: assumed", assumed, FLAG, 10),
    )


def offered(column: Column, sheet: str) -> Column:
    """Let a column's cells be chosen from the codes of another sheet."""
    return replace(column, of=sheet)


def line(column: Column, *, bilingual: bool = False, repeats: bool = False) -> Column:
    """Make a line of the sheet of single values."""
    return replace(column, bilingual=bilingual, repeats=repeats)
