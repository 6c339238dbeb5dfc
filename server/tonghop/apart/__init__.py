"""Work on bytes that somebody sent, done in a child process: what they do to it, they do not do to the service.

``run(read, content)`` answers as ``read(content)`` would, with the same values and the same refusals. A
file that aborts the child, or keeps it beyond its limits, gives ReaderStopped; the next file gets a new child.

Limits for each file: 1 GiB of address space, 20 seconds of the processor, 30 by the clock. Windows knows no
such limits for a process of its own; there only the clock holds.
"""

import atexit
from collections.abc import Callable
from typing import ParamSpec, Protocol, TypeVar

from tonghop.apart.pool import Limits, Pool
from tonghop.core.cells import Sheets

__all__ = ["Limits", "Pool", "Run", "here", "refuse_unready", "run"]

Asked = ParamSpec("Asked")
Result = TypeVar("Result", Sheets, bytes)

_POOL = Pool()
atexit.register(_POOL.close)


class Run(Protocol):
    """How a function over somebody's bytes is run: ``here`` or ``run``."""

    def __call__(self, function: Callable[Asked, Result], /, *arguments: Asked.args, **named: Asked.kwargs) -> Result:
        """Run it and return what it returns."""
        ...


def here(function: Callable[Asked, Result], /, *arguments: Asked.args, **named: Asked.kwargs) -> Result:
    """Run a function in this process: for a program that may die of a file, as a command may."""
    return function(*arguments, **named)


def run(function: Callable[Asked, Result], /, *arguments: Asked.args, **named: Asked.kwargs) -> Result:
    """Run a function of a module in a child process; raises what it raises of UnreadableFile, and ReaderStopped.

    Raises ReaderUnavailable, which says nothing of the file, where no child can be had.
    """
    return _POOL.run(function, *arguments, **named)


def refuse_unready() -> None:
    """Raise ReaderUnavailable where no child can be had."""
    run(_unchanged, b"")


def _unchanged(content: bytes) -> bytes:
    return content
