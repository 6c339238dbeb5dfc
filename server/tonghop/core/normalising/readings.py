"""What became of one cell: its value, or why it has none, and what the clerk is told."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from tonghop.core.cells import RawValue
from tonghop.core.spelling import shown
from tonghop.core.submission import AnswerValue


@dataclass(frozen=True, slots=True)
class Reading:
    """How a cell was read. With a blocking code there is no value; with a note there is."""

    value: AnswerValue
    code: str | None = None
    """The catalogue's code of what was found; ``None`` when it was read plainly."""
    expected: str | None = None
    """The value that was read, or that may have been meant, as the clerk should type it."""
    parameters: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """The places of the code's sentence but for the label; ``read`` is among them whenever there is a code."""


BLANK = Reading(None)


def plainly(value: AnswerValue) -> Reading:
    """Read as it stands: nothing to say."""
    return Reading(value)


def noted(value: AnswerValue, raw: RawValue, expected: str, code: str = "read_differently") -> Reading:
    """Read, but differently from what was typed: the clerk is told."""
    return Reading(value, code, expected, MappingProxyType({"read": shown(raw), "expected": expected}))


def asked(code: str, raw: RawValue, expected: str | None = None, **parameters: str) -> Reading:
    """Not read: the clerk is asked, with what he may have meant where there is one such thing."""
    suggestion = {} if expected is None else {"expected": expected}
    return Reading(None, code, expected, MappingProxyType({"read": shown(raw), **suggestion, **parameters}))
