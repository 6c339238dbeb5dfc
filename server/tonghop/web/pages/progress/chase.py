"""The list for chasing (đôn đốc): whose reports of a period are overdue, to print, to paste and as a workbook."""

from dataclasses import dataclass

from flask import Response, render_template

from tonghop.core import following
from tonghop.core.accounts import Right
from tonghop.core.definitions import Period
from tonghop.core.errors import marked
from tonghop.core.following import Chased, Report
from tonghop.core.submission import Coverage
from tonghop.sentences import STATES
from tonghop.web import wording
from tonghop.web.access import needs
from tonghop.web.desk import desk
from tonghop.web.pages.progress.blueprint import PAGES, chosen_period, followed
from tonghop.workflow import Followed
from tonghop.writing.chasing import Line, chasing_workbook

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Listed:
    """What is chased of a period."""

    made: Followed
    period: Period
    groups: tuple[Chased, ...]

    @property
    def count(self) -> int:
        """How many reports are overdue."""
        return sum(len(group.reports) for group in self.groups)


def listed(campaign: str, period: str) -> Listed:
    """Return what is chased of a period, of the units that the account sees."""
    made = followed(campaign)
    of = chosen_period(made, period)
    reports = [report for report in made.reports if report.standing.period == of.code]
    return Listed(made, of, following.overdue(made.outline, reports))


@PAGES.get("/c/<campaign>/chase/<period>")
@needs(Right.VIEW)
def chase(campaign: str, period: str) -> str:
    """Show the list, ready to print and to paste."""
    found = listed(campaign, period)
    return render_template(
        "progress/chase.html",
        campaign=found.made.campaign,
        listed=found,
        name=_name,
        as_text=_as_text(found),
        review=Right.REVIEW,
    )


@PAGES.get("/c/<campaign>/chase/<period>/list.txt")
@needs(Right.VIEW)
def chase_text(campaign: str, period: str) -> Response:
    """Give the list as plain text."""
    return _file(_as_text(listed(campaign, period)).encode(), "text/plain; charset=utf-8", f"don-doc-{period}.txt")


@PAGES.get("/c/<campaign>/chase/<period>/list.xlsx")
@needs(Right.VIEW)
def chase_workbook(campaign: str, period: str) -> Response:
    """Give the list as a workbook."""
    found = listed(campaign, period)
    headings = [desk.say(words) for words in _HEADINGS]
    groups = [(group.above.name, [_line(found, report) for report in group.reports]) for group in found.groups]
    content = chasing_workbook(_titles(found), headings, groups)
    return _file(content, _XLSX, f"don-doc-{period}.xlsx")


_HEADINGS = (
    marked("No."),
    marked("Unit"),
    marked("State"),
    marked("Due"),
    marked("Days overdue"),
    marked("Remarks"),
)


def _titles(found: Listed) -> tuple[str, str, str]:
    campaign, period = found.made.campaign, found.period
    title = desk.say(marked("Units whose reports are overdue"))
    counted = marked("{count} reports, as of {day}")
    return (
        title,
        f"{desk.text(campaign.short_title)} – {desk.text(period.label)}",
        desk.say(counted, count=found.count, day=wording.day(found.made.as_of)),
    )


def _line(found: Listed, report: Report) -> Line:
    one = report.standing
    return _name(found, report), desk.say(STATES[one.state]), one.due, one.days_late


def _name(found: Listed, report: Report) -> str:
    name = found.made.outline.by_code[report.standing.unit].name
    summary = report.standing.coverage is Coverage.SUMMARY
    return f"{name} {desk.say(marked('(summary of its units)'))}" if summary else name


def _as_text(found: Listed) -> str:
    """Write the list as it is pasted into a message: no table, a line for each unit."""
    title, about, counted = _titles(found)
    lines = [title.upper(), about, counted, ""]
    for group in found.groups:
        lines.append(f"{group.above.name}:")
        for report in group.reports:
            one = report.standing
            line = desk.say(
                marked("- {unit}: {state}, due {due}, {days} days overdue"),
                unit=_name(found, report),
                state=desk.say(STATES[one.state]),
                due=wording.day(one.due),
                days=one.days_late,
            )
            lines.append(line)
        lines.append("")
    ending = marked("Please send the report at once, or say why it cannot be sent.")
    return "\n".join([*lines, desk.say(ending)]) + "\n"


def _file(content: bytes, kind: str, name: str) -> Response:
    return Response(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
