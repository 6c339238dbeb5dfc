"""The pages, a file for each topic: a view reads the request, calls one function and renders."""

from flask import Flask

from tonghop.web.pages import home, navigation, tokens

TOPICS = (home.TOPIC, tokens.TOPIC)
"""In the order of the main menu."""


def attach(app: Flask) -> None:
    """Give the app its pages."""
    navigation.attach(app, TOPICS)
