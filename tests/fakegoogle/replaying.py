"""Recorded calls of real Google made again on the fake, and how far both agree in status and shape.

``python -m tests.fakegoogle.replaying [FOLDER OF CASSETTES]`` prints the shares; with ``--distil`` it writes
``recorded.json.gz`` from the folder.
"""

import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import requests
from tests.fakegoogle.calls import asked
from tests.fakegoogle.errors import Unfaithful
from tests.fakegoogle.recordings import KEPT, Exchange, Story, from_cassettes, save, saved, shape
from tests.fakegoogle.service import OFFICER, FakeGoogle
from tests.fakegoogle.shapes import Json, Value

USED = frozenset(
    {
        "sheets.spreadsheets.get",
        "sheets.spreadsheets.create",
        "sheets.spreadsheets.batchUpdate",
        "sheets.spreadsheets.values.get",
        "sheets.spreadsheets.values.update",
        "sheets.spreadsheets.values.batchGet",
        "sheets.spreadsheets.values.batchGetByDataFilter",
        "drive.files.create",
        "drive.files.get",
        "drive.files.list",
        "drive.files.update",
        "drive.files.delete",
        "drive.files.copy",
    },
)
"""The calls the project makes, or may make."""
_NAMED = re.compile(r"file-\d+")
_TAKEN_AS_ONE = frozenset({"files"})
"""Lists of which only the kinds of items are compared: a recorded Drive held other people's files too."""


@dataclass(frozen=True)
class Outcome:
    """How one call went on the fake."""

    kind: str
    """The method's id, or verb and path where the service has no such method."""
    agrees: bool
    place: str
    """Which call of which story."""
    difference: str = ""


@dataclass(frozen=True)
class Share:
    """How many calls of a kind agree."""

    kind: str
    agreeing: int
    made: int
    differences: tuple[str, ...]

    def __str__(self) -> str:
        percent = 100 * self.agreeing / self.made
        return f"{self.kind:52} {self.agreeing:5} of {self.made:5}  {percent:5.1f} %"


def replayed(story: Story) -> Iterator[Outcome]:
    """Make a story's calls on a fresh fake."""
    replay = _Replay(story)
    for number, exchange in enumerate(story.exchanges, 1):
        yield replay.outcome(exchange, f"{story.name}, call {number}")


class _Replay:
    """One story on one fake, and which of the fake's things stands for which recorded one."""

    def __init__(self, story: Story) -> None:
        self._fake = FakeGoogle(latency=2.0)  # slow enough for the quotas
        self._fake.compute = lambda *_cell: {"numberValue": 2}
        self._session = self._fake.session()
        self._names: dict[tuple[str, Value], Value] = {}
        for name in _found_there(story):
            self._seed(name)

    def _seed(self, name: str) -> None:
        """Put a spreadsheet there that the story did not make."""
        made = self._session.post("https://sheets.googleapis.com/v4/spreadsheets", json={}).json()["spreadsheetId"]
        self._names["id", name] = made

    def outcome(self, exchange: Exchange, place: str) -> Outcome:
        """Make a call and compare."""
        kind = asked(exchange.method, exchange.url, OFFICER, None, 0).name or _path(exchange)
        try:
            response = self._session.request(
                exchange.method,
                self._text(exchange.url),
                **_content(self._body(exchange.body)),
            )
        except Unfaithful as wrong:
            return Outcome(kind, agrees=False, place=place, difference=str(wrong))
        answer = _parsed(response)
        self._learn(exchange.shape, answer)
        if response.status_code != exchange.status:
            difference = f"status {response.status_code} for {exchange.status}: {answer}"
        else:
            difference = next(differences(exchange.shape, shape(answer)), "")
        return Outcome(kind, not difference, place, difference)

    def _text(self, text: str) -> str:
        return _NAMED.sub(lambda match: str(self._names.get(("id", match[0]), match[0])), text)

    def _body(self, body: Value, key: str = "") -> Value:
        if isinstance(body, dict):
            return {name: self._body(item, name) for name, item in body.items()}
        if isinstance(body, list):
            return [self._body(item) for item in body]
        return self._names.get((key, body), body) if key in KEPT else body

    def _learn(self, recorded: Value, answer: Value, key: str = "") -> None:
        """Remember what the fake calls the things of an answer."""
        if isinstance(recorded, dict) and isinstance(answer, dict):
            for name in recorded.keys() & answer.keys() - _TAKEN_AS_ONE:
                self._learn(recorded[name], answer[name], name)
        elif isinstance(recorded, list) and isinstance(answer, list):
            for one, other in zip(recorded, answer, strict=False):
                self._learn(one, other)
        elif key in KEPT:
            self._names.setdefault(("id" if key == "spreadsheetId" else key, recorded), answer)


