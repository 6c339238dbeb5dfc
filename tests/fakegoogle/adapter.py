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
Timeout: TypeAlias = float | tuple[float | None, float | None] | None


class Adapter(BaseAdapter):
    """Carries the requests of one user to the fake."""

    def __init__(self, user: str, handle: Handle) -> None:
        super().__init__()
        self._user = user
        self._handle = handle

    def send(
        self,
        request: requests.PreparedRequest,
        stream: bool = False,  # noqa: ARG002, FBT001, FBT002 - the base class's signature
        timeout: Timeout = None,
        verify: bool | str = True,  # noqa: ARG002, FBT001, FBT002
        cert: object = None,  # noqa: ARG002
        proxies: Mapping[str, str] | None = None,  # noqa: ARG002
    ) -> requests.Response:
        """Return the fake's answer."""
        raw = _raw(request.body)
        waits = timeout[1] if isinstance(timeout, tuple) else timeout
        verb, url = request.method or "", request.url or ""
        status, headers, content = self._handle(verb, url, self._user, _body(raw), len(raw), waits)
        response = requests.Response()
        response.status_code = status
        response._content = content
        response.headers.update(headers)
        response.url = url
        response.request = request
        response.encoding = "utf-8"
        return response

    def close(self) -> None:
        """Nothing is open."""


def _raw(body: object) -> bytes:
    """Return a body's bytes; the fake takes no uploads in parts."""
    if isinstance(body, str):
        return body.encode()
    return body if isinstance(body, bytes) else b""


def _body(raw: bytes) -> Value:
    """Return the JSON of a body; text where it is none."""
    try:
        return json.loads(raw) if raw else None
    except ValueError:
        return raw.decode(errors="replace")
