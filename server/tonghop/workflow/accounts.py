"""Lists of accounts: read from a workbook or made for a campaign's units, judged, and what they would change."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from tonghop.apart import Run, here
from tonghop.core.accounts import OF_ONE_UNIT, ROLE_WORDS, Account, Role
from tonghop.core.cells import Sheet, a1
from tonghop.core.errors import Phrase, TonghopError, marked
from tonghop.core.spelling import clean_text, code_text, match_key, without_marks
from tonghop.core.units import Unit, UnitTree
from tonghop.reading import read
from tonghop.sentences import translated
from tonghop.writing.accounts import HEADINGS

MOST_LINES = 5000
_NAME = re.compile(r"[a-z0-9][a-z0-9._@-]{1,63}")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_NOT_IN_NAMES = re.compile(r"[^a-z0-9._-]+")
COLUMNS = ("name", "role", "unit", "unit_name", "email")
_IN_ENGLISH = MappingProxyType(
    {"name": "account", "role": "role", "unit": "unit code", "unit_name": "unit name", "email": "e-mail"}
)
_LOOKED_AT = 20  # Rows within which the headings stand.

NAME_MISSING = marked("there is no account name; write one")
NAME_WRONG = marked(
    "“{text}” cannot be an account name; use 2 to 64 small letters without accents, digits and the signs . _ - @"
)
NAME_TWICE = marked("the account {text} stands in the list twice; leave one of the lines")
NAME_ELSEWHERE = marked("the account {text} belongs to a unit that you do not see; choose another name")
ROLE_WRONG = marked("“{text}” is no role; choose one of: {known}")
UNIT_MISSING = marked("this role needs a unit; write its code")
UNIT_UNKNOWN = marked("there is no unit with the code {text} among those you see; write one of the unit list")
EMAIL_WRONG = marked("“{text}” is no e-mail address; correct it or leave the cell empty")
OTHER_NAME = marked("the code {code} belongs to “{name}”, not to “{text}”; check that the code is right")

_ALL_ROLES = Phrase(
    ", ".join(f"{{{role.value}}}" for role in ROLE_WORDS),
    **{role.value: Phrase(words) for role, words in ROLE_WORDS.items()},
)


class NoAccountList(TonghopError):
    message = marked(
        "No sheet has the headings of an account list: {headings}. Export the list, change that and send it back."
    )


class LongAccountList(TonghopError):
    message = marked("The list has more than {limit} lines. Send it in parts.")


@dataclass(frozen=True, slots=True)
class Line:
    """What was written about one account."""

    name: str
    role: str
    unit: str
    unit_name: str = ""
    email: str = ""
    cells: tuple[str, ...] = ()
    """The names of its five cells, where it was read from a workbook."""

    def cell(self, column: str) -> str:
        """Return the name of the cell of a column."""
        return self.cells[COLUMNS.index(column)] if self.cells else self.name


@dataclass(frozen=True, slots=True)
class Remark:
    """Something about a cell of the list."""

    cell: str
    said: Phrase

    def phrase(self) -> Phrase:
        """Return it with its cell."""
        return Phrase(marked("cell {cell}: {problem}"), cell=self.cell, problem=self.said)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a list would change; nothing of it while there are problems."""

    new: tuple[Account, ...]
    changed: tuple[tuple[Account, Account], ...]
    """Each as it is and as it would be."""
    unchanged: int
    problems: tuple[Remark, ...]
    doubts: tuple[Remark, ...]
    """What may be right all the same."""


@dataclass(frozen=True)
class Known:
    """What a list is judged by."""

    units: Mapping[str, str]
    """Names of the units within sight, by code."""
    accounts: Mapping[str, Account]
    mine: frozenset[str]
    """The names of the accounts that whoever sends the list may change."""
    all_units: bool
    """Whether he may let others see everything."""


def read_list(content: bytes, run: Run = here) -> tuple[Line, ...]:
    """Read a list of accounts; raises UnreadableFile, NoAccountList or LongAccountList."""
    for sheet in run(read, content).sheets:
        found = _headings(sheet)
        if found is not None:
            lines = tuple(_lines(sheet, *found))
            if len(lines) > MOST_LINES:
                raise LongAccountList(limit=MOST_LINES)
            return lines
    raise NoAccountList(headings=", ".join(HEADINGS.values()))


def lines_for(tree: UnitTree, accounts: Iterable[Account]) -> tuple[Line, ...]:
    """Return a line for each unit that has no open account: who has units below reviews, the root is the province."""
    served = {account.unit for account in accounts if account.active}
    taken = {account.name for account in accounts}
    lines = []
    for unit in tree.units:
        if unit.code not in served:
            name = _free_name(unit.code, taken)
            taken.add(name)
            lines.append(Line(name, _role_for(tree, unit).value, unit.code, unit.name))
    return tuple(lines)


