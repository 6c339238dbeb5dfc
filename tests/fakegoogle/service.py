"""``FakeGoogle``: the whole, as tests hold it."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

import requests
from tests.fakegoogle import batch, drive, permissions, reading, values
from tests.fakegoogle.adapter import Adapter, Answer
from tests.fakegoogle.calls import Asked, Call, asked
from tests.fakegoogle.clerk import Clerk
from tests.fakegoogle.clock import Clock
from tests.fakegoogle.context import Compute, Context
from tests.fakegoogle.discovery import ORIGINS, SHEETS
from tests.fakegoogle.errors import ApiError, Unfaithful, violation
from tests.fakegoogle.faults import Fault, PlannedAct, PlannedFault, instead, lost
from tests.fakegoogle.masks import masked
from tests.fakegoogle.permissions import permission
from tests.fakegoogle.quotas import Meter, Quotas
from tests.fakegoogle.requests_judged import body_judged, query_judged
from tests.fakegoogle.schema_check import Judge, Misfit
from tests.fakegoogle.shapes import Json, Value
from tests.fakegoogle.state import FOLDER, File, Spreadsheet, World

Handler: TypeAlias = Callable[[Context, Mapping[str, str], Mapping[str, Sequence[str]], Json], Json | None]

OFFICER = "officer@tinh.example"
_SHEETS = "sheets.spreadsheets"
HANDLERS: Mapping[str, Handler] = {
    f"{_SHEETS}.create": reading.create,
    f"{_SHEETS}.get": reading.get,
    f"{_SHEETS}.getByDataFilter": reading.get_by_data_filter,
    f"{_SHEETS}.batchUpdate": batch.batch_update,
    f"{_SHEETS}.values.get": values.get,
    f"{_SHEETS}.values.batchGet": values.batch_get,
    f"{_SHEETS}.values.batchGetByDataFilter": values.batch_get_by_data_filter,
    f"{_SHEETS}.values.update": values.update,
    f"{_SHEETS}.values.batchUpdate": values.batch_update,
    f"{_SHEETS}.values.append": values.append,
    f"{_SHEETS}.values.clear": values.clear,
    f"{_SHEETS}.values.batchClear": values.batch_clear,
    "drive.files.create": drive.create,
    "drive.files.get": drive.get,
    "drive.files.list": drive.list_files,
    "drive.files.update": drive.update,
    "drive.files.delete": drive.delete,
    "drive.files.copy": drive.copy,
    "drive.comments.list": drive.list_comments,
    "drive.permissions.create": permissions.create,
    "drive.permissions.list": permissions.list_permissions,
    "drive.permissions.delete": permissions.delete,
    "drive.changes.getStartPageToken": drive.first_token,
    "drive.changes.list": drive.list_changes,
}
_MASKED_BY_THEMSELVES = {f"{_SHEETS}.get", f"{_SHEETS}.getByDataFilter"}
_JSON = {"Content-Type": "application/json; charset=UTF-8"}
_HTML = {"Content-Type": "text/html; charset=UTF-8"}
_NOWHERE = "<!DOCTYPE html>\n<html lang=en>\n<title>Error 404 (Not Found)!!1</title>\n<p><b>404.</b> That’s an error.\n"


def _nobody_computes(_spreadsheet: object, _sheet: object, _row: int, _column: int, _formula: str) -> None:
    """Leave formulas without a value."""


class FakeGoogle:
    """Google Sheets and Drive in memory, answering real clients through their requests Session."""

    def __init__(
        self, *, clock: Clock | None = None, latency: float = 0.0, quotas: Quotas | None = None, lag: float = 0.0
    ) -> None:
        self.clock = clock or Clock()
        self.latency = latency
        """Seconds of the virtual clock that each call takes."""
        self.lag = lag
        """Seconds until Drive's list of changes tells of one; Google's is about three minutes late."""
        self.compute: Compute = _nobody_computes
        self.calls: list[Call] = []
        self.world = World()
        self._meter = Meter(quotas or Quotas(), self.clock)
        self._faults: list[PlannedFault] = []
        self._acts: list[PlannedAct] = []

    def session(self, user: str = OFFICER) -> requests.Session:
        """Return a Session of a user that reaches Google here."""
        return self.mount(requests.Session(), user)

    def mount(self, session: requests.Session, user: str = OFFICER) -> requests.Session:
        """Let a Session reach Google here, as a user; return it."""
        for origin in ORIGINS.values():
            session.mount(origin, Adapter(user, self._handle))
        return session

    def plan(
        self,
        fault: Fault,
        *,
        of: str | None = None,
        nth: int = 1,
        times: int | None = 1,
        seconds: float = 0.0,
    ) -> None:
        """Let calls of a kind ("read", …) or a method go wrong: the nth from now on and those after it, ``times``."""
        self._faults.append(PlannedFault(of, nth, times, fault=fault, seconds=seconds))

    def before(self, act: Callable[[], object], *, of: str | None = None, nth: int = 1) -> None:
        """Do something just before the nth call from now on is carried out."""
        self._acts.append(PlannedAct(of, nth, 1, act=act, afterwards=False))

    def after(self, act: Callable[[], object], *, of: str | None = None, nth: int = 1) -> None:
        """Do something when the nth call from now on has been answered."""
        self._acts.append(PlannedAct(of, nth, 1, act=act))

    def count(self, of: str) -> int:
        """Return how many calls of a kind or a method were made."""
        return sum(of in {call.kind, call.name} for call in self.calls)

    def spreadsheet(self, spreadsheet_id: str) -> Spreadsheet:
        """Return what the Sheets API knows of a file."""
        return self.world.spreadsheets[spreadsheet_id]

    def file(self, file_id: str) -> File:
        """Return what Drive knows of a file."""
        return self.world.files[file_id]

    def add_folder(self, name: str, members: Sequence[str] = ()) -> str:
        """Make a folder of a Shared Drive: nobody owns it, its members write in it. Return its id."""
        now = self.clock.stamp()
        folder = File(self.world.identifier(), name, FOLDER, "", now, now)
        folder.permissions = {found["id"]: found for found in (permission(email, "writer") for email in members)}
        self.world.files[folder.id] = folder
        return folder.id

    def clerk(self, spreadsheet_id: str, *, locale: str | None = None, email: str = "clerk@huyen.example") -> Clerk:
        """Return a person who has the spreadsheet open; his typing is read in its locale unless another is said."""
        return Clerk(self.context(email), self.world.spreadsheets[spreadsheet_id], locale)

    def context(self, user: str = OFFICER) -> Context:
        """Return the world as a user meets it."""
        return Context(self.world, self.clock, self._computed, user, self.lag)

    def _computed(self, *cell: Value) -> Json | None:
        """Look the hook up at each cell: a test may set it later."""
        return self.compute(*cell)

    def _handle(self, verb: str, url: str, user: str, body: Value, sent: int, waits: float | None) -> Answer:
        call = asked(verb, url, user, body, sent)
        started = self.clock.seconds()
        self._act(call, afterwards=False)
        try:
            status, headers, content = self._answered(call, waits)
        except requests.RequestException:
            self._log(call, started, 0, b"")
            self._act(call, afterwards=True)
            raise
        self._log(call, started, status, content)
        self._act(call, afterwards=True)
        return status, headers, content

    def _act(self, call: Asked, *, afterwards: bool) -> None:
        for planned in [planned for planned in self._acts if planned.afterwards == afterwards and planned.due(call)]:
            planned.act()

    def _log(self, call: Asked, started: float, status: int, content: bytes) -> None:
        self.calls.append(Call.of(call, status, len(content), started))

    def _answered(self, call: Asked, waits: float | None) -> Answer:
        """Carry a call out, under the faults that are planned for it."""
        due = [planned for planned in self._faults if planned.due(call)]
        self._pass_time(self.latency + sum(planned.seconds for planned in due), waits)
        try:
            for planned in due:
                instead(planned.fault, call)
            if call.kind in {"read", "write"}:
                self._meter.take(call.kind, call.user)
            found = self._carried_out(call)
        except ApiError as error:
            return _error(error)
        if any(planned.fault is Fault.ANSWER_LOST for planned in due):
            raise lost()
        return found

    def _pass_time(self, seconds: float, waits: float | None) -> None:
        if waits is not None and seconds > waits:
            self.clock.passes(waits)
            raise requests.ReadTimeout(f"HTTPSConnectionPool: Read timed out. (read timeout={waits})")
        self.clock.passes(seconds)

    def _carried_out(self, call: Asked) -> Answer:
        if call.found is None:
            return 404, _HTML, _NOWHERE.encode()
        method = call.found.method
        if method.name not in HANDLERS:
            raise Unfaithful(f"the fake does not know {method.name} ({call.verb} {call.url})")
        query = query_judged(method, call.query)
        if isinstance(call.body, str):
            raise violation("", "Invalid JSON payload received. Unexpected token.")
        body = body_judged(method, call.body)
        context = self.context(call.user)
        if "supportsAllDrives" in method.parameters:
            context.all_drives = reading.one(query, "supportsAllDrives").lower() == "true"
        found = HANDLERS[method.name](context, call.found.variables, query, body)
        if found is None:
            return 204, {}, b""
        if method.service == SHEETS and method.name not in _MASKED_BY_THEMSELVES:
            found = masked(reading.mask_of(query, method.response or "") or {}, found)
        try:
            Judge(method.service, lenient=False).check(method.response or "", found)
        except Misfit as misfit:
            raise Unfaithful(f"the fake answered {method.name} with {misfit}") from misfit
        return 200, _JSON, json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode()


def _error(error: ApiError) -> Answer:
    if "html" in error.body:
        return error.code, _HTML, error.body["html"].encode()
    return error.code, _JSON, json.dumps(error.body, ensure_ascii=False).encode()
