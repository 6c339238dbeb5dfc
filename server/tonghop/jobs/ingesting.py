"""Many files taken in: each is a delivery of its own, and none is taken in twice."""

from collections.abc import Iterator, Mapping
from io import BytesIO

from tonghop import workflow
from tonghop.core.errors import TonghopError, UnreadableFile
from tonghop.core.findings import Finding
from tonghop.jobs.archives import entries, is_archive
from tonghop.jobs.orders import Ingest
from tonghop.jobs.progress import Progress
from tonghop.sentences import finding_phrases
from tonghop.storage import Delivery, Finished, Job, JobFile, Waited, phrase_content
from tonghop.workflow import Examined, Office, OutOfSight, Sender, SendsNoMore


def ingest(office: Office, job: Job, progress: Progress) -> Finished:
    """Take in every file that is not settled yet; the result counts them, what came of each stands with it."""
    order = Ingest.model_validate(job.payload)
    _open_archives(office, job)
    files = office.store.jobs.files(job.id)
    for place, file in enumerate(files, 1):
        if file.outcome is None:
            _take_in(office, job, order, file)
        progress(place, len(files))
    settled = [file.outcome or {} for file in office.store.jobs.files(job.id)]
    taken = sum(bool(outcome.get("taken")) for outcome in settled)
    return Finished({"files": len(settled), "taken": taken, "refused": len(settled) - taken})


def _open_archives(office: Office, job: Job) -> None:
    jobs = office.store.jobs
    for file in jobs.files(job.id):
        content = None if file.delivery or file.outcome else jobs.waiting(job.id, file.position)
        if content is None or not is_archive(BytesIO(content)):
            continue
        try:
            jobs.unpack(job.id, file.position, _unpacked(file.name, content))
        except UnreadableFile as refusal:
            jobs.settle(job.id, file.position, _refused(refusal))


def _unpacked(name: str, content: bytes) -> Iterator[tuple[str, bytes | None, Mapping[str, object] | None]]:
    for entry, found in entries(content):
        if isinstance(found, bytes):
            yield f"{name}/{entry}", found, None
        else:
            yield f"{name}/{entry}", None, _refused(found)


def _take_in(office: Office, job: Job, order: Ingest, file: JobFile) -> None:
    content = office.store.jobs.waiting(job.id, file.position)
    if content is None:
        return
    try:
        examined = (
            _kept(office, job, order, file, content) if file.delivery is None else _again(office, job, order, content)
        )
    except (OutOfSight, SendsNoMore) as refusal:
        office.store.jobs.settle(job.id, file.position, _refused(refusal))
        return
    office.store.jobs.settle(job.id, file.position, _outcome(examined))


def _kept(office: Office, job: Job, order: Ingest, file: JobFile, content: bytes) -> Examined:
    """Take a file in for whoever asked, as far as he sees at this moment."""
    sender = workflow.sender_now(
        office, job.who, job.created, within=order.within, chosen_unit=order.unit, chosen_period=order.period
    )
    examined = workflow.examine_for(office, content, as_of=office.day_of(job.created), sender=sender)
    delivery = Delivery(content, file.name, job.who, job.created, order.source, Waited(job.id, file.position))
    return workflow.keep(office, delivery, examined).examined


def _again(office: Office, job: Job, order: Ingest, content: bytes) -> Examined:
    """Examine a file that a worker stored and was stopped before it could say what came of it."""
    account = office.store.account(name=job.who)
    unit = order.within or (account.unit if account else None)
    sender = Sender(lambda _campaign, _unit: True, unit, order.unit, order.period)
    examined = workflow.examine_for(office, content, as_of=office.day_of(job.created), sender=sender)
    return workflow.unless_closed(office, examined, job.created)


def _outcome(examined: Examined) -> Mapping[str, object]:
    if examined.refusal is not None:
        return _refused(examined.refusal)
    units = [
        {
            "campaign": one.key.campaign,
            "unit": one.key.unit,
            "period": one.key.period,
            "coverage": one.key.coverage.value,
            "blocking": sum(finding.blocks for finding in one.findings),
            "others": sum(not finding.blocks for finding in one.findings),
        }
        for one in examined.outcomes
    ]
    return {"taken": not any(finding.blocks for finding in examined.findings), "units": units}


def _refused(refusal: TonghopError | Finding) -> Mapping[str, object]:
    if isinstance(refusal, Finding):
        return {"taken": False, "refusal": [phrase_content(one) for one in finding_phrases(refusal)]}
    return {"taken": False, "refusal": [phrase_content(refusal)]}
