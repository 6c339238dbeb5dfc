"""``tonghop user``: the accounts of the service, on the machine where it runs."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.table import Table

from tonghop.cli.commands import group
from tonghop.cli.options import Desk, user_name, with_desk
from tonghop.cli.speech import SpokenGroup, option
from tonghop.core.accounts import ROLE_WORDS, Account, Role
from tonghop.core.errors import Phrase, TonghopError, marked
from tonghop.storage import UnknownAccount
from tonghop.workflow import Office
from tonghop.workflow.accounts import Known, Line, Plan, lines_for, plan, read_list
from tonghop.writing.accounts import account_list, password_slips

if TYPE_CHECKING:
    from tonghop.web.accounts.managing import Keeper

_ROLE = option(
    "--role", type=click.Choice([role.value for role in Role]), required=True, help=marked("What the account is for.")
)
_UNIT = option("--unit", metavar="CODE", help=marked("The unit it sees with all below it; everything if not given."))
_EMAIL = option("--email", metavar="ADDRESS", help=marked("Where its reminders go."))
_OUT = option(
    "--passwords",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    metavar="FILE",
    help=marked("The workbook to write with the first passwords of new accounts."),
)
_ONLY_SHOW = option("--dry-run", is_flag=True, help=marked("Show what would change; change nothing."))
_NAME = click.argument("name", metavar="NAME")


class ListRefused(TonghopError):
    message = marked("Nothing was changed: {count} cells of the list have to be corrected.")


class AccountRefused(TonghopError):
    message = marked("No account was opened: {problem}")


@dataclass(frozen=True)
class Registry:
    """The accounts of an open instance, and who may change them: whoever may run a command there."""

    office: Office
    keeper: "Keeper"
    units: dict[str, str]

    def named(self, name: str) -> Account:
        """Return an account; raises UnknownAccount."""
        found = self.office.store.account(name=name.lower())
        if found is None:
            raise UnknownAccount(name=name)
        return found

    def judge(self, lines: list[Line]) -> Plan:
        """Tell what a list would change."""
        accounts = {account.name: account for account in self.office.store.accounts()}
        return plan(lines, Known(self.units, accounts, frozenset(accounts), all_units=True))


@group.group("user", cls=SpokenGroup, help=marked("List, open, close and reset the accounts of the service."))
def user_group() -> None:
    """Hold the commands about accounts."""


@user_group.command("list", help=marked("List the accounts."))
@with_desk
def list_command(desk: Desk) -> None:
    """Show the accounts."""
    table = Table(show_edge=False, pad_edge=False)
    for heading in (marked("Account"), marked("Role"), marked("Unit"), marked("E-mail"), marked("How it stands")):
        table.add_column(desk.say(heading))
    with desk.office() as office:
        for account in office.store.accounts():
            state = _state(account)
            role = desk.say(ROLE_WORDS[account.role])
            table.add_row(account.name, role, account.unit or "–", account.email or "", desk.say(state))
    desk.out.print(table)


@user_group.command("add", help=marked("Open the account NAME and print its first password."))
@_NAME
@_ROLE
@_UNIT
@_EMAIL
@with_desk
def add_command(desk: Desk, name: str, role: str, unit: str | None, email: str | None) -> None:
    """Open an account."""
    with _registry(desk) as registry:
        judged = registry.judge([Line(name, role, unit or "", email=email or "")])
        if judged.changed or judged.unchanged:
            raise AccountRefused(problem=Phrase(marked("there is an account of this name already")))
        if judged.problems:
            raise AccountRefused(problem=judged.problems[0].said)
        ((account, password),) = registry.keeper.apply(judged)
    _print_password(desk, account.name, password)


@user_group.command("close", help=marked("Close the account NAME: nobody signs in with it any more."))
@_NAME
@with_desk
def close_command(desk: Desk, name: str) -> None:
    """Close an account."""
    with _registry(desk) as registry:
        registry.keeper.close(registry.named(name))
    desk.out.print(desk.say(marked("The account {name} is closed."), name=name), soft_wrap=True)


@user_group.command("reopen", help=marked("Open the closed account NAME again."))
@_NAME
@with_desk
def reopen_command(desk: Desk, name: str) -> None:
    """Open an account again."""
    with _registry(desk) as registry:
        registry.keeper.reopen(registry.named(name))
    desk.out.print(desk.say(marked("The account {name} is open again."), name=name), soft_wrap=True)


@user_group.command("reset", help=marked("Give the account NAME a new first password and print it."))
@_NAME
@option("--second-step", is_flag=True, help=marked("Take its second step away too: the phone is lost."))
@with_desk
def reset_command(desk: Desk, name: str, *, second_step: bool) -> None:
    """Give an account a new first password."""
    with _registry(desk) as registry:
        account = registry.named(name)
        password = registry.keeper.reset(account)
        if second_step:
            registry.keeper.remove_second_factor(account)
    _print_password(desk, account.name, password)


@user_group.command("export", help=marked("Write the accounts into the workbook FILE."))
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE")
@with_desk
def export_command(desk: Desk, file: Path) -> None:
    """Write the list of accounts."""
    with desk.office() as office:
        accounts = office.store.accounts()
        file.write_bytes(account_list(accounts, _role_words(desk), _unit_names(desk, office)))
    desk.out.print(desk.say(marked("{count} accounts"), count=len(accounts)), soft_wrap=True)


@user_group.command("import", help=marked("Open and change the accounts that the workbook FILE lists."))
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True), metavar="FILE")
@_OUT
@_ONLY_SHOW
@with_desk
def import_command(desk: Desk, file: Path, passwords: Path, *, dry_run: bool) -> None:
    """Make and change accounts from a list."""
    with _registry(desk) as registry:
        _take(desk, registry, list(read_list(file.read_bytes())), None if dry_run else passwords)


@user_group.command("make", help=marked("Open an account for each unit of a campaign that has none."))
@option("--campaign", metavar="CODE", help=marked("Which campaign; needed when the instance has several."))
@_OUT
@_ONLY_SHOW
@with_desk
def make_command(desk: Desk, campaign: str | None, passwords: Path, *, dry_run: bool) -> None:
    """Make the accounts of a campaign's units."""
    with _registry(desk) as registry:
        office = registry.office
        tree = office.tree(office.campaign(campaign).code, desk.as_of(office))
        _take(desk, registry, list(lines_for(tree, office.store.accounts())), None if dry_run else passwords)


