"""Google's Sheets API: read one spreadsheet whole, write to it in one batch."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from gspread.urls import SPREADSHEET_BATCH_UPDATE_URL, SPREADSHEET_DRIVE_URL, SPREADSHEET_URL

from tonghop.google.client import PacedClient

MASK = (
    "spreadsheetId,properties(title,locale,timeZone),"
    "sheets(properties(sheetId,title,index,sheetType,hidden,gridProperties(rowCount,columnCount)),merges,"
    "data(startRow,startColumn,"
    "rowData(values(effectiveValue,formattedValue,note,effectiveFormat(numberFormat(type)),"
    "userEnteredValue(formulaValue))),"
    "rowMetadata(hiddenByUser,hiddenByFilter),columnMetadata(hiddenByUser)))"
)
"""What of a spreadsheet is asked for: ``reading.google`` expects this shape."""

_OUTLINE = "sheets(properties(sheetId,title),conditionalFormats(ranges(sheetId)))"


@dataclass(frozen=True, slots=True)
class Outline:
    """A tab without its cells."""

    sheet_id: int
    title: str
    lights: int
    """How many conditional formats it has."""


def outline(client: PacedClient, spreadsheet: str) -> tuple[Outline, ...]:
    """Return the tabs that stand in a spreadsheet, in one request."""
    address = SPREADSHEET_URL % quote(spreadsheet, safe="")
    answer = client.request("get", address, params={"fields": _OUTLINE}, what=page(spreadsheet)).json()
    return tuple(
        Outline(one["properties"].get("sheetId", 0), one["properties"]["title"], len(one.get("conditionalFormats", ())))
        for one in answer["sheets"]
    )


def fetch(client: PacedClient, spreadsheet: str) -> bytes:
    """Return what Google answers about a spreadsheet, all tabs of it, as JSON; one request."""
    address = SPREADSHEET_URL % quote(spreadsheet, safe="")
    # Line breaks and indents would nearly triple it.
    asked = {"fields": MASK, "prettyPrint": "false"}
    answer = client.request("get", address, params=asked, what=page(spreadsheet))
    return bytes(answer.content)


def write(client: PacedClient, spreadsheet: str, requests: Sequence[Mapping[str, Any]]) -> None:
    """Do all the requests or none of them, in one batch; they must be such that may be done twice."""
    if not requests:
        return
    client.request(
        "post",
        SPREADSHEET_BATCH_UPDATE_URL % quote(spreadsheet, safe=""),
        params={"fields": "spreadsheetId"},
        # In UTF-8, half the size of what requests would make of Vietnamese words.
        data=json.dumps({"requests": list(requests)}, ensure_ascii=False, separators=(",", ":")).encode(),
        headers={"Content-Type": "application/json; charset=utf-8"},
        what=page(spreadsheet),
        idempotent=True,
    )


def page(spreadsheet: str, tab: int | None = None, cells: str = "") -> str:
    """Return where people open a spreadsheet; with a tab's number, at its cells: “C12” or “C12:C14”."""
    address = str(SPREADSHEET_DRIVE_URL % spreadsheet)
    return address if tab is None else f"{address}/edit#gid={tab}&range={cells}"
