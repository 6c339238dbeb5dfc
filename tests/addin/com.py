"""What pywin32 is to xlwings, over objects of the tests: COM objects that have only what their class defines."""

# ruff: noqa: ANN401 - Excel’s own names, and COM objects have no types

import ctypes
import importlib
import sys
from types import ModuleType, SimpleNamespace
from typing import Any, Protocol

import pytest

REJECTED, GONE, REFUSED, UNKNOWN = -2147418111, -2147221080, -2147352567, -2147352570


class ComError(Exception):
    """pywintypes.com_error: (hresult, message, details, argument)."""

    def __init__(self, hresult: int, said: str | None = None) -> None:
        details = None if said is None else (0, "Microsoft Excel", said, "xlmain11.chm", 0, -2146827284)
        super().__init__(hresult, "Exception occurred.", details, None)
        self.hresult = hresult


class Dispatched:
    """win32com.client.CDispatch."""


class Running(Protocol):
    """An Excel that runs."""

    editing: bool
    calls: int

    @property
    def application(self) -> Any:
        """Its Application object."""

    @property
    def has_books(self) -> bool:
        """Whether a workbook is open in it."""


class Com(Dispatched):
    """An object of Excel: only what its class defines is there, and nothing while a cell is being edited."""

    _excel: Any

    def __getattribute__(self, name: str) -> Any:
        if not name.startswith("_"):
            excel = object.__getattribute__(self, "_excel")
            excel.calls += 1
            if excel.editing:
                raise ComError(REJECTED)
            object.__getattribute__(self, "_still_there")()
        return object.__getattribute__(self, name)

    def __setattr__(self, name: str, value: object) -> None:
        if name.startswith("_"):
            object.__setattr__(self, name, value)
            return
        if self._excel.editing:
            raise ComError(REJECTED)
        found = getattr(type(self), name, None)
        if not isinstance(found, property) or found.fset is None:
            raise ComError(UNKNOWN, f"{type(self).__name__} has no {name} that can be set")
        found.fset(self, value)

    @property
    def _oleobj_(self) -> Any:
        return SimpleNamespace(GetIDsOfNames=_unknown)

    def _still_there(self) -> None:
        """Refuse where the workbook was closed."""


def _unknown(*_arguments: object) -> None:
    raise ComError(UNKNOWN, "Unknown name.")


def install(monkeypatch: pytest.MonkeyPatch, excel: Running) -> ModuleType:
    """Give xlwings its real Windows engine, standing on this Excel; returns that part of xlwings."""
    for name, module in _modules(excel).items():
        monkeypatch.setitem(sys.modules, name, module)
    user = SimpleNamespace(GetTopWindow=lambda _parent: 7, GetWindow=lambda _window, _next: 0)
    user.GetForegroundWindow = lambda: 1
    user.SetForegroundWindow = user.SetWindowPos = _nothing
    ole = SimpleNamespace(CLSIDFromString=_nothing)
    accessible = SimpleNamespace(AccessibleObjectFromWindow=_nothing)
    monkeypatch.setattr(ctypes, "windll", SimpleNamespace(user32=user), raising=False)
    monkeypatch.setattr(ctypes, "oledll", SimpleNamespace(ole32=ole, oleacc=accessible), raising=False)
    found = _Found(excel)
    monkeypatch.setattr(ctypes, "PyDLL", lambda _path: SimpleNamespace(PyCom_PyObjectFromIUnknown=found))
    monkeypatch.delitem(sys.modules, "xlwings._xlwindows", raising=False)
    xlwings = importlib.import_module("xlwings")
    windows = importlib.import_module("xlwings._xlwindows")
    engine = xlwings.Engine(impl=windows.engine)
    monkeypatch.setattr(xlwings, "engines", type(xlwings.engines)())
    monkeypatch.setattr(importlib.import_module("xlwings.main"), "engines", xlwings.engines)
    xlwings.engines.add(engine)
    xlwings.engines.active = engine
    return windows


class _Found:
    restype: object = None

    def __init__(self, excel: Running) -> None:
        self._excel = excel

    def __call__(self, *_arguments: object) -> Any:
        return self._excel.application


def _nothing(*_arguments: object) -> int:
    return 0


def _modules(excel: Running) -> dict[str, ModuleType]:
    def module(name: str, **members: Any) -> ModuleType:
        made = ModuleType(name)
        for member, value in members.items():
            setattr(made, member, value)
        return made

    windows: Any = lambda *_arguments: 1 if excel.has_books else 0  # noqa: E731
    client = module("win32com.client", CDispatch=Dispatched, DispatchBaseClass=_Other, Dispatch=lambda found: found)
    client.DispatchEx = lambda _name: excel.application  # type: ignore[attr-defined]  # Excel starts
    types: dict[str, Any] = {"com_error": ComError, "error": ComError, "TimeType": _Other, "IID": str}
    return {
        "pywintypes": module("pywintypes", **types),
        "pythoncom": module("pythoncom", CoInitialize=_nothing, ole_error=ComError, __file__=""),
        "win32api": module("win32api"),
        "win32con": module("win32con"),
        "win32gui": module("win32gui", FindWindowEx=windows),
        "win32process": module("win32process", GetWindowThreadProcessId=lambda _window: (1, 4711)),
        "win32timezone": module("win32timezone"),
        "win32com": module("win32com", client=client),
        "win32com.client": client,
    }


class _Other:
    """A kind of COM object that the fake does not make."""
