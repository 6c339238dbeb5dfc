"""Accounts and tokens: kept as they are now, with an audit entry for each change that someone made."""

from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, RowMapping, insert, select, update

from tonghop.core.accounts import Account, Role, Token
from tonghop.storage import auditing
from tonghop.storage.errors import NameTaken
from tonghop.storage.tables import AccountRow, TokenRow
from tonghop.storage.values import Act

_ACCOUNTS = select(*AccountRow.__table__.columns)
_TOKENS = select(*TokenRow.__table__.columns)


def keep(connection: Connection, account: Account) -> Account:
    """Keep an account, new or changed, and return it with its id."""
    values = {name: value for name, value in asdict(account).items() if name != "id"}
    if account.id:
        connection.execute(update(AccountRow).where(AccountRow.id == account.id).values(**values))
        return account
    row = insert(AccountRow).values(**values).returning(AccountRow.id)
    return Account(**values, id=connection.execute(row).scalar_one())


def keep_named(connection: Connection, account: Account, act: Act | None) -> Account:
    """Keep an account whose name no other has; raises NameTaken."""
    other = one(connection, name=account.name)
    if other is not None and other.id != account.id:
        raise NameTaken(name=account.name)
    kept = keep(connection, account)
    if act is not None:
        auditing.record(connection, act)
    return kept


def one(connection: Connection, **by: object) -> Account | None:
    """Return the account with these values (its id, name or key)."""
    rows = connection.execute(_ACCOUNTS.filter_by(**by)).mappings().all()
    return _account(rows[0]) if rows else None


def everyone(connection: Connection) -> tuple[Account, ...]:
    """Return all accounts, by name."""
    return tuple(_account(row) for row in connection.execute(_ACCOUNTS.order_by(AccountRow.name)).mappings())


def keep_token(connection: Connection, token: Token) -> Token:
    """Keep a token, new or changed, and return it with its id."""
    values = {name: value for name, value in asdict(token).items() if name != "id"}
    if token.id:
        connection.execute(update(TokenRow).where(TokenRow.id == token.id).values(**values))
        return token
    return Token(**values, id=connection.execute(insert(TokenRow).values(**values).returning(TokenRow.id)).scalar_one())


def tokens(connection: Connection, **by: object) -> tuple[Token, ...]:
    """Return the tokens with these values (an account, a digest), oldest first."""
    rows = connection.execute(_TOKENS.filter_by(**by).order_by(TokenRow.id)).mappings()
    return tuple(Token(**_plain(row)) for row in rows)


def _account(row: RowMapping) -> Account:
    return Account(**{**_plain(row), "role": Role(row["role"])})


def _plain(row: RowMapping) -> dict[str, Any]:
    return dict(row)
