"""One account: opened, changed, closed, let in again."""

from collections.abc import Mapping
from dataclasses import replace

from flask import flash, redirect, render_template, request
from werkzeug.wrappers import Response

from tonghop.core.accounts import Account, Right
from tonghop.core.errors import marked
from tonghop.web.access import needs
from tonghop.web.accounts import locking
from tonghop.web.desk import desk
from tonghop.web.limits import at_most
from tonghop.web.pages.accounts.sight import PAGES, in_sight, keeper, known, named, role_words, unit_names
from tonghop.workflow.accounts import Line, Plan, plan

Answer = str | tuple[str, int] | Response
_OFTEN = "60 per minute"


@PAGES.get("/accounts")
@needs(Right.ACCOUNTS)
def accounts() -> str:
    """List the accounts."""
    sought = request.args.get("q", "").strip().lower()
    units = unit_names()
    shown = [account for account in in_sight() if sought in _searched(account, units)]
    return render_template(
        "accounts/accounts.html",
        accounts=shown,
        units=units,
        sought=sought,
        campaigns=desk.office.campaigns.values(),
        is_locked=locking.is_locked,
    )


@PAGES.get("/accounts/new")
@needs(Right.ACCOUNTS)
def new() -> str:
    """Show the form of a new account."""
    return _form("accounts/new.html")


@PAGES.post("/accounts/new")
@at_most(_OFTEN)
@needs(Right.ACCOUNTS)
def make() -> Answer:
    """Open an account and show its first password, once."""
    name = request.form.get("name", "").strip().lower()
    judged = plan([_line(name, request.form)], known())
    if judged.changed or judged.unchanged:
        return _form("accounts/new.html", problems=[desk.say(marked("There is an account of this name already."))]), 422
    if judged.problems:
        return _form("accounts/new.html", problems=_told(judged)), 422
    ((account, password),) = keeper().apply(judged)
    return _page(account, password=password)


@PAGES.get("/accounts/<name>")
@needs(Right.ACCOUNTS)
def account(name: str) -> str:
    """Show an account."""
    return _page(named(name))


@PAGES.post("/accounts/<name>")
@at_most(_OFTEN)
@needs(Right.ACCOUNTS)
def change(name: str) -> Answer:
    """Give an account another role, unit or e-mail address."""
    found = named(name)
    judged = plan([_line(name, request.form)], known())
    if judged.problems:
        return _page(found, problems=_told(judged)), 422
    for old, wanted in judged.changed:
        keeper().change(old, wanted)
    return _done(name, marked("The account {name} is changed."))


@PAGES.post("/accounts/<name>/close")
@at_most(_OFTEN)
@needs(Right.ACCOUNTS)
def close(name: str) -> Answer:
    """Let nobody in under this name any more."""
    keeper().close(named(name))
    return _done(name, marked("The account {name} is closed."))


@PAGES.post("/accounts/<name>/reopen")
@at_most(_OFTEN)
@needs(Right.ACCOUNTS)
def reopen(name: str) -> Answer:
    """Let it in again."""
    keeper().reopen(named(name))
    return _done(name, marked("The account {name} is open again."))


@PAGES.post("/accounts/<name>/reset")
@at_most(_OFTEN)
@needs(Right.ACCOUNTS)
def reset(name: str) -> Answer:
    """Give it a new first password and show that, once."""
    found = named(name)
    password = keeper().reset(found)
    return _page(replace(found, must_change=True, failures=0, locked_until=None), password=password)


@PAGES.post("/accounts/<name>/unlock")
@at_most(_OFTEN)
@needs(Right.ACCOUNTS)
def unlock(name: str) -> Answer:
    """Let it try again at once."""
    keeper().unlock(named(name))
    return _done(name, marked("The account {name} can be used again."))


@PAGES.post("/accounts/<name>/second-factor")
@at_most(_OFTEN)
@needs(Right.ACCOUNTS)
def remove_second_factor(name: str) -> Answer:
    """Let its password alone sign it in."""
    keeper().remove_second_factor(named(name))
    return _done(name, marked("The account {name} signs in with its password alone."))


@PAGES.post("/accounts/<name>/tokens")
@at_most(_OFTEN)
@needs(Right.ACCOUNTS)
def revoke_tokens(name: str) -> Answer:
    """End all its tokens."""
    keeper().revoke_tokens(named(name))
    return _done(name, marked("The tokens of the account {name} are revoked."))


def _page(shown: Account, password: str | None = None, problems: list[str] | None = None) -> str:
    units = unit_names()
    return render_template(
        "accounts/account.html",
        account=shown,
        password=password,
        problems=problems or [],
        roles=role_words(),
        units=units,
        tokens=[token for token in desk.store.tokens(account=shown.id) if token.is_valid(desk.now)],
        locked=locking.told(shown),
        filled=request.form if problems else _filled(shown),
    )


def _form(template: str, problems: list[str] | None = None) -> str:
    return render_template(
        template, problems=problems or [], roles=role_words(), units=unit_names(), filled=request.form
    )


def _filled(shown: Account) -> Mapping[str, str]:
    return {"role": shown.role.value, "unit": shown.unit or "", "email": shown.email or ""}


def _line(name: str, form: Mapping[str, str]) -> Line:
    role, unit, email = (form.get(part, "").strip() for part in ("role", "unit", "email"))
    return Line(name, role, unit, email=email)


def _told(judged: Plan) -> list[str]:
    told = [desk.spoken(remark.said) for remark in judged.problems]
    return [sentence[:1].upper() + sentence[1:] for sentence in told]


def _done(name: str, sentence: str) -> Response:
    flash(desk.say(sentence, name=name), "good")
    return redirect(f"/accounts/{name}")


def _searched(shown: Account, units: Mapping[str, str]) -> str:
    return f"{shown.name} {shown.unit or ''} {units.get(shown.unit or '', '')} {shown.email or ''}".lower()
