"""A sheet for long flat tables, whose rows become XML at once: some five times faster than cell by cell.

XlsxWriter keeps an object per cell and walks over all of them when it closes; of the consolidated
workbook's cells four in five stand in one flat table. Heading, widths, filter and print set-up are
written as on any sheet; everything below the heading goes through ``append``.
"""

from collections.abc import Sequence

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from tonghop.core.cells import a1, column_letters
from tonghop.core.definitions import Number
from tonghop.writing.consolidated.pen import DoesNotFit
from tonghop.writing.texts import harmless

ROW_LIMIT = 1_048_576


class FlatSheet(Worksheet):  # type: ignore[misc]  # XlsxWriter states no types
    """A sheet whose rows below the first are appended one after another, never changed."""

    def __init__(self) -> None:
        super().__init__()
        self._appended: list[str] = []

    @property
    def last_row(self) -> int:
        """The last row's index from 0; 0 is the heading."""
        return len(self._appended)

    def append(self, values: Sequence[str | Number | None], text: Format, number: Format) -> None:
        """Add a row of texts and numbers; blank ones take no cell. Raises DoesNotFit after Excel's last row."""
        row = len(self._appended) + 2
        if row > ROW_LIMIT:
            raise DoesNotFit(sheet=self.get_name(), cell=a1((row - 1, 0)))
        as_text, as_number = text._get_xf_index(), number._get_xf_index()  # noqa: SLF001 -- XlsxWriter's own cells do
        cells = []
        for column, value in enumerate(values):
            if isinstance(value, str):
                if value:
                    index = self.str_table._get_shared_string_index(harmless(value))  # noqa: SLF001
                    cells.append(f'<c r="{column_letters(column)}{row}" s="{as_text}" t="s"><v>{index}</v></c>')
            elif value is not None:
                cells.append(f'<c r="{column_letters(column)}{row}" s="{as_number}"><v>{value:.16G}</v></c>')
        self._appended.append(f'<row r="{row}">{"".join(cells)}</row>')

    def _write_rows(self) -> None:
        super()._write_rows()
        self.fh.write("".join(self._appended))

    def _write_dimension(self) -> None:
        """Tell the area with what was appended; XlsxWriter knows the heading only."""
        last = a1((self.last_row, self.dim_colmax))
        self._xml_empty_tag("dimension", [("ref", f"A1:{last}")])
