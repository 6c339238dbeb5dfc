"""The spreadsheets of a period: made from the groups' workbooks, and shared with the districts' accounts."""

import hmac
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from tonghop import google
from tonghop.core.accounts import Account, Right
from tonghop.core.definitions import Campaign, Language, Period
from tonghop.core.shared_sheets import COVER_ID, FINDINGS_ID, LISTS_ID, STAMP_ID
from tonghop.core.units import Unit
from tonghop.google import Google, Purpose
from tonghop.google.errors import ForbiddenByPolicy, GoogleError, NoAccess, NoGoogleAccount, RequestRefused
from tonghop.storage import NewSheet, SharedSheet, SheetGrant, SheetKey, SheetState, SheetTab, TabRole
from tonghop.workflow.office import Office
from tonghop.workflow.workbooks import group_file
from tonghop.writing.google import Blueprint, Request, group_spreadsheet

_Built = TypeVar("_Built")
_TRIES = 3
"""How often a spreadsheet is begun anew whose making was cut off."""
_ROLES: Mapping[int, TabRole] = {
    COVER_ID: TabRole.COVER,
    LISTS_ID: TabRole.LISTS,
    STAMP_ID: TabRole.STAMP,
    FINDINGS_ID: TabRole.FINDINGS,
}


@dataclass(frozen=True, slots=True)
class Accounts:
    """The two accounts at Google: one makes and shares, the other reads and writes every day; they may be one."""

    owner: Google
    daily: Google


def open_accounts(office: Office) -> Accounts:
    """Return the instance's accounts, one for each purpose; raises GoogleNotSet or a KeyFileError."""
    settings, folder = office.instance.settings.google, office.instance.folder
    owner, daily = (google.connect(settings, folder, purpose) for purpose in (Purpose.SET_UP, Purpose.DAILY))
    return Accounts(owner, daily)


@dataclass(frozen=True, slots=True)
class Act:
    """Who does something, and when."""

    who: str
    at: datetime
    """UTC."""


def make(
    office: Office,
    accounts: Accounts,
    campaign: Campaign,
    period: Period,
    group: tuple[Unit, Collection[Unit]],
    act: Act,
) -> SharedSheet:
    """Return the spreadsheet of a unit and those below it (see ``groups``), made at Google where there is none.

    One whose making was cut off is found again by its label and made from its beginning. One that was gone and is
    there again is gone on with: what clerks typed into it stays. Raises GoogleError.
    """
    parent, members = group
    key = SheetKey(campaign.code, period.code, parent.code)
    _find_again(office, accounts, key, act)
    sheet = office.store.sheets.begin_making(NewSheet(key, campaign.version, _title(campaign, period, parent)))
    if sheet.state is SheetState.READY:
        return sheet
    spreadsheet = created(office, accounts, sheet.title, _about(key))
    content = group_file(office, campaign, period, parent, members, as_of=office.day_of(act.at))
    blueprint = begun_anew(lambda: _build(accounts, spreadsheet, content, campaign.language))
    made = tuple(_tabs(campaign, blueprint))
    return office.store.sheets.made(sheet.id, spreadsheet, made, who=act.who, at=act.at)


def _about(key: SheetKey) -> Mapping[str, str]:
    """Return what Drive knows the spreadsheet of a unit by."""
    return {"campaign": key.campaign, "period": key.period, "unit": key.unit}


def _find_again(office: Office, accounts: Accounts, key: SheetKey, act: Act) -> None:
    known = office.store.sheets.of_unit(key)
    if known is None or known.state is not SheetState.GONE:
        return
    # Not by reading it: one in the trash can still be read. Else it would be found by its label, and emptied.
    if found(office, accounts.owner, known.title, _about(key)) != _id(known):
        return
    _invite(accounts, _id(known))
    office.store.sheets.found(known.id, who=act.who, at=act.at)
    office.store.pulls.ask(known.id, act.at)


def _title(campaign: Campaign, period: Period, parent: Unit) -> str:
    language = campaign.language
    return f"{parent.name} – {period.label.said(language)} – {campaign.short_title.said(language)}"


def found(office: Office, owner: Google, title: str, about: Mapping[str, str]) -> str:
    """Return the id of the spreadsheet that Drive knows by what it is ``about``; an empty one where there was none.

    The label also says of which instance it is: several may use one account.
    """
    instance = hmac.new(office.instance.key, b"google", "sha256").hexdigest()[:16]
    return owner.create(title, {"tonghop": instance, **about}, office.instance.settings.google.folder or None)


def created(office: Office, accounts: Accounts, title: str, about: Mapping[str, str]) -> str:
    """Return what is ``found``, with the locale and time zone of the instance, for both accounts to write in."""
    settings = office.instance.settings
    spreadsheet = found(office, accounts.owner, title, about)
    _invite(accounts, spreadsheet)
    place: Request = {
        "updateSpreadsheetProperties": {
            "properties": {"locale": settings.google.locale, "timeZone": settings.zone},
            "fields": "locale,timeZone",
        }
    }
    accounts.owner.write(spreadsheet, [place])
    return spreadsheet


