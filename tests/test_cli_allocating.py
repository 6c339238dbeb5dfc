"""`tonghop allocate` as a person types it, and a later report that is held against it."""

import json
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from tests.test_cli import Run, run

from tonghop import workflow
from tonghop.config import Instance
from tonghop.core import calendar
from tonghop.core.cells import RawValue
from tonghop.core.submission import Coverage

__all__ = ["run"]

CAMPAIGN, FIRST, LAST = "kien-giang-2020", "T02-2020", "TK-2020"
DISTRICT, COMMUNE, OTHER = "899", "30733", "30736"
REGISTERED, ALLOCATED, REPORTED = "2020-03-10", "2020-03-15", "2020-08-20"
Fill = dict[tuple[str, str, str], RawValue]


def filled(instance: Path, unit: str, period: str, fill: Fill) -> Path:
    """Write a unit's workbook with these cells typed in."""
    office = workflow.Office.open(Instance.open(instance))
    campaign = office.campaign(CAMPAIGN)
    due = calendar.find_period(campaign, period)
    owner = office.unit(campaign, unit, due.end)
    content = workflow.workbook(office, campaign, due, owner, Coverage.OWN, as_of=due.end, fill=fill)
    office.close()
    file = instance.parent / f"{unit} {period}.xlsx"
    file.write_bytes(content)
    return file


def register(members: int, key_cadres: int) -> Fill:
    figures: dict[str, RawValue] = {"as_of_date": date(2020, 2, 29), "members": members, "key_cadres": key_cadres}
    figures |= {"exempt": 0, "grassroots": 1, "cells": 4, "speakers": 2}
    return {("register", "1", name): value for name, value in figures.items()}


@pytest.fixture
def instance(run: Run, tmp_path: Path) -> Path:
    """Two communes have sent their registers: entitled to 20 + 2 + 3 + 8 copies, and to 30 + 2 + 3 + 8."""
    folder = tmp_path / "instance"
    assert run("init", folder, "--campaign", CAMPAIGN).code == 0
    for unit, cadres in ((COMMUNE, 20), (OTHER, 30)):
        file = filled(folder, unit, FIRST, register(300, cadres))
        assert run("ingest", file, "--instance", folder, "--as-of", REGISTERED).code == 0
    return folder


def test_it_writes_the_workbook_tells_and_keeps_it(run: Run, instance: Path, tmp_path: Path) -> None:
    out, plain = tmp_path / "phan-bo.xlsx", tmp_path / "phan-bo.json"
    where = ("--instance", instance, "--as-of", ALLOCATED)
    ended = run("allocate", out, *where, "--stock", "TL=70", "--amount", "DIA=1", "--reserve", "2,5", "--json", plain)
    assert ended.code == 0, ended.err
    assert "TL: được cấp 76, phân bổ 70, còn thiếu 6; số cần in 78" in ended.out
    assert "TK1: không áp dụng định mức" in ended.out
    assert "163 đơn vị chưa có số liệu nền" in ended.out
    made = json.loads(plain.read_text(encoding="utf-8"))
    shares = {(share["unit"], share["row"]): share["copies"] for share in made["items"][0]["shares"]}
    assert [shares[COMMUNE, row] for row in ("TL1", "TL2", "TL3", "TL4")] == [18, 2, 3, 7]
    assert openpyxl.load_workbook(out).sheetnames[:4] == ["Phân bổ", "TL", "DIA", "Phiếu 91"]


def reported(run: Run, instance: Path, unit: str, received: int, period: str = LAST) -> list[dict[str, str]]:
    """Check a unit's report of how many copies for key cadres came."""
    figures: dict[str, RawValue] = {"recipients": 20, "received": received, "bought": 0, "photocopied": 0}
    figures |= {"handed_out": received, "passed_down": 0}
    fill: Fill = {("materials", "TL1", name): value for name, value in figures.items()}
    file = filled(instance, unit, period, fill)
    ended = run("check", file, "--instance", instance, "--as-of", REPORTED, "--json")
    (submission,) = json.loads(ended.out)["submissions"]
    return [one for one in submission["findings"] if one["code"] == "received_differs_from_allocation"]


def test_a_later_report_is_held_against_it(run: Run, instance: Path, tmp_path: Path) -> None:
    assert reported(run, instance, COMMUNE, 17) == []
    ended = run("allocate", tmp_path / "a.xlsx", "--instance", instance, "--as-of", ALLOCATED, "--stock", "TL=70")
    assert ended.code == 0, ended.err
    (found,) = reported(run, instance, COMMUNE, 17)
    assert (found["severity"], found["row"], found["read"], found["expected"]) == ("warning", "TL1", "17", "18")
    assert "17, nhưng đơn vị và cấp dưới được phân bổ 18" in found["sentence"]
    assert reported(run, instance, COMMUNE, 18) == []
    (district,) = reported(run, instance, DISTRICT, 20)
    assert district["expected"] == "46"
    assert reported(run, instance, COMMUNE, 17, period=FIRST) == []


def test_the_registers_of_one_period_can_be_asked_for(run: Run, instance: Path, tmp_path: Path) -> None:
    newer = filled(instance, COMMUNE, LAST, register(300, 25))
    assert run("ingest", newer, "--instance", instance, "--as-of", REPORTED).code == 0
    where = ("--instance", instance, "--as-of", REPORTED)
    assert "TL: được cấp 81," in run("allocate", tmp_path / "a.xlsx", *where).out
    assert "TL: được cấp 76," in run("allocate", tmp_path / "a.xlsx", *where, "--period", FIRST).out
    assert "TL: được cấp 76," in run("allocate", tmp_path / "a.xlsx", "--instance", instance, "--as-of", ALLOCATED).out


@pytest.mark.parametrize(
    ("options", "code", "told"),
    [
        (("--stock", "SACH=5"), 1, "TL (Cuốn tài liệu học tập Chuyên đề năm 2020); DIA ("),
        (("--stock", "DIA=5"), 1, "--amount DÒNG=SỐ"),
        (("--amount", "TL1=5"), 1, "TK1B (Ủy viên Ban Thường vụ"),
        (("--stock", "TL"), 2, "hãy ghi như TL=9000"),
        (("--stock", "TL=-5"), 2, "hãy ghi như TL=9000"),
        (("--stock", "TL=1.5"), 2, "hãy ghi như TL=9000"),
        (("--reserve", "-1"), 2, "hãy ghi như 5"),
    ],
)
def test_what_is_wrong_is_told_with_what_would_be_right(
    run: Run, instance: Path, tmp_path: Path, options: tuple[str, ...], code: int, told: str
) -> None:
    ended = run("allocate", tmp_path / "a.xlsx", "--instance", instance, "--as-of", ALLOCATED, *options)
    assert (ended.code, told in ended.err) == (code, True), ended.err
    assert not (tmp_path / "a.xlsx").exists()


def test_thousands_are_typed_as_clerks_write_them(run: Run, instance: Path, tmp_path: Path) -> None:
    where = ("--instance", instance, "--as-of", ALLOCATED)
    ended = run("allocate", tmp_path / "a.xlsx", *where, "--stock", "TL=1.000")
    assert "phân bổ 76, còn thiếu 0" in ended.out
    rows = openpyxl.load_workbook(tmp_path / "a.xlsx", data_only=True)["Phân bổ"].values
    (book,) = (row for row in rows if row[1] == "TL")
    assert book[7:11] == (1000, 76, 0, 924)
