"""Findings: what the reader and the checks say about a clerk's cells, and the one catalogue of codes.

A finding is data: a stable code, where it is, and the parameters of its sentence. The sentences
stand here in English, as the translators' source; the Vietnamese stands in the Babel catalogue.
``tonghop.sentences`` turns a finding into words.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as default_of
from types import MappingProxyType
from typing import TypeAlias

from tonghop.core.cells import CellRef
from tonghop.core.definitions import Severity, Text
from tonghop.core.errors import marked

Parameter: TypeAlias = str | int | Text
"""Text parameters are said in the reader's language; numbers are already written as text."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One entry of the catalogue: how much it weighs, what it says and what to do."""

    severity: Severity
    sentence: str
    """With ``{named}`` places for the finding's parameters."""
    remedy: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found in a clerk's workbook, told with its place."""

    code: str
    cell: CellRef | None = None
    """Where it is; ``None`` when it concerns the whole workbook."""
    sheet: str | None = None
    """The tab it concerns when no single cell does."""
    form: str | None = None
    row: str | None = None
    field: str | None = None
    read: str | None = None
    """What stood in the cell, as the clerk typed it."""
    expected: str | None = None
    """What would be right, when one value can be suggested."""
    parameters: Mapping[str, Parameter] = default_of(default_factory=lambda: MappingProxyType({}))
    severity_override: Severity | None = None
    """A rule carries its own severity; every other code has the catalogue's."""

    @property
    def severity(self) -> Severity:
        """How much it weighs."""
        return self.severity_override or CATALOGUE[self.code].severity

    @property
    def blocks(self) -> bool:
        """Whether the submission cannot be taken until it is put right."""
        return self.severity is Severity.BLOCKING


_BLOCKING, _WARNING, _NOTE = Severity.BLOCKING, Severity.WARNING, Severity.NOTE

