"""What can stop the store, each in one sentence with a remedy.

TonghopError
├── StorageError     the database cannot be used, or does not hold what was asked for
│   ├── SchemaMissing  SchemaOutdated  SchemaNewer
│   ├── StorageBusy  StorageFull  StorageUnavailable
│   ├── UnknownCampaign  UnknownVersion  UnknownFile  UnknownAccount  NameTaken
│   ├── FigureTooLarge
│   ├── UnknownJob  JobLost
│   ├── UnknownSheet  SheetNotReady  SheetBusy  SheetMadeMeanwhile  PullLost
│   └── ChangedMeanwhile
├── ClosureError     a campaign cannot be closed or reopened in this way
│   └── NotClosed  ClosureUnexplained
│       └── RevisedMeanwhile  ReviewedMeanwhile
└── ReviewError      a reviewer asked for a step that the report's state does not allow
    ├── NothingSent  ReportBlocked  ReportEmpty  ReportReturned  ReportAccepted  ReportNotAccepted
    └── ReasonMissing
"""

from tonghop.core.errors import TonghopError, marked


class StorageError(TonghopError):
    """The database cannot be used, or does not hold what was asked for."""


class SchemaMissing(StorageError):
    message = marked("There is no Tổng Hợp database at {place}. Make one with “tonghop init”.")


class SchemaOutdated(StorageError):
    message = marked(
        "The database at {place} was made by an older version of Tổng Hợp. "
        "Back it up, then run “tonghop init” on it again: it is brought up to date and keeps everything."
    )


class SchemaNewer(StorageError):
    message = marked(
        "The database at {place} was made by a newer version of Tổng Hợp. Install that version and try again."
    )


class StorageBusy(StorageError):
    message = marked("The database at {place} is busy: someone else is writing. Try again in a few seconds.")


class StorageFull(StorageError):
    message = marked("The disk of the database at {place} is full; nothing was stored. Free some space and try again.")


class StorageUnavailable(StorageError):
    message = marked(
        "The database at {place} cannot be used ({problem}). "
        "Check that it exists, that it is running and that you may write to it."
    )


class UnknownCampaign(StorageError):
    message = marked("There is no campaign {campaign} here. Use one of these: {known}.")


class UnknownVersion(StorageError):
    message = marked(
        "Version {version} of the campaign {campaign} is not kept here. Use the workbook of a version that is."
    )


class UnknownFile(StorageError):
    message = marked("No file with the digest {digest} is kept here. Take the digest from the sheet “Nguồn số liệu”.")


class FigureTooLarge(StorageError):
    message = marked(
        "The total of {measure} in the report of {unit} for {period} is {value}, more than can be kept. "
        "Check the numbers it is made of and send the workbook again."
    )


class UnknownJob(StorageError):
    message = marked("There is no work with the number {job} here, or it was so long ago that it is no longer kept.")


class JobLost(StorageError):
    message = marked("The work {job} has been given to another process.")


class UnknownSheet(StorageError):
    message = marked("There is no shared spreadsheet with the number {sheet} here. See “tonghop sheets status”.")


class SheetNotReady(StorageError):
    message = marked(
        "The shared spreadsheet of {unit} for {period} is still being made, or is gone. "
        "Make it with “tonghop sheets create”."
    )


class SheetBusy(StorageError):
    message = marked(
        "What was last read of the shared spreadsheet of {unit} for {period} is still being taken in. "
        "Try again in a minute."
    )


class SheetMadeMeanwhile(StorageError):
    message = marked(
        "Another spreadsheet is registered for {unit} in {period}, or the spreadsheet {spreadsheet} for another unit. "
        "See “tonghop sheets status”, and delete the one that is not listed there."
    )


class PullLost(StorageError):
    message = marked("The reading of the shared spreadsheet {sheet} has been given to another process.")


class ChangedMeanwhile(StorageError):
    message = marked(
        "Someone else was quicker to change {campaign} in the meantime; nothing was stored. Look again and repeat it."
    )


class ClosureError(TonghopError):
    """A campaign cannot be closed or reopened in this way."""


class NotClosed(ClosureError):
    message = marked("The campaign {campaign} is not closed, so it need not be reopened.")


class ClosureUnexplained(ClosureError):
    message = marked("Say why the campaign {campaign} is closed or reopened: whoever comes too late reads the reason.")


class RevisedMeanwhile(ChangedMeanwhile):
    message = marked(
        "Somebody sent another workbook of the report of {unit} for {period} in the meantime; nothing was stored. "
        "Look at its figures and save again."
    )


class ReviewedMeanwhile(ChangedMeanwhile):
    message = marked(
        "The report of {unit} for {period} is no longer as you saw it: it was sent or reviewed in the meantime. "
        "Look at it again and decide."
    )


class NameTaken(StorageError):
    message = marked("There is an account named {name} already. Choose another name.")


class UnknownAccount(StorageError):
    message = marked("There is no account {name} here. See the list of accounts.")


class ReviewError(TonghopError):
    """A reviewer asked for a step that the report's state does not allow."""


class NothingSent(ReviewError):
    message = marked("{unit} has not sent a report for {period}. Wait for it, or remind the unit.")


class ReportBlocked(ReviewError):
    message = marked(
        "The report of {unit} for {period} has errors and has not been taken. "
        "Have the unit put them right and send it again."
    )


class ReportEmpty(ReviewError):
    message = marked(
        "The report of {unit} for {period} came with nothing filled in. Have the unit fill it in and send it again."
    )


class ReportReturned(ReviewError):
    message = marked("The report of {unit} for {period} has been returned. Wait until the unit sends it again.")


class ReportAccepted(ReviewError):
    message = marked("The report of {unit} for {period} is accepted already. Reopen it first if it must change.")


class ReportNotAccepted(ReviewError):
    message = marked(
        "The report of {unit} for {period} is not accepted, so it need not be reopened. "
        "Have the unit send its workbook again: it is taken as it comes."
    )


class ReviewTooEarly(ReviewError):
    message = marked(
        "The report of {unit} for {period} came on {received}, after the day of this review. Give a later day."
    )


class NothingGranted(ReviewError):
    message = marked("Nothing is granted to {unit} for {period} that could be withdrawn.")


class ReasonMissing(ReviewError):
    message = marked("Say why: whoever opens the report of {unit} for {period} reads the reason.")
