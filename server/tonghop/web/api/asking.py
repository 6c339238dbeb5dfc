"""What may be asked of the API. An unknown parameter is refused: a mistyped dry_run must not store anything."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from tonghop.core.completeness import State
from tonghop.core.consolidation import Include
from tonghop.core.definitions import Language
from tonghop.core.errors import marked
from tonghop.core.stamp import Layout
from tonghop.core.submission import Coverage

_CODE = "[A-Za-z0-9][A-Za-z0-9._-]{0,99}"
Code = Annotated[str, Field(pattern=f"^{_CODE}$")]
CampaignCode = Annotated[
    Code | None, Field(description=marked("The campaign’s code; may be left out where there is one only."))
]
PeriodCode = Annotated[Code | None, Field(description=marked("The period’s code."))]


class Asked(BaseModel):
    """What goes with every request."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    lang: Language | None = Field(
        default=None, description=marked("The language of sentences; goes before Accept-Language.")
    )


class Claim(Asked):
    """What a sender says of a workbook that does not say it itself."""

    unit: Code | None = Field(
        default=None, description=marked("The unit it is of, where the workbook does not say so.")
    )
    period: Code | None = Field(
        default=None, description=marked("The period it is for, where the workbook does not say so.")
    )


class Sending(Claim):
    """How a workbook is to be taken."""

    dry_run: bool = Field(default=False, description=marked("Only say what would become of it; nothing is stored."))


class Listing(Asked):
    """Which reports are listed."""

    campaign: CampaignCode = None
    period: PeriodCode = None
    unit: Code | None = Field(default=None, description=marked("Only of this unit and those below it."))
    state: State | None = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50
    cursor: str | None = Field(
        default=None, pattern="^[1-9][0-9]{0,15}$", description=marked("Where the page before ended; from its “next”.")
    )


class Looking(Asked):
    """From which day is looked."""

    as_of: date | None = Field(default=None, description=marked("Look from this day; today if not given."))


class StatusOf(Looking):
    """Whose standing is asked for."""

    campaign: CampaignCode = None
    period: PeriodCode = None
    unit: Code | None = Field(default=None, description=marked("Only of this unit and those below it."))


class WorkbookOf(Looking):
    """Which workbook is asked for."""

    campaign: CampaignCode = None
    period: PeriodCode = None
    layout: Layout = Field(
        default=Layout.UNIT, description=marked("unit: its own workbook; group: one for all units directly below it.")
    )
    coverage: Coverage = Field(
        default=Coverage.OWN,
        description=marked("own: what the unit did itself; summary: its sum of the units below it."),
    )


class FileOf(Asked):
    """Which revision's file is asked for."""

    revision: Annotated[int, Field(ge=1, le=1_000_000)] | None = Field(
        default=None, description=marked("The newest one if not given.")
    )


class ConsolidationsOf(Asked):
    """Whose consolidations are listed."""

    campaign: CampaignCode = None
    period: Code = Field(description=marked("The period’s code."))


class Order(BaseModel):
    """What is to be consolidated."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    campaign: CampaignCode = None
    period: Code = Field(description=marked("The period’s code."))
    include: Include = Field(
        default=Include.SUBMITTED, description=marked("Accepted reports only, or all that were submitted.")
    )


class SubmissionPath(BaseModel):
    """Which report is meant."""

    submission: str = Field(
        pattern=f"^{_CODE}:{_CODE}:{_CODE}:(own|summary)$",
        description=marked("The report’s lasting id: campaign:period:unit:coverage."),
        json_schema_extra={"example": "so-28-2022:KQ-2022:S-CB01:own"},
    )


class UnitPath(BaseModel):
    """Which unit is meant."""

    unit: Code = Field(description=marked("The unit’s code."), json_schema_extra={"example": "S-CB01"})


class ConsolidationPath(BaseModel):
    """Which file of which consolidation is meant."""

    consolidation: str = Field(
        pattern=f"^{_CODE}:{_CODE}:[1-9][0-9]{{0,5}}$",
        description=marked("Its lasting id: campaign:period:number."),
        json_schema_extra={"example": "so-28-2022:KQ-2022:1"},
    )
    kind: Literal["xlsx", "docx", "pdf", "json"]


class Kept(BaseModel):
    """A key by which a request that is sent twice is done once."""

    key: str | None = Field(
        default=None,
        alias="Idempotency-Key",
        pattern="^[!-~]{1,100}$",
        description=marked(
            "Of your own choice: the same request under the same key is done once and answered alike for seven days."
        ),
    )


class SendingHead(Kept):
    """What goes with a workbook that is sent."""

    file_name: str | None = Field(
        default=None,
        alias="X-File-Name",
        max_length=1000,
        description=marked("The file’s name where the body is the file itself; percent-encoded UTF-8."),
        json_schema_extra={"example": "S-CB01%20Chi%20b%E1%BB%99.xlsx"},
    )
    if_match: str | None = Field(
        default=None,
        alias="If-Match",
        pattern="^[ -~]{1,200}$",
        description=marked(
            "The report’s ETag as you saw it, for a workbook of one unit: 412 or 409 when it has changed since."
        ),
    )


class CheckingHead(BaseModel):
    """What goes with a workbook that is only looked at."""

    file_name: str | None = Field(
        default=None,
        alias="X-File-Name",
        max_length=1000,
        description=marked("The file’s name where the body is the file itself; percent-encoded UTF-8."),
    )


class ReadingHead(BaseModel):
    """What goes with a request for something that may be known already."""

    if_none_match: str | None = Field(
        default=None,
        alias="If-None-Match",
        pattern="^[ -~]{1,200}$",
        description=marked("The ETag of what you have: 304 when it is still so."),
    )
