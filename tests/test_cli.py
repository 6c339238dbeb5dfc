"""The commands as a person types them, on an instance of the smallest shipped campaign."""

import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest

from tonghop.cli import main
from tonghop.cli.commands import group
from tonghop.cli.marking import free_file

CAMPAIGN, PERIOD, DAY = "so-28-2022", "KQ-2022", "2022-03-25"
CELL = "S-CB01"


@dataclass(frozen=True)
class Ended:
    code: int
    out: str
    err: str


Run = Callable[..., Ended]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("COLUMNS", "250")
    monkeypatch.delenv("TONGHOP_LANG", raising=False)

    def tonghop(*arguments: object) -> Ended:
        code = 0
        try:
            main([str(argument) for argument in arguments])
        except SystemExit as ended:
            code = int(ended.code or 0)
        captured = capsys.readouterr()
        return Ended(code, captured.out, captured.err)

    return tonghop


@pytest.fixture
def instance(run: Run, tmp_path: Path) -> Path:
    folder = tmp_path / "instance"
    assert run("init", folder, "--campaign", CAMPAIGN).code == 0
    return folder


@pytest.fixture
def workbook(run: Run, instance: Path, tmp_path: Path) -> Path:
    out = tmp_path / "out"
    ended = run("workbooks", out, "--instance", instance, "--period", PERIOD, "--unit", CELL, "--as-of", DAY)
    assert ended.code == 0, ended.err
    (file,) = out.iterdir()
    return file


def _typed(file: Path, sheet: str, cells: dict[str, str | int]) -> Path:
    """Type into a workbook as a clerk would, and save it."""
    book = openpyxl.load_workbook(file)
    for cell, value in cells.items():
        book[sheet][cell] = value
    book.save(file)
    return file


def _register(file: Path) -> str:
    return next(name for name in openpyxl.load_workbook(file).sheetnames if name.startswith("Biểu 1"))


def _first_row(file: Path) -> int:
    sheet = openpyxl.load_workbook(file)[_register(file)]
    return next(cell.row for row in sheet.iter_rows() for cell in row if cell.value == "(1)") + 1


def _filled(file: Path, members: str | int = 12) -> Path:
    row = _first_row(file)
    typed: list[str | int] = ["25/3/2022", members, 0, 0, 1, 3, 1]
    figures = dict(zip("BCDEFGH", typed, strict=True))
    return _typed(file, _register(file), {f"{column}{row}": value for column, value in figures.items()})


def test_every_command_and_option_says_what_it_does() -> None:
    silent = [
        f"{name} {parameter.name}"
        for name, command in group.commands.items()
        for parameter in command.params
        if parameter.param_type_name == "option" and not getattr(parameter, "help", None)
    ]
    assert silent == []
    assert all(command.help for command in group.commands.values())


