"""The pages, a file for each topic: a view reads the request, calls one function and renders."""

from flask import Flask

from tonghop.web.pages import (
    accounts,
    addin,
    addin_google,
    audit,
    campaigns,
    consolidate,
    home,
    jobs,
    materials,
    navigation,
    progress,
    send,
    sheets,
    submission,
    tokens,
    units,
)

TOPICS = (
    home.TOPIC,
    send.TOPIC,
    submission.TOPIC,
    progress.TOPIC,
    consolidate.TOPIC,
    campaigns.TOPIC,
    units.TOPIC,
    materials.TOPIC,
    sheets.TOPIC,
    audit.TOPIC,
    accounts.TOPIC,
    tokens.TOPIC,
    addin.TOPIC,
    addin_google.TOPIC,
    jobs.TOPIC,
)
"""In the order of the main menu."""


def attach(app: Flask) -> None:
    """Give the app its pages."""
    navigation.attach(app, TOPICS)
