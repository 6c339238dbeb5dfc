"""The pages, a file for each topic: a view reads the request, calls one function and renders."""

from flask import Flask

from tonghop.web.pages import consolidate, home, jobs, navigation, send, submission, tokens

TOPICS = (
    home.TOPIC,
    send.TOPIC,
    submission.TOPIC,
    consolidate.TOPIC,
    tokens.TOPIC,
    jobs.TOPIC,
)
"""In the order of the main menu."""


def attach(app: Flask) -> None:
    """Give the app its pages."""
    navigation.attach(app, TOPICS)
