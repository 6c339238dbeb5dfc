"""The commands about campaigns themselves: download one as a workbook, load an edited one, list them."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import click
from rich.markup import escape
from rich.table import Table

from tonghop import catalogue, workflow
from tonghop.cli.commands import group
from tonghop.cli.options import Day, Desk, user_name, with_desk
from tonghop.cli.speech import SpokenGroup, option
from tonghop.core.definitions import Campaign
from tonghop.core.errors import marked
from tonghop.core.units import Unit


@group.group(
    "campaign",
    cls=SpokenGroup,
    help=marked("Download campaigns as workbooks, load edited ones, list, close and reopen them."),
)
def campaign_group() -> None:
    """Hold the commands about campaigns."""


@campaign_group.command("export", help=marked("Write a campaign into the workbook OUT.xlsx, to be edited in Excel."))
@click.argument("name", metavar="CODE|PATH")
@click.argument("out", metavar="OUT.xlsx", type=click.Path(path_type=Path, dir_okay=False))
@option("--shipped", is_flag=True, help=marked("Take the campaign that comes with the program, not the instance's."))
@with_desk
def export_command(desk: Desk, name: str, out: Path, *, shipped: bool) -> None:
    """Write a campaign as a workbook."""
    campaign, units = _found(desk, name, shipped=shipped)
    out.write_bytes(catalogue.campaign_workbook(campaign, units))
    told = desk.say(
        marked("{out}: campaign {code}, version {version}, {units} units."),
        out=out,
        code=campaign.code,
        version=campaign.version,
        units=len(units),
    )
    click.echo(told)


@campaign_group.command("import", help=marked("Load a campaign workbook into the instance."))
@click.argument("file", metavar="FILE.xlsx", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@with_desk
def import_command(desk: Desk, file: Path) -> None:
    """Load a campaign workbook; the same one again changes nothing."""
    with desk.office() as office:
        campaign, units = workflow.campaign_file(file.read_bytes())
        is_new = workflow.keep_campaign(office, campaign, units, who=user_name(), at=desk.instant(office))
    message = marked("{file}: campaign {code}, version {version}, {units} units, is now in force.")
    kept = marked("{file}: campaign {code}, version {version}, {units} units, is kept already; nothing was changed.")
    said = {"file": file, "code": campaign.code, "version": campaign.version, "units": len(units)}
    click.echo(desk.say(message if is_new else kept, **said))


@campaign_group.command("list", help=marked("List the campaigns of the instance, the newest version of each."))
@option("--shipped", is_flag=True, help=marked("List the campaigns that come with the program, not the instance's."))
@option("--json", "as_plain", is_flag=True, help=marked("Print plain JSON."))
@with_desk
def list_command(desk: Desk, *, shipped: bool, as_plain: bool) -> None:
    """List campaigns."""
    listed, closed = ([catalogue.load_shipped(code) for code in catalogue.shipped()], {}) if shipped else _kept(desk)
    if as_plain:
        plain = [_plain(campaign, units, closed.get(campaign.code)) for campaign, units in listed]
        click.echo(json.dumps(plain, ensure_ascii=False, indent=2))
        return
    table = Table(show_edge=False, pad_edge=False)
    for heading in (marked("Code"), marked("Version"), marked("Campaign"), marked("Units"), marked("Takes reports")):
        table.add_column(desk.say(heading), overflow="fold")
    for campaign, units in listed:
        title = campaign.short_title.said(desk.language)
        until = _until(desk, closed.get(campaign.code))
        table.add_row(escape(campaign.code), str(campaign.version), escape(title), str(len(units)), until)
    desk.out.print(table)


def _until(desk: Desk, last_day: date | None) -> str:
    if last_day is None:
        return desk.say(marked("yes"))
    return desk.say(marked("until {day}, then closed"), day=f"{last_day:%d/%m/%Y}")


@campaign_group.command(
    "close", help=marked("Take no reports of the campaign CODE after a day; the sender is told why.")
)
@click.argument("code", metavar="CODE")
@option("--after", "last_day", type=Day(), required=True, metavar="DATE", help=marked("The last day that is taken."))
@option("--reason", metavar="TEXT", required=True, help=marked("Why; the sender reads it."))
@with_desk
def close_command(desk: Desk, code: str, last_day: date, reason: str) -> None:
    """Close a campaign."""
    with desk.office() as office:
        chosen = office.campaign(code)
        at = desk.instant(office)
        workflow.close_campaign(office, chosen, last_day, reason=reason, who=user_name(), at=at)
    told = desk.say(marked("The campaign takes reports until {day}, none after it."), day=f"{last_day:%d/%m/%Y}")
    click.echo(f"{code}: {told}")


@campaign_group.command("reopen", help=marked("Take reports of the closed campaign CODE again."))
@click.argument("code", metavar="CODE")
@option("--reason", metavar="TEXT", required=True, help=marked("Why; it is kept in the audit."))
@with_desk
def reopen_command(desk: Desk, code: str, reason: str) -> None:
    """Reopen a campaign."""
    with desk.office() as office:
        chosen = office.campaign(code)
        workflow.reopen_campaign(office, chosen, reason=reason, who=user_name(), at=desk.instant(office))
    click.echo(f"{code}: {desk.say(marked('The campaign takes reports again.'))}")


def _found(desk: Desk, name: str, *, shipped: bool) -> tuple[Campaign, tuple[Unit, ...]]:
    """Find a campaign: shipped, at a path, or of the instance."""
    if shipped:
        return catalogue.load_shipped(name)
    if Path(name).exists():
        return workflow.named_campaign(name)
    with desk.office() as office:
        return office.store.campaign(name), office.store.units(name)


def _kept(desk: Desk) -> tuple[list[tuple[Campaign, tuple[Unit, ...]]], Mapping[str, date]]:
    """Return the instance's campaigns with their units, and the last days of those that are closed."""
    with desk.office() as office:
        listed = [(campaign, office.units(campaign.code)) for campaign in office.campaigns.values()]
        return listed, office.store.closed(office.end_of(desk.as_of(office)))


def _plain(campaign: Campaign, units: tuple[Unit, ...], last_day: date | None) -> dict[str, object]:
    return {
        "code": campaign.code,
        "version": campaign.version,
        "title": campaign.title.model_dump(),
        "units": len(units),
        "forms": [form.code for form in campaign.forms],
        "takes_reports_until": None if last_day is None else last_day.isoformat(),
    }
