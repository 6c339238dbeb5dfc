"""xlwings’ BSD part alone is used; its PRO part helps one test, in a process of its own, with the key for that."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.addin.display import need_tkinter

_RUNS = """
import sys
from tonghop_addin import cli, commands, panel, ribbon, workbook
for arguments in {runs!r}:
    try:
        cli.main(arguments)
    except SystemExit:
        pass
try:
    workbook.active()
except Exception as problem:
    print(type(problem).__name__)
print(sorted(name for name, one in sys.modules.items() if name.startswith("xlwings.pro") and one is not None))
print("xlwings" in sys.modules, any(name == "tonghop" or name.startswith("tonghop.") for name in sys.modules))
"""

_REMOTE = """
import json, sys
import xlwings
from tonghop_addin.values import Finding
from tonghop_addin.workbook import OpenBook
empty = {"values": [["a", 1], ["b", 2]], "pictures": [], "tables": [], "notes": []}
sheets = [{"name": name, **empty, "notes": []} for name in ("Biểu 1", "Biểu 2")]
told = {"name": "S-CB01.xlsx", "active_sheet_index": 0, "selection": "A1"}
whole = {"client": "Office.js", "version": xlwings.__version__, "book": told, "names": [], "sheets": sheets}
book = xlwings.Book(json=whole)
here = OpenBook(book, book.name)
found = [Finding("c", "blocking", "Biểu 2", "B2", "Sai.", "Sửa."), Finding("c", "note", "Không có", "A1", "Sai.", "")]
marking = here.mark(found, "vi")
json.dump({"failed": [one.place for one in marking.failures], **book.json()}, sys.stdout)
"""


def _run(script: str, home: Path, **environment: str) -> str:
    plain = {name: value for name, value in os.environ.items() if not name.startswith("XLWINGS")}
    known = {**plain, "TONGHOP_ADDIN_HOME": str(home), "PYTHONIOENCODING": "utf-8", **environment}
    command = [sys.executable, "-c", script]
    return subprocess.run(command, env=known, check=True, capture_output=True, text=True, timeout=120).stdout


@pytest.mark.parametrize("key", ["", "noncommercial"])
def test_nothing_of_xlwings_pro_is_imported_by_any_command(home: Path, tmp_path: Path, key: str) -> None:
    need_tkinter()
    file = tmp_path / "a.xlsx"
    file.write_bytes(b"PK")
    runs = [["doctor"], ["install", "--dir", str(tmp_path)], ["uninstall"], ["check", str(file)], ["send", str(file)]]
    environment = {"XLWINGS_LICENSE_KEY": key} if key else {}
    *_said, host, loaded, imported = _run(_RUNS.format(runs=runs), home, **environment).splitlines()
    assert host == "NoExcel"
    assert loaded == "[]"
    assert imported == "True False", "xlwings is there, the server is not"


def test_marks_on_a_real_xlwings_book_of_the_remote_engine(home: Path) -> None:
    """The same code on another engine: it queues what it would do, and cannot read, which is told and stops nothing."""
    told = json.loads(_run(_REMOTE, home, XLWINGS_LICENSE_KEY="noncommercial"))
    done = {one["func"]: one for one in told["actions"]}
    colour, note = done["addConditionalFormat"], done["addNote"]
    assert (colour["sheet_position"], colour["start_row"], colour["start_column"]) == (1, 1, 1)
    assert (colour["args"][0]["formula"], colour["args"][0]["fill_color"]) == ('="[KT]"<>""', "#ffb3b3")
    assert note["args"][-1] == "[KT] Lỗi: Sai. Sửa."
    assert "Không có!A1" in told["failed"]
    assert "Biểu 2!B2" not in told["failed"]
