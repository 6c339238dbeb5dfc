"""What programs were answered under keys of their own choice. No part of the record: forgotten after a while."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, ForeignKey, Text, delete, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from tonghop.storage.database import Database
from tonghop.storage.tables import Table
from tonghop.storage.values import KeptAnswer

KEPT_FOR = timedelta(days=7)


class KeptAnswerRow(Table):
    """An answer, by who asked and under which key."""

    __tablename__ = "kept_answers"

    account: Mapped[int] = mapped_column(ForeignKey("accounts.id"), primary_key=True, autoincrement=False)
    key: Mapped[str] = mapped_column(primary_key=True)
    fingerprint: Mapped[str]
    status: Mapped[int]
    body: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(index=True)


_ROW = select(
    KeptAnswerRow.account,
    KeptAnswerRow.key,
    KeptAnswerRow.fingerprint,
    KeptAnswerRow.status,
    KeptAnswerRow.body,
    KeptAnswerRow.at,
)


class Answers:
    """What programs were answered."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def one(self, account: int, key: str) -> KeptAnswer | None:
        """Return what an account was answered under a key."""
        with self._database.reading() as connection:
            return _one(connection, account, key)

    def keep(self, answer: KeptAnswer) -> KeptAnswer:
        """Keep an answer for a while and return the one that holds: another's, where two asked at once."""
        with self._database.writing() as connection:
            before = _one(connection, answer.account, answer.key)
            if before is not None:
                return before
            connection.execute(delete(KeptAnswerRow).where(KeptAnswerRow.at < answer.at - KEPT_FOR))
            values = {name: getattr(answer, name) for name in ("account", "key", "fingerprint", "status", "body", "at")}
            connection.execute(insert(KeptAnswerRow).values(values))
        return answer


def _one(connection: Connection, account: int, key: str) -> KeptAnswer | None:
    statement = _ROW.where(KeptAnswerRow.account == account, KeptAnswerRow.key == key)
    found = connection.execute(statement).first()
    return None if found is None else KeptAnswer(*found)
