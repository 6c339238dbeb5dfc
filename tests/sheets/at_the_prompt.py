"""Commands typed at an office whose Google is the fake one."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from tests.sheets.district import Desk

from tonghop import google
from tonghop.cli import main
from tonghop.google import Google


@dataclass(frozen=True)
class Ended:
    code: int
    out: str
    err: str


Sheets = Callable[..., Ended]
"""Types ``tonghop sheets`` with the words given, at the office and on its day."""


def reached(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have everybody who connects to Google reach the fake one."""

    def connect(*_: object) -> Google:
        return desk.google

    monkeypatch.setattr(google, "connect", connect)


def prompt(desk: Desk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Sheets:
    monkeypatch.setenv("COLUMNS", "400")
    monkeypatch.setenv("TONGHOP_LANG", "en")
    here = ("--instance", str(desk.office.instance.folder), "--as-of", desk.plan.day.isoformat())

    def sheets(*words: object) -> Ended:
        with pytest.raises(SystemExit) as ended:
            main(["sheets", *map(str, words), *here])
        captured = capsys.readouterr()
        return Ended(int(ended.value.code or 0), captured.out, captured.err)

    return sheets
