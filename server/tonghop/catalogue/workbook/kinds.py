r"""How each kind of value stands in a cell of a campaign workbook, and how it is read again.

A blank cell says nothing at all, and blanks around a text are dropped. What a cell cannot hold as it
is (an empty text where a blank would mean none, a text with blanks around it or with control
characters, a text where a number would be read) begins with a backslash, and odd characters in it are
written ``\u{9}``.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Protocol, TypeAlias

from pydantic import ValidationError

from tonghop.core.cells import RawValue
from tonghop.core.definitions import Number, Text, Watch
from tonghop.core.errors import Phrase, marked

Written: TypeAlias = str | int | float | date | None
LONGEST = 32_767
"""Characters that a cell holds in Excel."""

_NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?([eE][+-]?\d+)?", re.ASCII)
_GROUPED = re.compile(r"[+-]?[1-9]\d{0,2}([.,]\d{3})+", re.ASCII)
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})|(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_XML_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)|x(?=005[fF]_)")
"""What programs take for the writing of another letter in a workbook’s XML, or leave out."""
_ESCAPE = re.compile(r"\\u\{([0-9a-f]{1,6})\}")
_EXACT_DIGITS = 15
"""Significant digits that every spreadsheet program keeps."""
_MOST_DIGITS = 60
"""Of a whole number; a larger one stays a decimal."""
_FIRST_SURE_DAY = date(1900, 3, 1)
"""Before it, Excel's days and the calendar's differ by one."""
_SEPARATORS = frozenset(";,")


class WrongCell(Exception):
    """A cell that does not hold what its column asks for; never leaves this package."""

    def __init__(self, message: str, **parameters: object) -> None:
        self.phrase = Phrase(message, **parameters)
        super().__init__(str(self.phrase))


class Kind(Protocol):
    """One kind of cell."""

    @property
    def shown_as(self) -> str:
        """What style its cells have: text, number or day."""

    @property
    def choices(self) -> Sequence[Text]:
        """What the drop-down list offers; none means no list."""

    def written(self, value: object) -> Written:
        """Return what the cell of a value holds."""

    def read(self, cell: RawValue) -> object:
        """Return the value of a cell; raises WrongCell."""


# Texts.


def escaped(text: str, *, separators: bool = False, number: bool = False) -> str:
    """Return a text as a cell can hold it."""
    special = {place for place in range(len(text)) if _is_special(text, place, separators=separators)}
    numeric = number and (_NUMBER.fullmatch(text) or _GROUPED.fullmatch(text))
    if text and not special and not numeric and text[0] not in "\\ \n":
        return text
    special |= {place for place, letter in enumerate(text) if letter == "\\"}
    return "\\" + "".join(_coded(letter) if place in special else letter for place, letter in enumerate(text))


def _is_special(text: str, place: int, *, separators: bool) -> bool:
    letter = text[place]
    return (
        _is_odd(letter)
        or _XML_ESCAPE.match(text, place) is not None
        or (letter.isspace() and (separators or place in {0, len(text) - 1}))
        or (separators and letter in _SEPARATORS)
    )


def unescaped(cell: str) -> str:
    """Return the text that a cell's text stands for."""
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), cell[1:]) if cell.startswith("\\") else cell


def _coded(letter: str) -> str:
    return f"\\u{{{ord(letter):x}}}"


def _is_odd(letter: str) -> bool:
    return (letter != "\n" and unicodedata.category(letter) in {"Cc", "Zl", "Zp"}) or letter in "\ufffe\uffff"


def shown(cell: RawValue) -> str:
    """Return a cell's value as a text, whatever it was typed as: 901 and “901” are one code."""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime | date):
        return f"{cell.day:02}/{cell.month:02}/{cell.year:04}"
    return "" if cell is None else str(cell).strip()


