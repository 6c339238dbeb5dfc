"""Material: how it is shared out, and where the copies are."""

from tonghop.web.pages.materials import allocating, balance
from tonghop.web.pages.materials.blueprint import PAGES
from tonghop.web.pages.navigation import Topic

__all__ = ["TOPIC", "allocating", "balance"]

TOPIC = Topic(PAGES)
