"""A call as it came, and as it is remembered."""

from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

from tests.fakegoogle.discovery import DRIVE, ORIGINS, SHEETS, Found, route
from tests.fakegoogle.shapes import Value

_READS_BY_POST = {
    "sheets.spreadsheets.getByDataFilter",
    "sheets.spreadsheets.values.batchGetByDataFilter",
    "sheets.spreadsheets.developerMetadata.search",
}


@dataclass(frozen=True)
class Asked:
    """One request, with the method it leads to."""

    verb: str
    url: str
    user: str
    body: Value
    sent: int
    """Bytes of the body."""
    found: Found | None

    @property
    def name(self) -> str:
        """The method's id, as in ``sheets.spreadsheets.get``; empty where the URL leads nowhere."""
        return self.found.method.name if self.found else ""

    @property
    def kind(self) -> str:
        """What it counts as: ``read`` or ``write`` of a spreadsheet, or ``drive``."""
        if self.url.startswith(ORIGINS[DRIVE]):
            return "drive"
        return "read" if self.verb == "GET" or self.name in _READS_BY_POST else "write"

    @property
    def query(self) -> list[tuple[str, str]]:
        """The parameters of the URL."""
        return parse_qsl(urlsplit(self.url).query, keep_blank_values=True)

    def matches(self, of: str | None) -> bool:
        """Say whether it is of a kind, or calls a method; None is any call."""
        return of is None or of in {self.kind, self.name}


@dataclass(frozen=True)
class Call:
    """One request that was made, and how it ended."""

    kind: str
    name: str
    method: str
    path: str
    url: str
    user: str
    status: int
    """0 where no answer arrived."""
    sent: int
    received: int
    """Bytes of the answer, which is sent without the white space that Google's has."""
    body: Value
    at: float
    """Seconds of the virtual clock when it was asked."""

    @classmethod
    def of(cls, call: Asked, status: int, received: int, at: float) -> "Call":
        """Return what is remembered of a request."""
        path = urlsplit(call.url).path
        return cls(
            call.kind, call.name, call.verb, path, call.url, call.user, status, call.sent, received, call.body, at
        )


def asked(verb: str, url: str, user: str, body: Value, sent: int) -> Asked:
    """Find what a request wants."""
    service = SHEETS if url.startswith(ORIGINS[SHEETS]) else DRIVE
    return Asked(verb, url, user, body, sent, route(service, verb, urlsplit(url).path))
