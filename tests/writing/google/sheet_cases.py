"""A district's shared sheet before a pull, what was found in it, and ways to see what is written."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from tonghop.core.cells import CellRef, Position, a1, position
from tonghop.core.definitions import Language, Severity
from tonghop.core.findings import Finding
from tonghop.core.shared_sheets import FINDINGS_ID, Own, Tab
from tonghop.sentences import Said
from tonghop.writing.google.batches import Request
from tonghop.writing.google.marking import Marks, UnitMarks, marks

FORM, OTHER_FORM = "Biểu số 1", "Biểu - O'2"
E, W, N = Severity.BLOCKING, Severity.WARNING, Severity.NOTE
READ_AT = "22/11/2026 14:05"
HEADINGS = 6

TAB = Tab(100, FORM, 40, 11, own={Own.RESULT: 8, Own.READ_AT: 9, Own.CELLS: 10}, heading_row=HEADINGS)
OTHER_TAB = Tab(101, OTHER_FORM, 30, 9, own={Own.RESULT: 5, Own.READ_AT: 6, Own.CELLS: 7}, heading_row=HEADINGS)
LIST = Tab(FINDINGS_ID, "Lỗi", 30, 7)
COVER = Tab(1, "Trang bìa", 40, 6)
TABS = (COVER, TAB, OTHER_TAB, LIST)


def finding(cell: str | None, severity: Severity = E, says: str = "Sai.", sheet: str = FORM) -> Finding:
    """Make a finding that says so; ``None`` concerns no cell."""
    place = None if cell is None else CellRef(sheet, *position(cell))
    return Finding("number_expected", place, read=says, severity_override=severity)


def say(found: Finding) -> Said:
    return Said(found.read or "", "Sửa lại.")


def unit(*findings: Finding, rows: str = "", taken: bool | None = None, state: str = "", code: str = "X1") -> UnitMarks:
    """Make a unit that filled in these rows of the form (as people count them); an error keeps it out."""
    received = not any(one.blocks for one in findings) if taken is None else taken
    filled = frozenset((FORM, int(row) - 1) for row in rows.split())
    return UnitMarks(code, f"Xã {code}", findings, filled, taken=received, state=state)


def marked(
    *units: UnitMarks, tabs: Sequence[Tab] = TABS, general: Sequence[Finding] = (), language: Language = "vi"
) -> Marks:
    return marks(tabs, units, general, say, read_at=READ_AT, language=language)


def with_notes(tab: Tab = TAB, **notes: str) -> Tab:
    return replace(tab, notes={position(cell): note for cell, note in notes.items()})


def with_written(tab: Tab = TAB, **texts: str) -> Tab:
    return replace(tab, written={position(cell): text for cell, text in texts.items()})


def of_tab(requests: Sequence[Request], tab: Tab, fields: str) -> Iterator[tuple[Position, Mapping[str, object]]]:
    """Yield each cell that is written with exactly these fields, and what it is given."""
    for request in requests:
        for kind, body in request.items():
            if body.get("fields") == fields and kind == "updateCells" and "start" in body:
                yield from _block(body, tab)
            elif body.get("fields") == fields and kind == "repeatCell" and body["range"]["sheetId"] == tab.sheet_id:
                yield from _stretch(body)


def _block(body: Mapping[str, object], tab: Tab) -> Iterator[tuple[Position, Mapping[str, object]]]:
    start, rows = body["start"], body["rows"]
    assert isinstance(start, dict)
    assert isinstance(rows, list)
    if start["sheetId"] != tab.sheet_id:
        return
    for down, row in enumerate(rows):
        for right, cell in enumerate(row["values"]):
            yield (start["rowIndex"] + down, start["columnIndex"] + right), cell


def _stretch(body: Mapping[str, object]) -> Iterator[tuple[Position, Mapping[str, object]]]:
    place, cell = body["range"], body["cell"]
    assert isinstance(place, dict)
    assert isinstance(cell, dict)
    for row in range(place["startRowIndex"], place["endRowIndex"]):
        for column in range(place["startColumnIndex"], place["endColumnIndex"]):
            yield (row, column), cell


def texts(told: Marks, tab: Tab = TAB) -> dict[str, str]:
    """Return the texts that are written into a form's tab by cell; a cleared cell is empty."""
    found: dict[str, str] = {}
    for place, cell in of_tab(told.requests, tab, "userEnteredValue"):
        value = cell.get("userEnteredValue", {"stringValue": ""})
        assert isinstance(value, dict)
        assert value.keys() == {"stringValue"}
        found[a1(place)] = value["stringValue"]
    return found


def notes(told: Marks, tab: Tab = TAB) -> dict[str, str]:
    """Return the notes that are written by cell; one taken away is empty."""
    return {a1(place): str(cell.get("note", "")) for place, cell in of_tab(told.requests, tab, "note")}


def listed(told: Marks) -> list[list[object]]:
    """Return the rows of the tab “Lỗi” as they are written, each without its empty end."""
    (body,) = (one["updateCells"] for one in told.requests if "range" in one.get("updateCells", {}))
    assert body["range"] == {"sheetId": FINDINGS_ID}
    return [[_value(cell) for cell in row["values"]] for row in body["rows"]]


def _value(cell: Mapping[str, Mapping[str, object]]) -> object:
    return next(iter(cell.get("userEnteredValue", {}).values()), "")
