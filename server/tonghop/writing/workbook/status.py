"""The status line, “Còn thiếu N ô · N lỗi”: as a formula, and in Python for its cached value."""

from dataclasses import dataclass

from tonghop.core.definitions import Language, Text
from tonghop.writing.workbook import words

Counts = tuple[int, int, int]
"""Missing cells, errors, things to be looked at."""


@dataclass(frozen=True, slots=True)
class CountCells:
    """The cells in which the counts stand."""

    missing: str
    errors: str
    warnings: str


def status_line(counts: Counts, language: Language, *, told: str = "") -> str:
    """Say what is missing and wrong, then ``told``."""
    missing, errors, warnings = counts
    parts = [_with(words.STILL_MISSING, language, missing)] if missing else []
    parts += [_with(words.ERRORS, language, errors)] if errors else []
    parts = parts or [words.COMPLETE.said(language)]
    parts += [_with(words.CAUTIONS, language, warnings)] if warnings else []
    return words.PARTING.join(parts) + told


def status_formula(cells: CountCells, language: Language, *, inserted: str | None = None, told: str = "") -> str:
    """Return the formula that says the same from the cells of the counts.

    ``inserted`` counts rows that have no check of their own; ``told`` is a formula's part: “&IF(…)”.
    """
    missing, errors, warnings = cells.missing, cells.errors, cells.warnings
    parting = quoted(words.PARTING)
    wrong = (
        f'IF({missing}>0,{_counted(words.STILL_MISSING, language, missing)},"")'
        f'&IF(AND({missing}>0,{errors}>0),{parting},"")'
        f'&IF({errors}>0,{_counted(words.ERRORS, language, errors)},"")'
    )
    line = f"IF({missing}+{errors}=0,{quoted(words.COMPLETE.said(language))},{wrong})"
    line += f'&IF({warnings}>0,{parting}&{_counted(words.CAUTIONS, language, warnings)},"")'
    if inserted is not None:
        line += f'&IF({inserted}>0,{parting}&{_counted(words.INSERTED, language, inserted)},"")'
    return line + told


def quoted(text: str) -> str:
    """Return a text as a formula writes it; Excel takes at most 255 characters of it."""
    return '"{}"'.format(text.replace('"', '""'))


def _with(sentence: Text, language: Language, count: int) -> str:
    return sentence.said(language).format(count=count)


def _counted(sentence: Text, language: Language, count: str) -> str:
    before, _, after = sentence.said(language).partition("{count}")
    return "&".join([*([quoted(before)] if before else []), f"({count})", *([quoted(after)] if after else [])])
