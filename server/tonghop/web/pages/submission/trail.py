"""The audit's lines on one report, in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import cast

from tonghop.core.completeness import State
from tonghop.core.errors import marked
from tonghop.core.submission import SubmissionKey
from tonghop.sentences import STATES
from tonghop.storage import AuditEntry, taken_of
from tonghop.web.desk import desk

_ACTS: Mapping[str, str] = MappingProxyType(
    {
        "accept": marked("accepted"),
        "return": marked("returned"),
        "reopen": marked("reopened"),
        "exempt": marked("freed from reporting"),
        "extend": marked("given a later last day"),
    }
)
_DOORS: Mapping[str, str] = MappingProxyType(
    {
        "file": marked("taken in on the command line"),
        "upload": marked("sent through the service"),
        "web": marked("corrected in the page"),
        "sheet": marked("sent from the spreadsheet"),
        "google": marked("read from the shared spreadsheet"),
    }
)


@dataclass(frozen=True, slots=True)
class Mark:
    """One line: when, who, what, and how the report stood then."""

    at: datetime
    who: str
    act: str
    revision: int | None
    state: str
    reason: str


def of(key: SubmissionKey) -> tuple[Mark, ...]:
    """Return what was done with a report, newest first."""
    entries = desk.store.audit_of(key, desk.office.end_of(desk.as_of))
    return tuple(_mark(entry, key) for entry in reversed(entries))


def _mark(entry: AuditEntry, key: SubmissionKey) -> Mark:
    said = taken_of(entry, key) or entry.details
    words = _DOORS.get(str(entry.details.get("source"))) if entry.action == "receive" else _ACTS.get(entry.action)
    state = said.get("state")
    return Mark(
        at=entry.at,
        who=entry.who,
        act=desk.say(words) if words else entry.action,
        revision=cast("int | None", said.get("revision")),
        state=desk.say(STATES[State(str(state))]) if state else "",
        reason=str(entry.details.get("reason") or ""),
    )
