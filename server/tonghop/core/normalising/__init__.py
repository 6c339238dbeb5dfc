"""Raw cells into answers, by a stated policy per field type; never guessed in silence (decision 5).

Numbers are read in ``numerals``, dates in ``dates``, old encodings in ``legacy``; what is written back
for people is ``spelling``. This file joins them and reads texts and choices.
"""

from tonghop.core.cells import RawValue
from tonghop.core.definitions import FieldType, FormField
from tonghop.core.normalising.choices import read_choice, read_choices
from tonghop.core.normalising.dates import read_date
from tonghop.core.normalising.legacy import repair_legacy
from tonghop.core.normalising.numerals import Style, number_style, read_number
from tonghop.core.normalising.readings import BLANK, Reading, asked, noted, plainly
from tonghop.core.spelling import clean_text, match_key, shown, spelled

__all__ = [
    "LONGEST_TEXT",
    "Reading",
    "Style",
    "clean_text",
    "match_key",
    "normalise",
    "number_style",
    "repair_legacy",
    "shown",
    "spelled",
]

LONGEST_TEXT = 2000
"""Characters that are kept of a text."""


def normalise(raw: RawValue, field: FormField, type_: FieldType) -> Reading:
    """Read a cell as an answer to the field; ``type_`` is what the cell holds (see ``Form.row_type``).

    Blank is no answer and nothing to say. Never raises: what cannot be read is a blocking code.
    """
    if raw is None or (isinstance(raw, str) and _is_blank(raw)):
        return BLANK
    if type_ in {FieldType.COUNT, FieldType.DECIMAL, FieldType.RATE}:
        return read_number(raw, field, type_)
    if type_ is FieldType.DATE:
        return read_date(raw)
    if type_ is FieldType.CHOICE:
        return read_choice(raw, field)
    if type_ is FieldType.CHOICES:
        return read_choices(raw, field)
    return _read_text(raw)


def _is_blank(text: str) -> bool:
    return not clean_text(text) and repair_legacy(text) is None


def _read_text(raw: RawValue) -> Reading:
    if not isinstance(raw, str):
        return plainly(shown(raw))
    repaired = repair_legacy(raw)
    text = _clean_lines(repaired or raw)
    if len(text) > LONGEST_TEXT:
        return asked("text_too_long", raw, length=str(len(text)), maximum=str(LONGEST_TEXT))
    return noted(text, raw, text, "text_repaired") if repaired else plainly(text)


def _clean_lines(text: str) -> str:
    """Clean every line; the clerk's paragraphs stay."""
    lines = (clean_text(line) for line in text.splitlines())
    return "\n".join(line for line in lines if line)
