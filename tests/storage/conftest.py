"""Every test of the store runs on SQLite and on PostgreSQL: a throw-away cluster, a database per test."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import create_engine
from tests.storage.samples import CAMPAIGN, NOON, UNITS

from tonghop.storage import Store, sqlite_url

_BINARIES = Path("/usr/lib/postgresql")
_NUMBERS = count(1)


class Cluster:
    """A PostgreSQL server that listens on a socket in its own folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        template = self.url("template1")
        self._engine = create_engine(self.url("postgres"), isolation_level="AUTOCOMMIT")
        Store.create(template).close()

    def url(self, database: str) -> str:
        return f"postgresql+psycopg://tonghop@/{database}?host={self._folder}"

    @contextmanager
    def database(self, template: str) -> Iterator[str]:
        """Make a database: of ``template1``, with the store's tables; of ``template0``, empty."""
        name = f"test_{next(_NUMBERS)}"
        with self._engine.connect() as connection:
            connection.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
            try:
                yield self.url(name)
            finally:
                connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")

    def close(self) -> None:
        self._engine.dispose()


def _binaries() -> Path:
    found = sorted(_BINARIES.glob("*/bin/initdb"))
    if found:
        return found[-1].parent
    reason = "PostgreSQL's binaries are not installed"
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


def _run(*command: str | Path) -> None:
    """Run one of PostgreSQL's programs, which refuse to run as root."""
    prefix = ("runuser", "-u", "postgres", "--") if os.geteuid() == 0 else ()
    subprocess.run([*prefix, *command], check=True, stdout=subprocess.DEVNULL, cwd="/")


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    binaries = _binaries()
    folder = Path(tempfile.mkdtemp(prefix="tonghop-pg-"))  # short: a socket's path holds 107 characters
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
    data = folder / "data"
    try:
        _run(binaries / "initdb", "-D", data, "-U", "tonghop", "-A", "trust", "-E", "UTF8", "--locale=C", "-N")
        settings = f"-k {folder} -c listen_addresses= -c fsync=off -c full_page_writes=off"
        _run(binaries / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", settings, "start")
        try:
            server = Cluster(folder)
            yield server
            server.close()
        finally:
            _run(binaries / "pg_ctl", "-D", data, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder)


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a place without tables."""
    if request.param == "sqlite":
        yield sqlite_url(tmp_path / "empty #1 100%.db")
        return
    with request.getfixturevalue("cluster").database("template0") as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database with the store's tables."""
    if request.param == "sqlite":
        Store.create(sqlite_url(tmp_path / "tonghop.db")).close()
        yield sqlite_url(tmp_path / "tonghop.db")
        return
    with request.getfixturevalue("cluster").database("template1") as url:
        yield url


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    """A store that holds the sample campaign."""
    with Store.open(url) as store:
        store.save_campaign(CAMPAIGN, UNITS, who="lan", at=NOON)
        yield store
