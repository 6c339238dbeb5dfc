"""Reviewing from the command line: exemptions, extensions, levels, amendments, history, what changed since an issue."""

import json
from pathlib import Path

import openpyxl
import pytest
from tests.test_cli import CELL, DAY, PERIOD, Run, _filled, instance, run, workbook

from tonghop import workflow
from tonghop.config import Instance
from tonghop.storage import Store

__all__ = ["instance", "run", "workbook"]

OTHER = "S-CB02"


@pytest.fixture
def where(instance: Path) -> tuple[object, ...]:
    return ("--instance", instance, "--period", PERIOD, "--as-of", DAY)


def _states(run: Run, instance: Path, day: str) -> dict[str, tuple[str, int]]:
    told = run("status", "--instance", instance, "--as-of", day, "--json", "--period", PERIOD)
    return {one["unit"]: (one["state"], one["days_late"]) for one in json.loads(told.out)}


def _send(run: Run, instance: Path, file: Path, sender: str = "an") -> None:
    run("ingest", file, "--instance", instance, "--as-of", DAY, "--sender", sender)


def test_an_exempt_unit_owes_nothing(run: Run, instance: Path, where: tuple[object, ...]) -> None:
    assert run("exempt", OTHER, *where).code == 2
    told = run("exempt", OTHER, *where, "--reason", "Mới thành lập")
    assert (told.code, "được miễn báo cáo" in told.out) == (0, True), told.err
    assert _states(run, instance, "2022-03-30")[OTHER] == ("exempt", 0)
    refused = run("exempt", "S-XX", *where, "--reason", "x")
    assert (refused.code, "S-XX" in refused.err) == (1, True)


def test_an_extension_moves_the_last_day(run: Run, instance: Path, where: tuple[object, ...]) -> None:
    assert _states(run, instance, "2022-03-30")[OTHER] == ("not_sent", 3)
    told = run("extend", OTHER, *where, "--until", "5/4/2022", "--reason", "Bão lũ")
    assert (told.code, "05/04/2022" in told.out) == (0, True), told.err
    assert _states(run, instance, "2022-03-30")[OTHER] == ("not_due", 0)
    assert _states(run, instance, "2022-04-06")[OTHER] == ("not_sent", 1)


def test_what_was_granted_is_withdrawn(run: Run, instance: Path, where: tuple[object, ...]) -> None:
    why = ("--reason", "Nhầm đơn vị", "--withdraw")
    refused = run("exempt", OTHER, *where, *why)
    assert (refused.code, "để hủy" in refused.err) == (1, True)
    run("exempt", OTHER, *where, "--reason", "Bão lũ")
    run("extend", OTHER, *where, "--until", "5/4/2022", "--reason", "Bão lũ")
    assert _states(run, instance, "2022-03-30")[OTHER] == ("exempt", 0)
    told = run("exempt", OTHER, *where, *why)
    assert (told.code, "Đã hủy" in told.out) == (0, True), told.err
    assert _states(run, instance, "2022-03-30")[OTHER] == ("not_due", 0)
    assert run("extend", OTHER, *where, *why).code == 0
    assert _states(run, instance, "2022-03-30")[OTHER] == ("not_sent", 3)


def test_what_makes_no_sense_is_not_granted(run: Run, where: tuple[object, ...]) -> None:
    for unit, more, told in (
        (OTHER, ("--until", "1/3/2022"), "không sau"),
        (OTHER, (), "--until"),
    ):
        refused = run("extend", unit, *where, "--reason", "Bão lũ", *more)
        assert (refused.code, told in refused.err) == (1, True), refused.err


@pytest.mark.parametrize("levels", [0, 1, 2, 3])
def test_a_report_is_accepted_by_as_many_levels_as_the_campaign_has(
    run: Run, instance: Path, workbook: Path, where: tuple[object, ...], levels: int
) -> None:
    _with_levels(instance, levels)
    _send(run, instance, _filled(workbook))
    said = [run("accept", CELL, *where).out for _ in range(max(levels, 1))]
    assert ["đã duyệt" in one for one in said] == [*[False] * (len(said) - 1), True]
    assert all(f"đã qua {number}/{levels} cấp duyệt" in one for number, one in enumerate(said[:-1], 1))
    assert run("accept", CELL, *where).code == 1


