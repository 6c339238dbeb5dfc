"""Who may write where: a protection keeps all but its editors and the owner from the cells it covers."""

from tests.fakegoogle.context import Context
from tests.fakegoogle.errors import invalid
from tests.fakegoogle.grid import Area, area
from tests.fakegoogle.shapes import Json
from tests.fakegoogle.state import Spreadsheet

REFUSED = (
    "You are trying to edit a protected cell or object. Please contact the spreadsheet owner to remove protection "
    "if you need to edit."
)


def check(context: Context, spreadsheet: Spreadsheet, target: Area) -> None:
    """Raise Google's 400 where the user may not write."""
    if forbidding(context, spreadsheet, target):
        raise invalid(REFUSED)


def forbidding(context: Context, spreadsheet: Spreadsheet, target: Area) -> Json | None:
    """Return the first protection that keeps the user from some of the cells."""
    for item in target.sheet.protected:
        if _kept_from(context, spreadsheet, item) and _covers(spreadsheet, item, target):
            return item
    return None


def _kept_from(context: Context, spreadsheet: Spreadsheet, item: Json) -> bool:
    editors = {context.world.files[spreadsheet.id].owner, *item.get("editors", {}).get("users", [])}
    return not item.get("warningOnly") and context.user not in editors


def _covers(spreadsheet: Spreadsheet, item: Json, target: Area) -> bool:
    """Say whether some cells lie within a protection, and not wholly in one of its exceptions."""
    except_for = [area(spreadsheet, found) for found in item.get("unprotectedRanges", [])]
    if any(found.covers(target) for found in except_for if found.sheet.id == target.sheet.id):
        return False
    return area(spreadsheet, item.get("range", {})).meets(target)
