"""Numbers as Vietnamese clerks write them: “.” groups thousands, “,” is the decimal mark, and doubt is asked about.

A lone mark before exactly three digits could be a group or decimals:

    text      count                decimal            rate
    3.640     3640, with a note    asked (3640)       3,64, with a note
    3,640     asked (3640)         asked (3,64)       3,64, with a note

A number cell holds 3.64 where Excel took “3.640” for a decimal: in a count that is asked too.
"""

import re
from dataclasses import dataclass
from datetime import date, time, timedelta
from decimal import ROUND_HALF_UP, Decimal

from tonghop.core.cells import RawValue
from tonghop.core.definitions import FieldType, FormField
from tonghop.core.normalising.legacy import repair_legacy
from tonghop.core.normalising.readings import Reading, asked, noted, plainly
from tonghop.core.spelling import clean_text, exact, match_key, plain, plain_marks, spelled, visible

LARGEST = Decimal(10**15 - 1)
"""The largest number whose every digit a spreadsheet keeps."""
_MOST_DIGITS = 27
_LONGEST = 100
"""No number is written with more characters, its words included."""
_THOUSAND = 1000
_GROUP = 3

_ZERO_WORDS = frozenset(
    {
        *("không", "ko", "khong", "không có", "ko có", "khong co", "ko co", "không phát sinh", "nil", "none"),
        *("0 không", "0 ko", "0 khong", "không 0", "ko 0"),
    }
)
_DASHES = re.compile("[-_]+")
_COMMON_MEASURES = frozenset(
    match_key(word)
    for word in (
        *("người", "lượt", "lượt người", "đồng chí", "đ/c", "đc", "đảng viên", "cán bộ", "báo cáo viên", "đại biểu"),
        *("hội viên", "đoàn viên", "học viên", "cuốn", "quyển", "bản", "bộ", "tờ", "tập", "đĩa", "ấn phẩm", "tài liệu"),
        *("ngày", "buổi", "lần", "kỳ", "cuộc", "hội nghị", "lớp", "điểm", "điểm cầu", "chuyên đề", "kế hoạch"),
        *("chi bộ", "đảng bộ", "tổ chức", "đơn vị", "cơ sở", "bài", "tin", "bài viết", "tin bài", "mô hình", "gương"),
        *("bản cam kết", "cái", "chiếc"),
    )
)
"""Words that name what was counted. Never one that multiplies: “3 triệu”, “2 nghìn”, “1 chục”."""

_NUMBER_AND_WORDS = re.compile(r"'?(?P<number>[+-]? ?[0-9][0-9 .,]*?)[.,;]? ?(?P<words>[^0-9\n\t]*)")
_NUMBER = re.compile(
    r"(?P<sign>[+-]?) ?"
    r"(?P<whole>[1-9][0-9]{0,2}(?P<group>[ .,])[0-9]{3}(?:(?P=group)[0-9]{3})*|[0-9]+)"
    r"(?:(?P<mark>(?!(?P=group))[.,])(?P<fraction>[0-9]+))?"
)


@dataclass(frozen=True, slots=True)
class _Numeral:
    """A number as text: what it is by the Vietnamese reading, and how sure that is."""

    sign: str
    whole: str
    """Digits of the whole part, its groups taken together."""
    fraction: str
    lone_mark: str
    """The only mark, where it stands before exactly three digits and might be of either kind."""
    mixed: bool
    """Groups parted by spaces and then a “.” before three digits: neither kind."""
    mark: str

    @property
    def value(self) -> Decimal:
        return Decimal(f"{self.sign}{self.whole}.{self.fraction or '0'}")

    @property
    def with_decimals(self) -> Decimal:
        """The same digits, the last three being decimals."""
        return Decimal(f"{self.sign}{self.whole[:-_GROUP]}.{self.whole[-_GROUP:]}")


@dataclass(frozen=True, slots=True)
class Style:
    """How a number is written as text."""

    decimal: str
    """What it takes for the decimal mark: “,” as in Vietnam, “.” as in England."""
    doubtful: bool
    """A lone mark before three digits, which the other style would read as another number."""


def number_style(text: str) -> Style | None:
    """Return in which style a text's number is written; ``None`` where it shows no mark, or is no number."""
    found = _NUMBER_AND_WORDS.fullmatch(plain_marks(visible(text)).strip()) if len(text) <= _LONGEST else None
    numeral = _NUMBER.fullmatch(found["number"].strip()) if found else None
    if numeral is None:
        return None
    group, mark = numeral["group"], numeral["mark"]
    if mark:
        return Style(mark, doubtful=False)
    if group not in {".", ","}:
        return None
    return Style("," if group == "." else ".", doubtful=numeral["whole"].count(group) == 1)


def read_number(raw: RawValue, field: FormField, type_: FieldType) -> Reading:
    """Read a cell, not blank, of a count, decimal or rate field."""
    if isinstance(raw, str):
        return _read_text(raw, field, type_)
    if raw is None or isinstance(raw, (bool, date, time, timedelta)):
        return asked("number_expected", raw)
    value = exact(raw)
    if not value.is_finite():
        return asked("number_expected", raw)
    if type_ is FieldType.RATE and 1 < value <= 100:  # noqa: PLR2004 - per cent
        return asked("number_ambiguous", raw, f"{plain(value)}%")
    return _settled(value, raw, field, type_, could_be_grouped=True)


