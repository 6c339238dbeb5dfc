"""Progress: the unit × period matrix, charts, the list for chasing, reminders and due dates as a calendar."""

from tonghop.core.errors import marked
from tonghop.web.pages.navigation import Item, Topic
from tonghop.web.pages.progress import chase, due, matrix, remind
from tonghop.web.pages.progress.blueprint import PAGES

__all__ = ["TOPIC", "chase", "due", "matrix", "remind"]

TOPIC = Topic(PAGES, Item("progress.choose", marked("Progress")))
