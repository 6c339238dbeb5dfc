"""People of the story: each with a browser, a language, and a habit of judging every page they come to."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from playwright.sync_api import Locator, Page, expect
from tests.browser.conftest import assert_fits, assert_usable, sign_in

from tonghop.core.definitions import Language
from tonghop.sentences import say

_DROP = """([place, name, content]) => {
  const data = new DataTransfer();
  data.items.add(new File([Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0))], name));
  const how = { dataTransfer: data, bubbles: true, cancelable: true };
  for (const kind of ["dragenter", "dragover", "drop"])
    document.querySelector(place).dispatchEvent(new DragEvent(kind, how));
}"""


@dataclass
class Person:
    """Somebody at a browser; what is pressed is named by the English source sentence."""

    page: Page
    language: Language

    def says(self, sentence: str, **values: object) -> str:
        """Return a sentence as this person reads it."""
        return say(sentence, self.language, **values)

    def judge(self) -> None:
        """Fail where the page cannot be used, does not fit, or speaks another language."""
        expect(self.page.locator("html")).to_have_attribute("lang", self.language)
        assert_usable(self.page)
        assert_fits(self.page)

    def press(self, sentence: str, **values: object) -> None:
        """Press a button, and judge where it leads."""
        self._inside("button", sentence, values).click()
        self.judge()

    def follow(self, sentence: str, **values: object) -> None:
        """Follow a link, and judge where it leads."""
        self._inside("link", sentence, values).click()
        self.judge()

    def go_to(self, sentence: str) -> None:
        """Choose a place in the main menu, which is folded on a small screen."""
        menu = self.page.locator(".pages summary")
        if menu.is_visible():
            menu.click()
        self.page.locator(".top nav").get_by_role("link", name=self.says(sentence), exact=True).click()
        self.judge()

    def takes(self, link: Locator) -> bytes:
        """Download what a link leads to."""
        with self.page.expect_download() as waiting:
            link.click()
        return waiting.value.path().read_bytes()

    def downloads(self, sentence: str) -> bytes:
        """Download what a link of the page's content leads to."""
        return self.takes(self._inside("link", sentence, {}))

    def enters(self, name: str, first_password: str, own_password: str) -> None:
        """Sign in for the first time, and choose a password of one's own."""
        self.page.goto("/sign-in")
        if self.language == "en":
            self.page.get_by_role("button", name="English").click()
        self.judge()
        sign_in(self.page, name, first_password)
        self.judge()
        self.page.fill("#password", first_password)
        self.page.fill("#new_password", own_password)
        self.page.fill("#new_password_confirm", own_password)
        self.press("Change the password")

    def drops(self, name: str, content: bytes) -> None:
        """Drop a file on the page as from a folder, and send it."""
        self.page.evaluate(_DROP, [".drop", name, base64.b64encode(content).decode()])
        self._sends()

    def chooses(self, file: Path) -> None:
        """Choose a file, and send it."""
        self.page.set_input_files("#files", str(file))
        self._sends()

    def _sends(self) -> None:
        expect(self.page.locator(".chosen")).to_have_text(self.says("{count} files chosen", count=1))
        self.page.click("button[name=send]")
        self.page.get_by_text(self.says("{done} of {all} files done", done=1, all=1)).wait_for()
        self.judge()

    def _inside(self, role: str, sentence: str, values: Mapping[str, object]) -> Locator:
        words = self.says(sentence, **values)
        return self.page.locator("main").get_by_role(role, name=words, exact=True).first  # type: ignore[arg-type]


Typed = Mapping[tuple[str, str], Any]
"""What is typed into which sheet's cell."""


def differing(old: bytes, new: bytes) -> Typed:
    """Return what the cells of a workbook hold that hold something else in another one."""
    was, now = (load_workbook(BytesIO(content)) for content in (old, new))
    return {
        (sheet.title, cell.coordinate): cell.value
        for sheet in now.worksheets
        if sheet.sheet_state == "visible"
        for row in sheet.iter_rows()
        for cell in row
        if cell.value != was[sheet.title][cell.coordinate].value
    }


def typed(content: bytes, cells: Typed) -> bytes:
    """Type into the cells of a workbook and save it."""
    book = load_workbook(BytesIO(content))
    for (sheet, place), value in cells.items():
        book[sheet][place] = value
    return saved(book)


def saved(book: Workbook) -> bytes:
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()
