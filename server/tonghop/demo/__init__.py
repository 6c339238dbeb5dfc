"""The demonstration: each shipped campaign end to end, with made figures, through the same doors as anyone's."""

import json
import random
import shutil
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

from rich.console import Console
from rich.progress import Progress

from tonghop import catalogue, workflow
from tonghop.config import SETTINGS_FILE, Instance
from tonghop.core import calendar
from tonghop.core.completeness import State
from tonghop.core.consolidation import Include
from tonghop.core.consolidation_json import as_json
from tonghop.core.definitions import Campaign, Language, Period
from tonghop.core.errors import TonghopError, marked
from tonghop.core.submission import Coverage
from tonghop.core.units import Unit
from tonghop.demo import dirt, groups
from tonghop.demo.figures import Figures, Fill
from tonghop.demo.story import Story, load_story
from tonghop.sentences import say
from tonghop.storage import Action, Delivery, Store
from tonghop.workflow import Office, Reception

_ISSUER, _REVIEWER = "văn phòng", "người duyệt"
_HOUR = time(9, 30)
_AGAIN = " - lần 2"
"""Ends the name of a file that corrects an earlier one."""


class FolderTaken(TonghopError):
    message = marked("{folder} holds something that is no demonstration. Choose another folder.")


@dataclass(frozen=True, slots=True)
class Parcel:
    """One workbook as a unit sends it: what it typed, and when it came."""

    unit: Unit
    coverage: Coverage
    fill: Fill
    day: date
    is_correction: bool = False


@dataclass(frozen=True)
class Stage:
    """One campaign's demonstration under way."""

    folder: Path
    story: Story
    campaign: Campaign
    figures: Figures
    office: Office
    language: Language


def run(folder: Path, codes: Iterable[str], language: Language) -> None:
    """Make, take in and consolidate each campaign into ``folder/<code>``, telling what was made."""
    console = Console()
    for code in codes:
        for line in _campaign(folder / code, code, language):
            console.print(line, highlight=False, soft_wrap=True)
    for line in _next_steps(folder / next(iter(codes)), language):
        console.print(line, highlight=False, markup=False, soft_wrap=True)


def _next_steps(folder: Path, language: Language) -> Iterator[str]:
    """Say what to try with what was made, in words that can be pasted into a terminal."""
    command = Path(sys.argv[0])
    told = {
        "folder": folder,
        "tonghop": command if command.name == "tonghop" else "tonghop",
        "day": load_story(catalogue.folder(folder.name)).as_of,
        "file": _a_wrong_file(folder),
    }
    for line in (
        marked("Try next:"),
        marked("  open {folder}/tong-hop.xlsx in Excel or LibreOffice"),
        marked("  {tonghop} status --instance {folder}/instance --as-of {day}"),
        marked('  {tonghop} check --instance {folder}/instance --as-of {day} "{file}"'),
        marked("  {tonghop} serve --instance {folder}/instance --as-of {day}"),
        marked("  (serves the pages of that day and prints how to sign in)"),
    ):
        yield say(line, language, **told)


def _a_wrong_file(folder: Path) -> Path:
    """Return a workbook with mistakes: one that was sent again, corrected; the first of all where none was."""
    files = sorted(folder.glob("workbooks/*/*.xlsx"))
    corrected = next((file for file in files if file.stem.endswith(_AGAIN)), files[0])
    return corrected.with_stem(corrected.stem.removesuffix(_AGAIN))


def _campaign(folder: Path, code: str, language: Language) -> Iterator[str]:
    campaign, units = catalogue.load_shipped(code)
    story = load_story(catalogue.folder(code))
    _clear(folder)
    instance = _instance(folder / "instance", story)
    with Store.create(workflow.database_url(instance)) as store:
        store.save_campaign(campaign, units, who=_ISSUER, at=_instant(instance, story.as_of - timedelta(days=1)))
        office = Office(instance, store)
        tree = office.tree(code, story.as_of)
        stage = Stage(folder, story, campaign, Figures(story, campaign, tree), office, language)
        yield f"[bold]{campaign.short_title.said(language)}[/] ({code})"
        for period_code in story.periods:
            yield _period(stage, calendar.find_period(campaign, period_code))
        yield _accept(stage)
        yield from _publish(stage)
        yield from _allocate(stage)


def _instance(folder: Path, story: Story) -> Instance:
    """Make an instance whose settings say of the office what its plan shows."""
    Instance.create(folder)
    told = story.report.model_dump(exclude_defaults=True)
    lines = [f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in told.items()]
    with (folder / SETTINGS_FILE).open("a", encoding="utf-8") as settings:
        settings.write("\n".join(["\n[report]", *lines, ""]))
    return Instance.open(folder)


