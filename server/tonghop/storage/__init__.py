"""The store: deliveries, revisions, states and their audit, on SQLite or PostgreSQL.

The only room that imports SQLAlchemy. Take ``Store`` and its values from here; what stands in the
files beside is nobody else's business.
"""

from tonghop.storage.database import sqlite_url
from tonghop.storage.errors import (
    ChangedMeanwhile,
    FigureTooLarge,
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
    UnknownVersion,
)
from tonghop.storage.store import Store
from tonghop.storage.values import Act, Action, AuditEntry, Delivery, Outcome, Receipt, TakenRevision

__all__ = [
    "Act",
    "Action",
    "AuditEntry",
    "ChangedMeanwhile",
    "Delivery",
    "FigureTooLarge",
    "NameTaken",
    "NothingSent",
    "Outcome",
    "ReasonMissing",
    "Receipt",
    "ReportAccepted",
    "ReportBlocked",
    "ReportEmpty",
    "ReportNotAccepted",
    "ReportReturned",
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
    "UnknownVersion",
    "sqlite_url",
]
