"""Tổng Hợp: spreadsheet reports of hundreds of units, checked cell by cell and brought together."""

__version__ = "0.1.0"
