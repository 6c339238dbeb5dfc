"""Sections III and IV: who has not reported or was late, and what the units said in their own words."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from tonghop.core.completeness import USABLE, Progress, Standing, State, progress
from tonghop.core.consolidation import Consolidation, Include, Line
from tonghop.core.definitions import FormField, Period
from tonghop.core.submission import Coverage
from tonghop.writing.report.texts import printable

NAMED_AT_MOST = 12
"""Of the units that said the same; those that have not reported are all named."""

_NOTHING = frozenset({"", "0", "-", "không", "không có", "không có gì", "không có ý kiến", "không có kiến nghị", "ko"})
"""What is written where there is nothing to say; left out."""


@dataclass(frozen=True, slots=True)
class Group:
    """Reports that stand the same way: what that is, how many they are, and whose, by the unit above."""

    title: str
    count: int
    names: str


@dataclass(frozen=True, slots=True)
class Voice:
    """Words of units; the same words of several are told once."""

    words: str
    units: tuple[str, ...]

    @property
    def named(self) -> str:
        """Who said it: where they are many, the first of them and how many more."""
        rest = len(self.units) - NAMED_AT_MOST
        shown = ", ".join(self.units[:NAMED_AT_MOST])
        return f"{shown} và {rest} đơn vị khác" if rest > 0 else shown


@dataclass(frozen=True, slots=True)
class Voices:
    """What units wrote into one of a form's free texts."""

    field: FormField
    said: tuple[Voice, ...]


# Who has not reported.


def told_periods(consolidation: Consolidation) -> list[tuple[Period, Progress]]:
    """Return how far each of the periods brought together has come, of those that have begun."""
    shown = {period.code for period in consolidation.matrix_periods}
    periods = [period for period in consolidation.periods if period.code in shown]
    return [(period, progress(consolidation.standings, period.code)) for period in periods]


def groups(consolidation: Consolidation) -> Iterator[Group]:
    """Yield the reports that are missing, late, returned, exempt and so on; nothing of those that are in order."""
    periods = {period.code for period in consolidation.periods}
    standings = [standing for standing in consolidation.standings if standing.period in periods]
    accepted_only = consolidation.include is Include.ACCEPTED
    for title, found in (
        ("Quá hạn, chưa gửi báo cáo", [s for s in standings if s.state is State.NOT_SENT]),
        ("Gửi muộn so với thời hạn", [s for s in standings if s.state in USABLE and s.is_late]),
        ("Đã gửi nhưng còn lỗi, chưa nhận vào số liệu", [s for s in standings if s.state is State.BLOCKED]),
        ("Gửi tệp chưa điền số liệu", [s for s in standings if s.state is State.EMPTY]),
        ("Bị trả lại, chưa gửi bản sửa", [s for s in standings if s.state is State.RETURNED]),
        (
            "Đã gửi nhưng chưa được duyệt, chưa lấy vào số liệu",
            [s for s in standings if accepted_only and s.state in USABLE - {State.ACCEPTED}],
        ),
        ("Chưa đến hạn, chưa gửi", [s for s in standings if s.state is State.NOT_DUE]),
        ("Được miễn báo cáo", [s for s in standings if s.state is State.EXEMPT]),
    ):
        if found:
            yield Group(title, len(found), _by_superior(consolidation, found))


def _by_superior(consolidation: Consolidation, standings: Iterable[Standing]) -> str:
    """Name units under the one above them: two communes may have the same name."""
    known = {unit.code: unit for unit in (*consolidation.units, *(line.unit for line in consolidation.lines))}
    labels = {period.code: period.label.vi for period in consolidation.periods}
    root = consolidation.lines[0].unit.code
    told: dict[str, dict[str, list[str]]] = {}
    for standing in standings:
        unit = known.get(standing.unit)
        above = "" if unit is None or unit.parent in {None, root} else (unit.parent or "")
        name = standing.unit if unit is None else unit.name
        name += " (bảng tổng hợp cấp dưới)" if standing.coverage is Coverage.SUMMARY else ""
        told.setdefault(above, {}).setdefault(name, []).append(labels[standing.period])
    parts = []
    for above, names in told.items():
        listed = ", ".join(name + (f" ({', '.join(when)})" if len(labels) > 1 else "") for name, when in names.items())
        superior = known[above].name if above in known else above
        parts.append(f"{superior}: {listed}" if above else listed)
    return "; ".join(parts)


# What the units said.


def voices(consolidation: Consolidation) -> Iterator[Voices]:
    """Yield what the units whose reports were taken wrote into each free text, in tree order."""
    names = _attributed(consolidation)
    for form in consolidation.campaign.forms:
        for field in form.texts:
            said: dict[str, tuple[str, dict[str, None]]] = {}
            for line in consolidation.lines:
                for words in _said(line, form.code, field.name):
                    said.setdefault(words.casefold().rstrip(" ."), (words, {}))[1][names[line.unit.code]] = None
            if form.code in consolidation.period.forms:
                yield Voices(field, tuple(Voice(words, tuple(units)) for words, units in said.values()))


def _said(line: Line, form: str, field: str) -> Iterator[str]:
    for revision in line.revisions:
        filled = revision.submission.form(form)
        answer = None if filled is None else filled.texts.get(field)
        if answer is not None and isinstance(answer.value, str):
            words = " ".join(printable(answer.value).split())
            if words.casefold().strip(" .") not in _NOTHING:
                yield words


def _attributed(consolidation: Consolidation) -> Mapping[str, str]:
    """Return what each unit is called where its superior does not stand beside it: two may have one name."""
    units = {line.unit.code: line.unit for line in consolidation.lines}
    count: dict[str, int] = {}
    for unit in units.values():
        count[unit.name] = count.get(unit.name, 0) + 1
    return {
        code: f"{unit.name} ({units[unit.parent].name})" if count[unit.name] > 1 and unit.parent in units else unit.name
        for code, unit in units.items()
    }
