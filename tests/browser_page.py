"""What tests in a browser do with a page."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Any

import pytest

AXE = Path(__file__).parents[1] / "transcribe/review/page/node_modules/axe-core/axe.min.js"


def until(page: Any, true: str, *, within: int = 10_000) -> None:
    """Wait, in milliseconds, for what the page's own rules let nobody evaluate inside it."""
    for _ in range(within // 50):
        if page.evaluate(true):
            return
        page.wait_for_timeout(50)
    pytest.fail(f"never true: {true}")


def kept(page: Any) -> None:
    """Wait until the server has kept every change."""
    _wait_for_state(page, "all kept")


def followed(page: Any) -> None:
    """Wait until the stages have followed every change, on a busy machine too."""
    _wait_for_state(page, "all kept", end="")


def _wait_for_state(page: Any, start: str, *, end: str | None = None) -> None:
    told = ""
    for _ in range(2_400):
        told = page.evaluate("document.querySelector('.bar .state')?.innerText ?? ''")
        if told.startswith(start) and end in (None, told.removeprefix(start)):
            return
        page.wait_for_timeout(50)
    pytest.fail(f"the page says: {told}")


def open_interview(page: Any, address: str, recording: str = "P1") -> None:
    """From the study page to an interview, by its link."""
    page.goto(address)
    page.get_by_role("link", name=recording, exact=True).click()
    page.locator(".turn.active").wait_for()


def findings_of_axe(page: Any, *, impacts: Collection[str]) -> list[str]:
    """What axe finds; run without a script element, which the page forbids."""
    if not AXE.exists():
        pytest.skip("axe-core is not installed: cd transcribe/review/page && npm ci")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    result = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{one['id']}: {one['nodes'][0]['html'][:200]}"
        for one in result["violations"]
        if one["impact"] in impacts
    ]
