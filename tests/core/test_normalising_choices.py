"""How answers from a list are read."""

from datetime import date

import pytest

from tonghop.core.cells import RawValue
from tonghop.core.definitions import Choice, FieldType, FormField, Text
from tonghop.core.findings import CATALOGUE
from tonghop.core.normalising import Reading, normalise

NOTE, ASK = "read_differently", "choice_expected"

MODES = {
    "person": ("Trực tiếp", "In person"),
    "online": ("Trực tuyến", "Online"),
    "combined": ("Kết hợp sinh hoạt chi bộ, hội nghị", "Combined with a meeting"),
}
CONTENTS = {
    "1.1": ("Tư tưởng, đạo đức", "Thought, ethics"),
    "2.1": ("Xây dựng và chỉnh đốn", "Building and rectifying"),
    "2.3": ("Nêu gương", "Setting an example"),
}


def read(raw: RawValue, type_: FieldType, labels: dict[str, tuple[str, str]]) -> Reading:
    choices = tuple(Choice(code=code, label=Text(vi=vi, en=en)) for code, (vi, en) in labels.items())
    field = FormField(name="mode", label=Text(vi="Hình thức", en="Mode"), type=type_, choices=choices)
    return normalise(raw, field, type_)


@pytest.mark.parametrize(
    ("typed", "value", "code", "expected"),
    [
        ("Trực tuyến", "online", None, None),
        (" trực  TUYẾN. ", "online", None, None),
        ("Tr\u01b0\u0323c tuye\u0302\u0301n", "online", None, None),
        ("Online", "online", None, None),
        ("online", "online", None, None),
        ("Kết hợp sinh hoạt chi bộ, hội nghị", "combined", None, None),
        ("ket hop sinh hoat chi bo, hoi nghi", "combined", NOTE, "Kết hợp sinh hoạt chi bộ, hội nghị"),
        ("truc tuyen", "online", NOTE, "Trực tuyến"),
        ("Trùc tuyÕn", "online", NOTE, "Trực tuyến"),
        ("Tröïc tuyeán", "online", NOTE, "Trực tuyến"),
        ("Trực tuyến, trực tiếp", None, ASK, None),
        ("Zoom", None, ASK, None),
        ("x", None, ASK, None),
        (1.0, None, ASK, None),
        (True, None, ASK, None),
        (date(2024, 1, 2), None, ASK, None),
        ("a" * 30000, None, ASK, None),
    ],
)
def test_one_choice(typed: RawValue, value: str | None, code: str | None, expected: str | None) -> None:
    reading = read(typed, FieldType.CHOICE, MODES)
    assert (reading.value, reading.code, reading.expected) == (value, code, expected)


def test_the_clerk_is_told_the_list() -> None:
    reading = read("Zoom", FieldType.CHOICE, MODES)
    assert CATALOGUE[ASK].remedy.format(**reading.parameters) == (
        "Choose one of: Trực tiếp; Trực tuyến; Kết hợp sinh hoạt chi bộ, hội nghị."
    )


@pytest.mark.parametrize(
    ("typed", "value", "code", "expected"),
    [
        ("2.1; 2.3", ("2.1", "2.3"), None, None),
        ("2.3, 2.1", ("2.1", "2.3"), None, None),
        ("2.1\n2.3", ("2.1", "2.3"), None, None),
        ("2.1;", ("2.1",), None, None),
        ("Nêu gương", ("2.3",), None, None),
        ("2.3. Nêu gương", ("2.3",), None, None),
        ("Xây dựng và chỉnh đốn", ("2.1",), None, None),
        ("Tư tưởng, đạo đức; Nêu gương", ("1.1", "2.3"), None, None),
        ("2.1 và 2.3", ("2.1", "2.3"), NOTE, "2.1; 2.3"),
        ("1.1, 2.1 và 2.3", ("1.1", "2.1", "2.3"), NOTE, "1.1; 2.1; 2.3"),
        ("Xây dựng và chỉnh đốn và Nêu gương", None, ASK, None),
        ("2.1; 2.1", ("2.1",), NOTE, "2.1"),
        ("2.1; 9.9", None, ASK, None),
        ("; ,", None, ASK, None),
        # A Vietnamese computer writes 2.1 as “2,1”; a spreadsheet keeps it as a number, or as a day.
        (2.1, ("2.1",), None, None),
        ("2,1", ("2.1",), NOTE, "2.1"),
        ("2,1; 2,3", ("2.1", "2.3"), NOTE, "2.1; 2.3"),
        (date(2024, 1, 2), None, ASK, "2.1"),
        (date(2024, 2, 1), None, ASK, "2.1"),
        (date(2024, 9, 9), None, ASK, None),
        (float("nan"), None, ASK, None),
        (";" * 30000, None, ASK, None),
    ],
)
def test_several_choices(
    typed: RawValue, value: tuple[str, ...] | None, code: str | None, expected: str | None
) -> None:
    reading = read(typed, FieldType.CHOICES, CONTENTS)
    assert (reading.value, reading.code, reading.expected) == (value, code, expected)


@pytest.mark.parametrize(
    ("typed", "value", "code"),
    [
        # The number 2.1 was typed as “2.1” or as “2,1”; only the clerk knows.
        (2.1, None, ASK),
        ("2,1", None, ASK),
        ("1; 2,1", None, ASK),
        ("2.1", ("2.1",), None),
        ("2; 1", ("1", "2"), None),
        ("2, 1", ("1", "2"), None),
        (2.0, ("2",), None),
        ("02", ("2",), NOTE),
    ],
)
def test_codes_that_a_comma_can_confuse(typed: RawValue, value: tuple[str, ...] | None, code: str | None) -> None:
    labels = {"1": ("Một", "One"), "2": ("Hai", "Two"), "2.1": ("Hai chấm một", "Two one")}
    reading = read(typed, FieldType.CHOICES, labels)
    assert (reading.value, reading.code) == (value, code)


@pytest.mark.parametrize(
    ("codes", "value"),
    [(("2.1", "2.10"), None), (("2.2", "2.10"), ("2.10",))],
)
def test_a_spreadsheet_drops_the_last_zero_of_a_code(codes: tuple[str, ...], value: tuple[str, ...] | None) -> None:
    labels = {code: (f"Nội dung {code}", f"Content {code}") for code in codes}
    assert read(2.1, FieldType.CHOICES, labels).value == value


def test_two_choices_of_the_same_words_are_told_apart_by_code_only() -> None:
    labels = {"a": ("Khác", "Other"), "b": ("Khác", "Other one")}
    assert read("Khác", FieldType.CHOICE, labels).code == ASK
    assert read("b", FieldType.CHOICE, labels).value == "b"
