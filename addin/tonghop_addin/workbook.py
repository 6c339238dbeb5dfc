"""The workbook that is open in Excel: its bytes, its cells, our marks in it. The one file that knows xlwings.

Marks are conditional formats with a formula of ours and notes that begin ``[KT]``, as the service makes them in a
marked file. The clerk’s own fills and notes are never touched, so nothing has to be put back, and marks are found and
removed by what they are, after a crash or on another computer too.
"""

import atexit
import contextlib
import importlib
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tonghop_addin.errors import BookClosed, HostBusy, NoBook, NoExcel, SaveFirst
from tonghop_addin.values import Finding, Upload
from tonghop_addin.words import KINDS, Language

# Whenever it is imported xlwings tries to load its PRO part, which is under another licence; it takes no for an answer.
sys.modules.setdefault("xlwings.pro", None)  # type: ignore[arg-type]  # this is how a module is shut out
xlwings: Any = importlib.import_module("xlwings")

TAG = "[KT]"
FORMULA = f'="{TAG}"<>""'
"""Always true; says whose it is. No function and no separator, so that it is the same in every language of Excel."""

FILLS: Mapping[str, str] = {"blocking": "#FFB3B3", "warning": "#FFD966", "note": "#BDD7EE"}
"""The colours of the service’s marked files."""

MOST_MARKS = 2_000
"""Cells marked at most: each costs Excel some milliseconds, and nobody reads more notes."""

_LIST = "Lỗi"
_LONGEST_LINE, _LONGEST_NOTE = 1_000, 8_000
_COM_ATTEMPTS = 300
_REJECTED = -2147418111
"""RPC_E_CALL_REJECTED."""


def tame(windows: Any) -> None:  # noqa: ANN401 - a module that is there on Windows only
    """Take from xlwings’ Windows part what could end or hold up the clerk’s own Excel."""
    # At the end of its process it ends, with force, every Excel in which it sees no workbook.
    atexit.unregister(windows.cleanup)
    # While a cell is being edited Excel turns every call away, and it would repeat the call for ever.
    windows.N_COM_ATTEMPTS = _COM_ATTEMPTS


if "xlwings._xlwindows" in sys.modules:
    tame(sys.modules["xlwings._xlwindows"])


@dataclass(frozen=True, slots=True)
class Failure:
    """Something that Excel did not let us do, where, and what it said."""

    place: str
    reason: str


@dataclass(frozen=True, slots=True)
class Marking:
    """How many cells were marked or cleaned, and what could not be."""

    cells: int
    failures: tuple[Failure, ...] = ()


