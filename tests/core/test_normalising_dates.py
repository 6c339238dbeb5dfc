"""How dates are read: the day before the month, always."""

from datetime import date, datetime, time, timedelta

import pytest

from tonghop.core.cells import RawValue
from tonghop.core.definitions import FieldType, FormField, Text
from tonghop.core.findings import CATALOGUE
from tonghop.core.normalising import Reading, normalise, shown

NOTE, ASK = "read_differently", "date_expected"
DAY = date(2019, 12, 17)


def read(raw: RawValue) -> Reading:
    field = FormField(name="held", label=Text(vi="Ngày", en="Date"), type=FieldType.DATE)
    return normalise(raw, field, FieldType.DATE)


def at(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute)  # noqa: DTZ001 - cells have no zone


DATES: list[tuple[RawValue, date | None, str | None, str | None]] = [
    # typed                   read  code   expected
    (at(2019, 12, 17), DAY, None, None),
    (DAY, DAY, None, None),
    ("17/12/2019", DAY, None, None),
    ("17-12-2019", DAY, None, None),
    ("17.12.2019", DAY, None, None),
    ("17 / 12 / 2019", DAY, None, None),
    ("17 – 12 – 2019", DAY, None, None),
    ("17/12/2019.", DAY, None, None),
    ("5/3/2022", date(2022, 3, 5), None, None),
    ("05/03/2022", date(2022, 3, 5), None, None),
    ("2019-12-17", DAY, None, None),
    ("ngày 17/12/2019", DAY, None, None),
    ("ngày 17 tháng 12 năm 2019", DAY, None, None),
    ("Ngày 17 tháng 12, năm 2019", DAY, None, None),
    ("17 tháng 12 năm 2019", DAY, None, None),
    ("ngay 17 thang 12 nam 2019", DAY, None, None),
    ("ngµy 17 th¸ng 12 n¨m 2019", DAY, None, None),
    ("17/12/2019 00:00:00", DAY, None, None),
    # Read, with a note.
    ("17/12/19", DAY, NOTE, "17/12/2019"),
    ("1/2/98", date(1998, 2, 1), NOTE, "01/02/1998"),
    (at(2019, 12, 17, 8, 30), DAY, NOTE, "17/12/2019"),
    ("17/12/2019 08:30", DAY, NOTE, "17/12/2019"),
    ("8h00 ngày 17/12/2019", DAY, NOTE, "17/12/2019"),
    ("7 giờ 30 phút, ngày 17 tháng 12 năm 2019", DAY, NOTE, "17/12/2019"),
    ("2019-12-17T08:30:00", DAY, NOTE, "17/12/2019"),
    (43816, DAY, NOTE, "17/12/2019"),
    (43816.0, DAY, NOTE, "17/12/2019"),
    (43816.35, DAY, NOTE, "17/12/2019"),
    (43891, date(2020, 3, 1), NOTE, "01/03/2020"),
    # Asked, with what may have been meant.
    ("12/31/2019", None, ASK, "31/12/2019"),
    ("43816", None, ASK, "17/12/2019"),
    ("20191217", None, ASK, "17/12/2019"),
    (20191217, None, ASK, "17/12/2019"),
    # Asked.
    ("31/02/2020", None, ASK, None),
    ("29/02/2019", None, ASK, None),
    ("00/12/2019", None, ASK, None),
    ("12/2019", None, ASK, None),
    ("17/12", None, ASK, None),
    ("17-18/12/2019", None, ASK, None),
    ("từ 17/12/2019 đến 18/12/2019", None, ASK, None),
    ("17/12/209", None, ASK, None),
    ("17/12/1019", None, ASK, None),
    ("đã học", None, ASK, None),
    ("-", None, ASK, None),
    # “12” typed into a cell formatted as a date.
    (at(1900, 1, 12), None, ASK, None),
    (2019, None, ASK, None),
    (0, None, ASK, None),
    (-1, None, ASK, None),
    (2958466, None, ASK, None),
    (1e300, None, ASK, None),
    (float("nan"), None, ASK, None),
    (time(8), None, ASK, None),
    (timedelta(days=1), None, ASK, None),
    (True, None, ASK, None),
    ("1" * 30000, None, ASK, None),
]


@pytest.mark.parametrize(("typed", "value", "code", "expected"), DATES, ids=lambda cell: repr(cell)[:40])
def test_dates(typed: RawValue, value: date | None, code: str | None, expected: str | None) -> None:
    reading = read(typed)
    assert (reading.value, reading.code, reading.expected) == (value, code, expected)
    assert type(reading.value) is (date if value else type(None)), "a date, without a time"
    assert code is None or CATALOGUE[code].sentence.format(label="Ngày", **reading.parameters)


@pytest.mark.parametrize("blank", [None, "", " \u00a0"])
def test_blank_is_no_date(blank: RawValue) -> None:
    assert read(blank) == Reading(None)


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (None, ""),
        ("  3\u00a0640 \x00", "3 640"),
        ("kÕ\nqu¶ ng\xadêi", "kÕ qu¶ ng\xadêi"),
        (3640.0, "3640"),
        (3.64, "3,64"),
        (0.1 + 0.2, "0,3"),
        (True, "TRUE"),
        (at(2019, 12, 17), "17/12/2019"),
        (at(2019, 12, 17, 8, 30), "17/12/2019 08:30"),
        (time(8, 30), "08:30:00"),
        (timedelta(hours=30), "1 day, 6:00:00"),
        (float("nan"), "NaN"),
        ("a" * 201, "a" * 199 + "…"),
    ],
)
def test_what_stood_in_the_cell_is_shown_as_the_clerk_saw_it(raw: RawValue, text: str) -> None:
    assert shown(raw) == text
