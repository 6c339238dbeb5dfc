"""The stand-in for Excel refuses what Office.js is documented to refuse: else the pane's tests would show little."""

import pytest
from playwright.sync_api import Browser
from tests.browser.test_pane import FAKE

_BOOK = "window.fakeExcel = {bytes: 'UEs=', sheets: ['Sheet1'], sets: {ExcelApi: '1.4'}}"


@pytest.mark.parametrize(
    ("script", "code"),
    [
        ("const r = s.getRange('A1'); r.values", "PropertyNotLoaded"),
        ("const r = s.getRange('A1'); r.load('values'); r.values", "PropertyNotLoaded"),
        ("s.getRange('A1:B2').values = [[1, 2]]", "InvalidArgument"),
        ("s.getRange('A0')", "InvalidArgument"),
        ("s.getRange('A1').format.fill.load('pattern')", "ApiNotFound"),
        ("s.getRange('A1').format.fill.load('colour')", "InvalidArgument"),
        ("s.getRange('A1').worksheet.notes", "ApiNotFound"),
        ("s.getRange('A1').format.fill.tint = 1", "NoSuchMember"),
        ("s.getUsedRange()", "NoSuchMember"),
        ("s.isNullObject", "PropertyNotLoaded"),
    ],
)
def test_the_stand_in_is_as_strict_as_the_documentation(chromium: Browser, script: str, code: str) -> None:
    page = chromium.new_page()
    page.evaluate(_BOOK)
    page.add_script_tag(path=FAKE)
    raised = page.evaluate(
        f"""Excel.run(async context => {{
          const s = context.workbook.worksheets.getItemOrNullObject("Sheet1"); {script};
        }}).then(() => "nothing", error => error.code)"""
    )
    page.close()
    assert raised == code
