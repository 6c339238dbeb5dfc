"""What is to be sent, on disk: it goes out in order, each workbook once, however often network or computer fail.

A workbook is kept before the first attempt, together with the key under which it is sent. The service takes one key
once and gives its answer again, so an answer that was lost on the way costs nothing.
"""

import json
import os
import uuid
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeAlias

from tonghop_addin.errors import AddinError, ServiceError, SettingsError, Unreached
from tonghop_addin.locking import held
from tonghop_addin.values import Claim, Delivery, Upload

_REFUSED = "refused"
_PATIENCE = 10.0
"""Seconds to wait for another process that puts a workbook here."""


@dataclass(frozen=True, slots=True)
class Item:
    """One workbook that waits, and the key under which it is sent."""

    number: int
    key: str
    server: str
    name: str
    kept: str
    """When it was put here: ISO 8601, UTC."""
    unit: str | None = None
    period: str | None = None

    @property
    def stem(self) -> str:
        """What the names of its two files begin with; they sort in the order of sending."""
        return f"{self.number:08d}-{self.key}"

    @property
    def claim(self) -> Claim:
        """What its sender said of it."""
        return Claim(self.unit, self.period)


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of an item: a delivery, or the refusal that ended it."""

    item: Item
    delivery: Delivery | None
    refusal: AddinError | None = None


@dataclass(frozen=True, slots=True)
class Flushed:
    """What an attempt at everything that waits came to; ``stopped`` is why the rest still waits."""

    sent: tuple[Sent, ...] = ()
    stopped: AddinError | None = None
    waiting: int = 0


Post: TypeAlias = Callable[[Item, Upload], Delivery]
"""Sends one item; raises Unreached where it must wait, another ServiceError where it is refused."""


@dataclass(frozen=True, slots=True)
class Outbox:
    """The folder in which workbooks wait."""

    folder: Path

    def put(self, server: str, file: Upload, claim: Claim) -> Item:
        """Keep a workbook for sending; when this returns it is on the disk."""
        with held(self.folder / "number.lock", patience=_PATIENCE):
            number = max((one.number for one in self.waiting()), default=0) + 1
            item = Item(
                number=max(number, self._last_number() + 1),
                key=uuid.uuid4().hex,
                server=server,
                name=file.name,
                kept=datetime.now(UTC).isoformat(timespec="seconds"),
                unit=claim.unit,
                period=claim.period,
            )
            _write(self.folder / f"{item.stem}.bin", file.content)
            _write(self.folder / f"{item.stem}.json", json.dumps(asdict(item), ensure_ascii=False).encode())
            _write(self.folder / "last-number", str(item.number).encode())
            self._forget_refused(item)
        return item

    def waiting(self) -> list[Item]:
        """Return what waits, in the order of sending."""
        return [item for path in sorted(self.folder.glob("*.json")) if (item := _item(path)) is not None]

    def refused(self) -> list[str]:
        """Return the names of the workbooks that the service refused for good; they are kept."""
        kept = sorted((self.folder / _REFUSED).glob("*.json"))
        return [item.name for path in kept if (item := _item(path)) is not None]

    def flush(self, post: Post) -> Flushed:
        """Send what waits, in order, until something must wait; nothing overtakes it. One process at a time does so."""
        with held(self.folder / "flush.lock") as free:
            if not free:
                return Flushed(waiting=len(self.waiting()))
            sent: list[Sent] = []
            for item in self.waiting():
                try:
                    sent.append(self._flushed(item, post))
                except (Unreached, SettingsError) as reason:
                    return Flushed(tuple(sent), reason, len(self.waiting()))
            return Flushed(tuple(sent))

    def _flushed(self, item: Item, post: Post) -> Sent:
        content = (self.folder / f"{item.stem}.bin").read_bytes()
        try:
            delivery = post(item, Upload(item.name, content))
        except (Unreached, SettingsError):
            raise
        except ServiceError as refusal:
            self._set_aside(item)
            return Sent(item, None, refusal)
        self._remove(item)
        return Sent(item, delivery)

    def _set_aside(self, item: Item) -> None:
        aside = self.folder / _REFUSED
        aside.mkdir(exist_ok=True)
        for path in self._files(item):
            path.replace(aside / path.name)

    def _forget_refused(self, item: Item) -> None:
        """Drop what was refused under the name that is sent now: this is its correction."""
        aside = self.folder / _REFUSED
        for path in aside.glob("*.json"):
            found = _item(path)
            if found is not None and (found.name, found.server) == (item.name, item.server):
                path.unlink()
                (aside / f"{found.stem}.bin").unlink(missing_ok=True)

    def _remove(self, item: Item) -> None:
        for path in self._files(item):
            path.unlink()

    def _files(self, item: Item) -> Iterator[Path]:
        """Yield an item's files, first the one by which it counts as waiting."""
        yield self.folder / f"{item.stem}.json"
        yield self.folder / f"{item.stem}.bin"

    def _last_number(self) -> int:
        try:
            return int((self.folder / "last-number").read_text(encoding="ascii"))
        except (OSError, ValueError):
            return 0


def _item(path: Path) -> Item | None:
    try:
        return Item(**json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def _write(path: Path, content: bytes) -> None:
    """Write a file so that it is there whole or not at all, also after the power failed."""
    new = path.with_name(f"{path.name}.new")
    with new.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
