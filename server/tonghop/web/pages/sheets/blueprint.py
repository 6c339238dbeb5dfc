"""What the pages of shared spreadsheets have in common."""

from flask import Blueprint

from tonghop import google
from tonghop.core.accounts import Right
from tonghop.google.errors import GoogleError
from tonghop.storage import SharedSheet, SheetState
from tonghop.web.desk import desk
from tonghop.workflow import sheets
from tonghop.workflow.sheets import Accounts

PAGES = Blueprint("sheets", __name__)


def runs(campaign: str) -> bool:
    """Tell whether who is signed in makes and shares a campaign's spreadsheets."""
    return desk.account.may(Right.MANAGE) and desk.sees_all(campaign)


@PAGES.app_template_global("sheets_linked")
def linked(campaign: str) -> bool:
    """Tell whether the page is worth a link: whoever runs them may make some, others have to have one."""
    if runs(campaign):
        return google.is_set(desk.service.instance.settings.google) or bool(desk.store.sheets.listed(campaign=campaign))
    unit = desk.account.unit
    return desk.account.may(Right.SEND) and bool(desk.store.sheets.listed(campaign=campaign, unit=unit))


PAGES.add_app_template_global(google.page, "spreadsheet_address")


def own_newest() -> dict[str, SharedSheet]:
    """Return the newest spreadsheet of the unit of who is signed in, by campaign; none where he sends for none."""
    unit = desk.account.unit
    if unit is None or not desk.account.may(Right.SEND):
        return {}
    made = [one for one in desk.store.sheets.listed(unit=unit) if one.state is SheetState.READY]
    return {one.key.campaign: one for one in sorted(made, key=lambda one: one.made or desk.now)}


def accounts() -> Accounts | GoogleError:
    """Return the system's accounts at Google, or why there are none as far as settings and key files tell."""
    try:
        return sheets.open_accounts(desk.office)
    except GoogleError as error:
        return error
