"""The units of a campaign: their tree with its registers, their list as a workbook, and what becomes of them."""

from tonghop.web.pages.navigation import Topic
from tonghop.web.pages.units import changing, listing, loading
from tonghop.web.pages.units.blueprint import PAGES

__all__ = ["TOPIC", "changing", "listing", "loading"]

TOPIC = Topic(PAGES)
