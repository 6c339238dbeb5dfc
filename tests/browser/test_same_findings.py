"""The desktop add-in, the task pane, the API and the page find the same in the same workbook, in the same words."""

import html

import pytest
from flask import Flask
from tests.browser.test_pane import WRONG, Opened, address, open_excel, secret
from tests.web.api_helpers import program
from tests.web.conftest import PARTY_CELL, Visitor
from tests.web.send_helpers import PLACE, Fill, post_files, workbook_of

from tonghop.workflow import Office
from tonghop_addin.client import Client
from tonghop_addin.values import Upload

__all__ = ["address", "open_excel", "secret"]

Row = tuple[str, str]
"""Where something was found, and the sentence."""

WORKBOOKS: dict[str, Fill] = {
    "nothing wrong": {},
    "a word for a number": WRONG,
    "a negative number": {PLACE: -3},
    "a number that can be two things": {PLACE: "1.250,5"},
}


@pytest.mark.parametrize("fill", WORKBOOKS.values(), ids=WORKBOOKS)
def test_all_clients_find_the_same(
    app: Flask, office: Office, address: str, open_excel: Opened, secret: str, fill: Fill
) -> None:
    content = workbook_of(office, PARTY_CELL, fill)
    table = {
        "api": by_api(app, content),
        "desktop": by_desktop(address, secret, content),
        "pane": by_pane(open_excel, secret, content),
    }
    assert table["desktop"] == table["pane"] == table["api"]
    assert bool(table["api"]) == bool(fill)
    page = by_page(app, content)
    assert [sentence for _place, sentence in table["api"] if sentence not in page] == []


def by_api(app: Flask, content: bytes) -> list[Row]:
    answer = program(app, "chibo1").send(content, "/check", Accept_Language="vi").get_json()
    found = [one for part in answer["deliveries"][0]["submissions"] for one in part["findings"]]
    return sorted((" · ".join(filter(None, (one["sheet"], one["cell"]))), one["sentence"]) for one in found)


def by_desktop(address: str, secret: str, content: bytes) -> list[Row]:
    found = Client(address, secret, "vi").check(Upload("S-CB01.xlsx", content)).findings
    return sorted((" · ".join(filter(None, (one.sheet, one.cell))), one.sentence) for one in found)


def by_pane(open_excel: Opened, secret: str, content: bytes) -> list[Row]:
    excel = open_excel(content, language="vi-VN")
    excel.sign_in(secret)
    excel.press("check")
    places = excel.page.locator(".findings .place").all_inner_texts()
    sentences = excel.page.locator(".findings li > p:first-of-type").all_inner_texts()
    return sorted(zip(places, sentences, strict=True))


def by_page(app: Flask, content: bytes) -> str:
    clerk = Visitor(app.test_client())
    clerk.sign_in("chibo1")
    return html.unescape(post_files(clerk, [("S-CB01.xlsx", content)], {"check": "1"}).text)
