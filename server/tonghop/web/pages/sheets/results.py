"""What came of a button, as the page of its job tells it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import url_for

from tonghop import jobs
from tonghop.core.errors import marked
from tonghop.storage import Job, phrase_of
from tonghop.web.desk import desk

_TITLES: Mapping[str, str] = {
    jobs.MakeSheets.kind: marked("Creating spreadsheets"),
    jobs.ShareSheets.kind: marked("Sharing spreadsheets"),
    jobs.PullSheets.kind: marked("Reading spreadsheets"),
    jobs.PushSheet.kind: marked("Publishing the consolidated figures"),
}
_COUNTED: Mapping[str, str] = {
    "ready": marked("{count} spreadsheets are ready."),
    "shared": marked("{count} spreadsheets are shared with the accounts of their units."),
    "added": marked("{count} addresses were added."),
    "removed": marked("{count} addresses were taken out: their accounts are closed, moved or without this address."),
    "nobodys": marked(
        "{count} spreadsheets are shared with nobody: no account of the unit has an e-mail address. Enter one under "
        "“Accounts”, then share again."
    ),
    "taken": marked("{count} were read, and what stands in them was taken in."),
    "unchanged": marked("{count} hold what was read before."),
    "empty": marked("{count} are not filled in yet."),
    "refused": marked("{count} could not be taken in; the tab “Lỗi” of each says why."),
    "changing": marked("In {count} somebody was typing at that moment; those rows are read again in a minute."),
    "left": marked("{count} are being read by another process at this moment."),
}
_ALWAYS = frozenset({"ready", "shared"})
"""Counts that are told even where they are zero."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """What went wrong in the same way with some units' spreadsheets."""

    sentence: str
    units: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """A job about shared spreadsheets."""

    title: str
    back: str
    """The address of the page with the buttons."""
    sentences: tuple[str, ...]
    troubles: tuple[Trouble, ...]
    spreadsheet: str = ""
    """Google's id of what the figures were written to."""


def told(job: Job) -> Told | None:
    """Return what is to be told of a job, ``None`` where it is about something else."""
    if job.kind not in _TITLES:
        return None
    campaign, period = str(job.payload["campaign"]), str(job.payload["period"])
    return Told(
        title=desk.say(_TITLES[job.kind]),
        back=url_for("sheets.sheets_page", campaign=campaign, period=period),
        sentences=tuple(_sentences(job.result)),
        troubles=_troubles(campaign, job.result.get("failures", ())),
        spreadsheet=str(job.result.get("spreadsheet", "")),
    )


def _sentences(result: Mapping[str, Any]) -> list[str]:
    if "written" in result:
        same = marked("The live spreadsheet showed these figures already.")
        return [desk.say(marked("The figures stand in the live spreadsheet.") if result["written"] else same)]
    told = [(words, result.get(name, 0), name in _ALWAYS and name in result) for name, words in _COUNTED.items()]
    return [desk.say(words, count=count) for words, count, always in told if count or always]


def _troubles(campaign: str, failures: Any) -> tuple[Trouble, ...]:  # noqa: ANN401 -- as it was kept in JSON
    names = {unit.code: unit.name for unit in desk.office.units(campaign)}
    found: dict[str, list[str]] = {}
    for one in failures:
        sentence = desk.spoken(phrase_of(one["said"]))
        found.setdefault(sentence, []).append(names.get(one["unit"], one["unit"]))
    return tuple(Trouble(sentence, tuple(units)) for sentence, units in found.items())
