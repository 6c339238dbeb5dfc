"""What carrying out a call needs to know besides the call."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from tests.fakegoogle.clock import Clock
from tests.fakegoogle.errors import denied, file_not_found, not_a_spreadsheet, not_found
from tests.fakegoogle.shapes import Json
from tests.fakegoogle.state import Change, File, Sheet, Spreadsheet, World

Compute: TypeAlias = Callable[[Spreadsheet, Sheet, int, int, str], Json | None]
"""The effective value of a formula cell: spreadsheet, tab, row and column from 0, formula → ExtendedValue or None."""
_WRITERS = {"owner", "organizer", "fileOrganizer", "writer"}


@dataclass
class Context:
    """The world, the time, and who asks."""

    world: World
    clock: Clock
    compute: Compute
    user: str
    lag: float = 0.0
    """Seconds until a change is told of."""
    all_drives: bool = True
    """Whether the call says that it knows of Shared Drives."""

    def file(self, file: str) -> File:
        """Return a file the user may see and the call asks for; raises Drive's 404."""
        found = self.world.files.get(file)
        if found is None or not self.role(found) or not (found.owner or self.all_drives):
            raise file_not_found(file)
        return found

    def role(self, file: File) -> str:
        """Return the user's role in a file, his own or his folder's; empty where he has none."""
        if file.owner == self.user:
            return "owner"
        for permission in file.permissions.values():
            if permission.get("emailAddress") == self.user or permission["type"] == "anyone":
                return str(permission["role"])
        folders = [self.world.files[parent] for parent in file.parents if parent in self.world.files]
        return next((role for role in map(self.role, folders) if role), "")

    def may_write(self, file: File) -> bool:
        """Say whether the user may change a file."""
        return self.role(file) in _WRITERS

    def spreadsheet(self, spreadsheet: str, *, write: bool = False) -> Spreadsheet:
        """Return a spreadsheet the user may read (or write); raises the Sheets API's 404 and 403."""
        found = self.world.spreadsheets.get(spreadsheet)
        file = self.world.files.get(spreadsheet)
        if file is None:
            raise not_found()
        if not self.role(file) or (write and not self.may_write(file)):
            raise denied()
        if found is None:
            raise not_a_spreadsheet()
        return found

    def changed(self, file: str) -> None:
        """Note that a file changed: its time, and Drive's list of changes."""
        removed = file not in self.world.files
        if not removed:
            self.world.files[file].modified = self.clock.stamp()
            self.world.files[file].version += 1
        number = len(self.world.changes) + 1
        self.world.changes.append(Change(number, file, self.clock.seconds(), self.clock.stamp(), removed))

    def surfaced(self) -> list[Change]:
        """Return the changes that Drive's list tells of by now."""
        until = self.clock.seconds() - self.lag
        return [change for change in self.world.changes if change.at <= until]
