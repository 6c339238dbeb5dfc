"""The audit's entries as sentences."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from tonghop.core.accounts import ROLE_WORDS, Role
from tonghop.core.errors import marked
from tonghop.storage import AuditEntry

ACTIONS: Mapping[str, str] = MappingProxyType(
    {
        "save_campaign": marked("put a campaign in force"),
        "close_campaign": marked("closed a campaign"),
        "reopen_campaign": marked("reopened a campaign"),
        "change_units": marked("changed the units"),
        "receive": marked("sent a file"),
        "refuse": marked("sent a file that was refused"),
        "accept": marked("accepted a report"),
        "return": marked("returned a report"),
        "reopen": marked("reopened a report"),
        "exempt": marked("granted an exemption"),
        "extend": marked("granted a later last day"),
        "set_report_template": marked("changed the report's template"),
        "drop_report_template": marked("went back to the common template of the report"),
        "withdraw_exemption": marked("withdrew an exemption"),
        "withdraw_extension": marked("withdrew a later last day"),
        "make_sheet": marked("made a shared spreadsheet"),
        "lose_sheet": marked("found a shared spreadsheet gone"),
        "find_sheet": marked("found a lost spreadsheet again"),
        "share_sheet": marked("shared a spreadsheet"),
        "unshare_sheet": marked("shared a spreadsheet no more"),
        "push_sheet": marked("published the consolidated figures in a spreadsheet"),
        "allocate": marked("put an allocation in force"),
        "issue": marked("issued a consolidation"),
        "open_account": marked("opened an account"),
        "change_account": marked("changed an account"),
        "close_account": marked("closed an account"),
        "reopen_account": marked("reopened an account"),
        "lock_account": marked("an account was locked"),
        "unlock_account": marked("unlocked an account"),
        "change_password": marked("changed a password"),
        "reset_password": marked("gave a new one-time password"),
        "set_second_factor": marked("turned the second factor on"),
        "remove_second_factor": marked("turned the second factor off"),
        "make_spare_codes": marked("made spare codes"),
        "use_spare_code": marked("used a spare code"),
        "remind": marked("reminded units"),
        "make_token": marked("made a token"),
        "revoke_token": marked("revoked a token"),
    }
)
"""What each act is called."""

_SENTENCES: Mapping[str, str] = MappingProxyType(
    {
        "save_campaign": marked("Put version {version} of the campaign {subject} in force, with {units} units."),
        "close_campaign": marked("Closed the campaign {subject} after {last_day}: {reason}"),
        "reopen_campaign": marked("Reopened the campaign {subject}: {reason}"),
        "change_units": marked("Changed the units of {subject}: {change}"),
        "receive": marked("Sent the file “{subject}”: {taken}"),
        "refuse": marked("Sent the file “{subject}”, which was refused: {refusal}"),
        "accept": marked("Accepted the report {subject}, revision {revision}."),
        "return": marked("Returned the report {subject}, revision {revision}: {reason}"),
        "reopen": marked("Reopened the report {subject}, revision {revision}."),
        "exempt": marked("Exempted from reporting: {subject}. Reason: {reason}"),
        "extend": marked("Granted {due} as the last day: {subject}. Reason: {reason}"),
        "set_report_template": marked("Put a template of the report of {subject} in force; its digest is {digest}."),
        "drop_report_template": marked("Put the common template of the report in force again for {subject}."),
        "withdraw_exemption": marked("Withdrew the exemption: {subject}. Reason: {reason}"),
        "withdraw_extension": marked("Withdrew the later last day: {subject}. Reason: {reason}"),
        "make_sheet": marked("Made the shared spreadsheet {subject}; its number at Google is {spreadsheet}."),
        "lose_sheet": marked("The shared spreadsheet {subject} is no longer at Google; its number was {spreadsheet}."),
        "find_sheet": marked("The shared spreadsheet {subject} is at Google again; its number is {spreadsheet}."),
        "share_sheet": marked("Shared the spreadsheet {subject} with {account}."),
        "unshare_sheet": marked("Took the shared spreadsheet {subject} back from {account}."),
        "push_sheet": marked(
            "Published the consolidated figures of {subject} in the spreadsheet {spreadsheet} (digest {digest})."
        ),
        "allocate": marked("Put an allocation of material of {subject} in force: {copies}"),
        "issue": marked("Issued the consolidation of {subject}, number {number}."),
        "open_account": marked("Opened the account {subject} ({role})."),
        "change_account": marked("Changed the account {subject}: {differences}"),
        "close_account": marked("Closed the account {subject}."),
        "reopen_account": marked("Reopened the account {subject}."),
        "lock_account": marked("The account {subject} was locked after {failures} wrong passwords or codes."),
        "unlock_account": marked("Unlocked the account {subject}."),
        "change_password": marked("Changed the password of {subject}."),
        "reset_password": marked("Gave the account {subject} a new one-time password."),
        "set_second_factor": marked("Turned the second factor of {subject} on."),
        "remove_second_factor": marked("Turned the second factor of {subject} off."),
        "make_spare_codes": marked("Made new spare codes for {subject}."),
        "use_spare_code": marked("Signed in to {subject} with a spare code."),
        "remind": marked("Reminded units by e-mail: {subject} ({differences})"),
        "make_token": marked("Made the token “{token}” for {subject}."),
        "revoke_token": marked("Revoked the token “{token}” of {subject}."),
    }
)
_CHANGES: Mapping[object, str] = MappingProxyType(
    {
        "rename": marked("{code} is called “{name}” from {on}"),
        "move": marked("{codes} under {under} from {on}"),
        "merge": marked("{codes} merged into {into} from {on}"),
        "split": marked("{code} split into {into} from {on}"),
        "close": marked("{code} ends on {on}; what it sent goes to {successor}"),
        "import": marked("a list of {units} lines was loaded"),
    }
)
_OTHER = marked("{action}: {subject}")


def sentence(entry: AuditEntry, say: Callable[..., str]) -> str:
    """Return an entry in words; one of a kind that is not known here by its code."""
    known = _SENTENCES.get(entry.action)
    if known is None:
        return say(_OTHER, action=entry.action, subject=entry.subject)
    said = {name: _shown(value) for name, value in entry.details.items()}
    said |= {"subject": entry.subject, "change": _change(entry, say), "taken": _taken(entry, say)}
    said["differences"] = _shown(entry.details)
    if said.get("role") in set(Role):
        said["role"] = say(ROLE_WORDS[Role(said["role"])])
    return say(known, **_filled(known, said))


def _change(entry: AuditEntry, say: Callable[..., str]) -> str:
    known = _CHANGES.get(entry.details.get("action"))
    said = {name: _shown(value) for name, value in entry.details.items()}
    return str(entry.details.get("action", "–")) if known is None else say(known, **_filled(known, said))


def _taken(entry: AuditEntry, say: Callable[..., str]) -> str:
    """Say which reports came of a file."""
    found = entry.details.get("taken")
    if not isinstance(found, list):
        return "–"
    told = marked("{unit}, {period}, revision {revision}")
    return "; ".join(say(told, **_filled(told, {name: _shown(one[name]) for name in one})) for one in found) or "–"


def _filled(message: str, said: Mapping[str, object]) -> dict[str, object]:
    """Return what a sentence's places are filled with: a dash where an entry does not say it."""
    places = [part.partition("}")[0] for part in message.split("{")[1:]]
    return {name: said.get(name, "–") for name in places}


def _shown(value: object) -> str:
    if value is None:
        return "–"
    if isinstance(value, Mapping):
        return ", ".join(f"{name} = {_shown(one)}" for name, one in value.items()) or "–"
    if isinstance(value, list | tuple):
        return ", ".join(map(_shown, value)) or "–"
    return f"{value:%d/%m/%Y}" if hasattr(value, "strftime") else str(value)
