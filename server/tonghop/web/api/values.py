"""What the API answers with. The descriptions are what its page tells."""

from datetime import date, datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from tonghop.core.accounts import Right, Role
from tonghop.core.completeness import State
from tonghop.core.consolidation import Include
from tonghop.core.definitions import Severity
from tonghop.core.errors import marked
from tonghop.core.submission import Coverage

Digest = Annotated[str, Field(pattern="^[0-9a-f]{64}$", description=marked("SHA-256 of the file, hexadecimal."))]
CoverageOf = Annotated[
    Coverage, Field(description=marked("own: what the unit did itself; summary: its sum of the units below it."))
]


class Value(BaseModel):
    """Part of an answer."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Version(Value):
    """Which version answers."""

    version: str


class Finding(Value):
    """One thing that was found in a workbook, with its place."""

    code: str = Field(description=marked("Stable, for programs."))
    severity: Severity
    sheet: str | None = Field(description=marked("The sheet’s name as it stands in the file."))
    cell: str | None = Field(
        pattern="^[A-Z]{1,3}[0-9]+$",
        description=marked("As Excel names it, such as C12; null where it is no one cell."),
    )
    form: str | None
    row: str | None
    field: str | None
    read: str | None = Field(description=marked("What stood in the cell, as it was typed."))
    expected: str | None = Field(description=marked("What would be right, where one value can be suggested."))
    sentence: str = Field(description=marked("What was found, in the asked language."))
    remedy: str = Field(description=marked("What to do about it, in the asked language."))


class Part(Value):
    """One unit’s report in a file that was sent."""

    id: str = Field(description=marked("The report’s lasting id: campaign:period:unit:coverage."))
    campaign: str
    period: str
    unit: str
    coverage: CoverageOf
    taken: bool = Field(description=marked("Whether it can be consolidated: no finding blocks it."))
    revision: int | None = Field(description=marked("The revision that holds these answers; null when only checked."))
    state: State | None = Field(description=marked("How the report stands now; null when only checked."))
    new: bool | None = Field(description=marked("False: the same answers as before, no new revision was made."))
    waits: bool | None = Field(
        description=marked("True: kept, but not in force, as it has errors or amends an accepted one.")
    )
    replaced_sender: str | None = Field(
        description=marked("The account that sent the revision before, if another one.")
    )
    findings: tuple[Finding, ...]


class Refusal(Value):
    """Why a file was not taken at all."""

    status: int = Field(description=marked("The status it would have had by itself."))
    code: str = Field(description=marked("Stable, for programs."))
    detail: str
    finding: Finding | None


class Delivery(Value):
    """A file that was sent, and the reports in it."""

    name: str
    digest: Digest | None
    delivery: int | None = Field(description=marked("Its number among all deliveries; null where nothing was stored."))
    taken: bool = Field(description=marked("Whether every report in it can be consolidated."))
    refusal: Refusal | None
    submissions: tuple[Part, ...]


class Deliveries(Value):
    """What became of what was sent: of one workbook, or of each in a zip."""

    dry_run: bool = Field(description=marked("True: nothing was stored."))
    deliveries: tuple[Delivery, ...]


class Submission(Value):
    """A unit’s report for a period, as it stands."""

    id: str = Field(description=marked("The report’s lasting id: campaign:period:unit:coverage."))
    campaign: str
    period: str
    unit: str
    unit_name: str
    coverage: CoverageOf
    state: State
    accepted_levels: int = Field(description=marked("How many levels of review have accepted it."))
    revision: int = Field(description=marked("The revision in force."))
    waiting: int | None = Field(description=marked("A newer revision that is not in force."))
    received: datetime = Field(description=marked("When the revision in force came."))
    etag: str = Field(description=marked("For If-Match: changes with every revision and every review."))
    url: str


class Revision(Value):
    """One state of a report’s answers."""

    number: int
    state: State
    received: datetime
    sender: str = Field(description=marked("The account that sent it."))
    file_name: str
    digest: Digest
    findings: tuple[Finding, ...]


class SubmissionInFull(Submission):
    """A report with its revisions and what was found in each, oldest first."""

    revisions: tuple[Revision, ...]


class Submissions(Value):
    """A page of reports, in the order in which they first came."""

    submissions: tuple[Submission, ...]
    next: str | None = Field(description=marked("The address of the next page; null on the last one."))


class Standing(Value):
    """How one owed report stands."""

    unit: str
    unit_name: str
    period: str
    coverage: CoverageOf
    state: State
    due: date
    received: date | None
    days_late: int
    accepted_levels: int = Field(description=marked("How many levels of review have accepted it."))
    waiting: int | None = Field(description=marked("A newer revision that is not in force."))
    submission: str | None = Field(description=marked("The report’s id, where one came."))


class Progress(Value):
    """A period’s reports, counted. “owed” is the sum of the seven counts behind it."""

    period: str
    owed: int
    on_time: int
    late: int
    not_due: int
    missing: int
    empty: int
    blocked: int
    returned: int
    accepted: int
    exempt: int
    rate: float | None = Field(ge=0, le=1, description=marked("The share of the owed reports that came usable."))


class Status(Value):
    """Who has sent what, of the units in sight."""

    campaign: str
    as_of: date
    progress: tuple[Progress, ...]
    standings: tuple[Standing, ...]


class PeriodOf(Value):
    """A period of a campaign."""

    code: str
    label: str
    start: date
    end: date
    due: date
    derived: bool = Field(description=marked("Made up of its months: nobody reports for it."))


class Campaign(Value):
    """A campaign with its periods that have begun."""

    code: str
    version: int
    title: str
    short_title: str
    units: int = Field(description=marked("How many units of it are in sight."))
    whole: bool = Field(description=marked("Whether all of its units are in sight."))
    periods: tuple[PeriodOf, ...]


class Campaigns(Value):
    """The campaigns of this office."""

    campaigns: tuple[Campaign, ...]


class TokenOf(Value):
    """The token that was presented."""

    name: str
    expires: datetime


class Me(Value):
    """Who the token or session is, and what it may do."""

    account: str
    role: Role
    unit: str | None = Field(description=marked("The unit that is seen with all below it; null is everything."))
    unit_name: str | None
    rights: tuple[Right, ...]
    language: str
    today: date = Field(description=marked("The day it is for the service."))
    token: TokenOf | None = Field(description=marked("Null where a session is used."))


class Consolidation(Value):
    """A consolidation as it was given out."""

    id: str = Field(description=marked("Its lasting id: campaign:period:number."))
    campaign: str
    period: str
    number: int
    include: Include
    as_of: date
    made: datetime
    digest: Digest
    reports: int
    files: dict[str, str] = Field(description=marked("The addresses of its files, by kind."))


class Consolidations(Value):
    """What was given out of a period, oldest first."""

    consolidations: tuple[Consolidation, ...]


class Fault(Value):
    """Something in a request that is not as described."""

    name: str
    problem: str


class Problem(BaseModel):
    """What went wrong (RFC 9457), in the asked language."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    type: str
    title: str
    status: int
    detail: str = Field(description=marked("What is wrong and what to do."))
    code: str | None = Field(default=None, description=marked("Stable, for programs."))
    errors: tuple[Fault, ...] = Field(default=(), description=marked("Each parameter that cannot be taken."))
    deliveries: tuple[Delivery, ...] = Field(default=(), description=marked("The files, where none could be taken."))
    reference: str = Field(default="", description=marked("To be told to the IT officer."))