def is_blank(cell: RawValue) -> bool:
    """Tell whether a cell says nothing."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


@dataclass(frozen=True)
class _Plain:
    shown_as: str = "text"

    @property
    def choices(self) -> Sequence[Text]:
        """Offer no list."""
        return ()


@dataclass(frozen=True)
class Words(_Plain):
    """A text or a code."""

    def written(self, value: object) -> Written:
        """Return the text."""
        return None if value is None else escaped(str(value))

    def read(self, cell: RawValue) -> object:
        """Return the text."""
        return None if is_blank(cell) else unescaped(shown(cell))


@dataclass(frozen=True)
class Codes(_Plain):
    """Any number of codes, parted by semicolons, commas or blanks."""

    def written(self, value: object) -> Written:
        """Return the codes in one text."""
        assert isinstance(value, tuple)  # noqa: S101 -- what definitions hold
        return "; ".join(escaped(code, separators=True) for code in value) or None

    def read(self, cell: RawValue) -> object:
        """Return the codes."""
        return (
            () if is_blank(cell) else tuple(map(unescaped, re.split(r"\s*[;,\n]\s*|\s+", shown(cell).strip(" ;,\n"))))
        )


# Numbers.


def _fits(number: Decimal) -> bool:
    digits = len(number.normalize().as_tuple().digits) if abs(number.adjusted()) < _EXACT_DIGITS else LONGEST
    return digits <= _EXACT_DIGITS


def _number_cell(value: Number) -> Written:
    if isinstance(value, int):
        return value if abs(value) < 10**_EXACT_DIGITS else str(value)
    if not _fits(value):
        return str(value)
    return int(value) if value == value.to_integral_value() else float(value)


def number_of(cell: RawValue) -> Number | None:
    """Return the number in a cell, None where it holds none; raises WrongCell where it could be two."""
    if isinstance(cell, bool) or not isinstance(cell, int | float | str):
        return None
    if isinstance(cell, str):
        text = cell.strip()
        if _GROUPED.fullmatch(text):
            raise WrongCell(_AMBIGUOUS, input=text)
        if not _NUMBER.fullmatch(text):
            return None
        number = Decimal(text.replace(",", "."))
    else:
        number = Decimal(repr(cell))
    return int(number) if number == number.to_integral_value() and abs(number.adjusted()) < _MOST_DIGITS else number


_AMBIGUOUS = marked("“{input}” can be read as two numbers; write it as a number, with no separator of thousands")
_NO_NUMBER = marked("“{input}” is not a number; write digits only")
_NO_DAY = marked("“{input}” is not a day; write it as 31/12/2020")
_NOT_LISTED = marked("“{input}” is not in the list; write one of {expected}")


@dataclass(frozen=True)
class Numeral(_Plain):
    """A number."""

    shown_as: str = "number"

    def written(self, value: object) -> Written:
        """Return the number, as a text where a spreadsheet would round it."""
        if isinstance(value, float):
            return value if float(f"{value:.15g}") == value else repr(value)
        return _number_cell(value) if isinstance(value, int | Decimal) else None

    def read(self, cell: RawValue) -> object:
        """Return the number."""
        if is_blank(cell):
            return None
        number = number_of(cell)
        if number is None:
            raise WrongCell(_NO_NUMBER, input=shown(cell))
        return number


@dataclass(frozen=True)
class Given(_Plain):
    """A number or a text, kept apart."""

    shown_as: str = "number"

    def written(self, value: object) -> Written:
        """Return the number, or the text so that it is read as one."""
        return escaped(value, number=True) if isinstance(value, str) else Numeral().written(value)

    def read(self, cell: RawValue) -> object:
        """Return the number or text."""
        if is_blank(cell):
            return None
        number = number_of(cell)
        return unescaped(shown(cell)) if number is None else number


# Days.


@dataclass(frozen=True)
class Day(_Plain):
    """A day."""

    shown_as: str = "day"

    def written(self, value: object) -> Written:
        """Return the day, as a text where Excel counts days otherwise."""
        if not isinstance(value, date):
            return None
        return value if value >= _FIRST_SURE_DAY else shown(value)

    def read(self, cell: RawValue) -> object:
        """Return the day."""
        if is_blank(cell):
            return None
        if isinstance(cell, datetime):
            return cell.date()
        day = cell if isinstance(cell, date) else _typed_day(shown(cell))
        if day is None:
            raise WrongCell(_NO_DAY, input=shown(cell))
        return day


def _typed_day(text: str) -> date | None:
    found = _DAY.fullmatch(text)
    if found is None:
        return None
    day, month, year = (found[1], found[2], found[3]) if found[1] else (found[6], found[5], found[4])
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


# Lists.


@dataclass(frozen=True)
class OneOf(_Plain):
    """One of a few words, each standing for a value of the definitions."""

    words: Mapping[str, Text] = field(default_factory=dict)
    blank: str | None = None
    """The value that a blank cell stands for."""

    @property
    def choices(self) -> Sequence[Text]:
        """Return the words of the list."""
        return tuple(self.words.values())

    def written(self, value: object) -> Written:
        """Return the Vietnamese word, nothing where a blank says the same."""
        return None if value is None or value == self.blank else self.words[str(value)].vi

    def read(self, cell: RawValue) -> object:
        """Return the value, from its word in either language or as definitions write it."""
        if is_blank(cell):
            return self.blank
        typed = unicodedata.normalize("NFC", shown(cell)).casefold()
        for value, word in self.words.items():
            if typed in {word.vi.casefold(), word.en.casefold(), value.casefold()}:
                return value
        raise WrongCell(_NOT_LISTED, input=shown(cell), expected=_listed(self.words.values()))


def _listed(words: Iterable[Text]) -> Text:
    listed = list(words)
    return Text(vi=", ".join(word.vi for word in listed), en=", ".join(word.en for word in listed))


YES, NO = Text(vi="có", en="yes"), Text(vi="không", en="no")
_TRUE, _FALSE = {"có", "yes", "x", "true", "đúng", "1"}, {"không", "no", "false", "sai", "0"}


@dataclass(frozen=True)
class Flag(_Plain):
    """Yes or no; a blank is what definitions take where nothing is said."""

    default: bool = False

    @property
    def choices(self) -> Sequence[Text]:
        """Return yes and no."""
        return (YES, NO)

    def written(self, value: object) -> Written:
        """Return “có” or “không”, nothing for a plain no."""
        return None if value == self.default and not self.default else (YES if value else NO).vi

    def read(self, cell: RawValue) -> object:
        """Return yes or no."""
        typed = unicodedata.normalize("NFC", shown(cell)).casefold()
        if typed in _TRUE:
            return True
        if typed in _FALSE:
            return False
        if not typed:
            return self.default
        raise WrongCell(_NOT_LISTED, input=shown(cell), expected=_listed([YES, NO]))


# Deadlines: a way of saying them, and what it needs.

WAYS: Mapping[str, Text] = {
    "before": Text(vi="trước ngày", en="before the day"),
    "by": Text(vi="chậm nhất ngày", en="by the day"),
    "in_month": Text(vi="trong tháng", en="in the month"),
    "early": Text(vi="đầu tháng", en="early in the month"),
    "yearly": Text(vi="tháng hằng năm", en="month of every year"),
    "at_end": Text(vi="ngày cuối kỳ", en="last day of the period"),
}
_MONTH = re.compile(r"(\d{4})-(\d{2})", re.ASCII)
_TYPED_MONTH = re.compile(r"(\d{1,2})[/.-](\d{4})", re.ASCII)


@dataclass(frozen=True)
class When(_Plain):
    """What a deadline's way of saying needs: a day, a month of a year, or a month; read when the way is known."""

    def written(self, value: object) -> Written:
        """Return the day or month."""
        if isinstance(value, date):
            return Day().written(value)
        if isinstance(value, str):
            return _MONTH.sub(r"\2/\1", value) if _MONTH.fullmatch(value) else escaped(value)
        return value if isinstance(value, int) and value is not True else None

    def read(self, cell: RawValue) -> object:
        """Return the cell as it is."""
        return None if is_blank(cell) else cell


