"""How numbers are read: the policy as tables of what stood in the cell and what became of it.

Text stands in quotation marks; a bare number is a number cell, as the spreadsheet holds it.
"""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest

from tonghop.core.cells import RawValue
from tonghop.core.definitions import FieldType, FormField, Text
from tonghop.core.findings import CATALOGUE
from tonghop.core.normalising import Reading, normalise
from tonghop.core.submission import AnswerValue

NOTE, ASK, WORD = "read_differently", "number_ambiguous", "number_expected"
WHOLE, ZERO, NEGATIVE, LARGE = "whole_number_expected", "zero_word", "negative_number", "number_too_large"


def read(raw: RawValue, type_: FieldType, *, maximum: int | None = None, zero_words: bool = False) -> Reading:
    field = FormField(
        name="copies",
        label=Text(vi="Số cuốn", en="Copies"),
        type=type_,
        measure=Text(vi="suất quà", en="gifts"),
        maximum=maximum,
        zero_words=zero_words,
    )
    return normalise(raw, field, type_)


def said(reading: Reading) -> str:
    """Fill in the sentence and the remedy, which fails when a parameter is missing."""
    kind = CATALOGUE[reading.code or ""]
    return f"{kind.sentence} {kind.remedy}".format(label="Số cuốn", **reading.parameters)


COUNTS: list[tuple[RawValue, int | None, str | None, str | None]] = [
    # typed           read     code      expected
    # Read as it stands.
    (3640, 3640, None, None),
    (3640.0, 3640, None, None),
    (0, 0, None, None),
    (-0.0, 0, None, None),
    ("0", 0, None, None),
    ("3640", 3640, None, None),
    (" 3640\u00a0", 3640, None, None),
    # What a formula leaves in the last binary digit is not on the clerk's screen.
    (2.9999999999999996, 3, None, None),
    # “.” and spaces group thousands.
    ("3.640", 3640, NOTE, "3640"),
    ("3 640", 3640, NOTE, "3640"),
    ("3\u00a0640", 3640, NOTE, "3640"),
    ("3\u2009640", 3640, NOTE, "3640"),
    ("1.234.567", 1234567, NOTE, "1234567"),
    ("1,234,567", 1234567, NOTE, "1234567"),
    ("3640,0", 3640, NOTE, "3640"),
    ("3.640,00", 3640, NOTE, "3640"),
    ("3,640.00", 3640, NOTE, "3640"),
    # English habit, or decimals? Asked.
    ("3,640", None, ASK, "3640"),
    ("1 234.567", None, ASK, "1234567"),
    # Office habits.
    ("02", 2, NOTE, "2"),
    ("+5", 5, NOTE, "5"),
    ("12.", 12, NOTE, "12"),
    ("'12", 12, NOTE, "12"),
    ("３６４０", 3640, NOTE, "3640"),
    ("12 người", 12, NOTE, "12"),
    ("12người", 12, NOTE, "12"),
    ("01 cuốn", 1, NOTE, "1"),
    ("3.640 đảng viên", 3640, NOTE, "3640"),
    ("12 (đ/c)", 12, NOTE, "12"),
    ("7 suất quà", 7, NOTE, "7"),
    ("12 ng\xadêi", 12, NOTE, "12"),
    # Words that multiply, or that are not what is counted, are never dropped.
    ("12 triệu", None, WORD, None),
    ("2 nghìn", None, WORD, None),
    ("1 chục", None, WORD, None),
    ("12 con", None, WORD, None),
    ("50%", None, WORD, None),
    ("khoảng 300", None, WORD, None),
    (">300", None, WORD, None),
    ("12 + 3", None, WORD, None),
    ("12-15", None, WORD, None),
    ("12/15", None, WORD, None),
    ("12\n345", None, WORD, None),
    ("12  345", None, WORD, None),
    ("1.234.5", None, WORD, None),
    ("1.234,567.8", None, WORD, None),
    ("12,34,567", None, WORD, None),
    ("(5)", None, WORD, None),
    ("5-", None, WORD, None),
    ("1e3", None, WORD, None),
    ("12²", None, WORD, None),
    ("x", None, WORD, None),
    ("mười hai", None, WORD, None),
    ("1" * 40, None, WORD, None),
    ("1" + "." * 30000 + "\n", None, WORD, None),
    # A spreadsheet makes 3.64 of “3.640”, and a date of “3/4”.
    (3.64, None, WHOLE, "3640"),
    (37.5, None, WHOLE, "37500"),
    ("3.64", None, WHOLE, "3640"),
    ("3,64", None, WHOLE, "4"),
    ("12,5", None, WHOLE, "13"),
    (0.5, None, WHOLE, "1"),
    ("0.640", None, WHOLE, "1"),
    (1234.5, None, WHOLE, "1235"),
    (datetime(2024, 4, 3), None, WORD, None),  # noqa: DTZ001 - cells have no zone
    (date(2024, 4, 3), None, WORD, None),
    (time(8, 30), None, WORD, None),
    (timedelta(hours=30), None, WORD, None),
    (True, None, WORD, None),
    (False, None, WORD, None),
    (float("nan"), None, WORD, None),
    (float("inf"), None, WORD, None),
    # Limits.
    (-3, None, NEGATIVE, None),
    ("-3", None, NEGATIVE, None),
    ("− 3", None, NEGATIVE, None),
    ("–3.640", None, NEGATIVE, None),
    (999_999_999_999_999, 999_999_999_999_999, None, None),
    (1e15, None, LARGE, None),
    ("1.000.000.000.000.000", None, LARGE, None),
    (10**400, None, LARGE, None),
]


