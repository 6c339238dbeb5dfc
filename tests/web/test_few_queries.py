"""How often the pages over everything ask the database: all shipped campaigns at once, an account for every unit."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from sqlalchemy import Engine, event
from tests.web.conftest import PASSWORD, Visitor

from tonghop import catalogue, clock
from tonghop.config import Instance
from tonghop.core.accounts import Account, Role
from tonghop.storage import Store, sqlite_url
from tonghop.web import create_app
from tonghop.web.accounts.opening import open_account

MOST = 20
DISTRICT = "906"
DAY = date(2024, 1, 15)
"""When every one of the shipped plans has begun."""


@contextmanager
def _counted() -> Iterator[list[str]]:
    asked: list[str] = []

    def keep(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith("BEGIN"):
            asked.append(statement)

    event.listen(Engine, "before_cursor_execute", keep)
    try:
        yield asked
    finally:
        event.remove(Engine, "before_cursor_execute", keep)


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Visitor, Visitor]]:
    """An administrator and a district's reviewer of an instance with all plans and an account for each unit."""
    made = Instance.create(tmp_path_factory.mktemp("everything"))
    loaded = [catalogue.load_shipped(code) for code in catalogue.shipped()]
    noon = clock.noon(DAY, made.zone)
    with Store.create(sqlite_url(made.folder / "tonghop.db")) as store:
        for campaign, units in loaded:
            store.save_campaign(campaign, units, who="test", at=noon)
        app = create_app(made, time=clock.stopped(DAY, made.zone), testing=True)
        open_account(app, store, Account("admin", Role.ADMIN, None, "", ""), PASSWORD, who="test", at=noon)
        open_account(app, store, Account("huyen", Role.REVIEWER, DISTRICT, "", ""), PASSWORD, who="test", at=noon)
        for unit in next(units for campaign, units in loaded if campaign.code == "kien-giang-2020"):
            store.save_account(Account(f"tk{unit.code}", Role.CLERK, unit.code, "x", f"key {unit.code}", created=noon))
    visitors = Visitor(app.test_client()), Visitor(app.test_client())
    for visitor, name in zip(visitors, ("admin", "huyen"), strict=True):
        assert visitor.sign_in(name).status_code == 302
    yield visitors
    app.extensions["tonghop"].close()


@pytest.mark.parametrize("address", ["/", "/accounts", "/accounts/new", "/send", "/campaigns", "/tokens"])
def test_the_pages_over_everything_ask_little(everything: tuple[Visitor, Visitor], address: str) -> None:
    with _counted() as asked:
        assert everything[0].get(address).status_code == 200
    assert 0 < len(asked) <= MOST, "\n".join(asked)


@pytest.mark.parametrize("address", ["/", "/send"])
def test_a_district_s_pages_ask_little(everything: tuple[Visitor, Visitor], address: str) -> None:
    with _counted() as asked:
        assert everything[1].get(address).status_code == 200
    assert 0 < len(asked) <= MOST, "\n".join(asked)
