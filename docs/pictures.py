"""Make the pictures of the READMEs from the demonstration in ./demo: run ``make demo`` first.

A workbook or report is opened by LibreOffice, printed to PDF and drawn; the status table is what the command
prints; the pages are looked at in Chromium (``pages.py``).
"""

import io
import shutil
import subprocess
import tempfile
from pathlib import Path

import openpyxl
import pypdfium2
from docs.pages import Scene, draw_pages
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.properties import PageSetupProperties
from PIL import Image
from rich.console import Console

from tonghop import catalogue, workflow
from tonghop.cli import tables
from tonghop.cli.options import Desk
from tonghop.config import Instance
from tonghop.core import calendar
from tonghop.core.submission import Coverage
from tonghop.demo.figures import Figures
from tonghop.demo.story import load_story
from tonghop.workflow import Office

HERE = Path(__file__).parent
DEMO = HERE.parent / "demo" / "kien-giang-2020"
UNIT = "30736"
LATE, ITS_DISTRICT = "30805", "902"
"""A unit that has sent nothing yet on the day of the demonstration."""
COLOURS, WIDTH = 64, 1100
_PAPER = 250
"""Lightness above which a point is taken for paper."""


def main() -> None:
    """Draw the pictures beside this file."""
    office = Office.open(Instance.open(DEMO / "instance"))
    with tempfile.TemporaryDirectory() as folder:
        workbook = Path(folder) / "workbook.xlsx"
        workbook.write_bytes(_wrongly_filled(office, UNIT))
        _as_on_screen(workbook)
        _draw(workbook, "(18)", HERE / "workbook.png")
    _draw(DEMO / "tong-hop.xlsx", "", HERE / "consolidated.png")
    _draw(DEMO / "bao-cao.docx", "", HERE / "report.png", width=640, colours=6)
    _status(office, HERE / "status.svg")
    draw_pages(DEMO / "instance", _scene(office), HERE)
    office.close()


def _scene(office: Office) -> Scene:
    """Return what the pages are drawn of."""
    story = load_story(catalogue.folder(DEMO.name))
    return Scene(DEMO.name, story.consolidate, LATE, ITS_DISTRICT, story.as_of, _wrongly_filled(office, LATE))


def _wrongly_filled(office: Office, code: str) -> bytes:
    """Return a workbook whose attendance has mistakes in two rows."""
    story = load_story(catalogue.folder(DEMO.name))
    campaign = office.campaign(None)
    period = calendar.find_period(campaign, story.consolidate)
    unit = office.unit(campaign, code, period.end)
    fill = Figures(story, campaign, office.tree(campaign.code, period.end)).fill(period, unit, Coverage.OWN)
    fill["attendance", "1", "attended"] = 900
    fill["attendance", "2", "summoned"] = "khoảng 50"
    return workflow.workbook(office, campaign, period, unit, Coverage.OWN, as_of=period.end, fill=fill)


def _as_on_screen(workbook: Path) -> None:
    """Have the attendance sheet print as it stands on a screen, the column of checks with it."""
    book = openpyxl.load_workbook(workbook)
    (sheet,) = (sheet for sheet in book.worksheets if sheet.title.startswith("Biểu 2"))
    sheet.print_area = f"A1:U{sheet.max_row}"
    sheet.print_title_cols = None
    sheet.oddFooter = HeaderFooterItem()
    sheet.col_breaks.brk = []
    sheet.page_setup.scale = None
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToHeight = sheet.page_setup.fitToWidth = 1
    book.save(workbook)


def _draw(document: Path, words: str, to: Path, *, width: int = WIDTH, colours: int = COLOURS) -> None:
    """Draw the first printed page that holds these words."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(shutil.copy(document, Path(folder) / f"copy{document.suffix}"))
        profile = f"-env:UserInstallation=file://{folder}/profile"
        command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", folder, str(copy)]
        subprocess.run(command, check=True, capture_output=True)
        pages = pypdfium2.PdfDocument(copy.with_suffix(".pdf"))
        page = next(page for page in pages if words in _words(page))
        picture = page.render(scale=2).to_pil()
    trimmed = _trimmed(picture.convert("RGB"))
    smaller = trimmed.resize((width, trimmed.height * width // trimmed.width), Image.Resampling.LANCZOS)
    smaller.quantize(colours).save(to, optimize=True)


def _words(page: pypdfium2.PdfPage) -> str:
    return str(page.get_textpage().get_text_range())


def _trimmed(picture: Image.Image) -> Image.Image:
    """Cut the blank margins off, leaving a little."""
    box = picture.point(lambda light: 0 if light > _PAPER else 255).getbbox() or (0, 0, *picture.size)
    left, top, right, bottom = box
    return picture.crop((max(left - 20, 0), max(top - 20, 0), right + 20, bottom + 20))


def _status(office: Office, to: Path) -> None:
    """Draw what ``tonghop status`` prints, for the first of the units."""
    day = load_story(catalogue.folder(DEMO.name)).as_of
    console = Console(record=True, width=110, file=io.StringIO())
    desk = Desk(DEMO / "instance", day, "vi", console, console)
    campaign = office.campaign(None)
    standings = workflow.standings(office, campaign, day)
    tree = office.tree(campaign.code, day)
    first = {unit.code for unit in tree.units[:26]}
    shown = [standing for standing in standings if standing.unit in first]
    console.print(tables.status_table(campaign, tree, shown, desk))
    for line in tables.progress_lines(standings, desk):
        console.print(line, highlight=False)
    to.write_text(console.export_svg(title="tonghop status"), encoding="utf-8")


if __name__ == "__main__":
    main()
