"""The command line: ``tonghop``. Each command reads its options, calls one function and shows the answer."""

from tonghop.cli.commands import main

__all__ = ["main"]