def _with_levels(instance: Path, levels: int) -> None:
    """Give the campaign another version with so many levels of review."""
    opened = Instance.open(instance)
    with Store.open(workflow.database_url(opened)) as store:
        (campaign,) = store.campaigns()
        changed = campaign.model_copy(update={"version": campaign.version + 1, "review_levels": levels})
        store.save_campaign(changed, store.units(campaign.code), who="ha", at=store.audit(1)[0].at)


def test_amendments_say_what_differs_cell_by_cell(
    run: Run, instance: Path, workbook: Path, where: tuple[object, ...]
) -> None:
    assert "Không có lần gửi nào đang chờ" in run("amendments", *where).out
    _send(run, instance, _filled(workbook))
    run("accept", CELL, *where)
    _send(run, instance, _filled(workbook, members=15), sender="bình")
    (one,) = json.loads(run("amendments", *where, "--json").out)
    assert (one["unit"], one["in_force"]["revision"], one["waiting"]["revision"]) == (CELL, 1, 2)
    assert one["waiting"]["sender"] == "bình"
    changed = {change["field"]: (change["old"], change["new"]) for change in one["changes"]}
    assert changed["members"] == (12, 15)
    shown = run("amendments", *where).out
    assert all(word in shown for word in ("lần gửi 2 đang chờ", "bình", "12", "15", "Biểu 1")), shown
    run("reopen", CELL, *where)
    assert json.loads(run("amendments", *where, "--json").out) == []


def test_history_shows_every_revision_and_the_difference_of_any_two(
    run: Run, instance: Path, workbook: Path, where: tuple[object, ...]
) -> None:
    never = run("history", CELL, *where)
    assert (never.code, CELL in never.err) == (1, True)
    for members in (12, 13, 14):
        _send(run, instance, _filled(workbook, members=members))
    told = json.loads(run("history", CELL, *where, "--json").out)
    assert [one["revision"] for one in told["revisions"]] == [1, 2, 3]
    assert [(one["from"], one["to"]) for one in told["differences"]] == [(1, 2), (2, 3)]
    between = json.loads(run("history", CELL, *where, "--json", "--between", 1, 3).out)["differences"]
    assert [(change["field"], change["old"], change["new"]) for change in between[0]["changes"]] == [
        ("members", 12, 14)
    ]
    assert "Từ lần gửi 1 đến lần gửi 2" in run("history", CELL, *where).out
    wrong = run("history", CELL, *where, "--between", 1, 9)
    assert (wrong.code, "1, 2, 3" in wrong.err) == (1, True)


def test_what_changed_since_the_last_issue(
    run: Run, instance: Path, workbook: Path, where: tuple[object, ...], tmp_path: Path
) -> None:
    out = tmp_path / "tong-hop.xlsx"
    never = run("changes", *where)
    assert (never.code, "--issue" in never.err) == (1, True)
    _send(run, instance, _filled(workbook))
    first = run("consolidate", out, *where, "--issue")
    assert "lần phát hành 1" in first.out, first.err
    assert "Thay đổi" not in openpyxl.load_workbook(out).sheetnames
    assert json.loads(run("changes", *where, "--json").out)["changes"] == []

    _send(run, instance, _filled(workbook, members=15), sender="bình")
    told = json.loads(run("changes", *where, "--json").out)
    (change,) = [one for one in told["changes"] if one["field"] == "members"]
    assert (told["issue"], change["unit"], change["old"], change["new"]) == (1, CELL, 12, 15)
    assert (change["revision"], change["sender"]) == (2, "bình")

    second = run("consolidate", out, *where, "--issue")
    assert "lần phát hành 2" in second.out
    sheet = openpyxl.load_workbook(out)["Thay đổi"]
    rows = [row for row in sheet.iter_rows(min_row=5, values_only=True) if row[1] == CELL]
    (members,) = [row for row in rows if str(row[6]).endswith("Tổng số đảng viên") or row[7] == 12]
    assert (members[7], members[8], members[9], members[10]) == (12, 15, 2, "bình")
    assert json.loads(run("changes", *where, "--json").out)["issue"] == 2
    run("consolidate", out, *where)
    assert "Không có số liệu nào thay đổi." in {
        cell.value for row in openpyxl.load_workbook(out)["Thay đổi"].iter_rows() for cell in row
    }
