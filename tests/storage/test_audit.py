import pytest
from sqlalchemy import Engine, create_engine, make_url
from sqlalchemy.exc import DBAPIError
from tests.storage.samples import NOON, UNITS, allocation, issue, key, outcome, send_one

from tonghop.storage import Action, Closure, GrantKind, Store
from tonghop.storage.tables import Table


def lived(store: Store) -> Store:
    """A store with an audit of six entries and a row in every table."""
    send_one(store, outcome(5))
    store.move(key(), Action.ACCEPT, levels=1, who="ha", at=NOON)
    store.grant_exemption("plan", "X2", "P1", reason="Bão lũ", who="ha", at=NOON)
    store.grant_extension("plan", "X2", "P1", NOON.date(), reason="Bão lũ", who="ha", at=NOON)
    store.save_allocation(allocation(), who="ha", at=NOON)
    store.claim_reminders("plan", [("X2", "P1")], NOON.date())
    return store


def run(url: str, *statements: str) -> None:
    """Do what someone with the database's password could do."""
    engine: Engine = create_engine(url)
    try:
        with engine.begin() as connection:
            for statement in statements:
                connection.exec_driver_sql(statement)
    finally:
        engine.dispose()


def unguarded(url: str) -> tuple[str, ...]:
    """The statements that take the guard off the audit."""
    if make_url(url).get_backend_name() == "sqlite":
        return "DROP TRIGGER audit_no_update", "DROP TRIGGER audit_no_delete"
    return ("DROP TRIGGER audit_only_add ON audit",)


def test_entries_say_who_did_what_to_what(store: Store) -> None:
    entries = lived(store).audit()
    assert [(entry.sequence, entry.who, entry.action, entry.subject) for entry in entries] == [
        (1, "lan", "save_campaign", "plan"),
        (2, "an", "receive", "xa.xlsx"),
        (3, "ha", "accept", "plan P1 X1"),
        (4, "ha", "exempt", "plan P1 X2"),
        (5, "ha", "extend", "plan P1 X2"),
        (6, "ha", "allocate", "plan"),
    ]
    assert {entry.at for entry in entries} == {NOON}
    assert store.audit(3) == entries[3:]
    assert store.audit(0) == ()
    assert entries[1].details["taken"] == [
        {
            "campaign": "plan",
            "period": "P1",
            "unit": "X1",
            "coverage": "own",
            "revision": 1,
            "state": "submitted",
            "new": True,
            "waits": False,
        }
    ]


def test_an_untouched_audit_holds(store: Store) -> None:
    assert lived(store).verify_audit() is None


@pytest.mark.parametrize(
    ("statement", "broken"),
    [
        ("UPDATE audit SET who = 'nobody' WHERE sequence = 3", 3),
        ("UPDATE audit SET details = '{}' WHERE sequence = 2", 2),
        ("UPDATE audit SET hash = 'abc' WHERE sequence = 4", 4),
        ("DELETE FROM audit WHERE sequence = 1", 1),
        ("DELETE FROM audit WHERE sequence = 4", 4),
        ("UPDATE audit SET sequence = 9 WHERE sequence = 5", 5),
    ],
)
def test_an_entry_that_was_changed_or_removed_shows(store: Store, url: str, statement: str, broken: int) -> None:
    lived(store)
    run(url, *unguarded(url), statement)
    assert store.verify_audit() == broken


CHANGEABLE = {
    *("accounts", "tokens", "jobs", "job_files", "job_results", "kept_answers"),
    *("shared_sheets", "shared_tabs", "sheet_grants", "pulls", "drive_state", "live_sheets"),
}
"""Who may sign in, and which spreadsheets are shared, is kept as it is now, each change of it in the audit; long work
and the reading of spreadsheets are no part of the record."""


def test_no_row_of_the_record_can_be_changed_or_removed(store: Store, url: str) -> None:
    lived(store)
    store.change_units("plan", 0, UNITS, {}, who="ha", at=NOON)
    store.issue("plan", issue(1), {"json": b"{}"})
    store.close_campaign("plan", Closure(NOON.date(), "Đã tổng kết", "ha", NOON))
    store.grant_exemption("plan", "X1", "P1", reason="Bão lũ", who="ha", at=NOON)
    store.withdraw_grant(GrantKind.EXEMPTION, "plan", "X1", "P1", reason="Nhầm", who="ha", at=NOON)
    for name in Table.metadata.tables.keys() - CHANGEABLE:
        table = Table.metadata.tables[name]
        column = next(iter(table.columns)).name
        for statement in (f"UPDATE {name} SET {column} = {column}", f"DELETE FROM {name}"):  # noqa: S608
            with pytest.raises(DBAPIError, match=f"rows of {name} are only ever added"):
                run(url, statement)


def test_no_table_can_be_emptied_at_once(store: Store, url: str) -> None:
    if make_url(url).get_backend_name() == "sqlite":
        pytest.skip("SQLite has no TRUNCATE")
    lived(store)
    with pytest.raises(DBAPIError, match="only ever added"):
        run(url, "TRUNCATE audit")
