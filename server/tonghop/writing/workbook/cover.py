"""The cover, “Trang bìa”: whose workbook it is, what is still missing, how to fill and send it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from tonghop.core.cells import a1, column_letters
from tonghop.core.definitions import Campaign, FieldType, Language, Period, Text
from tonghop.core.layout import COVER_PERIOD, COVER_UNIT_CODE, COVER_UNIT_NAME, STATUS_ROW
from tonghop.core.spelling import spelled
from tonghop.core.submission import Coverage
from tonghop.core.units import Unit
from tonghop.writing import styles
from tonghop.writing.styles import Formats
from tonghop.writing.workbook import words
from tonghop.writing.workbook.fill import FilledSheet, added
from tonghop.writing.workbook.guard import protect
from tonghop.writing.workbook.head import status_text
from tonghop.writing.workbook.page import set_up_cover
from tonghop.writing.workbook.plan import FormPlan
from tonghop.writing.workbook.sheet import Sheet
from tonghop.writing.workbook.status import CountCells, status_formula, status_line
from tonghop.writing.workbook.wrap import height

WIDTHS = (6.0, 20.0, 46.0, 34.0)
_LAST = len(WIDTHS) - 1
_ROOM = sum(WIDTHS)
COUNTS = (_LAST + 1, _LAST + 2, _LAST + 3)
_TITLE_ROW, _PLAN_ROW, _HEADING_ROW = 1, 2, 4
_OVERALL_ROW, _FORMS_ROW = 13, 15


@dataclass(frozen=True, slots=True)
class About:
    """Whose workbook it is and for what."""

    campaign: Campaign
    period: Period
    unit: Unit
    coverage: Coverage
    parent_name: str

    @property
    def recipient(self) -> str:
        """To whom the report goes, and who answers questions."""
        return self.parent_name or self.campaign.issuer.said(self.campaign.language)

    @property
    def covered(self) -> Text:
        """What the figures in the workbook cover."""
        return words.COVERAGE_OWN if self.coverage is Coverage.OWN else words.SUMMARY

    @property
    def how(self) -> tuple[Text, ...]:
        """How to fill and send the workbook."""
        return words.HOW


@dataclass(frozen=True, slots=True)
class Cover:
    """The cover's sheet with what is written from."""

    sheet: Sheet
    formats: Formats
    about: About

    @property
    def language(self) -> Language:
        """The campaign's language."""
        return self.about.campaign.language

    def say(self, text: Text) -> str:
        """Say something in the campaign's language."""
        return text.said(self.language)

    def line(self, row: int, text: str, *shape: styles.Style, size: float = 12, spare: float = 2) -> None:
        """Write a line across the whole cover, as high as its words need."""
        bold = any(one.get("bold") for one in shape)
        self.sheet.merged((row, 0, row, _LAST), text, self.formats.of(styles.PLAIN, styles.WRAP, *shape))
        self.sheet.row(row, height(text, _ROOM, size, bold=bold) + spare)


def write_cover(
    sheet: Sheet,
    formats: Formats,
    about: About,
    forms: Sequence[tuple[FormPlan, FilledSheet]],
    more: Callable[[Cover, int], int] | None = None,
) -> None:
    """Write the cover; ``forms`` are the workbook's forms in order.

    ``more`` writes what stands under them, from a row on, and returns the row after it.
    """
    cover = Cover(sheet, formats, about)
    for column, width in enumerate(WIDTHS):
        sheet.raw.set_column(column, column, width)
    sheet.raw.set_column(COUNTS[0], COUNTS[-1], 8, None, {"hidden": True})
    _plan_lines(cover)
    _whose(cover)
    _overall(cover, forms)
    row = _form_table(cover, forms)
    row = more(cover, row + 1) if more is not None else row
    row = _legend(cover, row + 1)
    row = _instructions(cover, row + 1)
    sheet.raw.hide_gridlines(2)
    set_up_cover(sheet, row - 1, _LAST, cover.language, on_one_page=more is None)
    protect(sheet.raw)


def _plan_lines(cover: Cover) -> None:
    campaign = cover.about.campaign
    cover.line(0, cover.say(campaign.issuer).upper(), styles.BOLD)
    title = cover.say(campaign.title)
    cover.line(_TITLE_ROW, title, styles.TITLE, size=styles.TITLE_SIZE, spare=12)
    number = [cover.say(words.PLAN_NUMBER).format(number=campaign.number)] if campaign.number else []
    issued = [cover.say(words.PLAN_DATE).format(date=_day(campaign.issued))] if campaign.issued else []
    cover.line(_PLAN_ROW, ", ".join(number + issued), styles.CENTRE, styles.ITALIC)
    cover.sheet.row(_PLAN_ROW + 1, 4)
    cover.line(_HEADING_ROW, cover.say(words.COVER_HEADING), styles.TITLE, size=styles.TITLE_SIZE, spare=4)


def _whose(cover: Cover) -> None:
    about, say = cover.about, cover.say
    due = say(words.DUE_LAST).format(date=_day(about.period.due))
    due += say(words.DUE_ASSUMED) if about.period.assumed else ""
    lines = (
        (COVER_UNIT_NAME, words.UNIT, about.unit.name, styles.BOLD),
        (COVER_UNIT_CODE, words.CODE_OF_UNIT, about.unit.code, styles.TEXT),
        (COVER_PERIOD, words.PERIOD, say(about.period.label), styles.TEXT),
        (_below(COVER_PERIOD, 1), words.DUE, due, styles.BOLD),
        (_below(COVER_PERIOD, 2), words.COVERAGE, say(about.covered), styles.TEXT),
        (_below(COVER_PERIOD, 3), words.REPORTS_TO, about.recipient, styles.TEXT),
    )
    head = cover.formats.of(styles.TABLE, styles.BOLD, styles.LOCKED)
    for (row, column), label, text, shape in lines:
        cover.sheet.merged((row, 0, row, column - 1), say(label), head)
        cover.sheet.merged((row, column, row, _LAST), text, cover.formats.of(styles.TABLE, styles.TEXT, shape))
        cover.sheet.row(row, height(text, sum(WIDTHS[column:]), bold=True) + 4)


