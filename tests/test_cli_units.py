"""Units renamed, moved, merged, split and closed from the command line, and what becomes of their reports."""

import json
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from tests.test_cli import CELL, DAY, PERIOD, Run, _filled, instance, run, workbook

from tonghop import demo

__all__ = ["instance", "run", "workbook"]

PLAN, ROUND, TODAY = "kien-giang-2020", "T02-2020", "2020-04-06"
BEFORE, ON = "2020-02-09", "2020-02-10"


def _listed(run: Run, instance: Path, day: str, *more: str) -> dict[str, dict[str, Any]]:
    told = run("unit", "list", "--instance", instance, "--as-of", day, "--json", *more)
    return {unit["code"]: unit for unit in json.loads(told.out)}


def test_every_command_about_units_helps_in_both_languages(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("list", "rename", "move", "merge", "split", "close"):
        monkeypatch.delenv("TONGHOP_LANG", raising=False)
        vietnamese = run("unit", name, "--help").out
        monkeypatch.setenv("TONGHOP_LANG", "en")
        assert run("unit", name, "--help").out != vietnamese


def test_a_unit_that_changed_its_code_keeps_its_report(
    run: Run, instance: Path, workbook: Path, tmp_path: Path
) -> None:
    where = ("--instance", instance)
    run("ingest", _filled(workbook), *where, "--as-of", DAY)
    changed = run("unit", "merge", CELL, "--into", "S-MOI", "--name", "Chi bộ Mới", "--on", "2022-03-20", *where)
    assert (changed.code, "S-MOI Chi bộ Mới" in changed.out) == (0, True), changed.err
    out = tmp_path / "tong-hop.xlsx"
    for tree, code in (("2022-03-19", CELL), ("2022-03-20", "S-MOI")):
        plain = tmp_path / f"{code}.json"
        where_to = ("--period", PERIOD, "--as-of", DAY, "--tree", tree, "--json", plain)
        assert run("consolidate", out, *where, *where_to).code == 0
        lines = json.loads(plain.read_text(encoding="utf-8"))["lines"]
        (line,) = [line for line in lines if line["unit"] == code]
        assert line["values"]["register.members"] == 12
    returned = run("return", CELL, *where, "--period", PERIOD, "--as-of", DAY, "--reason", "Đã có trong S-MOI")
    assert returned.code == 0, returned.err


def test_renames_and_splits_are_listed_with_their_days(run: Run, instance: Path) -> None:
    where = ("--instance", instance, "--on", "2022-03-20")
    assert run("unit", "rename", CELL, "Chi bộ Hai", *where).code == 0
    parts = ("--into", "S-A=Chi bộ A", "--into", "S-B=Chi bộ B")
    assert run("unit", "split", "S-CB02", *parts, *where).code == 0
    assert _listed(run, instance, "2022-03-20")[CELL]["name"] == "Chi bộ Hai"
    assert _listed(run, instance, "2022-03-19")[CELL]["name"] != "Chi bộ Hai"
    assert "S-CB02" not in _listed(run, instance, "2022-03-20")
    gone = _listed(run, instance, "2022-03-20", "--all")["S-CB02"]
    assert (gone["valid_to"], gone["successors"]) == ("2022-03-19", ["S-A", "S-B"])


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("rename", "S-XX", "Tên"), "không có đơn vị S-XX"),
        (("merge", CELL, "S-CB02", "--into", "S-MOI"), "--name"),
        (("split", CELL, "--into", "S-A"), "MÃ=TÊN"),
    ],
)
def test_what_cannot_be_done_is_told_and_changes_nothing(
    run: Run, instance: Path, arguments: tuple[str, ...], told: str
) -> None:
    before = _listed(run, instance, "2022-03-20", "--all")
    ended = run("unit", *arguments, "--on", "2022-03-20", "--instance", instance)
    assert (ended.code, told in ended.err) == (1, True), ended.err
    assert _listed(run, instance, "2022-03-20", "--all") == before


# A province in mid-campaign.


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("province")
    demo.run(folder, [PLAN], "vi")
    return folder / PLAN / "instance"


