"""The add-in with a folder and a safe of its own, a service that answers as told, and an Excel that is none."""

import contextlib
import gc
import importlib.util
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import keyring
import openpyxl
import pytest
from keyring.backend import KeyringBackend
from openpyxl.comments import Comment
from tests.addin import com
from tests.addin import excel as fake
from tests.addin.display import screen
from tests.addin.service import Service
from tests.web.conftest import app, instance, made_instance, office, worker_at_once

from tonghop_addin import client, settings, workbook
from tonghop_addin.settings import Settings

if TYPE_CHECKING:
    import tkinter as tk

__all__ = ["app", "instance", "made_instance", "office", "worker_at_once"]

TOKEN = "tonghop_bi-mat"

# A Python without windows (Debian's without python3-tk) cannot even import the panel; with CI set that is a failure.
collect_ignore = (
    [] if os.environ.get("CI") or importlib.util.find_spec("_tkinter") else ["test_panel.py", "test_real_service.py"]
)


_opened: list[bool] = []


def pytest_runtest_logfinish() -> None:
    """Clear the remains of windows away in this thread: in another one, a later test’s server, Tcl would abort."""
    if _opened:
        _opened.clear()
        gc.collect()


class Safe(KeyringBackend):
    """A safe in memory."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self.kept.pop((service, username), None)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The add-in’s folder; none of the tests touches that of whoever runs them."""
    folder = tmp_path / "home"
    monkeypatch.setenv(settings.HOME, str(folder))
    monkeypatch.delenv("TONGHOP_LANG", raising=False)
    monkeypatch.setenv("no_proxy", "127.0.0.1,localhost")
    return folder


@pytest.fixture(autouse=True)
def safe() -> Iterator[Safe]:
    """The safe of the operating system, in memory."""
    before, made = keyring.get_keyring(), Safe()
    keyring.set_keyring(made)
    yield made
    keyring.set_keyring(before)


@pytest.fixture
def service() -> Iterator[Service]:
    """A service that answers as the test says, and remembers what it was asked."""
    with Service() as made:
        yield made


@pytest.fixture
def signed_in(service: Service) -> Service:
    """The same, chosen in the settings and with a token."""
    settings.save(Settings(service.address, "en"))
    settings.keep_token(service.address, TOKEN)
    return service


@pytest.fixture
def excel(monkeypatch: pytest.MonkeyPatch) -> fake.Excel:
    """A running Excel without a workbook, under xlwings’ real Windows engine."""
    made = fake.Excel()
    windows = com.install(monkeypatch, made)
    workbook.tame(windows)
    return made


@pytest.fixture
def root(monkeypatch: pytest.MonkeyPatch) -> "Iterator[tk.Tk]":
    """A window on a screen of its own."""
    monkeypatch.setenv("DISPLAY", screen())
    monkeypatch.setattr(client, "_PAUSE", 0.0)
    tkinter = importlib.import_module("tkinter")  # not in every Python
    made = tkinter.Tk()
    _opened.append(True)
    yield made
    with contextlib.suppress(tkinter.TclError):  # the panel was closed
        made.destroy()


@pytest.fixture
def clerks_file(tmp_path: Path) -> Path:
    """A small workbook with a note of the clerk’s own."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Biểu số 1"
    sheet["A1"], sheet["C12"], sheet["D12"] = "Học tập", 12, "ba"
    sheet["D12"].comment = Comment("hỏi lại chị Lan", "chi bộ")
    book.create_sheet("Biểu số 2")["B3"] = 5
    path = tmp_path / "S-CB01.xlsx"
    book.save(path)
    return path
