"""The ribbon add-in: LibreOffice opens it, and its ribbon names macros that are there."""

import re
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest
from lxml import etree
from tests import office

import tonghop_addin
from tonghop_addin import installing, ribbon
from tonghop_addin.errors import AddinError
from tonghop_addin.ribbon.macro import NotAsExpected, with_own_name

_NAMESPACE = "{http://schemas.microsoft.com/office/2006/01/customui}"
_CALLBACKS = {"onAction", "onLoad", "loadImage"}
_PYTHON = r"C:\Python 311 & <Công>\python.exe"


@pytest.fixture(scope="module")
def xlam(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("ribbon") / ribbon.FILE
    path.write_bytes(ribbon.built(_PYTHON))
    return path


@pytest.fixture(scope="module")
def opened(xlam: Path) -> Path:
    """What LibreOffice read of it, its macros among it."""
    return office.with_macros(xlam)


def test_the_ribbon_is_well_formed_and_is_ours(xlam: Path) -> None:
    with ZipFile(xlam) as archive:
        assert archive.testzip() is None
        root = etree.fromstring(archive.read("customUI/customUI.xml"))
        assert b"myaddinTab" not in archive.read("customUI/customUI.xml")
        relations = archive.read("_rels/.rels").decode()
        named = set(archive.namelist())
    assert root.tag == f"{_NAMESPACE}customUI"
    assert 'Target="customUI/customUI.xml"' in relations
    identifiers = [one.get("id") for one in root.iter() if one.get("id")]
    assert len(identifiers) == len(set(identifiers)) == 3
    assert {"xl/vbaProject.bin", "xl/workbook.xml", "[Content_Types].xml"} <= named


def test_the_ribbon_names_only_macros_that_are_there(opened: Path) -> None:
    """LibreOffice reads the macros’ own source, so this asks what the file holds and not what its names suggest."""
    root = etree.fromstring(ribbon.ribbon())
    named = {
        value
        for element in root.iter()
        for name, value in element.attrib.items()
        if name in _CALLBACKS or str(name).startswith("get")
    }
    assert named == {ribbon.CALLBACK}
    module, macro = ribbon.CALLBACK.split(".")
    source = _source(opened, module)
    assert re.search(rf"^Sub {macro}\(control As IRibbonControl\)", source, re.MULTILINE)


def test_the_macro_runs_this_package(opened: Path) -> None:
    source = _source(opened, "RibbonMyAddin")
    assert 'RunPython "import " & mymodule & ";" & mymodule & ".main()"' in source
    assert "mymodule = Left(ThisWorkbook.Name," in source
    assert Path(ribbon.FILE).stem == tonghop_addin.__name__
    assert callable(tonghop_addin.main)


def test_the_macros_settings_are_filled_and_found_under_the_name_it_looks_for(opened: Path) -> None:
    project = re.search(r'PROJECT_NAME As String = "(\w+)"', _source(opened, "xlwings"))
    assert project is not None
    with ZipFile(opened) as archive:
        sheet = etree.fromstring(archive.read("content.xml"))
    table = next(sheet.iter("{*}table"))
    assert table.get("{urn:oasis:names:tc:opendocument:xmlns:table:1.0}name") == f"{project[1]}.conf"
    rows = [
        ["".join(map(str, cell.itertext())) for cell in row.iter("{*}table-cell")] for row in table.iter("{*}table-row")
    ]
    told = {row[0]: row[1] for row in rows if row[0]}
    assert told == dict(ribbon.settings_rows(_PYTHON))
    assert told["INTERPRETER_WIN"] == _PYTHON
    assert told["ADD_WORKBOOK_TO_PYTHONPATH"] == "false"


def test_nothing_of_whoever_made_the_template_is_left(xlam: Path) -> None:
    with ZipFile(xlam) as archive:
        texts = [archive.read(name) for name in archive.namelist() if not name.endswith(".bin")]
    assert not any(b"felix" in text.lower() for text in texts)


def test_of_xlwings_own_macros_only_the_name_of_their_settings_is_changed(xlam: Path) -> None:
    with ZipFile(xlam) as made, ZipFile(ribbon._template()) as template:
        ours, theirs = made.read("xl/vbaProject.bin"), template.read("xl/vbaProject.bin")
    changed = [place for place, (mine, other) in enumerate(zip(ours, theirs, strict=True)) if mine != other]
    assert len(ours) == len(theirs)
    assert 1 <= len(changed) <= 5


def test_no_workbook_can_know_the_name_of_the_macros_settings(opened: Path) -> None:
    """Else a workbook with a sheet of that name would say which program the button runs."""
    source = _source(opened, "xlwings")
    name = re.findall(r'PROJECT_NAME As String = "(\w+)"', source)
    assert name != ["myaddin"]
    assert "myaddin" not in source
    names = {with_own_name(_macros())[1] for _ in range(20)}
    assert len(names) == 20
    assert all(re.fullmatch("[a-z0-9]{5}in", one) for one in names)


def test_a_template_that_is_written_otherwise_is_refused() -> None:
    for broken in (b"", _macros().replace(b'"xlw', b'"xly'), bytes(len(_macros()))):
        with pytest.raises(NotAsExpected):
            with_own_name(broken)


def _macros() -> bytes:
    with ZipFile(ribbon._template()) as template:
        return template.read("xl/vbaProject.bin")


def test_install_and_uninstall_on_windows_and_a_mac(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("APPDATA", str(tmp_path / "Roaming"))
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    for system, place in (
        ("Windows", tmp_path / "Roaming/Microsoft/Excel/XLSTART"),
        (
            "Darwin",
            tmp_path / "Library/Group Containers/UBF8T346G9.Office/User Content.localized/Startup.localized/Excel",
        ),
    ):
        monkeypatch.setattr("platform.system", lambda system=system: system)
        assert installing.installed() is None
        path = installing.install()
        assert path == place / ribbon.FILE
        assert sys.executable.encode() in ZipFile(path).read("xl/worksheets/sheet1.xml")
        assert installing.installed() == path
        assert installing.uninstall() == path
        assert installing.uninstall() is None
    scripts = list((tmp_path / "Library/Application Scripts/com.microsoft.Excel").iterdir())
    assert [one.suffix for one in scripts] == [".applescript"]


def test_elsewhere_it_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(AddinError, match="--dir"):
        installing.install()
    assert installing.install(tmp_path).name == ribbon.FILE


def test_excel_that_has_it_open_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def in_use(*_arguments: object) -> int:
        raise PermissionError(13, "in use")

    monkeypatch.setattr(Path, "write_bytes", in_use)
    with pytest.raises(installing.InUse, match="Close Excel"):
        installing.install(tmp_path)


def _source(opened: Path, module: str) -> str:
    with ZipFile(opened) as archive:
        (name,) = [one for one in archive.namelist() if one.endswith(f"/{module}.xml")]
        return "".join(map(str, etree.fromstring(archive.read(name), etree.XMLParser(load_dtd=False)).itertext()))