@pytest.mark.parametrize(("typed", "value", "code", "expected"), COUNTS, ids=lambda cell: repr(cell)[:24])
def test_counts(typed: RawValue, value: int | None, code: str | None, expected: str | None) -> None:
    reading = read(typed, FieldType.COUNT)
    assert (reading.value, reading.code, reading.expected) == (value, code, expected)
    assert reading.value is None or type(reading.value) is int
    assert code is None or said(reading)


DECIMALS: list[tuple[RawValue, str | None, str | None, str | None]] = [
    # typed       read      code     expected
    (0.5, "0.5", None, None),
    (12, "12", None, None),
    (0.1 + 0.2, "0.3", None, None),
    (1e-7, "0.0000001", None, None),
    ("0,5", "0.5", None, None),
    ("1234,56", "1234.56", None, None),
    ("0,125", "0.125", None, None),
    ("0.5", "0.5", NOTE, "0,5"),
    ("0.125", "0.125", NOTE, "0,125"),
    ("0,50", "0.5", NOTE, "0,5"),
    ("0,5 ngày", "0.5", NOTE, "0,5"),
    ("1.234,56", "1234.56", NOTE, "1234,56"),
    ("1,234.56", "1234.56", NOTE, "1234,56"),
    ("1 234,567", "1234.567", NOTE, "1234,567"),
    ("1.234.567", "1234567", NOTE, "1234567"),
    ("1234.567", "1234.567", NOTE, "1234,567"),
    ("3.640", None, ASK, "3640"),
    ("3,640", None, ASK, "3,64"),
    ("1 234.567", None, ASK, "1234567"),
    (-0.5, None, NEGATIVE, None),
    ("-0,5", None, NEGATIVE, None),
    (1e300, None, LARGE, None),
    (float("-inf"), None, WORD, None),
    (",5", None, WORD, None),
    ("0,5-1", None, WORD, None),
]


@pytest.mark.parametrize(("typed", "value", "code", "expected"), DECIMALS, ids=lambda cell: repr(cell)[:24])
def test_decimals(typed: RawValue, value: str | None, code: str | None, expected: str | None) -> None:
    reading = read(typed, FieldType.DECIMAL)
    assert (reading.value, reading.code, reading.expected) == (value and Decimal(value), code, expected)
    assert reading.value is None or str(reading.value) == str(Decimal(value or "")), "one number, one answer"
    assert code is None or said(reading)


RATES: list[tuple[RawValue, str | None, str | None, str | None]] = [
    # typed     read      code    expected
    (0.875, "0.875", None, None),
    (1, "1", None, None),
    ("87,5%", "0.875", None, None),
    ("0,875", "0.875", None, None),
    ("87.5%", "0.875", NOTE, "87,5%"),
    ("87,5 %", "0.875", NOTE, "87,5%"),
    ("87.125%", "0.87125", NOTE, "87,125%"),
    ("87,125%", "0.87125", None, None),
    # A hundredfold, or per cent without its sign? Asked.
    (87.5, None, ASK, "87,5%"),
    ("87,5", None, ASK, "87,5%"),
    ("105%", None, LARGE, None),
    (150, None, LARGE, None),
    (-0.1, None, NEGATIVE, None),
    ("87,5 người", None, WORD, None),
]


@pytest.mark.parametrize(("typed", "value", "code", "expected"), RATES, ids=lambda cell: repr(cell)[:24])
def test_rates(typed: RawValue, value: str | None, code: str | None, expected: str | None) -> None:
    reading = read(typed, FieldType.RATE)
    assert (reading.value, reading.code, reading.expected) == (value and Decimal(value), code, expected)
    assert code is None or said(reading)


@pytest.mark.parametrize("word", ["-", "–", " — ", "---", "không", "Không.", "ko", "KHÔNG CÓ", "khong", "0 (không)"])
@pytest.mark.parametrize("type_", [FieldType.COUNT, FieldType.DECIMAL])
def test_a_word_is_zero_only_where_the_field_says_so(word: str, type_: FieldType) -> None:
    asked, taken = read(word, type_), read(word, type_, zero_words=True)
    assert (asked.value, asked.code) == (None, ZERO)
    assert (taken.value, taken.code, taken.expected) == (0, NOTE, "0")
    assert said(asked)
    assert said(taken)


@pytest.mark.parametrize("blank", [None, "", "  ", "\u00a0\n", "\u200b", "\x00"])
@pytest.mark.parametrize("type_", [FieldType.COUNT, FieldType.DECIMAL, FieldType.RATE])
def test_blank_is_not_zero(blank: RawValue, type_: FieldType) -> None:
    assert read(blank, type_, zero_words=True) == Reading(None)


@pytest.mark.parametrize(
    ("typed", "type_", "value"),
    [(100, FieldType.COUNT, 100), (101, FieldType.COUNT, None), ("100,5", FieldType.DECIMAL, None)],
)
def test_the_fields_own_maximum(typed: RawValue, type_: FieldType, value: AnswerValue) -> None:
    reading = read(typed, type_, maximum=100)
    assert reading.value == value
    assert reading.code == (None if value else LARGE)
    assert value or reading.parameters["maximum"] == "100"


def test_the_clerk_is_told_what_was_read_and_what_to_type() -> None:
    assert said(read(3.64, FieldType.COUNT)) == (
        "“Số cuốn” takes a whole number, but 3,64 was read. If you mean 3640, type 3640."
    )
    assert said(read("3.640", FieldType.COUNT)).startswith("“Số cuốn”: “3.640” was read as 3640.")
    assert "“03/04/2024”" in said(read(date(2024, 4, 3), FieldType.COUNT))
    assert "“TRUE”" in said(read(True, FieldType.COUNT))  # noqa: FBT003 - a cell's value
