"""What was found in a shared spreadsheet, unit by unit, as it is to be told beside the rows as they stand now."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from tonghop.core.cells import CellRef
from tonghop.core.completeness import Head, State
from tonghop.core.definitions import Language
from tonghop.core.errors import TonghopError, marked
from tonghop.core.findings import Finding
from tonghop.core.shared_sheets import Tab
from tonghop.sentences import STATES, say, say_error
from tonghop.storage import Outcome, SheetKey
from tonghop.workflow.office import Office
from tonghop.workflow.receiving import Examined
from tonghop.writing.google import UnitMarks

_WAITS = marked("{state}; what was changed since waits until it is reopened")


@dataclass(frozen=True, slots=True)
class Now:
    """Where what was read stands now: tabs may have been renamed and rows changed since."""

    titles: Mapping[str, str]
    """The titles of the tabs now, by those under which they were read."""
    changed: frozenset[tuple[str, int]]
    """Rows, by the title of their tab now, that do not hold any more what was read."""

    @classmethod
    def of(cls, then: Sequence[Tab], now: Sequence[Tab], changed: frozenset[tuple[int, int]]) -> "Now":
        """Compare the tabs as they were read with those that stand there now."""
        by_id = {tab.sheet_id: tab.title for tab in now}
        titles = {tab.title: by_id[tab.sheet_id] for tab in then if tab.sheet_id in by_id}
        return cls(titles, frozenset((by_id[sheet], row) for sheet, row in changed if sheet in by_id))

    def cell(self, cell: CellRef) -> CellRef | None:
        """Return where a cell stands now; ``None`` where its row holds something else."""
        title = self.titles.get(cell.sheet)
        if title is None or (title, cell.row) in self.changed:
            return None
        return replace(cell, sheet=title)

    def findings(self, found: Sequence[Finding]) -> Iterator[Finding]:
        """Yield what is still to be told."""
        for finding in found:
            if finding.cell is None:
                sheet = finding.sheet
                yield finding if sheet is None else replace(finding, sheet=self.titles.get(sheet, sheet))
            elif (cell := self.cell(finding.cell)) is not None:
                yield replace(finding, cell=cell)


@dataclass(frozen=True, slots=True)
class Told:
    """What is to be told in a spreadsheet."""

    units: tuple[UnitMarks, ...]
    general: tuple[Finding, ...]
    """What concerns no single unit."""
    refusal: str | None = None
    """Why nothing of it was taken, where that is no finding: the campaign is closed."""


def tell(office: Office, key: SheetKey, examined: Examined, now: Now, language: Language) -> Told:
    """Return what is to be told of a spreadsheet that was read."""
    if isinstance(examined.refusal, Finding) and examined.refusal.code != "workbook_unfilled":
        return Told((), tuple(now.findings([examined.refusal])))
    if isinstance(examined.refusal, TonghopError):
        return Told((), (), say_error(examined.refusal, language))
    heads = {head.key: head for head in office.store.heads(key.campaign, periods=[key.period])}
    names = {unit.code: unit.name for unit in office.units(key.campaign)}
    units = tuple(_unit(one, heads.get(one.key), names, now, language) for one in examined.outcomes)
    ours = [head.key.unit for head in heads.values() if head.sender == sender(key)]
    return Told(units, tuple(without_figures(ours, [unit.unit for unit in units], names)))


def sender(key: SheetKey) -> str:
    """Return what stands for whoever typed: the spreadsheet of a unit, not a person."""
    return f"Google Sheets {key.unit}"


def without_figures(reported: Iterable[str], filled: Collection[str], names: Mapping[str, str]) -> Iterator[Finding]:
    """Tell of units whose report was read here and of whom nothing stands here any more: it is not taken back."""
    gone = [code for code in reported if code not in filled]
    if gone:
        units = ", ".join(f"{names.get(code, code)} ({code})" for code in gone)
        yield Finding("unit_without_figures", parameters={"units": units})


def _unit(outcome: Outcome, head: Head | None, names: Mapping[str, str], now: Now, language: Language) -> UnitMarks:
    code = outcome.key.unit
    return UnitMarks(
        unit=code,
        name=names.get(code, code),
        findings=tuple(now.findings(outcome.findings)),
        rows=frozenset((cell.sheet, cell.row) for cell in map(now.cell, _filled(outcome)) if cell is not None),
        taken=not any(finding.blocks for finding in outcome.findings) and not _is_returned(head),
        state="" if head is None else _stands(head, language),
    )


def _filled(outcome: Outcome) -> Iterator[CellRef]:
    for _, _, _, answer in outcome.submission.answers():
        if answer.cell is not None and answer.value is not None:
            yield answer.cell


def _is_returned(head: Head | None) -> bool:
    """Tell whether it was sent back: what is read then counts for nothing until it is changed."""
    return head is not None and head.state is State.RETURNED


def _stands(head: Head, language: Language) -> str:
    state = say(STATES[head.state], language)
    if head.amends:
        return say(_WAITS, language, state=state)
    if _is_returned(head) and head.reason:
        return f"{state}: {head.reason}"
    return state
