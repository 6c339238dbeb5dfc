"""The audit: who did what and when, searched, verified, taken along as a file."""

from collections.abc import Iterator
from csv import writer
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from io import StringIO
from math import ceil
from urllib.parse import urlencode

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from tonghop.core.accounts import Right
from tonghop.core.errors import marked
from tonghop.storage import AuditEntry, AuditSearch
from tonghop.web import wording
from tonghop.web.access import needs
from tonghop.web.desk import desk
from tonghop.web.pages.audit.words import ACTIONS, sentence
from tonghop.web.pages.campaigns.about import XLSX, attachment
from tonghop.web.pages.navigation import Item, Topic
from tonghop.writing.listing import list_workbook

PAGES = Blueprint("audit", __name__)
TOPIC = Topic(PAGES, Item("audit.audit", marked("Audit"), Right.AUDIT))

PER_PAGE = 50
_HEADINGS = (
    marked("No."),
    marked("Time"),
    marked("Who"),
    marked("What was done"),
    marked("Act"),
    marked("Subject"),
    marked("Details"),
    marked("Seal"),
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked for, as it was typed."""

    who: str
    action: str
    subject: str
    since: date | None
    until: date | None

    @classmethod
    def from_address(cls) -> "Asked":
        """Read it from the address."""
        said = request.args
        who, action, subject = (said.get(name, "").strip() for name in ("who", "action", "subject"))
        return cls(who, action, subject, _day(said.get("since", "")), _day(said.get("until", "")))

    @property
    def search(self) -> AuditSearch:
        """The same for the store."""
        until = None if self.until is None else self.until + timedelta(days=1)
        return AuditSearch(self.who, self.action, self.subject, _start(self.since), _start(until))

    def address(self, **more: object) -> str:
        """Return the query of an address that looks for the same."""
        said = {"who": self.who, "action": self.action, "subject": self.subject}
        days = {name: day.isoformat() for name, day in (("since", self.since), ("until", self.until)) if day}
        return urlencode({name: value for name, value in {**said, **days, **more}.items() if value})


@PAGES.get("/audit")
@needs(Right.AUDIT, whole=True)
def audit() -> str:
    """List what was done, newest first, and say whether the chain holds."""
    asked = Asked.from_address()
    count = desk.store.count_audit(asked.search)
    pages = max(1, ceil(count / PER_PAGE))
    number = min(max(1, request.args.get("page", 1, type=int)), pages)
    entries = desk.store.search_audit(asked.search, skip=(number - 1) * PER_PAGE, limit=PER_PAGE)
    verified = number == 1 and not asked.address()
    return render_template(
        "audit/audit.html",
        asked=asked,
        entries=[(entry, sentence(entry, desk.say)) for entry in entries],
        count=count,
        page_number=number,
        pages=pages,
        verified=verified,
        broken=desk.store.verify_audit() if verified else None,
        newest=entries[0] if verified and entries else None,
        actions=[(action, ACTIONS.get(action, action)) for action in desk.store.audited_actions()],
    )


@PAGES.get("/audit.csv")
@needs(Right.AUDIT, whole=True)
def audit_csv() -> Response:
    """Give what is looked for as CSV; no cell of it can become a formula."""
    out = StringIO()
    rows = writer(out)
    rows.writerows([_harmless(cell) for cell in row] for row in _rows())
    return attachment(out.getvalue().encode("utf-8-sig"), "nhat-ky.csv", "text/csv")


@PAGES.get("/audit.xlsx")
@needs(Right.AUDIT, whole=True)
def audit_xlsx() -> Response:
    """Give it as a workbook, every cell a text."""
    content = list_workbook(desk.say(marked("Audit")), _rows(), widths=(8, 18, 20, 60, 16, 36, 50, 66))
    return attachment(content, "nhat-ky.xlsx", XLSX)


def _rows() -> Iterator[tuple[str, ...]]:
    yield tuple(desk.say(heading) for heading in _HEADINGS)
    zone = desk.service.instance.zone
    for entry in desk.store.search_audit(Asked.from_address().search):
        yield (
            str(entry.sequence),
            wording.instant(entry.at, zone),
            entry.who,
            sentence(entry, desk.say),
            entry.action,
            entry.subject,
            _plain(entry),
            entry.hash,
        )


def _plain(entry: AuditEntry) -> str:
    return "; ".join(f"{name}: {value}" for name, value in entry.details.items() if value not in (None, "", []))


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _start(day: date | None) -> datetime | None:
    return None if day is None else datetime.combine(day, time.min, tzinfo=desk.service.instance.zone)
