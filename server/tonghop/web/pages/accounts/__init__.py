"""The pages on which an administrator keeps the accounts."""

from tonghop.core.accounts import Right
from tonghop.core.errors import marked
from tonghop.web.pages.accounts import lists, one
from tonghop.web.pages.accounts.sight import PAGES
from tonghop.web.pages.navigation import Item, Topic

__all__ = ["TOPIC", "lists", "one"]

TOPIC = Topic(PAGES, Item("accounts.accounts", marked("Accounts"), Right.ACCOUNTS))
