"""A spreadsheet that was refused as a whole says so to the office until it is taken."""

from datetime import date

from tests.fakegoogle import Fault
from tests.sheets.district import Desk, types
from tests.writing.workbook_samples import clean

from tonghop.google.errors import TimedOut
from tonghop.storage import SharedSheet
from tonghop.workflow.closing import CampaignClosed, close_campaign, reopen_campaign
from tonghop.workflow.sheets import Became, Failed, Pulled


def test_what_was_refused_says_why_for_as_long_as_it_stands_so(desk: Desk) -> None:
    sheet, (_, members) = desk.makes(), desk.members()
    types(desk.clerk(sheet), desk.filled({unit.code: clean(desk.campaign, desk.period, unit) for unit in members[:1]}))
    close_campaign(desk.office, desk.campaign, date(2020, 3, 1), reason="Hết đợt", who="tinh", at=desk.now())
    for became in (Became.REFUSED, Became.UNCHANGED):
        (pulled,) = desk.reads(sheet)
        assert isinstance(pulled, Pulled)
        assert pulled.became is became
        assert _problem(desk, sheet) == CampaignClosed.message
    desk.fake.plan(Fault.TIMEOUT, of="read", times=None)
    (failed,) = desk.reads(sheet)
    assert isinstance(failed, Failed)
    assert _problem(desk, sheet) == TimedOut.message


def test_what_a_closed_campaign_refused_is_taken_when_it_is_reopened(small: Desk) -> None:
    sheet = small.sheet()
    close_campaign(small.office, small.campaign, date(2020, 3, 1), reason="Hết đợt", who="tinh", at=small.now())
    for became in (Became.REFUSED, Became.UNCHANGED):
        (pulled,) = small.reads(sheet)
        assert isinstance(pulled, Pulled)
        assert pulled.became is became
    reopen_campaign(small.office, small.campaign, reason="Bổ sung", who="tinh", at=small.now())
    (pulled,) = small.reads()
    assert isinstance(pulled, Pulled)
    assert pulled.became is Became.TAKEN
    assert len(small.office.store.heads(small.campaign.code)) == 2
    assert _problem(small, sheet) is None


def _problem(desk: Desk, sheet: SharedSheet) -> str | None:
    problem = desk.office.store.sheets.one(sheet.id).problem
    return None if problem is None else problem.message
