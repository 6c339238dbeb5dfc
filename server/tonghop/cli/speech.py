"""Click in two languages: help texts are English in the code and translated when they are shown."""

import os
import sys
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import click

from tonghop.core.definitions import Language
from tonghop.core.errors import marked
from tonghop.sentences import say, translated

LANGUAGE_VARIABLE = "TONGHOP_LANG"
_FLAG = "--lang"

Command = TypeVar("Command", bound=Callable[..., object])


def spoken_language(arguments: Sequence[str] | None = None) -> Language:
    """Return the language asked for by ``--lang`` or TONGHOP_LANG, Vietnamese otherwise."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    asked = os.environ.get(LANGUAGE_VARIABLE, "vi")
    for place, word in enumerate(words):
        if word == _FLAG and place + 1 < len(words):
            asked = words[place + 1]
        elif word.startswith(f"{_FLAG}="):
            asked = word.partition("=")[2]
    return "en" if asked.startswith("en") else "vi"


def _said(text: str | None) -> str | None:
    return None if text is None else translated(" ".join(text.split()), spoken_language())


class SpokenOption(click.Option):
    """An option whose help is shown in the reader's language."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Return the option's line of the help page."""
        english, self.help = self.help, _said(self.help)
        try:
            return super().get_help_record(ctx)
        finally:
            self.help = english


class SpokenCommand(click.Command):
    """A command whose help is shown in the reader's language."""

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the help page."""
        english, self.help = self.help, _said(self.help)
        try:
            super().format_help(ctx, formatter)
        finally:
            self.help = english

    def get_short_help_str(self, limit: int = 45) -> str:
        """Return the command's line in its group's help page."""
        return _said(self.help) or super().get_short_help_str(limit)


class SpokenGroup(SpokenCommand, click.Group):
    """A group whose help and whose commands' help are shown in the reader's language."""

    command_class = SpokenCommand


def option(*names: str, **attributes: Any) -> Callable[[Command], Command]:  # noqa: ANN401 - click's own
    """Declare an option with a help text that is translated."""
    return click.option(*names, cls=SpokenOption, **attributes)


def usage_sentence(error: click.ClickException, language: Language) -> str:
    """Return what is wrong with the words of a call; click itself says it in English only."""
    if isinstance(error, click.NoSuchOption):
        told = say(marked("there is no option {name}"), language, name=error.option_name)
    elif isinstance(error, click.MissingParameter) and error.param is not None:
        told = say(marked("{name} is missing"), language, name=error.param.make_metavar(error.ctx or _no_context()))
    elif isinstance(error, click.BadParameter) and error.param is not None:
        name = error.param_hint or error.param.human_readable_name
        told = say(marked("{name}: {problem}"), language, name=name, problem=error.message)
    else:
        told = error.format_message()
    return say(marked("Usage error: {problem}. See: tonghop --help"), language, problem=told.rstrip("."))


def _no_context() -> click.Context:
    return click.Context(click.Command("tonghop"))
