"""A worker whose plug is pulled: at any call of the store or of Google, before it or after it was carried out."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any, cast

from tests.sheets.district import Desk

from tonghop.google import Google
from tonghop.storage import Store
from tonghop.workflow import Office
from tonghop.workflow.sheets import Failed, Pulled, notice, work

_ROOMS = {"pulls", "sheets"}
"""Parts of the store that are stores themselves."""


class Unplugged(BaseException):
    """The machine is off: nothing that would clean up can be done any more."""


@dataclass
class Line:
    """What the worker's calls go through; it is cut at one place, by its number from 0."""

    cut: int | None = None
    left: Callable[[], object] = lambda: None
    """Returns what a worker that is killed now leaves behind."""
    crossed: list[str] = field(default_factory=list)
    """“before pulls.claim”, “after pulls.claim” …"""
    states: list[object] = field(default_factory=list)
    """What would be left at each of them."""

    def cross(self, place: str) -> None:
        if self.cut is not None and len(self.crossed) > self.cut:
            raise Unplugged(place)
        self.crossed.append(place)
        self.states.append(self.left())
        if self.cut == len(self.crossed) - 1:
            raise Unplugged(place)

    @property
    def turns(self) -> list[int]:
        """The first place of each state: killed between two calls that changed nothing, the same is left behind."""
        pairs = zip([None, *self.states], self.states, strict=False)
        return [place for place, (before, after) in enumerate(pairs) if before != after]


def left_behind(desk: Desk) -> object:
    """Return all that outlives a process: what stands in the database and what was done at Google."""
    with closing(sqlite3.connect(desk.office.instance.folder / "tonghop.db")) as connection:
        return tuple(connection.iterdump()), len(desk.fake.calls)


class Tapped:
    """Somebody whose every call crosses the line, when it is made and when it is answered."""

    def __init__(self, whose: Any, name: str, line: Line) -> None:  # noqa: ANN401 - a Store, a Google
        self._whose, self._name, self._line = whose, name, line

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever it has
        found, place = getattr(self._whose, name), f"{self._name}.{name}"
        if name in _ROOMS:
            return Tapped(found, name, self._line)
        return self._crossing(found, place) if callable(found) else found

    def _crossing(self, call: Callable[..., Any], place: str) -> Callable[..., Any]:
        def crossing(*given: Any, **named: Any) -> Any:  # noqa: ANN401 - as the call has it
            self._line.cross(f"before {place}")
            answer = call(*given, **named)
            self._line.cross(f"after {place}")
            return answer

        return crossing


def one_look(desk: Desk, worker: str, line: Line | None = None) -> list[Pulled | Failed]:
    """Look once what changed and read it, as the watch does every minute, with an office of the worker's own."""
    line = line or Line()
    store = cast("Store", Tapped(desk.office.store, "store", line))
    google = cast("Google", Tapped(desk.google, "google", line))
    office = Office(desk.office.instance, store)
    notice(office, google, desk.now())
    return list(work(office, google, worker, desk.now))
