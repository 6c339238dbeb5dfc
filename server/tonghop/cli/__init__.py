"""The command line: ``tonghop``. Each command reads its options, calls one function and shows the answer."""

from tonghop.cli import review, units  # noqa: F401 - registers its commands
from tonghop.cli.commands import main

__all__ = ["main"]
