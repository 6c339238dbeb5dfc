"""The ribbon add-in ``tonghop_addin.xlam``, made from xlwings’ own quickstart template with our ribbon.

The template’s macro ``RunMain`` runs ``import <name of the file>; <name of the file>.main()`` in Python, so the file’s
name is this package’s. The sheet of settings that the template carries switched off is switched on and filled, and the
macro looks for it under a name made for this one file (see ``macro``), so that neither the workbook in front nor what
lies beside it can say which program is run. Nothing else of the macro is changed.
"""

import importlib.util
import re
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from tonghop_addin.errors import AddinError
from tonghop_addin.ribbon.macro import NotAsExpected, with_own_name
from tonghop_addin.words import Text

FILE = "tonghop_addin.xlam"
CALLBACK = "RibbonMyAddin.RunMain"
"""The one macro of the template."""

_TEMPLATE = "quickstart_addin_ribbon.xlam"
_RIBBON = "customUI/customUI.xml"
_WORKBOOK, _SHEET, _ABOUT = "xl/workbook.xml", "xl/worksheets/sheet1.xml", "docProps/core.xml"
_MACROS, _OFF = "xl/vbaProject.bin", 'name="_myaddin.conf"'
_PERSON = re.compile(r"<(dc:creator|cp:lastModifiedBy)>[^<]*</\1>")
_FOLDER = re.compile(r"<mc:AlternateContent.*?</mc:AlternateContent>", re.DOTALL)
_ROWS = re.compile(r"<sheetData>.*</sheetData>", re.DOTALL)
_SIZE = re.compile(r'<dimension ref="[^"]*"')


class NoTemplate(AddinError):
    text = Text(
        "Bản xlwings đã cài không có mẫu {name} như cần. Cài lại: pip install --force-reinstall xlwings",
        "The installed xlwings has no template {name} as needed. Run: pip install --force-reinstall xlwings",
    )


def settings_rows(interpreter: str) -> tuple[tuple[str, str], ...]:
    """Return what the macro shall take for granted: which Python, and nothing from beside the open workbook."""
    return (
        ("INTERPRETER_WIN", interpreter),
        ("INTERPRETER_MAC", interpreter),
        ("ADD_WORKBOOK_TO_PYTHONPATH", "false"),
        ("PYTHONPATH", ""),
        ("CONDA PATH", ""),
        ("CONDA ENV", ""),
        ("LICENSE_KEY", ""),
        ("USE UDF SERVER", "False"),
        ("SHOW CONSOLE", "False"),
    )


def ribbon() -> bytes:
    """Return our ribbon."""
    return Path(__file__).with_name("customUI.xml").read_bytes()


def built(interpreter: str) -> bytes:
    """Return the add-in that runs this Python; raises NoTemplate."""
    template = _template()
    target = BytesIO()
    with ZipFile(template) as source, ZipFile(target, "w", ZIP_DEFLATED) as made:
        if _RIBBON not in source.namelist() or _OFF not in source.read(_WORKBOOK).decode():
            raise NoTemplate(name=template.name)
        try:
            macros, name = with_own_name(source.read(_MACROS))
        except NotAsExpected as problem:
            raise NoTemplate(name=template.name) from problem
        for entry in source.infolist():
            content = macros if entry.filename == _MACROS else source.read(entry)
            made.writestr(entry.filename, _changed(entry.filename, content, interpreter, name))
    return target.getvalue()


def _template() -> Path:
    found = importlib.util.find_spec("xlwings")  # found, not imported
    path = Path((found.origin if found else None) or "").with_name(_TEMPLATE)
    if not path.is_file():
        raise NoTemplate(name=_TEMPLATE)
    return path


def _changed(part: str, content: bytes, interpreter: str, name: str) -> bytes:
    if part == _RIBBON:
        return ribbon()
    text = content.decode() if part in {_WORKBOOK, _SHEET, _ABOUT} else ""
    if part == _WORKBOOK:
        named = text.replace(_OFF, f'name="{name}.conf"')
        return _FOLDER.sub("", named).encode()  # the folder is one of whoever made the template
    if part == _ABOUT:
        return _PERSON.sub(r"<\1>Tổng Hợp</\1>", text).encode()
    if part == _SHEET:
        rows = settings_rows(interpreter)
        filled = _ROWS.sub(lambda _match: _sheet_data(rows), text)
        return _SIZE.sub(f'<dimension ref="A1:B{len(rows)}"', filled).encode()
    return content


def _sheet_data(rows: tuple[tuple[str, str], ...]) -> str:
    lines = (
        f'<row r="{number}"><c r="A{number}" t="inlineStr"><is><t>{escape(name)}</t></is></c>'
        f'<c r="B{number}" t="inlineStr"><is><t>{escape(value)}</t></is></c></row>'
        for number, (name, value) in enumerate(rows, start=1)
    )
    return f"<sheetData>{''.join(lines)}</sheetData>"
