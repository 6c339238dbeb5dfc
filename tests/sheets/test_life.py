"""What happens to a shared spreadsheet in its life, besides typing: each is told, and well again once it is over."""

from collections.abc import Callable
from datetime import date
from functools import partial

import pytest
from tests.fakegoogle import OFFICER, Fault
from tests.sheets.district import Desk, types
from tests.sheets.small import CLEAN
from tests.sheets.standing import marks, settle, tabs
from tests.sheets.unplugged import one_look

from tonghop.core.completeness import State
from tonghop.core.reorganising import merge
from tonghop.core.shared_sheets import FINDINGS_ID, STAMP_ID
from tonghop.core.submission import SubmissionKey
from tonghop.google.errors import NoAccess, NoNetwork
from tonghop.storage import Action, SheetState
from tonghop.workflow import close_campaign, reopen_campaign, tell_sheet
from tonghop.workflow.sheets import Became, Failed, Pulled

REGISTER = "Biểu 1"


def key(unit: str) -> SubmissionKey:
    return SubmissionKey("nho", "T2020-02", unit)


def listed(desk: Desk) -> str:
    """Return all that the tab “Lỗi” says."""
    return "\n".join(" | ".join(row) for row in marks(desk, desk.sheet()).listed)


def one(became: list[Pulled | Failed]) -> Pulled:
    (found,) = became
    assert isinstance(found, Pulled), found
    return found


def failed(became: list[Pulled | Failed]) -> Failed:
    (found,) = became
    assert isinstance(found, Failed), found
    return found


# The spreadsheet as a whole.


def test_an_empty_spreadsheet_is_no_delivery(blank: Desk) -> None:
    pulled = one(blank.reads(blank.sheet()))
    assert pulled.became is Became.EMPTY
    assert blank.deliveries() == 0
    assert marks(blank, blank.sheet()).results == {}
    assert "Hệ thống đọc lúc" in listed(blank)
    blank.fake.calls.clear()
    assert one(blank.reads(blank.sheet())).became is Became.UNCHANGED
    assert (blank.fake.count("read"), blank.fake.count("write")) == (1, 0)


def deleted(desk: Desk) -> None:
    desk.fake.session(OFFICER).delete(f"https://www.googleapis.com/drive/v3/files/{desk.sheet().spreadsheet}")


def trashed(desk: Desk) -> None:
    address = f"https://www.googleapis.com/drive/v3/files/{desk.sheet().spreadsheet}"
    desk.fake.session(OFFICER).patch(address, json={"trashed": True})


@pytest.mark.parametrize("lost", [deleted, trashed])
def test_a_spreadsheet_that_is_lost_is_gone_and_made_anew(lost: Callable[[Desk], None], small: Desk) -> None:
    one_look(small, "here:1:a")
    before = small.sheet().spreadsheet
    lost(small)
    small.fake.clock.passes(60)
    one_look(small, "here:1:a")
    assert small.sheet().state is SheetState.GONE
    settle(small)
    again = small.makes("H1")
    assert again.state is SheetState.READY
    assert again.spreadsheet != before
    types(small.clerk(again), small.filled({"H1X03": CLEAN}))
    assert one(small.reads(again)).became is Became.TAKEN
    assert {head.key.unit for head in small.office.store.heads("nho")} == {"H1X01", "H1X02", "H1X03"}


def test_one_that_is_deleted_while_it_is_read_keeps_no_other_waiting(small: Desk) -> None:
    types(small.clerk(small.sheet("H2")), small.filled({"H2X01": CLEAN}, "H2"))
    small.fake.before(partial(deleted, small), of="write")
    became = small.reads(small.sheet(), small.sheet("H2"))
    assert [type(one) for one in became] == [Failed, Pulled]
    assert small.sheet().state is SheetState.GONE
    assert {head.key.unit for head in small.office.store.heads("nho")} == {"H1X01", "H1X02", "H2X01"}
    small.fake.clock.passes(600)
    settle(small)
    assert small.makes("H1").state is SheetState.READY


def test_where_nothing_can_be_written_new_figures_are_read_all_the_same(small: Desk) -> None:
    small.fake.plan(Fault.TIMEOUT, of="write", times=None)
    assert isinstance(failed(small.reads(small.sheet())), Failed)
    small.clerk(small.sheet()).opens(REGISTER).types("D9", "121")
    small.fake.clock.passes(600)
    assert isinstance(failed(small.reads(small.sheet())), Failed)
    (latest,) = [one for one in small.office.store.latest("nho") if one.key.unit == "H1X01"]
    answers = {name: answer.value for _, _, name, answer in latest.submission.answers() if name == "members"}
    assert answers == {"members": 121}
    assert small.deliveries() == 2


