"""The pages, a file for each topic: a view reads the request, calls one function and renders."""

from flask import Flask

from tonghop.web.pages import accounts, consolidate, home, jobs, navigation, progress, tokens

TOPICS = (home.TOPIC, progress.TOPIC, consolidate.TOPIC, accounts.TOPIC, tokens.TOPIC, jobs.TOPIC)
"""In the order of the main menu."""


def attach(app: Flask) -> None:
    """Give the app its pages."""
    navigation.attach(app, TOPICS)