def _read_text(raw: str, field: FormField, type_: FieldType) -> Reading:
    if len(raw) > _LONGEST:
        return asked("number_expected", raw)
    text = plain_marks(visible(repair_legacy(raw) or raw)).strip()
    if _is_zero_word(text):
        return noted(_typed(Decimal(0), type_), raw, "0") if field.zero_words else asked("zero_word", raw)
    found = _NUMBER_AND_WORDS.fullmatch(text)
    numeral = _numeral(found["number"].strip()) if found else None
    if found is None or numeral is None:
        return asked("number_expected", raw)
    words = found["words"].strip(" .()")
    if type_ is FieldType.RATE:
        return _read_rate(numeral, words, raw, field)
    if words and not _is_measure(words, field):
        return asked("number_expected", raw)
    return _read_numeral(numeral, raw, field, type_)


def _read_numeral(numeral: _Numeral, raw: str, field: FormField, type_: FieldType) -> Reading:
    if numeral.mixed:
        return asked("number_ambiguous", raw, plain(Decimal(f"{numeral.sign}{numeral.whole}{numeral.fraction}")))
    if type_ is FieldType.COUNT and numeral.lone_mark == ",":
        return asked("number_ambiguous", raw, plain(_within_limit(numeral, numeral.value, field, type_)))
    if type_ is FieldType.DECIMAL and numeral.lone_mark:
        meant = numeral.value if numeral.lone_mark == "." else numeral.with_decimals
        return asked("number_ambiguous", raw, plain(_within_limit(numeral, meant, field, type_)))
    return _settled(numeral.value, raw, field, type_, could_be_grouped=numeral.mark == ".")


def _within_limit(numeral: _Numeral, meant: Decimal, field: FormField, type_: FieldType) -> Decimal:
    """Return what was probably meant: never what the field cannot hold, where the other reading can stand."""
    if meant <= _limit(field, type_) or meant != numeral.value:
        return meant
    is_whole = numeral.with_decimals == numeral.with_decimals.to_integral_value()
    return meant if type_ is FieldType.COUNT and not is_whole else numeral.with_decimals


def _read_rate(numeral: _Numeral, words: str, raw: str, field: FormField) -> Reading:
    """A rate is never in thousands, so its only mark is decimal. Above 1 and without “%” it may be per cent."""
    value = numeral.with_decimals if numeral.lone_mark else numeral.value
    if words not in {"", "%"}:
        return asked("number_expected", raw)
    if words == "%":
        return _settled(value / 100, raw, field, FieldType.RATE)
    if 1 < value <= 100:  # noqa: PLR2004 - per cent
        return asked("number_ambiguous", raw, f"{plain(value)}%")
    return _settled(value, raw, field, FieldType.RATE)


def _numeral(text: str) -> _Numeral | None:
    found = _NUMBER.fullmatch(text)
    if found is None:
        return None
    group, mark, fraction = found["group"] or "", found["mark"] or "", found["fraction"] or ""
    whole = found["whole"].replace(group, "") if group else found["whole"]
    if len(whole) + len(fraction) > _MOST_DIGITS:
        return None
    return _Numeral(
        sign=found["sign"],
        whole=whole,
        fraction=fraction,
        lone_mark=group if group in {".", ","} and found["whole"].count(group) == 1 and not mark else "",
        mixed=group == " " and mark == "." and len(fraction) == _GROUP,
        mark=mark,
    )


def _settled(
    value: Decimal, raw: RawValue, field: FormField, type_: FieldType, *, could_be_grouped: bool = False
) -> Reading:
    """Apply what every number of the field must be, then say whether it was read as typed."""
    if value < 0:
        return asked("negative_number", raw)
    if type_ is FieldType.COUNT and value != value.to_integral_value():
        return asked("whole_number_expected", raw, _whole_suggestion(value, could_be_grouped=could_be_grouped))
    limit = _limit(field, type_)
    if value > limit:
        return asked("number_too_large", raw, maximum=_written(limit, type_))
    answer = _typed(value, type_)
    if isinstance(raw, str) and clean_text(raw) not in {plain(value), _written(value, type_)}:
        return noted(answer, raw, _written(value, type_))
    return plainly(answer)


def _whole_suggestion(value: Decimal, *, could_be_grouped: bool) -> str:
    """Suggest 3640 for 3.64, which a spreadsheet makes of “3.640”; otherwise the nearest whole number."""
    thousands = value * _THOUSAND
    if could_be_grouped and 1 <= value < _THOUSAND and thousands == thousands.to_integral_value():
        return plain(thousands)
    return plain(value.to_integral_value(ROUND_HALF_UP))


def _limit(field: FormField, type_: FieldType) -> Decimal:
    natural = Decimal(1) if type_ is FieldType.RATE else LARGEST
    return natural if field.maximum is None else min(natural, Decimal(field.maximum))


def _written(value: Decimal, type_: FieldType) -> str:
    return spelled(value, type_) if type_ is FieldType.RATE else plain(value)


def _typed(value: Decimal, type_: FieldType) -> int | Decimal:
    """The same number is always the same answer: 0,50 is stored as 0.5."""
    return int(value) if type_ is FieldType.COUNT else Decimal(plain(value).replace(",", "."))


def _is_zero_word(text: str) -> bool:
    return _DASHES.fullmatch(text.replace(" ", "")) is not None or match_key(text) in _ZERO_WORDS


def _is_measure(words: str, field: FormField) -> bool:
    named = {match_key(field.measure.vi), match_key(field.measure.en)} if field.measure else set()
    return match_key(words) in named | _COMMON_MEASURES
