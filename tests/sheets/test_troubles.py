"""What goes wrong with one spreadsheet: the others are read, and what it was is told."""

import logging
from collections.abc import Callable
from typing import ParamSpec, TypeVar

import pytest
from tests.sheets.district import Desk

from tonghop.core.cells import Sheets
from tonghop.storage import SharedSheet
from tonghop.workflow import Office
from tonghop.workflow.sheets import Failed, Pulled
from tonghop.workflow.sheets.watching import ReadingFaulty

Asked = ParamSpec("Asked")
Result = TypeVar("Result", Sheets, bytes)


class Breaking:
    """Reads files, but breaks at the first."""

    def __init__(self) -> None:
        self.left, self.words = 1, "typed words"

    def __call__(self, function: Callable[Asked, Result], /, *arguments: Asked.args, **named: Asked.kwargs) -> Result:
        if self.left:
            self.left -= 1
            raise RuntimeError(self.words)
        return function(*arguments, **named)


def test_a_fault_with_one_spreadsheet_keeps_no_other_waiting(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    first, second = desk.makes("904"), desk.makes("902")
    desk.office = Office(desk.office.instance, desk.office.store, run=Breaking())
    with caplog.at_level(logging.ERROR, "tonghop"):
        failed, pulled = desk.reads(first, second)
    assert isinstance(failed, Failed)
    assert isinstance(failed.problem, ReadingFaulty)
    assert isinstance(pulled, Pulled)
    assert "failed with RuntimeError" in caplog.text
    assert "typed words" not in caplog.text
    assert _problem(desk, first) == ReadingFaulty.message
    assert desk.reads() == []
    desk.fake.clock.passes(60)
    (again,) = desk.reads()
    assert isinstance(again, Pulled)
    assert again.sheet.id == first.id
    assert _problem(desk, first) is None


def _problem(desk: Desk, sheet: SharedSheet) -> str | None:
    problem = desk.office.store.sheets.one(sheet.id).problem
    return None if problem is None else problem.message