def test_access_taken_away_is_told_and_well_again_when_given_back(small: Desk) -> None:
    file = small.fake.file(small.sheet().spreadsheet or "")
    owner, file.owner = file.owner, "somebody@tinh.example"
    assert isinstance(failed(small.reads(small.sheet())).problem, NoAccess)
    problem = small.sheet().problem
    assert problem is not None
    assert small.sheet().state is SheetState.READY
    file.owner = owner
    small.fake.clock.passes(61)
    assert one(small.reads()).became is Became.TAKEN
    assert small.sheet().problem is None


def test_a_refusal_of_one_spreadsheet_leaves_the_others_alone(small: Desk) -> None:
    types(small.clerk(small.sheet("H2")), small.filled({"H2X01": CLEAN}, "H2"))
    small.fake.file(small.sheet().spreadsheet or "").owner = "somebody@tinh.example"
    became = small.reads(small.sheet(), small.sheet("H2"))
    assert [type(one) for one in became] == [Failed, Pulled]


def test_without_a_network_there_is_one_error_and_all_waits(small: Desk) -> None:
    small.fake.plan(Fault.CONNECTION, times=6)
    for district in ("H1", "H2"):
        small.asks(small.sheet(district))
    with pytest.raises(NoNetwork):
        small.reads()
    assert len(small.office.store.pulls.all()) == 2
    assert len(small.fake.calls) == 6
    small.fake.clock.passes(3600)
    assert [type(one) for one in small.reads()] == [Pulled, Pulled]


# Tabs and columns.


def test_the_list_of_findings_comes_back(small: Desk) -> None:
    small.reads(small.sheet())
    before = listed(small)
    small.fake.clerk(small.sheet().spreadsheet or "", email=OFFICER).opens(FINDINGS_ID).deletes_tab()
    settle(small)
    small.asks(small.sheet())
    settle(small)
    assert listed(small) == before


def test_without_its_stamp_a_spreadsheet_says_so(small: Desk) -> None:
    small.reads(small.sheet())
    small.fake.clerk(small.sheet().spreadsheet or "", email=OFFICER).opens(STAMP_ID).deletes_tab()
    pulled = one(small.reads(small.sheet()))
    assert pulled.became in {Became.TAKEN, Became.REFUSED}
    assert small.office.store.heads("nho")


def test_another_districts_tabs_are_refused(small: Desk) -> None:
    """As when somebody pastes a copy of the neighbours' spreadsheet over his own."""
    small.reads(small.sheet())
    heads = small.office.store.heads("nho")
    mine, other = tabs(small, small.sheet()), tabs(small, small.sheet("H2"))
    for tab, theirs in zip(mine, other, strict=True):
        if tab.id != FINDINGS_ID:
            tab.cells = dict(theirs.cells)
    types(small.clerk(small.sheet()), {("Biểu 1", "D9"): 77})
    pulled = one(small.reads(small.sheet()))
    assert pulled.became is Became.REFUSED
    assert small.office.store.heads("nho") == heads
    assert "Lỗi" in listed(small)


def test_own_columns_that_were_deleted_cost_nothing_else(small: Desk) -> None:
    small.reads(small.sheet())
    officer = small.fake.clerk(small.sheet().spreadsheet or "", email=OFFICER).opens(REGISTER)
    officer.deletes_columns("J", 3)
    small.clerk(small.sheet()).opens("Biểu 3").types("F9", "7")
    pulled = one(small.reads(small.sheet()))
    assert pulled.became is Became.TAKEN
    standing = marks(small, small.sheet())
    assert {tab for tab, _ in standing.results} == {101, 102, 103}
    assert (100, 9, 3) in standing.notes


def test_a_heading_of_ours_that_was_renamed_is_his_column(small: Desk) -> None:
    small.reads(small.sheet())
    officer = small.fake.clerk(small.sheet().spreadsheet or "", email=OFFICER).opens(REGISTER)
    officer.types("J7", "Ghi chú của xã")
    officer.types("J9", "đã gọi điện")
    settle(small)
    assert officer.sees("J9") == "đã gọi điện"
    assert officer.sees("J7") == "Ghi chú của xã"


