"""``tonghop report``: the period before, the office's settings, templates of its own, PDF."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document

from tonghop import catalogue
from tonghop.cli import main
from tonghop.core import calendar
from tonghop.workflow import previous_period
from tonghop.writing.report import printing

CAMPAIGN, DAY = "so-28-2022", "2022-07-08"
Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.delenv("TONGHOP_LANG", raising=False)

    def tonghop(*arguments: object) -> tuple[int, str]:
        code = 0
        try:
            main([str(argument) for argument in arguments])
        except SystemExit as ended:
            code = int(ended.code or 0)
        captured = capsys.readouterr()
        return code, captured.out + captured.err

    return tonghop


@pytest.fixture
def instance(run: Run, tmp_path: Path) -> Path:
    folder = tmp_path / "instance"
    assert run("init", folder, "--campaign", CAMPAIGN)[0] == 0
    return folder


def _report(run: Run, instance: Path, *more: object) -> str:
    out = instance.parent / "bao-cao.docx"
    code, said = run("report", out, "--instance", instance, "--as-of", DAY, *more)
    assert code == 0, said
    document = Document(str(out))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in document.paragraphs] + cells)


def test_an_instance_without_any_report_gives_a_report_that_says_so(run: Run, instance: Path) -> None:
    shown = _report(run, instance)
    assert "tổng hợp từ 0/11 báo cáo phải gửi" in shown
    assert "Quá hạn, chưa gửi báo cáo (11 báo cáo)" in shown
    assert "Kỳ trước để so sánh: Kết quả đợt học tập, sinh hoạt chính trị, 0/11" in shown


def test_the_settings_the_number_and_the_day_stand_in_it(run: Run, instance: Path) -> None:
    with (instance / "tonghop.toml").open("a", encoding="utf-8") as settings:
        settings.write('\n[report]\nplace = "Rạch Giá"\npost = "Bí thư"\nrecipients = ["Đảng ủy Khối"]\n')
    shown = _report(run, instance, "--number", 7, "--signed", "10/9/2022", "--include", "accepted")
    assert "Số 7-BC/ĐUK" in shown
    assert "Rạch Giá, ngày 10 tháng 9 năm 2022" in shown
    assert "BÍ THƯ" in shown
    assert "- Đảng ủy Khối." in shown
    assert "gồm chỉ các báo cáo đã được duyệt" in shown


def test_a_setting_that_is_unknown_is_refused(run: Run, instance: Path) -> None:
    with (instance / "tonghop.toml").open("a", encoding="utf-8") as settings:
        settings.write('\n[report]\nplaces = "Rạch Giá"\n')
    code, said = run("report", instance / "x.docx", "--instance", instance, "--as-of", DAY)
    assert code == 1
    assert "report.places" in said


def _template(file: Path, words: str) -> None:
    file.parent.mkdir(exist_ok=True)
    own = Document()
    own.add_paragraph(words)
    own.save(str(file))


def test_the_campaigns_own_template_comes_before_the_offices(run: Run, instance: Path) -> None:
    _template(instance / "reports" / "report.docx", "Của cơ quan: {{ co_quan }}")
    assert _report(run, instance) == "Của cơ quan: ĐẢNG ỦY SỞ"
    _template(instance / "reports" / f"{CAMPAIGN}.docx", "Của đợt: {{ co_quan }}")
    assert _report(run, instance) == "Của đợt: ĐẢNG ỦY SỞ"


def test_a_template_with_a_wrong_tag_stops_the_command_with_what_to_do(run: Run, instance: Path) -> None:
    _template(instance / "reports" / "report.docx", "Của cơ quan: {{ co_quann }}")
    code, said = run("report", instance / "x.docx", "--instance", instance, "--as-of", DAY)
    assert code == 1
    assert "tại “Của cơ quan: {{ co_quann }}”: không có giá trị nào tên là “co_quann”" in said
    assert not (instance / "x.docx").exists()


def test_a_campaign_of_ones_own_brings_its_template_along(run: Run, tmp_path: Path) -> None:
    own = tmp_path / "own"
    shutil.copytree(catalogue.folder(CAMPAIGN), own)
    _template(own / "report.docx", "Mẫu riêng {{ co_quan }}")
    assert run("init", tmp_path / "instance", "--campaign", own)[0] == 0
    assert _report(run, tmp_path / "instance") == "Mẫu riêng ĐẢNG ỦY SỞ"


def test_pdf_is_written_beside_it_or_where_it_is_asked_for(
    run: Run, instance: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tonghop.workflow.pdf", lambda content: b"%PDF of " + content[:2])
    _report(run, instance, "--pdf")
    assert (instance.parent / "bao-cao.pdf").read_bytes() == b"%PDF of PK"
    _report(run, instance, "--pdf", instance.parent / "other.pdf")
    assert (instance.parent / "other.pdf").exists()


def test_without_libreoffice_the_word_file_stays(run: Run, instance: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printing, "libreoffice", lambda: None)
    out = instance / "x.docx"
    code, said = run("report", out, "--pdf", "--instance", instance, "--as-of", DAY)
    assert (code, out.exists()) == (1, True)
    assert "chưa cài LibreOffice" in said


@pytest.mark.parametrize(
    ("campaign", "period", "previous"),
    [
        ("so-28-2022", "KQ-2022", None),
        ("so-28-2022", "6T-2022", "KQ-2022"),
        ("so-28-2022", "NAM-2022", None),
        ("tra-vinh-2017", "T2017-06", "T2017-05"),
        ("tra-vinh-2017", "SK2017-H1", None),
        ("xa-76-2023", "N2024", "N2023"),
        ("kien-giang-2020", "T03-2020", "T02-2020"),
    ],
)
def test_the_period_before_is_of_the_same_kind(campaign: str, period: str, previous: str | None) -> None:
    loaded, _ = catalogue.load_shipped(campaign)
    found = previous_period(loaded, calendar.find_period(loaded, period))
    assert (None if found is None else found.code) == previous
