"""The province's live sheet: a period's consolidated figures in one Google spreadsheet, as in the workbook."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from tonghop.core.consolidation import Include
from tonghop.core.definitions import Campaign, Period
from tonghop.google import Google
from tonghop.google.errors import NotThere
from tonghop.storage import LiveSheet
from tonghop.workflow.office import Office
from tonghop.workflow.publishing import consolidated_file, publish
from tonghop.workflow.sheets.making import Accounts, Act, begun_anew, created
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
    """Bring a period together and write it to its live sheet, which is made where there is none.

    Raises NotBegun or GoogleError. Killed halfway, it is written whole the next time: it says on its face as of when.
    """
    consolidation = publish(office, campaign, period, as_of=as_of, include=include)
    content = consolidated_file(office, consolidation, campaign.language)
    digest = sha256(content).hexdigest()
    before = office.store.sheets.pushed(campaign.code, period.code)
    standing = _standing(accounts, before)
    if before is not None and standing is not None and before.digest == digest:
        return Pushed(before, written=False)
    spreadsheet = standing or _made(office, accounts, campaign, period)
    begun_anew(lambda: _write(accounts.daily, spreadsheet, content))
    live = LiveSheet(campaign.code, period.code, spreadsheet, digest, act.at)
    office.store.sheets.keep_pushed(live, who=act.who)
    return Pushed(live, written=True)


def _standing(accounts: Accounts, before: LiveSheet | None) -> str | None:
    """Return the live sheet that was written before, unless it is gone."""
    if before is not None:
        with suppress(NotThere):
            accounts.daily.outline(before.spreadsheet)
            return before.spreadsheet
    return None


def _made(office: Office, accounts: Accounts, campaign: Campaign, period: Period) -> str:
    language = campaign.language
    title = f"{period.label.said(language)} – {campaign.short_title.said(language)}"
    about = {"live": "1", "campaign": campaign.code, "period": period.code}
    return created(office, accounts, f"Tổng hợp – {title}", about)


def _write(google: Google, spreadsheet: str, content: bytes) -> None:
    present = [Present(one.sheet_id, one.title, one.lights) for one in google.outline(spreadsheet)]
    for batch in live_spreadsheet(content, present).batches:
        google.write(spreadsheet, batch)