def _found_there(story: Story) -> list[str]:
    """Return the files that a story reads or lists without having made them."""
    made = {exchange.shape["id"] for exchange in story.exchanges if _makes(exchange)}
    named: dict[str, None] = {}
    for exchange in story.exchanges:
        if exchange.status == requests.codes.ok:
            named |= dict.fromkeys(_NAMED.findall(exchange.url))
            named |= dict.fromkeys(item["id"] for item in _listed(exchange))
    return [name for name in named if name not in made]


def _makes(exchange: Exchange) -> bool:
    return exchange.method == "POST" and isinstance(exchange.shape, dict) and "drive/v3/files" in exchange.url


def _listed(exchange: Exchange) -> list[Json]:
    files: list[Json] = exchange.shape.get("files", []) if isinstance(exchange.shape, dict) else []
    return files


def _path(exchange: Exchange) -> str:
    path = exchange.url.partition("?")[0].partition("googleapis.com")[2]
    return f"{exchange.method} {_NAMED.sub('…', path)}"


def _content(body: Value) -> Json:
    if isinstance(body, str):
        return {"data": body.encode()}
    return {"json": body}


def _parsed(response: requests.Response) -> Value:
    try:
        return response.json() if response.content else None
    except ValueError:
        return response.text


def differences(recorded: Value, answered: Value, path: str = "") -> Iterator[str]:
    """Give the places where two shapes differ; ids only need to be of one type."""
    if isinstance(recorded, dict) and isinstance(answered, dict):
        for name in sorted(recorded.keys() | answered.keys()):
            yield from _field(recorded, answered, name, path)
    elif isinstance(recorded, list) and isinstance(answered, list):
        yield from _items(recorded, answered, path)
    elif type(recorded) is not type(answered) or (recorded != answered and path.rpartition(".")[2] not in KEPT):
        yield f"{path}: {answered!r} for {recorded!r}"


def _field(recorded: Json, answered: Json, name: str, path: str) -> Iterator[str]:
    inner = f"{path}.{name}"
    if name not in answered:
        yield f"{inner} is missing"
    elif name not in recorded:
        yield f"{inner} is too much"
    elif name in _TAKEN_AS_ONE:
        wanted, found = ({json.dumps(_without_ids(item)) for item in side[name]} for side in (recorded, answered))
        if wanted != found:
            yield f"{inner}: {found} for {wanted}"
    else:
        yield from differences(recorded[name], answered[name], inner)


def _items(recorded: Sequence[Value], answered: Sequence[Value], path: str) -> Iterator[str]:
    if len(recorded) != len(answered):
        yield f"{path}: {len(answered)} items for {len(recorded)}"
    for index, (one, other) in enumerate(zip(recorded, answered, strict=False)):
        yield from differences(one, other, f"{path}[{index}]")


def _without_ids(item: Json) -> Json:
    return {name: "id" if name in KEPT else value for name, value in sorted(item.items())}


def shares(stories: Iterable[Story]) -> list[Share]:
    """Replay all stories and count, per kind of call."""
    made, agreeing, different = Counter[str](), Counter[str](), dict[str, list[str]]()
    for outcome in (outcome for story in stories for outcome in replayed(story)):
        made[outcome.kind] += 1
        agreeing[outcome.kind] += outcome.agrees
        if not outcome.agrees:
            different.setdefault(outcome.kind, []).append(f"{outcome.place}: {outcome.difference}")
    return [Share(kind, agreeing[kind], made[kind], tuple(different.get(kind, ()))) for kind in sorted(made)]


def total(found: Iterable[Share], kind: str) -> Share:
    """Return several kinds as one."""
    items = list(found)
    agreeing, made = sum(item.agreeing for item in items), sum(item.made for item in items)
    return Share(kind, agreeing, made, tuple(line for item in items for line in item.differences))


def report(found: Sequence[Share]) -> str:
    """Return the shares as lines, with what does not agree beneath."""
    used = [share for share in found if share.kind in USED]
    sums = [total(used, "calls the project uses"), total(found, "all recorded calls")]
    rest = [f"  {share.kind}: {line}" for share in found for line in share.differences]
    return "\n".join([*(str(share) for share in [*found, *sums]), *rest])


def main(arguments: Sequence[str]) -> None:
    """Print the shares, or distil."""
    folders = [Path(argument) for argument in arguments if not argument.startswith("--")]
    stories = from_cassettes(folders[0]) if folders else saved()
    if "--distil" in arguments:
        save(stories)
    else:
        sys.stdout.write(report(shares(stories)) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
