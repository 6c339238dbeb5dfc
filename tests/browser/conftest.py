"""The real service behind real sockets, and a real Chromium in front of it."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from tests.web.conftest import app, instance, made_instance, office, worker_at_once
from tests.wire import running
from waitress.server import create_server

__all__ = ["app", "instance", "made_instance", "office", "worker_at_once"]

_NAMES = ("chromium", "chromium-browser", "google-chrome")
_FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update")
WIDE, PHONE = {"width": 1280, "height": 800}, {"width": 360, "height": 740}


def _chromium() -> str:
    found = next((path for name in _NAMES if (path := shutil.which(name))), None)
    if found is None:
        reason = "Chromium is not installed"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    return str(found)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    executable = _chromium()
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=executable, args=list(_FLAGS))
        yield browser
        browser.close()


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """Serve an app on a free port and give its address."""
    with running(create_server(app, host="127.0.0.1", port=0, threads=4)) as port:
        yield f"http://127.0.0.1:{port}"


Visit = Callable[..., Page]


@pytest.fixture
def visit(chromium: Browser) -> Iterator[Visit]:
    """Open a browser of its own for one person; every error that its pages print fails the test."""
    contexts: list[BrowserContext] = []
    errors: list[str] = []

    def opened(address: str, size: dict[str, int] | None = None) -> Page:
        context = chromium.new_context(base_url=address, viewport=size or WIDE, accept_downloads=True)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert errors == []


def sign_in(page: Page, name: str, password: str) -> None:
    """Sign in as a person does."""
    page.goto("/sign-in")
    page.fill("#name", name)
    page.fill("#password", password)
    page.click("form.card button.primary")


def assert_usable(page: Page) -> None:
    """Fail where axe finds something that somebody could not use."""
    found = Axe().run(page).response["violations"]
    assert [(one["id"], [node["html"][:120] for node in one["nodes"][:3]]) for one in found] == []


def assert_fits(page: Page) -> None:
    """Fail where a page is wider than the screen: tables scroll in their own box."""
    too_wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert too_wide <= 0, f"{page.url} is {too_wide} pixels wider than the screen"
