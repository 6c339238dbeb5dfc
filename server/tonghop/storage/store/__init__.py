"""The Store: what the rest of the project knows of the database. Each method is one transaction.

Its methods stand by topic in the files beside this one; long work, shared spreadsheets and kept answers
are rooms of their own.
"""

from types import TracebackType
from typing import Self

from tonghop.storage import schema
from tonghop.storage.database import Database, opened
from tonghop.storage.jobs import Jobs
from tonghop.storage.kept_answers import Answers
from tonghop.storage.sheet_pulls import Pulls
from tonghop.storage.sheets import SharedSheets
from tonghop.storage.store.accounts import AccountStore
from tonghop.storage.store.campaigns import CampaignStore
from tonghop.storage.store.grants import GrantStore
from tonghop.storage.store.reports import ReportStore


class Store(CampaignStore, ReportStore, GrantStore, AccountStore):
    """Everything that was received, decided and granted; nothing acknowledged is ever lost.

    Every ``as_of`` is an instant in UTC: the answer is what was known then; ``None`` is now.
    """

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self.jobs = Jobs(database)
        """Long work, and the files that wait for it."""
        self.sheets = SharedSheets(database)
        """Shared spreadsheets: which there are and with whom they are shared."""
        self.pulls = Pulls(database)
        """The reading of them."""
        self.answers = Answers(database)
        """What programs were answered under keys of their own choice."""

    @classmethod
    def create(cls, url: str) -> Self:
        """Make the tables at a URL, or bring older ones up to date, and open the store.

        Raises SchemaNewer when a newer version of the program made them.
        """
        with opened(url) as database, database.writing() as connection:
            schema.upgrade(connection, database.place)
        return cls(database)

    @classmethod
    def open(cls, url: str) -> Self:
        """Open a store that exists; raises SchemaMissing, SchemaOutdated or SchemaNewer."""
        with opened(url) as database:
            database.refuse_missing_file()
            with database.reading() as connection:
                schema.refuse_other_schema(connection, database.place)
        return cls(database)

    def refuse_unready(self) -> None:
        """Raise a StorageError where the database cannot be read or has other tables than this version's."""
        with self._database.reading() as connection:
            schema.refuse_other_schema(connection, self._database.place)

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
