"""A district's shared spreadsheet with the menu's script in it; each command is one execution in Node.js."""

import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from lxml.html import HtmlElement, document_fromstring

from tonghop import workflow
from tonghop.google import MASK

Json: TypeAlias = dict[str, Any]
ADDRESS = "https://baocao.example.vn"
FAKE = Path(__file__).parent / "apps_script.js"
_PATIENCE = 120  # seconds; Node starts anew for each call of the service


def node() -> str:
    found = shutil.which("node")
    if found is None:
        reason = "Node.js is not installed"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    return str(found)


@dataclass(frozen=True)
class Outcome:
    """What one execution did."""

    alerts: list[str]
    toasts: list[list[Any]]
    requests: list[Json]
    sleeps: list[int]
    noted: list[list[Any]]
    menu: Json | None
    sidebar: str | None
    selected: list[Any] | None
    result: str | None

    @property
    def page(self) -> HtmlElement:
        """What stands beside the spreadsheet."""
        assert self.sidebar is not None, self.alerts
        return document_fromstring(self.sidebar)

    @property
    def said(self) -> str:
        """All of it as it is read."""
        return " ".join(_read(part) for part in self.page.iter("main"))

    @property
    def places(self) -> list[tuple[str, str]]:
        """The cells to which the list leads: tab and name."""
        return [(one.get("data-sheet", ""), one.get("data-cell", "")) for one in self.page.iter("button")]

    @property
    def listed(self) -> list[str]:
        """Each line of its lists, as it is read."""
        return [_read(one) for one in self.page.iter("li")]


@dataclass
class Menu:
    """The spreadsheet, whoever sits before it, and the network between Google and the service."""

    answer: Json
    service: str
    files: Mapping[str, str] = field(default_factory=lambda: workflow.script_files(ADDRESS, "Asia/Ho_Chi_Minh"))
    locale: str = "vi"
    properties: dict[str, str] = field(default_factory=dict)
    """What Google keeps for this person."""
    protections: Mapping[str, Json] = field(default_factory=dict)

    def run(self, call: str, *arguments: str, answers: tuple[Json, ...] = (), **faults: Any) -> Outcome:  # noqa: ANN401
        """Run one function; ``answers`` are given to the questions it asks."""
        asked = {
            "files": self.files,
            "call": call,
            "arguments": arguments,
            "byTrigger": call == "onOpen",
            "book": {"answer": self.answer, "mask": MASK, "protections": self.protections},
            "user": {"locale": self.locale, "properties": self.properties},
            "network": {ADDRESS: self.service},
            "answers": answers,
            "faults": faults,
        }
        done = subprocess.run(
            [node(), str(FAKE)], input=json.dumps(asked), capture_output=True, text=True, timeout=_PATIENCE, check=False
        )
        assert done.returncode == 0, done.stderr
        told = json.loads(done.stdout)
        self.answer, self.properties = told.pop("answer"), told.pop("properties")
        return Outcome(**told)

    def connect(self, secret: str) -> Outcome:
        return self.run("connect", answers=({"button": "OK", "text": f" {secret} "},))

    def send(self, **faults: Any) -> Outcome:  # noqa: ANN401 - whatever goes wrong
        return self.run("sendSheet", answers=({"button": "YES"},), **faults)

    def colleague(self) -> "Menu":
        """Return the same spreadsheet before somebody else."""
        return replace(self, properties={})

    @property
    def titles(self) -> list[str]:
        """The names of its tabs."""
        return [tab["properties"]["title"] for tab in self.answer["sheets"]]

    @property
    def notes(self) -> dict[tuple[str, str], str]:
        """Every note, by tab and cell."""
        return {
            (tab["properties"]["title"], f"{letters(column)}{row}"): cell["note"]
            for tab in self.answer["sheets"]
            for row, line in enumerate(tab.get("data", [{}])[0].get("rowData", []), start=1)
            for column, cell in enumerate(line.get("values", []), start=1)
            if cell.get("note")
        }

    def cell(self, place: tuple[str, str]) -> Json:
        """Return a cell of the spreadsheet, to be typed into."""
        title, name = place
        (tab,) = (one for one in self.answer["sheets"] if one["properties"]["title"] == title)
        column, row = (name.rstrip("0123456789"), int(name.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")))
        cells: list[Json] = tab["data"][0]["rowData"][row - 1]["values"]
        return next(one for number, one in enumerate(cells, start=1) if letters(number) == column)

    def type_in(self, place: tuple[str, str], value: float | str) -> None:
        """Have something else stand in a cell, its note as it was."""
        kind = "stringValue" if isinstance(value, str) else "numberValue"
        self.cell(place).update({"effectiveValue": {kind: value}, "formattedValue": str(value)})

    @property
    def cells(self) -> dict[tuple[str, int, int], Json]:
        """All that stands in its cells but notes, by tab, row and column."""
        told = {
            (tab["properties"]["title"], row, column): {name: part for name, part in cell.items() if name != "note"}
            for tab in self.answer["sheets"]
            for row, line in enumerate(tab.get("data", [{}])[0].get("rowData", []), start=1)
            for column, cell in enumerate(line.get("values", []), start=1)
        }
        return {place: deepcopy(cell) for place, cell in told.items() if cell}


def _read(part: HtmlElement) -> str:
    return " ".join(" ".join(str(text) for text in part.itertext()).split())


def letters(column: int) -> str:
    before = (column - 1) // 26
    return (letters(before) if before else "") + chr(65 + (column - 1) % 26)
