"""Field masks: ``a,b.c,b/d,e(f,g(h))`` as a tree, and what is left of a message under one."""

import re
from collections.abc import Iterator
from typing import TypeAlias

from tests.fakegoogle.shapes import Json, Value

Mask: TypeAlias = Json
"""Field → mask of what is within; the empty mask means everything."""

_TOKEN = re.compile(r"\s*([A-Za-z0-9_$@\-]+|\*|[,()./])")


class NotAMask(ValueError):
    """The text is not a field mask; the message is the place."""


def parsed(text: str) -> Mask:
    """Read a mask; ``*`` and what names a whole message become the empty mask there."""
    tokens = _tokens(text)
    mask = _fields(tokens)
    if next(tokens, "") or not mask:
        raise NotAMask(text)
    return {} if "*" in mask else mask


class _Tokens:
    def __init__(self, items: list[str]) -> None:
        self.items = items
        self.at = 0

    def peek(self) -> str:
        return self.items[self.at] if self.at < len(self.items) else ""

    def __next__(self) -> str:
        if not (item := self.peek()):
            raise StopIteration
        self.at += 1
        return item

    def __iter__(self) -> Iterator[str]:
        return self


def _tokens(text: str) -> _Tokens:
    items, at = [], 0
    text = text.strip()
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise NotAMask(text[at:])
        items.append(match[1])
        at = match.end()
    return _Tokens(items)


def _fields(tokens: _Tokens) -> Mask:
    """fields = path {"," path}."""
    mask: Mask = {}
    while True:
        name, within = _path(tokens)
        mask[name] = merged(mask[name], within) if name in mask else within
        if tokens.peek() != ",":
            return mask
        next(tokens)


def _path(tokens: _Tokens) -> tuple[str, Mask]:
    """Read name [("." | "/") path | "(" fields ")"]."""
    name = next(tokens, "")
    if not name or name in ",()./":
        raise NotAMask(name)
    follows = tokens.peek()
    if follows in (".", "/") and follows:
        next(tokens)
        inner, within = _path(tokens)
        return name, {} if inner == "*" else {inner: within}
    if follows == "(":
        next(tokens)
        fields = _fields(tokens)
        if next(tokens, "") != ")":
            raise NotAMask(name)
        return name, {} if "*" in fields else fields
    return name, {}


def merged(one: Mask, other: Mask) -> Mask:
    """Return the mask of what either lets through."""
    if not one or not other:
        return {}
    return {
        name: merged(one[name], other[name]) if name in one and name in other else one.get(name, other.get(name))
        for name in [*one, *other]
    }


def masked(mask: Mask, value: Value) -> Value:
    """Return what the mask lets through; an emptied message stays, as ``{}``."""
    if not mask:
        return value
    if isinstance(value, list):
        return [masked(mask, item) for item in value]
    if isinstance(value, dict):
        return {name: masked(mask[name], item) for name, item in value.items() if name in mask}
    return value


def written(mask: Mask, old: Json, new: Json) -> Json:
    """Return ``old`` with the masked fields as in ``new``: set where it has them, else removed. Neither is changed."""
    if not mask:
        return dict(new)
    result = dict(old)
    for name, within in mask.items():
        _write(result, name, within, new.get(name))
    return result


def _write(result: Json, name: str, within: Mask, new: Value) -> None:
    if within and (isinstance(new, dict) or new is None):
        inner = written(within, result.get(name) or {}, new or {})
        if inner:
            result[name] = inner
        else:
            result.pop(name, None)
    elif new is None:
        result.pop(name, None)
    else:
        result[name] = new
