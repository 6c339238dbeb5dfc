"""What JSON is called here."""

from typing import Any, TypeAlias

Value: TypeAlias = Any
"""Any JSON value."""
Json: TypeAlias = dict[str, Any]
"""A JSON object. One that stands in the state is never changed, only replaced: so a copy of the state is cheap."""
Cell: TypeAlias = Json
"""A CellData as it is stored: what was entered, never what follows from it."""
Position: TypeAlias = tuple[int, int]
"""Row and column, from 0."""
