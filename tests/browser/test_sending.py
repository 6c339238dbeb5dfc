"""Sending as a clerk does it in a browser: drop, progress, a wrong cell, the sheet, put right."""

from pathlib import Path

import pytest
from flask import Flask
from tests.browser.conftest import PHONE, WIDE, Visit, assert_fits, assert_usable, served, sign_in
from tests.web.conftest import CAMPAIGN, PARTY_CELL, PASSWORD
from tests.web.send_helpers import PLACE, state_of, workbook_of

from tonghop.workflow import Office


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_a_wrong_cell_is_found_and_put_right_in_the_page(
    app: Flask, office: Office, visit: Visit, tmp_path: Path, size: dict[str, int]
) -> None:
    wrong, other = tmp_path / "bao cao.xlsx", tmp_path / "khac.xlsx"
    wrong.write_bytes(workbook_of(office, PARTY_CELL, {PLACE: "mười hai"}))
    other.write_bytes(b"no workbook")
    with served(app) as address:
        page = visit(address, size)
        sign_in(page, "chibo1", PASSWORD)
        page.goto("/send")
        assert_usable(page)
        page.set_input_files("#files", [str(wrong), str(other)])
        assert page.inner_text(".chosen") == "Đã chọn 2 tệp"
        page.click("button[name=send]")
        page.get_by_text("Xong 2/2 tệp").wait_for()
        page.wait_for_selector("#recent table")
        assert page.locator("#taken > li").count() == 2
        assert_usable(page)
        assert_fits(page)
        page.click("ul.causes a")
        cell = page.locator("td:target")
        assert "mười hai" in cell.locator("input").input_value()
        assert_usable(page)
        assert_fits(page)
        cell.locator("input").fill("12")
        page.click(".save button.primary")
        page.wait_for_selector(".notice.good")
        assert_usable(page)
        assert_fits(page)
    assert state_of(office, CAMPAIGN, PARTY_CELL) == "submitted"
