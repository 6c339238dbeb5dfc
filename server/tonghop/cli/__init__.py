"""The command line: ``tonghop``. Each command reads its options, calls one function and shows the answer."""

from tonghop.cli import allocating as _allocating  # noqa: F401 - registers its command
from tonghop.cli import campaigns as _campaigns  # noqa: F401 -- registers its commands
from tonghop.cli import reminding, review, serving, units, working  # noqa: F401 - registers its commands
from tonghop.cli import reporting as _reporting  # noqa: F401 -- registers its command
from tonghop.cli.commands import main

__all__ = ["main"]
