"""An allocation as plain values for JSON: stable keys; ``null`` is not known, which is not zero."""

from typing import Any, TypeAlias

from tonghop.core.allocating import Allocation, ItemAllocation
from tonghop.core.definitions import Text

Json: TypeAlias = dict[str, Any]


def as_json(allocation: Allocation) -> Json:
    """Return the allocation as dictionaries, lists, texts, whole numbers and ``None``."""
    campaign = allocation.campaign
    return {
        "campaign": {"code": campaign.code, "version": campaign.version, "title": _text(campaign.title)},
        "reserve_percent": str(allocation.reserve),
        "items": [_item(one) for one in allocation.items],
        "units": [
            {
                "unit": unit.code,
                "parent": unit.parent,
                "level": unit.level,
                "name": unit.name,
                "received": {str(measure): n for measure, n in allocation.received.get(unit.code, {}).items()},
            }
            for unit in allocation.tree.units
        ],
        "without_register": [unit.code for unit in allocation.unknown],
        "rows_without_norm": [row.code for row in allocation.unallotted],
    }


def _text(text: Text) -> Json:
    return {"vi": text.vi, "en": text.en}


def _item(one: ItemAllocation) -> Json:
    return {
        "item": one.item.code,
        "label": _text(one.item.label),
        "measure": None if one.item.measure is None else _text(one.item.measure),
        "rows": [row.code for row in one.item.rows],
        "entitled": one.entitled,
        "reserve": one.reserve,
        "print_run": one.print_run,
        "stock": one.stock,
        "copies": one.copies,
        "lacking": one.lacking,
        "left": one.left,
        "shares": [
            {
                "unit": share.unit,
                "row": share.row,
                "recipients": share.recipients,
                "entitled": share.entitled,
                "copies": share.copies,
            }
            for share in one.shares
        ],
    }
