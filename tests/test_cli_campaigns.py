"""The commands about campaigns as a person types them."""

import json
from pathlib import Path

import openpyxl
import pytest
from tests.test_cli import Run, run

from tonghop import catalogue
from tonghop.cli.campaigns import campaign_group

__all__ = ["run"]

CAMPAIGN = "so-28-2022"


@pytest.fixture
def instance(run: Run, tmp_path: Path) -> Path:
    folder = tmp_path / "instance"
    assert run("init", folder, "--campaign", CAMPAIGN).code == 0
    return folder


@pytest.fixture
def downloaded(run: Run, instance: Path, tmp_path: Path) -> Path:
    file = tmp_path / "dot.xlsx"
    ended = run("campaign", "export", CAMPAIGN, file, "--instance", instance)
    assert (ended.code, "phiên bản 1" in ended.out) == (0, True), ended.err
    return file


def edited(file: Path, cells: dict[str, dict[str, str | int]]) -> Path:
    """Type into cells as a clerk does, sheet by sheet."""
    book = openpyxl.load_workbook(file)
    for sheet, typed in cells.items():
        for cell, value in typed.items():
            book[sheet][cell] = value
    book.save(file)
    return file


def test_the_same_workbook_again_changes_nothing(run: Run, instance: Path, downloaded: Path) -> None:
    ended = run("campaign", "import", downloaded, "--instance", instance)
    assert (ended.code, "không có gì thay đổi" in ended.out) == (0, True), ended.err


def test_an_edited_campaign_needs_a_higher_version_and_then_is_in_force(
    run: Run, instance: Path, downloaded: Path
) -> None:
    edited(downloaded, {"Đợt": {"B8": "Tên mới"}})
    refused = run("campaign", "import", downloaded, "--instance", instance)
    assert refused.code == 1
    assert "phiên bản 1 đã có với nội dung khác; bản đã sửa phải mang phiên bản cao hơn: 2" in refused.err
    edited(downloaded, {"Đợt": {"B6": 2}})
    taken = run("campaign", "import", downloaded, "--instance", instance)
    assert (taken.code, "phiên bản 2" in taken.out) == (0, True), taken.err
    listed = json.loads(run("campaign", "list", "--instance", instance, "--json").out)
    assert [(entry["code"], entry["version"]) for entry in listed] == [(CAMPAIGN, 2)]
    assert run("campaign", "import", downloaded, "--instance", instance).code == 0


def test_what_a_clerk_changed_stands_in_the_workbooks_made_from_it(run: Run, instance: Path, tmp_path: Path) -> None:
    file, out = tmp_path / "kien-giang.xlsx", tmp_path / "out"
    assert run("campaign", "export", "--shipped", "kien-giang-2020", file).code == 0
    book = openpyxl.load_workbook(file)
    book["Đợt"]["B6"] = 2
    rows, periods, units = book["Dòng"], book["Kỳ báo cáo"], book["Đơn vị"]
    (norm,) = (cell for cell in rows["B"] if cell.value == "TL4")
    rows.cell(norm.row, 16).value = 3
    (above,) = (cell.row for cell in rows["B"] if cell.value == "CK2")
    rows.insert_rows(above + 1)
    for column, value in {1: "results", 2: "CK3", 5: "Đảng viên hưu trí", 7: "người", 10: "số đếm"}.items():
        rows.cell(above + 1, column).value = value
    (first,) = (cell.row for cell in periods["A"] if cell.value == "T02-2020")
    periods.cell(first, 7).value, periods.cell(first, 8).value = "chậm nhất ngày", "15/4/2020"
    units.append([30738, 899, "commune", "Đảng ủy phường Mới"])
    book.save(file)
    assert run("campaign", "import", file, "--instance", instance).code == 0
    where = ("--instance", instance, "--campaign", "kien-giang-2020", "--as-of", "2020-03-01")
    assert run("workbooks", out, *where, "--period", "T02-2020", "--unit", "30738").code == 0
    (made,) = out.iterdir()
    sheets = openpyxl.load_workbook(made)
    said = {str(value) for row in sheets["Trang bìa"].values for value in row}
    assert any("15/04/2020" in one for one in said)
    (copies,) = (row for row in sheets["Biểu 3 - Tài liệu"].values if row[1] == "TL4")
    assert copies[5] == 3
    assert "CK3" in [row[1] for row in sheets["Biểu 4 - Kết quả"].values]


