"""The fake as a transport of a requests Session: no socket, and no sign-in."""

import json
from collections.abc import Callable, Mapping
from typing import TypeAlias

import requests
from requests.adapters import BaseAdapter

from tests.fakegoogle.shapes import Value

Answer: TypeAlias = tuple[int, Mapping[str, str], bytes]
"""Status, headers, body."""
Handle: TypeAlias = Callable[[str, str, str, Value, int, float | None], Answer]
"""Verb, URL, user, body, bytes of it, and how long the caller waits (seconds; None: for ever)."""
Timeout: TypeAlias = float | tuple[float, float] | tuple[float, None] | None


class Adapter(BaseAdapter):
    """Carries the requests of one user to the fake."""

    def __init__(self, user: str, handle: Handle) -> None:
        super().__init__()
        self._user = user
        self._handle = handle

    def send(  # noqa: PLR0913 - the base class's signature
        self,
        request: requests.PreparedRequest,
        stream: bool = False,  # noqa: ARG002, FBT001, FBT002
        timeout: Timeout = None,
        verify: bool | str = True,  # noqa: ARG002, FBT002
        cert: object = None,  # noqa: ARG002
        proxies: Mapping[str, str] | None = None,  # noqa: ARG002
    ) -> requests.Response:
        """Return the fake's answer."""
        raw = request.body or b""
        raw = raw.encode() if isinstance(raw, str) else raw
        waits = timeout[1] if isinstance(timeout, tuple) else timeout
        body = _body(raw)
        status, headers, content = self._handle(request.method or "", request.url or "", self._user, body, len(raw), waits)
        response = requests.Response()
        response.status_code = status
        response._content = content
        response.headers.update(headers)
        response.url = request.url or ""
        response.request = request
        response.encoding = "utf-8"
        return response

    def close(self) -> None:
        """Nothing is open."""


def _body(raw: bytes) -> Value:
    """Return the JSON of a body; text where it is none."""
    try:
        return json.loads(raw) if raw else None
    except ValueError:
        return raw.decode(errors="replace")
