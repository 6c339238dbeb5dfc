"""A COM-shaped Excel for the tests: what the add-in may ask of it, nothing else, over a workbook held by openpyxl.

xlwings’ own Windows part runs on it unchanged, so what is tested are the calls that really go to Excel. It is strict:
a property or method that is not written here does not exist, and Excel’s refusals are raised as Excel raises them.
It encodes what Microsoft documents of Excel’s objects, not what was seen of a real Excel.
"""

# ruff: noqa: ANN401, N802, N803 - Excel’s own names, and COM objects have no types

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils import get_column_letter, range_boundaries
from tests.addin.com import GONE, REFUSED, UNKNOWN, Com, ComError

EXPRESSION, CELL_VALUE, COLOUR_SCALE = 2, 1, 3
NO_COLOUR = -4142


@dataclass
class Rule:
    """A conditional format."""

    kind: int
    formula: str
    cells: set[str]
    fill: int | None = None
    stops: bool = False


@dataclass
class Page:
    """What the fake knows of a worksheet besides its values."""

    name: str
    notes: dict[str, str] = field(default_factory=dict)
    rules: list[Rule] = field(default_factory=list)
    fills: dict[str, int] = field(default_factory=dict)
    is_protected: bool = False


class Excel:
    """One running Excel with its workbooks."""

    def __init__(self) -> None:
        self.books: list[Book] = []
        self.editing = False
        self.selected: tuple[str, str, str] | None = None
        self.calls = 0
        self.application = Application(self)

    @property
    def has_books(self) -> bool:
        """Whether a workbook is open."""
        return bool(self.books)

    def open(self, path: Path) -> "Book":
        """Open a file, as double-clicking it would."""
        book = Book(self, path)
        self.books.insert(0, book)
        return book


class Application(Com):
    def __init__(self, excel: Excel) -> None:
        self._excel = excel
        self._updating = True
        self._visible = True
        self._alerts = True

    @property
    def Application(self) -> "Application":
        return self

    @property
    def Hwnd(self) -> int:
        return 7

    @property
    def Version(self) -> str:
        return "14.0"

    @property
    def Workbooks(self) -> "Workbooks":
        return Workbooks(self._excel)

    @property
    def ActiveWorkbook(self) -> "Workbook | None":
        return Workbook(self._excel.books[0]) if self._excel.books else None

    @property
    def ScreenUpdating(self) -> bool:
        return self._updating

    @ScreenUpdating.setter
    def ScreenUpdating(self, value: bool) -> None:
        self._updating = value

    @property
    def DisplayAlerts(self) -> bool:
        return self._alerts

    @DisplayAlerts.setter
    def DisplayAlerts(self, value: bool) -> None:
        self._alerts = value

    @property
    def Visible(self) -> bool:
        return self._visible

    @Visible.setter
    def Visible(self, value: bool) -> None:
        self._visible = value

    def Goto(self, reference: Any) -> None:
        cells = getattr(reference, "_inner", reference)
        assert isinstance(cells, Range)
        self._excel.selected = (cells._book.name, cells._page.name, min(cells._cells))


class Workbooks(Com):
    def __init__(self, excel: Excel) -> None:
        self._excel = excel

    @property
    def Application(self) -> Application:
        running: Application = self._excel.application
        return running

    @property
    def Count(self) -> int:
        return len(self._excel.books)

    def __call__(self, key: int | str) -> "Workbook":
        found = [book for place, book in enumerate(self._excel.books, 1) if key in {place, book.name}]
        if not found:
            raise ComError(REFUSED, "Subscript out of range")
        return Workbook(found[0])

    def __iter__(self) -> "Iterator[Workbook]":
        return iter([Workbook(book) for book in self._excel.books])

    def Open(self, path: str, *_others: object) -> "Workbook":
        return Workbook(self._excel.open(Path(path)))


