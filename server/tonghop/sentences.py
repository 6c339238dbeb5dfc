"""Words for findings and errors, in the language of whoever reads them.

The English sentences stand in the code as the translators' source; each other language has a folder
of Babel catalogues, ``locale/<language>/*.po``, a file for each part of the house. A sentence without
a translation is a failing test, not a blank.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from babel.messages.pofile import read_po

from tonghop.core.completeness import State
from tonghop.core.definitions import Language, Severity, Text
from tonghop.core.errors import Phrase, TonghopError, marked
from tonghop.core.findings import CATALOGUE, Finding

LOCALES = Path(__file__).parent / "locale"

STATES: Mapping[State, str] = MappingProxyType(
    {
        State.NOT_DUE: marked("not due yet"),
        State.NOT_SENT: marked("not sent"),
        State.EMPTY: marked("sent empty"),
        State.BLOCKED: marked("has errors"),
        State.SUBMITTED: marked("submitted"),
        State.RETURNED: marked("returned"),
        State.ACCEPTED: marked("accepted"),
        State.REOPENED: marked("reopened"),
        State.EXEMPT: marked("exempt"),
    }
)
SEVERITIES: Mapping[Severity, str] = MappingProxyType(
    {Severity.BLOCKING: marked("error"), Severity.WARNING: marked("warning"), Severity.NOTE: marked("note")}
)


@dataclass(frozen=True, slots=True)
class Said:
    """A finding in words."""

    sentence: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.sentence} {self.remedy}"


def catalogue_files(language: Language) -> list[Path]:
    """Return the files with that language's sentences."""
    return sorted((LOCALES / language).glob("*.po"))


def _read(file: Path) -> list[tuple[str, str]]:
    with file.open("rb") as content:
        return [(str(message.id), str(message.string)) for message in read_po(content) if message.id]


@cache
def _catalogue(language: Language) -> Mapping[str, str]:
    if language == "en":
        return {}
    return {said: spoken for file in catalogue_files(language) for said, spoken in _read(file) if spoken}


def translated(message: str, language: Language) -> str:
    """Return an English source sentence in that language, its places still open."""
    return _catalogue(language).get(message, message)


def say(message: str, language: Language, **parameters: object) -> str:
    """Return a source sentence in that language with its places filled."""
    spoken = {name: _spoken(value, language) for name, value in parameters.items()}
    return translated(message, language).format(**spoken)


def say_finding(finding: Finding, language: Language) -> Said:
    """Return what was found and what to do about it."""
    sentence, remedy = finding_phrases(finding)
    return Said(
        say(sentence.message, language, **sentence.parameters), say(remedy.message, language, **remedy.parameters)
    )


def finding_phrases(finding: Finding) -> tuple[Phrase, Phrase]:
    """Return what was found and what to do about it, to be said in whichever language it is read in later."""
    kind = CATALOGUE[finding.code]
    parameters = {"read": finding.read or "", "expected": finding.expected or "", **finding.parameters}
    return Phrase(kind.sentence, **parameters), Phrase(kind.remedy, **parameters)


def say_error(error: TonghopError, language: Language) -> str:
    """Return an error's sentence."""
    return say(error.message, language, **error.parameters)


def _spoken(value: object, language: Language) -> object:
    if isinstance(value, Text):
        return value.said(language)
    if isinstance(value, TonghopError):
        return say_error(value, language)
    return say(value.message, language, **value.parameters) if isinstance(value, Phrase) else value
