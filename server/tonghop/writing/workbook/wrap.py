"""How many lines a text takes in a cell: Excel does not fit rows that hold merged cells by itself."""

import unicodedata
from functools import lru_cache
from math import ceil

_ADVANCES = {
    0.25: " .,",
    0.28: "ijlt/:;",
    0.34: "()fr-I!‘’[]",
    0.4: "sJ",
    0.45: "aceze?“”",
    0.57: "PSF+=<>",
    0.62: "ETLZ",
    0.67: "BCRư",
    0.73: "ADGHKNOQUVXYĐw&",
    0.8: "mMƠƯ",
    0.95: "W%@…—",
}
"""How wide letters are in Times New Roman, in ems; any other takes half an em, as a digit does."""
_BY_LETTER = {letter: advance for advance, letters in _ADVANCES.items() for letter in letters}
_DIGIT = 0.5
_BOLD = 1.06
_BASE_SIZE = 12  # column widths count digits of this size
_PADDING, _SPARE = 0.7, 0.96  # characters beside the text; other machines' fonts are a little wider
_LEADING = 1.24


def lines(text: str, width: float, size: float = 12, *, bold: bool = False) -> int:
    """Return the lines that ``text`` takes in a column ``width`` characters wide, at a font size in points."""
    room = max(width - _PADDING, 1) * _SPARE * _DIGIT * _BASE_SIZE / (size * (_BOLD if bold else 1))
    return sum(_wrapped(paragraph, room) for paragraph in text.split("\n"))


@lru_cache(maxsize=4096)
def height(text: str, width: float, size: float = 12, *, bold: bool = False) -> float:
    """Return the height in points of a row that shows ``text`` whole."""
    return ceil(lines(text, width, size, bold=bold) * size * _LEADING + 3)


def _wrapped(paragraph: str, room: float) -> int:
    count, used = 1, 0.0
    for word in paragraph.split(" "):
        length = advance(word)
        if used and used + _BY_LETTER[" "] + length > room:
            count, used = count + 1, 0.0
        used += length + (_BY_LETTER[" "] if used else 0)
        if used > room:  # a word longer than the line is broken
            count += int(used / room)
            used %= room
    return count


def advance(text: str) -> float:
    """Return how wide a text is on one line, in ems."""
    return sum(map(_advance, text))


@lru_cache(maxsize=1024)
def _advance(letter: str) -> float:
    base = letter if letter in _BY_LETTER else unicodedata.normalize("NFD", letter)[0]
    return _BY_LETTER.get(base, _DIGIT)