def _below(place: tuple[int, int], rows: int) -> tuple[int, int]:
    return (place[0] + rows, place[1])


def _overall(cover: Cover, forms: Sequence[tuple[FormPlan, FilledSheet]]) -> None:
    sheet, formats = cover.sheet, cover.formats
    counts = added([filled.counts for _, filled in forms])
    for place, (column, count) in enumerate(zip(COUNTS, counts, strict=True)):
        formula = "+".join(on_sheet(plan, a1((STATUS_ROW, plan.state_columns[place]))) for plan, _ in forms)
        sheet.formula(_OVERALL_ROW, column, formula, formats.of(styles.NOTE), count)
    own = counts_of(_OVERALL_ROW)
    sheet.merged((_OVERALL_ROW, 0, _OVERALL_ROW, 1), cover.say(words.OVERALL), formats.of(styles.TABLE, styles.BOLD))
    sheet.merged((_OVERALL_ROW, 2, _OVERALL_ROW, _LAST), "", formats.of(styles.TABLE, styles.BOLD))
    said = status_line(counts, cover.language)
    sheet.formula(_OVERALL_ROW, 2, status_formula(own, cover.language), formats.of(styles.TABLE, styles.BOLD), said)
    sheet.row(_OVERALL_ROW, 24)
    light(cover, (_OVERALL_ROW, 2, _OVERALL_ROW, _LAST), own)


def counts_of(row: int) -> CountCells:
    """Return the hidden cells in which a row's counts stand."""
    return CountCells(*(f"${column_letters(column)}${row + 1}" for column in COUNTS))


def light(cover: Cover, area: tuple[int, int, int, int], counts: CountCells, *, unless: str = "FALSE") -> None:
    """Colour an area as its counts are, but where ``unless`` holds."""
    for formula, shape in (
        (f"{counts.errors}>0", styles.ERROR),
        (f"{counts.missing}>0", styles.MISSING),
        (f"{counts.missing}+{counts.errors}=0", styles.GOOD),
    ):
        criteria = f"={formula}" if unless == "FALSE" else f"=AND(NOT({unless}),{formula})"
        options = {"type": "formula", "criteria": criteria, "format": cover.formats.of(shape), "stop_if_true": True}
        cover.sheet.conditional(area, options)


def on_sheet(plan: FormPlan, cell: str) -> str:
    """Return a form's cell or range as other sheets' formulas write it."""
    quoted = plan.form.sheet.replace("'", "''")
    return f"'{quoted}'!{cell}"


def _form_table(cover: Cover, forms: Sequence[tuple[FormPlan, FilledSheet]]) -> int:
    """Write the forms with a link and the state of each; return the row after them."""
    sheet, formats = cover.sheet, cover.formats
    cover.line(_FORMS_ROW, cover.say(words.FORMS_HEADING), styles.BOLD)
    head = formats.of(styles.HEAD)
    row = _FORMS_ROW + 1
    for column, heading in enumerate(("", words.FORM_NUMBER, words.FORM_TITLE, words.FORM_STATE)):
        sheet.text(row, column, cover.say(heading) if isinstance(heading, Text) else "STT", head)
    for place, (plan, filled) in enumerate(forms, start=1):
        row += 1
        title = cover.say(plan.form.title)
        sheet.number(row, 0, place, formats.of(styles.TABLE, styles.CENTRE))
        sheet.text(row, 1, plan.form.number, formats.of(styles.TABLE))
        sheet.link(row, 2, plan.form.sheet, title, formats.of(styles.TABLE, styles.LINK, styles.WRAP))
        state = formats.of(styles.TABLE, styles.WRAP)
        said = on_sheet(plan, a1((STATUS_ROW, plan.layout.status_column)))
        sheet.formula(row, 3, said, state, status_text(plan, filled))
        sheet.row(row, max(height(title, WIDTHS[2]), height("x\nx", WIDTHS[3])))
    return row + 1


def _legend(cover: Cover, row: int) -> int:
    cover.line(row, cover.say(words.LEGEND_HEADING), styles.BOLD)
    samples = (
        (styles.INPUT, words.LEGEND_INPUT),
        (styles.LOCKED, words.LEGEND_LOCKED),
        (styles.MISSING, words.LEGEND_MISSING),
        (styles.ERROR, words.LEGEND_ERROR),
        (styles.WARNING, words.LEGEND_WARNING),
    )
    for shape, text in samples:
        row += 1
        cover.sheet.blank(row, 0, cover.formats.of(styles.TABLE, shape, styles.style(locked=True)))
        cover.sheet.merged((row, 1, row, _LAST), cover.say(text), cover.formats.of(styles.PLAIN))
    return row + 1


def _instructions(cover: Cover, row: int) -> int:
    cover.line(row, cover.say(words.HOW_HEADING), styles.BOLD)
    notes = [cover.say(text) for text in cover.about.how]
    notes.append(cover.say(words.ASK).format(whom=cover.about.recipient))
    for note in notes:
        row += 1
        cover.line(row, note)
    return row + 1


def _day(day: date) -> str:
    return spelled(day, FieldType.DATE)
