"""Make the pictures of the READMEs from the demonstration in ./demo: run ``make demo`` first.

A workbook is opened by LibreOffice, printed to PDF and drawn; the status table is what the command prints.
"""

import io
import shutil
import subprocess
import tempfile
from pathlib import Path

import openpyxl
import pypdfium2
from openpyxl.worksheet.properties import PageSetupProperties
from PIL import Image
from rich.console import Console

from tonghop import catalogue
from tonghop.cli import tables
from tonghop.cli.options import Desk
from tonghop.config import Instance
from tonghop.demo.story import load_story
from tonghop.workflow import Office, standings

HERE = Path(__file__).parent
DEMO = HERE.parent / "demo" / "kien-giang-2020"
COLOURS, WIDTH = 64, 900
_PAPER = 250


def main() -> None:
    """Draw the three pictures beside this file."""
    with tempfile.TemporaryDirectory() as folder:
        _draw(_on_screen(_a_wrong_workbook(), Path(folder) / "screen.xlsx"), page=0, to=HERE / "workbook.png")
    _draw(DEMO / "tong-hop.xlsx", page=0, to=HERE / "consolidated.png")
    _status(HERE / "status.svg")


def _a_wrong_workbook() -> Path:
    """Return a workbook of which a corrected second attempt was sent: its first has errors."""
    second = next(iter(sorted(DEMO.glob("workbooks/*/* - lần 2.xlsx"))))
    return second.with_name(second.name.replace(" - lần 2", ""))


def _on_screen(workbook: Path, to: Path) -> Path:
    """Return a copy that prints its attendance sheet as it stands on a screen, the column of checks with it."""
    book = openpyxl.load_workbook(workbook)
    for sheet in book.worksheets:
        if sheet.title.startswith("Biểu 2"):
            sheet.print_area = f"A1:U{sheet.max_row}"
            sheet.print_title_cols = None
            sheet.col_breaks.brk = []
            sheet.page_setup.scale = None
            sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
            sheet.page_setup.fitToHeight = sheet.page_setup.fitToWidth = 1
        else:
            sheet.sheet_state = "hidden"
    book.active = next(at for at, sheet in enumerate(book.worksheets) if sheet.sheet_state == "visible")
    book.save(to)
    return to


def _draw(workbook: Path, *, page: int, to: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(shutil.copy(workbook, Path(folder) / "book.xlsx"))
        profile = f"-env:UserInstallation=file://{folder}/profile"
        command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", folder, str(copy)]
        subprocess.run(command, check=True, capture_output=True)
        picture = pypdfium2.PdfDocument(copy.with_suffix(".pdf"))[page].render(scale=2).to_pil()
    trimmed = _trimmed(picture.convert("RGB"))
    smaller = trimmed.resize((WIDTH, trimmed.height * WIDTH // trimmed.width), Image.Resampling.LANCZOS)
    smaller.quantize(COLOURS).save(to, optimize=True)


def _trimmed(picture: Image.Image) -> Image.Image:
    """Cut the blank margins off, leaving a little."""
    box = picture.point(lambda light: 0 if light > _PAPER else 255).getbbox() or (0, 0, *picture.size)
    left, top, right, bottom = box
    return picture.crop((max(left - 20, 0), max(top - 20, 0), right + 20, bottom + 20))


def _status(to: Path) -> None:
    story = load_story(catalogue.folder(DEMO.name))
    console = Console(record=True, width=110, file=io.StringIO())
    desk = Desk(DEMO / "instance", story.as_of, "vi", console, console)
    office = Office.open(Instance.open(desk.folder))
    campaign = office.campaign(None)
    shown = standings(office, campaign, story.as_of)
    tree = office.tree(campaign.code, story.as_of)
    first = {unit.code for unit in tree.units[:26]}
    console.print(tables.status_table(campaign, tree, [one for one in shown if one.unit in first], desk))
    for line in tables.progress_lines(shown, desk):
        console.print(line, highlight=False)
    office.close()
    to.write_text(console.export_svg(title="tonghop status"), encoding="utf-8")


if __name__ == "__main__":
    main()
