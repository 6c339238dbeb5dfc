"""What pages with forms share: reading days and whole numbers, and refusing to act in the past."""

import re
from datetime import date
from typing import TypeVar

from flask import Response, make_response, request
from werkzeug.datastructures import FileStorage

from tonghop.core.errors import TonghopError, marked
from tonghop.web.desk import desk
from tonghop.web.errors import status_of

_WHOLE = re.compile(r"\d{1,3}(\.\d{3})+|\d+")
"""3.640 is three thousand six hundred and forty, as everywhere."""
_LARGEST_KEPT = 8 << 20
"""Bytes of a form that carries a workbook from its preview to its confirmation."""

Part = TypeVar("Part")


class LooksBack(TonghopError):
    message = marked("You are looking from {day}. Go back to today to change anything.")


class Unfilled(TonghopError):
    message = marked("“{field}” is not filled in.")


class NotADay(TonghopError):
    message = marked("“{text}” in “{field}” is not a day. Write it as 31/3/2020.")


class NotWhole(TonghopError):
    message = marked("“{text}” in “{field}” is not a whole number. Write it as 9000 or 9.000.")


def refuse_past() -> None:
    """Raise LooksBack when an earlier day than today is looked from: nothing can be done then."""
    if desk.looks_back:
        raise LooksBack(day=f"{desk.as_of:%d/%m/%Y}")


def filled(name: str, field: str) -> str:
    """Return what was filled in; raises Unfilled. ``field`` is what the form calls it."""
    said = request.form.get(name, "").strip()
    if not said:
        raise Unfilled(field=desk.say(field))
    return said


def filled_day(name: str, field: str) -> date:
    """Return the day that was filled in; raises Unfilled or NotADay."""
    said = filled(name, field)
    found = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", said) or re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", said)
    try:
        if found is not None:
            numbers = [int(part) for part in found.groups()]
            return date(*(numbers if "-" in said else numbers[::-1]))
    except ValueError:
        pass
    raise NotADay(text=said, field=desk.say(field))


def whole(text: str, field: str) -> int | None:
    """Return a whole number, ``None`` for nothing; raises NotWhole. ``field`` is what the form calls it."""
    said = text.strip()
    if not said:
        return None
    if not _WHOLE.fullmatch(said):
        raise NotWhole(text=said, field=field)
    return int(said.replace(".", ""))


def sent_file(name: str) -> FileStorage | None:
    """Return a file that was chosen in a form, if one was."""
    found = request.files.get(name)
    return found if found is not None and found.filename else None


def allow_kept_file() -> None:
    """Let a form's fields be as large as a workbook that comes back with them."""
    request.max_form_memory_size = _LARGEST_KEPT


def refused(page: str, problem: TonghopError | None) -> Response | str:
    """Return a page; with the status of the refusal that it tells of, where there is one."""
    return page if problem is None else make_response(page, status_of(problem))
