"""Shared Google spreadsheets: what the system writes into them, as requests of ``spreadsheets.batchUpdate``.

A workbook of ours becomes a spreadsheet (``group_spreadsheet``, ``live_spreadsheet``), and what was found in it
becomes marks beside its rows (``marks``). Nothing here speaks to Google.
"""

from tonghop.writing.google.batches import Blueprint, Request
from tonghop.writing.google.live import Present, live_spreadsheet
from tonghop.writing.google.marking import Marks, UnitMarks, marks
from tonghop.writing.google.template import group_spreadsheet

__all__ = [
    "Blueprint",
    "Marks",
    "Present",
    "Request",
    "UnitMarks",
    "group_spreadsheet",
    "live_spreadsheet",
    "marks",
]
