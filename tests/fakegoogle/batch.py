"""The Sheets API's spreadsheets.batchUpdate: many requests, all of them or none."""

from collections.abc import Callable, Mapping
from typing import TypeAlias

from tests.fakegoogle import batch_cells, batch_dimensions, batch_rules, batch_sheets
from tests.fakegoogle.context import Context
from tests.fakegoogle.errors import ApiError, Unfaithful, invalid
from tests.fakegoogle.grid import clipped, from_a1
from tests.fakegoogle.reading import Query
from tests.fakegoogle.rendering import Renderer
from tests.fakegoogle.shapes import Json
from tests.fakegoogle.state import Spreadsheet

Handler: TypeAlias = Callable[[Context, Spreadsheet, Json], Json | None]
"""Carries out one request on a copy of the spreadsheet; returns what the reply says under the request's name."""

HANDLERS: Mapping[str, Handler] = {
    **batch_sheets.HANDLERS,
    **batch_cells.HANDLERS,
    **batch_dimensions.HANDLERS,
    **batch_rules.HANDLERS,
}


def batch_update(context: Context, variables: Mapping[str, str], _query: Query, body: Json) -> Json:
    """Answer spreadsheets.batchUpdate."""
    spreadsheet = context.spreadsheet(variables["spreadsheetId"], write=True)
    if not body.get("requests"):
        raise invalid("Must specify at least one request.")
    trial = spreadsheet.copied()
    replies = [_reply(context, trial, index, request) for index, request in enumerate(body["requests"])]
    spreadsheet.becomes(trial)
    context.world.files[spreadsheet.id].name = spreadsheet.properties["title"]
    context.changed(spreadsheet.id)
    answer: Json = {"spreadsheetId": spreadsheet.id, "replies": replies}
    if body.get("includeSpreadsheetInResponse"):
        areas = [clipped(from_a1(spreadsheet, text)) for text in body.get("responseRanges", [])]
        renderer = Renderer(spreadsheet, context.compute)
        answer["updatedSpreadsheet"] = renderer.message(None, areas, grid=bool(body.get("responseIncludeGridData")))
    return answer


def _reply(context: Context, trial: Spreadsheet, index: int, request: Json) -> Json:
    if not request:
        raise invalid(f"Invalid requests[{index}]: No request set.")
    if len(request) > 1:
        second = list(request)[1]
        raise invalid(
            f"Invalid value at 'requests[{index}]' (oneof), oneof field 'kind' is already set. Cannot set '{second}'",
        )
    name, given = next(iter(request.items()))
    if name not in HANDLERS:
        raise Unfaithful(f"the fake does not know {name}; add it to tests/fakegoogle/batch_*.py")
    try:
        found = HANDLERS[name](context, trial, given)
    except ApiError as error:
        error.body["error"]["message"] = f"Invalid requests[{index}].{name}: {error.body['error']['message']}"
        raise
    return {} if found is None else {name: found}
