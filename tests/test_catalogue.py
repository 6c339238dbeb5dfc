import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from tonghop import catalogue
from tonghop.catalogue import files
from tonghop.core.errors import DefinitionError
from tonghop.core.units import Unit

PLAN = """
code = "plan"
version = 1
title = { vi = "Kế hoạch", en = "Plan" }
short_title = { vi = "Kế hoạch", en = "Plan" }
issuer = { vi = "Đảng ủy", en = "Committee" }

[[levels]]
code = "committee"
label = { vi = "Đảng ủy", en = "Committee" }

[[levels]]
code = "cell"
label = { vi = "Chi bộ", en = "Cell" }

[[forms]]
form = "register"

[[forms]]
form = "attendance"
ask = ["days"]

[[forms]]
form = "materials"

[[forms.rows]]
code = "TL1"
label = { vi = "Báo cáo viên", en = "Speakers" }
given = { norm = 1 }
base = "speakers"

[[activities]]
code = "HN"
label = { vi = "Hội nghị", en = "Conference" }
start = 2022-03-01
finish = { in_month = "2022-03" }
forms = ["attendance"]

[[reports]]
code = "KQ"
label = { vi = "Kết quả", en = "Results" }
first = 2022-03-01
last = 2022-03-27
due = { before = 2022-03-28 }
forms = ["register", "attendance", "materials"]
"""

UNITS = "code,parent,level,name\nS,,committee,Đảng ủy Sở\nS-1,S,cell,Chi bộ 1\n"

