"""The ribbon add-in put where Excel finds it, and taken away again."""

import importlib.metadata
import importlib.util
import os
import platform
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from tonghop_addin import ribbon
from tonghop_addin.errors import AddinError
from tonghop_addin.words import Text

_MAC_STARTUP = "Library/Group Containers/UBF8T346G9.Office/User Content.localized/Startup.localized/Excel"
_MAC_SCRIPTS = "Library/Application Scripts/com.microsoft.Excel"


class NoExcelHere(AddinError):
    text = Text(
        "Excel chỉ có trên Windows và macOS. Dùng --dir để tạo tệp {name} vào một thư mục.",
        "Excel is there on Windows and macOS only. Use --dir to make {name} in a folder.",
    )


class InUse(AddinError):
    text = Text(
        "Không ghi được {path}: Excel đang dùng. Đóng Excel rồi chạy lại.",
        "{path} cannot be written: Excel is using it. Close Excel and run this again.",
    )


def startup_folder() -> Path | None:
    """Return the folder whose workbooks Excel opens by itself; ``None`` where there is no Excel."""
    system = platform.system()
    if system == "Windows":
        roaming = os.environ.get("APPDATA")
        return (Path(roaming) if roaming else Path.home() / "AppData" / "Roaming") / "Microsoft" / "Excel" / "XLSTART"
    return Path.home() / _MAC_STARTUP if system == "Darwin" else None


def installed() -> Path | None:
    """Return where the add-in is installed, if it is."""
    folder = startup_folder()
    path = folder / ribbon.FILE if folder else None
    return path if path and path.is_file() else None


def install(folder: Path | None = None) -> Path:
    """Put the add-in into a folder, by default Excel’s own; raises NoExcelHere, InUse or NoTemplate."""
    target = folder or startup_folder()
    if target is None:
        raise NoExcelHere(name=ribbon.FILE)
    content = ribbon.built(sys.executable)
    path = target / ribbon.FILE
    target.mkdir(parents=True, exist_ok=True)
    _change(path, lambda: path.write_bytes(content))
    if folder is None:
        for source, copy in _scripts():
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, copy)
    return path


def uninstall() -> Path | None:
    """Take the add-in away; return where it was. Settings, token and what waits to be sent stay. Raises InUse."""
    path = installed()
    if path is not None:
        _change(path, path.unlink)
    return path


def _change(path: Path, step: Callable[[], object]) -> None:
    try:
        step()
    except PermissionError as problem:
        raise InUse(path=path) from problem


def _scripts() -> Iterator[tuple[Path, Path]]:
    """Yield the script by which Excel for Mac may start Python, and where it must lie; its name holds a version."""
    found = importlib.util.find_spec("xlwings")
    if platform.system() == "Darwin" and found and found.origin:
        name = f"xlwings-{importlib.metadata.version('xlwings')}.applescript"
        yield Path(found.origin).with_name(name), Path.home() / _MAC_SCRIPTS / name
