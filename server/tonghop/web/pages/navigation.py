"""The main menu: what of it an account may use, and where it is."""

from dataclasses import dataclass

from flask import Blueprint, Flask, g, request, url_for

from tonghop.core.accounts import Right
from tonghop.web.desk import desk


@dataclass(frozen=True, slots=True)
class Item:
    """A place in the main menu."""

    endpoint: str
    words: str
    """English source sentence."""
    right: Right = Right.VIEW


@dataclass(frozen=True, slots=True)
class Topic:
    """The pages of one topic, and its place in the main menu where it has one."""

    blueprint: Blueprint
    item: Item | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """An item as a page shows it."""

    address: str
    words: str
    here: bool


def attach(app: Flask, topics: tuple[Topic, ...]) -> None:
    """Register the pages of every topic and give pages their menu."""
    items = [topic.item for topic in topics if topic.item is not None]
    for topic in topics:
        app.register_blueprint(topic.blueprint)

    def navigation() -> list[Link]:
        return [
            Link(url_for(item.endpoint), desk.say(item.words), _is_here(item))
            for item in items
            if g.account.may(item.right)
        ]

    app.jinja_env.globals["navigation"] = navigation


def _is_here(item: Item) -> bool:
    return (request.endpoint or "").partition(".")[0] == item.endpoint.partition(".")[0]
