"""A database that many read, each from one snapshot, and that one at a time writes."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import ConnectionPoolEntry

from tonghop.storage.errors import SchemaMissing, StorageBusy, StorageError, StorageFull, StorageUnavailable

PATIENCE = timedelta(seconds=5)
"""How long a writer waits for another."""

_WRITERS_LOCK = 0x746F6E67
"""The number that PostgreSQL's writers agree upon."""

_KNOWN_TROUBLES: dict[str, type[StorageError]] = {
    "SQLITE_BUSY": StorageBusy,
    "SQLITE_BUSY_SNAPSHOT": StorageBusy,
    "SQLITE_FULL": StorageFull,
    "55P03": StorageBusy,  # lock_not_available
    "53100": StorageFull,  # disk_full
}


def sqlite_url(path: Path) -> str:
    """Return the URL of the SQLite database in that file, whatever characters its path holds."""
    return URL.create("sqlite", database=str(path)).render_as_string()


class Database:
    """The one place that knows which database is used."""

    def __init__(self, url: str) -> None:
        self._url = make_url(url)
        if self._url.get_backend_name() == "postgresql":
            self._url = self._url.set(drivername="postgresql+psycopg")
        self._is_sqlite = self._url.get_backend_name() == "sqlite"
        self._engine = _sqlite_engine(self._url) if self._is_sqlite else _postgresql_engine(self._url)
        self._writer = self._engine.execution_options(writes=True)
        # SQLite's readers see one snapshot as it is; PostgreSQL's have to ask for it.
        snapshot = {} if self._is_sqlite else {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        self._reader = self._engine.execution_options(**snapshot)

    @property
    def place(self) -> str:
        """Where it is, for people: never with a password."""
        return self._url.database or "" if self._is_sqlite else self._url.render_as_string(hide_password=True)

    def refuse_missing_file(self) -> None:
        """Raise SchemaMissing rather than let SQLite make an empty database."""
        if self._is_sqlite and not Path(self._url.database or "").is_file():
            raise SchemaMissing(place=self.place)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Open a transaction that sees one snapshot and hinders nobody."""
        with self._told(), self._reader.begin() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Open a transaction that is alone in writing; it is on disk when the block has been left.

        One writer at a time makes sequences follow the order of commits and chains the audit.
        Raises StorageBusy when another one does not finish within PATIENCE.
        """
        with self._told(), self._writer.begin() as connection:
            if not self._is_sqlite:
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITERS_LOCK})")
            yield connection

    def close(self) -> None:
        """Let go of every connection."""
        self._engine.dispose()

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Say in a sentence what the driver says in its own way."""
        try:
            yield
        except DBAPIError as error:
            trouble = getattr(error.orig, "sqlite_errorname", None) or getattr(error.orig, "sqlstate", None)
            known = _KNOWN_TROUBLES.get(trouble or "")
            if known is not None:
                raise known(place=self.place) from error
            raise StorageUnavailable(place=self.place, problem=_first_line(error)) from error


@contextmanager
def opened(url: str) -> Iterator[Database]:
    """Open a database for whoever keeps it; when the block fails nothing of it stays open."""
    database = Database(url)
    try:
        yield database
    except BaseException:
        database.close()
        raise


def _first_line(error: DBAPIError) -> str:
    return next(iter(str(error.orig).splitlines()), type(error.orig).__name__)


def _milliseconds() -> int:
    return int(PATIENCE / timedelta(milliseconds=1))


def _sqlite_engine(url: URL) -> Engine:
    engine = create_engine(url)

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _entry: ConnectionPoolEntry) -> None:  # noqa: ANN401 - whatever the driver gives
        connection.isolation_level = None  # the driver would begin too late; _begin does it
        connection.execute(f"PRAGMA busy_timeout = {_milliseconds()}")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")  # in WAL mode anything less may lose the last commits
        connection.execute("PRAGMA foreign_keys = ON")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _postgresql_engine(url: URL) -> Engine:
    return create_engine(url, connect_args={"options": f"-c lock_timeout={_milliseconds()}"})
