"""How many lines a text takes in a cell: Excel does not fit rows that hold merged cells by itself."""

from math import ceil

_NARROW, _WIDE = frozenset("iíìỉĩịjltfrI.,;:|!'’()[]/-· "), frozenset("mwMWƯƠ%—…@")
_DIGIT = 0.5  # of an em, in Times New Roman
_CAPITAL, _SMALL = 0.7, 0.475
_BOLD = 1.07
_BASE_SIZE = 12  # column widths count digits of this size
_LEADING = 1.26


def lines(text: str, width: float, size: float = 12, *, bold: bool = False) -> int:
    """Return the lines that ``text`` takes in a column ``width`` characters wide, at a font size in points."""
    room = max(width - 0.6, 1) * _DIGIT * _BASE_SIZE / (size * (_BOLD if bold else 1))
    return sum(_wrapped(paragraph, room) for paragraph in text.split("\n"))


def height(text: str, width: float, size: float = 12, *, bold: bool = False) -> float:
    """Return the height in points of a row that shows ``text`` whole."""
    return ceil(lines(text, width, size, bold=bold) * size * _LEADING + 3)


def _wrapped(paragraph: str, room: float) -> int:
    count, used = 1, 0.0
    for word in paragraph.split(" "):
        length = sum(map(_advance, word))
        if used and used + _SPACE + length > room:
            count, used = count + 1, 0.0
        used += length + (_SPACE if used else 0)
        if used > room:  # a word longer than the line is broken
            count += int(used / room)
            used %= room
    return count


_SPACE = 0.25


def _advance(letter: str) -> float:
    """The width of a letter in ems."""
    if letter in _NARROW:
        return 0.3
    if letter in _WIDE:
        return 0.8
    return _CAPITAL if letter.isupper() else _SMALL
