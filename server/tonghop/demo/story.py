"""What a campaign's demonstration makes up: read from ``demo.toml`` beside its ``campaign.toml``."""

import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from tonghop.config import ReportSettings
from tonghop.core.definitions import Code, Name
from tonghop.core.errors import DefinitionError

Range = tuple[int, int]
Share = Annotated[Decimal, Field(ge=0)]


class _Closed(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Amount(_Closed):
    """A made figure: within a range, or a share of one of the register's figures."""

    range: Range | None = None
    of: Name | None = None
    share: tuple[Share, Share] = (Decimal("0.9"), Decimal(1))


class Sessions(_Closed):
    """Conferences or sessions that units of some levels hold in some periods."""

    levels: tuple[Code, ...]
    periods: tuple[Code, ...] = ()
    """None named means all."""
    count: Range = (1, 1)
    level: Code
    modes: tuple[Code, ...]
    names: tuple[str, ...]
    audience: Amount
    officials: Range = (0, 20)
    beyond: Range = (0, 30)
    days: tuple[Decimal, ...] = ()
    bridges: dict[Name, Range] = {}
    contents: tuple[Code, ...] = ()
    steps: tuple[Code, ...] = ()


class ResultRow(_Closed):
    """What an indicator comes to."""

    rows: tuple[Code, ...]
    levels: tuple[Code, ...] = ()
    amount: Amount


class PlanRow(_Closed):
    """A row whose figures the plan itself states: not made."""

    unit: Code
    period: Code
    form: Code
    values: dict[Name, int | Decimal | date | str]


class Shares(_Closed):
    """How many of a hundred units behave how."""

    missing: Share = Decimal("0.06")
    late: Share = Decimal("0.10")
    dirty: Share = Decimal("0.12")
    """Mistakes that block."""
    careless: Share = Decimal("0.30")
    """Typed as clerks type: read, with a note."""
    corrected: Share = Decimal("0.5")
    """Of the dirty ones: those that send a corrected workbook in time."""
    accepted: Share = Decimal("0.7")
    """Of the clean ones."""


class Story(_Closed):
    """One campaign's demonstration."""

    seed: int
    as_of: date
    periods: tuple[Code, ...]
    """Filled periods, oldest first."""
    consolidate: Code
    shares: Shares = Shares()
    stock: dict[Code, int] = {}
    """By item: copies that there are to hand out; others are given in full."""
    groups: tuple[Code, ...] = ()
    """Units that send one workbook for all those directly below them, in the group layout."""
    register_of: dict[Code, dict[Name, Range]] = Field(alias="register")
    """By level: the register's figures."""
    sessions: tuple[Sessions, ...] = ()
    results: tuple[ResultRow, ...] = ()
    texts: dict[Name, tuple[str, ...]] = {}
    plan_rows: tuple[PlanRow, ...] = ()
    report: ReportSettings = ReportSettings()
    """What the office says of itself in the report, as far as the plan shows it."""


def load_story(folder: Path) -> Story:
    """Read ``demo.toml`` in a campaign's folder; raises DefinitionError naming file and key."""
    file = folder / "demo.toml"
    try:
        return Story.model_validate(tomllib.loads(file.read_text(encoding="utf-8")))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise DefinitionError(where=file, problem=error) from error
    except ValidationError as error:
        first = error.errors()[0]
        raise DefinitionError(where=f"{file}: {'.'.join(map(str, first['loc']))}", problem=first["msg"]) from error
