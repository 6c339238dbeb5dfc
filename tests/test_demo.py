"""The demonstration: all four plans end to end, their totals worked out anew by others than ourselves."""

import json
import shutil
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from docx import Document
from openpyxl.worksheet.worksheet import Worksheet
from tests.independent_totals import differences
from tests.office import recalculated
from tests.web.conftest import Visitor

from tonghop import catalogue, clock, demo
from tonghop.config import Instance
from tonghop.core.definitions import Language
from tonghop.demo.story import load_story
from tonghop.web import create_app
from tonghop.web.accounts.opening import FIRST_ADMINISTRATOR, first_administrator

PLANS = catalogue.shipped()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("demo")
    demo.run(made, PLANS, "vi")
    return made


def _consolidated(folder: Path, plan: str) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((folder / plan / "tong-hop.json").read_text(encoding="utf-8"))
    return read


@pytest.mark.parametrize("language", ["vi", "en"])
def test_what_is_made_can_be_served_at_once(folder: Path, language: Language) -> None:
    """The command that is told to be tried next, done by hand: the first administrator signs in."""
    made = folder / "so-28-2022"
    told = "\n".join(demo._next_steps(made, language))
    day = load_story(catalogue.folder(made.name)).as_of
    assert f"serve --instance {made}/instance --as-of {day}" in told
    instance = Instance.open(Path(shutil.copytree(made / "instance", folder / f"served-{language}")))
    app = create_app(instance, time=clock.stopped(day, instance.zone), testing=True)
    password = first_administrator(app, app.extensions["tonghop"].store, clock.noon(day, instance.zone))
    assert password is not None
    visitor = Visitor(app.test_client())
    assert visitor.sign_in(FIRST_ADMINISTRATOR, password).status_code == 302
    assert visitor.get("/").location == "/password"
    app.extensions["tonghop"].close()


@pytest.mark.parametrize("plan", PLANS)
def test_totals_equal_those_of_an_independent_reader_of_the_files(folder: Path, plan: str) -> None:
    compared, differing = differences(folder / plan)
    assert differing == {}
    assert compared > 30


def _difference_row(sheet: Worksheet) -> list[object]:
    (row,) = (row for row in sheet.values if any(str(cell).startswith("Chênh lệch") for cell in row[:4]))
    return [cell for cell in row if isinstance(cell, int | float)]


@pytest.mark.parametrize("plan", PLANS)
def test_libreoffice_computes_the_same_and_every_difference_is_0(folder: Path, plan: str) -> None:
    file = folder / plan / "tong-hop.xlsx"
    ours = openpyxl.load_workbook(file, data_only=True)
    theirs = openpyxl.load_workbook(recalculated(file), data_only=True)
    forms = [name for name in ours.sheetnames if name.startswith("Biểu")]
    assert len(forms) >= 3
    for name in (*forms, "Tổng quan"):
        for mine, other in zip(ours[name].iter_rows(), theirs[name].iter_rows(), strict=False):
            for one, two in zip(mine, other, strict=False):
                if isinstance(one.value, int | float):
                    assert two.value == pytest.approx(one.value), f"{plan} {name}!{one.coordinate}"
    for name in forms:
        zeros = _difference_row(theirs[name])
        assert zeros
        assert set(zeros) == {0}


def test_the_plans_own_conference_is_the_provinces_own_row(folder: Path) -> None:
    lines = _consolidated(folder, "kien-giang-2020")["lines"]
    (own,) = [line for line in lines if line["unit"] == "91" and line["kind"] == "own"]
    names = ("bridge_total", "bridge_province", "bridge_district", "bridge_commune", "attended")
    assert [own["values"][f"attendance.{name}"] for name in names] == [31, 6, 15, 10, 3640]
    assert own["cells"]["attendance.attended"][0].startswith("Biểu 2")