@pytest.mark.parametrize("name", sorted(group.commands))
def test_every_command_helps_in_both_languages(run: Run, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    vietnamese = run(name, "--help").out
    monkeypatch.setenv("TONGHOP_LANG", "en")
    english = run(name, "--help").out
    command = group.commands[name]
    assert command.help
    assert command.help.split()[0] in english
    assert vietnamese != english


def test_a_workbook_goes_the_whole_way(run: Run, instance: Path, workbook: Path, tmp_path: Path) -> None:
    taken = run("ingest", _filled(workbook), "--instance", instance, "--as-of", DAY, "--sender", "văn thư")
    assert (taken.code, "✓" in taken.out) == (0, True), taken.out
    accepted = run("accept", CELL, "--instance", instance, "--period", PERIOD, "--as-of", DAY)
    assert "đã duyệt" in accepted.out, accepted.err
    out, plain = tmp_path / "tong-hop.xlsx", tmp_path / "tong-hop.json"
    written = run(
        "consolidate",
        out,
        "--instance",
        instance,
        "--period",
        PERIOD,
        "--as-of",
        DAY,
        "--json",
        plain,
        "--include",
        "accepted",
    )
    assert written.code == 0, written.err
    assert openpyxl.load_workbook(out).sheetnames[0] == "Tổng quan"
    assert json.loads(plain.read_text(encoding="utf-8"))["lines"][0]["values"]["register.members"] == 12


def test_status_says_who_has_sent_and_who_is_late(run: Run, instance: Path, workbook: Path) -> None:
    run("ingest", _filled(workbook), "--instance", instance, "--as-of", DAY)
    before = json.loads(run("status", "--instance", instance, "--as-of", DAY, "--json", "--period", PERIOD).out)
    states = {standing["unit"]: standing["state"] for standing in before}
    assert (states[CELL], states["S-CB02"]) == ("submitted", "not_due")
    after = json.loads(run("status", "--instance", instance, "--as-of", "30/3/2022", "--json", "--period", PERIOD).out)
    late = {standing["unit"]: (standing["state"], standing["days_late"]) for standing in after}
    assert (late[CELL], late["S-CB02"]) == (("submitted", 0), ("not_sent", 3))
    assert "chưa gửi (trễ 3 ngày)" in run("status", "--instance", instance, "--as-of", "30/3/2022").out


def test_check_names_the_cell_and_stores_nothing(run: Run, instance: Path, workbook: Path) -> None:
    wrong = _filled(workbook, members="khoảng 12")
    ended = run("check", wrong, "--instance", instance, "--as-of", DAY, "--json")
    (finding,) = [one for one in json.loads(ended.out)["submissions"][0]["findings"] if one["severity"] == "blocking"]
    assert ended.code == 1
    assert (finding["code"], finding["cell"]) == ("number_expected", f"C{_first_row(wrong)}")
    standing = json.loads(run("status", "--instance", instance, "--as-of", DAY, "--json").out)
    assert {one["state"] for one in standing} == {"not_due"}
    spoken = run("check", wrong, "--instance", instance, "--as-of", DAY, "--lang", "en").out
    assert "takes a number" in spoken


def test_a_returned_report_says_why_and_an_accepted_one_is_reopened(run: Run, instance: Path, workbook: Path) -> None:
    run("ingest", _filled(workbook), "--instance", instance, "--as-of", DAY)
    where = ("--instance", instance, "--period", PERIOD, "--as-of", DAY)
    assert run("return", CELL, *where).code == 2
    assert "đã trả lại" in run("return", CELL, *where, "--reason", "Thiếu chữ ký").out
    again = run("accept", CELL, *where)
    assert (again.code, "trả lại" in again.err) == (1, True)
    run("ingest", _filled(workbook, members=13), "--instance", instance, "--as-of", DAY)
    assert "đã duyệt" in run("accept", CELL, *where).out
    assert "đã mở lại" in run("reopen", CELL, *where).out


def test_bad_files_are_refused_in_a_line_and_hold_up_no_other(
    run: Run, instance: Path, workbook: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    good = _filled(workbook).read_bytes()
    (folder / "a-tot.xlsx").write_bytes(good)
    (folder / "b-rong.xlsx").write_bytes(b"")
    (folder / "c-pdf.xlsx").write_bytes(b"%PDF-1.7 not a workbook")
    (folder / "d-dut.xlsx").write_bytes(good[: len(good) // 2])
    (folder / "e-mat-khau.xlsx").write_bytes(_encrypted())
    (folder / "~$a-tot.xlsx").write_bytes(b"lock")
    with zipfile.ZipFile(folder / "f.zip", "w") as archive:
        archive.writestr("trong/g-tot.xlsx", good)
    ended = run("ingest", folder, "--instance", instance, "--as-of", DAY)
    lines = ended.out.strip().splitlines()
    assert ended.code == 1
    assert ["✓" in line for line in lines[:-1]] == [True, False, False, False, False, True]
    assert "rỗng" in lines[1]
    assert "PDF" in lines[2]
    assert "hỏng" in lines[3]
    assert "mật khẩu" in lines[4]
    assert "2 tệp đã nhận, 4 tệp có lỗi hoặc bị từ chối" in lines[-1]


def test_an_archive_with_a_spoilt_entry_holds_up_no_other(
    run: Run, instance: Path, workbook: Path, tmp_path: Path
) -> None:
    archive = tmp_path / "a.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_STORED) as made:
        made.writestr("1-hong.xlsx", b"spoilt spoilt spoilt")
        made.writestr("2-tot.xlsx", _filled(workbook).read_bytes())
    archive.write_bytes(archive.read_bytes().replace(b"spoilt spoilt", b"spoilt SPOILT", 1))
    ended = run("ingest", archive, "--instance", instance, "--as-of", DAY)
    assert (ended.code, ["✓" in line for line in ended.out.splitlines()[:2]]) == (1, [False, True]), ended.out


def test_a_total_too_large_to_keep_refuses_its_file_alone(run: Run, instance: Path, workbook: Path) -> None:
    row = _first_row(workbook)
    good = _filled(workbook).read_bytes()
    _typed(workbook, _register(workbook), {f"C{row}": 900_000_000_000_000})
    (workbook.parent / "z.xlsx").write_bytes(good)
    ended = run("ingest", workbook.parent, "--instance", instance, "--as-of", DAY)
    assert (ended.code, ["✓" in line for line in ended.out.splitlines()[:2]]) == (1, [False, True]), ended.out


@pytest.mark.parametrize("command", ["consolidate", "workbooks"])
def test_what_cannot_be_written_is_told(run: Run, instance: Path, tmp_path: Path, command: str) -> None:
    (tmp_path / "file").touch()
    ended = run(command, tmp_path / "file" / "x.xlsx", "--instance", instance, "--as-of", DAY, "--period", PERIOD)
    assert (ended.code, "Không đọc hoặc ghi được" in ended.err) == (1, True), ended.err


def test_a_period_that_has_not_begun_is_not_consolidated(run: Run, instance: Path, tmp_path: Path) -> None:
    out = tmp_path / "x.xlsx"
    ended = run("consolidate", out, "--instance", instance, "--as-of", DAY, "--period", "CN-2022")
    assert (ended.code, "bắt đầu từ 01/07/2022" in ended.err, out.exists()) == (1, True, False)


def _encrypted() -> bytes:
    """Return the start of an encrypted workbook: a compound file that names its encrypted package."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(2048)


def test_a_workbook_of_another_campaign_is_refused(run: Run, instance: Path, tmp_path: Path) -> None:
    other, out = tmp_path / "other", tmp_path / "other-out"
    run("init", other, "--campaign", "xa-76-2023")
    (other / "tonghop.key").write_bytes((instance / "tonghop.key").read_bytes())
    run("workbooks", out, "--instance", other, "--period", "TK-2023", "--unit", "X-CB01", "--as-of", "2023-04-18")
    ended = run("ingest", out, "--instance", instance, "--as-of", DAY)
    assert (ended.code, "đợt khác" in ended.out) == (1, True), ended.out


def test_a_workbook_sent_for_another_unit_is_asked_about(run: Run, instance: Path, workbook: Path) -> None:
    ended = run("ingest", _filled(workbook), "--instance", instance, "--as-of", DAY, "--unit", "S-CB02")
    assert (ended.code, "S-CB02" in ended.out) == (1, True)


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("status", "--instance", "nowhere"), 1, "chưa có Tổng Hợp"),
        (("status", "--as-of", "hôm qua"), 2, "không phải là ngày"),
        (("status", "--nope"), 2, "không có tùy chọn --nope"),
        (("ingest",), 2, "thiếu"),
        (("init", "x", "--campaign", "no-such-plan"), 1, "no-such-plan"),
    ],
)
def test_wrong_calls_are_told_in_vietnamese(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], code: int, told: str
) -> None:
    monkeypatch.chdir(tmp_path)
    ended = run(*arguments)
    assert (ended.code, told in ended.err) == (code, True), ended.err


def test_init_again_adds_a_campaign_and_keeps_the_key(run: Run, instance: Path) -> None:
    key = (instance / "tonghop.key").read_bytes()
    assert run("init", instance, "--campaign", CAMPAIGN, "--campaign", "xa-76-2023").code == 0
    assert (instance / "tonghop.key").read_bytes() == key
    several = run("status", "--instance", instance, "--as-of", DAY)
    assert (several.code, "xa-76-2023" in several.err) == (1, True)


def test_json_of_ingest_names_deliveries_and_revisions(run: Run, instance: Path, workbook: Path) -> None:
    first = json.loads(run("ingest", _filled(workbook), "--instance", instance, "--as-of", DAY, "--json").out)[0]
    again = json.loads(run("ingest", workbook, "--instance", instance, "--as-of", DAY, "--json").out)[0]
    assert (first["taken"], first["revisions"][0]["revision"], first["revisions"][0]["new"]) == (True, 1, True)
    assert (again["revisions"][0]["revision"], again["revisions"][0]["new"]) == (1, False)
    assert first["digest"] == again["digest"]


def test_the_two_uploads_of_a_unit_are_two_revisions(run: Run, instance: Path, workbook: Path) -> None:
    run("ingest", _filled(workbook), "--instance", instance, "--as-of", DAY, "--sender", "A")
    second = run("ingest", _filled(workbook, members=14), "--instance", instance, "--as-of", DAY, "--sender", "B")
    assert "lần gửi 2" in second.out
    assert "A" in second.out


def test_what_goes_in_as_bytes_comes_out_as_bytes(workbook: Path) -> None:
    assert zipfile.is_zipfile(io.BytesIO(workbook.read_bytes()))


def _in_the_register(file: Path, unit: str, members: str | int) -> Path:
    """Fill a unit's row of a group's register."""
    sheet = openpyxl.load_workbook(file)[_register(file)]
    row = next(cell.row for line in sheet.iter_rows() for cell in line if cell.column == 2 and cell.value == unit)
    typed: list[str | int] = ["25/3/2022", members, 0, 0, 1, 3, 1]
    figures = dict(zip("DEFGHIJ", typed, strict=True))
    return _typed(file, _register(file), {f"{column}{row}": value for column, value in figures.items()})


def test_a_groups_workbook_gives_each_unit_its_own_report(run: Run, instance: Path, tmp_path: Path) -> None:
    at = ("--instance", instance, "--as-of", DAY)
    out = tmp_path / "group"
    written = run("workbooks", out, *at, "--period", PERIOD, "--layout", "group")
    assert "1 tệp" in written.out, written.err
    file = out / "S Đảng ủy Sở (cả cụm).xlsx"
    assert run("ingest", file, *at).code == 1  # nothing filled in: nobody has reported

    _in_the_register(_in_the_register(file, CELL, 12), "S-CB02", "khoảng 9")
    taken = run("ingest", file, *at)
    assert (taken.code, "2 đơn vị, 2 có số liệu mới, 1 có lỗi" in taken.out) == (1, True), taken.out
    states = {one["unit"]: one["state"] for one in json.loads(run("status", *at, "--json").out)}
    assert (states[CELL], states["S-CB02"], states["S-CB03"]) == ("submitted", "blocked", "not_due")

    corrected = run("ingest", _in_the_register(file, "S-CB02", 9), *at)
    assert (corrected.code, "2 đơn vị, 1 có số liệu mới, 0 có lỗi" in corrected.out) == (0, True), corrected.out
    again = json.loads(run("ingest", file, *at, "--json").out)[0]
    assert [(one["unit"], one["revision"], one["new"]) for one in again["revisions"]] == [
        (CELL, 1, False),
        ("S-CB02", 2, False),
    ]
    assert "S-CB01" in run("ingest", file, *at, "--unit", CELL).out  # it is the group's, not one unit's


def test_a_group_of_nobody_is_no_workbook(run: Run, instance: Path, tmp_path: Path) -> None:
    at = ("--instance", instance, "--as-of", DAY, "--period", PERIOD, "--layout", "group")
    assert "0 tệp" in run("workbooks", tmp_path / "none", *at, "--unit", CELL).out
    assert run("workbooks", tmp_path / "none", *at, "--unit", "S-CB99").code == 1


def test_check_and_ingest_write_marked_files(run: Run, instance: Path, workbook: Path, tmp_path: Path) -> None:
    wrong = _filled(workbook, members="khoảng 12")
    where = ("--instance", instance, "--as-of", DAY)
    out, folder = tmp_path / "new" / "marked.xlsx", tmp_path / "marked"
    assert run("check", wrong, *where, "--marked", out).code == 1
    assert run("ingest", wrong, *where, "--marked", folder).code == 1
    run("ingest", wrong, *where, "--marked", folder)
    names = [workbook.name, f"{workbook.stem} (2).xlsx"]
    assert sorted(file.name for file in folder.iterdir()) == sorted(names)
    for file in (out, *folder.iterdir()):
        book = openpyxl.load_workbook(file)
        assert book.sheetnames[-1] == "Lỗi"
        comment = book[_register(file)][f"C{_first_row(wrong)}"].comment
        assert comment is not None
        assert comment.text.startswith("[KT] Lỗi")


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("a/b.xlsx", "a/b.xlsx"),
        ("../../b.xlsx", "b.xlsx"),
        ("/etc/b.ods", "etc/b.ods.xlsx"),
        ("C:\\x\\b.xls", "C_/x/b.xls.xlsx"),
    ],
)
def test_marked_files_stay_below_their_folder(tmp_path: Path, name: str, place: str) -> None:
    assert free_file(tmp_path, name) == tmp_path / place
