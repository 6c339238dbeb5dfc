"""Drive's search language, as far as name, mimeType, trashed, parents and appProperties go."""

import re
from collections.abc import Callable
from typing import TypeAlias

from tests.fakegoogle.errors import drive_error
from tests.fakegoogle.state import File

Wanted: TypeAlias = Callable[[File], bool]

_TEXT = r"(?:'((?:[^'\\]|\\.)*)'|\"((?:[^\"\\]|\\.)*)\")"
_FLAG = re.compile(r"trashed\s*=\s*(true|false)")
_PROPERTY = re.compile(rf"appProperties\s+has\s*\{{\s*key\s*=\s*{_TEXT}\s+and\s+value\s*=\s*{_TEXT}\s*\}}")
_COMPARED = re.compile(rf"(name|mimeType)\s*(!=|=|contains)\s*{_TEXT}")
_PARENT = re.compile(rf"{_TEXT}\s+in\s+parents")
_AND = re.compile(r"\s*and\s+|\s*$")


def wanted(query: str) -> Wanted:
    """Return what a ``q`` asks for, its terms joined by ``and``; raises Drive's 400 for what is not understood."""
    tests: list[Wanted] = []
    at = 0
    query = query.strip()
    while at < len(query):
        at = _term(query, at, tests)
        joint = _AND.match(query, at)
        if joint is None:
            raise _bad()
        at = joint.end()
    return lambda file: all(test(file) for test in tests)


def _term(query: str, at: int, tests: list[Wanted]) -> int:
    for pattern, made in _TERMS:
        if match := pattern.match(query, at):
            tests.append(made(match))
            return match.end()
    raise _bad()


def _bad() -> Exception:
    return drive_error(400, "invalid", "Invalid Value", location="q")


def _text(match: re.Match[str], first: int) -> str:
    found = match[first] if match[first] is not None else match[first + 1]
    return re.sub(r"\\(.)", r"\1", found)


def _flag(match: re.Match[str]) -> Wanted:
    return lambda file: file.trashed == (match[1] == "true")


def _property(match: re.Match[str]) -> Wanted:
    return lambda file: file.app_properties.get(_text(match, 1)) == _text(match, 3)


def _compared(match: re.Match[str]) -> Wanted:
    text = _text(match, 3)

    def test(file: File) -> bool:
        found = file.name if match[1] == "name" else file.mime_type
        if match[2] == "contains":
            return found.casefold().startswith(text.casefold())
        return (found == text) == (match[2] == "=")

    return test


def _parent(match: re.Match[str]) -> Wanted:
    return lambda file: _text(match, 1) in file.parents


_TERMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Wanted]], ...] = (
    (_FLAG, _flag),
    (_PROPERTY, _property),
    (_COMPARED, _compared),
    (_PARENT, _parent),
)
