"""Looks as few requests: whole columns in their commonest look, then rectangles of what differs."""

import json
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from itertools import groupby
from typing import Final, TypeAlias

from tonghop.core.cells import Area
from tonghop.writing.google.batches import Request, grid_range
from tonghop.writing.google.looks import BASE, Look

Paint: TypeAlias = str
"""A look as JSON, so that equal looks are equal and can be counted."""


def paint(look: Look) -> Paint:
    """Return a look so that it can be compared."""
    return json.dumps(dict(look), sort_keys=True)


PLAIN = paint(BASE)
UNSTYLED: Final = ""
"""Of a cell without looks of its own."""


def painted(sheet_id: int, grid: Sequence[Sequence[Paint]]) -> Iterator[Request]:
    """Give a tab its looks; ``grid`` is a rectangle from A1, everything around it is plain.

    What has no looks of its own in it may take those of its column where a blank cell does not show them.
    """
    yield request(sheet_id, None, PLAIN)
    if not grid:
        return
    ground = [_commonest(column) for column in zip(*grid, strict=True)]
    unstyled = [PLAIN if _shows(look) else look for look in ground]
    for look, columns in groupby(range(len(ground)), key=ground.__getitem__):
        run = list(columns)
        if look != PLAIN:
            yield request(sheet_id, (0, run[0], len(grid) - 1, run[-1]), look)
    full = [[look or unstyled[column] for column, look in enumerate(row)] for row in grid]
    for area, look in rectangles(full, ground):
        yield request(sheet_id, area, look, set(ground[area[1] : area[3] + 1]))


def request(sheet_id: int, area: Area | None, look: Paint, over: Collection[Paint] = ()) -> Request:
    """Give all cells of an area one look; of looks that stand ``over`` them already, what differs is enough."""
    wanted = json.loads(look)
    fields = _differing(wanted, [json.loads(one) for one in over]) if over else ["userEnteredFormat"]
    names = {field.rpartition(".")[2] for field in fields}
    cell = {name: value for name, value in wanted.items() if not over or name in names}
    place = grid_range(sheet_id, area)
    return {"repeatCell": {"range": place, "cell": {"userEnteredFormat": cell}, "fields": ",".join(fields)}}


def _differing(look: Look, others: Sequence[Look]) -> list[str]:
    """Return the fields in which a look differs from any of the others; one that it lacks is cleared."""
    names = sorted({name for one in (look, *others) for name in one})
    return [f"userEnteredFormat.{n}" for n in names if any(one.get(n) != look.get(n) for one in others)]


def _commonest(looks: Sequence[Paint]) -> Paint:
    styled = [look for look in looks if look != UNSTYLED]
    return Counter(styled).most_common(1)[0][0] if styled else PLAIN


def _shows(look: Paint) -> bool:
    """Whether a blank cell of that look differs from the paper around it."""
    return not json.loads(look).keys().isdisjoint({"borders", "backgroundColorStyle"})


def rectangles(grid: Sequence[Sequence[Paint]], ground: Sequence[Paint]) -> Iterator[tuple[Area, Paint]]:
    """Return what differs from the ground as areas of one look: runs of a row, grown down while they repeat."""
    growing: dict[tuple[int, int, Paint], int] = {}
    for number, row in enumerate(grid):
        runs = set(_runs(row, ground))
        for run in [run for run in growing if run not in runs]:
            yield _area(run, growing.pop(run), number - 1), run[2]
        for run in sorted(runs):
            growing.setdefault(run, number)
    for run, first in growing.items():
        yield _area(run, first, len(grid) - 1), run[2]


def _runs(row: Sequence[Paint], ground: Sequence[Paint]) -> Iterator[tuple[int, int, Paint]]:
    differing = [column for column, look in enumerate(row) if look != ground[column]]
    for _, members in groupby(enumerate(differing), key=lambda one: (one[1] - one[0], row[one[1]])):
        columns = [column for _, column in members]
        yield columns[0], columns[-1], row[columns[0]]


def _area(run: tuple[int, int, Paint], first_row: int, last_row: int) -> Area:
    return first_row, run[0], last_row, run[1]
