"""``tonghop remind``: e-mail reminders of overdue reports, for a scheduler or by hand."""

import click
from rich.markup import escape

from tonghop import workflow
from tonghop.cli.commands import group
from tonghop.cli.options import Desk, user_name, with_desk
from tonghop.cli.speech import option
from tonghop.core import calendar
from tonghop.core.errors import marked
from tonghop.mail import Outbox
from tonghop.workflow import Office, Reminders

_REFUSED = 1


@group.command("remind", help=marked("Remind units of overdue reports by e-mail; each at most once a day per period."))
@option("--campaign", metavar="CODE", help=marked("Only this campaign; all of them if not given."))
@option("--period", metavar="CODE", help=marked("Only this period."))
@option("--dry-run", is_flag=True, help=marked("Only say who would get a letter."))
@with_desk
def remind_command(desk: Desk, campaign: str | None, period: str | None, *, dry_run: bool) -> None:
    """Remind; ends with 1 when an address was refused."""
    with desk.office() as office:
        everything = campaign is None and period is None
        chosen = list(office.campaigns.values()) if everything else [office.campaign(campaign)]
        refused = 0
        for one in chosen:
            if period is not None:
                calendar.find_period(one, period)
            day = desk.as_of(office)
            made = workflow.reminders(office.store, workflow.follow(office, one, day), day, period)
            refused += _shown(desk, made) if dry_run else _sent(desk, office, made)
    if refused:
        raise click.exceptions.Exit(_REFUSED)


def _shown(desk: Desk, made: Reminders) -> int:
    for reminder in made.letters:
        _line(desk, "·", reminder.unit.name, ", ".join(reminder.addresses))
    _counted(desk, made)
    return 0


def _sent(desk: Desk, office: Office, made: Reminders) -> int:
    """Send, and return how many addresses were refused."""
    refused = 0
    if made.letters:
        outbox = Outbox(office.instance.settings.mail, office.instance.folder)
        at = desk.instant(office)
        for one in workflow.send(office, made, outbox, who=user_name(), at=at, day=made.followed.as_of):
            refused += bool(one.problem)
            _line(desk, "✗" if one.problem else "✓", one.unit.name, f"{one.address} {one.problem}")
    _counted(desk, made)
    return refused


def _line(desk: Desk, mark: str, unit: str, rest: str) -> None:
    desk.out.print(f"{mark} {escape(unit)}: {escape(rest.strip())}", highlight=False, soft_wrap=True)


def _counted(desk: Desk, made: Reminders) -> None:
    told = marked("{campaign}: {letters} units to remind, {without} without an e-mail address, {before} reminded today")
    counted = desk.say(
        told,
        campaign=made.followed.campaign.code,
        letters=len(made.letters),
        without=len(made.without_address),
        before=len(made.reminded_today),
    )
    desk.out.print(counted, highlight=False, soft_wrap=True)
