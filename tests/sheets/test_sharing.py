"""With whom a district's spreadsheet is shared: its accounts as they are now."""

from dataclasses import replace

from tests.sheets.district import DISTRICT, Desk

from tonghop.core.accounts import Account, Role
from tonghop.google.errors import NoGoogleAccount
from tonghop.workflow.sheets import share


def opened(desk: Desk, *addresses: str) -> list[Account]:
    made = [Account(one.partition("@")[0], Role.CLERK, DISTRICT, "", one, email=one) for one in addresses]
    return [desk.office.store.save_account(replace(one, created=desk.now())) for one in made]


def test_an_address_that_google_refuses_keeps_no_other_from_its_right(desk: Desk) -> None:
    sheet = desk.makes()
    _, closed = opened(desk, "b@huyen.example", "cu@huyen.example")
    assert share(desk.office, desk.google, sheet, desk.act).added == ("b@huyen.example", "cu@huyen.example")
    desk.office.store.save_account(replace(closed, active=False))
    opened(desk, "A-sai@huyen.example", "c@huyen.example")
    desk.fake.world.nobodys.add("a-sai@huyen.example")
    shared = share(desk.office, desk.google, sheet, desk.act)
    assert (shared.added, shared.removed, shared.kept) == (
        ("c@huyen.example",),
        ("cu@huyen.example",),
        ("b@huyen.example",),
    )
    ((address, problem),) = [(one.address, one.problem) for one in shared.refused]
    assert address == "a-sai@huyen.example"
    assert isinstance(problem, NoGoogleAccount)
    assert {grant.email for grant in desk.office.store.sheets.grants(sheet.id)} == {
        "b@huyen.example",
        "c@huyen.example",
    }
    permissions = desk.fake.file(sheet.spreadsheet or "").permissions.values()
    assert {item["emailAddress"] for item in permissions} >= {"b@huyen.example", "c@huyen.example"}
    assert "cu@huyen.example" not in {item["emailAddress"] for item in permissions}


def test_a_district_of_which_no_account_has_an_address_is_nobodys(desk: Desk) -> None:
    assert share(desk.office, desk.google, desk.makes(), desk.act).is_nobodys


def test_who_is_closed_or_moved_loses_it_and_who_comes_gets_it(small: Desk) -> None:
    store, sheet = small.office.store, small.sheet()
    closing, moving = (
        store.save_account(
            Account(name, Role.CLERK, "H1", "", name, email=f"{name}@huyen.example", created=small.now())
        )
        for name in ("mot", "hai")
    )
    assert share(small.office, small.google, sheet, small.act).added == ("hai@huyen.example", "mot@huyen.example")
    store.save_account(replace(closing, active=False))
    store.save_account(replace(moving, unit="H2"))
    store.save_account(Account("ba", Role.CLERK, "H1", "", "ba", email="ba@huyen.example", created=small.now()))
    shared = share(small.office, small.google, sheet, small.act)
    assert (shared.added, shared.removed) == (
        ("ba@huyen.example",),
        ("hai@huyen.example", "mot@huyen.example"),
    )
    permissions = small.fake.file(sheet.spreadsheet or "").permissions.values()
    assert {one["emailAddress"] for one in permissions if "huyen" in one["emailAddress"]} == {"ba@huyen.example"}
    small.fake.calls.clear()
    assert not share(small.office, small.google, sheet, small.act).added
    assert small.fake.calls == []
