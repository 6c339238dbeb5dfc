"""A plan that hands out material: a book by three norms, half a map for each cell, and discs without a norm."""

from collections.abc import Mapping
from fractions import Fraction

from tests.small_plan import REGISTER, TREE, form, number, plan, recurring, words

from tonghop.core.allocating import Allocation, ItemAllocation, allocate
from tonghop.core.definitions import Campaign
from tonghop.core.units import UnitTree

BOOK, MAP = words("Cuốn sách"), words("Bản đồ")

ROWS: list[dict[str, object]] = [
    {"code": "B1", "item": "BOOK", "group": BOOK, "label": words("members"), "given": {"norm": 1}, "base": "members"},
    {"code": "B2", "item": "BOOK", "group": BOOK, "label": words("cells"), "given": {"norm": 3}, "base": "cells"},
    {"code": "MAP", "group": MAP, "label": words("half a map"), "given": {"norm": "0.5"}, "base": "cells"},
    {"code": "DISC", "label": words("disc"), "measure": words("đĩa"), "levels": ["province", "district"]},
]

REGISTERS = {
    "P": {"members": 10, "cells": 1},
    "D1": {"members": 20, "cells": 2},
    "C11": {"members": 7, "cells": 1},
    "C12": {"members": 13, "cells": 3},
    "D2": {"members": 0, "cells": 0},
}
"""C21 has sent none."""


def materials(*, priority: Mapping[str, int] | None = None) -> Campaign:
    """Return the plan; ``priority`` by row."""
    rows = [{**row, "priority": (priority or {}).get(str(row["code"]))} for row in ROWS]
    fields = [
        number("recipients", time="last"),
        number("norm", "none", "none", source="given"),
        number("received", "none", "last"),
    ]
    handed_out = form("mat", "fixed", fields, fixed_rows=rows)
    return plan(forms=[REGISTER, handed_out], reports=[recurring("T", "month", forms=["reg", "mat"])])


def allocated(
    stock: Mapping[str, int] | None = None,
    *,
    amounts: Mapping[str, int] | None = None,
    reserve: Fraction = Fraction(0),
    priority: Mapping[str, int] | None = None,
    registers: Mapping[str, Mapping[str, int]] | None = None,
    tree: UnitTree = TREE,
) -> Allocation:
    """Share out by the registers above."""
    known = REGISTERS if registers is None else registers
    return allocate(materials(priority=priority), tree, known, stock or {}, amounts=amounts, reserve=reserve)


def item(made: Allocation, code: str) -> ItemAllocation:
    """Return what became of one item."""
    return next(one for one in made.items if one.item.code == code)


def copies(made: Allocation, code: str) -> dict[tuple[str, str], int]:
    """Return the copies of an item by unit and row, of units whose register is known."""
    return {(share.unit, share.row): share.copies for share in item(made, code).shares if share.entitled is not None}
