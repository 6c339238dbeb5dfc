"""Findings grouped by what caused them, with the names of the cells: what a person reads in a page."""

from collections.abc import Iterable
from dataclasses import dataclass

from tonghop.core.cells import Position, a1, runs
from tonghop.core.definitions import Language, Severity
from tonghop.core.findings import Finding
from tonghop.sentences import say_finding

_ORDER = tuple(Severity)


@dataclass(frozen=True, slots=True)
class Run:
    """A cell or several neighbours as they are named: “I12”, “I14–I16”."""

    name: str
    anchor: str | None
    """The first of them in the page that shows the sheet; ``None`` where it is no cell of a form."""


@dataclass(frozen=True, slots=True)
class Saying:
    """One sentence and the cells it is about."""

    sentence: str
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Cause:
    """What has one cause on one sheet."""

    severity: Severity
    sheet: str | None
    form: str | None
    """The code of the form that its cells are of."""
    count: int
    runs: tuple[Run, ...]
    sayings: tuple[Saying, ...]
    remedies: tuple[str, ...]


def anchor(form: str | None, place: Position, within: str = "") -> str | None:
    """Return what a cell of a form is known by in a page; ``within`` tells reports of one page apart."""
    return None if form is None else f"{within}{form}-{a1(place)}"


def causes(findings: Iterable[Finding], language: Language, within: str = "") -> tuple[Cause, ...]:
    """Group findings by cause, errors first, each cause where it was first found."""
    groups: dict[tuple[object, ...], list[Finding]] = {}
    for finding in findings:
        groups.setdefault(_cause_of(finding), []).append(finding)
    made = (_cause(group, language, within) for group in groups.values())
    return tuple(sorted(made, key=lambda cause: _ORDER.index(cause.severity)))


def _cause_of(finding: Finding) -> tuple[object, ...]:
    return finding.severity, finding.code, _sheet(finding), finding.form, str(finding.parameters.get("sentence", ""))


def _sheet(finding: Finding) -> str | None:
    return finding.cell.sheet if finding.cell else finding.sheet


def _cause(group: list[Finding], language: Language, within: str) -> Cause:
    said: dict[str, list[Finding]] = {}
    remedies: dict[str, None] = {}
    for finding in group:
        words = say_finding(finding, language)
        said.setdefault(words.sentence, []).append(finding)
        remedies.setdefault(words.remedy)
    return Cause(
        severity=group[0].severity,
        sheet=_sheet(group[0]),
        form=group[0].form,
        count=len(group),
        runs=_runs(group, within),
        sayings=tuple(Saying(sentence, _runs(same, within)) for sentence, same in said.items()),
        remedies=tuple(remedies),
    )


def _runs(findings: list[Finding], within: str) -> tuple[Run, ...]:
    places = [(finding.cell.row, finding.cell.column) for finding in findings if finding.cell is not None]
    form = findings[0].form
    return tuple(Run(_named(first, last), anchor(form, first, within)) for first, last in runs(places))


def _named(first: Position, last: Position) -> str:
    return a1(first) if first == last else f"{a1(first)}–{a1(last)}"