def _drawn(run: Run, province: Path, out: Path, *more: str) -> dict[str, Any]:
    plain = out.with_suffix(".json")
    where = ("--instance", province, "--period", ROUND, "--as-of", TODAY)
    ended = run("consolidate", out, *where, "--json", plain, *more)
    assert ended.code == 0, ended.err
    read: dict[str, Any] = json.loads(plain.read_text(encoding="utf-8"))
    return read


def test_two_communes_become_one_and_a_district_is_abolished(run: Run, province: Path, tmp_path: Path) -> None:
    folder = tmp_path / "instance"
    shutil.copytree(province, folder)
    where = ("--on", ON, "--instance", folder)
    first = _drawn(run, folder, tmp_path / "truoc.xlsx")
    communes = [line["unit"] for line in first["lines"] if line["unit"] in _below(run, folder, "900")]

    merged = ("30733", "30736", "--into", "30734", "--name", "Đảng ủy phường Vĩnh Thanh Quang")
    assert run("unit", "merge", *merged, *where).code == 0
    left = run("unit", "close", "900", "--successor", "91", *where)
    assert (left.code, "Hãy chuyển các đơn vị ấy đi trước" in left.err) == (1, True)
    assert run("unit", "move", *communes, "--under", "91", *where).code == 0
    assert run("unit", "close", "900", "--successor", "91", *where).code == 0

    old = _drawn(run, folder, tmp_path / "cu.xlsx", "--tree", BEFORE)
    new = _drawn(run, folder, tmp_path / "moi.xlsx", "--tree", ON)
    assert first["lines"][0]["values"] == old["lines"][0]["values"] == new["lines"][0]["values"]
    assert len(first["lines"][0]["values"]) > 100
    assert _files(first) == _files(old) == _files(new)
    assert not [found for found in new["findings"] if found["code"] == "unit_not_placed"]

    by_unit = {line["unit"]: line for line in new["lines"] if line["kind"] == "own"}
    sent = {revision["unit"] for revision in by_unit["30734"]["revisions"]}
    assert sent == {"30733", "30736"}
    assert {by_unit[code]["depth"] for code in communes} == {1}
    assert {"30733", "30736", "900"}.isdisjoint(by_unit)
    assert {"30733", "30736", "900"} <= {line["unit"] for line in old["lines"]}


def _below(run: Run, folder: Path, code: str) -> set[str]:
    return {unit["code"] for unit in _listed(run, folder, BEFORE).values() if unit["parent"] == code}


def _files(made: dict[str, Any]) -> list[str]:
    return sorted(revision["digest"] for line in made["lines"] for revision in line["revisions"])


def test_a_district_s_summary_is_compared_with_its_communes_files(run: Run, province: Path, tmp_path: Path) -> None:
    folder, out = tmp_path / "instance", tmp_path / "out"
    shutil.copytree(province, folder)
    where = ("--instance", folder, "--period", ROUND, "--as-of", TODAY)
    before = _drawn(run, folder, tmp_path / "truoc.xlsx")
    ended = run("workbooks", out, *where, "--layout", "summary", "--unit", "899")
    assert (ended.code, [file.stem for file in out.iterdir()]) == (0, ["899 Thành ủy Rạch Giá (tổng hợp)"]), ended.err
    (file,) = out.iterdir()
    book = openpyxl.load_workbook(file)
    communes = _below(run, folder, "899")
    members = sum(line["values"].get("register.members", 0) for line in before["lines"] if line["unit"] in communes)
    figures = (date(2020, 2, 29), members + 100, 0, 1, 1, 1, 1)
    for column, value in enumerate(figures, 2):
        book["Biểu 1 - Số liệu nền"].cell(9, column).value = value
    book.save(file)
    assert run("ingest", file, "--instance", folder, "--as-of", TODAY).code == 0
    after = _drawn(run, folder, tmp_path / "sau.xlsx")
    differences = {one["measure"]: one for one in after["differences"]}
    told = differences["register.members"]
    assert (told["unit"], told["summary"] - told["below"], told["adds_summary"]) == ("899", 100, False)
    assert after["lines"][0]["values"] == before["lines"][0]["values"]
