import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError
from tests.storage.samples import key, outcome, send, send_one, standing

from tonghop.core.completeness import State
from tonghop.storage import StorageBusy, StorageError, StorageFull, StorageUnavailable, Store, sqlite_url
from tonghop.storage import database as database_module
from tonghop.storage.database import Database


def test_sqlite_loses_nothing_when_the_power_fails(tmp_path: Path) -> None:
    with closing(Database(sqlite_url(tmp_path / "tonghop.db"))) as database, database.writing() as connection:
        settings = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    assert settings == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 5000}


def test_a_writer_that_finds_another_is_told_to_try_again(
    store: Store, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database_module, "PATIENCE", timedelta(milliseconds=50))
    with closing(Database(url)) as other, other.writing(), Store.open(url) as impatient:
        with pytest.raises(StorageBusy, match="Try again"):
            send_one(impatient, outcome(5))
        assert store.latest("plan") == ()


def test_readers_neither_wait_for_a_writer_nor_see_half_of_its_work(store: Store, url: str) -> None:
    send_one(store, outcome(5))
    with closing(Database(url)) as reader, reader.reading() as connection:
        count = "SELECT count(*) FROM deliveries"
        before = connection.exec_driver_sql(count).scalar_one()
        send_one(store, outcome(6))
        assert connection.exec_driver_sql(count).scalar_one() == before
    assert standing(store) == (2, State.SUBMITTED, 0, None)


def test_what_is_read_cannot_be_written(store: Store, url: str) -> None:
    if url.startswith("sqlite"):
        pytest.skip("only PostgreSQL can be told so")
    with (
        closing(Database(url)) as reader,
        pytest.raises(StorageUnavailable, match="read-only"),
        reader.reading() as found,
    ):
        found.exec_driver_sql("CREATE TABLE more (id int)")
    assert store.audit() != ()


def test_many_senders_at_once_lose_and_double_nothing(store: Store) -> None:
    """Eight senders, each with its own number for the same unit and the same one for another."""
    start = threading.Barrier(8)

    def deliver(number: int) -> int:
        start.wait()
        content = f"PK{number}".encode()
        return send(store, outcome(number), outcome(1, of=key("X2")), content=content).delivery

    with ThreadPoolExecutor(8) as senders:
        sequences = list(senders.map(deliver, range(8)))
    assert len(set(sequences)) == 8
    history = store.history(key())
    assert [revision.number for revision in history] == list(range(1, 9))
    assert [revision.sequence for revision in history] == sorted(sequences)
    assert len(store.history(key("X2"))) == 1
    assert store.verify_audit() is None


class _Trouble(Exception):
    """What a driver would raise."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.sqlite_errorname = code


@pytest.mark.parametrize(
    ("code", "error"), [("SQLITE_FULL", StorageFull), ("53100", StorageFull), ("SQLITE_IOERR", StorageUnavailable)]
)
def test_trouble_is_told_in_a_sentence(tmp_path: Path, code: str, error: type[StorageError]) -> None:
    with (
        closing(Database(sqlite_url(tmp_path / "tonghop.db"))) as database,
        pytest.raises(error, match=r"tonghop\.db"),
        database.writing(),
    ):
        raise OperationalError("INSERT", {}, _Trouble(code))
