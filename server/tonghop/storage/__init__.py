"""The store: deliveries, revisions, states and their audit, on SQLite or PostgreSQL.

The only room that imports SQLAlchemy. Take ``Store`` and its values from here; what stands in the
files beside is nobody else's business.
"""

from tonghop.storage.database import sqlite_url
from tonghop.storage.documents import canonical, phrase_content, phrase_of
from tonghop.storage.errors import (
    ChangedMeanwhile,
    FigureTooLarge,
    JobLost,
    NameTaken,
    NothingSent,
    ReasonMissing,
    ReportAccepted,
    ReportBlocked,
    ReportEmpty,
    ReportNotAccepted,
    ReportReturned,
    ReviewError,
    ReviewTooEarly,
    SchemaMissing,
    SchemaNewer,
    SchemaOutdated,
    StorageBusy,
    StorageError,
    StorageFull,
    StorageUnavailable,
    UnknownCampaign,
    UnknownFile,
    UnknownJob,
    UnknownVersion,
)
from tonghop.storage.job_values import Finished, Job, JobFile, JobState, NewJob, ResultFile
from tonghop.storage.store import Store
from tonghop.storage.values import Act, Action, AuditEntry, Delivery, Outcome, Receipt, TakenRevision, Waited

__all__ = [
    "Act",
    "Action",
    "AuditEntry",
    "ChangedMeanwhile",
    "Delivery",
    "FigureTooLarge",
    "Finished",
    "Job",
    "JobFile",
    "JobLost",
    "JobState",
    "NameTaken",
    "NewJob",
    "NothingSent",
    "Outcome",
    "ReasonMissing",
    "Receipt",
    "ReportAccepted",
    "ReportBlocked",
    "ReportEmpty",
    "ReportNotAccepted",
    "ReportReturned",
    "ResultFile",
    "ReviewError",
    "ReviewTooEarly",
    "SchemaMissing",
    "SchemaNewer",
    "SchemaOutdated",
    "StorageBusy",
    "StorageError",
    "StorageFull",
    "StorageUnavailable",
    "Store",
    "TakenRevision",
    "UnknownCampaign",
    "UnknownFile",
    "UnknownJob",
    "UnknownVersion",
    "Waited",
    "canonical",
    "phrase_content",
    "phrase_of",
    "sqlite_url",
]
