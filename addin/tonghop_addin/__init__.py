"""The desktop add-in: a thin client of a Tổng Hợp server for Excel on Windows and macOS."""

__version__ = "0.1.0"


def main() -> None:
    """Open the panel; called by the ribbon’s macro, which waits for the end of this."""
    from tonghop_addin.starting import start_panel  # noqa: PLC0415 - the version is read without all the rest

    start_panel()