@pytest.mark.parametrize("plan", PLANS)
def test_each_plan_is_shown_in_its_own_time(folder: Path, plan: str) -> None:
    shown = _consolidated(folder, plan)
    assert shown["as_of"] == load_story(catalogue.folder(plan)).as_of.isoformat()
    (counts, *_) = shown["progress"]
    parts = ("on_time", "late", "not_due", "missing", "empty", "blocked", "returned")
    assert sum(counts[part] for part in parts) == counts["owed"]
    assert 0 < counts["on_time"] < counts["owed"]
    assert counts["late"] + counts["missing"] > 0


def test_all_units_of_the_province_owe_a_report(folder: Path) -> None:
    progress = _consolidated(folder, "kien-giang-2020")["progress"][0]
    assert progress["owed"] == 1 + 15 + 143 + 6


def test_a_summary_stands_in_for_units_that_report_to_theirs_alone(folder: Path) -> None:
    lines = _consolidated(folder, "tra-vinh-2017")["lines"]
    assert {line["kind"] for line in lines} == {"total", "own", "summary"}
    assert not [line for line in lines if line["level"] == "commune"]


def test_made_files_are_whole_archives_and_the_same_story_makes_the_same_figures(folder: Path, tmp_path: Path) -> None:
    demo.run(tmp_path, ["so-28-2022"], "en")
    again = _consolidated(tmp_path, "so-28-2022")
    assert again["lines"][0]["values"] == _consolidated(folder, "so-28-2022")["lines"][0]["values"]
    files = list((folder / "so-28-2022").glob("workbooks/*/*.xlsx"))
    assert [file.name for file in files if zipfile.ZipFile(file).testzip() is not None] == []


def test_a_folder_that_is_no_demonstration_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "so-28-2022").mkdir()
    (tmp_path / "so-28-2022" / "cua-toi.txt").write_text("giữ", encoding="utf-8")
    with pytest.raises(demo.FolderTaken):
        demo.run(tmp_path, ["so-28-2022"], "vi")
    assert (tmp_path / "so-28-2022" / "cua-toi.txt").exists()


@pytest.mark.parametrize("plan", PLANS)
def test_the_report_has_the_whole_of_every_form_and_all_who_are_missing(folder: Path, plan: str) -> None:
    shown, document = _consolidated(folder, plan), Document(str(folder / plan / "bao-cao.docx"))
    cells = Counter(cell.text for table in document.tables for row in table.rows for cell in row.cells)
    together = {"sum", "max"}
    for column in shown["columns"]:
        value = shown["lines"][0]["values"].get(column["measure"])
        if column["over_units"] in together and isinstance(value, int):
            assert cells[f"{value:,}".replace(",", ".")] >= 2, column["measure"]
    words = "\n".join(paragraph.text for paragraph in document.paragraphs)
    periods = {period["code"] for period in shown["periods"]}
    missing = [one for one in shown["standings"] if one["state"] == "not_sent" and one["period"] in periods]
    assert f"Quá hạn, chưa gửi báo cáo ({len(missing)} báo cáo)" in words
    (line,) = [line for line in words.splitlines() if "Quá hạn, chưa gửi" in line]
    names = {line["unit"]: line["name"] for line in shown["lines"]}
    assert all(names[one["unit"]] in line for one in missing)
    assert "IV. ĐỀ XUẤT, KIẾN NGHỊ" in words


def test_material_is_shared_out_where_the_plan_states_norms(folder: Path) -> None:
    made = [plan for plan in PLANS if (folder / plan / "phan-bo.xlsx").exists()]
    assert made == ["kien-giang-2020"]
    theirs = openpyxl.load_workbook(recalculated(folder / made[0] / "phan-bo.xlsx"), data_only=True)
    assert "chênh lệch bằng 0" in " ".join(str(cell) for row in theirs["Phân bổ"].values for cell in row if cell)
    short = load_story(catalogue.folder(made[0])).stock["TL"]
    root = next(row for row in theirs["TL"].iter_rows(min_row=9, values_only=True))
    entitled, copies, lacking = (figure for figure in root[-4:-1])
    assert (copies, lacking) == (short, int(str(entitled)) - short)
