"""A spreadsheet shared on Google as a delivery: what is kept of it, and the file that people get of it."""

from collections.abc import Mapping
from dataclasses import dataclass

from tonghop.core.consolidation import Revision
from tonghop.core.definitions import Period
from tonghop.core.errors import TonghopError, marked
from tonghop.google import page
from tonghop.reading import read
from tonghop.reading.google import is_answer, is_snapshot, snapshot
from tonghop.storage import SharedSheet, SheetKey, SheetState
from tonghop.workflow.office import Office
from tonghop.writing.values import values_workbook

_EXCEL = ".xlsx"
_RAW = (".json", ".gz")


class CorrectOnGoogle(TonghopError):
    message = marked(
        "These figures came from the spreadsheet shared on Google, which would soon undo a correction made here. "
        "Correct them in that spreadsheet; it is read again by itself."
    )


def delivered(office: Office, sent: bytes) -> bytes:
    """Return what is kept of what was sent: of a spreadsheet that Google told of its snapshot, else the bytes.

    Raises a kind of UnreadableFile for what begins like Google's answer and is none.
    """
    return office.run(snapshot, sent) if is_answer(sent) else sent


def sent_file(office: Office, revision: Revision) -> tuple[str, bytes]:
    """Return the name and the bytes of the file that a revision came in.

    Of a spreadsheet shared on Google that is a workbook with its values: what is kept of it no program opens.
    """
    name, content = revision.file_name.rpartition("/")[2], office.store.content(revision.digest)
    if not is_snapshot(content):
        return name, content
    return _excel_name(name), office.run(values_workbook, office.run(read, content))


def is_shared(office: Office, digest: str) -> bool:
    """Tell whether what came with a digest is a spreadsheet shared on Google, where alone it can be corrected."""
    return is_snapshot(office.store.content(digest))


@dataclass(frozen=True, slots=True)
class Origin:
    """The shared spreadsheet that holds a unit's report of a period."""

    sheet: SharedSheet
    tabs: Mapping[str, int]
    """Google's numbers of the tabs, by the codes of the forms that they hold."""

    def address(self, form: str | None = None, cells: str = "") -> str:
        """Return where it is opened: at cells of a form (“C12”, “C12–C14”), where they are told and have a tab."""
        tab = self.tabs.get(form) if form and cells else None
        return page(self.sheet.spreadsheet or "", tab, cells.replace("–", ":"))


def origin(office: Office, campaign: str, period: Period, unit: str) -> Origin | None:
    """Return the spreadsheet in which a unit's row stands: that of the unit above it, if it can be opened."""
    found = office.tree(campaign, period.end).by_code.get(unit)
    if found is None or found.parent is None:
        return None
    sheet = office.store.sheets.of_unit(SheetKey(campaign, period.code, found.parent))
    if sheet is None or sheet.state is not SheetState.READY:
        return None
    return Origin(sheet, {tab.form: tab.number for tab in office.store.sheets.tabs(sheet.id) if tab.form})


def _excel_name(name: str) -> str:
    if name.lower().endswith(_EXCEL):
        return name
    ending = next((ending for ending in _RAW if name.lower().endswith(ending)), "")
    return name[: len(name) - len(ending)] + _EXCEL