class Book:
    """A workbook as the fake keeps it."""

    def __init__(self, excel: Excel, path: Path) -> None:
        self.excel, self.path, self.name = excel, path, path.name
        self.values = openpyxl.load_workbook(io.BytesIO(path.read_bytes()))
        self.pages = [Page(sheet.title) for sheet in self.values.worksheets]
        for page, sheet in zip(self.pages, self.values.worksheets, strict=True):
            for row in sheet.iter_rows():
                page.notes |= {one.coordinate: one.comment.text for one in row if one.comment}

    def page(self, name: str) -> Page:
        return next(one for one in self.pages if one.name == name)

    def close(self) -> None:
        self.excel.books.remove(self)

    def picture(self) -> object:
        """Everything that marks could change, to be compared."""
        return [(page.name, dict(page.notes), list(page.rules), dict(page.fills)) for page in self.pages]


class OfBook(Com):
    """An object that is gone when its workbook is closed."""

    _book: Book

    def _still_there(self) -> None:
        if object.__getattribute__(self, "_book") not in object.__getattribute__(self, "_excel").books:
            raise ComError(GONE, "The object invoked has disconnected from its clients.")


class Workbook(OfBook):
    def __init__(self, book: Book) -> None:
        self._excel, self._book = book.excel, book

    @property
    def Name(self) -> str:
        return self._book.name

    @property
    def FullName(self) -> str:
        return str(self._book.path)

    @property
    def Application(self) -> Application:
        running: Application = self._excel.application
        return running

    @property
    def Worksheets(self) -> "Worksheets":
        return Worksheets(self._book)

    def SaveCopyAs(self, path: str) -> None:
        self._book.values.save(path)

    def Activate(self) -> None:
        self._excel.books.remove(self._book)
        self._excel.books.insert(0, self._book)


class Worksheets(OfBook):
    def __init__(self, book: Book) -> None:
        self._excel, self._book = book.excel, book

    def __call__(self, key: int | str) -> "Worksheet":
        pages = self._book.pages
        found = [page for place, page in enumerate(pages, 1) if key in {place, page.name}]
        if not found:
            raise ComError(REFUSED, "Subscript out of range")
        return Worksheet(self._book, found[0])

    def __iter__(self) -> "Iterator[Worksheet]":
        return iter([Worksheet(self._book, page) for page in self._book.pages])

    @property
    def Count(self) -> int:
        return len(self._book.pages)


class Worksheet(OfBook):
    def __init__(self, book: Book, page: Page) -> None:
        self._excel, self._book, self._page = book.excel, book, page

    @property
    def Name(self) -> str:
        return self._page.name

    @property
    def Parent(self) -> Workbook:
        return Workbook(self._book)

    @property
    def Cells(self) -> "Range":
        return Range(self._book, self._page, frozenset(), everything=True)

    def Range(self, address: str) -> "Range":
        left, top, right, bottom = range_boundaries(address)
        assert left and top and right and bottom  # noqa: PT018
        columns = range(left, right + 1)
        cells = {f"{get_column_letter(column)}{row}" for column in columns for row in range(top, bottom + 1)}
        return Range(self._book, self._page, frozenset(cells))

    @property
    def Comments(self) -> list["Note"]:
        return [Note(self._book, self._page, cell) for cell in self._page.notes]

    def Delete(self) -> None:
        if self._excel.application._alerts:
            raise ComError(REFUSED, "A box asks whether to delete the sheet")
        self._book.pages.remove(self._page)
        self._book.values.remove(self._book.values[self._page.name])