def _clear(folder: Path) -> None:
    """Make way for the demonstration, but only where an earlier one stands."""
    if (folder / "instance" / SETTINGS_FILE).exists():
        shutil.rmtree(folder)
    elif folder.exists() and any(folder.iterdir()):
        raise FolderTaken(folder=folder)
    folder.mkdir(parents=True, exist_ok=True)


def _instant(instance: Instance, day: date) -> datetime:
    return datetime.combine(day, _HOUR, tzinfo=instance.zone).astimezone(UTC)


def _period(stage: Stage, period: Period) -> str:
    folder = stage.folder / "workbooks" / period.code
    folder.mkdir(parents=True)
    every = sorted(_parcels(stage, period), key=lambda parcel: (parcel.day, parcel.is_correction))
    parcels = [parcel for parcel in every if not _in_a_group(stage, parcel)]
    screen = Console(stderr=True)
    with Progress(console=screen, transient=True, disable=not screen.is_terminal) as progress:
        files = [
            (parcel, _written(stage, period, parcel, folder))
            for parcel in progress.track(parcels, description=say(marked("Writing workbooks"), stage.language))
        ]
        receptions = [
            workflow.receive(stage.office, _delivery(stage, parcel, file))
            for parcel, file in progress.track(files, description=say(marked("Taking in"), stage.language))
        ]
    receptions += [workflow.receive(stage.office, sent) for sent in _group_deliveries(stage, period, every, folder)]
    _mark(stage, period, receptions)
    taken = sum(reception.taken for reception in receptions)
    return say(
        marked("  {period}: {files} workbooks made and sent, {taken} taken, {refused} with errors"),
        stage.language,
        period=period.label.said(stage.language),
        files=len(receptions),
        taken=taken,
        refused=len(receptions) - taken,
    )


def _parcels(stage: Stage, period: Period) -> Iterator[Parcel]:
    """Decide for each unit that owes a report whether, when and how well it sends one."""
    shares, tree = stage.story.shares, stage.figures.tree
    for unit, coverage in workflow.owed(stage.office, stage.campaign, period):
        chance = random.Random(f"{stage.story.seed}:{period.code}:{unit.code}:{coverage}")  # noqa: S311 - made figures
        if unit is not tree.root and chance.random() < shares.missing:
            continue
        day = _sending_day(period, chance, shares.late if unit is not tree.root else Decimal(0))
        fill = stage.figures.fill(period, unit, coverage)
        for parcel in _attempts(stage, Parcel(unit, coverage, fill, day), chance):
            if parcel.day <= stage.story.as_of:
                yield parcel


def _sending_day(period: Period, chance: random.Random, late: Decimal) -> date:
    if chance.random() < late:
        return period.due + timedelta(days=chance.randint(1, 12))
    early = max((period.due - period.end).days, 3)
    return period.due - timedelta(days=chance.randint(0, early))


def _attempts(stage: Stage, parcel: Parcel, chance: random.Random) -> Iterator[Parcel]:
    shares, root = stage.story.shares, stage.figures.tree.root
    if parcel.unit is not root and chance.random() < shares.dirty:
        spoilt = dirt.wrong(parcel.fill, stage.campaign, chance)
        yield replace(parcel, fill=spoilt)
        if chance.random() < shares.corrected:
            later = parcel.day + timedelta(days=chance.randint(1, 3))
            yield replace(parcel, day=later, is_correction=True)
    elif chance.random() < shares.careless:
        typed = dirt.careless(parcel.fill, stage.campaign, chance)
        yield replace(parcel, fill=typed)
    else:
        yield parcel


def _written(stage: Stage, period: Period, parcel: Parcel, folder: Path) -> Path:
    file = folder / workflow.workbook_name(parcel.unit, parcel.coverage)
    if parcel.is_correction:
        file = file.with_stem(file.stem + _AGAIN)
    content = workflow.workbook(
        stage.office,
        stage.campaign,
        period,
        parcel.unit,
        parcel.coverage,
        as_of=period.end,
        fill=parcel.fill,
    )
    file.write_bytes(content)
    return file


def _delivery(stage: Stage, parcel: Parcel, file: Path) -> Delivery:
    sent_by = f"văn thư {parcel.unit.code}"
    return Delivery(file.read_bytes(), file.name, sent_by, _instant(stage.office.instance, parcel.day))