@dataclass(frozen=True, slots=True)
class OpenBook:
    """A workbook that is open in Excel."""

    book: Any
    name: str

    def upload(self) -> Upload:
        """Return its bytes as they are now, without saving it; raises HostBusy, BookClosed or SaveFirst."""
        self._require()
        name = self.name if Path(self.name).suffix else f"{self.name}.xlsx"
        with tempfile.TemporaryDirectory(prefix="tonghop-", ignore_cleanup_errors=True) as folder:
            copy = Path(folder) / f"ban-sao{Path(name).suffix}"
            with _told():
                copied = self._copied_to(copy)
            return Upload(name, copied.read_bytes())

    def _copied_to(self, copy: Path) -> Path:
        if sys.platform != "darwin":
            self.book.api.SaveCopyAs(str(copy))
            return copy
        # AppleScript has no “save a copy”: what is on the disk is taken, if it is what is on the screen.
        file = Path(self.book.fullname)
        if not self.book.api.saved.get() or not file.is_file():
            raise SaveFirst(name=self.name)
        return file

    def select(self, sheet: str, cell: str | None) -> None:
        """Bring a cell to the front; raises HostBusy or BookClosed."""
        self._require()
        with _told():
            page = self.book.sheets[sheet]
            target = page.range(cell or "A1")
            if sys.platform == "darwin":
                page.activate()
                target.select()
            else:
                self.book.app.api.Goto(target.api)  # whichever workbook and sheet is in front
        with contextlib.suppress(Exception):  # Windows may keep the panel in front; the cell is selected all the same
            self.book.app.activate(steal_focus=True)

    def mark(self, findings: Sequence[Finding], language: Language) -> Marking:
        """Colour the cells of findings and note what was found; earlier marks go. Raises HostBusy or BookClosed."""
        cleaned = self.unmark()
        failures, marked = list(cleaned.failures), 0
        with self._quietly():
            for (sheet, cell), found in list(_by_cell(findings).items())[:MOST_MARKS]:
                refused = self._mark_cell(sheet, cell, found, language)
                marked += len(refused) == 0
                failures += refused
        return Marking(marked, tuple(failures))

    def _mark_cell(self, sheet: str, cell: str, found: Sequence[Finding], language: Language) -> list[Failure]:
        place = f"{sheet}!{cell}"

        def colour() -> None:
            formats = self.book.sheets[sheet].range(cell).conditional_formats
            formats.add_custom(FORMULA, fill_color=FILLS[found[0].severity])

        def note() -> None:
            target = self.book.sheets[sheet].range(cell)
            if target.note is None:  # what the clerk noted stays as it is; the panel says what was found
                target.add_note(note_text(found, language))

        return list(dict.fromkeys([*_failure(place, colour), *_failure(place, note)]))

    def unmark(self) -> Marking:
        """Remove our marks wherever they are; raises HostBusy or BookClosed."""
        self._require()
        failures: list[Failure] = []
        removed = 0
        with self._quietly():
            with _told():
                sheets = list(self.book.sheets)
            for sheet in sheets:
                steps = (_remove_formats, _remove_notes, _remove_list)
                for step in steps:
                    counted, refused = _counted(sheet, step)
                    removed += counted
                    failures += refused
        return Marking(removed, tuple(failures))

    def _require(self) -> None:
        """Make sure that it is still open under its name."""
        try:
            there = str(self.book.name) == self.name
        except Exception as problem:
            if is_busy(problem):
                raise HostBusy(reason=reason(problem)) from problem
            raise BookClosed(name=self.name) from problem  # each host has its own error for an object that is gone
        if not there:
            raise BookClosed(name=self.name)

    @contextlib.contextmanager
    def _quietly(self) -> Iterator[None]:
        """Keep Excel from drawing each step; where it cannot be had it is only slower."""
        with contextlib.suppress(Exception):
            self.book.app.screen_updating = False
        try:
            yield
        finally:
            with contextlib.suppress(Exception):
                self.book.app.screen_updating = True


def active() -> OpenBook:
    """Return the workbook in front; raises NoExcel, NoBook or HostBusy."""
    app = _running()
    try:
        book = app.books.active
        return OpenBook(book, str(book.name))
    except Exception as problem:
        if is_busy(problem):
            raise HostBusy(reason=reason(problem)) from problem
        raise NoBook from problem  # where there is none, each host fails in its own way


def open_file(path: Path) -> None:
    """Open a file in Excel, which is started if need be; raises NoExcel or HostBusy."""
    try:
        app = _running()
    except NoExcel:
        with _told():
            app = xlwings.App(visible=True, add_book=False)
    with _told():
        app.books.open(str(path))


def excel_version() -> str:
    """Return the version of the Excel that runs; raises NoExcel or HostBusy."""
    app = _running()
    with _told():
        return str(app.api.Version if sys.platform != "darwin" else app.version)


def note_text(found: Sequence[Finding], language: Language) -> str:
    """Return the lines of a note: one for each finding, each beginning with the tag."""
    lines = []
    for one in found:
        said = " ".join(f"{TAG} {KINDS[one.severity].said(language)}: {one.sentence} {one.remedy}".split())
        lines.append(said if len(said) <= _LONGEST_LINE else f"{said[: _LONGEST_LINE - 1]}…")
    text = "\n".join(lines)
    return text if len(text) <= _LONGEST_NOTE else f"{text[: _LONGEST_NOTE - 1]}…"


