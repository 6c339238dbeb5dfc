"""How texts are read, and what is compared of labels and headings."""

from datetime import date

import pytest

from tonghop.core.cells import RawValue
from tonghop.core.definitions import FieldType, FormField, Text
from tonghop.core.findings import CATALOGUE
from tonghop.core.normalising import LONGEST_TEXT, Reading, clean_text, match_key, normalise


def read(raw: RawValue) -> Reading:
    field = FormField(name="note", label=Text(vi="Ghi chú", en="Note"), type=FieldType.TEXT)
    return normalise(raw, field, FieldType.TEXT)


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("Đã học xong", "Đã học xong"),
        ("  Đã  học\u00a0xong ", "Đã học xong"),
        ("D\u0323a\u0303 ho\u0323c", "Ḍã học"),
        ("a\u0301o da\u0300i", "áo dài"),
        ("dòng một\r\n\r\n  dòng hai ", "dòng một\ndòng hai"),
        ("a\x00b\x07c\u200bd\ud800e\uffff", "abcde"),
        ("=1+1", "=1+1"),
        ("@SUM(A1)", "@SUM(A1)"),
        ("-", "-"),
        (5.0, "5"),
        (0.5, "0,5"),
        (date(2019, 12, 17), "17/12/2019"),
        (True, "TRUE"),
        ("café, 25 m², 3 m×4 m, 50 µm", "café, 25 m², 3 m×4 m, 50 µm"),
        (None, None),
        (" \n\u200b", None),
    ],
)
def test_texts_stay_what_they_are(typed: RawValue, value: str | None) -> None:
    assert read(typed) == Reading(value)


@pytest.mark.parametrize("typed", ["§· häc xong", "Ñaõ hoïc xong"])
def test_an_old_encoding_is_repaired_and_both_are_shown(typed: str) -> None:
    reading = read(typed)
    assert (reading.value, reading.code, reading.expected) == ("Đã học xong", "text_repaired", "Đã học xong")
    assert reading.parameters == {"read": typed, "expected": "Đã học xong"}


def test_a_text_is_never_cut() -> None:
    assert read("ă" * LONGEST_TEXT).value == "ă" * LONGEST_TEXT
    reading = read("ă" * (LONGEST_TEXT + 1))
    assert (reading.value, reading.code) == (None, "text_too_long")
    assert CATALOGUE["text_too_long"].sentence.format(label="Ghi chú", **reading.parameters) == (
        "“Ghi chú” holds 2001 characters; at most 2000 are kept."
    )


def test_letters_are_counted_after_composing_them() -> None:
    assert read("a\u0306" * LONGEST_TEXT).value == "ă" * LONGEST_TEXT


def test_clean_text_is_one_line() -> None:
    assert clean_text(" Số\n đảng\u00a0viên\t\x00") == "Số đảng viên"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Số đảng viên", "SỐ  ĐẢNG VIÊN:"),
        ("Số đảng viên\n(người)", "Số đảng viên (Người)"),
        ("Trực tuyến", "Tru\u031b\u0323c tuye\u0302\u0301n"),
        ("Hòa Bình", "Hoà Bình"),
        ("Thủy, khỏe", "Thuỷ khoẻ"),
        ("Đảng ủy", "Ðảng ủy"),
    ],
)
def test_the_same_heading_written_otherwise(one: str, other: str) -> None:
    assert match_key(one) == match_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Số cuốn", "So cuon"), ("Cột 1", "Cột 2"), ("-", ""), ("Đã", "Da"), ("quý", "quy"), ("1.2", "12")],
)
def test_different_headings(one: str, other: str) -> None:
    assert match_key(one) != match_key(other)
