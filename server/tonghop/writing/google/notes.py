"""Notes on cells: lines that begin with our tag, after what the clerk noted himself."""

from collections.abc import Iterator, Mapping, Sequence

from tonghop.core.cells import Position, runs
from tonghop.core.definitions import Language
from tonghop.core.shared_sheets import Tab
from tonghop.writing.google import mark_words as words
from tonghop.writing.google.batches import Request, size
from tonghop.writing.google.cells import CELL_LIMIT, EMPTY, CellData, limited, units, write
from tonghop.writing.google.found import Found
from tonghop.writing.marked.words import TAG

_MOST_LINES = 5
"""Findings in the note of one cell."""
_LINE_LIMIT = 600
"""Characters of one of them."""
_AROUND = 140
"""Bytes of JSON around a note that stands alone."""


def our_notes(
    cells: Mapping[int, Mapping[Position, Sequence[Found]]], language: Language, budget: int
) -> Mapping[int, Mapping[Position, str]]:
    """Return our part of each cell's note, by tab and cell, in so many bytes of JSON: the weightiest first.

    Where they are too many the others have none yet: they are coloured all the same, and their notes come as those
    before them are put right.
    """
    ordered = sorted(
        ((sheet, place, found) for sheet, here in cells.items() for place, found in here.items()),
        key=lambda one: one[2][0].weight,
    )
    notes: dict[int, dict[Position, str]] = {sheet: {} for sheet in cells}
    left = budget
    for sheet, place, found in ordered:
        said = _said(found, language)
        left -= size(said) + _AROUND
        if left < 0:
            break
        notes[sheet][place] = said
    return notes


def _said(found: Sequence[Found], language: Language) -> str:
    lines = [limited(one.entry.line, _LINE_LIMIT) for one in found[:_MOST_LINES]]
    if len(found) > _MOST_LINES:
        lines.append(words.MORE_IN_CELL.said(language).format(count=len(found) - _MOST_LINES))
    return "\n".join(f"{TAG} {line}" for line in lines)


def note_requests(tab: Tab, ours: Mapping[Position, str]) -> Iterator[Request]:
    """Write the notes that differ from those that stand; nobody else's word is changed."""
    wanted = {place: _joined(his(note), ours.get(place, "")) for place, note in tab.notes.items()}
    wanted.update({place: said for place, said in ours.items() if place not in tab.notes})
    changed = [place for place, note in wanted.items() if note != tab.notes.get(place, "")]
    for (row, column), (last_row, last_column) in runs(changed):
        block = [
            [_cell(wanted[one, two]) for two in range(column, last_column + 1)] for one in range(row, last_row + 1)
        ]
        yield write(tab, (row, column), block, "note")


def _cell(note: str) -> CellData:
    return {"note": note} if note else EMPTY


def his(note: str) -> str:
    """Return a note without our lines: what somebody wrote himself, letter for letter."""
    return "\n".join(line for line in note.split("\n") if not _is_ours(line))


def _is_ours(line: str) -> bool:
    return line.lstrip().startswith(TAG)


def _joined(own: str, ours: str) -> str:
    """Put our part after his; where he left no room for it his stays as it is."""
    if not own or not ours:
        return own or ours
    together = f"{own}\n{ours}"
    return together if units(together) <= CELL_LIMIT else own


def notes_in_place(tab: Tab, ours: Mapping[Position, str]) -> bool:
    """Tell whether the very cells that should have a note of ours have one."""
    marked = {place for place, note in tab.notes.items() if any(map(_is_ours, note.split("\n")))}
    full = {place for place in ours if place in tab.notes and not _fits(his(tab.notes[place]), ours[place])}
    return marked == ours.keys() - full


def _fits(own: str, ours: str) -> bool:
    return units(own) + 1 + units(ours) <= CELL_LIMIT
