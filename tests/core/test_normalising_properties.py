"""What holds of every cell: nothing raises, nothing is guessed in silence, what is spelled is read back."""

import unicodedata
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tonghop.core.cells import RawValue
from tonghop.core.definitions import Choice, FieldType, FormField, Severity, Text
from tonghop.core.findings import CATALOGUE
from tonghop.core.normalising import clean_text, match_key, normalise, shown, spelled
from tonghop.core.spelling import LONGEST_SHOWN
from tonghop.core.submission import AnswerValue

CODES = ("1.1", "2.1", "2.2", "2.3", "khac")

numbers_as_typed = st.from_regex(r"[ '(-]?[0-9]{0,4}([ .,\u00a0][0-9]{1,4}){0,3}( ?(người|%|triệu|x))?", fullmatch=True)
dates_as_typed = st.from_regex(
    r"(ngày )?[0-9]{1,4}[/.-][0-9]{1,2}[/.-][0-9]{1,4}( [0-9]{1,2}:[0-9]{2})?", fullmatch=True
)
lists_as_typed = st.lists(st.sampled_from([*CODES, "Mục 2.1", ";", ",", " và ", "\n", "2,1"])).map("".join)
texts = st.text() | numbers_as_typed | dates_as_typed | lists_as_typed
cells: st.SearchStrategy[RawValue] = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.dates()
    | st.datetimes()
    | st.times()
    | st.timedeltas()
    | texts
)


def field_of(type_: FieldType, *, zero_words: bool = False) -> FormField:
    chosen = type_ in {FieldType.CHOICE, FieldType.CHOICES}
    return FormField(
        name="any",
        label=Text(vi="Bất kỳ", en="Any"),
        type=type_,
        measure=Text(vi="người", en="people"),
        zero_words=zero_words,
        choices=tuple(Choice(code=c, label=Text(vi=f"Mục {c}", en=f"Item {c}")) for c in CODES) if chosen else (),
    )


fields = st.builds(field_of, st.sampled_from(FieldType), zero_words=st.booleans())

SHAPES: dict[FieldType, tuple[type, ...]] = {
    FieldType.COUNT: (int,),
    FieldType.DECIMAL: (Decimal,),
    FieldType.RATE: (Decimal,),
    FieldType.DATE: (date,),
    FieldType.TEXT: (str,),
    FieldType.CHOICE: (str,),
    FieldType.CHOICES: (tuple,),
}


@given(cells, fields)
def test_any_cell_gives_a_value_of_its_type_or_says_why_not(raw: RawValue, field: FormField) -> None:
    reading = normalise(raw, field, field.type)
    if reading.code is None:
        is_blank = raw is None or (isinstance(raw, str) and not clean_text(raw))
        assert (reading.value is None) == is_blank
    else:
        kind = CATALOGUE[reading.code]
        assert (reading.value is None) == (kind.severity is Severity.BLOCKING)
        assert f"{kind.sentence}{kind.remedy}".format(label=field.label.vi, **reading.parameters)
        assert reading.parameters["read"] == shown(raw)
        assert reading.parameters.get("expected") == reading.expected
    assert reading.value is None or type(reading.value) in SHAPES[field.type]


@given(cells, fields)
def test_a_suggestion_is_read_without_further_questions(raw: RawValue, field: FormField) -> None:
    reading = normalise(raw, field, field.type)
    if reading.expected is not None and reading.code != "text_repaired":
        again = normalise(reading.expected, field, field.type)
        assert again.code is None or again.code == "number_too_large"
        assert reading.value is None or again.value == reading.value


@given(texts, fields)
def test_the_way_letters_and_spaces_are_stored_does_not_matter(text: str, field: FormField) -> None:
    other = unicodedata.normalize("NFD", text).replace(" ", "\u00a0")
    one, two = normalise(text, field, field.type), normalise(other, field, field.type)
    assert (one.value, one.code, one.expected) == (two.value, two.code, two.expected)


