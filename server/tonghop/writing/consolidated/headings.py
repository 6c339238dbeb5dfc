"""The three heading rows of a form's sheet: item, row or group, field; and the columns' numbers."""

from collections.abc import Callable, Sequence

from tonghop.core import layout
from tonghop.core.consolidation import Column
from tonghop.writing import styles
from tonghop.writing.consolidated.book import DENSE_HEAD
from tonghop.writing.consolidated.layout import FIRST_MEASURE, HEAD_ROW, FormSheet, block_of
from tonghop.writing.consolidated.pen import Pen, lines_of
from tonghop.writing.styles import style

LEVELS = 3
LINE_PIXELS = 17
FIXED = (layout.STT.vi, layout.CODE.vi, "Đơn vị", "Tình hình")


def write_headings(pen: Pen, sheet: FormSheet, width: Callable[[Column], float]) -> None:
    """Write the headings; one that spans columns stops at the page's edge and begins anew on the next."""
    head = pen.formats.of(DENSE_HEAD)
    numbered = pen.formats.of(styles.HEAD_NUMBER, style(font_size=9))
    for place, words in enumerate(FIXED):
        pen.across(HEAD_ROW, (place, place), words, head, rows=LEVELS)
        pen.text(HEAD_ROW + LEVELS, place, "ABCD"[place], numbered)
    heights = [1] * LEVELS
    for first, last in sheet.pages:
        columns = sheet.columns[first - FIRST_MEASURE : last - FIRST_MEASURE + 1]
        for level, start, end, rows, words in _rectangles([_path(column) for column in columns]):
            pen.across(HEAD_ROW + level, (first + start, first + end), words, head, rows=rows)
            room = sum(width(column) for column in columns[start : end + 1]) * 1.05
            needed = -(-lines_of(words, room) // rows)
            heights[level : level + rows] = [max(height, needed) for height in heights[level : level + rows]]
    for level, lines in enumerate(heights):
        pen.sheet.set_row_pixels(HEAD_ROW + level, max(20, lines * LINE_PIXELS + 4))
    for number in range(1, len(sheet.columns) + 1):
        pen.text(HEAD_ROW + LEVELS, FIRST_MEASURE + number - 1, f"({number})", numbered)


def _path(column: Column) -> tuple[str, str, str]:
    group = column.row.group.vi if column.row is not None and column.row.group is not None else ""
    block = block_of(column)[1]
    unit = "" if column.row is None or column.row.measure is None else f" ({column.row.measure.vi})"
    return group, block + (unit if block else ""), column.label.vi


def _rectangles(paths: Sequence[Sequence[str]]) -> list[tuple[int, int, int, int, str]]:
    """Return (level, first, last, rows, words) of each heading; one with nothing above it reaches up to the top."""
    found = []
    for level in range(LEVELS):
        start = 0
        while start < len(paths):
            words, end = paths[start][level], start
            same = paths[start][: level + 1]
            while level < LEVELS - 1 and end + 1 < len(paths) and paths[end + 1][: level + 1] == same:
                end += 1
            if words:
                above = level
                while above > 0 and not paths[start][above - 1]:
                    above -= 1
                found.append((above, start, end, level - above + 1, words))
            start = end + 1
    return found