def deadline_value(way: str, cell: RawValue) -> object:
    """Return what a deadline's way of saying asks of its cell; raises WrongCell."""
    match way:
        case "before" | "by":
            return Day().read(cell)
        case "yearly":
            # A month typed into a cell that was formatted for days: 11 became 11 January 1900.
            early = isinstance(cell, date) and (cell.year, cell.month) == (1900, 1)
            return cell.day if isinstance(cell, date) and early else Numeral().read(cell)
        case "at_end":
            if not is_blank(cell):
                raise WrongCell(marked("“{input}” is not needed here; clear this cell"), input=shown(cell))
            return True
        case _:
            return _month_of(cell)


def _month_of(cell: RawValue) -> str | None:
    if isinstance(cell, date):
        return f"{cell.year:04}-{cell.month:02}"
    typed = _TYPED_MONTH.fullmatch(shown(cell))
    if typed is not None:
        return f"{typed[2]}-{int(typed[1]):02}"
    return None if is_blank(cell) else unescaped(shown(cell))


@dataclass(frozen=True)
class Watching(_Plain):
    """When figures are asked about: what differs from the usual, as JSON; ``{}`` is the usual itself."""

    blank: Watch | None = None
    """What a blank cell says."""

    def written(self, value: object) -> Written:
        """Return what the cell holds; blank where that says the same."""
        if isinstance(value, Watch) and value != self.blank:
            return value.model_dump_json(exclude_defaults=True)
        return None

    def read(self, cell: RawValue) -> object:
        """Return the value of a cell; raises WrongCell."""
        if is_blank(cell):
            return self.blank
        try:
            return Watch.model_validate_json(shown(cell))
        except ValidationError as error:
            first = error.errors()[0]
            problem = f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
            raise WrongCell(_NO_WATCH, problem=problem) from error


_NO_WATCH = marked('this is not a setting like {{"least": 50}} ({problem})')