def _running() -> Any:  # noqa: ANN401 - xlwings' own
    if "excel" not in [engine.name for engine in xlwings.engines]:
        raise NoExcel
    with _told():
        app = xlwings.apps.active
    if app is None:
        raise NoExcel
    return app


def _by_cell(findings: Iterable[Finding]) -> dict[tuple[str, str], list[Finding]]:
    order = list(KINDS)
    by_cell: dict[tuple[str, str], list[Finding]] = {}
    for one in sorted(findings, key=lambda finding: order.index(finding.severity)):
        if one.sheet and one.cell:
            by_cell.setdefault((one.sheet, one.cell), []).append(one)
    return by_cell


def _failure(place: str, step: Callable[[], None]) -> list[Failure]:
    """Take one step; what Excel refuses (a protected sheet, a shared workbook) is told and stops nothing else."""
    try:
        step()
    except Exception as problem:  # noqa: BLE001 - com_error on Windows, CommandError on a Mac, xlwings' own
        return [Failure(place, reason(problem))]
    return []


def _counted(sheet: Any, step: Callable[[Any], Iterator[Failure | None]]) -> tuple[int, list[Failure]]:  # noqa: ANN401
    counted, failures = 0, []
    try:
        for failure in step(sheet):
            counted += failure is None
            failures += [] if failure is None else [failure]
    except Exception as problem:  # noqa: BLE001 - as in _failure
        failures.append(Failure(_name(sheet), reason(problem)))
    return counted, failures


def _name(sheet: Any) -> str:  # noqa: ANN401
    try:
        return str(sheet.name)
    except Exception:  # noqa: BLE001
        return "?"


def _remove_formats(sheet: Any) -> Iterator[Failure | None]:  # noqa: ANN401
    formats = sheet.cells.conditional_formats
    for place in range(len(formats), 0, -1):  # from the end: the places of the others stay
        one = formats(place)
        if one.type == "custom" and TAG in str(one.formula):
            yield next(iter(_failure(_name(sheet), one.delete)), None)


def _remove_notes(sheet: Any) -> Iterator[Failure | None]:  # noqa: ANN401
    for note in list(sheet.notes):
        text = str(note.text)
        rest = "\n".join(line for line in text.replace("\r\n", "\n").split("\n") if not line.startswith(TAG))
        if rest == text.replace("\r\n", "\n"):
            continue

        def step(note: Any = note, rest: str = rest) -> None:  # noqa: ANN401
            if rest.strip():
                note.text = rest
            else:
                note.delete()

        yield next(iter(_failure(_name(sheet), step)), None)


def _remove_list(sheet: Any) -> Iterator[Failure | None]:  # noqa: ANN401
    """Remove the list of findings that the service adds to a marked file."""
    if _name(sheet).startswith(_LIST) and str(sheet.range("A1").value or "").startswith(TAG):
        yield next(iter(_failure(_name(sheet), sheet.delete)), None)


@contextlib.contextmanager
def _told() -> Iterator[None]:
    """Turn what a host raises into HostBusy with what it said."""
    try:
        yield
    except (HostBusy, SaveFirst):
        raise
    except Exception as problem:
        raise HostBusy(reason=reason(problem)) from problem


def is_busy(problem: BaseException) -> bool:
    """Tell whether Excel turned a call away because a cell is being edited or a box is open."""
    return getattr(problem, "hresult", None) == _REJECTED or type(problem).__name__ == "ExcelBusyError"


def reason(problem: BaseException) -> str:
    """Return what a host said, in a few words: of a COM error, Excel’s own sentence."""
    told: Any = problem.args[2] if len(problem.args) > 2 else None  # noqa: PLR2004 - (hresult, text, details, argument)
    said = told[2] if isinstance(told, tuple) and len(told) > 2 and told[2] else problem.args[1:2] or problem.args[:1]  # noqa: PLR2004
    text = said if isinstance(said, str) else str(said[0]) if said else type(problem).__name__
    return " ".join(text.split())[:200]
