"""What the list of findings says, line by line, whichever file it stands in."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from tonghop.core.cells import CellRef
from tonghop.core.definitions import Language, Severity
from tonghop.core.findings import Finding
from tonghop.writing.marked import words
from tonghop.writing.marked.looks import SEVERITIES
from tonghop.writing.texts import harmless

_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NOTE_LIMIT = 1_000
"""Characters of one line of a note: it is read in a small box."""


class Spoken(Protocol):
    """A finding in words."""

    @property
    def sentence(self) -> str:
        """What was found."""

    @property
    def remedy(self) -> str:
        """What to do about it."""


Say: TypeAlias = Callable[[Finding], Spoken]


@dataclass(frozen=True, slots=True)
class Entry:
    """One finding as the clerk reads it."""

    severity: Severity | None
    """``None``: what a reviewer said, which is no finding."""
    sheet: str | None
    cell: CellRef | None
    kind: str
    sentence: str
    remedy: str

    @property
    def line(self) -> str:
        """The finding on one line of a note."""
        told = " ".join(f"{self.kind}: {self.sentence} {self.remedy}".split())
        return told if len(told) <= _NOTE_LIMIT else told[: _NOTE_LIMIT - 1] + "…"


def entries(findings: Sequence[Finding], say: Say, language: Language, reason: str | None = None) -> list[Entry]:
    """Return the findings in words: errors first, then warnings and notes, each in the order they were found.

    Before them stands why a reviewer returned the report, where he did.
    """
    ordered = sorted(findings, key=lambda finding: SEVERITIES.index(finding.severity))
    returned = [] if reason is None else [_returned(reason, language)]
    return [*returned, *(_entry(finding, say, language) for finding in ordered)]


def _returned(reason: str, language: Language) -> Entry:
    kind, remedy = words.RETURNED.said(language), words.AFTER_RETURN.said(language)
    return Entry(None, None, None, kind, clean(reason), remedy)


def _entry(finding: Finding, say: Say, language: Language) -> Entry:
    said = say(finding)
    return Entry(
        severity=finding.severity,
        sheet=finding.cell.sheet if finding.cell else finding.sheet,
        cell=finding.cell,
        kind=words.KINDS[finding.severity].said(language),
        sentence=clean(said.sentence),
        remedy=clean(said.remedy),
    )


def clean(text: str) -> str:
    """Return the text without characters that no XML can hold."""
    return _NO_XML.sub("\ufffd", harmless(text))


def counts(found: Sequence[Entry], language: Language) -> str:
    """Return how many errors, warnings and notes there are."""
    if not found:
        return words.NOTHING.said(language)
    numbers = {severity.value: sum(one.severity is severity for one in found) for severity in SEVERITIES}
    return words.COUNTS.said(language).format(**numbers)
