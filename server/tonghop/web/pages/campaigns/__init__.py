"""Campaigns: which there are, what one asks and when, and what goes with it: grants, workbooks, closing."""

from tonghop.core.errors import marked
from tonghop.web.pages.campaigns import about, creating, running, template
from tonghop.web.pages.campaigns.blueprint import PAGES
from tonghop.web.pages.navigation import Item, Topic

__all__ = ["TOPIC", "about", "creating", "running", "template"]

TOPIC = Topic(PAGES, Item("campaigns.campaigns", marked("Campaigns")))
