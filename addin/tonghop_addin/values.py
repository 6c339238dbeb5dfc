"""What the service says, as values. Only what the add-in shows is taken over; what a newer service adds is ignored."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tonghop_addin.words import KINDS


@dataclass(frozen=True, slots=True)
class Upload:
    """A workbook’s name and bytes, as they are sent."""

    name: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Claim:
    """What a sender says of a workbook that lost its mark."""

    unit: str | None = None
    period: str | None = None


NO_CLAIM = Claim()


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was found, with its place, in words."""

    code: str
    severity: str
    sheet: str | None
    cell: str | None
    sentence: str
    remedy: str

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> "Finding":
        """Return the finding that the service told of."""
        severity = str(told["severity"])
        return cls(
            code=str(told["code"]),
            severity=severity if severity in KINDS else "warning",
            sheet=told.get("sheet"),
            cell=told.get("cell"),
            sentence=str(told["sentence"]),
            remedy=str(told.get("remedy") or ""),
        )


@dataclass(frozen=True, slots=True)
class Part:
    """What became of one unit’s report in a workbook."""

    id: str
    taken: bool
    new: bool | None
    revision: int | None
    findings: tuple[Finding, ...]

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> "Part":
        """Return the report that the service told of."""
        findings = tuple(Finding.of(one) for one in told["findings"])
        return cls(str(told["id"]), bool(told["taken"]), told.get("new"), told.get("revision"), findings)


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of one workbook."""

    name: str
    taken: bool
    parts: tuple[Part, ...]

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> "Delivery":
        """Return the delivery that the service told of."""
        return cls(str(told["name"]), bool(told["taken"]), tuple(Part.of(one) for one in told["submissions"]))

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All findings, the weightiest first."""
        every = [one for part in self.parts for one in part.findings]
        order = list(KINDS)
        return tuple(sorted(dict.fromkeys(every), key=lambda one: order.index(one.severity)))


@dataclass(frozen=True, slots=True)
class Me:
    """Whose token it is and what it may do."""

    account: str
    unit: str | None
    rights: frozenset[str]
    expires: datetime | None

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> "Me":
        """Return the account that the service told of."""
        token = told.get("token")
        expires = None if token is None else datetime.fromisoformat(token["expires"])
        return cls(str(told["account"]), told.get("unit"), frozenset(told["rights"]), expires)


@dataclass(frozen=True, slots=True)
class Period:
    """A period of a campaign."""

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class Campaign:
    """A campaign with its periods that have begun."""

    code: str
    title: str
    periods: tuple[Period, ...]

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> "Campaign":
        """Return the campaign that the service told of."""
        periods = tuple(Period(one["code"], one["label"]) for one in told["periods"])
        return cls(told["code"], told["short_title"], periods)


@dataclass(frozen=True, slots=True)
class Standing:
    """How one owed report stands."""

    campaign: str
    period: str
    unit: str
    unit_name: str
    coverage: str
    state: str
    due: str
    days_late: int

    @classmethod
    def of(cls, campaign: str, told: Mapping[str, Any]) -> "Standing":
        """Return the standing that the service told of."""
        names = ("period", "unit", "unit_name", "coverage", "state", "due", "days_late")
        return cls(campaign, **{name: told[name] for name in names})


@dataclass(frozen=True, slots=True)
class Consolidation:
    """A consolidation as it was given out, with the addresses of its files by kind."""

    id: str
    number: int
    reports: int
    files: Mapping[str, str]

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> "Consolidation":
        """Return the consolidation that the service told of."""
        return cls(str(told["id"]), int(told["number"]), int(told["reports"]), dict(told["files"]))
