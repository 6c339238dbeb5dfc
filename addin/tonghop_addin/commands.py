"""What the add-in does, each command from the settings to its result, for the panel and the command line."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tonghop_addin import settings
from tonghop_addin.client import Client
from tonghop_addin.errors import NotUnderstood
from tonghop_addin.outbox import Flushed, Item, Outbox
from tonghop_addin.settings import Settings
from tonghop_addin.values import NO_CLAIM, Campaign, Claim, Consolidation, Delivery, Standing, Upload

FILLABLE = frozenset({"not_due", "not_sent", "empty", "blocked", "returned", "reopened"})
"""States in which a report is still to be filled, or to be filled again."""


@dataclass(frozen=True, slots=True)
class Commands:
    """The commands under one set of settings."""

    chosen: Settings

    @classmethod
    def with_settings(cls) -> "Commands":
        """Return the commands with the settings as they are kept now."""
        return cls(settings.load())

    @property
    def outbox(self) -> Outbox:
        """What waits to be sent."""
        return Outbox(settings.home() / "outbox")

    def client(self, server: str | None = None) -> Client:
        """Return the client of a server, by default the chosen one; raises NoServer, NoToken or NoSafe."""
        address = server or self.chosen.required_server()
        return Client(address, settings.token(address), self.chosen.language)

    def check(self, file: Upload, claim: Claim = NO_CLAIM) -> Delivery:
        """Return what would be found in a workbook."""
        return self.client().check(file, claim)

    def queue(self, file: Upload, claim: Claim = NO_CLAIM) -> Item:
        """Put a workbook among those that are to be sent; raises NoServer."""
        return self.outbox.put(self.chosen.required_server(), file, claim)

    def flush(self) -> Flushed:
        """Send what waits, each to the server for which it was put there."""

        def post(item: Item, file: Upload) -> Delivery:
            return self.client(item.server).send(file, item.key, item.claim)

        return self.outbox.flush(post)

    def standings(self) -> tuple[Standing, ...]:
        """Return how every report in sight stands, campaign by campaign."""
        client = self.client()
        return tuple(one for campaign in client.campaigns() for one in client.status(campaign.code))

    def to_fill(self) -> tuple[Standing, ...]:
        """Return the reports that are still to be filled, the soonest due first: the own unit’s, where it owes any."""
        unit = self.client().me().unit
        open_ones = sorted((one for one in self.standings() if one.state in FILLABLE), key=lambda one: one.due)
        return tuple(one for one in open_ones if one.unit == unit) or tuple(open_ones)

    def workbook(self, standing: Standing, folder: Path) -> Path:
        """Fetch the workbook of an owed report into a folder."""
        return kept(self.client().workbook(standing), folder)

    def campaigns(self) -> tuple[Campaign, ...]:
        """Return the campaigns with their periods."""
        return self.client().campaigns()

    def consolidate(self, campaign: str, period: str, include: str) -> Consolidation:
        """Have a period brought together."""
        return self.client().consolidate(campaign, period, include, uuid.uuid4().hex)

    def consolidated(self, made: Consolidation, kinds: Sequence[str], folder: Path) -> list[Path]:
        """Fetch the files of a consolidation, those that there are."""
        client = self.client()
        return [kept(client.consolidation_file(made, kind), folder) for kind in kinds if kind in made.files]


def downloads() -> Path:
    """Return the folder into which workbooks are fetched."""
    documents = Path.home() / "Documents"
    return (documents if documents.is_dir() else Path.home()) / "Tong Hop"


def kept(file: Upload, folder: Path) -> Path:
    """Write a file under its name, or with a number where that is taken: what a clerk filled is never overwritten."""
    folder.mkdir(parents=True, exist_ok=True)
    name = Path(file.name)
    for number in range(1, 1_000):
        path = folder / (file.name if number == 1 else f"{name.stem} ({number}){name.suffix}")
        try:
            with path.open("xb") as target:
                target.write(file.content)
        except FileExistsError:
            continue
        return path
    raise NotUnderstood
