"""How often a page asks the database, whatever the size of the province."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Engine, event
from tests.web.conftest import Visitor
from tests.web.send_helpers import (
    COMMUNE,
    COMMUNE_REPORT,
    PROVINCE,
    PROVINCE_PERIOD,
    made_province,
    post_files,
    province_app,
    province_instance,
    province_office,
    signed_in,
    workbook_of,
)

from tonghop.workflow import Office

__all__ = ["made_province", "province_app", "province_instance", "province_office", "signed_in"]
MOST = 20


@contextmanager
def _counted() -> Iterator[list[str]]:
    asked: list[str] = []

    def count(*arguments: object) -> None:
        asked.append(str(arguments[2]))

    event.listen(Engine, "before_cursor_execute", count)
    try:
        yield asked
    finally:
        event.remove(Engine, "before_cursor_execute", count)


@pytest.mark.parametrize("below", ["", "/grid", "/revision/1", "/differences"])
def test_a_report_s_pages_ask_little(signed_in: Callable[[str], Visitor], province_office: Office, below: str) -> None:
    content = workbook_of(province_office, COMMUNE, campaign=PROVINCE, period=PROVINCE_PERIOD)
    province = signed_in("tinh")
    post_files(province, [("a.xlsx", content)])
    with _counted() as asked:
        assert province.get(f"{COMMUNE_REPORT}{below}").status_code == 200
    assert len([one for one in asked if one.startswith("SELECT")]) <= MOST


def test_the_page_of_sending_asks_little(signed_in: Callable[[str], Visitor]) -> None:
    province = signed_in("tinh")
    with _counted() as asked:
        assert province.get("/send").status_code == 200
    assert len([one for one in asked if one.startswith("SELECT")]) <= MOST
