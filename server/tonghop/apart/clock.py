"""One thread that watches all children by the clock: a timer for each file would cost a third of its reading."""

import threading
import time
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager

_TICK = 0.1


class Clock:
    """Calls for help, once, for whoever is not done in time; it rests while nobody is at work."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._due: dict[Hashable, tuple[float, Callable[[], None]]] = {}
        self._thread: threading.Thread | None = None
        self._rests = False

    @contextmanager
    def watching(self, worker: Hashable, seconds: float, late: Callable[[], None]) -> Iterator[None]:
        """Call ``late`` if the block takes longer; never once it has been left."""
        with self._changed:
            self._due[worker] = (time.monotonic() + seconds, late)
            if self._thread is None:
                self._thread = threading.Thread(target=self._watch, name="clock of the readers", daemon=True)
                self._thread.start()
            elif self._rests:
                self._changed.notify()
        try:
            yield
        finally:
            with self._changed:
                self._due.pop(worker, None)

    def _watch(self) -> None:
        while True:
            with self._changed:
                self._rests = not self._due
                self._changed.wait(None if self._rests else _TICK)
                now = time.monotonic()
                for worker, (due, late) in tuple(self._due.items()):
                    if due <= now:
                        del self._due[worker]
                        late()
