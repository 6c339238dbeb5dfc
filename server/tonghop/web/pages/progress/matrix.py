"""Who has sent what: counts, charts and the unit × period matrix."""

from dataclasses import dataclass
from types import MappingProxyType

from flask import redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from tonghop.core import following
from tonghop.core.accounts import Right
from tonghop.core.completeness import USABLE, State
from tonghop.core.following import MatrixRow, Outline, Report
from tonghop.web import charts
from tonghop.web.access import needs
from tonghop.web.desk import desk
from tonghop.web.pages.progress.blueprint import PAGES, chosen_period, followed
from tonghop.workflow import Followed, UnknownUnit

PERIODS_SHOWN = 12
WORDS_UP_TO = 6
"""With more periods than these a cell shows its mark only; the word is read out and stands in the legend."""
AMENDED = "amended"
MARKS = MappingProxyType(
    {
        State.ACCEPTED: "✔",
        State.SUBMITTED: "●",
        State.REOPENED: "↺",
        State.RETURNED: "↩",
        State.BLOCKED: "✖",
        State.EMPTY: "∅",
        State.NOT_SENT: "!",
        State.NOT_DUE: "·",
        State.EXEMPT: "–",
    }
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the matrix is narrowed to."""

    unit: str = ""
    level: str = ""
    state: str = ""
    late: bool = False
    period: str = ""
    all_periods: bool = False

    @classmethod
    def of(cls, given: MultiDict[str, str]) -> "Asked":
        """Read what an address asks for; an unknown state asks for none."""
        known = {*(state.value for state in State), AMENDED}
        state = given.get("state", "")
        return cls(
            unit=given.get("unit", ""),
            level=given.get("level", ""),
            state=state if state in known else "",
            late="late" in given,
            period=given.get("period", ""),
            all_periods="all" in given,
        )

    def keeps(self, row: MatrixRow) -> bool:
        """Tell whether a unit's line is shown."""
        if self.level and row.unit.level != self.level:
            return False
        cells = [cell for code, cell in row.cells.items() if not self.period or code == self.period]
        if self.late and not any(cell.standing.is_overdue for cell in cells):
            return False
        return not self.state or any(self._is_state(cell) for cell in cells)

    def _is_state(self, cell: Report) -> bool:
        if self.state == AMENDED:
            return cell.standing.state is State.ACCEPTED and cell.head is not None and cell.head.amends
        return cell.standing.state.value == self.state


@PAGES.get("/progress")
@needs(Right.VIEW)
def choose() -> Response | str:
    """Lead to the campaign, or show which ones there are."""
    campaigns = tuple(desk.office.campaigns.values())
    if len(campaigns) == 1:
        return redirect(url_for("progress.progress", campaign=campaigns[0].code))
    return render_template("progress/choose.html", campaigns=campaigns)


@PAGES.get("/c/<campaign>/progress")
@needs(Right.VIEW)
def progress(campaign: str) -> str:
    """Show how every report stands."""
    made = followed(campaign)
    if not made.periods:
        return render_template("progress/none.html", campaign=made.campaign)
    return render_template("progress/progress.html", **_shown(made, Asked.of(request.args)))


def _shown(made: Followed, asked: Asked) -> dict[str, object]:
    focus = chosen_period(made, asked.period)
    outline = _under(made, asked)
    reports = [report for report in made.reports if report.standing.unit in outline.by_code]
    columns = made.periods if asked.all_periods else made.periods[-PERIODS_SHOWN:]
    counted = following.all_progress(reports, columns)
    (of_focus,) = following.all_progress(reports, [focus])
    in_focus = [report for report in reports if report.standing.period == focus.code]
    return {
        "campaign": made.campaign,
        "asked": asked,
        "focus": focus,
        "counts": of_focus,
        "states": _by_state(in_focus),
        "overdue": sum(report.standing.is_overdue for report in in_focus),
        "received": charts.received(following.received_by_day(reports, focus.code), focus, of_focus.owed, desk.as_of),
        "columns": [focus] if asked.period else columns,
        "hidden": len(made.periods) - len(columns),
        "counted": list(zip(columns, counted, strict=True)),
        "rows": following.matrix(outline, reports, asked.keeps),
        "above": _above(made.outline),
        "top": outline.units[0],
        "marks": MARKS,
        "usable": USABLE,
        "amended_state": AMENDED,
        "words_up_to": WORDS_UP_TO,
    }


def _under(made: Followed, asked: Asked) -> Outline:
    """Return the units at and below the one asked for; raises UnknownUnit for one that is not in sight."""
    if asked.unit and asked.unit not in made.outline.by_code:
        raise UnknownUnit(campaign=made.campaign.code, code=asked.unit)
    return made.outline.within(asked.unit or None)


def _above(outline: Outline) -> list[tuple[str, str, int]]:
    """Return the units with others below them: code, name and depth."""
    parents = {code for unit in outline.units for code in outline.chains[unit.code][1:]}
    return [(unit.code, unit.name, outline.depth(unit.code)) for unit in outline.units if unit.code in parents]


def _by_state(reports: list[Report]) -> list[tuple[State, int]]:
    found = [report.standing.state for report in reports]
    return [(state, found.count(state)) for state in State if state in found]
