"""Registers and norms → who gets how many copies, and the workbook for it."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from tonghop.core import allocating
from tonghop.core.allocating import Allocation
from tonghop.core.definitions import Campaign, Period
from tonghop.workflow.office import Office
from tonghop.writing.allocation import allocation_workbook


def allocate(
    office: Office,
    campaign: Campaign,
    *,
    as_of: date,
    stock: Mapping[str, int],
    amounts: Mapping[str, int],
    reserve: Fraction = Fraction(0),
    period: Period | None = None,
) -> Allocation:
    """Share material out by the registers known on ``as_of``: the newest ones, or those of one period."""
    revisions = office.store.latest(campaign.code, as_of=office.end_of(as_of))
    registers = allocating.registers(campaign, revisions, None if period is None else period.code)
    tree = office.tree(campaign.code, as_of)
    return allocating.allocate(campaign, tree, registers, stock, amounts=amounts, reserve=reserve)


def allocation_file(allocation: Allocation, as_of: date) -> bytes:
    """Return the workbook by which material is handed out."""
    return allocation_workbook(allocation, as_of)