CATALOGUE: Mapping[str, Kind] = MappingProxyType(
    {
        # Which workbook it is.
        "stamp_missing": Kind(
            _BLOCKING,
            marked("The workbook does not say which unit and period it is for."),
            marked("Send the workbook that was given out, or say the unit and period when sending."),
        ),
        "stamp_invalid": Kind(
            _BLOCKING,
            marked("The workbook was given out by another office, or its hidden mark was changed."),
            marked("Copy the figures into the workbook that this office gave out and send that."),
        ),
        "stamp_other_campaign": Kind(
            _BLOCKING,
            marked("The workbook is of another campaign ({campaign})."),
            marked("Download the workbook of this campaign and fill that."),
        ),
        "stamp_unknown_period": Kind(
            _BLOCKING,
            marked("The workbook is for a period that this campaign does not have ({period})."),
            marked("Download the workbook of a period that is due and fill that."),
        ),
        "stamp_unknown_unit": Kind(
            _BLOCKING,
            marked("The workbook is for a unit that this campaign does not have ({unit})."),
            marked("Ask the office above for your unit's workbook."),
        ),
        "stamp_other_unit": Kind(
            _BLOCKING,
            marked("The workbook was given out to {stamped}, but it was sent for {claimed}."),
            marked("Send the workbook of your own unit, or have the sender's unit put right."),
        ),
        "unit_cell_changed": Kind(
            _BLOCKING,
            marked("The unit shown in the workbook is “{shown}”, but it was given out to {stamped}."),
            marked("Put the unit's code back, or send the workbook of your own unit."),
        ),
        "version_unknown": Kind(
            _BLOCKING,
            marked("The workbook was made from version {version} of the forms, which is not kept here."),
            marked("Download the workbook again and copy the figures into it."),
        ),
        "stamp_other_period": Kind(
            _BLOCKING,
            marked("The workbook was given out for the period {stamped}, but it was sent for {claimed}."),
            marked("Send the workbook of that period, or have the sender's period put right."),
        ),
        "stamp_replaced": Kind(
            _NOTE,
            marked("The workbook has no mark of its own; it is taken as the report of {unit} for {period}."),
            marked("Nothing to do if that is right."),
        ),
        "stamp_claim_unfit": Kind(
            _BLOCKING,
            marked("The workbook has no mark of its own, and its forms are not those that {unit} has to send{period}."),
            marked("Check the unit and the period; a workbook of several units is sent for the unit above them."),
        ),
        "stamp_group_replaced": Kind(
            _NOTE,
            marked(
                "The workbook has no mark of its own; it is taken as the reports of the units below {unit}, {period}."
            ),
            marked("Nothing to do if that is right."),
        ),
        "stamp_two_units": Kind(
            _BLOCKING,
            marked("Sheets of two units stand in this workbook: {units}."),
            marked("Send one workbook for each unit, each the one that was given out to it."),
        ),
        # Whether the structure is as it was given out.
        "sheet_missing": Kind(
            _BLOCKING,
            marked("The sheet “{sheet}” is missing."),
            marked("Download the workbook again, copy the figures into it and do not delete sheets."),
        ),
        "column_missing": Kind(
            _BLOCKING,
            marked("The column “{label}” was not found."),
            marked("Put the column's heading back as it was in the workbook given out."),
        ),
        "column_moved": Kind(
            _NOTE,
            marked("The column “{label}” was found in column {column}, not where it was given out."),
            marked("Nothing to do if the figures under it are right."),
        ),
        "column_unknown": Kind(
            _WARNING,
            marked("Column {column} is not part of the form; what stands in it is not read."),
            marked("Move the figures into the form's own columns, or leave them if they are for yourself."),
        ),
        "table_missing": Kind(
            _BLOCKING,
            marked("The table of the form “{title}” was not found: none of its headings is left."),
            marked("Download the workbook again and copy the figures into it."),
        ),
        "total_row_left_out": Kind(
            _NOTE,
            marked("This row adds up others, so it is not counted as one of them."),
            marked("Nothing to do; the totals are worked out by themselves."),
        ),
        "row_missing": Kind(
            _BLOCKING,
            marked("The row with code {row} (“{label}”) was not found."),
            marked("Put the row back with its code in the column “Mã số”."),
        ),
        "row_repeated": Kind(
            _BLOCKING,
            marked("The code {row} stands in more than one row."),
            marked("Keep one row for each code and delete the other."),
        ),
        "row_unknown": Kind(
            _BLOCKING,
            marked("The code “{row}” is not one of this form's."),
            marked("Put back the code that stood there, or empty the row."),
        ),
        "row_of_two": Kind(
            _BLOCKING,
            marked("The row with code {row} bears the words of another row: “{read}”."),
            marked("Put code and words back side by side as they were given out, each with its own figures."),
        ),
        "sheet_renamed": Kind(
            _NOTE,
            marked("The sheet “{sheet}” was found by its headings; it is now called “{found}”."),
            marked("Nothing to do if it is the right sheet."),
        ),
        "sheet_repeated": Kind(
            _BLOCKING,
            marked("The form “{title}” stands on more than one sheet, with different contents: “{sheets}”."),
            marked("Keep the sheet that holds, delete the other, and send one workbook for each unit."),
        ),
        "sheet_other_form": Kind(
            _BLOCKING,
            marked("The sheet “{sheet}” does not hold the form “{title}” but another table."),
            marked("Copy the figures into the sheet of that name in the workbook that was given out."),
        ),
        "sheet_other_unit": Kind(
            _BLOCKING,
            marked("This sheet was given out to the unit {shown}, but the workbook is of {unit}."),
            marked("Put the sheet of your own unit in its place, or send one workbook for each unit."),
        ),
        "column_renamed": Kind(
            _WARNING,
            marked("Column {column}, headed “{read}”, was read as “{label}”."),
            marked("Check that it is; put the heading “{label}” back over the column."),
        ),
        "column_repeated": Kind(
            _BLOCKING,
            marked("The heading “{label}” stands over more than one column, with different figures; one is {column}."),
            marked("Keep the column that holds and delete the other."),
        ),
        "header_repeated": Kind(
            _NOTE,
            marked("Rows of headings stand again within the table; they are not read as answers."),
            marked("Nothing to do if the figures under them are right."),
        ),
        "header_conflict": Kind(
            _BLOCKING,
            marked("A second row of headings gives the columns in another order than the first."),
            marked("Put the figures under it into the columns of the first headings and delete the second."),
        ),
        "hidden_rows": Kind(
            _WARNING,
            marked("Hidden rows hold figures, which are read: {hidden}."),
            marked("Show them and check that they belong to the report, or delete them."),
        ),
        "hidden_columns": Kind(
            _WARNING,
            marked("Hidden columns hold figures, which are read: {hidden}."),
            marked("Show them and check the figures."),
        ),
        "merged_cells": Kind(
            _WARNING,
            marked("The cells {area} are merged; only {first} is read, the others count as blank."),
            marked("Unmerge them and fill in each cell."),
        ),
        "stray_value": Kind(
            _BLOCKING,
            marked("“{read}” stands alone in its row; it is not read."),
            marked("Delete it, or fill in the rest of the row right below the others."),
        ),
        "sheet_unfilled": Kind(
            _WARNING,
            marked("The form “{title}” is empty."),
            marked("Fill it in, or write 0 where there was nothing to report."),
        ),
        "list_left_blank": Kind(
            _NOTE,
            marked("The form “{title}” has no row."),
            marked("Nothing to do if there was nothing to enter."),
        ),
        "row_twice": Kind(
            _WARNING,
            marked("This row is the same as row {other}, so both are counted."),
            marked("Delete one of them if it is the same event; leave both if there were two."),
        ),
        "workbook_unfilled": Kind(
            _BLOCKING,
            marked("Nothing has been filled in: every form of the workbook is empty."),
            marked("Fill in the forms and send the workbook again."),
        ),
        "row_unit_missing": Kind(
            _BLOCKING,
            marked("The row is filled in, but the column “Mã đơn vị” does not say whose it is."),
            marked("Choose the unit's code in the column “Mã đơn vị”, or empty the row."),
        ),
        "unit_without_figures": Kind(
            _WARNING,
            marked("Nothing is filled in any more for {units}, whose last report still counts."),
            marked("Put the figures back; where there is nothing to report, enter 0."),
        ),
        "row_unit_unknown": Kind(
            _BLOCKING,
            marked("“{read}” is not the code of a unit of this workbook."),
            marked("Choose the unit's code from the list in the column “Mã đơn vị”, or empty the row."),
        ),
        "row_unit_repeated": Kind(
            _BLOCKING,
            marked("{unit} stands in more than one row of this form; only one is read."),
            marked("Keep one row for each unit and empty the other."),
        ),
        # What stands in a cell.
        "error_cell": Kind(
            _BLOCKING,
            marked("“{label}” holds the error {read}."),
            marked("Type the number itself, or repair the formula."),
        ),
        "formula_without_value": Kind(
            _BLOCKING,
            marked("“{label}” holds a formula whose result is not stored in the file."),
            marked("Open the workbook in Excel, save it and send it again, or type the number itself."),
        ),
        "number_expected": Kind(
            _BLOCKING,
            marked("“{label}” takes a number, but “{read}” was read."),
            marked("Type the number with digits only, e.g. 3640."),
        ),
        "number_ambiguous": Kind(
            _BLOCKING,
            marked("“{label}” reads “{read}”, which can be understood in two ways."),
            marked("If you mean {expected}, type {expected}."),
        ),
        "whole_number_expected": Kind(
            _BLOCKING,
            marked("“{label}” takes a whole number, but {read} was read."),
            marked("If you mean {expected}, type {expected}."),
        ),
        "negative_number": Kind(
            _BLOCKING,
            marked("“{label}” cannot be negative, but {read} was read."),
            marked("Type 0 or more."),
        ),
        "number_too_large": Kind(
            _BLOCKING,
            marked("“{label}” can be at most {maximum}, but {read} was read."),
            marked("Check the number and type it again."),
        ),
        "zero_word": Kind(
            _BLOCKING,
            marked("“{label}” reads “{read}”; it is not certain that this means 0."),
            marked("Type 0 if there was none, or leave the cell blank if it is not known."),
        ),
        "date_expected": Kind(
            _BLOCKING,
            marked("“{label}” takes a date, but “{read}” was read."),
            marked("Type the date as day/month/year, e.g. 17/12/2019."),
        ),
        "choice_expected": Kind(
            _BLOCKING,
            marked("“{label}” takes one of its list, but “{read}” was read."),
            marked("Choose one of: {choices}."),
        ),
        "text_too_long": Kind(
            _BLOCKING,
            marked("“{label}” holds {length} characters; at most {maximum} are kept."),
            marked("Shorten the text."),
        ),
        "required_blank": Kind(
            _BLOCKING,
            marked("“{label}” is blank."),
            marked("{remedy}"),
        ),
        "read_differently": Kind(
            _NOTE,
            marked("“{label}”: “{read}” was read as {expected}."),
            marked("Nothing to do if that is what you meant."),
        ),
        "text_repaired": Kind(
            _NOTE,
            marked("“{label}”: the text in an old Vietnamese encoding was read as “{expected}”."),
            marked("Nothing to do if that is what you meant."),
        ),
        "number_styles_mixed": Kind(
            _WARNING,
            marked("“{label}” reads “{read}”, written in another way than the other numbers of the column."),
            marked("Write all numbers of a column in one way: “.” between thousands, “,” before decimals."),
        ),
        "value_below_table": Kind(
            _BLOCKING,
            marked("“{read}” stands outside the table, where it is not read."),
            marked("Move it into the table or delete it."),
        ),
        # What the answers say together.
        "rule_broken": Kind(
            _BLOCKING,
            marked("{sentence}: here {left} against {right}."),
            marked("{remedy}"),
        ),
        "computed_differs": Kind(
            _WARNING,
            marked("“{label}” holds {read}, but the other columns give {expected}."),
            marked("Put the formula back or leave the cell as it was given out; {expected} is used."),
        ),
        "given_changed": Kind(
            _WARNING,
            marked("“{label}” was given out as {expected}, but {read} was read."),
            marked("Put {expected} back; it is used whatever the cell says."),
        ),
        "cumulative_differs": Kind(
            _WARNING,
            marked("“{label}” holds {read}, but with the earlier periods it is {expected}."),
            marked("{expected} is used; send a correction of the earlier period if that one was wrong."),
        ),
        "recipients_differ_from_register": Kind(
            _WARNING,
            marked("“{label}” is {read}, but the register's “{base}” is {expected}."),
            marked("Check both figures; if both are right, leave them."),
        ),
        "received_differs_from_allocation": Kind(
            _WARNING,
            marked("“{label}” is {read}, but {expected} were allocated to the unit and those below it."),
            marked("Count what came; if {read} is right, leave it and tell the level above."),
        ),
        "jump_from_history": Kind(
            _WARNING,
            marked("“{label}” is {read}; in {count} earlier periods it was {lowest} to {highest}, usually {usual}."),
            marked("Check that no digit was left out or typed twice; if the figure is right, leave it."),
        ),
        # What units say against each other (found when consolidating).
        "summary_differs": Kind(
            _WARNING,
            marked("“{label}”: the summary of {unit} says {read}, its units' own reports add up to {expected}."),
            marked("The units' own figures are used; ask {unit} which is right."),
        ),
        "summary_stands_in": Kind(
            _WARNING,
            marked("“{label}”: the summary of {unit} says {read}, reports sent by its units add up to {expected}."),
            marked("The summary is used and nothing is added to it; ask {unit} which is right."),
        ),
        "revision_waits": Kind(
            _WARNING,
            marked("A newer workbook of this report (revision {number}) is not counted."),
            marked("Reopen the report to take it, or have the unit put its errors right."),
        ),
        "unit_not_placed": Kind(
            _WARNING,
            marked("The report of {unit} ({file}) is in no total: the unit is not in the list of units of {day}."),
            marked("Say in the list of units which one unit took it over, or have that unit send the figures."),
        ),
        "figure_without_place": Kind(
            _WARNING,
            marked("“{label}” is {read} in a workbook of version {version}; version {newest} has no place for it."),
            marked("It is in no total: put the row or column back into the campaign, or have the figure sent anew."),
        ),
        "outlier_among_peers": Kind(
            _WARNING,
            marked(
                "“{label}” is {read}; the {count} other units of its kind have {lowest} to {highest}, usually {usual}."
            ),
            marked("Ask the unit whether the figure is right; if it is, leave it."),
        ),
        "below_differs": Kind(
            _WARNING,
            marked("{sentence}: {unit} has {left}, the units below it together {right} ({below})."),
            marked("{remedy}"),
        ),
        "former_report_added": Kind(
            _WARNING,
            marked("{unit} has sent a report itself, and that of {former} ({file}), now part of it, is added to it."),
            marked("If {unit}'s own report already holds those figures, return the report of {former}."),
        ),
    }
)
