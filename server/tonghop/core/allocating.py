"""Allocation: norms × the register of units → copies of each item for each unit; fair shares when stock is short."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from math import ceil

from tonghop.core import calendar
from tonghop.core.apportioning import Claim, apportion
from tonghop.core.completeness import USABLE
from tonghop.core.consolidation import Measure, Revision
from tonghop.core.definitions import Campaign, FieldType, FixedRow, Form, Rows, Source, Text
from tonghop.core.errors import TonghopError, marked
from tonghop.core.submission import Coverage
from tonghop.core.units import Unit, UnitTree

NORM, RECEIVED = "norm", "received"
"""The fields that make a form with fixed rows one of materials: copies for each recipient, copies that came."""

_LAST = 1_000_000_000
"""The priority of a row that names none."""


class UnknownItem(TonghopError):
    message = marked("The campaign {campaign} has no item {item}. Its items are: {known}.")


class UnknownRow(TonghopError):
    message = marked("Row {row} has a norm, or the campaign {campaign} has no such row. Rows without a norm: {known}.")


class NothingAllotted(TonghopError):
    message = marked(
        "The item {item} has no norm. Say how many copies each unit gets with --amount ROW=N; its rows are: {rows}."
    )


class NoMaterials(TonghopError):
    message = marked("The campaign {campaign} has no form in which material is handed out.")


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that is handed out (tài liệu): the fixed rows of its form that it is handed out by."""

    code: str
    label: Text
    form: str
    rows: tuple[FixedRow, ...]

    @property
    def measure(self) -> Text | None:
        """Its unit of measure: cuốn, đĩa."""
        return next((row.measure for row in self.rows if row.measure is not None), None)


@dataclass(frozen=True, slots=True)
class Share:
    """What one row of one unit is entitled to, and gets."""

    unit: str
    row: str
    recipients: int | None = None
    """The register's figure; ``None`` where it is not known, or the row has no norm but an amount."""
    entitled: int | None = None
    """``None``: not known, since the unit's register has not come."""
    copies: int = 0


@dataclass(frozen=True, slots=True)
class ItemAllocation:
    """One item with the shares of all units, in tree order, a unit's rows in the form's order."""

    item: Item
    shares: tuple[Share, ...]
    stock: int | None
    """How many there are; ``None`` where as many are printed as are needed."""
    reserve: int
    """Copies printed beyond the entitlements."""

    @property
    def entitled(self) -> int:
        """What all units whose register is known are entitled to."""
        return sum(share.entitled or 0 for share in self.shares)

    @property
    def copies(self) -> int:
        """What is handed out."""
        return sum(share.copies for share in self.shares)

    @property
    def print_run(self) -> int:
        """How many to print, whatever is in stock."""
        return self.entitled + self.reserve

    @property
    def lacking(self) -> int:
        """How many copies the entitlements are above what is handed out."""
        return self.entitled - self.copies

    @property
    def left(self) -> int | None:
        """What stays in stock."""
        return None if self.stock is None else self.stock - self.copies


@dataclass(frozen=True)
class Allocation:
    """How many copies of each item each unit gets (phân bổ)."""

    campaign: Campaign
    tree: UnitTree
    items: tuple[ItemAllocation, ...]
    """Every item of the campaign; one without a norm or an amount has no shares."""
    amounts: Mapping[str, int]
    """Copies for each unit, by row without a norm."""
    reserve: Fraction
    """Per cent printed beyond the entitlements."""

    @cached_property
    def unknown(self) -> tuple[Unit, ...]:
        """Units whose entitlement is not known for want of their register: they get nothing yet."""
        silent = {share.unit for one in self.items for share in one.shares if share.entitled is None}
        return tuple(unit for unit in self.tree.units if unit.code in silent)

    @cached_property
    def unallotted(self) -> tuple[FixedRow, ...]:
        """Rows without a norm for which no amount was given."""
        return tuple(row for one in self.items for row in one.item.rows if not _allotted(row, self.amounts))

    @cached_property
    def received(self) -> Mapping[str, Mapping[Measure, int]]:
        """What reaches each unit from above: its own copies and those for all below it."""
        found: dict[str, dict[Measure, int]] = {}
        for one in self.items:
            for share in one.shares:
                measure = Measure(one.item.form, RECEIVED, share.row)
                for unit in self._upwards(share.unit) if share.entitled is not None else ():
                    copies = found.setdefault(unit, {})
                    copies[measure] = copies.get(measure, 0) + share.copies
        return found

    def _upwards(self, code: str) -> Iterator[str]:
        above: str | None = code
        while above is not None:
            yield above
            above = self.tree.by_code[above].parent


def allocate(
    campaign: Campaign,
    tree: UnitTree,
    registers: Mapping[str, Mapping[str, int]],
    stock: Mapping[str, int],
    *,
    amounts: Mapping[str, int] | None = None,
    reserve: Fraction = Fraction(0),
) -> Allocation:
    """Work out entitlements and, for items in ``stock``, shares of what there is; other items are given in full.

    ``registers`` are the units' own figures by unit and field; a unit without one is entitled to an
    unknown number, and nothing is guessed. ``amounts`` are copies for each unit, by row without a norm.
    ``reserve`` is printed beyond the entitlements, in per cent of them.
    Raises NoMaterials, UnknownItem, UnknownRow or NothingAllotted.
    """
    amounts = amounts or {}
    listed = items(campaign)
    _refuse(campaign, listed, stock, amounts)
    demand = _Demand(campaign, tree, registers, amounts)
    made = (demand.allocation(one, stock.get(one.code), reserve) for one in listed)
    return Allocation(campaign, tree, tuple(made), dict(amounts), reserve)


