"""The pages, a file for each topic: a view reads the request, calls one function and renders."""

from flask import Flask

from tonghop.web.pages import audit, campaigns, consolidate, home, jobs, materials, navigation, tokens, units

TOPICS = (
    home.TOPIC,
    consolidate.TOPIC,
    campaigns.TOPIC,
    units.TOPIC,
    materials.TOPIC,
    audit.TOPIC,
    tokens.TOPIC,
    jobs.TOPIC,
)
"""In the order of the main menu."""


def attach(app: Flask) -> None:
    """Give the app its pages."""
    navigation.attach(app, TOPICS)