def plan(lines: Sequence[Line], known: Known) -> Plan:
    """Tell what the lines would change."""
    remarks: list[Remark] = []
    doubts: list[Remark] = []
    wanted: dict[str, Account] = {}
    for line in lines:
        problems = list(_problems(line, known, wanted))
        remarks += problems
        doubts += _doubts(line, known)
        if not problems:
            wanted[line.name.lower()] = _account(line)
    before = known.accounts
    changed = [(before[name], _onto(before[name], account)) for name, account in wanted.items() if name in before]
    return Plan(
        new=tuple(account for name, account in wanted.items() if name not in before),
        changed=tuple((old, new) for old, new in changed if old != new),
        unchanged=sum(old == new for old, new in changed),
        problems=tuple(remarks),
        doubts=tuple(doubts),
    )


def role_of(text: str) -> Role | None:
    """Return the role that a word means, in either language."""
    return _roles().get(match_key(text))


def _roles() -> Mapping[str, Role]:
    said: dict[str, Role] = {}
    for role, words in ROLE_WORDS.items():
        said |= {match_key(text): role for text in (role.value, words, translated(words, "vi"))}
    return said


def _problems(line: Line, known: Known, wanted: Mapping[str, Account]) -> Iterator[Remark]:
    name, role = line.name.lower(), role_of(line.role)
    if not name:
        yield Remark(line.cell("name"), Phrase(NAME_MISSING))
    elif not _NAME.fullmatch(name):
        yield Remark(line.cell("name"), Phrase(NAME_WRONG, text=line.name))
    elif name in wanted:
        yield Remark(line.cell("name"), Phrase(NAME_TWICE, text=name))
    elif name in known.accounts and name not in known.mine:
        yield Remark(line.cell("name"), Phrase(NAME_ELSEWHERE, text=name))
    if role is None:
        yield Remark(line.cell("role"), Phrase(ROLE_WRONG, text=line.role, known=_ALL_ROLES))
    if line.unit and line.unit not in known.units:
        yield Remark(line.cell("unit"), Phrase(UNIT_UNKNOWN, text=line.unit))
    elif not line.unit and (role in OF_ONE_UNIT or not known.all_units):
        yield Remark(line.cell("unit"), Phrase(UNIT_MISSING))
    if line.email and not _EMAIL.fullmatch(line.email):
        yield Remark(line.cell("email"), Phrase(EMAIL_WRONG, text=line.email))


def _doubts(line: Line, known: Known) -> list[Remark]:
    name = known.units.get(line.unit)
    if name is None or not line.unit_name or match_key(name) == match_key(line.unit_name):
        return []
    return [Remark(line.cell("unit_name"), Phrase(OTHER_NAME, code=line.unit, name=name, text=line.unit_name))]


def _account(line: Line) -> Account:
    role = role_of(line.role) or Role.VIEWER
    return Account(line.name.lower(), role, line.unit or None, "", "", email=line.email or None, must_change=True)


def _onto(kept: Account, wanted: Account) -> Account:
    return replace(kept, role=wanted.role, unit=wanted.unit, email=wanted.email)


def _role_for(tree: UnitTree, unit: Unit) -> Role:
    if unit == tree.root:
        return Role.PROVINCE
    return Role.REVIEWER if tree.children.get(unit.code) else Role.CLERK


def _free_name(code: str, taken: set[str]) -> str:
    plain = _NOT_IN_NAMES.sub("-", without_marks(code).lower()).strip("-._") or "don-vi"
    name, number = plain.ljust(2, "0"), 2
    while name in taken:
        name, number = f"{plain}-{number}", number + 1
    return name


def _headings(sheet: Sheet) -> tuple[int, Mapping[str, int]] | None:
    """Return the row of the headings and the column of each."""
    meant = {match_key(HEADINGS[column]): column for column in COLUMNS}
    meant |= {match_key(words): column for column, words in _IN_ENGLISH.items()}
    for row in range(min(len(sheet.rows), _LOOKED_AT)):
        places = {
            meant[key]: place
            for place, value in enumerate(sheet.rows[row])
            if isinstance(value, str) and (key := match_key(value)) in meant
        }
        if {"name", "role", "unit"} <= places.keys():
            return row, places
    return None


def _lines(sheet: Sheet, head: int, places: Mapping[str, int]) -> Iterator[Line]:
    last = max(places.values())
    for row in range(head + 1, len(sheet.rows)):
        texts = {column: code_text(sheet.value(row, place)) for column, place in places.items()}
        if any(texts.values()):
            cells = tuple(a1((row, places.get(column, last))) for column in COLUMNS)
            yield Line(**{column: clean_text(text) for column, text in texts.items()}, cells=cells)