def _in_a_group(stage: Stage, parcel: Parcel) -> bool:
    return parcel.coverage is Coverage.OWN and parcel.unit.parent in stage.story.groups


def _group_deliveries(stage: Stage, period: Period, every: Iterable[Parcel], folder: Path) -> Iterator[Delivery]:
    """Write and send the workbooks of the districts that send one for all the units below them."""
    listed = [parcel for parcel in every if _in_a_group(stage, parcel)]
    for code in stage.story.groups:
        parent = stage.figures.tree.by_code[code]
        sent = groups.bundles(parent, (one for one in listed if one.unit.parent == code), period)
        for bundle in (one for one in sent if one.day <= stage.story.as_of):
            file = folder / workflow.group_file_name(parent)
            file = file.with_stem(file.stem + _AGAIN) if bundle.is_correction else file
            file.write_bytes(groups.content(stage.office, stage.campaign, period, bundle))
            sender, at = f"văn thư {code}", _instant(stage.office.instance, bundle.day)
            yield Delivery(file.read_bytes(), file.name, sender, at)


def _mark(stage: Stage, period: Period, receptions: Iterable[Reception]) -> None:
    """Write the workbooks that were not taken as their clerks get them back."""
    folder = stage.folder / "marked" / period.code
    folder.mkdir(parents=True)
    for reception in receptions:
        if not reception.taken:
            delivery, findings = reception.delivery, reception.examined.findings
            marked_content = workflow.marked_file(delivery.name, delivery.content, findings, stage.language)
            (folder / delivery.name).write_bytes(marked_content)


def _accept(stage: Stage) -> str:
    """Accept a share of what was submitted, as a reviewer would who is not yet through."""
    store, story = stage.office.store, stage.story
    at = _instant(stage.office.instance, story.as_of)
    accepted = 0
    for revision in store.latest(stage.campaign.code, as_of=stage.office.end_of(story.as_of)):
        chance = random.Random(f"{story.seed}:accept:{revision.key}")  # noqa: S311 - made figures
        if revision.state is State.SUBMITTED and chance.random() < story.shares.accepted:
            store.move(revision.key, Action.ACCEPT, levels=stage.campaign.review_levels, who=_REVIEWER, at=at)
            accepted += 1
    return say(marked("  {accepted} reports accepted"), stage.language, accepted=accepted)


def _publish(stage: Stage) -> Iterator[str]:
    campaign, day = stage.campaign, stage.story.as_of
    period = calendar.find_period(campaign, stage.story.consolidate)
    consolidation = workflow.publish(stage.office, campaign, period, as_of=day, include=Include.SUBMITTED)
    content = workflow.consolidated_file(stage.office, consolidation, stage.language)
    (stage.folder / "tong-hop.xlsx").write_bytes(content)
    plain = as_json(consolidation)
    _write_json(stage.folder / "tong-hop.json", plain)
    _write_json(stage.folder / "tinh-hinh.json", {name: plain[name] for name in ("as_of", "progress", "standings")})
    yield say(
        marked("  {period} as of {day}: {folder}/tong-hop.xlsx, tong-hop.json, tinh-hinh.json"),
        stage.language,
        period=period.label.said(stage.language),
        day=f"{day:%d/%m/%Y}",
        folder=stage.folder,
    )
    (stage.folder / "bao-cao.docx").write_bytes(workflow.report_file(stage.office, consolidation))
    yield say(marked("  report: {folder}/bao-cao.docx"), stage.language, folder=stage.folder)


def _allocate(stage: Stage) -> Iterator[str]:
    """Share material out where the campaign states norms for it."""
    if not any(norm.base for norm in stage.campaign.norms()):
        return
    day, store = stage.story.as_of, stage.office.store
    made = workflow.allocate(stage.office, stage.campaign, as_of=day, stock=stage.story.stock, amounts={})
    (stage.folder / "phan-bo.xlsx").write_bytes(workflow.allocation_file(made, day))
    store.save_allocation(made, who=_ISSUER, at=_instant(stage.office.instance, day))
    entitled, copies = (sum(getattr(one, name) for one in made.items) for name in ("entitled", "copies"))
    yield say(
        marked("  {copies} of {entitled} copies allocated: {folder}/phan-bo.xlsx"),
        stage.language,
        copies=copies,
        entitled=entitled,
        folder=stage.folder,
    )


def _write_json(file: Path, value: object) -> None:
    file.write_text(json.dumps(value, ensure_ascii=False, indent=1), encoding="utf-8")
