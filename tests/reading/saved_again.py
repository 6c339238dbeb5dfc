"""A filled workbook as other programs give it back: saved by LibreOffice, copied cell by cell into a new file."""

import functools
import subprocess
import tempfile
from io import BytesIO
from pathlib import Path

import openpyxl
from tests import office

from tonghop.core.stamp import SHEET


@functools.cache
def saved_as(content: bytes, kind: str) -> bytes:
    """Return the workbook as LibreOffice saves it: xlsx, ods or xls."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "tep.xlsx"
        source.write_bytes(content)
        target = Path(folder) / "out"
        subprocess.run(
            [
                office._soffice(),
                f"-env:UserInstallation={office._profile().as_uri()}",
                *("--headless", "--convert-to", kind, "--outdir", str(target), str(source)),
            ],
            capture_output=True,
            check=True,
            timeout=240,
        )
        return (target / f"tep.{kind}").read_bytes()


def copied(content: bytes, *, with_stamp: bool) -> bytes:
    """Return a new file into which every cell's value was copied, sheet by sheet, as seen on the screen."""
    old, new = openpyxl.load_workbook(BytesIO(content), data_only=True), openpyxl.Workbook()
    assert new.active is not None
    new.remove(new.active)
    for sheet in old:
        if sheet.sheet_state == "visible" or (with_stamp and sheet.title == SHEET):
            copy = new.create_sheet(sheet.title)
            for row in sheet.iter_rows():
                for cell in row:
                    if cell.value is not None:
                        copy.cell(cell.row, cell.column, cell.value).number_format = cell.number_format
    saved = BytesIO()
    new.save(saved)
    return saved.getvalue()
