"""The command line: ``tonghop``. Each command reads its options, calls one function and shows the answer."""

from tonghop.cli import allocating as _allocating  # noqa: F401 - registers its command, as those below do
from tonghop.cli import campaigns as _campaigns  # noqa: F401
from tonghop.cli import granting, reminding, reporting, review, serving, sheets, taking, units, users, working  # noqa: F401
from tonghop.cli.commands import main

__all__ = ["main"]