def items(campaign: Campaign) -> tuple[Item, ...]:
    """Return what the campaign hands out; an item's code is the one its rows name, else that of its first row."""
    found: dict[tuple[str, str], list[FixedRow]] = {}
    for form in filter(_hands_out, campaign.forms):
        for row in form.fixed_rows:
            found.setdefault((form.code, _key(row)), []).append(row)
    return tuple(
        Item(rows[0].item or rows[0].code, _label(campaign.form(form), rows), form, tuple(rows))
        for (form, _), rows in found.items()
    )


def registers(
    campaign: Campaign, revisions: Iterable[Revision], period: str | None = None
) -> Mapping[str, Mapping[str, int]]:
    """Return each unit's own figures from the newest usable register, or from that of one period alone."""
    usable = [
        revision
        for revision in revisions
        if revision.state in USABLE and revision.key.coverage is Coverage.OWN and period in {None, revision.key.period}
    ]
    usable.sort(key=lambda revision: calendar.find_period(campaign, revision.key.period).end)
    figures = ((revision.key.unit, _figures(campaign, revision)) for revision in usable)
    return {unit: known for unit, known in figures if known}


# Items and who is entitled to them.


def _hands_out(form: Form) -> bool:
    names = {field.name: field for field in form.fields}
    return form.rows is Rows.FIXED and RECEIVED in names and NORM in names and names[NORM].source is Source.GIVEN


def _key(row: FixedRow) -> str:
    if row.item is not None:
        return f"item {row.item}"
    return f"row {row.code}" if row.group is None else f"group {row.group.vi}"


def _label(form: Form, rows: list[FixedRow]) -> Text:
    """Return the heading that the rows, and no others, stand under; else the first row's own label."""
    heading = rows[0].group
    if heading is None:
        return rows[0].label
    together = [row for row in form.fixed_rows if row.group == heading]
    return heading if together == rows else rows[0].label


def _allotted(row: FixedRow, amounts: Mapping[str, int]) -> bool:
    return _has_norm(row) or row.code in amounts


def _has_norm(row: FixedRow) -> bool:
    return NORM in row.given and row.base is not None


def _refuse(campaign: Campaign, listed: tuple[Item, ...], stock: Mapping[str, int], amounts: Mapping[str, int]) -> None:
    if not listed:
        raise NoMaterials(campaign=campaign.code)
    by_code = {one.code: one for one in listed}
    free = [row for one in listed for row in one.rows if not _has_norm(row)]
    for row in amounts:
        if row not in {one.code for one in free}:
            raise UnknownRow(row=row, campaign=campaign.code, known=_told((one.code, one.label) for one in free))
    for code in stock:
        if code not in by_code:
            known = _told((one.code, one.label) for one in listed)
            raise UnknownItem(campaign=campaign.code, item=code, known=known)
        rows = by_code[code].rows
        if not any(_allotted(row, amounts) for row in rows):
            raise NothingAllotted(item=code, rows=_told((row.code, row.label) for row in rows))


def _told(listed: Iterable[tuple[str, Text]]) -> Text:
    known = list(listed)
    return Text(
        vi="; ".join(f"{code} ({label.vi})" for code, label in known) or "–",
        en="; ".join(f"{code} ({label.en})" for code, label in known) or "–",
    )


@dataclass(frozen=True)
class _Demand:
    """Who is entitled to how much."""

    campaign: Campaign
    tree: UnitTree
    registers: Mapping[str, Mapping[str, int]]
    amounts: Mapping[str, int]

    def allocation(self, item: Item, stock: int | None, reserve: Fraction) -> ItemAllocation:
        """Share one item out."""
        form = self.campaign.form(item.form)
        claims = [
            (row, self._claim(row, unit))
            for unit in self.tree.units
            for row in item.rows
            if _allotted(row, self.amounts) and self._fills(form, row, unit)
        ]
        entitled = sum(share.entitled or 0 for _, share in claims)
        asked = [Claim(share.entitled or 0, _LAST if row.priority is None else row.priority) for row, share in claims]
        copies = apportion(asked, entitled if stock is None else stock)
        shares = tuple(replace(share, copies=given) for (_, share), given in zip(claims, copies, strict=True))
        return ItemAllocation(item, shares, stock, ceil(entitled * reserve / 100))

    def _claim(self, row: FixedRow, unit: Unit) -> Share:
        if row.base is None or not _has_norm(row):
            return Share(unit.code, row.code, None, self.amounts[row.code])
        recipients = self.registers.get(unit.code, {}).get(row.base)
        # Part of a copy cannot be handed out: half a copy for each of three recipients is two.
        entitled = None if recipients is None else ceil(recipients * Fraction(row.given[NORM]))
        return Share(unit.code, row.code, recipients, entitled)

    def _fills(self, form: Form, row: FixedRow, unit: Unit) -> bool:
        """Tell whether a unit hands the row out; one that is asked for no register is not waited for."""
        if (form.levels and unit.level not in form.levels) or (row.levels and unit.level not in row.levels):
            return False
        return not _has_norm(row) or unit.code in self.registers or self._asked_for(row, unit)

    def _asked_for(self, row: FixedRow, unit: Unit) -> bool:
        return any(
            form.rows is Rows.SINGLE
            and any(field.name == row.base for field in form.fields)
            and (not form.levels or unit.level in form.levels)
            for form in self.campaign.forms
        )


def _figures(campaign: Campaign, revision: Revision) -> dict[str, int]:
    found: dict[str, int] = {}
    for form in campaign.forms:
        filled = revision.submission.form(form.code)
        if form.rows is not Rows.SINGLE or filled is None or not filled.rows:
            continue
        for field in form.fields:
            value = filled.rows[0].value(field.name)
            if field.type is FieldType.COUNT and isinstance(value, int):
                found[field.name] = value
    return found
