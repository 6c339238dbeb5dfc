"""What this computer has of what the add-in needs, a line each."""

import importlib.util
import platform
import sys
from collections.abc import Iterator
from dataclasses import dataclass

_OLDEST = (3, 11)
_EXCEL_SYSTEMS = {"Windows", "Darwin"}


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at: whether it is as needed, and what to do where it is not."""

    well: bool
    vi: str
    en: str


def checks() -> Iterator[Check]:
    """Yield what was looked at, in the order in which it would be put right."""
    version = platform.python_version()
    yield Check(
        sys.version_info >= _OLDEST,
        f"Python {version} (cần 3.11 trở lên)",
        f"Python {version} (3.11 or newer is needed)",
    )
    system = platform.system()
    yield Check(
        system in _EXCEL_SYSTEMS,
        f"Hệ điều hành {system}: Excel chỉ có trên Windows và macOS; nơi khác gửi tệp bằng lệnh tonghop",
        f"{system}: Excel is there on Windows and macOS only; elsewhere send files with the tonghop command",
    )
    found = importlib.util.find_spec("xlwings") is not None
    yield Check(
        found,
        "xlwings: đã cài" if found else "xlwings: chưa cài; chạy: pip install xlwings",
        "xlwings: installed" if found else "xlwings: not installed; run: pip install xlwings",
    )
