"""Reminders by e-mail: who would get what, and, once confirmed, what became of each letter."""

from flask import render_template, request

from tonghop.core.accounts import Right
from tonghop.core.definitions import Period
from tonghop.core.errors import marked
from tonghop.mail import MailError, Outbox
from tonghop.web.access import needs
from tonghop.web.desk import desk
from tonghop.web.pages.progress.blueprint import PAGES, chosen_period, followed
from tonghop.workflow import Reminders, Sent, letter, reminders, send

_ONE = marked("Only units that are overdue today are reminded; go back to today first.")
_UNUSABLE = 502


@PAGES.get("/c/<campaign>/chase/<period>/remind")
@needs(Right.REVIEW)
def remind(campaign: str, period: str) -> str:
    """Show who would get which letter."""
    made, of = _found(campaign, period)
    return _page(made, of)


@PAGES.post("/c/<campaign>/chase/<period>/remind")
@needs(Right.REVIEW)
def send_reminders(campaign: str, period: str) -> str | tuple[str, int]:
    """Send the letters that were shown; the answer says what became of each.

    It is no redirect: what became of each address is kept nowhere, and asking again reminds nobody twice.
    """
    made, of = _found(campaign, period)
    if desk.looks_back:
        return _page(made, of, problem=desk.say(_ONE)), 422
    chosen = set(request.form.getlist("unit"))
    made = Reminders(
        made.followed,
        tuple(one for one in made.letters if one.unit.code in chosen),
        made.without_address,
        made.reminded_today,
    )
    instance = desk.service.instance
    try:
        outbox = Outbox(instance.settings.mail, instance.folder)
        sent = send(desk.office, made, outbox, who=desk.who, at=desk.now, day=desk.today)
    except MailError as error:
        again, of = _found(campaign, period)
        return _page(again, of, problem=desk.told(error)), _UNUSABLE
    again, of = _found(campaign, period)
    return _page(again, of, sent=sent)


def _found(campaign: str, code: str) -> tuple[Reminders, Period]:
    made = followed(campaign)
    period = chosen_period(made, code)
    return reminders(desk.store, made, desk.today, period.code), period


def _page(made: Reminders, period: Period, *, problem: str = "", sent: tuple[Sent, ...] | None = None) -> str:
    sample = letter(desk.office, made.followed, made.letters[0], desk.now) if made.letters else None
    return render_template(
        "progress/remind.html",
        campaign=made.followed.campaign,
        period=period,
        made=made,
        problem=problem,
        sent=sent,
        is_set=desk.service.instance.settings.mail is not None,
        sample_subject=sample["Subject"] if sample else "",
        sample_text=sample.get_content() if sample else "",
    )
