"""What can be asked for: an order is data, kept as JSON until a worker has done it."""

from datetime import date
from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from tonghop.core.consolidation import Include
from tonghop.core.definitions import Language
from tonghop.core.stamp import Layout


class Order(BaseModel):
    """Long work with everything that it needs, beside its files."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    kind: ClassVar[str]


class Ingest(Order):
    """Take in the files handed in with it, each as a delivery of its own; archives are opened.

    They are taken for the account that asked, with the sight it has when its file's turn comes.
    """

    kind = "ingest"
    unit: str | None = None
    """Whose they are said to be."""
    period: str | None = None
    source: str = "upload"
    within: str | None = None
    """The unit beyond which nothing is taken, where a token saw less than its account."""


class Consolidate(Order):
    """Bring a period's figures together; ``issue`` keeps them as given out."""

    kind = "consolidate"
    campaign: str
    period: str
    as_of: date
    include: Include = Include.SUBMITTED
    issue: bool = False
    language: Language = "vi"


class Workbooks(Order):
    """Make a period's workbooks and put them into one archive; ``units`` names whose, all where none is named."""

    kind = "workbooks"
    campaign: str
    period: str
    as_of: date
    layout: Layout = Layout.UNIT
    units: tuple[str, ...] = ()


class _OfPeriod(Order):
    """What is done to shared spreadsheets of a period; ``units`` names whose, all where none is named."""

    campaign: str
    period: str
    units: tuple[str, ...] = ()


class MakeSheets(_OfPeriod):
    """Make the spreadsheets that are missing."""

    kind = "make_sheets"


class ShareSheets(_OfPeriod):
    """Share those that are made with the accounts of their units."""

    kind = "share_sheets"


class PullSheets(_OfPeriod):
    """Read those that are made, now."""

    kind = "pull_sheets"


class PushSheet(Order):
    """Bring a period together and write it to the province's live spreadsheet."""

    kind = "push_sheet"
    campaign: str
    period: str
    as_of: date
    include: Include = Include.SUBMITTED
