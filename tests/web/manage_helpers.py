"""What the tests of the office's pages share: sending workbooks, counting queries, reports without workbooks."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO

import openpyxl
from flask import Flask
from sqlalchemy import Engine, event
from tests.web.conftest import CAMPAIGN, DAY, PASSWORD, PERIOD, Visitor
from werkzeug.test import TestResponse

from tonghop import clock
from tonghop.core.accounts import Account, Role
from tonghop.core.consolidation import Measure
from tonghop.core.definitions import Number
from tonghop.core.submission import Coverage, Submission, SubmissionKey
from tonghop.storage import Delivery, Outcome
from tonghop.web.accounts.opening import open_account
from tonghop.workflow import Office

HOME = f"/c/{CAMPAIGN}"


def upload(visitor: Visitor, address: str, content: bytes, **fields: str) -> TestResponse:
    """Choose a workbook in a form and send it."""
    return visitor.post(address, {**fields, "workbook": (BytesIO(content), "tep.xlsx")}, page=address)


def edited(content: bytes, cells: Mapping[str, Mapping[str, str | int | None]]) -> bytes:
    """Type into cells as a clerk does, sheet by sheet."""
    book = openpyxl.load_workbook(BytesIO(content))
    for sheet, typed in cells.items():
        for cell, value in typed.items():
            book[sheet][cell] = value
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def reported(office: Office, unit: str, totals: Mapping[tuple[str, str, str], Number]) -> None:
    """Let a unit have reported figures, by form, row and field."""
    key = SubmissionKey(CAMPAIGN, PERIOD, unit, Coverage.OWN)
    measures = {Measure(form, field, row): value for (form, row, field), value in totals.items()}
    outcome = Outcome(key, Submission(key, 1, ()), (), measures)
    content = f"{unit} {sorted(totals.items())}".encode()
    office.store.receive(Delivery(content, f"{unit}.xlsx", unit, clock.noon(DAY, office.instance.zone)), [outcome])


def signed_in(app: Flask, name: str, role: Role, unit: str | None) -> Visitor:
    """Open another account and sign in with it."""
    service = app.extensions["tonghop"]
    open_account(app, service.store, Account(name, role, unit, "", ""), PASSWORD, who="test", at=service.time())
    visitor = Visitor(app.test_client())
    assert visitor.sign_in(name).status_code == 302
    return visitor


@contextmanager
def counted() -> Iterator[list[str]]:
    """Collect the statements that are sent to a database."""
    sent: list[str] = []

    def heard(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith(("SELECT", "INSERT", "UPDATE", "DELETE", "WITH")):
            sent.append(statement)

    event.listen(Engine, "before_cursor_execute", heard)
    try:
        yield sent
    finally:
        event.remove(Engine, "before_cursor_execute", heard)
