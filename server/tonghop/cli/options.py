"""What every command shares: the instance it works on, the day it looks from, the language it speaks."""

import functools
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import click
from rich.console import Console

from tonghop import clock
from tonghop.cli.speech import option, spoken_language
from tonghop.clock import Clock
from tonghop.config import Instance
from tonghop.core.definitions import Language
from tonghop.core.errors import Phrase, marked
from tonghop.sentences import say
from tonghop.workflow import Office

_NOT_A_DAY = marked("“{value}” is not a day; write 31/3/2020 or 2020-03-31.")


class Day(click.ParamType[date]):
    """A day, as 2020-03-31 or 31/3/2020."""

    name = "date"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Return the day; a text that is none is a usage error."""
        if isinstance(value, date):
            return value
        for pattern in ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y"):
            try:
                return datetime.strptime(str(value), pattern).replace(tzinfo=UTC).date()
            except ValueError:
                continue
        return self.fail(say(_NOT_A_DAY, spoken_language(), value=value), param, ctx)


@dataclass(frozen=True)
class Desk:
    """Where a command works: the instance, the day, the language and the screens."""

    folder: Path
    asked_day: date | None
    language: Language
    out: Console
    screen: Console
    """Standard error: progress and errors, so that standard output can be piped."""

    @contextmanager
    def office(self) -> Iterator[Office]:
        """Open the instance for as long as the command runs."""
        office = Office.open(Instance.open(self.folder))
        try:
            yield office
        finally:
            office.close()

    def as_of(self, office: Office) -> date:
        """Return the day asked for, or today in the instance's zone."""
        return self.asked_day or datetime.now(office.instance.zone).date()

    def instant(self, office: Office) -> datetime:
        """Return now, or noon of the day asked for, in UTC."""
        return clock.now() if self.asked_day is None else clock.noon(self.asked_day, office.instance.zone)

    def clock(self, instance: Instance) -> Clock:
        """Return a clock for what waits for a later moment: it begins at ``instant`` and goes on."""
        return clock.now if self.asked_day is None else clock.going_on(self.asked_day, instance.zone)

    def say(self, message: str, **parameters: object) -> str:
        """Return a source sentence in the command's language."""
        return say(message, self.language, **parameters)

    def spoken(self, phrase: Phrase) -> str:
        """Return a phrase in the command's language."""
        return say(phrase.message, self.language, **phrase.parameters)


def user_name() -> str:
    """Return who runs the command, as the operating system knows him."""
    return os.environ.get("USER") or os.environ.get("USERNAME") or "?"


def with_desk(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command ``--instance``, ``--as-of`` and ``--lang``, and the desk they make."""

    @functools.wraps(command)
    def run(*arguments: object, instance: Path, as_of: date | None, lang: str | None, **options: object) -> None:
        language = spoken_language() if lang is None else "en" if lang == "en" else "vi"
        desk = Desk(instance, as_of, language, Console(), Console(stderr=True))
        command(desk, *arguments, **options)

    folder = click.Path(path_type=Path, file_okay=False)
    for decorate in (
        option("--lang", type=click.Choice(["vi", "en"]), help=marked("Language of what is shown.")),
        option("--as-of", type=Day(), metavar="DATE", help=marked("Look as of this day instead of today.")),
        option(
            "--instance",
            type=folder,
            default=".",
            envvar="TONGHOP_INSTANCE",
            metavar="DIR",
            help=marked("The instance's folder; the current one if not given."),
        ),
    ):
        run = decorate(run)
    return run
