"""What a request is answered with: the office, who asks, from which day, in which language."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import cast

from flask import Flask, current_app, g, request, session
from flask_login import current_user
from werkzeug.local import LocalProxy

from tonghop import __version__, apart
from tonghop.clock import Clock
from tonghop.config import Instance
from tonghop.core import calendar
from tonghop.core.accounts import Account
from tonghop.core.definitions import Campaign, Language, Period, Text
from tonghop.core.errors import Phrase, TonghopError
from tonghop.core.units import Unit
from tonghop.jobs import Queue
from tonghop.sentences import say, say_error
from tonghop.storage import Store
from tonghop.web import wording
from tonghop.workflow import Office, sees

LANGUAGES: tuple[Language, ...] = ("vi", "en")
_STATIC = Path(__file__).parent / "static"


@dataclass(frozen=True)
class Service:
    """What all requests share."""

    instance: Instance
    store: Store
    queue: Queue
    time: Clock

    def close(self) -> None:
        """Let go of the database and the queue."""
        self.queue.close()
        self.store.close()


class Desk:
    """One request's view of the office."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self.office = Office(service.instance, service.store, run=apart.run)

    @property
    def store(self) -> Store:
        """The instance's store."""
        return self.service.store

    @cached_property
    def now(self) -> datetime:
        """The instant at which the request is answered, in UTC: what is done now is kept with it."""
        return self.service.time()

    @property
    def today(self) -> date:
        """The day it is, in the instance's zone."""
        return calendar.in_zone(self.now, self.service.instance.zone)

    @cached_property
    def as_of(self) -> date:
        """The day from which is looked: one that was chosen (never a later one for what is done now), or today."""
        chosen = request.args.get("as_of") or session.get("as_of")
        return min(_day(chosen), self.today) if chosen else self.today

    @property
    def looks_back(self) -> bool:
        """Whether an earlier day than today is looked from."""
        return self.as_of != self.today

    @cached_property
    def language(self) -> Language:
        """The language of whoever asks: the one chosen, else the instance's; of a program, the one it accepts."""
        chosen = request.args.get("lang") or session.get("language")
        if chosen not in LANGUAGES and request.path.startswith("/api/"):
            chosen = request.accept_languages.best_match(LANGUAGES)
        return cast("Language", chosen) if chosen in LANGUAGES else self.service.instance.settings.language

    @property
    def account(self) -> Account:
        """Who is signed in; only to be asked behind ``access``."""
        return cast("Account", g.account)

    @property
    def who(self) -> str:
        """The name under which what is done now is kept."""
        return self.account.name

    def say(self, message: str, **parameters: object) -> str:
        """Return a source sentence in the reader's language."""
        return say(message, self.language, **parameters)

    def spoken(self, phrase: Phrase) -> str:
        """Return a phrase in the reader's language."""
        return say(phrase.message, self.language, **phrase.parameters)

    def told(self, error: TonghopError) -> str:
        """Return an error's sentence in the reader's language."""
        return say_error(error, self.language)

    def text(self, words: Text) -> str:
        """Return a definition's words in the reader's language."""
        return words.said(self.language)

    def campaign(self, code: str) -> Campaign:
        """Return a campaign; raises NoCampaign."""
        return self.office.campaign(code)

    def period(self, campaign: Campaign, code: str) -> Period:
        """Return a period of a campaign; raises DefinitionError."""
        return calendar.find_period(campaign, code)

    def unit(self, campaign: Campaign, code: str) -> Unit:
        """Return a unit as it is, or as it was last; raises UnknownUnit."""
        return self.office.known_unit(campaign, code, self.as_of)

    def sees(self, campaign: str, unit: str) -> bool:
        """Tell whether a unit of a campaign is within sight of who is signed in."""
        return sees(self.office, self.account, campaign, unit, self.as_of)

    @cached_property
    def units_in_sight(self) -> Mapping[str, Unit]:
        """The units of all campaigns, by code, that exist today and that who is signed in sees."""
        trees = [self.office.tree(code, self.today) for code in self.office.campaigns]
        return {unit.code: unit for tree in trees for unit in tree.units if self.account.sees(tree, unit.code)}

    def reaches(self, account: Account, unit: str) -> bool:
        """Tell whether a unit of any campaign is, today, an account's own or below it."""
        if account.unit is None or unit == account.unit:
            return True
        trees = (self.office.tree(code, self.today) for code in self.office.campaigns)
        return any(unit in tree.by_code and account.sees(tree, unit) for tree in trees)

    def sees_all(self, campaign: str) -> bool:
        """Tell whether every unit of a campaign is within sight of who is signed in."""
        root = self.office.tree(campaign, self.as_of).root.code
        return self.account.unit is None or self.account.unit == root

    def sees_everything(self) -> bool:
        """Tell whether every unit of every campaign is within sight of who is signed in."""
        if self.account.unit is None:
            return True
        return bool(self.office.campaigns) and all(map(self.sees_all, self.office.campaigns))


def _day(text: str) -> date:
    """Return the day that an address names, the last of days where it names none: then today is meant."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return date.max


def _current() -> Desk:
    if "desk" not in g:
        g.desk = Desk(current_app.extensions["tonghop"])
    return cast("Desk", g.desk)


desk: Desk = cast("Desk", LocalProxy(_current))
"""The desk of the request that is being answered."""


def attach(app: Flask, service: Service) -> None:
    """Give each request its desk, and the pages their words."""
    app.extensions["tonghop"] = service

    @app.context_processor
    def _words() -> dict[str, object]:
        return {
            "desk": desk,
            "say": desk.say,
            "text": desk.text,
            "me": g.get("account"),
            "signed_in": current_user.is_authenticated,
            "asset": _asset,
            "version": __version__,
            **wording.said(desk.say, desk.service.instance.zone),
        }


def _asset(name: str) -> str:
    """Return a static file's address, which changes with its content so that it can be kept for long."""
    return f"/static/{name}?v={int((_STATIC / name).stat().st_mtime)}"