decimals = st.decimals(min_value=0, max_value=10**12, places=4).map(lambda value: Decimal(f"{value:f}"))
spelled_values: st.SearchStrategy[tuple[AnswerValue, FieldType]] = st.one_of(
    st.tuples(st.integers(0, 10**15 - 1), st.just(FieldType.COUNT)),
    st.tuples(decimals, st.just(FieldType.DECIMAL)),
    st.tuples(st.decimals(0, 10**5, places=3), st.just(FieldType.DECIMAL)),
    st.tuples(st.integers(0, 10**8).map(Decimal), st.just(FieldType.DECIMAL)),
    st.tuples(st.decimals(0, 1, places=6), st.just(FieldType.RATE)),
    st.tuples(st.dates(date(1990, 1, 1), date(2100, 12, 31)), st.just(FieldType.DATE)),
    st.tuples(st.sampled_from(CODES), st.just(FieldType.CHOICE)),
    st.tuples(
        st.sets(st.sampled_from(CODES), min_size=1).map(lambda codes: tuple(sorted(codes))), st.just(FieldType.CHOICES)
    ),
    st.tuples(st.none(), st.sampled_from(FieldType)),
)


@given(spelled_values)
def test_what_is_spelled_is_read_back(case: tuple[AnswerValue, FieldType]) -> None:
    value, type_ = case
    reading = normalise(spelled(value, type_), field_of(type_), type_)
    assert reading.value == value
    assert reading.code in {None, "read_differently"}


@given(st.integers(0, 10**15 - 1))
def test_a_number_cell_of_a_count_is_read_as_it_stands(value: int) -> None:
    reading = normalise(float(value), field_of(FieldType.COUNT), FieldType.COUNT)
    assert (reading.value, reading.code) == (value, None)


@given(st.decimals(0, 10**6, places=6))
def test_a_number_cell_of_a_decimal_is_read_as_it_is_shown(value: Decimal) -> None:
    assert normalise(float(value), field_of(FieldType.DECIMAL), FieldType.DECIMAL).value == value


@given(st.dates(date(1990, 1, 1), date(2100, 12, 31)))
def test_a_day_and_its_serial_number_are_the_same(day: date) -> None:
    serial = float((day - date(1899, 12, 30)) // timedelta(days=1))
    assert normalise(serial, field_of(FieldType.DATE), FieldType.DATE).value == day


@given(st.text())
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert clean_text(clean_text(text)) == clean_text(text)
    assert match_key(match_key(text)) == match_key(text)


@given(cells)
def test_what_is_shown_is_short_and_can_be_written_anywhere(raw: RawValue) -> None:
    text = shown(raw)
    assert len(text) <= LONGEST_SHOWN
    assert "\x00" not in text.encode().decode()


@pytest.mark.parametrize(
    ("value", "type_", "text"),
    [
        (3640, FieldType.COUNT, "3.640"),
        (1234567, FieldType.COUNT, "1.234.567"),
        (-3640, FieldType.COUNT, "-3.640"),
        (Decimal("0.5"), FieldType.DECIMAL, "0,5"),
        (Decimal("1234.50"), FieldType.DECIMAL, "1.234,5"),
        (Decimal("3.125"), FieldType.DECIMAL, "3,1250"),
        (Decimal(3640), FieldType.DECIMAL, "3640"),
        (Decimal("1E+3"), FieldType.COUNT, "1.000"),
        (Decimal("0.875"), FieldType.RATE, "87,5%"),
        (1, FieldType.RATE, "100%"),
        (date(2019, 12, 17), FieldType.DATE, "17/12/2019"),
        (date(2020, 2, 1), FieldType.DATE, "01/02/2020"),
        ("online", FieldType.CHOICE, "online"),
        (("2.1", "2.3"), FieldType.CHOICES, "2.1; 2.3"),
        (None, FieldType.COUNT, ""),
    ],
)
def test_values_as_a_clerk_writes_them(value: AnswerValue, type_: FieldType, text: str) -> None:
    assert spelled(value, type_) == text
