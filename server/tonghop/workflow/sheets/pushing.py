"""The province's live sheet: a period's consolidated figures in one Google spreadsheet, as in the workbook."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from tonghop.core.consolidation import Include
from tonghop.core.definitions import Campaign, Period
from tonghop.google import Google
from tonghop.storage import LiveSheet
from tonghop.workflow.office import Office
from tonghop.workflow.publishing import consolidated_file, publish
from tonghop.workflow.sheets.making import Accounts, Act, begun_anew, created, found
from tonghop.writing.google import Present, live_spreadsheet


@dataclass(frozen=True, slots=True)
class Pushed:
    """What was pushed, and where."""

    live: LiveSheet
    written: bool
    """False: the very same stood there already."""


def push(
    office: Office,
    accounts: Accounts,
    campaign: Campaign,
    period: Period,
    act: Act,
    *,
    as_of: date,
    include: Include,
) -> Pushed:
    """Bring a period together and write it to its live sheet, which is made where there is none, or none any more.

    Raises NotBegun or GoogleError. Killed halfway, it is written whole the next time: it says on its face as of when.
    """
    consolidation = publish(office, campaign, period, as_of=as_of, include=include)
    content = consolidated_file(office, consolidation, campaign.language)
    title, about = _name(campaign, period)
    digest, spreadsheet = sha256(content).hexdigest(), found(office, accounts.owner, title, about)
    before = office.store.sheets.pushed(campaign.code, period.code)
    if before is not None and (before.spreadsheet, before.digest) == (spreadsheet, digest):
        return Pushed(before, written=False)
    if before is None or before.spreadsheet != spreadsheet:
        spreadsheet = created(office, accounts, title, about)
    begun_anew(lambda: _write(accounts.daily, spreadsheet, content))
    live = LiveSheet(campaign.code, period.code, spreadsheet, digest, act.at)
    office.store.sheets.keep_pushed(live, who=act.who)
    return Pushed(live, written=True)


def _name(campaign: Campaign, period: Period) -> tuple[str, Mapping[str, str]]:
    """Return the title of a period's live sheet, and what Drive knows it by."""
    language = campaign.language
    title = f"Tổng hợp – {period.label.said(language)} – {campaign.short_title.said(language)}"
    return title, {"live": "1", "campaign": campaign.code, "period": period.code}


def _write(google: Google, spreadsheet: str, content: bytes) -> None:
    present = [Present(one.sheet_id, one.title, one.lights) for one in google.outline(spreadsheet)]
    for batch in live_spreadsheet(content, present).batches:
        google.write(spreadsheet, batch)
