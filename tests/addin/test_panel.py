"""The panel on a screen: real windows, xlwings’ real Windows part on an Excel of the tests, a service that answers."""

import os
import subprocess
import sys
import time
import tkinter as tk
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import openpyxl
import pytest
from tests.addin import excel as fake
from tests.addin.conftest import Safe
from tests.addin.display import screen
from tests.addin.service import LOST, Answer, Service, deliveries, finding, problem, told

from tonghop_addin import asking, settings, starting, workbook
from tonghop_addin import panel as module
from tonghop_addin.locking import held
from tonghop_addin.panel import Panel
from tonghop_addin.settings import Settings

FORM = "Biểu số 1"
WRONG = finding(FORM, "C12", "blocking", "“ba” không phải là số.")
ODD = finding("Biểu số 2", "B3", "warning", "Cao gấp 5 lần kỳ trước.")
WHOLE = finding(None, None, "note", "Tệp do phần mềm khác lưu.")
PERIODS = [{"code": code, "label": f"Kỳ {code}"} for code in ("P1", "P2")]
CAMPAIGN = {"code": "c-1", "short_title": "Đợt 1", "periods": PERIODS}


@pytest.fixture
def panel(root: tk.Tk, signed_in: Service, excel: fake.Excel, tmp_path: Path) -> Iterator[Panel]:
    assert signed_in.asked == []
    assert excel.books == []
    made = Panel(root, workbook, tmp_path / "downloads")
    root.update()
    yield made
    made.close()


def wait(panel: Panel, until: Callable[[], object] = lambda: True) -> None:
    """Let the window live until its work is done."""
    end = time.monotonic() + 20
    while panel.background.is_busy or not until():
        assert time.monotonic() < end, panel.line.cget("text")
        panel.root.update()
        time.sleep(0.01)
    panel.root.update()


def press(panel: Panel, name: str, until: Callable[[], object] = lambda: True) -> str:
    """Press a button and return what the panel says in the end."""
    panel.buttons[name].invoke()
    wait(panel, until)
    return str(panel.line.cget("text"))


def rows(panel: Panel) -> list[tuple[str, ...]]:
    return [tuple(map(str, panel.list.item(one, "values"))) for one in panel.list.get_children()]


def test_check_lists_marks_and_a_click_selects(
    panel: Panel, signed_in: Service, excel: fake.Excel, clerks_file: Path
) -> None:
    book = excel.open(clerks_file)
    signed_in.on("/check", told(deliveries("S-CB01.xlsx", WHOLE, ODD, WRONG)))
    said = press(panel, "check")
    assert "1 errors, 1 warnings, 1 notes" in said
    assert [row[:2] for row in rows(panel)] == [
        ("Error", f"{FORM}!C12"),
        ("Warning", "Biểu số 2!B3"),
        ("Note", ""),
    ]
    assert book.page(FORM).rules[0].cells == {"C12"}
    assert book.page("Biểu số 2").notes["B3"].startswith("[KT] Warning")
    panel.list.selection_set("1")
    panel.root.update()
    assert excel.selected == ("S-CB01.xlsx", "Biểu số 2", "B3")
    assert "Cao gấp 5 lần kỳ trước. Sửa lại." in panel.detail.cget("text")


def test_fixed_sent_and_clean_again(panel: Panel, signed_in: Service, excel: fake.Excel, clerks_file: Path) -> None:
    book = excel.open(clerks_file)
    before = book.picture()
    signed_in.on("/submissions", told(deliveries("S-CB01.xlsx", WRONG), 201), told(deliveries("S-CB01.xlsx"), 201))
    assert "has errors" in press(panel, "send")
    assert book.page(FORM).rules
    book.values[FORM]["C12"] = 3
    assert press(panel, "send") == "The server has taken “S-CB01.xlsx”."
    assert book.picture() == before
    assert rows(panel) == []
    copy = clerks_file.with_name("sent.xlsx")
    copy.write_bytes(signed_in.asked[-1].body)
    assert openpyxl.load_workbook(copy)[FORM]["C12"].value == 3
    keys = {one.headers["Idempotency-Key"] for one in signed_in.asked}
    assert len(keys) == 2


def test_remove_marks(panel: Panel, signed_in: Service, excel: fake.Excel, clerks_file: Path) -> None:
    book = excel.open(clerks_file)
    before = book.picture()
    signed_in.on("/check", told(deliveries("S-CB01.xlsx", WRONG, ODD)))
    press(panel, "check")
    assert press(panel, "unmark").strip() == "Marks removed (4)."
    assert book.picture() == before
    assert rows(panel) == []


