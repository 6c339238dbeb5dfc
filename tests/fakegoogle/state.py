"""What Google holds: files, and the spreadsheets within some of them."""

from dataclasses import dataclass, field, replace

from tests.fakegoogle.errors import invalid
from tests.fakegoogle.shapes import Cell, Json, Position

SPREADSHEET = "application/vnd.google-apps.spreadsheet"
FOLDER = "application/vnd.google-apps.folder"


@dataclass
class File:
    """What Drive knows of a file."""

    id: str
    name: str
    mime_type: str
    owner: str
    """The e-mail address; empty for what belongs to a Shared Drive."""
    created: str
    modified: str
    parents: tuple[str, ...] = ()
    app_properties: Json = field(default_factory=dict)
    permissions: dict[str, Json] = field(default_factory=dict)
    """Permission id → Permission."""
    trashed: bool = False
    version: int = 1


@dataclass
class Sheet:
    """One tab. Ranges are GridRange objects as Google keeps them (without a sheetId that is 0)."""

    properties: Json
    cells: dict[Position, Cell] = field(default_factory=dict)
    """Only those that hold something."""
    merges: list[Json] = field(default_factory=list)
    protected: list[Json] = field(default_factory=list)
    conditional: list[Json] = field(default_factory=list)
    """ConditionalFormatRule objects, first wins."""
    rows: dict[int, Json] = field(default_factory=dict)
    """DimensionProperties of rows that have any."""
    columns: dict[int, Json] = field(default_factory=dict)
    row_groups: list[Json] = field(default_factory=list)
    column_groups: list[Json] = field(default_factory=list)
    basic_filter: Json | None = None

    @property
    def id(self) -> int:
        """The sheetId."""
        return int(self.properties["sheetId"])

    @property
    def title(self) -> str:
        """What the tab says."""
        return str(self.properties["title"])

    @property
    def row_count(self) -> int:
        """How many rows the grid has."""
        return int(self.properties["gridProperties"]["rowCount"])

    @property
    def column_count(self) -> int:
        """How many columns the grid has."""
        return int(self.properties["gridProperties"]["columnCount"])

    def resize(self, *, rows: int | None = None, columns: int | None = None) -> None:
        """Give the grid another size; what stood beyond it is gone."""
        grid = self.properties["gridProperties"]
        wanted = {"rowCount": rows or self.row_count, "columnCount": columns or self.column_count}
        self.properties = {**self.properties, "gridProperties": {**grid, **wanted}}
        height, width = self.row_count, self.column_count
        self.cells = {at: cell for at, cell in self.cells.items() if at[0] < height and at[1] < width}

    def put(self, at: Position, cell: Cell) -> None:
        """Let a cell be as given; an empty one is none."""
        if cell:
            self.cells[at] = cell
        else:
            self.cells.pop(at, None)

    def copied(self) -> "Sheet":
        """Return a copy that can change without this one."""
        return replace(
            self,
            cells=dict(self.cells),
            merges=list(self.merges),
            protected=list(self.protected),
            conditional=list(self.conditional),
            rows=dict(self.rows),
            columns=dict(self.columns),
            row_groups=list(self.row_groups),
            column_groups=list(self.column_groups),
        )


@dataclass
class Spreadsheet:
    """What the Sheets API knows of a file."""

    id: str
    properties: Json
    sheets: list[Sheet] = field(default_factory=list)
    """In the order of their tabs."""
    named_ranges: list[Json] = field(default_factory=list)
    developer_metadata: list[Json] = field(default_factory=list)

    @property
    def locale(self) -> str:
        """The locale, as in ``vi_VN``."""
        return str(self.properties["locale"])

    def sheet(self, sheet_id: int) -> Sheet:
        """Return the tab of that id; raises Google's 400 where there is none."""
        for sheet in self.sheets:
            if sheet.id == sheet_id:
                return sheet
        raise invalid(f"No grid with id: {sheet_id}")

    def titled(self, title: str) -> Sheet | None:
        """Return the tab of that title; letters' case does not matter, as in Google."""
        return next((sheet for sheet in self.sheets if sheet.title.casefold() == title.casefold()), None)

    def renumber(self) -> None:
        """Let each tab's index say where it stands."""
        for index, sheet in enumerate(self.sheets):
            sheet.properties = {**sheet.properties, "index": index}

    def copied(self) -> "Spreadsheet":
        """Return a copy that can change without this one: what makes a batch all or nothing."""
        return replace(
            self,
            sheets=[sheet.copied() for sheet in self.sheets],
            named_ranges=list(self.named_ranges),
            developer_metadata=list(self.developer_metadata),
        )

    def becomes(self, other: "Spreadsheet") -> None:
        """Take over everything of a changed copy."""
        self.properties = other.properties
        self.sheets = other.sheets
        self.named_ranges = other.named_ranges
        self.developer_metadata = other.developer_metadata


@dataclass(frozen=True)
class Change:
    """One entry of Drive's list of changes."""

    number: int
    file: str
    at: float
    """Seconds of the virtual clock."""
    time: str
    removed: bool


@dataclass
class World:
    """Everything there is."""

    files: dict[str, File] = field(default_factory=dict)
    spreadsheets: dict[str, Spreadsheet] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    counter: int = 1000
    nobodys: set[str] = field(default_factory=set)
    """E-mail addresses to which no Google account belongs."""

    def number(self) -> int:
        """Return a number that was never given out."""
        self.counter += 1
        return self.counter

    def identifier(self) -> str:
        """Return an id as long as Google's."""
        return f"1fake{self.number():039d}"