def test_a_heading_of_a_figure_that_was_renamed_is_a_finding(small: Desk) -> None:
    officer = small.fake.clerk(small.sheet().spreadsheet or "", email=OFFICER).opens(REGISTER)
    officer.types("D7", "Tổng số đảng viên toàn xã")
    pulled = one(small.reads(small.sheet()))
    assert pulled.examined.findings
    assert "Biểu 1" in listed(small)


def test_a_spreadsheet_set_to_another_locale_is_read_as_it_is_shown(small: Desk) -> None:
    small.reads(small.sheet())
    spreadsheet = small.fake.spreadsheet(small.sheet().spreadsheet or "")
    spreadsheet.properties = {**spreadsheet.properties, "locale": "en_US"}
    small.clerk(small.sheet()).opens("Biểu 4").types("G11", "2.5")
    assert one(small.reads(small.sheet())).became is Became.TAKEN
    latest = {revision.key.unit: revision for revision in small.office.store.latest("nho")}
    values = {(form, row, name): str(answer.value) for form, row, name, answer in latest["H1X01"].submission.answers()}
    assert values["results", "GIO", "done"] == "2.5"
    assert values["register", "1", "members"] == "120"
    assert values["meetings", "1", "date"] == "2020-02-05"


# Units, campaigns, reviews.


def test_a_unit_that_was_merged_meanwhile_keeps_its_report_of_that_period(small: Desk) -> None:
    small.reads(small.sheet())
    change = partial(merge, codes=["H1X02", "H1X03"], into="H1X02", on=date(2020, 3, 1))
    small.office.change_units(small.campaign, change, {}, who="tinh", at=small.now())
    small.clerk(small.sheet()).opens(REGISTER).types("D10", "12")
    pulled = one(small.reads(small.sheet()))
    assert {outcome.key.unit for outcome in pulled.examined.outcomes} == {"H1X01", "H1X02"}
    assert marks(small, small.sheet()).results[100, 9].startswith("Chưa nhận")


def test_a_closed_campaign_says_so_and_takes_it_when_reopened(small: Desk) -> None:
    close_campaign(small.office, small.campaign, date(2020, 3, 1), reason="Đã chốt", who="tinh", at=small.now())
    pulled = one(small.reads(small.sheet()))
    assert pulled.became is Became.REFUSED
    assert "Đã chốt" in listed(small)
    assert marks(small, small.sheet()).results == {}
    assert small.office.store.heads("nho") == ()
    reopen_campaign(small.office, small.campaign, reason="Bổ sung", who="tinh", at=small.now())
    small.clerk(small.sheet()).opens(REGISTER).types("D9", "121")
    small.fake.clock.passes(60)
    assert one(small.reads(small.sheet())).became is Became.TAKEN
    assert len(small.office.store.heads("nho")) == 2


def test_a_reopened_campaign_takes_what_stood_there_meanwhile(small: Desk) -> None:
    close_campaign(small.office, small.campaign, date(2020, 3, 1), reason="Đã chốt", who="tinh", at=small.now())
    one(small.reads(small.sheet()))
    reopen_campaign(small.office, small.campaign, reason="Bổ sung", who="tinh", at=small.now())
    small.fake.clock.passes(60)
    one(small.reads(small.sheet()))
    assert len(small.office.store.heads("nho")) == 2


def test_a_change_to_an_accepted_report_waits_and_its_row_says_so(small: Desk) -> None:
    small.reads(small.sheet())
    small.office.store.move(key("H1X01"), Action.ACCEPT, levels=1, who="tinh", at=small.now())
    tell_sheet(small.office, key("H1X01"), small.now())
    small.reads()
    assert "đã duyệt" in marks(small, small.sheet()).results[100, 8]
    small.clerk(small.sheet()).opens(REGISTER).types("D9", "121")
    small.fake.clock.passes(60)
    one(small.reads(small.sheet()))
    said = marks(small, small.sheet()).results[100, 8]
    assert "chờ được mở lại" in said, said
    (head,) = [head for head in small.office.store.heads("nho") if head.key.unit == "H1X01"]
    assert (head.state, head.number, head.waiting) == (State.ACCEPTED, 1, 2)


def test_a_figure_changed_back_counts(small: Desk) -> None:
    small.reads(small.sheet())
    clerk = small.clerk(small.sheet()).opens(REGISTER)
    for figure in ("121", "120"):
        clerk.types("D9", figure)
        small.fake.clock.passes(60)
        one(small.reads(small.sheet()))
        (latest,) = [one for one in small.office.store.latest("nho") if one.key.unit == "H1X01"]
        answers = {name: answer.value for _, _, name, answer in latest.submission.answers() if name == "members"}
        assert answers == {"members": int(figure)}


