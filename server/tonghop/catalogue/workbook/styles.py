"""How the cells of a campaign workbook look."""

from functools import cache

from xlsxwriter import Workbook
from xlsxwriter.format import Format

_DARK, _MIDDLE, _LIGHT, _LINES, _GREY = "#7A1F1F", "#F3E3D3", "#FBF6F0", "#C9B8A6", "#6B6B6B"
_BASE = {"font_name": "Times New Roman", "font_size": 11, "valign": "top", "text_wrap": True}
_BANDS = ("white", _LIGHT)
"""What tells the rows of one form from those of the next."""
_NUMBER_FORMATS = {"text": "@", "number": "General", "day": "dd/mm/yyyy"}


class Styles:
    """The formats of one workbook."""

    def __init__(self, book: Workbook) -> None:
        def made(**more: object) -> Format:
            return book.add_format({**_BASE, **more})

        boxed = {"border": 1, "border_color": _LINES}
        self.title = made(bold=True, font_size=16, font_color=_DARK, text_wrap=False)
        self.about = made(italic=True, font_color=_GREY, text_wrap=False)
        self.heading = made(bold=True, bg_color=_DARK, font_color="white", align="center", valign="vcenter", **boxed)
        self.english = made(
            italic=True, font_size=9, bg_color=_MIDDLE, font_color=_GREY, align="center", valign="vcenter", **boxed
        )
        self.line = made(bold=True, bg_color=_MIDDLE, **boxed)
        self.line_english = made(italic=True, font_size=9, font_color=_GREY, **boxed)
        self.note = made(font_size=9, font_color=_GREY, **boxed)
        self.unused = made(bg_color="#E4E4E4", **boxed)
        self.plain = made()
        self.link = made(font_color="#1F4E9A", underline=1)

        @cache
        def cell(shown_as: str, indent: int, band: int) -> Format:
            style = made(num_format=_NUMBER_FORMATS[shown_as], bg_color=_BANDS[band], **boxed)
            style.set_align("right" if shown_as == "number" else "left")
            style.set_indent(indent)
            return style

        self.cell = cell