def test_the_network_goes_and_comes_back(
    panel: Panel, signed_in: Service, excel: fake.Excel, clerks_file: Path
) -> None:
    excel.open(clerks_file)
    signed_in.on("/submissions", LOST)
    assert "1 workbooks wait" in press(panel, "send")
    signed_in.on("/submissions", told(deliveries("S-CB01.xlsx"), 201))
    panel.send_what_waits()
    wait(panel)
    assert panel.line.cget("text") == "The server has taken “S-CB01.xlsx”."
    assert panel.commands.outbox.waiting() == []


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (problem(401, "Hết hạn."), "does not take the access token: Hết hạn."),
        (problem(413, "…"), "too large"),
        (problem(503, "Bận."), "busy (503): Bận."),
        (Answer(502, b"<html>", "text/html"), "Something else than Tổng Hợp"),
        (LOST, "cannot be reached"),
    ],
)
def test_what_goes_wrong_is_said_and_the_buttons_work_again(
    panel: Panel, signed_in: Service, excel: fake.Excel, clerks_file: Path, answer: Answer, said: str
) -> None:
    excel.open(clerks_file)
    signed_in.on("/check", answer)
    assert said in press(panel, "check")
    assert not panel.buttons["check"].instate(["disabled"])


def test_what_excel_refuses_is_said(panel: Panel, signed_in: Service, excel: fake.Excel, clerks_file: Path) -> None:
    book = excel.open(clerks_file)
    book.page(FORM).is_protected = True
    signed_in.on("/check", told(deliveries("S-CB01.xlsx", WRONG, ODD)))
    said = press(panel, "check")
    assert "Excel did not allow" in said
    assert f"{FORM}!C12" in said
    assert len(rows(panel)) == 2


def test_no_workbook_open(panel: Panel) -> None:
    assert "is not running" in press(panel, "check") or "No file is open" in panel.line.cget("text")


def test_status_lists_the_standings(panel: Panel, signed_in: Service) -> None:
    _owe(signed_in, "blocked", "accepted")
    assert press(panel, "status").startswith("2 reports.")
    assert rows(panel) == [
        ("has errors", "U0 P1", "Chi bộ 0 (20/03/2022)"),
        ("accepted", "U1 P1", "Chi bộ 1 (20/03/2022)"),
    ]


def test_the_one_workbook_that_is_owed_is_fetched_and_opened(
    panel: Panel, signed_in: Service, excel: fake.Excel, clerks_file: Path, tmp_path: Path
) -> None:
    excel.open(clerks_file)
    _owe(signed_in, "not_sent", "accepted")
    _give(signed_in, "/workbooks/U0", "U0.xlsx", clerks_file.read_bytes())
    for name in ("U0.xlsx", "U0 (2).xlsx"):
        press(panel, "get", partial(_is_in_front, excel, name))
        assert (tmp_path / "downloads" / name).is_file(), "what was fetched before is not overwritten"


def test_of_several_the_clerk_chooses(panel: Panel, signed_in: Service, excel: fake.Excel, clerks_file: Path) -> None:
    excel.open(clerks_file)
    _owe(signed_in, "not_sent", "returned")
    _give(signed_in, "/workbooks/U1", "U1.xlsx", clerks_file.read_bytes())
    press(panel, "get")
    dialog = panel.dialog
    assert isinstance(dialog, asking.WorkbookDialog)
    assert len(dialog.which.cget("values")) == 2
    dialog.which.current(1)
    dialog.confirm.invoke()
    wait(panel, lambda: excel.books[0].name == "U1.xlsx")


def test_who_owes_reports_himself_is_offered_those_only(
    panel: Panel, signed_in: Service, excel: fake.Excel, clerks_file: Path
) -> None:
    _owe(signed_in, "not_sent", "not_sent", "not_sent", own="U2")
    _give(signed_in, "/workbooks/U2", "U2.xlsx", clerks_file.read_bytes())
    press(panel, "get", lambda: excel.books and excel.books[0].name == "U2.xlsx")


def test_nothing_left_to_fill(panel: Panel, signed_in: Service) -> None:
    _owe(signed_in, "accepted")
    assert "no workbook left" in press(panel, "get")