# Noticing.


def test_our_own_writing_costs_one_reading_more_and_no_writing(small: Desk) -> None:
    one_look(small, "here:1:a")
    small.fake.clock.passes(60)
    small.fake.calls.clear()
    one_look(small, "here:1:a")
    assert small.fake.count("sheets.spreadsheets.get") <= 2
    assert small.fake.count("sheets.spreadsheets.batchUpdate") == 0
    small.fake.clock.passes(60)
    small.fake.calls.clear()
    one_look(small, "here:1:a")
    assert [call.kind for call in small.fake.calls] == ["drive"]


def test_what_changes_while_all_are_read_for_the_first_time_is_not_lost(small: Desk) -> None:
    clerk = small.clerk(small.sheet())
    small.fake.after(lambda: clerk.opens(REGISTER).types("D9", "130"), of="drive.changes.getStartPageToken")
    small.fake.before(lambda: clerk.opens(REGISTER).types("E9", "9"), of="write", nth=2)
    one_look(small, "here:1:a")
    small.fake.clock.passes(60)
    one_look(small, "here:1:a")
    (latest,) = [one for one in small.office.store.latest("nho") if one.key.unit == "H1X01"]
    answers = {name: answer.value for form, _, name, answer in latest.submission.answers() if form == "register"}
    assert answers == {"members": 130, "cells": 9}


def test_every_night_all_are_read_whatever_drive_told(small: Desk) -> None:
    one_look(small, "here:1:a")
    settle(small)
    one_look(small, "here:1:a")
    silent = list(small.fake.world.changes)
    small.clerk(small.sheet()).opens(REGISTER).types("D9", "131")
    small.fake.world.changes[:] = silent
    small.fake.clock.passes(3600)
    assert one_look(small, "here:1:a") == []
    small.fake.clock.passes(24 * 3600)
    became = one_look(small, "here:1:a")
    assert {one.became for one in became if isinstance(one, Pulled)} == {Became.TAKEN, Became.UNCHANGED}


def test_a_token_that_drive_does_not_know_has_all_read_anew(small: Desk) -> None:
    """As when the office changes its account at Google: a token is one account's."""
    one_look(small, "here:1:a")
    settle(small)
    small.office.store.pulls.advance("of another account", (), at=small.now())
    small.clerk(small.sheet()).opens(REGISTER).types("D9", "131")
    small.fake.clock.passes(60)
    became = one_look(small, "here:1:a")
    assert {one.became for one in became if isinstance(one, Pulled)} == {Became.TAKEN, Became.UNCHANGED}
    small.fake.clock.passes(60)
    small.fake.calls.clear()
    one_look(small, "here:1:a")
    assert {call.status for call in small.fake.calls} == {200}


def test_what_was_changed_while_it_was_read_and_then_undone_is_told_again(small: Desk) -> None:
    small.reads(small.sheet())
    before = marks(small, small.sheet())
    clerk = small.clerk(small.sheet()).opens(REGISTER)
    clerk.types("E9", "9")
    small.reads(small.sheet())
    clerk.types("E9", "8")
    small.fake.after(lambda: clerk.types("D9", "131"), of="sheets.spreadsheets.get")
    assert one(small.reads(small.sheet())).changing == 1
    assert marks(small, small.sheet()).results[100, 8].startswith("Đang kiểm tra lại")
    clerk.types("D9", "120")
    small.fake.clock.passes(60)
    assert one(small.reads()).became is Became.UNCHANGED
    assert marks(small, small.sheet()) == before


def test_marks_that_somebody_wiped_or_copied_are_put_right(small: Desk) -> None:
    small.reads(small.sheet())
    before = marks(small, small.sheet())
    officer = small.fake.clerk(small.sheet().spreadsheet or "", email=OFFICER).opens(REGISTER)
    officer.clears("J9:K10")
    officer.notes("D9", "[KT] Lỗi: của ô khác")
    settle(small)
    one(small.reads(small.sheet()))
    assert marks(small, small.sheet()) == before


def test_two_workers_at_once_never_take_one_twice(small: Desk) -> None:
    """The second looks in the middle of every call of the first."""
    types(small.clerk(small.sheet("H2")), small.filled({"H2X01": CLEAN}, "H2"))
    for number in range(1, 9):
        small.fake.before(lambda: one_look(small, "there:2:b"), nth=number)
    one_look(small, "here:1:a")
    settle(small)
    assert small.deliveries() == 2
    assert {len(small.office.store.history(head.key)) for head in small.office.store.heads("nho")} == {1}
