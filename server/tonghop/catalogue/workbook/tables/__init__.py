"""The sheets of a campaign workbook and their columns, in the words a clerk reads."""

from tonghop.catalogue.workbook.tables.forms import (
    CHOICES,
    FIELDS,
    FIXED_ROWS,
    FORMS,
    GIVEN,
    GIVEN_NOTE,
    GIVEN_PREFIX,
    RULES,
)
from tonghop.catalogue.workbook.tables.plan import ACTIVITIES, CAMPAIGN, LEVELS, NOTES, OFFICE, REPORTS, UNITS

TABLES = (CAMPAIGN, LEVELS, FORMS, FIELDS, CHOICES, FIXED_ROWS, RULES, REPORTS, ACTIVITIES, OFFICE, NOTES, UNITS)
"""In the order of their tabs."""

__all__ = [
    "ACTIVITIES",
    "CAMPAIGN",
    "CHOICES",
    "FIELDS",
    "FIXED_ROWS",
    "FORMS",
    "GIVEN",
    "GIVEN_NOTE",
    "GIVEN_PREFIX",
    "LEVELS",
    "NOTES",
    "OFFICE",
    "REPORTS",
    "RULES",
    "TABLES",
    "UNITS",
]
