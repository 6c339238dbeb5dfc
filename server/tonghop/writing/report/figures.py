"""Figures as Vietnamese papers write them: 3.640; 0,5; 98,4 %."""

from decimal import ROUND_HALF_UP, Decimal

from tonghop.core.consolidation import Column
from tonghop.core.definitions import FieldType, FixedRow, Number
from tonghop.core.spelling import plain, spelled

NO_BREAK = "\N{NO-BREAK SPACE}"
_DECIMALS = Decimal("0.01")
_TENTH = Decimal("0.1")


def figure(value: Number | None, type_: FieldType) -> str:
    """Return a figure in words; blank, which is not zero, is the empty text.

    Decimals are shown to two places and rates to a tenth of a per cent.
    """
    if value is None:
        return ""
    if type_ is FieldType.RATE:
        share = (Decimal(value) * 100).quantize(_TENTH, ROUND_HALF_UP)
        return f"{share:f}".replace(".", ",") + NO_BREAK + "%"
    return _grouped(value)


def change(now: Number | None, before: Number | None, type_: FieldType) -> str:
    """Return by how much a figure rose or fell: “+120”, “-3”, “0”; of a rate “-0,6 điểm”, points of a hundred."""
    if now is None or before is None:
        return ""
    if type_ is FieldType.RATE:
        points = _tenths(now) - _tenths(before)
        return _signed(points, f"{abs(points):f}".replace(".", ",") + f"{NO_BREAK}điểm")
    by = Decimal(now) - Decimal(before)
    return _signed(by, _grouped(abs(by)))


def compared(now: Number | None, before: Number | None, type_: FieldType) -> str:
    """Return how a figure stands to that of the period before: “kỳ trước 1.200, tăng 34”; empty where one is blank."""
    if now is None or before is None:
        return ""
    told = f"kỳ trước {figure(before, type_)}"
    by = change(now, before, type_)
    if by == "0":
        return f"{told}, không đổi"
    points = " phần trăm" if type_ is FieldType.RATE else ""
    return f"{told}, {'tăng' if by.startswith('+') else 'giảm'} {by[1:]}{points}"


def row_name(row: FixedRow) -> str:
    """Return a fixed row's label with its unit of measure, where the label does not speak of it."""
    said = row.measure is None or row.measure.vi in row.label.vi
    return row.label.vi if said or row.measure is None else f"{row.label.vi} ({row.measure.vi})"


def group_of(column: Column) -> str:
    """Return what a column stands under: its row's group, else its field's; or the empty text."""
    group = column.row.group if column.row is not None else column.field.group if column.field is not None else None
    return "" if group is None else group.vi


def field_group(column: Column) -> str:
    """Return the heading that a column's field stands under, or the empty text."""
    return column.field.group.vi if column.field is not None and column.field.group is not None else ""


def measure_of(column: Column) -> str:
    """Return the unit of measure of a column, or the empty text; a rate says its own."""
    if column.type is FieldType.RATE:
        return ""
    text = column.row.measure if column.row is not None else None
    if text is None and column.field is not None:
        text = column.field.measure
    return "" if text is None else text.vi


def lower_first(text: str) -> str:
    """Return a label as it stands within a sentence; a word in capitals stays so."""
    return text[:1].lower() + text[1:] if text[1:2].islower() or text[1:2] == " " else text


def _tenths(share: Number) -> Decimal:
    return (Decimal(share) * 100).quantize(_TENTH, ROUND_HALF_UP)


def _signed(value: Number, written: str) -> str:
    return "0" if not value else f"{'+' if value > 0 else '-'}{written}"


def _grouped(value: Number) -> str:
    settled = value if isinstance(value, int) else Decimal(value).quantize(_DECIMALS, ROUND_HALF_UP)
    whole, _, fraction = plain(settled).partition(",")
    sign = "-" if whole.startswith("-") else ""
    told = sign + spelled(int(whole.removeprefix("-")), FieldType.COUNT)
    return f"{told},{fraction}" if fraction else told
