"""Shared Google spreadsheets: which there are and how they stand, and the buttons that ask the worker."""

from tonghop.web.pages.navigation import Topic
from tonghop.web.pages.sheets import asking, listing
from tonghop.web.pages.sheets.blueprint import PAGES

__all__ = ["TOPIC", "asking", "listing"]

TOPIC = Topic(PAGES)
