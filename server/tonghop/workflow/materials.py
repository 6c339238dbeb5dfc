"""Where the copies of an item are, by what was allocated and what units reported."""

from datetime import date

from tonghop.core import allocating, balancing, calendar
from tonghop.core.allocating import Item
from tonghop.core.balancing import Balance
from tonghop.core.definitions import Campaign
from tonghop.workflow.office import Office


def balance(office: Office, campaign: Campaign, item: Item, as_of: date) -> tuple[Balance, ...]:
    """Return where an item's copies are as known on a day, in tree order."""
    instant = office.end_of(as_of)
    figures = office.store.figures(campaign.code, [item.form], instant)
    kept = office.store.allocation(campaign.code, instant)
    return balancing.balances(
        campaign,
        item,
        office.tree(campaign.code, as_of),
        balancing.newest_figures(campaign, figures),
        office.store.allocated_by_unit(campaign.code, instant),
        None if kept is None else calendar.in_zone(kept.at, office.instance.zone),
    )


def items(campaign: Campaign) -> tuple[Item, ...]:
    """Return what the campaign hands out."""
    return allocating.items(campaign)
