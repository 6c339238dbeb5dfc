"""Reminders by e-mail: whom an overdue report is asked of, the letter, and what became of each."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from functools import partial

from tonghop.core.accounts import Account, Right
from tonghop.core.errors import TonghopError, marked
from tonghop.core.following import Report
from tonghop.core.units import Unit
from tonghop.mail import Outbox
from tonghop.sentences import STATES, say
from tonghop.storage import Act, Store
from tonghop.workflow.following import Followed
from tonghop.workflow.office import Office

Pair = tuple[str, str]
"""A unit's code and a period's code."""


@dataclass(frozen=True, slots=True)
class Reminder:
    """One letter: to a unit's accounts, of its overdue reports."""

    unit: Unit
    accounts: tuple[Account, ...]
    reports: tuple[Report, ...]

    @property
    def addresses(self) -> tuple[str, ...]:
        """Where it goes, each once."""
        return tuple(dict.fromkeys(account.email for account in self.accounts if account.email))

    @property
    def pairs(self) -> frozenset[Pair]:
        """What it reminds of."""
        return frozenset((report.standing.unit, report.standing.period) for report in self.reports)


@dataclass(frozen=True, slots=True)
class Reminders:
    """Who is reminded, and who cannot or need not be."""

    followed: Followed
    letters: tuple[Reminder, ...]
    without_address: tuple[Unit, ...]
    """Late units of which no account has an e-mail address."""
    reminded_today: tuple[Unit, ...]


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of one letter at one address."""

    unit: Unit
    address: str
    problem: str | TonghopError = ""
    """Why it did not go out; blank when it did."""


def reminders(store: Store, followed: Followed, day: date, period: str | None = None) -> Reminders:
    """Return who is to be reminded on a day of what is overdue (of one period)."""
    done = store.reminded(followed.campaign.code, day)
    by_unit: dict[str, list[Report]] = {}
    for report in followed.reports:
        one = report.standing
        if one.is_overdue and period in {None, one.period}:
            by_unit.setdefault(one.unit, []).append(report)
    accounts = _clerks(store, by_unit)
    letters, without, before = [], [], []
    for code, reports in by_unit.items():
        unit = followed.outline.by_code[code]
        open_ones = tuple(r for r in reports if (code, r.standing.period) not in done)
        if not open_ones:
            before.append(unit)
        elif code in accounts:
            letters.append(Reminder(unit, tuple(accounts[code]), open_ones))
        else:
            without.append(unit)
    return Reminders(followed, tuple(letters), tuple(without), tuple(before))


def letter(office: Office, followed: Followed, reminder: Reminder, at: datetime) -> EmailMessage:
    """Write the letter, in the office's language."""
    language = office.instance.settings.language
    speak = partial(say, language=language)
    campaign = followed.campaign
    settings = office.instance.settings.mail
    message = EmailMessage()
    message["Subject"] = speak(
        marked("Overdue report: {campaign} – {unit}"), campaign=campaign.short_title, unit=reminder.unit.name
    )
    if settings is not None:
        message["From"] = settings.sender
        message["Message-ID"] = make_msgid(domain=settings.sender.rpartition("@")[2])
    message["To"] = ", ".join(reminder.addresses)
    message["Date"] = format_datetime(at)
    message["Auto-Submitted"] = "auto-generated"
    lines = [
        speak(marked("To: {unit}"), unit=reminder.unit.name),
        "",
        speak(
            marked("As of {day}, {issuer} has not received from you, or cannot use, these reports of “{campaign}”:"),
            day=_day(followed.as_of),
            issuer=campaign.issuer,
            campaign=campaign.short_title,
        ),
        *(_line(followed, report, speak) for report in reminder.reports),
        "",
        speak(marked("Please send the report at once, or say why it cannot be sent.")),
    ]
    if settings is not None and office.instance.settings.address:
        lines.append(speak(marked("Sign in and send here: {address}"), address=office.instance.settings.address))
    lines += ["", speak(marked("This letter was sent automatically; there is no need to answer it."))]
    message.set_content("\n".join(lines) + "\n", cte="base64")
    return message


def send(office: Office, made: Reminders, outbox: Outbox, *, who: str, at: datetime, day: date) -> tuple[Sent, ...]:
    """Send the letters and tell the audit how many; what was reminded meanwhile is left out.

    Raises a MailError when the server cannot be used at all; then nobody counts as reminded.
    """
    code = made.followed.campaign.code
    sent: list[Sent] = []
    with outbox:
        try:
            for reminder in made.letters:
                sent += _send_one(office, made.followed, reminder, outbox, at=at, day=day)
        finally:
            failed = sum(bool(one.problem) for one in sent)
            if sent:
                details = {"letters": len(sent) - failed, "refused": failed, "units": len({s.unit.code for s in sent})}
                office.store.record(Act(at, who, "remind", code, details))
    return tuple(sent)


def _send_one(
    office: Office, followed: Followed, reminder: Reminder, outbox: Outbox, *, at: datetime, day: date
) -> Iterator[Sent]:
    """Send one letter to each of its addresses. It is claimed first, so that no one else sends it too."""
    code = followed.campaign.code
    gained = office.store.claim_reminders(code, reminder.pairs, day)
    mine = tuple(r for r in reminder.reports if (r.standing.unit, r.standing.period) in gained)
    if not mine:
        return
    went = False
    try:
        message = letter(office, followed, replace(reminder, reports=mine), at)
        refused = outbox.send(message, reminder.addresses)
        went = len(refused) < len(reminder.addresses)
    finally:
        if not went:
            office.store.release_reminders(code, gained, day)
    for address in reminder.addresses:
        yield Sent(reminder.unit, address, refused.get(address, ""))


def _clerks(store: Store, units: Collection[str]) -> Mapping[str, list[Account]]:
    """Return the accounts of each unit that may send its reports and can be written to."""
    found: dict[str, list[Account]] = {}
    for account in store.accounts():
        if (
            account.unit is not None
            and account.unit in units
            and account.active
            and account.email
            and account.may(Right.SEND)
        ):
            found.setdefault(account.unit, []).append(account)
    return found


def _line(followed: Followed, report: Report, speak: Callable[..., str]) -> str:
    one = report.standing
    return speak(
        marked("- {period}: {state}, due {due}, {days} days overdue"),
        period=followed.label[one.period].label,
        state=speak(STATES[one.state]),
        due=_day(one.due),
        days=one.days_late,
    )


def _day(value: date) -> str:
    return f"{value.day}/{value.month}/{value.year}"
