"""The panel against the real service: its API, its checks, its store; only Excel is the tests’ own."""

import threading
import tkinter as tk
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import requests
from flask import Flask
from tests.addin import excel as fake
from tests.addin.test_panel import press, rows, wait
from tests.web.api_helpers import program, workbook
from tests.web.conftest import CAMPAIGN, PARTY_CELL, PERIOD
from werkzeug.serving import WSGIRequestHandler, make_server

from tonghop.core.submission import Coverage, SubmissionKey
from tonghop.workflow import Office
from tonghop_addin import asking, settings
from tonghop_addin import workbook as host
from tonghop_addin.commands import Commands
from tonghop_addin.errors import Refused
from tonghop_addin.panel import Panel
from tonghop_addin.settings import Settings

pytestmark = pytest.mark.usefixtures("worker_at_once")

KEY = SubmissionKey(CAMPAIGN, PERIOD, PARTY_CELL, Coverage.OWN)


class Quiet(WSGIRequestHandler):
    """Writes no line for each request."""

    def log(self, type: str, message: str, *args: object) -> None:  # noqa: A002 - the base class’s name
        pass


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    """The service on a port of this machine."""
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    running = threading.Thread(target=server.serve_forever, daemon=True)
    running.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    running.join()
    server.server_close()


@pytest.fixture
def panel(root: tk.Tk, app: Flask, address: str, tmp_path: Path) -> Iterator[Panel]:
    """The panel of the party cell’s clerk."""
    settings.save(Settings(address, "vi"))
    settings.keep_token(address, program(app, "chibo1").secret)
    made = Panel(root, host, tmp_path / "downloads")
    root.update()
    yield made
    made.close()


def filled(office: Office, folder: Path, **changed: object) -> Path:
    path = folder / f"{PARTY_CELL}.xlsx"
    path.write_bytes(workbook(office, PARTY_CELL, **changed))
    return path


def places(path: Path, content: object) -> list[tuple[str, str]]:
    """Return where something stands in a workbook."""
    sheets = openpyxl.load_workbook(path).worksheets
    cells = [(sheet.title, cell) for sheet in sheets for row in sheet.iter_rows() for cell in row]
    return [(title, cell.coordinate) for title, cell in cells if cell.value == content]


def test_get_check_mend_send_status(
    panel: Panel, excel: fake.Excel, office: Office, app: Flask, tmp_path: Path
) -> None:
    assert PARTY_CELL in _fetched(panel, excel)
    path = filled(office, tmp_path, members="mười tám")
    book = excel.open(path)
    before = book.picture()
    assert "1 lỗi" in press(panel, "check")
    ((sheet, cell),) = places(path, "mười tám")
    assert ("Lỗi", f"{sheet}!{cell}") in [row[:2] for row in rows(panel)]
    (rule,) = [one for one in book.page(sheet).rules if one.cells == {cell}]
    assert rule.fill == 0xB3B3FF
    assert book.page(sheet).notes[cell].startswith("[KT] Lỗi: ")
    assert _stored(app) is None, "checking stores nothing"
    book.values[sheet][cell] = 18
    assert "đã nhận" in press(panel, "send")
    assert book.picture() == before
    assert "giống lần gửi trước" in press(panel, "send")
    stored = _stored(app)
    assert (stored.revision, stored.state) == (1, "submitted")
    press(panel, "status")
    assert ("đã gửi", f"{PARTY_CELL} {PERIOD}") in [row[:2] for row in rows(panel)]


def test_a_lost_answer_is_one_delivery(
    panel: Panel, excel: fake.Excel, office: Office, app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    excel.open(filled(office, tmp_path))
    really = requests.request

    def lost(*arguments: Any, **how: Any) -> requests.Response:  # noqa: ANN401 - what requests takes
        really(*arguments, **how)
        raise requests.ConnectionError

    monkeypatch.setattr(requests, "request", lost)
    assert "1 tệp chờ gửi" in press(panel, "send")
    monkeypatch.setattr(requests, "request", really)
    panel.send_what_waits()
    wait(panel)
    assert panel.line.cget("text") == f"Máy chủ đã nhận “{PARTY_CELL}.xlsx”."
    assert len(app.extensions["tonghop"].store.sent_by("chibo1", 9)) == 1


def test_another_units_workbook_is_refused_and_kept_aside(
    panel: Panel, excel: fake.Excel, office: Office, tmp_path: Path
) -> None:
    path = tmp_path / "khac.xlsx"
    path.write_bytes(workbook(office, "S-CB02"))
    excel.open(path)
    assert "Máy chủ không nhận “khac.xlsx”" in press(panel, "send")
    assert panel.commands.outbox.refused() == ["khac.xlsx"]


def test_a_token_that_was_ended_is_said(panel: Panel, excel: fake.Excel, office: Office, tmp_path: Path) -> None:
    excel.open(filled(office, tmp_path))
    settings.keep_token(panel.chosen.server, "th_khong-co")
    assert "không nhận mã truy cập" in press(panel, "check")
    settings.keep_token(panel.chosen.server, "")
    assert "Chưa có mã truy cập" in press(panel, "check")
    assert isinstance(panel.dialog, asking.SettingsDialog)


def test_the_province_consolidates_and_gets_workbook_and_report(
    panel: Panel, excel: fake.Excel, office: Office, app: Flask, tmp_path: Path
) -> None:
    excel.open(filled(office, tmp_path))
    press(panel, "send")
    settings.keep_token(panel.chosen.server, program(app, "danguy").secret)
    press(panel, "consolidate")
    dialog = panel.dialog
    assert isinstance(dialog, asking.ConsolidateDialog)
    chosen = [place for place, (_one, period) in enumerate(dialog._periods) if period.code == PERIOD]
    dialog.period.current(chosen[0])
    dialog.result.current(2)
    dialog.confirm.invoke()
    name = f"tong-hop-{CAMPAIGN}-{PERIOD}-1.xlsx"
    wait(panel, lambda: excel.books[0].name == name or "kết" in panel.line.cget("text"))
    assert excel.books[0].name == name, panel.line.cget("text")
    press(panel, "consolidate")
    assert isinstance(panel.dialog, asking.ConsolidateDialog)
    assert panel.dialog.period.current() == chosen[0], "what is in front is refreshed by confirming"


def test_a_clerk_may_not_consolidate(panel: Panel) -> None:
    made = Commands(panel.chosen)
    with pytest.raises(Refused):
        made.consolidate(CAMPAIGN, PERIOD, "submitted")


def _fetched(panel: Panel, excel: fake.Excel) -> str:
    press(panel, "get", lambda: excel.books or panel.dialog)
    if isinstance(panel.dialog, asking.WorkbookDialog):
        panel.dialog.confirm.invoke()
        wait(panel, lambda: excel.books)
    return excel.books[0].name


def _stored(app: Flask) -> Any:  # noqa: ANN401 - a standing of the store
    return app.extensions["tonghop"].store.standing(KEY)
