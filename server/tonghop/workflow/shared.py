"""A spreadsheet shared on Google as a delivery: what is kept of it, and the file that people get of it."""

from tonghop.core.consolidation import Revision
from tonghop.core.errors import TonghopError, marked
from tonghop.reading import read
from tonghop.reading.google import is_answer, is_snapshot, snapshot
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


def is_shared(office: Office, revision: Revision) -> bool:
    """Tell whether a revision came from a spreadsheet shared on Google, where alone it can be corrected."""
    return is_snapshot(office.store.content(revision.digest))


def _excel_name(name: str) -> str:
    if name.lower().endswith(_EXCEL):
        return name
    ending = next((ending for ending in _RAW if name.lower().endswith(ending)), "")
    return name[: len(name) - len(ending)] + _EXCEL
