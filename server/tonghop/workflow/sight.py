"""Which units an account sees: its own and all that stand below it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

from tonghop.core.accounts import Account, Right
from tonghop.core.errors import TonghopError, marked
from tonghop.workflow.office import Office
from tonghop.workflow.receiving import Sender


class SendsNoMore(TonghopError):
    message = marked(
        "The account {name} is closed or may no longer send reports; nothing of this file was stored. "
        "Ask whoever keeps the accounts, then send the file again."
    )


def sees(office: Office, account: Account, campaign: str, unit: str, day: date) -> bool:
    """Tell whether a unit of a campaign is within an account's sight on a day."""
    if account.unit is None:
        return True
    if account.sees(office.tree(campaign, day), unit):
        return True
    # One that is gone or yet to come is seen by whoever stood above it.
    above = {row.parent for row in office.units(campaign) if row.code == unit}
    return unit == account.unit or account.unit in above


def sender_now(
    office: Office,
    name: str,
    at: datetime,
    *,
    within: str | None = None,
    chosen_unit: str | None = None,
    chosen_period: str | None = None,
) -> Sender:
    """Return an account as a sender, with the sight that it has now and within a unit where one is named.

    Raises SendsNoMore where there is no such account any more, or it may not send.
    """
    account = office.store.account(name=name)
    if account is None or not account.active or not account.may(Right.SEND):
        raise SendsNoMore(name=name)
    unit = account.unit if within is None else within
    return Sender(_sight(office, account, within, office.day_of(at)), unit, chosen_unit, chosen_period)


def _sight(office: Office, account: Account, within: str | None, day: date) -> Callable[[str, str], bool]:
    narrowed = account if within is None else replace(account, unit=within)

    def both(campaign: str, unit: str) -> bool:
        return sees(office, account, campaign, unit, day) and sees(office, narrowed, campaign, unit, day)

    return both
