"""Checking and sending workbooks."""

from dataclasses import dataclass, replace

from flask import Response, request

from tonghop.core.accounts import Right
from tonghop.core.errors import TonghopError, marked
from tonghop.web import errors, receiving
from tonghop.web.access import needs
from tonghop.web.api import naming, telling, values
from tonghop.web.api.asking import CheckingHead, Claim, Sending, SendingHead
from tonghop.web.api.blueprint import BLUEPRINT, SENDING, answer, described
from tonghop.web.api.naming import etag
from tonghop.web.api.once import once
from tonghop.web.api.uploads import BODY, NoFile, Upload, sent, unpacked
from tonghop.web.desk import desk
from tonghop.workflow import Examined, Reception, Sender

_NONE_TAKEN = marked("None of the {count} files could be taken. The first one: {first}")
_REFUSALS = (400, 404, 413, 415, 429)


class ChangedSince(errors.Refusal):
    status = 412
    message = marked("The report is no longer as you saw it (now {etag}); nothing was stored. Load it again and look.")


class NotOneReport(errors.Refusal):
    message = marked("If-Match goes with a workbook of one unit; this holds {count} reports. Send it without.")


@dataclass(frozen=True, slots=True)
class How:
    """How files are to be taken."""

    sender: Sender
    stores: bool
    unchanged: bool = False
    """Whether the report must still be as the sender saw it (If-Match)."""


@BLUEPRINT.post(
    "/check",
    **described(
        SENDING,
        marked("Check a workbook"),
        marked("Says what would be found in it, cell by cell; nothing is stored."),
        {200: values.Deliveries},
        _REFUSALS,
        body=BODY,
    ),
)
@needs(Right.SEND)
def check(query: Claim, header: CheckingHead) -> Response:
    """Look at workbooks and store nothing."""
    return _told(sent(header.file_name), How(receiving.sender(query.unit, query.period), stores=False))


@BLUEPRINT.post(
    "/submissions",
    **described(
        SENDING,
        marked("Send in a workbook"),
        marked(
            "Takes in a workbook, or every workbook in a zip, and answers with each delivery and its reports. "
            "A workbook with errors is kept too and says so. One that holds a unit out of your sight is refused whole."
        ),
        {200: values.Deliveries, 201: values.Deliveries},
        (*_REFUSALS, 409, 412),
        body=BODY,
    ),
)
@needs(Right.SEND)
def send(query: Sending, header: SendingHead) -> Response:
    """Take workbooks in."""
    files = sent(header.file_name)
    how = How(receiving.sender(query.unit, query.period), not query.dry_run, unchanged=bool(request.if_match))
    if query.dry_run:
        return _told(files, how)
    seen = header.if_match or ""
    return once(
        header.key, lambda: _told(files, how), seen, *(part for one in files for part in (one.name, one.digest))
    )


def _told(files: tuple[Upload, ...], how: How) -> Response:
    made = tuple(_delivery(name, found, how) for name, found in unpacked(files))
    if not made:
        raise NoFile
    refused = [one.refusal for one in made if one.refusal is not None]
    return _refused(made, refused) if len(refused) == len(made) else _taken(made, how)


def _delivery(name: str, found: Upload | TonghopError, how: How) -> values.Delivery:
    if isinstance(found, TonghopError):
        return _not_taken(name, None, found)
    try:
        found = Upload(name, receiving.delivered(found.content))
        examined = receiving.examined(found.content, how.sender)
        if how.unchanged:
            examined = _unchanged(examined)
        reception = receiving.kept(name, found.content, examined, "api") if how.stores else None
    except TonghopError as error:
        return _not_taken(name, found, error)
    return _told_of(name, found, examined, reception)


def _unchanged(examined: Examined) -> Examined:
    """Have the store refuse a newer revision than the one seen; raises ChangedSince, NotOneReport."""
    if examined.refusal is not None:
        return examined
    if len(examined.outcomes) != 1:
        raise NotOneReport(count=len(examined.outcomes))
    (outcome,) = examined.outcomes
    standing = desk.store.standing(outcome.key)
    if standing is None or not request.if_match.contains(etag(standing)):
        raise ChangedSince(etag="" if standing is None else f'"{etag(standing)}"')
    return replace(examined, outcomes=(replace(outcome, follows=standing.newest),))


def _told_of(name: str, file: Upload, examined: Examined, reception: Reception | None) -> values.Delivery:
    refused = examined.refusal if reception is None else reception.examined.refusal
    taken = {} if reception is None else {one.key: one for one in reception.receipt.taken}
    parts = () if refused else tuple(telling.part(one, taken.get(one.key)) for one in examined.outcomes)
    return values.Delivery(
        name=name,
        digest=file.digest,
        delivery=None if reception is None else reception.receipt.delivery,
        taken=refused is None and all(part.taken for part in parts),
        refusal=None if refused is None else telling.refusal(refused),
        submissions=parts,
    )


def _not_taken(name: str, file: Upload | None, error: TonghopError) -> values.Delivery:
    return values.Delivery(
        name=name,
        digest=None if file is None else file.digest,
        delivery=None,
        taken=False,
        refusal=telling.refusal(error),
        submissions=(),
    )


def _taken(made: tuple[values.Delivery, ...], how: How) -> Response:
    response = answer(values.Deliveries(dry_run=not how.stores, deliveries=made), 201 if how.stores else 200)
    parts = [part for one in made for part in one.submissions]
    if how.stores and len(parts) == 1:
        standing = naming.submission(parts[0].id)
        response.headers["Location"] = naming.address(standing.key)
        response.set_etag(naming.etag(standing))
    return response


def _refused(made: tuple[values.Delivery, ...], reasons: list[values.Refusal]) -> Response:
    first = reasons[0]
    detail = first.detail if len(made) == 1 else desk.say(_NONE_TAKEN, count=len(made), first=first.detail)
    told = [one.model_dump(mode="json") for one in made]
    return errors.problem(first.status, detail, code=first.code, deliveries=told)
