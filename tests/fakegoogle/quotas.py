"""Google's limits per minute, on the virtual clock: calls beyond them are refused, and count for nothing."""

from collections import deque
from dataclasses import dataclass

from tests.fakegoogle.clock import Clock
from tests.fakegoogle.errors import ApiError, sheets_error

MINUTE = 60.0
_NAMES = {"read": "Read", "write": "Write"}


@dataclass(frozen=True)
class Quotas:
    """How many calls of each kind (reads apart from writes) a minute bears."""

    project: int = 300
    user: int = 60


class Meter:
    """Counts the calls of the last minute, per kind and per user."""

    def __init__(self, quotas: Quotas, clock: Clock) -> None:
        self._quotas = quotas
        self._clock = clock
        self._taken: dict[tuple[str, str], deque[float]] = {}

    def take(self, kind: str, user: str) -> None:
        """Count one call of a kind ("read" or "write"), or raise the 429."""
        of_project, of_user = self._recent(kind, ""), self._recent(kind, user or "nobody")
        if len(of_project) >= self._quotas.project:
            raise too_many(kind, self._quotas.project, per_user=False)
        if len(of_user) >= self._quotas.user:
            raise too_many(kind, self._quotas.user, per_user=True)
        of_project.append(self._clock.seconds())
        of_user.append(self._clock.seconds())

    def _recent(self, kind: str, user: str) -> deque[float]:
        taken = self._taken.setdefault((kind, user), deque())
        while taken and taken[0] <= self._clock.seconds() - MINUTE:
            taken.popleft()
        return taken


def too_many(kind: str, limit: int = 60, *, per_user: bool = True) -> ApiError:
    """Make Google's 429 for a kind of call."""
    name = _NAMES.get(kind, "Read")
    each = " per user" if per_user else ""
    metadata = {
        "service": "sheets.googleapis.com",
        "consumer": "projects/1234567890",
        "quota_limit": f"{name}RequestsPerMinutePer{'User' if per_user else 'Project'}",
        "quota_limit_value": str(limit),
        "quota_location": "global",
        "quota_metric": f"sheets.googleapis.com/{name.lower()}_requests",
        "quota_unit": "1/min/{project}/{user}" if per_user else "1/min/{project}",
    }
    return sheets_error(
        429,
        f"Quota exceeded for quota metric '{name} requests' and limit '{name} requests per minute{each}' "
        "of service 'sheets.googleapis.com' for consumer 'project_number:1234567890'.",
        details=[
            {
                "@type": "type.googleapis.com/google.rpc.ErrorInfo",
                "reason": "RATE_LIMIT_EXCEEDED",
                "domain": "googleapis.com",
                "metadata": metadata,
            },
            {
                "@type": "type.googleapis.com/google.rpc.Help",
                "links": [
                    {
                        "description": "Request a higher quota limit.",
                        "url": "https://cloud.google.com/docs/quotas/help/request_increase",
                    },
                ],
            },
        ],
    )
