"""What this computer has of what the add-in needs, a line each, in the order in which it would be put right."""

import importlib.util
import platform
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from tonghop_addin import installing
from tonghop_addin.client import Client
from tonghop_addin.commands import Commands
from tonghop_addin.errors import AddinError, NoWindows
from tonghop_addin.words import Language, Text

_OLDEST = (3, 11)
_EXCEL_SYSTEMS = {"Windows", "Darwin"}
_CLOCK = 300
"""Seconds by which a clock may be wrong: beyond, secure connections and dates in reports begin to suffer."""
_SOON = 7
"""Days before the end of a token from which it is said."""

PYTHON = Text("Python {version} (cần 3.11 trở lên)", "Python {version} (3.11 or newer is needed)")
WINDOWS = Text("tkinter: có", "tkinter: there")
XLWINGS = Text("xlwings: đã cài", "xlwings: installed")
NO_XLWINGS = Text("xlwings: chưa cài; chạy: pip install xlwings", "xlwings: not installed; run: pip install xlwings")
OTHER_SYSTEM = Text(
    "Hệ điều hành {system}: Excel chỉ có trên Windows và macOS; nơi khác dùng: tonghop-addin check|send TỆP",
    "{system}: Excel is there on Windows and macOS only; elsewhere use: tonghop-addin check|send FILE",
)
EXCEL = Text("Excel {version} đang chạy", "Excel {version} is running")
RIBBON = Text("Nút trên thanh công cụ: {path}", "The button in the ribbon: {path}")
NO_RIBBON = Text(
    "Nút trên thanh công cụ: chưa cài; chạy: tonghop-addin install (không bắt buộc)",
    "The button in the ribbon: not installed; run: tonghop-addin install (not required)",
)
MACROS = {
    1: Text("Macro: được chạy mọi macro", "Macros: all may run"),
    2: Text("Macro: Excel hỏi trước khi chạy", "Macros: Excel asks before they run"),
    3: Text(
        "Macro: chỉ macro có chữ ký; dùng: tonghop-addin panel", "Macros: signed ones only; use: tonghop-addin panel"
    ),
    4: Text("Macro: bị cấm hết; dùng: tonghop-addin panel", "Macros: all are blocked; use: tonghop-addin panel"),
}
MACROS_UNKNOWN = Text(
    "Macro: không xem được thiết lập ở đây; nếu nút không chạy, dùng: tonghop-addin panel",
    "Macros: the setting cannot be seen here; if the button does nothing, use: tonghop-addin panel",
)
REACHED = Text("Máy chủ {server}: nối được", "Server {server}: reached")
CLOCK = Text("Đồng hồ: lệch {seconds} giây so với máy chủ", "Clock: {seconds} seconds off the server’s")
CLOCK_WRONG = Text(
    "Đồng hồ: lệch {seconds} giây so với máy chủ; bật đồng bộ giờ tự động",
    "Clock: {seconds} seconds off the server’s; switch automatic time on",
)
TOKEN = Text(
    "Mã truy cập: tài khoản {account}, hết hạn {day} (còn {days} ngày)",
    "Access token: account {account}, expires {day} (in {days} days)",
)
TOKEN_NO_END = Text("Mã truy cập: tài khoản {account}", "Access token: account {account}")
OUTBOX = Text(
    "Hộp thư đi: {waiting} tệp chờ gửi, {refused} tệp bị từ chối",
    "Outbox: {waiting} workbooks wait, {refused} were refused",
)


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at: whether it is as needed, and what to do where it is not."""

    well: bool
    said: str


def checks(commands: Commands) -> Iterator[Check]:
    """Yield what was looked at."""
    language = commands.chosen.language
    version = platform.python_version()
    yield Check(sys.version_info >= _OLDEST, PYTHON.said(language, version=version))
    windows = importlib.util.find_spec("_tkinter") is not None
    yield Check(windows, WINDOWS.said(language) if windows else NoWindows().said(language))
    yield from _excel(language)
    yield _macros(language)
    yield from _server(commands, language)
    waiting, refused = len(commands.outbox.waiting()), len(commands.outbox.refused())
    yield Check(not waiting and not refused, OUTBOX.said(language, waiting=waiting, refused=refused))


def _excel(language: Language) -> Iterator[Check]:
    found = importlib.util.find_spec("xlwings") is not None
    yield Check(found, (XLWINGS if found else NO_XLWINGS).said(language))
    if platform.system() not in _EXCEL_SYSTEMS:
        yield Check(well=False, said=OTHER_SYSTEM.said(language, system=platform.system()))
    elif found:
        yield _tried(_running, language)
    ribbon = installing.installed()
    yield Check(well=True, said=RIBBON.said(language, path=ribbon) if ribbon else NO_RIBBON.said(language))


def _running(language: Language) -> Check:
    from tonghop_addin import workbook  # noqa: PLC0415 - it may not be installed, and costs a second

    return Check(well=True, said=EXCEL.said(language, version=workbook.excel_version()))


def _macros(language: Language) -> Check:
    level = macro_level()
    if level not in MACROS:
        return Check(well=True, said=MACROS_UNKNOWN.said(language))
    return Check(level <= 2, MACROS[level].said(language))  # noqa: PLR2004 - 1 and 2 let our button run


def macro_level() -> int:
    """Return Excel’s setting VBAWarnings, an office’s policy before the user’s own; 0 where it cannot be seen."""
    if sys.platform != "win32":
        return 0
    import winreg  # noqa: PLC0415 - there on Windows only

    for version in ("16.0", "15.0", "14.0"):
        for root in (r"Software\Policies\Microsoft\Office", r"Software\Microsoft\Office"):
            try:
                with winreg.OpenKey(winreg.HKEY_CURRENT_USER, rf"{root}\{version}\Excel\Security") as key:
                    return int(winreg.QueryValueEx(key, "VBAWarnings")[0])
            except (OSError, ValueError):
                continue
    return 0


def _server(commands: Commands, language: Language) -> Iterator[Check]:
    try:
        server = commands.chosen.required_server()
        seconds = round(Client(server, "", language, pause=lambda _seconds: None).clock_difference())
    except AddinError as problem:
        yield Check(well=False, said=problem.said(language))
        return
    yield Check(well=True, said=REACHED.said(language, server=server))
    well = abs(seconds) <= _CLOCK
    yield Check(well, (CLOCK if well else CLOCK_WRONG).said(language, seconds=seconds))
    yield _tried(lambda spoken: _token(commands, spoken), language)


def _token(commands: Commands, language: Language) -> Check:
    me = commands.client().me()
    if me.expires is None:
        return Check(well=True, said=TOKEN_NO_END.said(language, account=me.account))
    left = me.expires - datetime.now(UTC)
    said = TOKEN.said(language, account=me.account, day=f"{me.expires:%d/%m/%Y}", days=left.days)
    return Check(left.days >= _SOON, said)


def _tried(look: Callable[[Language], Check], language: Language) -> Check:
    try:
        return look(language)
    except AddinError as problem:
        return Check(well=False, said=problem.said(language))
