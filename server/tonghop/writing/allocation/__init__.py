"""“Phân bổ tài liệu”: who gets how many copies, with live subtotals, and the slips that are signed for them."""

from datetime import date
from io import BytesIO

from xlsxwriter import Workbook

from tonghop.core.allocating import Allocation
from tonghop.writing.allocation.front import FrontWriter
from tonghop.writing.allocation.items import ItemWriter
from tonghop.writing.allocation.layout import FRONT, Plan
from tonghop.writing.allocation.slips import SlipWriter
from tonghop.writing.consolidated.pen import Pen
from tonghop.writing.styles import WORKBOOK_OPTIONS, Formats

_FRONT_COLOUR, _ITEM_COLOUR, _SLIP_COLOUR = "#C00000", "#2F5597", "#548235"


def allocation_workbook(allocation: Allocation, as_of: date) -> bytes:
    """Return an allocation by the registers of a day as an xlsx file.

    Raises DoesNotFit when a sheet would need more rows than Excel has.
    """
    target = BytesIO()
    workbook = Workbook(target, dict(WORKBOOK_OPTIONS))
    formats = Formats(workbook)
    plan = Plan.of(allocation, as_of)

    def pen(name: str, colour: str) -> Pen:
        sheet = workbook.add_worksheet(name)
        sheet.set_tab_color(colour)
        return Pen(sheet, formats)

    front = pen(FRONT, _FRONT_COLOUR)
    items = [ItemWriter(plan, sheet, pen(sheet.name, _ITEM_COLOUR)) for sheet in plan.sheets]
    slips = [SlipWriter(plan, unit, pen(name, _SLIP_COLOUR)) for unit, name in plan.givers]
    FrontWriter(plan, front, items, slips).write()
    for item in items:
        item.write()
    for slip in slips:
        slip.write()
    workbook.set_properties(
        {
            "title": f"Phân bổ tài liệu: {allocation.campaign.short_title.vi}",
            "author": allocation.campaign.issuer.vi,
        }
    )
    workbook.set_calc_mode("auto")
    workbook.close()
    return target.getvalue()
