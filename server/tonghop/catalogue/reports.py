"""The Word templates of reports: an office's own before those that come with the program."""

from pathlib import Path

from tonghop.catalogue.files import shipped, templates_dir
from tonghop.core.errors import DefinitionError, Phrase, marked

REPORTS_FOLDER, REPORT_FILE = "reports", "report.docx"


def report_template(code: str, instance: Path) -> bytes:
    """Return the template of a campaign's report.

    It is the first that there is of ``reports/<code>.docx`` and ``reports/report.docx`` in the instance's
    folder, ``report.docx`` in the shipped campaign's folder, and the common one.
    """
    own = instance / REPORTS_FOLDER
    ours = templates_dir()
    places = (own / f"{code}.docx", own / REPORT_FILE, ours / "campaigns" / code / REPORT_FILE, ours / REPORT_FILE)
    found = next((place for place in places if place.is_file()), None)
    if found is None:
        raise DefinitionError(where=REPORT_FILE, problem=Phrase(marked("the file is missing")))
    return found.read_bytes()


def keep_report_template(name: str, code: str, instance: Path) -> bool:
    """Copy the template that stands in a campaign's folder of one's own into the instance; one there stays."""
    own, kept = Path(name) / REPORT_FILE, _own(code, instance)
    if name in shipped() or not own.is_file() or kept.exists():
        return False
    kept.parent.mkdir(exist_ok=True)
    kept.write_bytes(own.read_bytes())
    return True


def own_report_template(code: str, instance: Path) -> bool:
    """Tell whether an instance has a template of its own for a campaign."""
    return _own(code, instance).is_file()


def put_report_template(code: str, instance: Path, content: bytes) -> None:
    """Have a campaign's report made from a template of its own, from one moment to the next."""
    kept = _own(code, instance)
    kept.parent.mkdir(exist_ok=True)
    coming = kept.with_suffix(".new")
    coming.write_bytes(content)
    coming.replace(kept)


def drop_report_template(code: str, instance: Path) -> None:
    """Have a campaign's report made from the common template again."""
    _own(code, instance).unlink(missing_ok=True)


def _own(code: str, instance: Path) -> Path:
    return instance / REPORTS_FOLDER / f"{code}.docx"
