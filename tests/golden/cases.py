"""``expected.txt`` as values: what is found in each golden workbook, and what a clerk does about it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

_HERE = Path(__file__).parent
_SHEET = re.compile(r"(?P<number>\w+): (?P<name>.+)")
_HEAD = re.compile(r"(?P<file>\S+)(?: for (?P<unit>\S+)(?: (?P<period>\S+))?)?(?: = (?P<same>\S+))?")
_LINE = re.compile(r"(?P<severity>blocking|warning|note) (?P<code>\w+) (?P<place>.+?)(?: := (?P<remedy>.+))?")


@dataclass(frozen=True, slots=True)
class Expected:
    """One finding: how much it weighs, what it is, and where."""

    unit: str | None
    """Whose it is, in a group’s workbook."""
    severity: str
    code: str
    place: str
    """Sheet and cell, the sheet alone, or “-” for the whole workbook."""
    remedy: str | None = None

    @property
    def said(self) -> tuple[str | None, str, str, str]:
        """What the program is to say."""
        return self.unit, self.severity, self.code, self.place


@dataclass(slots=True)
class Case:
    """One way of sending one file."""

    file: str
    unit: str | None = None
    """Whom it is sent for."""
    period: str | None = None
    same: str | None = None
    """The file that holds the same answers."""
    refusal: str | None = None
    members: list[str] = field(default_factory=list)
    """The units of a group’s workbook."""
    findings: list[Expected] = field(default_factory=list)

    def __str__(self) -> str:
        return " ".join(filter(None, (self.file, self.unit, self.period)))


def cases() -> list[Case]:
    """Read the table."""
    return list(_cases((_HERE / "expected.txt").read_text(encoding="utf-8")))


def _cases(text: str) -> Iterator[Case]:
    sheets: dict[str, str] = {}
    case: Case | None = None
    for line in text.splitlines():
        sheet = _SHEET.fullmatch(line)
        if not line or line.startswith("#"):
            continue
        if sheet is not None:
            sheets[sheet["number"]] = sheet["name"]
        elif line.startswith(" "):
            assert case is not None
            _add(case, line.strip(), sheets)
        else:
            if case is not None:
                yield case
            head = _HEAD.fullmatch(line)
            assert head is not None, line
            case = Case(head["file"], head["unit"], head["period"], head["same"])
    if case is not None:
        yield case


def _add(case: Case, line: str, sheets: dict[str, str]) -> None:
    found = _LINE.fullmatch(line)
    if found is not None:
        sheet, mark, cell = found["place"].partition("!")
        place = f"{sheets.get(sheet, sheet)}{mark}{cell}"
        unit = case.members[-1] if case.members else None
        case.findings.append(Expected(unit, found["severity"], found["code"], place, found["remedy"]))
    elif line.startswith("refused "):
        case.refusal = line.removeprefix("refused ")
    else:
        assert " " not in line, line
        case.members.append(line)
