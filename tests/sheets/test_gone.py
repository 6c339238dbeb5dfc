"""A spreadsheet that is no longer at Google, and one that somebody took out of the bin again."""

from tests.sheets.district import Desk

from tonghop.storage import SheetState
from tonghop.workflow.sheets import Became, Pulled


def test_one_that_is_back_keeps_what_people_typed(small: Desk) -> None:
    sheet = small.sheet()
    small.office.store.sheets.gone(sheet.spreadsheet or "", who="test", at=small.now())
    writes = small.fake.count("write")
    back = small.makes()
    assert (back.id, back.spreadsheet, back.state) == (sheet.id, sheet.spreadsheet, SheetState.READY)
    assert small.fake.count("write") == writes
    (pulled,) = small.reads()
    assert isinstance(pulled, Pulled)
    assert (pulled.became, len(pulled.examined.outcomes)) == (Became.TAKEN, 2)


def test_one_that_was_deleted_is_made_anew_and_blank(small: Desk) -> None:
    sheet = small.sheet()
    del small.fake.world.files[sheet.spreadsheet or ""]
    small.reads(sheet)
    assert small.sheet().state is SheetState.GONE
    anew = small.makes()
    assert (anew.state, anew.spreadsheet == sheet.spreadsheet) == (SheetState.READY, False)
    (pulled,) = small.reads(anew)
    assert isinstance(pulled, Pulled)
    assert pulled.became is Became.EMPTY