def test_a_version_before_the_newest_is_refused_with_what_to_do(run: Run, instance: Path, downloaded: Path) -> None:
    edited(downloaded, {"Đợt": {"B6": 5}})
    assert run("campaign", "import", downloaded, "--instance", instance).code == 0
    edited(downloaded, {"Đợt": {"B6": 3}})
    ended = run("campaign", "import", downloaded, "--instance", instance)
    assert (ended.code, "Hãy ghi phiên bản 6 ở trang “Đợt”" in ended.err) == (1, True), ended.err


def test_a_shipped_campaign_is_exported_and_an_instance_made_of_the_workbook(run: Run, tmp_path: Path) -> None:
    file, folder = tmp_path / "dot.xlsx", tmp_path / "new"
    assert run("campaign", "export", "--shipped", "xa-76-2023", file).code == 0
    assert run("init", folder, "--campaign", file).code == 0
    again = tmp_path / "again.xlsx"
    assert run("campaign", "export", "xa-76-2023", again, "--instance", folder).code == 0
    assert catalogue.read_campaign(again.read_bytes()) == catalogue.load_shipped("xa-76-2023")
    out_of_path = tmp_path / "third.xlsx"
    assert run("campaign", "export", file, out_of_path).code == 0
    assert catalogue.read_campaign(out_of_path.read_bytes()) == catalogue.load_shipped("xa-76-2023")


def test_shipped_campaigns_are_listed(run: Run) -> None:
    ended = run("campaign", "list", "--shipped")
    assert ended.code == 0
    assert all(code in ended.out for code in catalogue.shipped())


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_mistake_is_told_by_its_cell_in_both_languages(
    run: Run, instance: Path, downloaded: Path, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    edited(downloaded, {"Quy tắc": {"E5": "members <="}})
    monkeypatch.setenv("TONGHOP_LANG", language)
    ended = run("campaign", "import", downloaded, "--instance", instance)
    assert ended.code == 1
    assert "Quy tắc!E5" in ended.err
    assert ("đây không phải là biểu thức" if language == "vi" else "this is not an expression") in ended.err


@pytest.mark.parametrize("content", [b"", b"not a workbook", b"PK\x03\x04 cut off"])
def test_what_is_no_workbook_is_refused(run: Run, instance: Path, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "x.xlsx"
    file.write_bytes(content)
    assert run("campaign", "import", file, "--instance", instance).code == 1
    assert run("init", tmp_path / "other", "--campaign", file).code == 1


def test_a_campaign_that_is_not_there_is_told(run: Run, instance: Path, tmp_path: Path) -> None:
    out = tmp_path / "x.xlsx"
    assert run("campaign", "export", "no-such", out, "--instance", instance).code == 1
    assert run("campaign", "export", "no-such", out, "--shipped").code == 1
    assert not out.exists()


@pytest.mark.parametrize("command", ["export", "import", "list"])
def test_the_commands_help_in_both_languages(run: Run, monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    vietnamese = run("campaign", command, "--help").out
    monkeypatch.setenv("TONGHOP_LANG", "en")
    english = run("campaign", command, "--help").out
    assert "đợt" in vietnamese.lower()
    assert "campaign" in english
    assert vietnamese != english


def test_every_option_says_what_it_does() -> None:
    silent = [
        f"{name} {parameter.name}"
        for name, command in campaign_group.commands.items()
        for parameter in command.params
        if parameter.param_type_name == "option" and not getattr(parameter, "help", None)
    ]
    assert silent == []


def test_a_campaign_is_closed_and_reopened(run: Run, instance: Path) -> None:
    where = ("--instance", instance)
    early = run("campaign", "reopen", CAMPAIGN, "--reason", "x", *where)
    assert (early.code, "chưa kết thúc" in early.err) == (1, True)
    closed = run("campaign", "close", CAMPAIGN, "--after", "31/3/2022", "--reason", "Đã tổng kết", *where)
    assert (closed.code, "đến hết ngày 31/03/2022" in closed.out) == (0, True)
    assert run("campaign", "close", CAMPAIGN, "--after", "31/3/2022", "--reason", " ", *where).code == 1
    assert run("campaign", "reopen", CAMPAIGN, "--reason", "Còn một chi bộ", *where).code == 0


def test_a_closed_campaign_is_listed_as_closed(run: Run, instance: Path) -> None:
    where = ("--instance", instance, "--as-of", "2022-03-25")
    assert "có" in run("campaign", "list", *where).out.splitlines()[-1]
    closed = run("campaign", "close", CAMPAIGN, "--after", "24/3/2022", "--reason", "Hết đợt", *where)
    assert closed.code == 0, closed.err
    assert "24/03/2022 rồi đóng" in " ".join(run("campaign", "list", *where).out.split())
    (listed,) = json.loads(run("campaign", "list", *where, "--json").out)
    assert listed["takes_reports_until"] == "2022-03-24"
