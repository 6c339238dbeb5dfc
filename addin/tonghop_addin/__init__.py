"""The desktop add-in: a thin client of a Tổng Hợp server for Excel on Windows and macOS."""

__version__ = "0.1.0"
