"""A clerk's text is only ever text, links lead where they say, and Excel opens the file without repair."""

import re
import zipfile
from datetime import datetime, time
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.cell import Cell
from openxml_audit import OpenXmlValidator
from tests.writing.consolidated_cases import (
    HOSTILE,
    cells,
    consolidation,
    formulas,
    with_names,
    with_summary,
    written,
)
from xlsxwriter import Workbook

from tonghop.core.consolidation import Consolidation
from tonghop.writing.consolidated import consolidated_workbook
from tonghop.writing.consolidated.pen import DoesNotFit, Pen
from tonghop.writing.styles import PLAIN, Formats
from tonghop.writing.texts import TEXT_LIMIT, harmless


@pytest.mark.parametrize("made", [consolidation(), with_summary(), with_names("=1+1")], ids=["plain", "summary", "="])
def test_a_public_validator_finds_no_fault(made: Consolidation, tmp_path: Path) -> None:
    result = OpenXmlValidator().validate(written(made, tmp_path))
    assert [str(error) for error in result.errors] == []


def test_the_same_figures_give_the_same_file_whenever_it_is_made(tmp_path: Path) -> None:
    made = consolidation()
    told = load_workbook(written(made, tmp_path)).properties
    assert told.created == told.modified == datetime.combine(made.as_of, time.min)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_text_gives_no_formulas_and_no_links(hostile: str, tmp_path: Path) -> None:
    plain = set(formulas(load_workbook(written(consolidation(), tmp_path))))
    path = written(with_names(hostile), tmp_path)
    book = load_workbook(path)
    assert set(formulas(book)) == plain
    texts = [str(cell.value) for sheet in book.worksheets for cell in cells(sheet) if cell.data_type == "s"]
    assert sum(text.strip() == hostile for text in texts) > 20
    with zipfile.ZipFile(path) as package:
        relations = "".join(package.read(name).decode() for name in package.namelist() if name.endswith(".rels"))
    assert "External" not in relations


def test_sources_lead_to_their_pages_where_there_are_any(tmp_path: Path) -> None:
    """Units and files may be called anything: the address stays one, the text a text."""
    made = with_names("=1+1 & “<x>”")
    content = consolidated_workbook(
        made, str, page_of=lambda revision: f"https://x.vn/c/a%20b/{revision.number}?a=1&b=2"
    )
    path = tmp_path / "linked.xlsx"
    path.write_bytes(content)
    assert [str(error) for error in OpenXmlValidator().validate(path).errors] == []
    files = [cell for cell in load_workbook(path)["Nguồn số liệu"]["F"][4:] if cell.value]
    assert len(files) > 3
    assert {cell.hyperlink.target for cell in files if cell.hyperlink} == {"https://x.vn/c/a%20b/1?a=1&b=2"}
    assert all(cell.hyperlink for cell in files)


def test_links_lead_both_ways(tmp_path: Path) -> None:
    book = load_workbook(written(consolidation(), tmp_path))
    sources = book["Nguồn số liệu"]
    for form in ("reg", "att", "mat", "res"):
        sheet = book[form]
        linked = [cell for cell in cells(sheet) if cell.hyperlink is not None and cell.column == 3]
        assert len(linked) == 6
        for cell in linked:
            target = sources[_target(cell, "Nguồn số liệu")]
            assert target.value == cell.value
            assert sources.cell(target.row, 3).value == f"Biểu {form}"
            assert sheet[_target(target, form)].coordinate == cell.coordinate


def _target(cell: Cell, sheet: str) -> str:
    assert cell.hyperlink is not None
    found = re.fullmatch(r"'(.+)'!([A-Z]+\d+)", str(cell.hyperlink.location))
    assert found is not None
    assert found[1] == sheet
    return found[2]


def test_every_link_stays_inside_and_resolves(tmp_path: Path) -> None:
    book = load_workbook(written(with_summary(), tmp_path))
    links = [cell.hyperlink for sheet in book.worksheets for cell in cells(sheet) if cell.hyperlink is not None]
    assert links
    for link in links:
        assert link.target is None
        sheet, _, place = str(link.location).rpartition("!")
        assert book[sheet.strip("'")][place].coordinate == place


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("=1+1", "=1+1"),
        ("<r><t>x</t></r>", "<r><t>x</t></r> "),
        ("a\ud800b", "a?b"),
        ("x" * (TEXT_LIMIT + 5), "x" * (TEXT_LIMIT - 1) + "…"),
    ],
)
def test_harmless_keeps_what_a_cell_can_hold(text: str, kept: str) -> None:
    assert harmless(text) == kept


def test_what_does_not_fit_is_an_error(tmp_path: Path) -> None:
    with Workbook(tmp_path / "full.xlsx") as workbook:
        formats = Formats(workbook)
        pen = Pen(workbook.add_worksheet("Đầy"), formats)
        with pytest.raises(DoesNotFit, match=r"Đầy.*A1048577"):
            pen.text(1_048_576, 0, "x", formats.of(PLAIN))


def test_past_excels_limit_a_link_becomes_its_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tonghop.writing.consolidated.pen.LINK_LIMIT", 2)
    sheet = load_workbook(written(consolidation(), tmp_path))["Nguồn số liệu"]
    linked = [cell for cell in cells(sheet) if cell.hyperlink is not None]
    named = [cell for cell in cells(sheet) if cell.column == 2 and cell.row > 4 and cell.value]
    assert len(linked) == 2
    assert len(named) == 24
