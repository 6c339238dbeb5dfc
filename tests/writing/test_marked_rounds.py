"""A clerk's round: his file comes back marked, he corrects the marked cells, and the marks go."""

import re
from datetime import date
from pathlib import Path

import pytest
from tests.office import to_pdf
from tests.writing.marked_samples import meaning, opened, patched, say, unpacked
from tests.writing.workbook_samples import clean, first_period, made

from tonghop import catalogue, workflow
from tonghop.config import Instance
from tonghop.core.errors import TonghopError
from tonghop.core.findings import Finding
from tonghop.core.units import Unit
from tonghop.storage import Store
from tonghop.workflow import Examined, Office, examine, marked_file
from tonghop.writing.marked import cleaned, marked_workbook

CAMPAIGN, UNITS = catalogue.load_shipped("so-28-2022")
PERIOD, DAY = first_period(CAMPAIGN), date(2022, 3, 25)
UNIT: Unit = next(unit for unit in UNITS if unit.code == "S-CB01")


@pytest.fixture
def office(tmp_path: Path) -> Office:
    instance = Instance.create(tmp_path / "instance")
    store = Store.create(workflow.database_url(instance))
    store.save_campaign(CAMPAIGN, UNITS, who="văn phòng", at=Office(instance, store).end_of(DAY))
    return Office(instance, store)


def _content(office: Office, members: float) -> bytes:
    coverage = next(coverage for unit, coverage in workflow.owed(office, CAMPAIGN, PERIOD) if unit.code == UNIT.code)
    fill = {**clean(CAMPAIGN, PERIOD, UNIT), ("register", "1", "members"): members}
    return workflow.workbook(office, CAMPAIGN, PERIOD, UNIT, coverage, as_of=DAY, fill=fill)


def _blocking(examined: Examined) -> list[Finding]:
    assert not isinstance(examined.refusal, TonghopError)
    return [finding for finding in examined.findings if finding.blocks]


def test_from_the_file_through_the_marks_to_a_clean_one(office: Office) -> None:
    typed = _content(office, 12.75)
    found = examine(office, typed, as_of=DAY)
    wrong = next(one for one in _blocking(found) if one.read and one.cell and one.field == "members")
    assert wrong.cell is not None
    marked = marked_file("a.xlsx", typed, found.findings, "vi")
    assert opened(marked).sheetnames[-1] == "Lỗi"
    assert examine(office, marked, as_of=DAY).findings == found.findings

    name, old = _stored(marked, wrong.cell.a1, "12.75")
    corrected = patched(marked, name, old, old.replace("12.75", "1275"))
    again = examine(office, corrected, as_of=DAY)
    assert wrong.code not in {one.code for one in _blocking(again) if one.cell == wrong.cell}

    same_without_marks = patched(typed, name, old, old.replace("12.75", "1275"))
    assert meaning(cleaned(corrected)) == meaning(same_without_marks)
    assert b"[KT]" not in b"".join(unpacked(cleaned(corrected)).values())


def _stored(content: bytes, cell: str, value: str) -> tuple[str, str]:
    """Return the part and the words in which a cell's number is stored."""
    for name, part in unpacked(content).items():
        found = re.search(rf'<c r="{cell}"[^>]*><v>{re.escape(value)}</v>', part.decode(errors="replace"))
        if found is not None:
            return name, found[0]
    raise AssertionError(cell)


def test_marking_a_file_in_which_nothing_is_left_takes_the_marks_away(office: Office) -> None:
    typed = _content(office, 12.75)
    found = examine(office, typed, as_of=DAY)
    marked = marked_file("a.xlsx", typed, found.findings, "vi")
    assert meaning(marked_workbook(marked, [], say)) == meaning(typed)


def test_libreoffice_prints_a_marked_file_with_its_list(tmp_path: Path) -> None:
    pdfium = pytest.importorskip("pypdfium2")
    path = tmp_path / "marked.xlsx"
    finding = Finding("stamp_missing")
    path.write_bytes(marked_workbook(made(CAMPAIGN, PERIOD, UNIT), [finding], say))
    with pdfium.PdfDocument(to_pdf(path)) as printed:
        last = printed[len(printed) - 1].get_textpage().get_text_range()
    assert last.startswith("[KT] ")  # the rest of a PDF's text is not kept in Vietnamese order


def test_what_is_no_xlsx_comes_back_as_a_workbook_of_findings() -> None:
    book = opened(marked_file("cũ.xls", b"\xd0\xcf\x11\xe0", [Finding("stamp_missing")], "en"))
    assert book.sheetnames == ["Lỗi"]
    assert "cũ.xls" in str(book["Lỗi"]["A3"].value)
