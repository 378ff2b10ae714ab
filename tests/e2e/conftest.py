"""Chromium, and rooms to drive it through."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from review_room import dummy_room

from transcribe.review.serve import Server
from transcribe.run.store import Workspace

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--mute-audio",
]  # fmt: skip


# Closed after each module: while it is open, its event loop is the main thread's.
@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    if not CHROMIUM.exists():
        if os.environ.get("CI_HAS_CHROMIUM"):
            pytest.fail(f"{CHROMIUM} is to be here")
        pytest.skip(f"there is no {CHROMIUM}: the review page is not tried in a browser")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield found
        found.close()


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """A page in a fresh profile; an error in its scripts fails the test."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    found = context.new_page()
    errors: list[str] = []
    found.on("pageerror", lambda error: errors.append(str(error)))
    found.set_default_timeout(30_000)
    yield found
    context.close()
    assert errors == []


@pytest.fixture
def serve() -> Iterator[Callable[..., Server]]:
    """Starts a server on a study whose edits no stage follows."""
    with ExitStack() as stack:

        def start(workspace: Workspace, **hands: Any) -> Server:
            return stack.enter_context(Server(dummy_room(workspace, following=True, **hands)))

        yield start
