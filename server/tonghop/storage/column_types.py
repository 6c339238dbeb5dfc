"""Column types that hold the same values, and refuse the same ones, on SQLite and PostgreSQL."""

import re
from datetime import UTC, datetime
from decimal import ROUND_HALF_EVEN, Decimal

from sqlalchemy import BigInteger, DateTime, Dialect, Text
from sqlalchemy.types import TypeDecorator

from tonghop.core.definitions import Number

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_PLACES = 6
_LARGEST = 2**63 - 1


def storable(text: str) -> str:
    """Return ``text`` with NUL and lone surrogates, which file names can hold, replaced by “�”."""
    return _UNSTORABLE.sub("\ufffd", text)


def millionths(value: Number) -> int:
    """Return ``value`` as a whole number of millionths; finer parts are rounded half to even."""
    return int(Decimal(value).scaleb(_PLACES).to_integral_value(ROUND_HALF_EVEN))


def fits(value: Number) -> bool:
    """Tell whether a total can be kept: up to some nine million million, either way."""
    return abs(millionths(value)) <= _LARGEST


class PlainText(TypeDecorator[str]):
    """Text that either database takes."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Replace what PostgreSQL would refuse."""
        return None if value is None else storable(value)


class Instant(TypeDecorator[datetime]):
    """A moment, UTC going in and coming out; one without a zone is a mistake of the caller."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Bring the moment to UTC, which SQLite compares as text."""
        if value is None:
            return None
        if value.tzinfo is None:
            message = f"a moment needs a zone: {value.isoformat()}"
            raise ValueError(message)
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Give the moment its zone back."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Millionths(TypeDecorator[Number]):
    """A number kept as whole millionths: added up exactly by either database, unlike a float."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Number | None, dialect: Dialect) -> int | None:  # noqa: ARG002
        """Count the millionths."""
        return None if value is None else millionths(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> Number | None:  # noqa: ARG002
        """Give a whole number back as ``int``, any other as the shortest ``Decimal``."""
        if value is None:
            return None
        whole, rest = divmod(value, 10**_PLACES)
        return Decimal(value).scaleb(-_PLACES).normalize() if rest else whole
