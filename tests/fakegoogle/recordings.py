"""Recorded calls of real Google, reduced to what the fake is compared with.

From gspread's cassettes (see README.md) only this is kept of each call: method, URL, body, status, and the *shape*
of the answer: its keys and the types of its values. File ids become ``file-1``, ``file-2``…; no header, address,
token or value of an answer is kept, but for the numbers by which later calls name tabs and ranges.
"""

import gzip
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.fakegoogle.shapes import Json, Value

KEPT = frozenset({"id", "spreadsheetId", "sheetId", "namedRangeId", "protectedRangeId"})
"""Fields whose values say later which thing is meant."""
IGNORED = frozenset({"spreadsheetTheme", "defaultFormat", "effectiveFormat", "editors"})
"""Fields that are not compared: what Google fills in by itself, and who may edit."""
_FILE_ID = re.compile(r"(?<![\w-])[\w-]{44}(?![\w-])")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
OURS = Path(__file__).with_name("recorded.json.gz")


@dataclass(frozen=True)
class Exchange:
    """One call and how Google answered."""

    method: str
    url: str
    body: Value
    """JSON, text, or nothing."""
    status: int
    shape: Value


@dataclass(frozen=True)
class Story:
    """The calls of one recorded test, in order; it begins with an empty Drive but for what it finds there."""

    name: str
    exchanges: tuple[Exchange, ...]


def from_cassettes(folder: Path) -> Iterator[Story]:
    """Read gspread's cassettes, one story each."""
    for path in sorted(folder.glob("*.json")):
        names: dict[str, str] = {}
        recorded = json.loads(path.read_text(encoding="utf-8"))["interactions"]
        yield Story(path.stem, tuple(_exchange(raw, names) for raw in recorded))


def _exchange(raw: Json, names: dict[str, str]) -> Exchange:
    request, response = raw["request"], raw["response"]
    answer = _parsed(_scrubbed(response["body"].get("string") or "", names))
    body = _parsed(_scrubbed(request["body"] or "", names))
    url = _scrubbed(request["uri"], names)
    return Exchange(request["method"], url, body, response["status"]["code"], shape(answer))


def _scrubbed(text: str, names: dict[str, str]) -> str:
    """Replace file ids by names of our own, and addresses by nobody's."""
    named = _FILE_ID.sub(lambda match: names.setdefault(match[0], f"file-{len(names) + 1}"), text)
    return _MAIL.sub("nobody@example.org", named)


def _parsed(text: str) -> Value:
    try:
        return json.loads(text) if text else None
    except ValueError:
        return text


def shape(value: Value, key: str = "") -> Value:
    """Return the keys of a JSON value and the types of what is in it."""
    if isinstance(value, dict):
        return {name: shape(item, name) for name, item in value.items() if name not in IGNORED}
    if isinstance(value, list):
        return [shape(item) for item in value]
    if key in KEPT:
        return value
    if isinstance(value, bool):
        return "boolean"
    return "number" if isinstance(value, int | float) else type(value).__name__


def save(stories: Iterator[Story], path: Path = OURS) -> None:
    """Write stories to one small file, the same bytes for the same stories."""
    text = json.dumps([asdict(story) for story in stories], ensure_ascii=False, separators=(",", ":"))
    path.write_bytes(gzip.compress(text.encode(), mtime=0))


def saved(path: Path = OURS) -> Iterator[Story]:
    """Read the stories of the small file."""
    for raw in json.loads(gzip.decompress(path.read_bytes())):
        yield Story(raw["name"], tuple(_from_json(item) for item in raw["exchanges"]))


def _from_json(raw: Mapping[str, Value]) -> Exchange:
    return Exchange(raw["method"], raw["url"], raw["body"], raw["status"], raw["shape"])
