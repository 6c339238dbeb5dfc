"""The register of shared spreadsheets: one of each, found by either name, and what people do with them audited."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.storage.samples import NOON, SHEET, claimed, ready

from tonghop.core.accounts import Account, Role
from tonghop.storage import (
    AuditSearch,
    LiveSheet,
    NewSheet,
    SheetBusy,
    SheetGrant,
    SheetMadeMeanwhile,
    SheetState,
    SheetTab,
    Store,
    TabRole,
    UnknownCampaign,
    UnknownSheet,
    UnknownVersion,
)

LATER = NOON + timedelta(hours=1)
NEW = NewSheet(SHEET, 1, "An Biên")


def acts(store: Store) -> list[tuple[str, str, str]]:
    return [(one.action, one.who, one.subject) for one in store.audit() if one.action != "save_campaign"]


def test_a_spreadsheet_is_registered_before_it_is_made(store: Store) -> None:
    making = store.sheets.begin_making(NEW)
    assert (making.key, making.version, making.title) == (SHEET, 1, "An Biên")
    assert (making.state, making.spreadsheet, making.made) == (SheetState.MAKING, None, None)
    tabs = (SheetTab(3, TabRole.STAMP), SheetTab(100, TabRole.FORM, "materials"))
    made = store.sheets.made(making.id, "g-1", tabs, who="lan", at=NOON)
    assert made == replace(making, state=SheetState.READY, spreadsheet="g-1", made=NOON)
    assert store.sheets.of("g-1") == store.sheets.of_unit(SHEET) == store.sheets.one(making.id) == made
    assert store.sheets.tabs(made.id) == tabs
    assert acts(store) == [("make_sheet", "lan", "plan P1 H1")]


def test_there_is_one_for_each_unit_and_period(store: Store) -> None:
    making = store.sheets.begin_making(NEW)
    again = store.sheets.begin_making(replace(NEW, title="Huyện An Biên"))
    assert again == replace(making, title="Huyện An Biên")
    made = store.sheets.made(making.id, "g-1", (), who="lan", at=NOON)
    assert store.sheets.begin_making(NEW) == made
    assert store.sheets.listed() == (made,)


def test_made_twice_is_made_once(store: Store) -> None:
    """As where the process was killed before it could say so, and finds the same spreadsheet again."""
    made = ready(store)
    assert store.sheets.made(made.id, "g-H1", (), who="lan", at=LATER) == made
    assert len(store.sheets.tabs(made.id)) == 2
    assert len(acts(store)) == 1
    with pytest.raises(SheetMadeMeanwhile, match="g-other"):
        store.sheets.made(made.id, "g-other", (), who="ha", at=LATER)
    assert store.sheets.one(made.id) == made


def test_a_spreadsheet_is_one_units(store: Store) -> None:
    ready(store, "X1", "g-1")
    other = store.sheets.begin_making(NEW)
    with pytest.raises(SheetMadeMeanwhile, match="g-1"):
        store.sheets.made(other.id, "g-1", (), who="lan", at=NOON)
    assert store.sheets.one(other.id).state is SheetState.MAKING


def test_it_is_made_of_a_version_that_is_kept(store: Store) -> None:
    with pytest.raises(UnknownVersion):
        store.sheets.begin_making(replace(NEW, version=2))
    with pytest.raises(UnknownCampaign):
        store.sheets.begin_making(replace(NEW, key=replace(SHEET, campaign="other")))
    assert store.sheets.listed() == ()


def test_they_are_listed_by_campaign_and_period(store: Store) -> None:
    sheets = {unit: ready(store, unit) for unit in ("X2", "H1")}
    other = store.sheets.begin_making(replace(NEW, key=replace(SHEET, period="P2")))
    assert store.sheets.listed(campaign="plan", period="P1") == (sheets["H1"], sheets["X2"])
    assert store.sheets.listed(period="P2") == (other,)
    assert store.sheets.listed(campaign="other") == ()


def test_what_is_not_registered_is_not_found(store: Store) -> None:
    assert store.sheets.of("g-1") is None
    assert store.sheets.of_unit(SHEET) is None
    with pytest.raises(UnknownSheet, match="tonghop sheets status"):
        store.sheets.one(7)


def test_one_that_is_gone_is_made_anew(store: Store) -> None:
    old = ready(store)
    store.sheets.grant(old.id, SheetGrant("a@x.vn", "p1", NOON), who="lan")
    for _ in range(2):
        store.sheets.gone("g-H1", who="system", at=LATER)
    assert store.sheets.one(old.id).state is SheetState.GONE
    anew = store.sheets.begin_making(NEW)
    assert (anew.id, anew.state, anew.spreadsheet, anew.made) == (old.id, SheetState.MAKING, None, None)
    assert (store.sheets.tabs(old.id), store.sheets.grants(old.id)) == ((), ())
    store.sheets.made(anew.id, "g-2", (), who="lan", at=LATER)
    store.sheets.gone("g-H1", who="system", at=LATER)
    assert store.sheets.one(old.id).state is SheetState.READY
    assert [action for action, _, _ in acts(store)] == ["make_sheet", "share_sheet", "lose_sheet", "make_sheet"]


def test_one_that_is_gone_may_be_found_again(store: Store) -> None:
    old = ready(store)
    store.sheets.grant(old.id, SheetGrant("a@x.vn", "p1", NOON), who="lan")
    store.sheets.gone("g-H1", who="system", at=LATER)
    for _ in range(2):
        assert store.sheets.found(old.id, who="lan", at=LATER) == old
    assert len(store.sheets.tabs(old.id)) == 2
    assert len(store.sheets.grants(old.id)) == 1
    assert [action for action, _, _ in acts(store)] == ["make_sheet", "share_sheet", "lose_sheet", "find_sheet"]


def test_what_was_fetched_of_one_that_is_gone_is_taken_in_first(store: Store) -> None:
    sheet, other = ready(store), ready(store, "X1")
    for one in (sheet, other):
        store.pulls.ask(one.id, NOON)
    store.pulls.fetched(claimed(store), b"GS1", at=NOON)
    for spreadsheet in ("g-H1", "g-X1"):
        store.sheets.gone(spreadsheet, who="system", at=NOON)
    assert [pull.sheet for pull in store.pulls.all()] == [sheet.id]
    with pytest.raises(SheetBusy):
        store.sheets.begin_making(NEW)
    assert store.pulls.content(sheet.id) == b"GS1"


def test_whom_it_is_shared_with_is_kept_while_it_is(store: Store) -> None:
    sheet = ready(store)
    account = store.save_account(Account("h1", Role.CLERK, "H1", "x", "k", email="h1@x.vn", created=NOON))
    grants = (SheetGrant("a@x.vn", "p2", NOON), SheetGrant("h1@x.vn", "p1", NOON, account.id))
    for grant in (*grants, grants[0]):
        store.sheets.grant(sheet.id, grant, who="lan")
    assert store.sheets.grants(sheet.id) == grants
    for _ in range(2):
        store.sheets.ungrant(sheet.id, "p1", who="ha", at=LATER)
    assert store.sheets.grants(sheet.id) == grants[:1]
    told = [(one.who, one.subject, one.details) for one in store.search_audit(AuditSearch(action="share_sheet"))]
    assert told == [("lan", "plan P1 H1", {"account": "h1"}), ("lan", "plan P1 H1", {"account": "a@x.vn"})]
    (taken_back,) = store.search_audit(AuditSearch(action="unshare_sheet"))
    assert (taken_back.who, taken_back.at, taken_back.details) == ("ha", LATER, {"account": "h1"})
    with pytest.raises(UnknownSheet):
        store.sheets.grant(99, grants[0], who="lan")


def test_a_period_s_spreadsheets_are_looked_up_at_once(store: Store) -> None:
    one, other, lonely = (ready(store, unit) for unit in ("H1", "H2", "H3"))
    grants = [SheetGrant(f"{name}@x.vn", f"p-{name}", NOON) for name in "abc"]
    for sheet, grant in ((one, grants[0]), (other, grants[2]), (one, grants[1])):
        store.sheets.grant(sheet.id, grant, who="lan")
    key = one.key
    assert store.sheets.grants_of(key.campaign, key.period) == {one.id: tuple(grants[:2]), other.id: (grants[2],)}
    assert store.sheets.grants_of(key.campaign, "P9") == {}
    assert store.sheets.listed(unit="H3") == (lonely,)
    assert store.sheets.listed(campaign="another", unit="H3") == ()


def test_what_was_published_last_is_kept_and_told_once(store: Store) -> None:
    assert store.sheets.pushed("plan", "P1") is None
    live = LiveSheet("plan", "P1", "g-live", "ab" * 32, NOON)
    for pushed in (live, replace(live, pushed=LATER), replace(live, digest="cd" * 32, pushed=LATER)):
        store.sheets.keep_pushed(pushed, who="lan")
        assert store.sheets.pushed("plan", "P1") == pushed
        assert store.sheets.live(campaign="plan") == store.sheets.live(period="P1") == (pushed,)
    assert store.sheets.pushed("plan", "P2") is None
    assert store.sheets.live(period="P2") == ()
    assert acts(store) == [("push_sheet", "lan", "plan P1")] * 2