def test_the_consolidated_workbook_in_front_is_refreshed(
    panel: Panel, signed_in: Service, excel: fake.Excel, clerks_file: Path, tmp_path: Path
) -> None:
    open_one = tmp_path / "tong-hop-c-1-P1-3.xlsx"
    open_one.write_bytes(clerks_file.read_bytes())
    excel.open(open_one)
    signed_in.on("/campaigns", told({"campaigns": [CAMPAIGN]}))
    files = {kind: f"/api/v1/consolidations/c-1:P1:4.{kind}" for kind in ("xlsx", "docx")}
    signed_in.on("/consolidations", told({"id": "c-1:P1:4", "number": 4, "reports": 7, "files": files}, 201))
    _give(signed_in, "/consolidations/c-1:P1:4.xlsx", "tong-hop-c-1-P1-4.xlsx", clerks_file.read_bytes())
    _give(signed_in, "/consolidations/c-1:P1:4.docx", "tong-hop-c-1-P1-4.docx", b"PKword")
    press(panel, "consolidate")
    dialog = panel.dialog
    assert isinstance(dialog, asking.ConsolidateDialog)
    assert dialog.period.get() == "Đợt 1: Kỳ P1"
    dialog.result.current(2)
    dialog.confirm.invoke()
    wait(panel, lambda: excel.books[0].name == "tong-hop-c-1-P1-4.xlsx")
    assert (tmp_path / "downloads" / "tong-hop-c-1-P1-4.docx").read_bytes() == b"PKword"
    assert "Consolidation 4 made from 7 reports" in panel.line.cget("text")


def test_settings(panel: Panel, safe: Safe) -> None:
    panel.buttons["settings"].invoke()
    dialog = panel.dialog
    assert isinstance(dialog, asking.SettingsDialog)
    assert dialog.token.get() == "", "the token is never shown"
    for typed, said in (("ftp://x", "is no server’s address"), ("http://10.0.0.5", "not encrypted")):
        dialog.server.delete(0, "end")
        dialog.server.insert(0, typed)
        dialog.confirm.invoke()
        assert said in dialog.problem.cget("text")
        assert settings.load().server == panel.chosen.server
    dialog.token.insert(0, "tonghop_moi")
    dialog.spoken.current(0)
    dialog.confirm.invoke()
    panel.root.update()
    assert not dialog.winfo_exists()
    assert settings.load() == Settings("http://10.0.0.5", "vi")
    assert safe.kept["tonghop-addin", "http://10.0.0.5"] == "tonghop_moi"
    assert panel.buttons["check"].cget("text") == "Kiểm tra"


def test_without_a_server_the_settings_open_by_themselves(
    root: tk.Tk, excel: fake.Excel, clerks_file: Path, tmp_path: Path
) -> None:
    excel.open(clerks_file)
    panel = Panel(root, workbook, tmp_path)
    assert "Chưa có địa chỉ máy chủ" in press(panel, "check")
    assert isinstance(panel.dialog, asking.SettingsDialog)
    panel.close()


def test_a_second_start_brings_the_first_to_the_front(panel: Panel) -> None:
    with held(settings.home() / "panel.lock") as free:
        assert free
        panel.root.withdraw()
        module.run(workbook)  # returns at once
        wish = settings.home() / starting.RAISE
        assert wish.exists()
        wait(panel, lambda: not wish.exists())
        assert panel.root.state() == "normal"


def test_as_a_program_it_runs_once(home: Path) -> None:
    """As the ribbon’s macro starts it; a second one ends at once."""
    environment = {**os.environ, "DISPLAY": screen()}
    command = [sys.executable, *starting.command()[1:]]
    with subprocess.Popen(command, env=environment) as first:
        try:
            end = time.monotonic() + 30
            while _is_free(home / "panel.lock"):
                assert time.monotonic() < end
                assert first.poll() is None
                time.sleep(0.1)
            assert subprocess.run(command, env=environment, check=False, timeout=60).returncode == 0
            assert first.poll() is None
        finally:
            first.terminate()


def _is_free(path: Path) -> bool:
    with held(path) as free:
        return free


def _is_in_front(excel: fake.Excel, name: str) -> bool:
    return excel.books[0].name == name


def _owe(service: Service, *states: str, own: str | None = None) -> None:
    service.on("/me", told({"account": "a", "unit": own, "rights": ["view"], "token": None}))
    service.on("/campaigns", told({"campaigns": [CAMPAIGN]}))
    common = {"period": "P1", "coverage": "own", "due": "2022-03-20", "days_late": 0}
    standings = [
        {"unit": f"U{place}", "unit_name": f"Chi bộ {place}", "state": state, **common}
        for place, state in enumerate(states)
    ]
    service.on("/status", told({"standings": standings}))


def _give(service: Service, path: str, name: str, content: bytes) -> None:
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    service.on(path, Answer(200, content, "application/octet-stream", disposition))