def _invite(accounts: Accounts, spreadsheet: str) -> None:
    """Let the account that reads and writes every day do so."""
    for address in _editors(accounts):
        if address != str(accounts.owner.account):
            accounts.owner.share(spreadsheet, address)


def _editors(accounts: Accounts) -> tuple[str, ...]:
    """Return the system's own accounts, as far as Google tells their addresses."""
    addresses = dict.fromkeys((str(accounts.daily.account), str(accounts.owner.account)))
    return tuple(one for one in addresses if "@" in one)


def begun_anew(build: Callable[[], _Built]) -> _Built:
    """Return what ``build`` returns, which looks first what stands there.

    Google refuses to do some batches twice, so one whose answer was lost is begun anew.
    """
    for _ in range(_TRIES - 1):
        with suppress(RequestRefused):
            return build()
    return build()


def _build(accounts: Accounts, spreadsheet: str, content: bytes, language: Language) -> Blueprint:
    present = [one.sheet_id for one in accounts.owner.outline(spreadsheet)]
    blueprint = group_spreadsheet(content, language, editors=_editors(accounts), present=present)
    for batch in blueprint.batches:
        accounts.owner.write(spreadsheet, batch)
    return blueprint


def _tabs(campaign: Campaign, blueprint: Blueprint) -> Iterator[SheetTab]:
    forms = {form.sheet: form.code for form in campaign.forms}
    for number, title in blueprint.tabs.items():
        yield SheetTab(number, _ROLES.get(number, TabRole.FORM), forms.get(title))


# Sharing.


@dataclass(frozen=True, slots=True)
class NotShared:
    """An address with which Google does not share a spreadsheet, or does not cease to."""

    address: str
    problem: GoogleError


@dataclass(frozen=True, slots=True)
class Shared:
    """With whom a spreadsheet is shared now, and what was changed for that."""

    sheet: SharedSheet
    added: tuple[str, ...]
    removed: tuple[str, ...]
    kept: tuple[str, ...]
    refused: tuple[NotShared, ...] = ()

    @property
    def is_nobodys(self) -> bool:
        """Whether no account of the unit has an e-mail address."""
        return not (self.added or self.kept or self.refused)


def share(office: Office, owner: Google, sheet: SharedSheet, act: Act) -> Shared:
    """Share a spreadsheet with the accounts that send for its unit now, and with none that is closed or moved.

    With whom somebody shared it at Google, and who never was an account of the unit, is left alone. An address that
    Google refuses holds up no other. Raises GoogleError.
    """
    wanted = {address: one for address, one in addressees(office.store.accounts()) if one.unit == sheet.key.unit}
    known = {grant.email.casefold(): grant for grant in office.store.sheets.grants(sheet.id)}
    new, old = sorted(wanted.keys() - known.keys()), sorted(known.keys() - wanted.keys())
    tried = [_unshared(office, owner, sheet, known[address], act) for address in old]
    tried += [_shared(office, owner, sheet, wanted[address], act) for address in new]
    refused = tuple(one for one in tried if one is not None)
    unmoved = {one.address for one in refused}
    return Shared(
        sheet,
        added=tuple(address for address in new if address not in unmoved),
        removed=tuple(address for address in old if address not in unmoved),
        kept=tuple(sorted(wanted.keys() & known.keys())),
        refused=refused,
    )


def _unshared(office: Office, owner: Google, sheet: SharedSheet, grant: SheetGrant, act: Act) -> NotShared | None:
    """Share a spreadsheet no more; return why Google does not allow it, as where it is a whole Shared Drive's right."""
    try:
        owner.unshare(_id(sheet), grant.permission)
    except (ForbiddenByPolicy, NoAccess, RequestRefused) as problem:
        return NotShared(grant.email.casefold(), problem)
    office.store.sheets.ungrant(sheet.id, grant.permission, who=act.who, at=act.at)
    return None


def _shared(office: Office, owner: Google, sheet: SharedSheet, account: Account, act: Act) -> NotShared | None:
    """Share a spreadsheet with an account; return why Google does not, where it refuses its address."""
    address = (account.email or "").casefold()
    try:
        permission = owner.share(_id(sheet), address)
    except (ForbiddenByPolicy, NoGoogleAccount) as problem:
        return NotShared(address, problem)
    office.store.sheets.grant(sheet.id, SheetGrant(address, permission, act.at, account.id), who=act.who)
    return None


def _id(sheet: SharedSheet) -> str:
    return sheet.spreadsheet or ""


def addressees(accounts: Iterable[Account]) -> Iterator[tuple[str, Account]]:
    """Yield the accounts with which the spreadsheets of their units are shared, each with its address."""
    for account in accounts:
        if account.unit and account.email and account.active and account.may(Right.SEND):
            yield account.email.casefold(), account