def _take(desk: Desk, registry: Registry, lines: list[Line], passwords: Path | None) -> None:
    """Show what a list would change and, given a place for the passwords, change it."""
    judged = registry.judge(lines)
    for remark in (*judged.problems, *judged.doubts):
        said = desk.spoken(remark.phrase())
        desk.screen.print(said, soft_wrap=True, highlight=False, markup=False)
    if judged.problems:
        raise ListRefused(count=len(judged.problems))
    counts = {"new": len(judged.new), "changed": len(judged.changed), "unchanged": judged.unchanged}
    told = marked("New: {new}. Changed: {changed}. As they are: {unchanged}.")
    if passwords is not None and (judged.new or judged.changed):
        made = registry.keeper.apply(judged)
        address = registry.office.instance.settings.address
        passwords.touch(mode=0o600)
        passwords.write_bytes(password_slips(made, _role_words(desk), registry.units, address))
    desk.out.print(desk.say(told, **counts), soft_wrap=True, highlight=False)


@contextmanager
def _registry(desk: Desk) -> Iterator[Registry]:
    from tonghop.web import create_app  # noqa: PLC0415 - no other command waits for the service to be loaded
    from tonghop.web.accounts.managing import Keeper  # noqa: PLC0415

    with desk.office() as office:
        app = create_app(office.instance)
        try:
            keeper = Keeper(app, office.store, user_name(), desk.instant(office))
            yield Registry(office, keeper, _unit_names(desk, office))
        finally:
            app.extensions["tonghop"].store.close()


def _unit_names(desk: Desk, office: Office) -> dict[str, str]:
    trees = [office.tree(code, desk.as_of(office)) for code in office.campaigns]
    return {unit.code: unit.name for tree in trees for unit in tree.units}


def _role_words(desk: Desk) -> dict[str, str]:
    return {role.value: desk.say(words) for role, words in ROLE_WORDS.items()}


def _state(account: Account) -> str:
    if not account.active:
        return marked("closed")
    return marked("first password not changed yet") if account.must_change else marked("open")


def _print_password(desk: Desk, name: str, password: str) -> None:
    told = marked("Account {name}, first password {password}. It has to be changed at the first sign-in.")
    desk.out.print(desk.say(told, name=name, password=password), highlight=False, soft_wrap=True)