Write = Callable[[str, str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a campaign's folder."""

    def _write(plan: str, units: str) -> Path:
        folder = tmp_path / "plan"
        folder.mkdir(exist_ok=True)
        (folder / "campaign.toml").write_text(plan, encoding="utf-8")
        (folder / "units.csv").write_text(units, encoding="utf-8")
        return folder

    return _write


def test_a_campaign_is_its_plan_with_the_standard_forms_worked_in(write: Write) -> None:
    campaign, units = catalogue.load_campaign(write(PLAN, UNITS))
    attendance = campaign.form("attendance")
    names = [field.name for field in attendance.fields]
    assert names[:5] == ["date", "name", "level", "mode", "days"]
    assert "bridge_total" not in names
    assert [row.code for row in campaign.form("materials").fixed_rows] == ["TL1"]
    assert [unit.code for unit in units] == ["S", "S-1"]


def test_a_rule_about_a_column_not_asked_for_is_left_out(write: Write) -> None:
    without, _ = catalogue.load_campaign(write(PLAN, UNITS))
    bridges = '["bridge_province", "bridge_district", "bridge_commune", "bridge_total"]'
    asked, _ = catalogue.load_campaign(write(PLAN.replace('["days"]', bridges), UNITS))
    gained = {r.code for r in asked.form("attendance").rules} - {r.code for r in without.form("attendance").rules}
    assert gained == {"online_has_bridge_point"}


def test_a_campaign_may_bring_its_own_choices_words_and_rules(write: Write) -> None:
    own = """
ask = ["days"]
number = "Biểu số 9"
title = { vi = "Hội nghị", en = "Conferences" }
capacity = 4
levels = ["cell"]

[forms.choices]
level = [{ code = "cell", label = { vi = "Chi bộ", en = "Cell" } }]

[[forms.rules]]
code = "half_a_day"
expression = "days <= 1"
"""
    campaign, _ = catalogue.load_campaign(write(PLAN.replace('\nask = ["days"]\n', own), UNITS))
    form = campaign.form("attendance")
    assert (form.number, form.title.vi, form.capacity, form.levels) == ("Biểu số 9", "Hội nghị", 4, ("cell",))
    assert [choice.code for choice in form.field("level").choices] == ["cell"]
    assert form.rules[-1].code == "half_a_day"
    assert form.sheet == "Biểu 2 - Học tập, quán triệt"


_YEARLY = """
[[reports]]
code = "N"
label = { vi = "N", en = "N" }
kind = "year"
first = 2022-01-01
due = { at_end = true }
forms = ["attendance"]
"""
BAD_PLANS = [
    # What is changed, into what, what is said.
    ("version = 1", "version = 1\ncolour = 'red'", "plan/campaign.toml: colour: unknown key"),
    ('issuer = { vi = "Đảng ủy", en = "Committee" }', "", "plan/campaign.toml: issuer: is missing"),
    ("version = 1", "version = 0", "version: “0” cannot stand here; it is at least 1"),
    ('en = "Results"', 'eng = "Results"', "reports.1.label.en: is missing; reports.1.label.eng: unknown key"),
    ("{ before = 2022-03-28 }", "{ before = 2022-03-28, yearly = 3 }", "reports.1.due: a deadline says exactly one of"),
    ("[[levels]]", "[levels", "plan/campaign.toml: this is not TOML"),
    ('form = "materials"', 'form = "money"', "money: there is no standard form of this code"),
    ('form = "materials"', 'form = "materials"\npaper = 1', "campaign.toml: forms.3: paper: unknown key"),
    ('ask = ["days"]', 'ask = ["hours"]', "forms.2.ask: the form attendance has no such column to choose: hours"),
    ('ask = ["days"]', 'ask = ["name"]', "forms.2.ask: the form attendance has no such column to choose: name"),
    ('ask = ["days"]', 'ask = ["steps"]', "field steps: a choice field lists its choices"),
    (
        'ask = ["days"]',
        'ask = ["bridge_total"]',
        "campaign.toml: form attendance, field bridge_total: there is no field bridge_province",
    ),
    ('ask = ["days"]', 'sheet = "Biểu 1 - số liệu nền"', "the tab name: stands twice: biểu 1 - số liệu nền"),
    ('ask = ["days"]', 'sheet = "Trang bìa"', "the tab name: stands twice: trang bìa"),
    ('ask = ["days"]', 'sheet = "Biểu 2: học tập"', "the tab name: “Biểu 2: học tập” holds one of"),
    ('ask = ["days"]', f'sheet = "{"B" * 32}"', "sheet: .* at most 31 characters"),
    ('ask = ["days"]', 'levels = ["village"]', "form attendance, levels: unknown: village"),
    (
        'ask = ["days"]',
        'rules = [{ code = "late", expression = "dte > 1" }]',
        "plan/campaign.toml: form attendance, rule late: .*dte",
    ),
    ('base = "speakers"', 'base = "choirs"', "form materials, row TL1, base: unknown: choirs"),
    ("{ norm = 1 }", "{ received = 1 }", "form materials, row TL1, given: unknown: received"),
    ('base = "speakers"', 'levels = ["cell"]', "form materials, levels: no row is filled by committee"),
    ('code = "TL1"', 'code = "TL 1"', "forms.3: rows.1.code: “TL 1” cannot stand here"),
    ('["register", "attendance", "materials"]', '["registry"]', "report KQ, forms: unknown: registry"),
    ('["register", "attendance", "materials"]', "[]", "report KQ, forms: name at least one form"),
    ("last = 2022-03-27", "", "report KQ, last: a report that is owed once has a last day"),
    ("last = 2022-03-27", "last = 2022-02-27", "report KQ, last: the last day is before the first"),
    ("{ before = 2022-03-28 }", "{ yearly = 11 }", "report KQ, due: only a yearly report"),
    ("last = 2022-03-27", 'kind = "month"', "report KQ, due: a report that is owed again and again"),
    ("last = 2022-03-27", "last = 2022-03-27\nderived = true", "report KQ, derived: there is no filled report"),
    (
        'forms = ["register", "attendance", "materials"]\n',
        f'forms = ["register", "attendance", "materials"]\n{_YEARLY}',
        "report KQ, first: its days are also those of N, and the figures of attendance would be counted twice",
    ),
    ('{ in_month = "2022-03" }', "{ at_end = true }", "activity HN, finish: an activity is finished on a day"),
    ('{ in_month = "2022-03" }', '{ in_month = "2022-02" }', "finish: .*finished before it starts"),
    ('forms = ["attendance"]', 'forms = ["meetings"]', "activity HN, forms: unknown: meetings"),
]


@pytest.mark.parametrize(("old", "new", "said"), BAD_PLANS)
def test_a_plan_that_makes_no_sense_is_refused_with_its_place(write: Write, old: str, new: str, said: str) -> None:
    assert old in PLAN
    with pytest.raises(DefinitionError, match=said):
        catalogue.load_campaign(write(PLAN.replace(old, new, 1), UNITS))


BAD_UNITS = [
    ("code,level,name\nS,committee,Đảng ủy\n", "units.csv: wrong or missing columns: parent;"),
    ("code,parent,level,name,head\nS,,committee,Đảng ủy,x\n", "units.csv: wrong or missing columns: head;"),
    ("", "wrong or missing columns: code, parent, level, name"),
    (UNITS + "S-2,S,cell\n", "units.csv: line 4: the line has more or fewer columns"),
    (UNITS + "S-2,S,cell,Chi bộ 2,x\n", "units.csv: line 4: the line has more or fewer columns"),
    (UNITS + "S-2,S,cell,\n", "units.csv: line 4: name cannot be empty"),
    (UNITS + 'S-2,S,cell,"Chi bộ\n', "units.csv: line 4: unexpected end of data"),
    (UNITS + "S-1,S,cell,Chi bộ 2\n", "units: stands twice: S-1"),
    (UNITS + "S-2,T,cell,Chi bộ 2\n", "campaign.toml: units: these units have a parent that is not listed: S-2"),
    (UNITS + "S-2,S,office,Chi bộ 2\n", "campaign.toml: units, level: unknown: office"),
    ("code,parent,level,name,made\nS,,committee,Đảng ủy,yes\n", "line 2: “made” is true, false or empty, not “yes”"),
    ("code,parent,level,name,valid_to\nS,,committee,Đảng ủy,30/6/2025\n", "“30/6/2025” is not a date; write it as"),
    ("code,parent,level,name,successors\nS,,committee,Đảng ủy,T\n", "units, successors: unknown: T"),
]


@pytest.mark.parametrize(("units", "said"), BAD_UNITS)
def test_a_unit_list_that_makes_no_sense_is_refused_with_its_line(write: Write, units: str, said: str) -> None:
    with pytest.raises(DefinitionError, match=said):
        catalogue.load_campaign(write(PLAN, units))


def test_units_keep_their_dates_and_successors(tmp_path: Path) -> None:
    file = tmp_path / "units.csv"
    table = (
        "code,parent,level,name,valid_from,valid_to,successors,made\r\n"
        "91,,province,Tỉnh ủy,,,,\r\n"
        '899,91,district,"Thành ủy Rạch Giá, cũ",2004-01-01,2025-06-30,901; 902,true\r\n'
    )
    file.write_bytes(table.encode("utf-8-sig"))
    assert catalogue.load_units(file) == (
        Unit("91", None, "province", "Tỉnh ủy"),
        Unit(
            *("899", "91", "district", "Thành ủy Rạch Giá, cũ"),
            valid_from=date(2004, 1, 1),
            valid_to=date(2025, 6, 30),
            successors=("901", "902"),
            made=True,
        ),
    )


def test_a_missing_or_foreign_file_is_told_without_the_machine_s_path(write: Write, tmp_path: Path) -> None:
    with pytest.raises(DefinitionError, match=r"^nowhere/campaign\.toml: the file is missing$"):
        catalogue.load_campaign(tmp_path / "nowhere")
    folder = write(PLAN, UNITS)
    (folder / "units.csv").write_bytes("S,,cell,Đảng ủy".encode("utf-16"))
    with pytest.raises(DefinitionError, match=r"^plan/units\.csv: the file is not in UTF-8; save it so$"):
        catalogue.load_campaign(folder)


def test_a_standard_form_is_found_by_the_name_of_its_file(tmp_path: Path) -> None:
    (tmp_path / "register.toml").write_bytes((catalogue.templates_dir() / "forms" / "attendance.toml").read_bytes())
    with pytest.raises(DefinitionError, match="the form calls itself attendance; name the file after it"):
        catalogue.load_form("register", tmp_path)


def test_a_page_that_cannot_be_read_in_print_is_refused(write: Write, tmp_path: Path) -> None:
    forms = tmp_path / "forms"
    shutil.copytree(catalogue.templates_dir() / "forms", forms)
    file = forms / "attendance.toml"
    standard = file.read_text(encoding="utf-8")
    file.write_text(standard.replace("page = 2", "page = 1"), encoding="utf-8")
    with pytest.raises(DefinitionError, match="form attendance: page 1 would print 17 columns; at most 14"):
        catalogue.load_campaign(write(PLAN, UNITS), forms)
    file.write_text(standard.replace('name = "people"', 'name = "people"\nkey = true'), encoding="utf-8")
    with pytest.raises(DefinitionError, match="form attendance: key columns come first"):
        catalogue.load_campaign(write(PLAN, UNITS), forms)


def test_a_campaign_is_loaded_by_its_code_or_from_a_folder_of_one_s_own(write: Write) -> None:
    assert catalogue.load(str(write(PLAN, UNITS)))[0].code == "plan"
    for code in catalogue.shipped():
        assert catalogue.load(code)[0].code == code
    with pytest.raises(DefinitionError, match="there is no such campaign; those shipped are kien-giang-2020"):
        catalogue.load("kien-giang-1920")


def test_templates_are_found_beside_the_installed_package_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "site" / "lib" / "tonghop"
    package.mkdir(parents=True)
    monkeypatch.setattr(files, "__file__", str(package / "catalogue" / "files.py"))
    with pytest.raises(DefinitionError, match="not installed with the program"):
        catalogue.templates_dir()
    checkout = tmp_path / "site" / "workbook_templates"
    checkout.mkdir()
    assert catalogue.templates_dir() == checkout.resolve()
    (package / "workbook_templates").mkdir()
    assert catalogue.templates_dir() == (package / "workbook_templates").resolve()
