"""Work that must not hold up the window: done in another thread, its end told in the window’s own."""

import tkinter as tk
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

from tonghop_addin.errors import AddinError

_EVERY = 40  # milliseconds

_T = TypeVar("_T")


class Background:
    """One worker of a window. Excel is not spoken to from it: COM objects belong to the thread that got them."""

    def __init__(self, window: tk.Misc, failed: Callable[[AddinError], None]) -> None:
        self._window = window
        self._failed = failed
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="tonghop")
        self._running = 0

    @property
    def is_busy(self) -> bool:
        """Whether something is being done."""
        return self._running > 0

    def do(self, work: Callable[[], _T], then: Callable[[_T], None]) -> None:
        """Do some work and hand over what comes of it; an AddinError goes to ``failed``."""
        self._running += 1
        self._look(self._pool.submit(work), then)

    def close(self) -> None:
        """Take no more work; what has begun comes to its end."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    def wait(self) -> None:
        """Wait for the end of what has begun."""
        self._pool.shutdown()

    def _look(self, future: "Future[Any]", then: Callable[[Any], None]) -> None:
        if not future.done():
            self._window.after(_EVERY, self._look, future, then)
            return
        self._running -= 1
        try:
            made = future.result()
        except AddinError as problem:
            self._failed(problem)
            return
        then(made)
