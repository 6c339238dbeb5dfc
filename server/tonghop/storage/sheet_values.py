"""Shared spreadsheets as the store keeps them: which there are, who sees them, and how far the reading of each is."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tonghop.core.errors import Phrase


@dataclass(frozen=True, slots=True)
class SheetKey:
    """What there is one shared spreadsheet of."""

    campaign: str
    period: str
    unit: str
    """The code of the unit whose subordinates fill it: a district."""


class SheetState(StrEnum):
    """How a shared spreadsheet stands."""

    MAKING = "making"
    READY = "ready"
    GONE = "gone"
    """It is no longer at Google; it may be made anew."""


class TabRole(StrEnum):
    """What a tab is for."""

    FORM = "form"
    COVER = "cover"
    LISTS = "lists"
    STAMP = "stamp"
    FINDINGS = "findings"


@dataclass(frozen=True, slots=True)
class SheetTab:
    """One tab of a shared spreadsheet, known by its number whatever a clerk calls it."""

    number: int
    """Google's sheetId."""
    role: TabRole
    form: str | None = None
    """The code of the form that it holds."""


@dataclass(frozen=True, slots=True)
class NewSheet:
    """A shared spreadsheet that is to be made."""

    key: SheetKey
    version: int
    """The campaign's version that it is made from."""
    title: str


@dataclass(frozen=True, slots=True)
class SharedSheet:
    """A shared spreadsheet as it was registered, and what was last read and written."""

    id: int
    key: SheetKey
    version: int
    title: str
    state: SheetState
    spreadsheet: str | None
    """Google's id of it; ``None`` while it is being made."""
    made: datetime | None
    seen: str | None
    """The digest of the contents that were last taken in: the same again need not be."""
    marked: str | None
    """The digest of the marks that were last written: the same again need not be."""
    read: datetime | None
    written: datetime | None
    problem: Phrase | None
    """What last went wrong, to be said in the reader's language; ``None`` since it went well again."""


@dataclass(frozen=True, slots=True)
class SheetGrant:
    """With whom a shared spreadsheet is shared."""

    email: str
    permission: str
    """Drive's id of it."""
    since: datetime
    account: int | None = None
    """The account whose address it is, where it is one's."""


class PullStage(StrEnum):
    """How far the reading of a spreadsheet is: after an interruption it goes on from here."""

    WAITING = "waiting"
    """Nothing of it is kept yet."""
    FETCHED = "fetched"
    """Its contents are kept and not taken in yet."""
    RECEIVED = "received"
    """Its contents are a delivery; the marks may not be written yet."""


@dataclass(frozen=True, slots=True)
class Claim:
    """That one worker, and no other, reads a spreadsheet; every step that it takes names it."""

    sheet: int
    token: str
    """Random, another one each time: who was given up for dead and comes back has an old one."""


@dataclass(frozen=True, slots=True)
class Pull:
    """The reading of one spreadsheet, asked for or under way; its contents are asked for by themselves."""

    sheet: int
    stage: PullStage
    due: datetime
    """Not before then."""
    again: datetime | None
    """It was asked for anew in the meantime: when it is to be read once more."""
    delivery: int | None
    """The sequence of the delivery that its contents became."""
    attempts: int
    """How often it was begun since it was last done."""
    round: int
    """How many contents were fetched: more than one where a clerk went on typing meanwhile."""
    worker: str | None
    """Which process has it."""
    seen: datetime | None
    """When that process last said so."""
    token: str | None
    """Of the claim by which it has it."""

    @property
    def claim(self) -> Claim:
        """By what its worker names it; one that nobody has is named by a claim that no step accepts."""
        return Claim(self.sheet, self.token or "")


@dataclass(frozen=True, slots=True)
class Ended:
    """What the reading of a spreadsheet ended with."""

    seen: str
    """The digest of the contents that it holds and that are taken in."""
    marked: str | None
    """The digest of the marks that stand in it; ``None`` where none do."""
    read: datetime
    written: datetime | None = None
    """When marks were written to it, where any had to be."""
    problem: Phrase | None = None
    """Why its contents were not taken, where reading once more would change nothing."""
    again: datetime | None = None
    """When it is to be looked at again, as where a clerk is still typing."""


@dataclass(frozen=True, slots=True)
class LiveSheet:
    """Which consolidation stands in the spreadsheet that shows a period's figures."""

    campaign: str
    period: str
    spreadsheet: str
    """Google's id of it."""
    digest: str
    """Of the consolidation that was last written to it."""
    pushed: datetime
