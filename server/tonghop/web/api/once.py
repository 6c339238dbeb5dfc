"""What is sent twice under one key is done once: the answer is kept beside the key."""

import json
from collections.abc import Callable
from hashlib import sha256
from http import HTTPStatus

from flask import Response, request

from tonghop.core.errors import marked
from tonghop.storage import KeptAnswer
from tonghop.web import errors
from tonghop.web.desk import desk

_KEPT_HEADERS = ("Location", "ETag")
_REPLAYED = "Idempotency-Replayed"


class KeyOfAnother(errors.Refusal):
    message = marked(
        "Something else was sent under the Idempotency-Key {key} before; nothing was done. Give each sending a new key."
    )


def once(key: str | None, work: Callable[[], Response], *content: str) -> Response:
    """Return what ``work`` answers, or what it answered when the same was asked under this key before.

    ``content`` tells what was sent beside the address. A refusal is not kept: what is put right may come
    under the same key. Raises KeyOfAnother.
    """
    if key is None:
        return work()
    fingerprint = _fingerprint(content)
    kept = desk.store.answers.one(desk.account.id, key)
    if kept is None:
        made = work()
        if made.status_code >= HTTPStatus.BAD_REQUEST:
            return made
        kept = desk.store.answers.keep(_answer(key, fingerprint, made))
        if kept.fingerprint == fingerprint:
            return made
    if kept.fingerprint != fingerprint:
        raise KeyOfAnother(key=key)
    return _replayed(kept)


def _fingerprint(content: tuple[str, ...]) -> str:
    asked = sorted((name, value) for name, value in request.args.items(multi=True) if name != "lang")
    return sha256(json.dumps([request.path, asked, *content]).encode()).hexdigest()


def _answer(key: str, fingerprint: str, made: Response) -> KeptAnswer:
    headers = {name: made.headers[name] for name in _KEPT_HEADERS if name in made.headers}
    body = json.dumps({"type": made.mimetype, "headers": headers, "body": made.get_data(as_text=True)})
    return KeptAnswer(desk.account.id, key, fingerprint, made.status_code, body, desk.now)


def _replayed(kept: KeptAnswer) -> Response:
    made = json.loads(kept.body)
    return Response(made["body"], kept.status, {**made["headers"], _REPLAYED: "true"}, mimetype=made["type"])
