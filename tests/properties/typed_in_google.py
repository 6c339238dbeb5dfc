"""A district's spreadsheet on the fake of Google: made as the system makes it, typed into by a clerk, fetched."""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from datetime import date
from io import BytesIO
from typing import Any

from openpyxl import load_workbook
from tests.fakegoogle import FakeGoogle
from tests.fakegoogle.locales import typed
from tests.fakegoogle.typing_in import is_text
from tests.reading.google_answers import VIETNAM

from tonghop.core.cells import Position, RawValue, Sheets, a1, position
from tonghop.google import MASK
from tonghop.reading import read
from tonghop.writing.google.template import group_spreadsheet

_SHEETS = "https://sheets.googleapis.com/v4/spreadsheets"
_OFFICER, _CLERK = "officer@tinh.example", "huyen@tinh.example"


class District:
    """The spreadsheet made of a group's blank workbook, in a locale; a clerk opens it."""

    def __init__(self, blank: bytes, locale: str) -> None:
        self._locale = locale
        self._blank = read(blank)
        self._formulas = _formulas(blank)
        self._fake = FakeGoogle()
        self._session = self._fake.session(_OFFICER)
        properties = {"title": "Huyện ủy Một", "locale": locale, "timeZone": "Asia/Ho_Chi_Minh"}
        self.id: str = self._post("", {"properties": properties})["spreadsheetId"]
        for batch in group_spreadsheet(blank, "vi", editors=[_OFFICER]).batches:
            self.write(batch)
        # Anybody may open it: whom it is shared with is no matter of reading.
        self.clerk = self._fake.clerk(self.id, email=_CLERK)
        self._given_out = {sheet.id: deepcopy(sheet.cells) for sheet in self._sheets}

    @property
    def _sheets(self) -> Any:  # noqa: ANN401 - the fake's
        return self._fake.spreadsheet(self.id).sheets

    def _post(self, address: str, body: Mapping[str, Any]) -> Any:  # noqa: ANN401 - JSON
        answer = self._session.post(f"{_SHEETS}{address}", json=body)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def renewed(self) -> "District":
        """Put it back as it was given out."""
        self._come_to(self._blank)
        for sheet in self._sheets:
            sheet.cells = deepcopy(self._given_out[sheet.id])
        return self

    def write(self, requests: Sequence[Mapping[str, Any]]) -> None:
        """Write into it as the system does."""
        self._post(f"/{self.id}:batchUpdate", {"requests": list(requests)})

    def answer(self) -> bytes:
        """Fetch it as the system does."""
        found = self._session.get(f"{_SHEETS}/{self.id}", params={"fields": MASK})
        assert found.status_code == 200, found.text
        return bytes(found.content)

    def types(self, filled: bytes) -> None:
        """Let the clerk type what stands in a filled workbook; formulas then come to what they come to there."""
        whole = read(filled)
        self._come_to(whole)
        for before, after in zip(self._blank.sheets, whole.sheets, strict=True):
            for row, cells in enumerate(after.rows):
                for column, value in enumerate(cells):
                    place = (row, column)
                    if value != before.value(*place) and place not in self._formulas[after.name]:
                        self.clerk.opens(after.name)
                        self.clerk.types(a1(place), self._keys(value, place))

    def _come_to(self, whole: Sheets) -> None:
        """Let formulas come to what they come to in a workbook."""
        self._fake.compute = lambda _, sheet, row, column, __: _computed(whole, sheet.title, (row, column))

    def _keys(self, value: RawValue, place: Position) -> str:
        """Return what a person types so that the cell comes to hold a value."""
        if isinstance(value, str):
            taken = typed(value, self._locale).value == {"stringValue": value}
            return value if taken or is_text(self.clerk.tab.cells.get(place, {})) else f"'{value}"
        if isinstance(value, date):
            return f"{value:%d/%m/%Y}" if self._locale == VIETNAM else f"{value:%m/%d/%Y}"
        assert isinstance(value, int | float)
        text = repr(int(value) if value == int(value) else value)
        return text.replace(".", ",") if self._locale == VIETNAM else text


def _formulas(content: bytes) -> dict[str, set[Position]]:
    return {
        sheet.title: {position(cell.coordinate) for line in sheet.iter_rows() for cell in line if cell.data_type == "f"}
        for sheet in load_workbook(BytesIO(content)).worksheets
    }


def _computed(whole: Sheets, title: str, place: Position) -> dict[str, Any]:
    sheet = whole.named(title)
    value = sheet.value(*place) if sheet else None
    if isinstance(value, bool):
        return {"boolValue": value}
    return {"numberValue": value} if isinstance(value, int | float) else {"stringValue": str(value or "")}