class Range(OfBook):
    def __init__(self, book: Book, page: Page, cells: frozenset[str], *, everything: bool = False) -> None:
        self._excel, self._book, self._page, self._cells, self._everything = book.excel, book, page, cells, everything

    @property
    def _cell(self) -> str:
        (cell,) = self._cells
        return cell

    def _changes(self) -> None:
        if self._page.is_protected:
            raise ComError(REFUSED, "The cell or chart you are trying to change is protected and therefore read-only.")

    @property
    def Worksheet(self) -> Worksheet:
        return Worksheet(self._book, self._page)

    @property
    def Row(self) -> int:
        return int(range_boundaries(self._cell)[1] or 0)

    @property
    def Column(self) -> int:
        return int(range_boundaries(self._cell)[0] or 0)

    @property
    def Rows(self) -> "Counted":
        return Counted(self._excel, 1)

    @property
    def Columns(self) -> "Counted":
        return Counted(self._excel, 1)

    @property
    def Value(self) -> object:
        return self._book.values[self._page.name][self._cell].value

    @property
    def Comment(self) -> "Note | None":
        return Note(self._book, self._page, self._cell) if self._cell in self._page.notes else None

    def AddComment(self, text: str) -> "Note":
        self._changes()
        if self._cell in self._page.notes:
            raise ComError(REFUSED, "Application-defined or object-defined error")
        self._page.notes[self._cell] = text
        return Note(self._book, self._page, self._cell)

    @property
    def FormatConditions(self) -> "FormatConditions":
        return FormatConditions(self)


class Counted(Com):
    def __init__(self, excel: Excel, count: int) -> None:
        self._excel, self._count = excel, count

    @property
    def Count(self) -> int:
        return self._count


class Note(OfBook):
    def __init__(self, book: Book, page: Page, cell: str) -> None:
        self._excel, self._book, self._page, self._cell = book.excel, book, page, cell

    def Text(self, text: str | None = None) -> str:
        if text is not None:
            self._page.notes[self._cell] = text
        return self._page.notes[self._cell]

    def Delete(self) -> None:
        if self._page.is_protected:
            raise ComError(REFUSED, "The sheet is protected.")
        del self._page.notes[self._cell]


class FormatConditions(OfBook):
    def __init__(self, cells: Range) -> None:
        self._excel, self._book, self._page, self._range = cells._excel, cells._book, cells._page, cells

    @property
    def _here(self) -> list[Rule]:
        return [rule for rule in self._page.rules if self._range._everything or rule.cells & self._range._cells]

    @property
    def Count(self) -> int:
        return len(self._here)

    def __call__(self, place: int) -> "FormatCondition":
        return self.Item(place)

    def Item(self, place: int) -> "FormatCondition":
        if not 1 <= place <= len(self._here):
            raise ComError(REFUSED, "Subscript out of range")
        return FormatCondition(self._book, self._page, self._here[place - 1])

    def Add(self, Type: int, Formula1: str) -> "FormatCondition":
        self._range._changes()
        assert Type == EXPRESSION
        rule = Rule(Type, Formula1, set(self._range._cells))
        self._page.rules.append(rule)
        return FormatCondition(self._book, self._page, rule)


class FormatCondition(OfBook):
    def __init__(self, book: Book, page: Page, rule: Rule) -> None:
        self._excel, self._book, self._page, self._rule = book.excel, book, page, rule

    @property
    def Type(self) -> int:
        return self._rule.kind

    @property
    def Formula1(self) -> str:
        if self._rule.kind == COLOUR_SCALE:
            raise ComError(UNKNOWN, "A colour scale has no formula")
        return self._rule.formula

    @property
    def Interior(self) -> "Interior":
        return Interior(self._excel, self._rule)

    @property
    def StopIfTrue(self) -> bool:
        return self._rule.stops

    @StopIfTrue.setter
    def StopIfTrue(self, value: bool) -> None:
        self._rule.stops = value

    def SetFirstPriority(self) -> None:
        self._page.rules.remove(self._rule)
        self._page.rules.insert(0, self._rule)

    def Delete(self) -> None:
        if self._page.is_protected:
            raise ComError(REFUSED, "The sheet is protected.")
        self._page.rules[:] = [one for one in self._page.rules if one is not self._rule]


class Interior(Com):
    def __init__(self, excel: Excel, rule: Rule) -> None:
        self._excel, self._rule = excel, rule

    @property
    def Color(self) -> int | None:
        return self._rule.fill

    @Color.setter
    def Color(self, value: int) -> None:
        self._rule.fill = value
