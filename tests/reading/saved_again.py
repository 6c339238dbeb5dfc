"""A filled workbook as other programs give it back: saved by LibreOffice, copied cell by cell into a new file."""

import functools
import subprocess
import tempfile
from io import BytesIO
from pathlib import Path

import openpyxl
from tests import office

from tonghop.core.stamp import SHEET


def saved_as(content: bytes, kind: str) -> bytes:
    """Return the workbook as LibreOffice saves it: xlsx, ods or xls."""
    return all_saved_as((content,), kind)[0]


@functools.cache
def all_saved_as(contents: tuple[bytes, ...], kind: str) -> tuple[bytes, ...]:
    """Return workbooks as LibreOffice saves them, started once for all of them."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "out"
        sources = [Path(folder) / f"tep{number}.xlsx" for number in range(len(contents))]
        for source, content in zip(sources, contents, strict=True):
            source.write_bytes(content)
        subprocess.run(
            [
                office._soffice(),
                f"-env:UserInstallation={office._profile().as_uri()}",
                *("--headless", "--convert-to", kind, "--outdir", str(target), *map(str, sources)),
            ],
            capture_output=True,
            check=True,
            timeout=240,
        )
        return tuple((target / f"{source.stem}.{kind}").read_bytes() for source in sources)


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
