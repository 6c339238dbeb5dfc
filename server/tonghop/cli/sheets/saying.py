"""What happened to a shared spreadsheet, in a line for people and as plain values for programs."""

from rich.markup import escape

from tonghop.cli import tables
from tonghop.cli.options import Desk
from tonghop.core.definitions import Severity
from tonghop.core.errors import marked
from tonghop.google import page
from tonghop.sentences import say_error
from tonghop.storage import SharedSheet
from tonghop.workflow.sheets import Became, Failed, Pulled

DONE, NOTHING, FAULT = "✓", "·", "✗"
_MARKS = {Became.TAKEN: DONE, Became.UNCHANGED: NOTHING, Became.EMPTY: NOTHING, Became.REFUSED: FAULT}


def line(desk: Desk, mark: str, name: str, rest: str, *, at: str = "") -> None:
    """Print a line about one spreadsheet; ``at`` is when it happened, where that is of interest."""
    desk.out.print(f"{at}{mark} {escape(name)}: {escape(rest)}", highlight=False, soft_wrap=True)


def name(sheet: SharedSheet) -> str:
    """Return what a spreadsheet is called in a line."""
    return f"{sheet.key.unit} {sheet.title}"


def address(sheet: SharedSheet) -> str | None:
    """Return where people open it, ``None`` where it is not made."""
    return None if sheet.spreadsheet is None else page(sheet.spreadsheet)


def mark_of(one: Pulled | Failed) -> str:
    """Return the sign that stands before its line."""
    return FAULT if isinstance(one, Failed) else _MARKS[one.became]


def said(one: Pulled | Failed, desk: Desk) -> str:
    """Say what became of a reading."""
    if isinstance(one, Failed):
        return say_error(one.problem, desk.language)
    words = _became(one, desk)
    if one.changing:
        words += desk.say(marked("; {rows} rows were being changed and are read again in a minute"), rows=one.changing)
    return words


def _became(one: Pulled, desk: Desk) -> str:
    examined = one.examined
    if one.became is Became.UNCHANGED:
        return desk.say(marked("unchanged"))
    if one.became is Became.EMPTY:
        return desk.say(marked("nothing is filled in yet"))
    if examined.refusal is not None:
        return desk.say(marked("refused: {problem}"), problem=tables.refusal_text(examined.refusal, desk))
    severities = [finding.severity for finding in examined.findings]
    return desk.say(
        marked("taken: {units} units, {errors} errors, {warnings} warnings"),
        units=len(examined.outcomes),
        errors=severities.count(Severity.BLOCKING),
        warnings=severities.count(Severity.WARNING),
    )


def sheet_json(sheet: SharedSheet) -> dict[str, object]:
    """Return as plain values which spreadsheet it is."""
    key = sheet.key
    return {"campaign": key.campaign, "period": key.period, "unit": key.unit, "address": address(sheet)}


def became_json(one: Pulled | Failed, desk: Desk) -> dict[str, object]:
    """Return what became of a reading as plain values."""
    if isinstance(one, Failed):
        return {**sheet_json(one.sheet), "became": "failed", "problem": say_error(one.problem, desk.language)}
    found = tables.examined_json(one.examined, desk)
    return {**sheet_json(one.sheet), "became": one.became.value, "changing": one.changing, **found}
