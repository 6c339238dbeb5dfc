"""What the cover of a group's workbook says of its units: a line for each, with how far it is."""

from collections.abc import Sequence
from dataclasses import dataclass

from tonghop.core.cells import Position, column_letters
from tonghop.core.definitions import Text
from tonghop.core.layout import UNIT_CODE, UNIT_NAME
from tonghop.core.units import Unit
from tonghop.writing import styles
from tonghop.writing.workbook import group_words, words
from tonghop.writing.workbook.cover import COUNTS, WIDTHS, About, Cover, counts_of, light, on_sheet
from tonghop.writing.workbook.fill import added
from tonghop.writing.workbook.group_plan import FilledGroup, GroupPlan
from tonghop.writing.workbook.group_sheet import begun_count, count_of
from tonghop.writing.workbook.status import quoted, status_formula, status_line
from tonghop.writing.workbook.wrap import height

_BEGUN = COUNTS[-1] + 1
_LAST = len(WIDTHS) - 1


@dataclass(frozen=True, slots=True)
class GroupAbout(About):
    """Whose group's workbook it is: ``unit`` is the one above its members."""

    members: tuple[Unit, ...] = ()

    @property
    def covered(self) -> Text:
        """Whose reports the workbook holds, and whose it does not."""
        told = {"count": len(self.members), "unit": self.unit.name}
        return Text(vi=group_words.COVERED.vi.format(**told), en=group_words.COVERED.en.format(**told))

    @property
    def how(self) -> tuple[Text, ...]:
        """How to fill and send a group's workbook."""
        return group_words.HOW


def write_units(cover: Cover, row: int, members: Sequence[Unit], forms: Sequence[tuple[GroupPlan, FilledGroup]]) -> int:
    """Write the table of the units; return the row after it."""
    cover.sheet.raw.set_column(_BEGUN, _BEGUN, 8, None, {"hidden": True})
    cover.line(row, cover.say(group_words.UNITS_HEADING), styles.BOLD)
    head = cover.formats.of(styles.HEAD)
    row += 1
    for column, heading in enumerate(("STT", cover.say(UNIT_CODE), cover.say(UNIT_NAME), cover.say(words.FORM_STATE))):
        cover.sheet.text(row, column, heading, head)
    for place, unit in enumerate(members, start=1):
        row += 1
        _line(cover, row, place, unit, [(plan, one) for plan, one in forms if unit.code in plan.group.units])
    return row + 1


def _line(cover: Cover, row: int, place: int, unit: Unit, forms: Sequence[tuple[GroupPlan, FilledGroup]]) -> None:
    sheet, formats = cover.sheet, cover.formats
    sheet.number(row, 0, place, formats.of(styles.TABLE, styles.CENTRE))
    sheet.text(row, 1, unit.code, formats.of(styles.TABLE, styles.CENTRE, styles.style(num_format="@")))
    plan, at = _first_place(unit, [plan for plan, _ in forms])
    shape = formats.of(styles.TABLE, styles.LINK, styles.WRAP)
    sheet.link(row, 2, plan.form.sheet, unit.name, shape, to=at)
    counts = added(filled.units[unit.code].counts for _, filled in forms)
    begun = any(filled.units[unit.code].begun for _, filled in forms)
    _counts(cover, row, unit, forms)
    begun_cell = f"${column_letters(_BEGUN)}${row + 1}"
    not_begun = group_words.NOT_BEGUN.said(cover.language)
    own = counts_of(row)
    formula = f"IF({begun_cell}=0,{quoted(not_begun)},{status_formula(own, cover.language)})"
    said = status_line(counts, cover.language) if begun else not_begun
    sheet.formula(row, _LAST, formula, formats.of(styles.TABLE, styles.WRAP), said)
    light(cover, (row, _LAST, row, _LAST), own, unless=f"{begun_cell}=0")
    sheet.row(row, max(height(unit.name, WIDTHS[2]), 18.0))


def _counts(cover: Cover, row: int, unit: Unit, forms: Sequence[tuple[GroupPlan, FilledGroup]]) -> None:
    """Write a unit's hidden counts: what is missing, wrong, to be looked at, and what is filled in."""
    quiet = cover.formats.of(styles.NOTE)
    for place, column in enumerate(COUNTS):
        formula = "+".join(count_of(plan, unit.code, place, on_sheet(plan, "")) for plan, _ in forms)
        cover.sheet.formula(row, column, formula, quiet, sum(one.units[unit.code].counts[place] for _, one in forms))
    formula = "+".join(begun_count(plan, unit.code, on_sheet(plan, "")) for plan, _ in forms)
    cover.sheet.formula(row, _BEGUN, formula, quiet, sum(one.units[unit.code].filled for _, one in forms))


def _first_place(unit: Unit, plans: Sequence[GroupPlan]) -> tuple[GroupPlan, Position]:
    """Return where a unit's first own rows are."""
    plan = next((plan for plan in plans if not plan.is_list), plans[0])
    own = plan.group.units[unit.code]
    return plan, (plan.group.headings.get(unit.code, own.first_row), 0)
